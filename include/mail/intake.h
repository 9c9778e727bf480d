/* intake.h - a mail that comes in pieces, abridged while it is read.
 *
 * A mail of any size is read in the memory of a few MB: what the readers of
 * mail/parse.h look at (headers, the beginning of each text, of an attached
 * mail, of a report) is kept byte for byte, and the rest of a body is counted
 * and digested as it passes, and left out.  What is left out is noted as cuts,
 * so that offsets, sizes and digests are those of the whole mail.
 *
 *	struct intake *intake = intake_new(arena, charsets);
 *
 *	while (...)
 *		intake_add(intake, bytes, size);
 *	intake_end(&intake, &abridged);
 *
 * Ownership: the kept bytes and the parts live until abridged_free(), and
 *            what the scan made in the arena.
 * Limits:    LIMIT_MAIL; LIMIT_ABRIDGED of kept bytes, behind which nothing
 *            is looked at; a preamble of more than LIMIT_TEXT is not searched
 *            for a boundary that the mail does not name.
 * Errors:    none, only defects.
 */
#ifndef MAIL_INTAKE_H
#define MAIL_INTAKE_H

#include "mail/mime.h"

/* Of a part whose bytes were not all kept: size and SHA-256 of what all of
 * them decode to. */
struct intake_digest {
	bool known;
	size_t size, kept;	/* and what the kept ones decode to */
	uint8_t sha256[32];
};

/* `size` bytes are missing in front of the kept byte at `at`. */
struct intake_cut {
	size_t at, size;
};

struct abridged {
	struct guard guard;		/* of the kept bytes */
	struct header_block header;
	struct mime mime;
	const struct intake_digest *digests;	/* one a part */
	const struct intake_cut *cuts;		/* in order */
	size_t cut_count;
	char *kept;			/* free() */
};

struct intake;

struct intake *intake_new(struct arena *arena, struct charset_set *charsets);
void intake_add(struct intake *intake, const void *bytes, size_t size);
void intake_end(struct intake **intake, struct abridged *abridged_r);
void abridged_free(struct abridged *abridged);

/* Where what starts or ends at that kept byte does so in the whole mail,
 * without its mbox line. */
size_t abridged_place(const struct abridged *abridged, size_t at);

#endif
