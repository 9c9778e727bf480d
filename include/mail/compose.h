/* compose.h - a draft to final bytes.
 *
 * Strict where parse is liberal: every header value and address passes one
 * check here, and the result is asserted on its bytes (one blank line, no
 * bare CR or LF, lines of at most 998 octets, header names from a list).
 * Text becomes multipart/alternative from one Markdown source, 7-bit always;
 * with files it is the first part of a multipart/mixed.
 *
 * Ownership: in the arena.
 * Errors:    permanent: an address or header that must not be sent.
 */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include "base/err.h"
#include "mail/enclose.h"
#include "mail/message.h"

enum draft_auto {
	DRAFT_HUMAN,		/* no Auto-Submitted at all */
	DRAFT_REPLIED,		/* auto-replied: answers one mail */
	DRAFT_GENERATED,	/* auto-generated: notices */
};

struct draft {
	struct mailbox from, to;
	struct strings cc;		/* addresses */
	const char *reply_to;		/* address, "" if none */
	const char *message_id;		/* ours, without <> */
	const char *in_reply_to;	/* "" if none */
	struct strings references;	/* trimmed here: 50 ids, 998 octets */
	const char *thread_topic;	/* for Outlook; NULL or "" if none */
	const char *thread_index;	/* the same; NULL if none */
	const char *subject;
	usec_t date;
	const char *language;		/* Content-Language, text direction */
	const char *markdown;		/* the text; plain text comes from it */
	bool plain_only;		/* no HTML alternative */
	enum draft_auto automatic;
	struct enclosures files;	/* attached, in this order */
};

struct composed {
	const char *bytes;
	size_t size;
	const char *text;	/* the plain text, as a person reads it */
	const char *html;	/* the page; NULL where it is plain only */
};

bool compose_message(struct arena *arena, const struct draft *draft,
		     struct composed *composed_r, struct err *err);

#endif
