/* header.h - the fields of a header block, broken or not.
 *
 * Reads "Name: value" fields up to the empty line.  Where that line is
 * missing, the header ends in front of the first line that cannot belong to
 * it; stray lines between fields belong to the field above, and those in front
 * of the first field of a mail are left out.
 *
 * Values are unfolded and safe to show (base/text.h: one line, UTF-8); RFC
 * 2047 is not decoded.  Raw 8-bit bytes are UTF-8 where they are valid, else
 * of the first charset that the mail names, else windows-1252.
 *
 * Ownership: in the arena.  Errors: none, only defects.
 */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/arena.h"
#include "mail/charset.h"
#include "mail/message.h"

enum header_place {
	HEADER_OF_MAIL,		/* LIMIT_HEADER, LIMIT_FIELDS */
	HEADER_OF_PART,		/* LIMIT_PART_HEADER, LIMIT_PART_FIELDS */
};

struct header_block {
	const struct header *at;
	size_t count;
	size_t size;		/* bytes up to where the body starts */
	uint64_t defects;
};

/* `charsets` may be NULL: then no library is touched. */
struct header_block header_scan(struct arena *arena,
				struct charset_set *charsets,
				const char *bytes, size_t size,
				enum header_place place);

/* The value of the first field of that name (case-blind), or NULL. */
const char *header_get(const struct header_block *block, const char *name);

#endif
