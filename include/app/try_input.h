/* try_input.h - the mails that `postdesk try` is given, in order.
 *
 * A PATH is a mail file, an mbox, a Maildir, or a folder of .eml files, which
 * are taken in name order.
 *
 * Ownership: in the arena.
 * Errors:    permanent: a path that cannot be read.
 */
#ifndef APP_TRY_INPUT_H
#define APP_TRY_INPUT_H

#include "base/arena.h"
#include "base/err.h"

#include <sys/types.h>

struct try_mail {
	const char *file;	/* as it is shown: "mails.mbox#3" in an mbox */
	const char *path;
	off_t start;
	size_t size;
	bool escaped;		/* out of an mbox: remove its escapes */
};

struct try_input {
	struct try_mail *mails;
	size_t count;
};

bool try_input_list(struct arena *arena, char *const *paths, size_t count,
		    struct try_input *input_r, struct err *err);

/* How far a mail was read; all zero at first.  At its end `at` is its size. */
struct try_place {
	size_t at;
	bool within;		/* the middle of a line */
};

enum { TRY_PIECE = 1024 * 1024 };

/* The next TRY_PIECE bytes of it at most. */
bool try_input_read(struct arena *arena, const struct try_mail *mail,
		    struct try_place *place, const char **bytes_r,
		    size_t *size_r, struct err *err);

#endif
