/* headerword.h - the labels of header blocks in texts, in many languages.
 *
 * Tables that grow: a row is a language, and names the clients whose words it
 * holds.  Words are compared after text_caseless(), so rows are in lower case
 * (tests/mail/test_headerword.c proves it).
 *
 * Ownership: static storage.  Errors: none.
 */
#ifndef MAIL_HEADERWORD_H
#define MAIL_HEADERWORD_H

#include "mail/headerblock.h"

/* Which field this label (without the colon) names, or HEADERBLOCK_NO_FIELD;
 * its language goes to *language_r, which may be NULL. */
enum headerblock_field headerword_label(const char *label,
					const char **language_r);

/* The n-th word of all tables, or NULL behind the last: for tests. */
char *headerword_nth(struct arena *arena, size_t n);

#endif
