/* reason_words.h - the tables behind mail/reason: words and codes of servers.
 *
 * Errors: none; REASON_NONE where nothing is known.
 */
#ifndef MAIL_REASON_WORDS_H
#define MAIL_REASON_WORDS_H

#include "mail/reason.h"

/* Of a diagnostic after text_fold(). */
enum reason reason_of_words(const char *folded);

/* Of "5.1.1" (RFC 3463); the first digit does not matter. */
enum reason reason_of_status(const char *status);

#endif
