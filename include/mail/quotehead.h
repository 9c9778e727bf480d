/* quotehead.h - the header block that clients put above a quoted mail.
 *
 * Ownership: nothing is kept; the arena is for scratch.
 * Errors:    none.
 */
#ifndef MAIL_QUOTEHEAD_H
#define MAIL_QUOTEHEAD_H

#include "mail/lines.h"

/* How many lines from `i` on are such a block, 0 if none. */
size_t quotehead_at(struct arena *arena, const struct lines *lines, size_t i);

#endif
