/* wire.h - a read mail as one flat record, and back.
 *
 * The reader of hostile mail runs in a sandboxed child; what it found comes
 * to the parent as bytes.  The parent trusts none of them: every length, count
 * and enum is checked, every string must be valid UTF-8, and a record that
 * does not fit is refused whole.
 *
 * Not in the record: the HTML (it is only for `postdesk parse`).
 *
 * Ownership: wire_read() builds structs and arrays in the arena; texts lie in
 *            the record, which must stay as long.
 */
#ifndef MAIL_WIRE_H
#define MAIL_WIRE_H

#include "base/buffer.h"
#include "mail/gist.h"
#include "mail/hit.h"

struct wire_mail {
	struct message message;
	struct gist gist;
	const struct rule_hit *hits;
	size_t hit_count;
	bool budget_exceeded;
	const struct rule_hit *other_hits;	/* of another set of rules */
	size_t other_count;
	bool other_exceeded;
	int64_t shape;			/* of its words (desk/heard.h) */
	bool own_words;
};

void wire_write(struct buffer *out, const struct wire_mail *mail);

/* False where the record is not sound; *mail_r is not to be used then. */
bool wire_read(struct arena *arena, const void *bytes, size_t size,
	       struct wire_mail *mail_r);

#endif
