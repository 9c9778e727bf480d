/* signature.h - where the words of a sender end and his signature begins.
 *
 * Looked for at the end of a run of lines: the delimiter "-- " of RFC 3676
 * and its kin, what phones and programs add ("Sent from my iPhone"), a
 * complimentary close with a name, and lines to reach the sender by.
 *
 * Ownership: nothing is kept; the arena is for scratch.
 * Errors:    none; when in doubt there is no signature.
 */
#ifndef MAIL_SIGNATURE_H
#define MAIL_SIGNATURE_H

#include "mail/lines.h"
#include "mail/message.h"

/* How far to look. */
enum signature_depth {
	SIGNATURE_ADDED,	/* only what a program put there */
	SIGNATURE_CLOSES,	/* closes and names, which a person wrote */
};

/* The first line of the signature of lines [first, last), or `last`.  The
 * sender, which may be NULL, tells a name from a word. */
size_t signature_find(struct arena *arena, const struct lines *lines,
		      size_t first, size_t last, const struct mailbox *sender,
		      enum signature_depth depth);

/* Do the lines [first, last) begin with a delimiter? */
bool signature_is_delimited(struct arena *arena, const struct lines *lines,
			    size_t first, size_t last);

#endif
