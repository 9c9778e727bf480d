/* subject.h - what a subject is about, without what mail programs add to it.
 *
 * The base subject of RFC 5256, 2.1, with the prefixes of many languages
 * (mail/prefix.h): "AW: [list] Re: Printer (fwd)" is about "printer".
 *
 * Ownership: in the arena.  Errors: none.
 * Limits:    LIMIT_SUBJECT bytes are looked at (mail/guard.h).
 */
#ifndef MAIL_SUBJECT_H
#define MAIL_SUBJECT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { SUBJECT_BASE_MOST = 160 };	/* bytes */

/* Folded for comparison; "" where nothing is left. */
const char *subject_base(struct arena *arena, const char *subject);

/* The number of a ticket in "Re: [#1042] Printer", or 0. */
int64_t subject_number(const char *subject);

/* Is this base subject telling enough that two mails of one sender with it
 * may be about one thing?  "Help" is not. */
bool subject_tells(const char *base);

/* Are two base subjects the same but for what was added at either end ("(was:
 * …)", "EXTERNAL:", a cut)?  Nothing is like everything. */
bool subject_alike(const char *a, const char *b);

#endif
