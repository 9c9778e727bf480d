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

#include "mail/guard.h"
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

/* A multipart whose closing boundary was not seen yet. */
struct mime_open {
	const char *boundary;
	size_t size;
	int part;		/* index */
};

/* The pass while it lasts, for a mail of which only a part is here at a time
 * (mail/intake.h): `bytes` grows at its end, and what lies before `at` may
 * be taken out, with `at` and `size` set back by as much. */
struct mime_scan {
	struct arena *arena;
	struct charset_set *charsets;
	const char *bytes;
	size_t size;		/* so many are here */
	bool last;		/* and no more come */
	size_t at;		/* what lies before was looked at */
	bool within;		/* that is the middle of a line */
	bool skipping;		/* the rest of a header that is too big */
	bool full;		/* nothing more is looked at */
	bool again;		/* by a guessed boundary */
	size_t stretch;		/* where the body or gap that is read began */
	struct mime_part *parts;
	size_t count, room;
	struct mime_open open[LIMIT_DEPTH];
	int depth;		/* of `open` */
	int current;		/* the part whose lines are read, or -1 */
	uint64_t defects;
};

struct mime_scan *mime_begin(struct arena *arena,
			     struct charset_set *charsets, const char *bytes,
			     const struct header_block *top);

/* Go on to `size`, or as far as is certain without what comes behind it. */
void mime_go(struct mime_scan *scan, size_t size, bool last);

/* Does the header that starts at `from` end in what is here? */
bool mime_header_here(const struct mime_scan *scan, size_t from);

/* A mail that should have parts and has none by now is read again by the
 * boundary that it really uses; false: it uses none. */
bool mime_again(struct mime_scan *scan);

/* What comes from here on is not looked at. */
void mime_stop(struct mime_scan *scan);

struct mime mime_end(struct mime_scan *scan);

/* All of it at once.  `top` is the header of the mail, as header_scan() read
 * it from `bytes`. */
struct mime mime_scan(struct arena *arena, struct charset_set *charsets,
		      const char *bytes, size_t size,
		      const struct header_block *top);

#endif
