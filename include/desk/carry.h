/* carry.h - what an agent attached goes to the customer with her words.
 *
 * From the raw bytes of her mail, decoded.  Pictures that stand in her words
 * become attachments; those that stand only in her signature or in what she
 * quotes stay behind, and so do the signatures of her mail program (S/MIME,
 * OpenPGP): they are of her mail, not of ours.
 *
 * Ownership: decoded bytes live in the arena.
 * Errors:    none; what does not lie within the mail is not there.
 */
#ifndef DESK_CARRY_H
#define DESK_CARRY_H

#include "desk/relay.h"
#include "mail/enclose.h"

/* `words` is what relay_clean() left of the mail; false: all together they
 * are more than `limit` bytes. */
bool carry_files(struct arena *arena, const struct relay_source *source,
		 const char *words, int64_t limit,
		 struct enclosures *files_r);

#endif
