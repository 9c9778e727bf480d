/* attributionword.h - the words of "On <date>, X wrote:" in many languages.
 *
 * Tables that grow: a row is a phrase and the language or client it is from.
 * Texts are as text_caseless() leaves them.
 */
#ifndef MAIL_ATTRIBUTIONWORD_H
#define MAIL_ATTRIBUTIONWORD_H

#include <stdbool.h>
#include <stddef.h>

/* "wrote": anywhere, or the bytes of the one that ends the text; 0: none. */
bool attributionword_has_verb(const char *text);
size_t attributionword_verb_at_end(const char *text);

/* "On": what stands before the date at the start of the text. */
bool attributionword_leads(const char *text);

/* "I wrote": a person speaking of himself, not a client. */
bool attributionword_is_self(const char *text);

/* "Please reply above this line". */
bool attributionword_divides(const char *text);

#endif
