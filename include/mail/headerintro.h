/* headerintro.h - lines above the header of an earlier mail, in many languages:
 * "Forwarded message", "-----Original Message-----".
 *
 * A table that grows: a row is a language, and names the clients.  Words are
 * compared after text_caseless(), without the dashes and colons around them.
 *
 * Ownership: static storage.  Errors: none.
 */
#ifndef MAIL_HEADERINTRO_H
#define MAIL_HEADERINTRO_H

#include "mail/headerblock.h"

/* What a line of just these words says; HEADERBLOCK_BARE: nothing. */
enum headerblock_intro headerintro_of(const char *words);

/* Do they start as Notes and mutt write it: "forwarded by ANN on..."? */
bool headerintro_by(const char *words);

/* The n-th of all words, or NULL behind the last: for tests. */
char *headerintro_nth(struct arena *arena, size_t n);

#endif
