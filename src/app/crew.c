/* crew.c - start the processes, hand out blocks, take records. */

#include "app/crew.h"

#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_PROCESSES = 64, PIECE = 64 * 1024, KEPT = 64 << 20 };

/* What goes before the words of one mail, or of an error. */
struct record {
	uint64_t size;		/* of the words that follow */
	bool failed;		/* the words are the error's */
	enum err_kind kind;
	struct finding finding;	/* its pointers are of no use */
};

/* --- in a process of the crew --- */

static bool write_all(int fd, const void *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t put = write(fd, (const char *)bytes + done,
				    size - done);

		if (put < 0 && errno != EINTR)
			return false;
		done += put > 0 ? (size_t)put : 0;
	}
	return true;
}

static void add_word(struct buffer *out, const char *word)
{
	buffer_add(out, word, strlen(word) + 1);
}

static void add_record(struct buffer *out, const struct trial_verdict *verdict)
{
	const struct trial_mail *mail = verdict->mail;
	struct record record = {
		.finding = {
			.mail_id = mail->id,
			.ticket_number = mail->ticket_number,
			.received = mail->received,
			.changed = verdict->changed,
			.grounds = verdict->grounds,
			.judged = mail->judged,
			.unread = verdict->unread,
			.drifted = verdict->drifted,
		},
	};
	size_t start = out->size;

	buffer_add(out, &record, sizeof(record));
	if (verdict->changed == 0)
		return;
	add_word(out, mail->subject);
	add_word(out, mail->author);
	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		add_word(out, verdict->before.values[i]);
		add_word(out, verdict->after.values[i]);
	}
	record.size = out->size - start - sizeof(record);
	memcpy(out->data + start, &record, sizeof(record));
}

/* As many of the mails as fit into memory; *done_r: so many. */
static bool do_mails(const struct crew_work *work, struct db *db,
		     const int64_t *ids, size_t count, size_t *done_r, int to,
		     struct err *err)
{
	ARENA(arena);
	struct buffer out = { .arena = arena };
	struct trial_verdict *verdicts;
	struct trial_mail *mails;

	if (!trial_mails(db, arena, work->desk_id, ids, count, &mails, &count,
			 done_r, err))
		return false;
	verdicts = ARENA_ARRAY(arena, struct trial_verdict, count);
	if (!trial_judge(work->trial, db, arena, mails, count, verdicts, err))
		return false;
	for (size_t i = 0; i < count; i++)
		add_record(&out, &verdicts[i]);
	return count == 0 || write_all(to, out.data, out.size) ||
	       err_temporary(err, "the command that asked is gone");
}

static bool do_block(const struct crew_work *work, struct db *db,
		     struct arena *arena, const struct trial_block *block,
		     int to, struct err *err)
{
	size_t count, done;
	int64_t *ids;

	if (!trial_ids(db, arena, work->desk_id, work->since, block, &ids,
		       &count, err))
		return false;
	for (size_t at = 0; at < count; at += done)
		if (!do_mails(work, db, ids + at, count - at, &done, to, err))
			return false;
	return true;
}

static bool do_blocks(const struct crew_work *work, uint64_t *next, int to,
		      struct err *err)
{
	struct db *db = db_open(work->conninfo, err);
	bool good = db != NULL;
	ARENA(arena);

	while (good) {
		uint64_t at = __atomic_fetch_add(next, 1, __ATOMIC_RELAXED);

		if (at >= work->count)
			break;
		good = do_block(work, db, arena, &work->blocks[at], to, err);
		arena_reset(arena);
	}
	db_free(&db);
	return good;
}

static _Noreturn void serve(const struct crew_work *work, uint64_t *next,
			    int to)
{
	struct trial *trial = work->trial;
	struct err err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* What one block needed the next needs too: to give it back to the
	 * kernel in between costs a tenth of the time. */
	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	if (!do_blocks(work, next, to, &err)) {
		struct record record = { .failed = true, .kind = err.kind,
					 .size = strlen(err.text) + 1 };

		write_all(to, &record, sizeof(record));
		write_all(to, err.text, record.size);
	}
	trial_free(&trial);
	_exit(0);
}

/* --- in the command --- */

struct member {
	pid_t pid;
	int from;		/* -1: it has ended */
	char *have;		/* bytes of records, on the heap */
	size_t size, room;
};

struct crew {
	struct member members[MOST_PROCESSES];
	size_t count;
	crew_observer *observer;
	void *context;
};

static bool start(struct crew *crew, const struct crew_work *work,
		  uint64_t *next, struct err *err)
{
	struct member *member = &crew->members[crew->count];
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_temporary(err, "no pipe: %s", strerror(errno));
	member->pid = fork();
	if (member->pid == 0) {
		close(ends[0]);
		serve(work, next, ends[1]);
	}
	close(ends[1]);
	if (member->pid < 0) {
		close(ends[0]);
		return err_temporary(err, "no process: %s", strerror(errno));
	}
	member->from = ends[0];
	crew->count++;
	return true;
}

static const char *next_word(const char **at)
{
	const char *word = *at;

	*at += strlen(word) + 1;
	return word;
}

static void show(const struct crew *crew, const struct record *record,
		 const char *words)
{
	struct finding finding = record->finding;

	if (finding.changed != 0) {
		finding.subject = next_word(&words);
		finding.author = next_word(&words);
		for (size_t i = 0; i < OUTCOME_COUNT; i++) {
			finding.before.values[i] = next_word(&words);
			finding.after.values[i] = next_word(&words);
		}
	}
	crew->observer(crew->context, &finding);
}

/* All records that are whole; what is left moves to the front. */
static bool take_records(const struct crew *crew, struct member *member,
			 struct err *err)
{
	size_t done = 0;

	for (;;) {
		const char *at = member->have + done;
		size_t left = member->size - done;
		struct record record;

		if (left < sizeof(record))
			break;
		memcpy(&record, at, sizeof(record));
		if (left - sizeof(record) < record.size)
			break;
		at += sizeof(record);
		if (record.failed)
			return record.kind == ERR_TEMPORARY
				? err_temporary(err, "%s", at)
				: err_permanent(err, "%s", at);
		show(crew, &record, at);
		done += sizeof(record) + record.size;
	}
	member->size -= done;
	memmove(member->have, member->have + done, member->size);
	return true;
}

static void make_room(struct member *member)
{
	if (member->room - member->size >= PIECE)
		return;
	member->room = 2 * member->room + PIECE;
	member->have = realloc(member->have, member->room);
	if (member->have == NULL)
		abort();
}

static bool hear(const struct crew *crew, struct member *member,
		 struct err *err)
{
	ssize_t got;

	make_room(member);
	got = read(member->from, member->have + member->size, PIECE);
	if (got < 0 && errno == EINTR)
		return true;
	if (got > 0) {
		member->size += (size_t)got;
		return take_records(crew, member, err);
	}
	close(member->from);
	member->from = -1;
	return member->size == 0 ||
	       err_temporary(err, "a process of the trial died");
}

static bool hear_all(struct crew *crew, struct err *err)
{
	for (;;) {
		struct pollfd ready[MOST_PROCESSES];
		size_t open = 0;

		for (size_t i = 0; i < crew->count; i++) {
			ready[i] = (struct pollfd){
				.fd = crew->members[i].from,
				.events = POLLIN };
			open += ready[i].fd >= 0;
		}
		if (open == 0)
			return true;
		if (poll(ready, crew->count, -1) < 0)
			continue;
		for (size_t i = 0; i < crew->count; i++)
			if (ready[i].fd >= 0 && ready[i].revents != 0 &&
			    !hear(crew, &crew->members[i], err))
				return false;
	}
}

static bool end(struct crew *crew, struct err *err)
{
	bool good = true;

	for (size_t i = 0; i < crew->count; i++) {
		struct member *member = &crew->members[i];
		int status = 0;

		if (member->from >= 0) {
			close(member->from);
			kill(member->pid, SIGKILL);
		}
		while (waitpid(member->pid, &status, 0) < 0 && errno == EINTR)
			;
		if (member->from < 0 && status != 0)
			good = err_temporary(err, "a process of the trial "
					     "died");
		free(member->have);
	}
	return good;
}

bool crew_run(const struct crew_work *work, crew_observer *observer,
	      void *context, struct err *err)
{
	uint64_t *next = mmap(NULL, sizeof(*next), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct crew crew = { .observer = observer, .context = context };
	size_t wanted = work->processes < MOST_PROCESSES ? work->processes :
			MOST_PROCESSES;
	struct err first;
	bool good = true;

	if (next == MAP_FAILED)
		return err_temporary(err, "no memory to share: %s",
				     strerror(errno));
	if (wanted > work->count)
		wanted = work->count;
	while (good && crew.count < wanted)
		good = start(&crew, work, next, err);
	good = good && hear_all(&crew, err);
	if (!end(&crew, &first) && good) {
		*err = first;
		good = false;
	}
	munmap(next, sizeof(*next));
	return good;
}
