/* harmed.c - say and hear up to the byte where the harm is. */

#include "harmed.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a server may say at any time, but not anywhere. */
static const char injected[] = "* 1 FETCH (FLAGS (\\Seen))\r\n";

enum { SLOW_USEC = 100 };

const char *harm_word(enum harm_how how)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		HARMS(ROW)
#undef ROW
	};

	return words[how];
}

static bool is_end(enum harm_how how)
{
	return how == HARM_FIN || how == HARM_RST || how == HARM_HALF ||
	       how == HARM_STALL;
}

/* How many of `size` bytes come before the harm. */
static size_t before(const struct harmed *harmed, enum harm_way way,
		     size_t size)
{
	size_t left;

	if (harmed->harm.way != way || harmed->harm.at < harmed->bytes[way])
		return size;
	left = harmed->harm.at - harmed->bytes[way];
	return size < left ? size : left;
}

static bool put(struct harmed *harmed, const char *bytes, size_t size)
{
	size_t step = harmed->slow ? 1 : size;

	for (size_t i = 0; i < size && !harmed->mute; i += step) {
		if (send(harmed->fd, bytes + i, step, MSG_NOSIGNAL) < 0)
			return false;
		if (harmed->slow)
			usleep(SLOW_USEC);
	}
	return true;
}

/* A half that is closed hears on. */
static bool end_here(struct harmed *harmed)
{
	if (harmed->harm.how != HARM_HALF)
		return false;
	shutdown(harmed->fd, SHUT_WR);
	harmed->mute = true;
	return true;
}

static bool strike(struct harmed *harmed, const char *bytes, size_t size)
{
	char other = (char)(bytes[0] ^ 1);

	switch (harmed->harm.how) {
	case HARM_FLIP:
		return put(harmed, &other, 1) &&
		       put(harmed, bytes + 1, size - 1);
	case HARM_INJECT:
		return put(harmed, injected, strlen(injected)) &&
		       put(harmed, bytes, size);
	default:
		harmed->slow = harmed->harm.how == HARM_SLOW;
		return put(harmed, bytes, size);
	}
}

bool harmed_say(struct harmed *harmed, const void *bytes, size_t size)
{
	const size_t may = before(harmed, HARM_OUT, size);
	bool on = put(harmed, bytes, may);

	harmed->bytes[HARM_OUT] += may;
	if (!on || may == size)
		return on;
	if (is_end(harmed->harm.how) && !end_here(harmed))
		return false;
	on = strike(harmed, (const char *)bytes + may, size - may);
	harmed->bytes[HARM_OUT] += size - may;
	return on;
}

static bool fill(struct harmed *harmed)
{
	const size_t may = before(harmed, HARM_IN,
				  sizeof(harmed->buffer) - harmed->have);
	ssize_t n;

	if (may == 0 && !end_here(harmed))
		return false;
	n = recv(harmed->fd, harmed->buffer + harmed->have,
		 may > 0 ? may : sizeof(harmed->buffer) - harmed->have, 0);
	if (n <= 0)
		return false;
	harmed->have += (size_t)n;
	harmed->bytes[HARM_IN] += (size_t)n;
	return true;
}

bool harmed_hear(struct harmed *harmed, char line[HARMED_LINE])
{
	char *end;
	size_t size;

	while ((end = memchr(harmed->buffer, '\n', harmed->have)) == NULL)
		if (!fill(harmed))
			return false;
	size = (size_t)(end - harmed->buffer);
	assert(size > 0 && size < HARMED_LINE);
	memcpy(line, harmed->buffer, size - 1);
	line[size - 1] = '\0';
	harmed->have -= size + 1;
	memmove(harmed->buffer, end + 1, harmed->have);
	return true;
}

/* Who stalls is there until the client has gone. */
void harmed_close(struct harmed *harmed)
{
	const bool struck = harmed->harm.at != SIZE_MAX;
	const struct linger now = { .l_onoff = 1 };
	char lost[4096];

	if (struck && harmed->harm.how == HARM_RST) {
		setsockopt(harmed->fd, SOL_SOCKET, SO_LINGER, &now,
			   sizeof(now));
	} else {
		if (!struck || harmed->harm.how != HARM_STALL)
			shutdown(harmed->fd, SHUT_WR);
		while (recv(harmed->fd, lost, sizeof(lost), 0) > 0)
			;
	}
	close(harmed->fd);
}
