/* automatic.h - what the header fields say about machines.
 *
 * One table of every field that mail systems, vacation programs, lists,
 * ticket systems and monitors mark their mail with, each with its true
 * syntax.  Fields are evidence of a kind; what follows from several of them
 * is mail/origin's business.  No field gives anybody a power.
 *
 * Ownership: evidence lives in the arena.
 * Errors:    none.
 */
#ifndef MAIL_AUTOMATIC_H
#define MAIL_AUTOMATIC_H

#include "mail/message.h"
#include "mail/origin_reason.h"

/* The weightier kind is the later one: an out-of-office mail that came over
 * a list is a responder's. */
enum automatic_kind {
	AUTOMATIC_NONE,
	AUTOMATIC_ROBOT,
	AUTOMATIC_LIST,
	AUTOMATIC_RESPONDER,
};

struct automatic {
	enum automatic_kind kind;
	enum origin_reason reason;	/* of the weightiest field */
	struct strings evidence;	/* "Auto-Submitted: auto-replied" … */
};

/* At most this many pieces of evidence are kept. */
#define AUTOMATIC_EVIDENCE 8

/* What this one field says. */
enum automatic_kind automatic_of(struct arena *arena,
				 const struct header *header);

struct automatic automatic_read(struct arena *arena,
				const struct message *message);

#endif
