/* mime.h - the tree of parts of a mail (RFC 2045 and 2046), by a plain scan.
 *
 * One pass over the lines of the mail finds where each part starts and ends;
 * nothing is decoded and nothing is copied but header fields.  A boundary is
 * compared as RFC 2046, 5.1.1 has it (a prefix is another boundary).  What is
 * attached as message/rfc822 is one part and is not descended into.
 *
 * Why not GMime: it decodes every parameter and phrase as soon as it sees a
 * header, with whatever charset the sender names, which opens files; its
 * getters loop and its parser runs for seconds on hostile structures; and it
 * costs more than everything else that is done to a mail.
 *
 * Ownership: in the arena; offsets count from the start of `bytes`.
 * Limits:    LIMIT_PARTS, LIMIT_DEPTH; beyond them a part is opaque.
 * Errors:    none, only defects.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include "mail/header.h"
#include "mail/params.h"

enum mime_kind {
	MIME_LEAF,
	MIME_MULTIPART,
	MIME_MESSAGE,		/* message/rfc822 and message/global */
};

struct mime_part {
	enum mime_kind kind;
	int parent;		/* index; -1 for the mail itself */
	int depth;
	struct header_block header;
	struct params type;	/* Content-Type; value never "" */
	struct params disposition;
	size_t start, end;	/* of the encoded body */
};

struct mime {
	const struct mime_part *at;	/* in the order of the mail */
	size_t count;
	uint64_t defects;
};

/* `top` is the header of the mail, as header_scan() read it from `bytes`. */
struct mime mime_scan(struct arena *arena, struct charset_set *charsets,
		      const char *bytes, size_t size,
		      const struct header_block *top);

#endif
