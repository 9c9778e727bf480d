/* threadindex.h - Thread-Index: by what Outlook and Exchange know a thread.
 *
 * Base64 of 22 bytes (a time, and the GUID of the conversation) and 5 more for
 * each answer ([MS-OXOMSG], 2.2.1.3).  An answer that carries on with it
 * stands in the same conversation, whatever its subject.
 *
 * Ownership: results live in the arena.
 * Errors:    none; what is no index is NULL or false.
 * Limits:    THREADINDEX_ANSWERS answers; who answers more begins anew.
 */
#ifndef MAIL_THREADINDEX_H
#define MAIL_THREADINDEX_H

#include "base/arena.h"
#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	THREADINDEX_HEAD = 22,
	THREADINDEX_ANSWER = 5,
	THREADINDEX_ANSWERS = 40,
	THREADINDEX_MOST = THREADINDEX_HEAD +
			   THREADINDEX_ANSWERS * THREADINDEX_ANSWER,
};

struct threadindex {
	uint8_t bytes[THREADINDEX_MOST];
	size_t size;
};

/* The head that names the conversation, whatever stands behind it: also of an
 * index that has more answers than we write. */
bool threadindex_head(const char *value, uint8_t head_r[THREADINDEX_HEAD]);

/* The field's value to bytes; false where it is none. */
bool threadindex_read(const char *value, struct threadindex *index_r);

/* The value for an answer to a mail with this value, written at `now`;
 * `salt` tells answers of the same moment apart (four bits count).  NULL where
 * the mail's is none, or full. */
const char *threadindex_answer(struct arena *arena, const char *value,
			       usec_t now, unsigned salt);

#endif
