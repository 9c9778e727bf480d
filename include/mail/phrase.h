/* phrase.h - tables of words in many languages, and how to find them.
 *
 * A row is a phrase in lower case and the language or client it comes from.
 * Texts are compared after text_caseless().  A phrase that begins or ends
 * with a letter must stand at a border of words there; scripts without spaces
 * between words (Han, kana, Thai) have no such borders.
 *
 * Ownership: tables are static; nothing is kept.
 */
#ifndef MAIL_PHRASE_H
#define MAIL_PHRASE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct phrase {
	const char *text;	/* lower case */
	const char *from;	/* ISO 639-1 code, or a client's name */
};

#define PHRASES(table) (table), sizeof(table) / sizeof((table)[0])

/* The first row that is in the text, or NULL; where it starts in *at_r,
 * which may be NULL. */
const struct phrase *phrase_in(const char *text, const struct phrase *table,
			       size_t count, size_t *at_r);

/* The longest row that the text starts with, ends with or is, or NULL. */
const struct phrase *phrase_starts(const char *text,
				   const struct phrase *table, size_t count);
const struct phrase *phrase_ends(const char *text,
				 const struct phrase *table, size_t count);

/* The rows of a table by their first byte, for phrase_starts() of many texts:
 * made for a mail, it lives in the arena. */
struct phrase_index {
	const struct phrase *table;
	uint16_t first[256];	/* the row, from 1; 0: there is none */
	uint16_t *next;		/* the next row of the same first byte */
};

void phrase_index_make(struct arena *arena, const struct phrase *table,
		       size_t count, struct phrase_index *index_r);
const struct phrase *phrase_index_starts(const struct phrase_index *index,
					 const char *text);

/* How many rows are in the text. */
size_t phrase_count(const char *text, const struct phrase *table,
		    size_t count);

#endif
