/* ids.h - lists of Message-IDs (RFC 5322, 3.6.4): References and its kin.
 *
 * Ids come without "<" and ">", without inner white space, each once, oldest
 * first.  Text beside them ("Your message of …") is left out.
 *
 * Ownership: in the arena.
 * Limits:    LIMIT_REFERENCES: the first and the last ones are kept.
 * Errors:    none; *defects gets bits of enum message_defect.
 */
#ifndef MAIL_IDS_H
#define MAIL_IDS_H

#include "mail/message.h"

#include "base/arena.h"

struct strings ids_list(struct arena *arena, const char *field,
			uint64_t *defects);

/* The one id of a Message-ID field, also without brackets; "" if none. */
const char *ids_one(struct arena *arena, const char *field);

#endif
