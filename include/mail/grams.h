/* grams.h - in which of a model's languages the letters go together so.
 *
 * Addresses and links are in no language and are passed over.
 *
 * Limits: the first 150 words, and 40 letters of each.
 */
#ifndef MAIL_GRAMS_H
#define MAIL_GRAMS_H

#include "mail/languagemodel.h"

/* ISO 639-1; NULL where there are too few words, or two languages are too near
 * each other. */
const char *grams_language(const struct languagemodel *model, const char *text);

#endif
