/* disclaimer.h - paragraphs that no person wrote: legal notices, footers of
 * mailing lists, marks of scanners.
 *
 * Ownership: nothing is kept; the arena is for scratch.
 * Errors:    none; when in doubt it is a person's paragraph.
 */
#ifndef MAIL_DISCLAIMER_H
#define MAIL_DISCLAIMER_H

#include "mail/lines.h"

/* Where such paragraphs begin at the end of the lines [first, last), or
 * `last`. */
size_t disclaimer_find(struct arena *arena, const struct lines *lines,
		       size_t first, size_t last);

#endif
