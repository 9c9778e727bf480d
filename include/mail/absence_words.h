/* absence_words.h - the table behind mail/absence.
 *
 * Errors: none.
 */
#ifndef MAIL_ABSENCE_WORDS_H
#define MAIL_ABSENCE_WORDS_H

#include <stddef.h>

/* Where the words stand and how much they say. */
enum absence_place {
	SUBJECT_SURE,	/* starts the subject as programs write it */
	SUBJECT_MAYBE,	/* starts it, but people write so too */
	TEXT,		/* a sentence near the start of the text */
};

struct absence_words {
	const char *language;	/* ISO 639-1 */
	enum absence_place place;
	const char *words;	/* after text_fold() */
};

/* Row `i`, or NULL behind the last. */
const struct absence_words *absence_words(size_t i);

#endif
