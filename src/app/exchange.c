/* exchange.c - a socket that is written to and read from in turn. */

#include "app/exchange.h"

#include "app/monotonic.h"
#include "base/failpoint.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* A record is the header and the text of one mail, and what was found. */
#define MOST_RECORD ((uint64_t)16 * 1024 * 1024)

enum {
	HEAD = sizeof(uint64_t),	/* its size goes before each of both */
	ROOM = 128 * 1024,		/* for records, unless one is larger */
	TOGETHER = 8,			/* mails in one call */
};

struct exchange {
	const struct cell_work *work;
	struct arena *arena;
	int socket;

	const struct cell_mail *mails;
	size_t count;
	size_t sent, sent_bytes;	/* mails, and bytes of head + mail */

	struct cell_read *reads;
	size_t received;
	char *bytes;			/* on the heap; records to come */
	size_t room, start, end;
};

/* What is left of the next mails, head and bytes of each. */
static size_t fill(const struct exchange *exchange, uint64_t sizes[TOGETHER],
		   struct iovec parts[2 * TOGETHER])
{
	size_t skip = exchange->sent_bytes, used = 0;

	for (size_t i = 0; i < TOGETHER &&
	     exchange->sent + i < exchange->count; i++) {
		const struct cell_mail *mail =
			&exchange->mails[exchange->sent + i];
		const size_t head = skip < HEAD ? skip : HEAD;
		const size_t body = skip - head;

		sizes[i] = mail->size;
		if (head < HEAD)
			parts[used++] = (struct iovec){
				(char *)&sizes[i] + head, HEAD - head };
		if (body < mail->size)
			parts[used++] = (struct iovec){
				(char *)mail->bytes + body,
				mail->size - body };
		skip = 0;
	}
	return used;
}

static bool push(struct exchange *exchange)
{
	uint64_t sizes[TOGETHER];
	struct iovec parts[2 * TOGETHER];
	struct msghdr message = { .msg_iov = parts };
	struct err ignored;
	ssize_t put;

	message.msg_iovlen = fill(exchange, sizes, parts);
	put = sendmsg(exchange->socket, &message,
		      MSG_NOSIGNAL | MSG_DONTWAIT);
	if (put < 0)
		return errno == EAGAIN || errno == EINTR;
	exchange->sent_bytes += (size_t)put;
	while (exchange->sent < exchange->count) {
		const size_t whole =
			HEAD + exchange->mails[exchange->sent].size;

		if (exchange->sent_bytes < whole)
			break;
		exchange->sent_bytes -= whole;
		exchange->sent++;
	}
	return FAILPOINT(CELL_FED, &ignored);
}

static bool keep(struct exchange *exchange, const char *record, size_t size)
{
	const struct cell_work *work = exchange->work;
	struct arena *arena = exchange->arena;
	struct wire_mail *mail = ARENA_NEW(arena, struct wire_mail);
	struct mail_class *found = ARENA_NEW(arena, struct mail_class);
	struct mail_class *other = ARENA_NEW(arena, struct mail_class);
	struct heard *heard = ARENA_NEW(arena, struct heard);
	struct err ignored;

	/* Its texts stay where they lie. */
	record = arena_memdup(arena, record, size);
	if (!FAILPOINT(CELL_ANSWERED, &ignored) ||
	    !wire_read(arena, record, size, mail) ||
	    !classify_sound(work->rules, mail->hits, mail->hit_count) ||
	    (mail->other_count > 0 &&
	     (work->other == NULL ||
	      !classify_sound(work->other, mail->other_hits,
			      mail->other_count))))
		return false;
	*found = (struct mail_class){
		.hits = mail->hits,
		.count = mail->hit_count,
		.budget_exceeded = mail->budget_exceeded,
	};
	*other = (struct mail_class){
		.hits = mail->other_hits,
		.count = mail->other_count,
		.budget_exceeded = mail->other_exceeded,
	};
	*heard = (struct heard){ mail->shape, mail->own_words };
	exchange->reads[exchange->received++] = (struct cell_read){
		.message = &mail->message,
		.gist = &mail->gist,
		.mail_class = found,
		.other_class = work->other == NULL ? NULL : other,
		.heard = work->echo == NULL ? NULL : heard,
	};
	return true;
}

/* Room for a record of `size`, the bytes that are here at the front. */
static void make_room(struct exchange *exchange, size_t size)
{
	exchange->end -= exchange->start;
	if (exchange->start > 0)
		memmove(exchange->bytes, exchange->bytes + exchange->start,
			exchange->end);
	exchange->start = 0;
	if (HEAD + size <= exchange->room)
		return;
	exchange->room = HEAD + size;
	exchange->bytes = realloc(exchange->bytes, exchange->room);
	if (exchange->bytes == NULL)
		abort();
}

/* All records that are here as a whole; false: the child lies. */
static bool keep_all(struct exchange *exchange)
{
	for (;;) {
		const size_t have = exchange->end - exchange->start;
		const char *at = exchange->bytes + exchange->start;
		uint64_t size = 0;

		if (have >= HEAD) {
			memcpy(&size, at, HEAD);
			if (size == 0 || size > MOST_RECORD)
				return false;
		}
		if (have < HEAD || have - HEAD < size) {
			make_room(exchange, size);
			return true;
		}
		if (exchange->received == exchange->sent ||
		    !keep(exchange, at + HEAD, size))
			return false;
		exchange->start += HEAD + size;
	}
}

/* False: the child is gone or lies. */
static bool pull(struct exchange *exchange)
{
	ssize_t got = recv(exchange->socket, exchange->bytes + exchange->end,
			   exchange->room - exchange->end, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (got <= 0)
		return false;
	exchange->end += (size_t)got;
	return keep_all(exchange);
}

static void run(struct exchange *exchange)
{
	const usec_t patience = exchange->work->patience;
	usec_t deadline = monotonic_now() + patience;

	while (exchange->received < exchange->count) {
		struct pollfd ready = { .fd = exchange->socket,
					.events = POLLIN };
		const size_t before = exchange->received;
		usec_t left = deadline - monotonic_now();

		if (exchange->sent < exchange->count)
			ready.events |= POLLOUT;
		if (left <= 0)
			return;
		if (poll(&ready, 1, (int)(left / 1000) + 1) < 0)
			continue;
		if ((ready.revents & POLLOUT) != 0 && !push(exchange))
			return;
		if ((ready.revents & (POLLIN | POLLHUP)) != 0 &&
		    !pull(exchange))
			return;
		if (exchange->received > before)
			deadline = monotonic_now() + patience;
	}
}

/* All of it, as long as the child takes some of it now and then. */
static bool send_all(int socket, usec_t patience, const void *bytes,
		     size_t size)
{
	while (size > 0) {
		struct pollfd ready = { .fd = socket, .events = POLLOUT };
		ssize_t put = send(socket, bytes, size,
				   MSG_NOSIGNAL | MSG_DONTWAIT);

		if (put > 0) {
			bytes = (const char *)bytes + put;
			size -= (size_t)put;
		} else if (errno == EAGAIN) {
			if (poll(&ready, 1, (int)(patience / 1000) + 1) == 0)
				return false;
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

/* The mail, piece by piece.  False: the child is gone, or *err is set. */
static bool send_pieces(const struct exchange *exchange, struct err *err)
{
	const struct cell_mail *mail = exchange->mails;
	const usec_t patience = exchange->work->patience;
	const int socket = exchange->socket;
	uint64_t head = EXCHANGE_PIECES;
	const void *bytes;
	size_t size = 0;

	if (!send_all(socket, patience, &head, HEAD))
		return false;
	for (size_t number = 0; number == 0 || size > 0; number++) {
		if (!mail->piece(mail->context, number, &bytes, &size, err))
			return false;
		head = size;
		if (!send_all(socket, patience, &head, HEAD) ||
		    !send_all(socket, patience, bytes, size))
			return false;
	}
	return true;
}

bool exchange_large(const struct cell_work *work, int socket,
		    struct arena *arena, const struct cell_mail *mail,
		    struct cell_read *read_r, struct err *err)
{
	struct exchange exchange = {
		.work = work, .arena = arena, .socket = socket,
		.mails = mail, .count = 1, .sent = 1, .reads = read_r,
	};

	*err = (struct err){ .kind = ERR_NONE };
	if (!send_pieces(&exchange, err))
		return false;
	make_room(&exchange, ROOM);
	run(&exchange);
	free(exchange.bytes);
	return exchange.received == 1 && exchange.start == exchange.end;
}

size_t exchange_mails(const struct cell_work *work, int socket,
		      struct arena *arena, const struct cell_mail *mails,
		      size_t count, struct cell_read *reads_r)
{
	struct exchange exchange = {
		.work = work, .arena = arena, .socket = socket,
		.mails = mails, .count = count, .reads = reads_r,
	};

	make_room(&exchange, ROOM);
	run(&exchange);
	/* Who says more than was asked is not to be believed. */
	if (exchange.received == count && exchange.start < exchange.end)
		exchange.received--;
	free(exchange.bytes);
	return exchange.received;
}
