/* address.h - address fields (RFC 5322, 3.4) as they are found.
 *
 * Comments, groups, quoted pairs, routes, missing brackets.  Display names
 * are decoded (mail/words.h); an addr-spec never is, so that no encoding can
 * hide who it is.  One pass, without recursion.
 *
 * Ownership: in the arena.
 * Limits:    LIMIT_ADDRESSES are kept, all are counted in `seen`.
 * Errors:    none; *defects gets bits of enum message_defect.
 */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "mail/charset.h"
#include "mail/message.h"

struct mailboxes address_list(struct arena *arena,
			      struct charset_set *charsets, const char *field,
			      uint64_t *defects);

/* Does it name a group ("Team: ann@example.org;"), whose members it speaks
 * for? */
bool address_is_group(struct arena *arena, struct charset_set *charsets,
		      const char *field);

/* Was an address found only where RFC 5322 has none (in a comment, or as one of
 * two without a comma)?  It may be shown, and proves nobody. */
bool address_is_guess(struct arena *arena, struct charset_set *charsets,
		      const char *field);

/* Two lists as one, for fields that came twice. */
struct mailboxes address_join(struct arena *arena, struct mailboxes a,
			      struct mailboxes b);

#endif
