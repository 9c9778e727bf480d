/* part.h - what the header of a part says of it.
 *
 * Ownership: in the arena.  Errors: none, only defects.
 */
#ifndef MAIL_PART_H
#define MAIL_PART_H

#include "mail/message.h"
#include "mail/mime.h"

/* But for where it lies and what it holds.  Its name is safe to show: no path,
 * no control, no dots at its end. */
struct part part_of(struct arena *arena, struct charset_set *charsets,
		    const struct mime_part *from, uint64_t *defects);

#endif
