/* evidence.h - what speaks for a line being quoted, before anything is
 * decided: known texts, marks of HTML, marks in the text.
 *
 * Ownership: results live in the arena.
 * Errors:    none.
 */
#ifndef MAIL_EVIDENCE_H
#define MAIL_EVIDENCE_H

#include "mail/lines.h"
#include "mail/message.h"

struct evidence {
	bool blank;
	bool held;		/* words that we sent or hold */
	bool marked;		/* ">" and its kin, or quoted in HTML */
	bool html_quote, html_header, html_signature;
	bool html_block;	/* a blockquote: people indent with it, too */
};

/* One entry a line. */
const struct evidence *evidence_of(struct arena *arena,
				   const struct lines *lines,
				   const struct message *message,
				   const struct strings *known);

/* What may stand above a quote. */
enum head_trust {
	HEAD_NONE,
	HEAD_WEAK,	/* only where marked lines follow */
	HEAD_STRONG,	/* an attribution that only a client writes */
	HEAD_BARE,	/* a block of header fields, and nothing above it */
	HEAD_BLOCK,	/* "---- Original message ----", with fields or not */
	HEAD_FORWARD,	/* the same, and it says "forwarded" */
};

struct head {
	enum head_trust trust;
	size_t lines;
};

struct head evidence_head(struct arena *arena, const struct lines *lines,
			  size_t i);

#endif
