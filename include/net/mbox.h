/* mbox.h - where the mails of an mbox file begin and end.
 *
 * A mail begins after a line "From " that carries a time of day, at the start
 * of the file or after an empty line (other such lines are text that somebody
 * forgot to escape).  Lines that begin with ">From " after any number of ">"
 * lose one of them when read (mboxrd).
 */
#ifndef NET_MBOX_H
#define NET_MBOX_H

#include "base/arena.h"
#include "base/clock.h"

#include <sys/types.h>

struct mbox_mail {
	off_t start;		/* after the "From " line */
	size_t size;		/* without the empty line that ends it */
	usec_t received;	/* from the "From " line; 0: not readable */
};

/* All mails of the open file.  False and errno when reading failed. */
bool mbox_scan(struct arena *arena, int fd, struct mbox_mail **mails_r,
	       size_t *count_r);

/* Remove the escapes in place; the new size.  `start`: a line starts here. */
size_t mbox_unescape(char *bytes, size_t size, bool start);

#endif
