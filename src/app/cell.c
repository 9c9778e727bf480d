/* cell.c - feed mails to the child, and take records from it. */

#include "app/cell.h"

#include "app/sandbox.h"
#include "app/monotonic.h"
#include "base/failpoint.h"
#include "mail/parse.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A record is the header and the text of one mail, and what was found. */
#define MOST_RECORD ((uint64_t)16 * 1024 * 1024)

struct cell {
	struct cell_work work;
	pid_t pid;		/* 0: not running */
	int socket;
};

/* --- the child --- */

static bool read_all(int fd, void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = read(fd, (char *)bytes + done, size - done);

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
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

static void read_mail(const struct cell_work *work, struct reader *reader,
		      struct arena *arena, const struct cell_mail *mail,
		      struct buffer *out)
{
	struct identity identity;
	const struct message *message = identity_undo(arena,
		parse_message(arena, reader, mail->bytes, mail->size),
		work->desk, &identity);
	struct gist gist = gist_of(arena, message, work->desk);
	struct mail_class found, other = { 0 };

	found = work->other == NULL
		? classify_mail(arena, work->rules, message, &gist)
		: classify_mail_too(arena, &(struct classify_sets){
			work->rules, work->other, work->twins }, message,
			&gist, &other);
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
	});
}

static bool serve_one(const struct cell_work *work, struct reader *reader,
		      struct arena *arena, int socket)
{
	struct buffer out = { .arena = arena };
	struct cell_mail mail;
	struct err ignored;
	uint64_t size;
	void *bytes;

	if (!read_all(socket, &size, sizeof(size)))
		return false;
	bytes = arena_alloc(arena, size);
	if (!read_all(socket, bytes, size))
		return false;
	if (!FAILPOINT(CELL_READING, &ignored))
		return false;
	mail = (struct cell_mail){ bytes, size };
	buffer_add(&out, &(uint64_t){ 0 }, sizeof(uint64_t));
	read_mail(work, reader, arena, &mail, &out);
	size = out.size - sizeof(size);
	memcpy(out.data, &size, sizeof(size));
	return write_all(socket, out.data, out.size);
}

static _Noreturn void serve(const struct cell_work *work, int socket)
{
	struct reader *reader = reader_new();
	struct arena *arena = arena_new();
	struct err err;

	for (size_t i = 0; work->secrets != NULL &&
	     i < work->secrets->count; i++)
		explicit_bzero((void *)work->secrets->keys[i].secret,
			       sizeof(work->secrets->keys[i].secret));
	if (!sandbox_enter(socket, &err))
		_exit(70);
	while (serve_one(work, reader, arena, socket))
		arena_reset(arena);
	_exit(0);
}

/* --- the parent --- */

static void stop(struct cell *cell)
{
	if (cell->pid == 0)
		return;
	close(cell->socket);
	kill(cell->pid, SIGKILL);
	while (waitpid(cell->pid, NULL, 0) < 0 && errno == EINTR)
		;
	cell->pid = 0;
}

static bool start(struct cell *cell, struct err *err)
{
	int pair[2];

	if (cell->pid != 0)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_temporary(err, "no socket for the mail reader: %s",
				     strerror(errno));
	cell->pid = fork();
	if (cell->pid < 0) {
		cell->pid = 0;
		close(pair[0]);
		close(pair[1]);
		return err_temporary(err, "cannot start the mail reader: %s",
				     strerror(errno));
	}
	if (cell->pid == 0)
		serve(&cell->work, pair[1]);
	close(pair[1]);
	cell->socket = pair[0];
	return FAILPOINT(CELL_STARTED, err);
}

struct cell *cell_new(const struct cell_work *work)
{
	struct cell *cell = calloc(1, sizeof(*cell));

	if (cell == NULL)
		abort();
	cell->work = *work;
	return cell;
}

void cell_free(struct cell **cell)
{
	if (*cell == NULL)
		return;
	stop(*cell);
	free(*cell);
	*cell = NULL;
}

/* Mails go out while records come in, so that neither side ever waits for
 * the other with a full socket. */
struct exchange {
	const struct cell_mail *mails;
	size_t count;
	size_t sent, sent_bytes;	/* mail, and bytes of size + mail */
	size_t received;
	uint64_t size;			/* of the record that is coming */
	size_t have;			/* bytes of size + record */
	char *record;
};

static bool push(struct exchange *exchange, int socket)
{
	const struct cell_mail *mail = &exchange->mails[exchange->sent];
	uint64_t size = mail->size;
	size_t done = exchange->sent_bytes;
	const char *from = done < sizeof(size)
		? (const char *)&size + done
		: (const char *)mail->bytes + (done - sizeof(size));
	size_t left = done < sizeof(size) ? sizeof(size) - done
		: mail->size - (done - sizeof(size));
	ssize_t put = 0;

	if (left > 0)
		put = send(socket, from, left, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (put < 0)
		return errno == EAGAIN || errno == EINTR;
	exchange->sent_bytes += (size_t)put;
	if (exchange->sent_bytes == sizeof(size) + mail->size) {
		exchange->sent++;
		exchange->sent_bytes = 0;
	}
	return true;
}

/* 1: a record is complete, 0: not yet, -1: the child is gone or lies. */
static int pull(struct exchange *exchange, int socket, struct arena *arena)
{
	bool head = exchange->have < sizeof(uint64_t);
	char *to = head ? (char *)&exchange->size + exchange->have
		: exchange->record + (exchange->have - sizeof(uint64_t));
	size_t want = head ? sizeof(uint64_t) - exchange->have
		: exchange->size - (exchange->have - sizeof(uint64_t));
	ssize_t got = recv(socket, to, want, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (got <= 0)
		return -1;
	exchange->have += (size_t)got;
	if (exchange->have == sizeof(uint64_t)) {
		if (exchange->size == 0 || exchange->size > MOST_RECORD)
			return -1;
		exchange->record = arena_alloc(arena, exchange->size);
	}
	return exchange->have == sizeof(uint64_t) + exchange->size;
}

static bool keep(const struct cell *cell, struct exchange *exchange,
		 struct arena *arena, struct cell_read *read_r)
{
	struct wire_mail *mail = ARENA_NEW(arena, struct wire_mail);
	struct mail_class *found = ARENA_NEW(arena, struct mail_class);
	struct mail_class *other = ARENA_NEW(arena, struct mail_class);

	if (!wire_read(arena, exchange->record, exchange->size, mail) ||
	    !classify_sound(cell->work.rules, mail->hits, mail->hit_count) ||
	    (mail->other_count > 0 &&
	     (cell->work.other == NULL ||
	      !classify_sound(cell->work.other, mail->other_hits,
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
	*read_r = (struct cell_read){
		.message = &mail->message,
		.gist = &mail->gist,
		.mail_class = found,
		.other_class = cell->work.other == NULL ? NULL : other,
	};
	exchange->received++;
	exchange->have = 0;
	return true;
}

/* Until all are read (true), or the child died, lied or took too long over
 * the mail number exchange->received (false). */
static bool run(struct cell *cell, struct exchange *exchange,
		struct arena *arena, struct cell_read *reads)
{
	usec_t deadline = monotonic_now() + cell->work.patience;

	while (exchange->received < exchange->count) {
		struct pollfd ready = { .fd = cell->socket, .events = POLLIN };
		usec_t left = deadline - monotonic_now();
		int done;

		if (exchange->sent < exchange->count)
			ready.events |= POLLOUT;
		if (left <= 0)
			return false;
		if (poll(&ready, 1, (int)(left / 1000) + 1) < 0)
			continue;
		if ((ready.revents & POLLOUT) != 0 &&
		    !push(exchange, cell->socket))
			return false;
		if ((ready.revents & (POLLIN | POLLHUP)) == 0)
			continue;
		done = pull(exchange, cell->socket, arena);
		if (done < 0 || (done > 0 &&
		    !keep(cell, exchange, arena, &reads[exchange->received])))
			return false;
		if (done > 0)
			deadline = monotonic_now() + cell->work.patience;
	}
	return true;
}

/* Read it without any library, in this process: a plain scan of the header. */
static void read_minimal(struct arena *arena, const struct cell_mail *mail,
			 struct cell_read *read_r)
{
	struct mail_class *nothing = ARENA_NEW(arena, struct mail_class);
	struct gist *gist = ARENA_NEW(arena, struct gist);
	const struct message *message = parse_minimal(arena, mail->bytes,
						      mail->size);

	*gist = gist_minimal(arena, message);
	*read_r = (struct cell_read){ message, gist, nothing, nothing, true };
}

bool cell_read(struct cell *cell, struct arena *arena,
	       const struct cell_mail *mails, size_t count,
	       struct cell_read *reads_r, struct err *err)
{
	size_t guilty = count;

	for (size_t done = 0; done < count;) {
		struct exchange exchange = { .mails = mails + done,
					     .count = count - done };

		/* The one that killed a cell is tried once more, alone. */
		if (guilty == done)
			exchange.count = 1;
		if (!start(cell, err))
			return false;
		if (run(cell, &exchange, arena, reads_r + done)) {
			done += exchange.count;
			continue;
		}
		stop(cell);
		done += exchange.received;
		if (guilty == done) {
			read_minimal(arena, &mails[done], &reads_r[done]);
			done++;
		} else {
			guilty = done;
		}
	}
	return true;
}

const char *cell_level(struct arena *arena)
{
	return sandbox_level(arena);
}
