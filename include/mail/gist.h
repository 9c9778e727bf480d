/* gist.h - what a mail means before we know the past.
 *
 * Everything that can be said from the mail and the desk's own addresses
 * alone, gathered once.  It holds no secret and needs none: it runs in the
 * cell.
 *
 * Ownership: all in the arena.  Errors: none.
 */
#ifndef MAIL_GIST_H
#define MAIL_GIST_H

#include "mail/auth.h"
#include "mail/bounce.h"
#include "mail/fold.h"
#include "mail/forward.h"
#include "mail/identity.h"
#include "mail/origin.h"
#include "mail/token.h"

/* What the desk says of itself. */
struct gist_desk {
	struct strings ours;		/* own addresses and "@domains" */
	struct strings pins;		/* authserv-ids that are believed */
	struct strings received_by;	/* hosts: only what stands above their
					 * Received is theirs; none: all is */
	struct strings lists;		/* that our mail comes by, lower case */
	struct strings agents;		/* their addresses, lower case */
};

struct gist {
	struct fold fold;
	struct origin origin;
	const struct bounce *bounce;	/* or NULL */
	const struct report *report;	/* or NULL */
	const struct forward *forward;	/* or NULL */
	const char *language;		/* ISO 639-1, or NULL when unsure */
	struct auth auth;
	struct token_claims tokens;
	struct identity identity;	/* IDENTITY_FROM, unless the reader of
					 * the mail undid something */
};

struct gist gist_of(struct arena *arena, const struct message *message,
		    const struct gist_desk *desk);

/* For a mail that killed the reader (parse_minimal): nothing is folded or
 * looked for, it is nobody's and is never answered. */
struct gist gist_minimal(struct arena *arena, const struct message *message);

#endif
