/* guard.h - how much of a mail is looked at, in one table.
 *
 * Everything that reads a mail works within these limits, so that a hostile
 * mail costs a bounded time and memory.  What lies behind a limit is not
 * lost: the raw mail is kept, and a defect says that something was left out.
 *
 * guard_open() looks at the bytes before anything else does: it drops an mbox
 * line, cuts what is too big, and notes the bytes that have hurt libraries.
 * A mail above LIMIT_WHOLE comes in pieces instead: mail/intake.h.
 *
 * Ownership: `bytes` points into the caller's raw mail.
 * Errors:    none.
 */
#ifndef MAIL_GUARD_H
#define MAIL_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum guard_limit {
	LIMIT_MAIL = 200 * 1024 * 1024,	/* bytes that are looked at */
	LIMIT_WHOLE = 1024 * 1024,	/* bytes of a mail read in one piece */
	LIMIT_ABRIDGED = 8 * 1024 * 1024, /* bytes kept of a larger one */
	LIMIT_HEADER = 256 * 1024,	/* bytes of the top header */
	LIMIT_FIELDS = 1000,		/* fields of the top header */
	LIMIT_PART_HEADER = 64 * 1024,	/* bytes of the header of a part */
	LIMIT_PART_FIELDS = 100,
	LIMIT_PARAMETERS = 64,		/* of one Content-Type and its kin */
	LIMIT_PARTS = 500,
	LIMIT_DEPTH = 30,		/* multiparts within multiparts */
	LIMIT_BOUNDARY = 70,		/* characters: RFC 2046, 5.1.1 */
	LIMIT_SUBJECT = 1000,		/* bytes */
	LIMIT_NAME = 250,		/* bytes of a display or file name */
	LIMIT_ADDRESS = 320,		/* RFC 3696: 64 + @ + 255 */
	LIMIT_ADDRESSES = 500,		/* of one field */
	LIMIT_COMMENTS = 50,		/* nested comments of one field */
	LIMIT_REFERENCES = 50,		/* the first and the last 49 */
	LIMIT_MESSAGE_ID = 998,		/* bytes: one line of RFC 5322 */
	LIMIT_TEXT = 256 * 1024,	/* bytes of text for people */
	LIMIT_HTML = 2 * 1024 * 1024,	/* bytes of HTML that are read */
	LIMIT_REPORT = 64 * 1024,	/* bytes of a report part's text */
	LIMIT_ATTACHED = 1024 * 1024,	/* bytes of an attached mail */
};

struct guard {
	const char *bytes;	/* the mail without an mbox line */
	size_t size;		/* what is looked at */
	size_t skipped;		/* bytes of the raw mail before `bytes` */
	uint64_t defects;	/* enum message_defect */
};

struct guard guard_open(const void *raw, size_t size);

/* Bytes of an mbox line in front of the mail. */
size_t guard_mbox_line(const char *bytes, size_t size);

/* Does the header hold a CR without LF?  In a text it is only a character. */
bool guard_bare_cr(const char *bytes, size_t size);

#endif
