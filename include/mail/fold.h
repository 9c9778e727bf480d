/* fold.h - what the sender wrote now, apart from what was quoted.
 *
 * The whole text in parts, in order; joined they are the text to the letter:
 * folding hides, it never removes.  Answers written between quotes stay
 * visible.  First by comparison with texts that we hold for the ticket, then
 * by the marks of HTML, then by marks in the text.
 *
 * Visible, though others wrote it: a forwarded mail that the sender only
 * points at ("FYI"), and what is pasted into a mail that replies to nothing.
 *
 * Ownership: parts live in the arena and point into the text by offset.
 * Errors:    none; when in doubt a line is visible.
 * Limits:    linear in the text; `known` as in mail/recall.h.
 */
#ifndef MAIL_FOLD_H
#define MAIL_FOLD_H

#include "mail/message.h"

#define FOLD_KINDS(ROW)				\
	ROW(FOLD_VISIBLE,    "visible")		\
	ROW(FOLD_QUOTE,      "quote")		\
	ROW(FOLD_SIGNATURE,  "signature")	\
	ROW(FOLD_HEADER,     "header")		\
	ROW(FOLD_DISCLAIMER, "disclaimer")

enum fold_kind {
#define ROW(name, word) name,
	FOLD_KINDS(ROW)
#undef ROW
};

struct fold_part {
	enum fold_kind kind;
	size_t start, end;	/* bytes of the text: [start, end) */
};

struct fold {
	const struct fold_part *parts;
	size_t count;
	const char *visible;	/* the visible parts joined */
	const char *signature;	/* the folded signature, or NULL */
};

/* `known` are texts that the sender may be quoting: what we sent or already
 * hold for this ticket, newest first; may be empty. */
struct fold fold_text(struct arena *arena, const struct message *message,
		      const struct strings *known);

const char *fold_word(enum fold_kind kind);

#endif
