/* headerfield.h - the fields of a header block in a text.
 *
 * A line "Label: value" with a label of mail/headerword.h, bold marks around
 * it or not, its value behind it or below, over several lines or not.
 *
 * Ownership: values live in the arena.  Errors: none.
 */
#ifndef MAIL_HEADERFIELD_H
#define MAIL_HEADERFIELD_H

#include "mail/headerblock.h"

/* What a block is judged by, as bits 1 << field. */
#define HEADERFIELD_MAIN (1u << HEADERBLOCK_FROM | 1u << HEADERBLOCK_DATE | \
			  1u << HEADERBLOCK_TO | 1u << HEADERBLOCK_SUBJECT)

struct headerfield {
	enum headerblock_field field;	/* HEADERBLOCK_NO_FIELD: unknown */
	bool shaped;		/* it looks like a label, known or not */
	const char *language;
	size_t value;		/* where in the text the value starts */
};

/* What line `i` is. */
struct headerfield headerfield_at(struct arena *arena,
				  const struct lines *lines, size_t i);

/* The fields from line `i` on go to block->values, the line behind them to
 * block->next; lines of another depth than block->depth end them.  Returns
 * which fields there are, as bits. */
unsigned headerfield_read(struct arena *arena, const struct lines *lines,
			  size_t i, struct headerblock *block);

/* The same for fields that follow each other in one line. */
unsigned headerfield_inline(struct arena *arena, const char *text, size_t size,
			    struct headerblock *block);

#endif
