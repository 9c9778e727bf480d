/* postbox.c - a listener, and one connection after the other. */

#include "postbox.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { VALIDITY = 42 };

struct postbox {
	int listener, port;
	pthread_t thread;
	pthread_mutex_t lock;

	/* Under the lock. */
	struct clerk_store store;
	struct harm harm;
	bool armed;
	int visits;			/* since it was filled */
	size_t bytes[2];
};

struct visit {
	struct postbox *postbox;
	struct clerk clerk;
	bool watched;
};

/* The lock is not held while somebody waits, but for the news. */
static void serve(struct visit *visit)
{
	struct postbox *postbox = visit->postbox;
	char line[HARMED_LINE];
	bool on = clerk_greet(&visit->clerk);

	while (on && harmed_hear(&visit->clerk.line, line)) {
		pthread_mutex_lock(&postbox->lock);
		on = clerk_answer(&visit->clerk, line);
		pthread_mutex_unlock(&postbox->lock);
	}
	pthread_mutex_lock(&postbox->lock);
	if (visit->watched)
		memcpy(postbox->bytes, visit->clerk.line.bytes,
		       sizeof(postbox->bytes));
	pthread_mutex_unlock(&postbox->lock);
	harmed_close(&visit->clerk.line);
}

/* Whoever made the mailbox anew gave its mails other numbers. */
static void make_anew(struct postbox *postbox)
{
	struct letters *inbox = &postbox->store.folders[INBOX];

	if (postbox->store.kind != POSTBOX_ANEW || postbox->visits != 1)
		return;
	inbox->validity++;
	inbox->next = 1;
	for (size_t i = 0; i < inbox->count; i++)
		inbox->at[i].uid = inbox->next++;
}

static void *run(void *context)
{
	struct postbox *postbox = context;
	const int on = 1;

	for (;;) {
		struct visit visit = {
			.postbox = postbox, .clerk.store = &postbox->store,
			.clerk.line.harm.at = SIZE_MAX,
		};

		visit.clerk.line.fd = accept(postbox->listener, NULL, NULL);
		if (visit.clerk.line.fd < 0)
			return NULL;
		setsockopt(visit.clerk.line.fd, IPPROTO_TCP, TCP_NODELAY, &on,
			   sizeof(on));
		pthread_mutex_lock(&postbox->lock);
		visit.watched = postbox->armed;
		if (visit.watched)
			visit.clerk.line.harm = postbox->harm;
		postbox->armed = false;
		make_anew(postbox);
		postbox->visits++;
		pthread_mutex_unlock(&postbox->lock);
		serve(&visit);
	}
}

struct postbox *postbox_new(void)
{
	struct postbox *postbox = calloc(1, sizeof(*postbox));
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);

	assert(postbox != NULL);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	postbox->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert(bind(postbox->listener, (void *)&at, sizeof(at)) == 0 &&
	       listen(postbox->listener, 16) == 0 &&
	       getsockname(postbox->listener, (void *)&at, &size) == 0);
	postbox->port = ntohs(at.sin_port);
	pthread_mutex_init(&postbox->lock, NULL);
	assert(pthread_create(&postbox->thread, NULL, run, postbox) == 0);
	return postbox;
}

void postbox_free(struct postbox **postbox)
{
	shutdown((*postbox)->listener, SHUT_RDWR);
	pthread_join((*postbox)->thread, NULL);
	close((*postbox)->listener);
	pthread_mutex_destroy(&(*postbox)->lock);
	free(*postbox);
	*postbox = NULL;
}

int postbox_port(const struct postbox *postbox)
{
	return postbox->port;
}

void postbox_fill(struct postbox *postbox, enum postbox_kind kind,
		  const struct postbox_mail *mails, size_t count,
		  size_t lying)
{
	pthread_mutex_lock(&postbox->lock);
	postbox->store.kind = kind;
	postbox->store.mails = mails;
	postbox->store.count = count;
	postbox->visits = 0;
	for (int i = 0; i < FOLDERS; i++)
		postbox->store.folders[i] = (struct letters){
			.made = i == INBOX, .next = 1,
			.validity = i == INBOX ? VALIDITY : 7,
		};
	for (postbox->store.arrived = 0; postbox->store.arrived < lying;)
		letters_add(&postbox->store.folders[INBOX],
			    &mails[postbox->store.arrived++], false);
	pthread_mutex_unlock(&postbox->lock);
}

void postbox_arm(struct postbox *postbox, const struct harm *harm)
{
	pthread_mutex_lock(&postbox->lock);
	postbox->armed = true;
	postbox->harm = *harm;
	pthread_mutex_unlock(&postbox->lock);
}

bool postbox_expects(struct postbox *postbox)
{
	bool expects;

	pthread_mutex_lock(&postbox->lock);
	expects = postbox->store.arrived < postbox->store.count;
	pthread_mutex_unlock(&postbox->lock);
	return expects;
}

bool postbox_is_empty(struct postbox *postbox)
{
	bool empty;

	pthread_mutex_lock(&postbox->lock);
	empty = postbox->store.folders[INBOX].count == 0 &&
		postbox->store.arrived == postbox->store.count;
	pthread_mutex_unlock(&postbox->lock);
	return empty;
}

struct postbox_count postbox_look(struct postbox *postbox, size_t mail)
{
	struct postbox_count count = { 0, 0 };

	pthread_mutex_lock(&postbox->lock);
	for (int i = 0; i < FOLDERS; i++) {
		const struct letters *folder = &postbox->store.folders[i];

		for (size_t k = 0; k < folder->count; k++) {
			const bool is = folder->at[k].mail ==
					&postbox->store.mails[mail];

			count.all += is;
			count.processed += is && i == PROCESSED;
		}
	}
	pthread_mutex_unlock(&postbox->lock);
	return count;
}

size_t postbox_bytes(struct postbox *postbox, enum harm_way way)
{
	size_t bytes;

	pthread_mutex_lock(&postbox->lock);
	bytes = postbox->bytes[way];
	pthread_mutex_unlock(&postbox->lock);
	return bytes;
}
