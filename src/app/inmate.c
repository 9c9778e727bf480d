/* inmate.c - read a mail, write its record, again. */

#include "app/inmate.h"

#include "app/exchange.h"
#include "app/sandbox.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "mail/parse.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* Bytes that one call may bring: those of several mails. */
enum { ROOM = 64 * 1024 };

struct inbox {
	int socket;
	size_t start, end;
	char bytes[ROOM];
};

/* Wait for more; false at the end. */
static bool fill(struct inbox *inbox)
{
	ssize_t got;

	do
		got = read(inbox->socket, inbox->bytes, ROOM);
	while (got < 0 && errno == EINTR);
	inbox->start = 0;
	inbox->end = got > 0 ? (size_t)got : 0;
	return got > 0;
}

static bool take(struct inbox *inbox, void *to, size_t size)
{
	for (size_t done = 0; done < size;) {
		size_t part = inbox->end - inbox->start;

		if (part == 0) {
			if (!fill(inbox))
				return false;
			continue;
		}
		if (part > size - done)
			part = size - done;
		memcpy((char *)to + done, inbox->bytes + inbox->start, part);
		inbox->start += part;
		done += part;
	}
	return true;
}

static bool write_all(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t put = send(fd, (const char *)bytes + done, size - done,
				   MSG_NOSIGNAL);

		if (put < 0 && errno != EINTR)
			return false;
		done += put > 0 ? (size_t)put : 0;
	}
	return true;
}

static void read_mail(const struct cell_work *work, struct arena *arena,
		      const struct message *message, struct buffer *out)
{
	struct mail_class found, other = { 0 };
	struct heard heard = { 0 };
	struct identity identity;
	struct gist gist;

	message = identity_undo(arena, message, work->desk, &identity);
	gist = gist_of(arena, message, work->desk);
	found = work->other == NULL
		? classify_mail(arena, work->rules, message, &gist)
		: classify_mail_too(arena, &(struct classify_sets){
			work->rules, work->other, work->twins }, message,
			&gist, &other);
	if (work->echo != NULL)
		heard = heard_in(work->echo, gist.fold.visible, found.folded,
				 text_lower(arena, message_author(message)));
	gist.identity = identity;
	wire_write(out, &(struct wire_mail){
		.message = *message,
		.gist = gist,
		.hits = found.hits,
		.hit_count = found.count,
		.budget_exceeded = found.budget_exceeded,
		.other_hits = other.hits,
		.other_count = other.count,
		.other_exceeded = other.budget_exceeded,
		.shape = heard.shape,
		.own_words = heard.own_words,
	});
}

/* NULL: the parent has gone. */
static const struct message *take_pieces(struct reader *reader,
					 struct arena *arena,
					 struct inbox *inbox)
{
	struct intake *intake = parse_begin(arena, reader);
	char *portion = arena_room(arena, ROOM);
	uint64_t size;

	do {
		if (!take(inbox, &size, sizeof(size)))
			return NULL;
		for (size_t left = size, n; left > 0; left -= n) {
			n = left < ROOM ? left : ROOM;
			if (!take(inbox, portion, n))
				return NULL;
			intake_add(intake, portion, n);
		}
	} while (size > 0);
	return parse_end(arena, reader, &intake);
}

static const struct message *take_mail(struct reader *reader,
				       struct arena *arena,
				       struct inbox *inbox)
{
	uint64_t size;
	void *bytes;

	if (!take(inbox, &size, sizeof(size)))
		return NULL;
	if (size == EXCHANGE_PIECES)
		return take_pieces(reader, arena, inbox);
	bytes = arena_room(arena, size);
	return take(inbox, bytes, size)
		? parse_message(arena, reader, bytes, size) : NULL;
}

static bool serve_one(const struct cell_work *work, struct reader *reader,
		      struct arena *arena, struct inbox *inbox)
{
	const struct message *message = take_mail(reader, arena, inbox);
	struct buffer out = { .arena = arena };
	struct err ignored;
	uint64_t size;

	if (message == NULL || !FAILPOINT(CELL_READING, &ignored))
		return false;
	buffer_add(&out, &(uint64_t){ 0 }, sizeof(uint64_t));
	read_mail(work, arena, message, &out);
	size = out.size - sizeof(size);
	memcpy(out.data, &size, sizeof(size));
	return FAILPOINT(CELL_READ, &ignored) &&
	       write_all(inbox->socket, out.data, out.size);
}

_Noreturn void inmate_serve(const struct cell_work *work, int socket)
{
	struct reader *reader = reader_new();
	struct arena *arena = arena_new();
	struct inbox *inbox = malloc(sizeof(*inbox));
	struct err err;

	if (inbox == NULL)
		_exit(70);
	inbox->socket = socket;
	inbox->start = inbox->end = 0;
	for (size_t i = 0; work->secrets != NULL &&
	     i < work->secrets->count; i++)
		explicit_bzero((void *)work->secrets->keys[i].secret,
			       sizeof(work->secrets->keys[i].secret));
	if (!sandbox_enter(socket, &err))
		_exit(70);
	while (serve_one(work, reader, arena, inbox))
		arena_reset(arena);
	_exit(0);
}
