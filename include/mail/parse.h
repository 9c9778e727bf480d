/* parse.h - bytes to the facts of one mail; total and linear.
 *
 * parse_message() cannot fail: broken mail gives a message with defects.  It
 * reads by a scan of its own, within the limits of mail/guard.h:
 *
 *	guard    what is looked at          header   fields
 *	mime     the tree of parts          words    encoded-words
 *	params   Content-Type and its kin   address  From, To and their kin
 *	ids      References                 date     Date
 *	decode   a part's bytes and text    charset  allow-list, iconv
 *	html     HTML to text and marks     body     which parts are the text
 *
 * Above LIMIT_WHOLE it goes through mail/intake: then it need not be in memory
 * as a whole.
 *
 * Why not GMime: mail/mime.h.
 *
 * Ownership: the message lives in the arena; `raw` is borrowed for the call
 *            only, nothing in the result points into it.
 */
#ifndef MAIL_PARSE_H
#define MAIL_PARSE_H

#include "mail/intake.h"
#include "mail/message.h"

/* The iconv handles of all allow-listed charsets: after reader_new() no mail
 * makes it open a file, so a sandbox may forbid that.  One a process. */
struct reader;

struct reader *reader_new(void);
void reader_free(struct reader **reader);

const struct message *parse_message(struct arena *arena, struct reader *reader,
				    const void *raw, size_t size);

/* A mail that comes in pieces, which intake_add() takes. */
struct intake *parse_begin(struct arena *arena, struct reader *reader);
const struct message *parse_end(struct arena *arena, struct reader *reader,
				struct intake **intake);

/* In one piece whatever its size: what parse_end() must agree with. */
const struct message *parse_whole(struct arena *arena, struct reader *reader,
				  const void *raw, size_t size);

/* For a mail that killed the parser: sender, subject, ids and the first text
 * by a plain scan of the header, marked `unparsed`.  Touches no library. */
const struct message *parse_minimal(struct arena *arena, const void *raw,
				    size_t size);

#endif
