/* headerblock.h - the header of an earlier mail, as clients write it into the
 * text of a reply or a forward:
 *
 *	---------- Forwarded message ---------
 *	From: Ann <ann@example.org>
 *	Date: ...
 *
 * plain or behind quote marks, with bold marks, wrapped, with empty lines
 * between the fields, in one line (Yahoo), or without labels (Notes).  The
 * words are tables of mail/headerword.h, which grow.
 *
 * A block without a line of its own above it ("-----Original Message-----")
 * needs an author and two more of date, recipient and subject.
 *
 * Ownership: values live in the arena; the lines are borrowed.
 * Errors:    none.
 * Limits:    a block has at most 120 lines, a field 60.
 */
#ifndef MAIL_HEADERBLOCK_H
#define MAIL_HEADERBLOCK_H

#include "mail/lines.h"

/* What the line above the fields says. */
enum headerblock_intro {
	HEADERBLOCK_BARE,	/* nothing, or only a rule of dashes */
	HEADERBLOCK_FORWARDED,	/* "---- Forwarded message ----" */
	HEADERBLOCK_ORIGINAL,	/* "-----Original Message-----": a reply or a
				 * forward */
};

enum headerblock_field {
	HEADERBLOCK_FROM,
	HEADERBLOCK_DATE,
	HEADERBLOCK_TO,
	HEADERBLOCK_CC,
	HEADERBLOCK_SUBJECT,
	HEADERBLOCK_OTHER,	/* Reply-To, Attachments, Importance... */
	HEADERBLOCK_NO_FIELD,
};

struct headerblock {
	enum headerblock_intro intro;
	size_t first;		/* line: the one above, or the first field */
	size_t fields;		/* line of the first field */
	size_t next;		/* the line behind the block */
	unsigned depth;		/* quote marks before its fields */
	const char *language;	/* of its labels, ISO 639-1; NULL: none */
	/* As written, in one line; NULL where there is none. */
	const char *values[HEADERBLOCK_OTHER];
};

/* Does a block start at line `i`? */
bool headerblock_at(struct arena *arena, const struct lines *lines, size_t i,
		    struct headerblock *block_r);

/* The first block that starts at line `i` or below. */
bool headerblock_next(struct arena *arena, const struct lines *lines,
		      size_t i, struct headerblock *block_r);

/* Does line `i` say that a mail was forwarded, whatever follows it?  A block
 * whose intro is HEADERBLOCK_FORWARDED starts at no other line. */
bool headerblock_forwards(struct arena *arena, const struct lines *lines,
			  size_t i);

/* What line `i` alone says: only a line that is nothing but such words. */
enum headerblock_intro headerblock_intro_at(struct arena *arena,
					    const struct lines *lines,
					    size_t i);

#endif
