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

struct languagemodel {
	size_t count;			/* of languages */
	const char *const *languages;	/* ISO 639-1 */
	/* "GRAM WEIGHTS GRAM WEIGHTS …": a weight a language, 1 to 9 for it,
	 * a to i (1 to 9) against it, "." neither. */
	const char *grams;
};

extern const struct languagemodel languagemodel_latin;
extern const struct languagemodel languagemodel_cyrillic;

#endif
