/* language.h - in which language a text is written.
 *
 * Unicode script first (Greek and Hebrew are certain), then a small score for
 * Latin and Cyrillic scripts.
 *
 * Returns an ISO 639-1 code (static storage), or NULL rather than a guess.
 */
#ifndef MAIL_LANGUAGE_H
#define MAIL_LANGUAGE_H

#include <stdbool.h>

const char *language_of(const char *text);

/* Can language_of() give this code? */
bool language_is_told(const char *code);

#endif
