/* header.h - the fields of a header block, broken or not.
 *
 * Reads "Name: value" fields up to the empty line.  Where that line is
 * missing, the header ends in front of the first line that cannot belong to
 * it; a stray line between fields is left out.
 *
 * Values are unfolded and safe to show (base/text.h: one line, UTF-8; raw
 * 8-bit bytes are guessed); RFC 2047 is not decoded.
 *
 * Ownership: in the arena.  Errors: none, only defects.
 */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/arena.h"
#include "mail/message.h"

struct header_limits {
	size_t bytes, fields;
};

struct header_block {
	const struct header *at;
	size_t count;
	size_t size;		/* bytes up to where the body starts */
	uint64_t defects;
};

struct header_block header_scan(struct arena *arena, const char *bytes,
				size_t size, struct header_limits limits);

/* The value of the first field of that name (case-blind), or NULL. */
const char *header_get(const struct header_block *block, const char *name);

#endif
