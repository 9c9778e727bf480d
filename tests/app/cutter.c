/* cutter.c - serve byte by byte, up to the one that is the last. */

#include "cutter.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TAKEN_MOST = 16, LINE = 1024 };

struct cutter {
	int listener, port;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t measured;	/* `ended` became true */

	/* Under the lock. */
	bool armed;
	bool ended;			/* the first connection is over */
	enum cutter_way way;
	enum cutter_how how;
	size_t at;
	size_t bytes[2];		/* of the first connection */
	char taken[TAKEN_MOST][64];
	size_t taken_count;
};

/* One connection. */
struct visit {
	struct cutter *cutter;
	int fd;
	bool watched;			/* the first since it was armed */
	enum cutter_way way;
	enum cutter_how how;
	size_t at, bytes[2];
	char buffer[4096];
	size_t have;
	char recipient[64];
};

/* How much of `size` bytes may pass; none: the visit is over. */
static size_t allowed(const struct visit *visit, enum cutter_way way,
		      size_t size)
{
	size_t left;

	if (!visit->watched || visit->way != way)
		return size;
	left = visit->at - visit->bytes[way];
	return size < left ? size : left;
}

static bool say(struct visit *visit, const char *text)
{
	const size_t size = strlen(text);
	const size_t may = allowed(visit, CUTTER_OUT, size);

	if (may > 0 && send(visit->fd, text, may, MSG_NOSIGNAL) < 0)
		return false;
	visit->bytes[CUTTER_OUT] += may;
	return may == size;
}

static bool fill(struct visit *visit)
{
	const size_t may = allowed(visit, CUTTER_IN,
				   sizeof(visit->buffer) - visit->have);
	ssize_t n;

	if (may == 0)
		return false;
	n = recv(visit->fd, visit->buffer + visit->have, may, 0);
	if (n <= 0)
		return false;
	visit->have += (size_t)n;
	visit->bytes[CUTTER_IN] += (size_t)n;
	return true;
}

static bool hear(struct visit *visit, char line[LINE])
{
	char *end;
	size_t size;

	while ((end = memchr(visit->buffer, '\n', visit->have)) == NULL)
		if (!fill(visit))
			return false;
	size = (size_t)(end + 1 - visit->buffer);
	assert(size < LINE);
	memcpy(line, visit->buffer, size);
	line[size] = '\0';
	visit->have -= size;
	memmove(visit->buffer, end + 1, visit->have);
	return true;
}

static void take(struct visit *visit)
{
	struct cutter *cutter = visit->cutter;

	pthread_mutex_lock(&cutter->lock);
	assert(cutter->taken_count < TAKEN_MOST);
	memcpy(cutter->taken[cutter->taken_count++], visit->recipient,
	       sizeof(visit->recipient));
	pthread_mutex_unlock(&cutter->lock);
}

static bool hear_body(struct visit *visit)
{
	char line[LINE];

	do {
		if (!hear(visit, line))
			return false;
	} while (strcmp(line, ".\r\n") != 0);
	take(visit);
	return say(visit, "250 2.0.0 queued\r\n");
}

static void note_recipient(struct visit *visit, const char *line)
{
	const char *open = strchr(line, '<');

	memset(visit->recipient, 0, sizeof(visit->recipient));
	if (open != NULL)
		memcpy(visit->recipient, open + 1,
		       strnlen(open + 1, sizeof(visit->recipient) - 1));
}

static bool answer(struct visit *visit, const char *line)
{
	if (strncasecmp(line, "EHLO", 4) == 0)
		return say(visit, "250-mail.example.test\r\n"
			   "250-PIPELINING\r\n250-DSN\r\n"
			   "250 AUTH PLAIN\r\n");
	if (strncasecmp(line, "AUTH", 4) == 0)
		return say(visit, "235 2.7.0 welcome\r\n");
	if (strncasecmp(line, "RCPT", 4) == 0)
		note_recipient(visit, line);
	if (strncasecmp(line, "DATA", 4) == 0)
		return say(visit, "354 go on\r\n") && hear_body(visit);
	return say(visit, "250 2.0.0 ok\r\n");
}

/* FIN: what the client still says goes nowhere. */
static void hang_up(struct visit *visit)
{
	const struct linger now = { .l_onoff = 1 };
	char lost[4096];

	if (visit->watched && visit->how == CUTTER_RST) {
		setsockopt(visit->fd, SOL_SOCKET, SO_LINGER, &now,
			   sizeof(now));
	} else {
		shutdown(visit->fd, SHUT_WR);
		while (recv(visit->fd, lost, sizeof(lost), 0) > 0)
			;
	}
	close(visit->fd);
}

static void serve(struct visit *visit)
{
	struct cutter *cutter = visit->cutter;
	char line[LINE];
	bool on = say(visit, "220 mail.example.test ESMTP\r\n");

	while (on && hear(visit, line) && strncasecmp(line, "QUIT", 4) != 0)
		on = answer(visit, line);
	pthread_mutex_lock(&cutter->lock);
	if (visit->watched) {
		memcpy(cutter->bytes, visit->bytes, sizeof(visit->bytes));
		cutter->ended = true;
		pthread_cond_signal(&cutter->measured);
	}
	pthread_mutex_unlock(&cutter->lock);
	hang_up(visit);
}

static void *run(void *context)
{
	struct cutter *cutter = context;
	const int on = 1;

	for (;;) {
		struct visit visit = { .cutter = cutter };

		visit.fd = accept(cutter->listener, NULL, NULL);
		if (visit.fd < 0)
			return NULL;
		setsockopt(visit.fd, IPPROTO_TCP, TCP_NODELAY, &on,
			   sizeof(on));
		pthread_mutex_lock(&cutter->lock);
		visit.watched = cutter->armed;
		visit.way = cutter->way;
		visit.how = cutter->how;
		visit.at = cutter->at;
		cutter->armed = false;
		pthread_mutex_unlock(&cutter->lock);
		serve(&visit);
	}
}

struct cutter *cutter_new(void)
{
	struct cutter *cutter = calloc(1, sizeof(*cutter));
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);

	assert(cutter != NULL);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	cutter->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert(bind(cutter->listener, (void *)&at, sizeof(at)) == 0 &&
	       listen(cutter->listener, 16) == 0 &&
	       getsockname(cutter->listener, (void *)&at, &size) == 0);
	cutter->port = ntohs(at.sin_port);
	pthread_mutex_init(&cutter->lock, NULL);
	pthread_cond_init(&cutter->measured, NULL);
	assert(pthread_create(&cutter->thread, NULL, run, cutter) == 0);
	return cutter;
}

void cutter_free(struct cutter **cutter)
{
	shutdown((*cutter)->listener, SHUT_RDWR);
	pthread_join((*cutter)->thread, NULL);
	close((*cutter)->listener);
	pthread_cond_destroy(&(*cutter)->measured);
	pthread_mutex_destroy(&(*cutter)->lock);
	free(*cutter);
	*cutter = NULL;
}

int cutter_port(const struct cutter *cutter)
{
	return cutter->port;
}

void cutter_arm(struct cutter *cutter, enum cutter_way way,
		enum cutter_how how, size_t at)
{
	pthread_mutex_lock(&cutter->lock);
	cutter->armed = true;
	cutter->ended = false;
	cutter->way = way;
	cutter->how = how;
	cutter->at = at;
	cutter->taken_count = 0;
	pthread_mutex_unlock(&cutter->lock);
}

int cutter_taken(struct cutter *cutter, const char *recipient)
{
	int count = 0;

	pthread_mutex_lock(&cutter->lock);
	for (size_t i = 0; i < cutter->taken_count; i++)
		count += strncmp(cutter->taken[i], recipient,
				 strlen(recipient)) == 0;
	pthread_mutex_unlock(&cutter->lock);
	return count;
}

size_t cutter_bytes(struct cutter *cutter, enum cutter_way way)
{
	size_t bytes;

	pthread_mutex_lock(&cutter->lock);
	while (!cutter->ended)
		pthread_cond_wait(&cutter->measured, &cutter->lock);
	bytes = cutter->bytes[way];
	pthread_mutex_unlock(&cutter->lock);
	return bytes;
}
