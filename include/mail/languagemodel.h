/* languagemodel.h - which letters go together in which language.
 *
 * A model is a list of grams (parts of words, "_" for a border of the word)
 * with a weight for each language.  tests/language/train.py makes the tables.
 *
 * Ownership: static storage, read only.
 */
#ifndef MAIL_LANGUAGEMODEL_H
#define MAIL_LANGUAGEMODEL_H

#include <stddef.h>

enum {
	LANGUAGEMODEL_BYTES = 8,	/* of a gram at most */
	LANGUAGEMODEL_BUCKETS = 512,
	LANGUAGEMODEL_LANES = 32,	/* a model has fewer languages */
	LANGUAGEMODEL_ZERO = 'M',
};

struct languagemodel {
	size_t count;			/* of languages */
	const char *const *languages;	/* ISO 639-1 */
	size_t longest;			/* bytes of a gram here */
	/* A digit for each bucket: how many grams it has. */
	const char *counts;
	/* Bucket after bucket, and a tail that can be read as weights: the
	 * gram, filled up with blanks, and a weight a language, 'N' to 'V' (1
	 * to 9) for it, 'L' to 'D' (1 to 9) against it, 'M' neither. */
	const char *grams;
};

extern const struct languagemodel languagemodel_latin;
extern const struct languagemodel languagemodel_cyrillic;

#endif
