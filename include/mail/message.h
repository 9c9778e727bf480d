/* message.h - the facts of one mail, as parse() leaves them.
 *
 * Data only.  Every string is NUL-terminated valid UTF-8 without NUL and C0
 * controls (but tab and LF in texts); one-line fields hold no line end, no
 * bidi control and no zero-width character.  Nothing here was checked for
 * truth: all of it is what the sender claims.
 *
 * Ownership: all in the arena that was given to parse().
 * Limits:    the table in mail/guard.h.
 */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mailbox {
	const char *name;	/* decoded display name, "" if none */
	const char *address;	/* addr-spec as written, never decoded */
};

struct mailboxes {
	const struct mailbox *at;
	size_t count;
	size_t seen;		/* before the limit was applied */
};

struct strings {
	const char *const *at;
	size_t count;
};

/* One field of the top header, in the order of the mail.  The value is
 * unfolded, cleaned, RFC 2047 not decoded. */
struct header {
	const char *name;
	const char *value;
};

enum part_use {
	PART_ATTACHMENT,	/* listed as an attachment */
	PART_TEXT,		/* part of the text that a person reads */
	PART_ALTERNATIVE,	/* another form of the chosen text */
	PART_CONTAINER,		/* multipart/...: has no bytes of its own */
};

/* One MIME part, in the order of the mail. */
struct part {
	enum part_use use;
	int depth;		/* 0: the mail itself */
	const char *type;	/* "text/plain", lower case */
	const char *charset;	/* as claimed, lower case; "" if none */
	const char *disposition;	/* "attachment", "inline" or "" */
	const char *encoding;	/* "base64", "quoted-printable", "7bit"... */
	const char *name;	/* safe to show; "" if none */
	const char *content_id;	/* without <>; "" if none */
	size_t offset, length;	/* the encoded bytes within the raw mail */
	size_t size;		/* of the decoded bytes */
	uint8_t sha256[32];	/* of the decoded bytes */
	const char *text;	/* of delivery-status, rfc822-headers, the head
				 * of message/rfc822 and other small parts of
				 * reports: decoded, at most 64 KB; else NULL */
};

enum text_source { TEXT_NONE, TEXT_PLAIN, TEXT_HTML };

/* A stretch of `text` that the HTML marked: [start, end) in bytes. */
enum mark_kind {
	MARK_QUOTE,		/* a blockquote or a client's quote container */
	MARK_SIGNATURE,		/* a client's signature container */
	MARK_HEADER,		/* a client's "X wrote:" or header block */
};

struct mark {
	enum mark_kind kind;
	size_t start, end;
	const char *source;	/* which client's mark; static storage */
};

/* What was broken.  The words are stable; rows are added, never renamed. */
#define MESSAGE_DEFECTS(ROW)					\
	ROW(DEFECT_EMPTY,             "empty")			\
	ROW(DEFECT_NO_HEADER_END,     "no-header-end")		\
	ROW(DEFECT_HEADER_TOO_BIG,    "header-too-big")		\
	ROW(DEFECT_TOO_MANY_FIELDS,   "too-many-fields")	\
	ROW(DEFECT_TOO_MANY_PARTS,    "too-many-parts")		\
	ROW(DEFECT_TOO_DEEP,          "too-deep")		\
	ROW(DEFECT_TOO_BIG,           "too-big")		\
	ROW(DEFECT_TOO_MANY_ADDRESSES, "too-many-addresses")	\
	ROW(DEFECT_TOO_MANY_REFERENCES, "too-many-references")	\
	ROW(DEFECT_TRUNCATED,         "truncated")		\
	ROW(DEFECT_BAD_CHARSET,       "bad-charset")		\
	ROW(DEFECT_BAD_ENCODING,      "bad-encoding")		\
	ROW(DEFECT_BAD_HEADER,        "bad-header")		\
	ROW(DEFECT_BARE_CR,           "bare-cr")		\
	ROW(DEFECT_NUL,               "nul")			\
	ROW(DEFECT_NO_FROM,           "no-from")		\
	ROW(DEFECT_MANY_FROM,         "many-from")		\
	ROW(DEFECT_BAD_FROM,          "bad-from")		\
	ROW(DEFECT_NO_DATE,           "no-date")		\
	ROW(DEFECT_BAD_DATE,          "bad-date")		\
	ROW(DEFECT_INVISIBLE,         "invisible-characters")	\
	ROW(DEFECT_HIDDEN_TEXT,       "hidden-text")		\
	ROW(DEFECT_NAME_CONFLICT,     "attachment-name-conflict") \
	ROW(DEFECT_MIXED_SCRIPT,      "mixed-script-name")	\
	ROW(DEFECT_UNPARSED,          "unparsed")

enum message_defect {
#define ROW(name, word) name,
	MESSAGE_DEFECTS(ROW)
#undef ROW
	DEFECT_COUNT
};

struct message {
	const struct header *headers;
	size_t header_count;

	const char *message_id;		/* without <>; "" if none */
	struct strings in_reply_to;	/* without <> */
	struct strings references;	/* without <>, oldest first */
	const char *subject;		/* decoded, one line, "" if none */
	int from_fields;		/* From headers seen; 1 is sound */
	struct mailboxes from;
	struct mailbox sender;		/* address "" if none */
	struct mailboxes to, cc, reply_to;
	bool has_return_path;		/* topmost Return-Path is there */
	struct mailbox return_path;	/* address "" for <> */
	bool has_date;
	usec_t date;			/* for display only, never for logic */
	usec_t date_east;		/* of its clock, ahead of UTC; 0: UTC,
					 * or it does not say */
	int received_fields;

	enum text_source text_source;
	const char *text;		/* at most 256 KB */
	size_t text_size;
	const struct mark *marks;	/* from HTML, in order; may nest */
	size_t mark_count;
	const char *html;		/* decoded HTML part or NULL */

	const struct part *parts;
	size_t part_count;

	/* The first attached message/rfc822, for mail/forward; its offsets count
	 * from its own start.  NULL: none, or in a report.  mail/wire leaves it
	 * behind. */
	const struct message *attached;

	uint64_t defects;		/* bit 1 << DEFECT_... */
};

/* The one that is `text`, case-blind, or NULL. */
const char *strings_find(const struct strings *strings, const char *text);

/* The first field of that name (case-blind), or NULL. */
const char *message_header(const struct message *message, const char *name);

/* The next field of that name after *from, which starts at 0, or NULL. */
const char *message_next_header(const struct message *message,
				const char *name, size_t *from);

/* The address of the one sound author: exactly one From field with exactly
 * one mailbox, which is in no group, of plain syntax (RFC 5322 dot-atom or simple
 * quoted local part, LDH or U-label domain); else "".  Only this is ever used as an identity. */
const char *message_author(const struct message *message);

/* Is something attached that a person would look for? */
bool message_has_attachment(const struct message *message);

/* The stable word of a defect.  Static storage. */
const char *message_defect_word(enum message_defect defect);

#endif
