/* placeholder.h - `{{name}}` in the desk's replies: read, check, fill.
 *
 *	{{number}}		words, escaped: they can add no markup
 *	{{number|fallback}}	the fallback stands where there are no words
 *	{{answer}}		Markdown of the operator's own, on its own line
 *	{{solved|It is solved}}	a button: a link that says these words
 *	{{#opens}}...{{/opens}}	only where there is such a value; not nested
 *
 * A button is a `mailto:` link to an address of ours that is signed for one
 * ticket and one wish (desk/button.h).  The mail that it begins has its words
 * as subject, with the number of the ticket, and once more as its text, so
 * that to send it is all that is left to do.
 *
 * Private to the replies.  Ownership: in the arena.
 * Limits: 300 bytes of a value.
 */
#ifndef DESK_PLACEHOLDER_H
#define DESK_PLACEHOLDER_H

#include "desk/template.h"

#define PLACEHOLDER_FAULTS(ROW)						\
	ROW(PLACEHOLDER_SOUND,   "")					\
	ROW(PLACEHOLDER_OPEN,    "`{{name}}` or `{{name|fallback}}` "	\
				 "in one line")				\
	ROW(PLACEHOLDER_UNKNOWN, "one of the names of replies")		\
	ROW(PLACEHOLDER_INLINE,  "it on a line of its own")		\
	ROW(PLACEHOLDER_MUTE,    "`{{name|words}}`, the words of the link") \
	ROW(PLACEHOLDER_SPOKEN,  "it without a fallback")		\
	ROW(PLACEHOLDER_ENDLESS, "`{{/name}}` of this section behind it") \
	ROW(PLACEHOLDER_LONELY,  "`{{#name}}` before it")		\
	ROW(PLACEHOLDER_SUBJECT, "words only, for this is the subject")

/* What is wrong with one, and what was expected in its place. */
enum placeholder_fault {
#define ROW(name, expected) name,
	PLACEHOLDER_FAULTS(ROW)
#undef ROW
};

enum placeholder_kind {
	PLACEHOLDER_WORDS,
	PLACEHOLDER_BUTTON,
	PLACEHOLDER_ANSWER,
	PLACEHOLDER_ARTICLES,
};

enum placeholder_mark {
	PLACEHOLDER_VALUE,
	PLACEHOLDER_BEGIN,	/* "{{#name}}" */
	PLACEHOLDER_END,	/* "{{/name}}" */
};

/* One as it stands in a text. */
struct placeholder {
	const char *start, *end;	/* with its braces */
	enum placeholder_mark mark;
	enum placeholder_kind kind;
	size_t name;
	const char *words;		/* behind the bar, not terminated */
	size_t words_size;
	bool has_words;
};

/* The first sound one at or behind `text`; false where there is none. */
bool placeholder_next(const char *text, struct placeholder *at_r);

/* The end of the section that `begin` is the start of. */
bool placeholder_end(const struct placeholder *begin,
		     struct placeholder *end_r);

/* Its text of the values, "" where there is none; articles have none. */
const char *placeholder_value(const struct placeholder *at,
			      const struct template_values *values);

/* The first that is wrong in a text; *at_r is where, *size_r its length.  In
 * a subject there are words and nothing else. */
enum placeholder_fault placeholder_check(const char *text, bool subject,
					 const char **at_r, size_t *size_r);

/* What was expected there. */
const char *placeholder_expected(enum placeholder_fault fault);

/* Does the text have that one? */
bool placeholder_has(const char *text, const char *name);

const char *placeholder_fill(struct arena *arena, const char *text,
			     const struct template_values *values,
			     bool markdown);

#endif
