/* reason_words.h - the tables behind mail/reason: words and codes of servers.
 *
 * Errors: none; REASON_NONE where nothing is known.
 */
#ifndef MAIL_REASON_WORDS_H
#define MAIL_REASON_WORDS_H

#include "mail/reason.h"

/* Words of mail servers, folded.  The first row that fits decides, refusals
 * first, so the narrow stand before the wide. */
struct reason_phrase {
	const char *words;
	enum reason reason;
};

/* Row `i`, or NULL behind the last. */
const struct reason_phrase *reason_refusal_phrase(size_t i);
const struct reason_phrase *reason_failure_phrase(size_t i);

/* Of "5.1.1" (RFC 3463); the first digit does not matter. */
enum reason reason_of_status(const char *status);

#endif
