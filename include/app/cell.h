/* cell.h - the sandboxed child that reads hostile mail.
 *
 * GMime, our parsers and the rules run in a forked child that can only
 * compute and write to one socket: seccomp always, Landlock where the kernel
 * has it, rlimits (except under sanitizers), no descriptors, no signing keys.
 * What comes back is validated by mail/wire before anybody believes it.
 *
 * A cell that dies or overruns is replaced, and the mail that did it is tried
 * once more alone; the second time it is read by parse_minimal() and marked.
 *
 * Errors: temporary: no process could be started.
 */
#ifndef APP_CELL_H
#define APP_CELL_H

#include "base/err.h"
#include "desk/classify.h"
#include "desk/heard.h"
#include "mail/wire.h"

/* What the child works with; it is there from the fork on. */
struct cell_work {
	const struct rules *rules;
	const struct rules *other;	/* judge by these too; NULL: none */
	const uint32_t *twins;		/* of `other` in `rules` */
	const struct echo *echo;	/* listen for these; NULL: to nothing */
	const struct gist_desk *desk;
	struct token_ring *secrets;	/* wiped in the child */
	usec_t patience;		/* for one mail; then it is killed */
};

/* Piece `number` of a large mail, there until the next one is asked for;
 * *size_r 0 behind the end. */
typedef bool cell_piece(void *context, size_t number, const void **bytes_r,
			size_t *size_r, struct err *err);

struct cell_mail {
	const void *bytes;	/* NULL: it comes in pieces */
	size_t size;
	cell_piece *piece;
	void *context;
};

struct cell_read {
	const struct message *message;
	const struct gist *gist;
	const struct mail_class *mail_class;
	const struct mail_class *other_class;	/* NULL without `other` */
	const struct heard *heard;	/* NULL without `echo`, or unparsed */
	bool unparsed;			/* it killed the reader twice */
};

struct cell;

struct cell *cell_new(const struct cell_work *work);
void cell_free(struct cell **cell);

/* Read the mails in order; reads_r[i] belongs to mails[i].  Pieces of a mail
 * may be asked for twice. */
bool cell_read(struct cell *cell, struct arena *arena,
	       const struct cell_mail *mails, size_t count,
	       struct cell_read *reads_r, struct err *err);

/* What is to be read; none of it is the cell's. */
struct cell_task {
	struct arena *arena;
	const struct cell_mail *mails;
	size_t count;
	struct cell_read *reads;	/* reads[i] belongs to mails[i] */
};

/* Find what is to be read; false if there is nothing.  It is asked in a thread
 * of its own. */
typedef bool cell_source(void *context, struct cell_task *task_r);

/* The same in two halves: the mails are looked for and read while the caller
 * does other work.  Until cell_end() or cell_drop() all that the source and the
 * pieces work with is the thread's, and nothing else may be begun or read. */
bool cell_begin(struct cell *cell, cell_source *source, void *context,
		struct err *err);
bool cell_end(struct cell *cell, struct err *err);

/* Give up what was begun, if anything was. */
void cell_drop(struct cell *cell);

/* How well this machine can lock the child in: "seccomp + Landlock ABI 4". */
const char *cell_level(struct arena *arena);

#endif
