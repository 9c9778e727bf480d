/* parse.h - bytes to the facts of one mail; total.
 *
 * parse_message() cannot fail: broken mail gives a message with defects.  It
 * counts before GMime sees a byte (mail/guard.h), hands GMime only the fields
 * it needs, and decodes text itself with cached iconv handles.
 *
 * Ownership: the message lives in the arena; `raw` is borrowed for the call
 *            only, nothing in the result points into it.
 */
#ifndef MAIL_PARSE_H
#define MAIL_PARSE_H

#include "mail/message.h"

/* The GMime parser and the iconv handles of all allow-listed charsets, opened
 * before a sandbox closes.  One a process. */
struct reader;

struct reader *reader_new(void);
void reader_free(struct reader **reader);

const struct message *parse_message(struct arena *arena, struct reader *reader,
				    const void *raw, size_t size);

/* For a mail that killed the parser: sender, subject, ids and the first text
 * by a plain scan of the header, marked `unparsed`.  Touches no library. */
const struct message *parse_minimal(struct arena *arena, const void *raw,
				    size_t size);

#endif
