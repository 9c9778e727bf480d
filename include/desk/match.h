/* match.h - which ticket does a mail belong to?
 *
 * Evidence is gathered, scored and kept: all candidates with the reason for
 * each, and one clear winner or none.  Whether the sender may join is another
 * question (desk/admit.h).
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef DESK_MATCH_H
#define DESK_MATCH_H

#include "desk/history.h"
#include "mail/gist.h"

/* The kinds of evidence with their words and scores.  The first three are
 * signed by us; nobody else can make them. */
#define MATCH_EVIDENCE(ROW)					\
	ROW(MATCH_ADDRESS,     "address-token",     100)	\
	ROW(MATCH_MESSAGE_ID,  "signed-message-id",  90)	\
	ROW(MATCH_BODY,        "body-token",         80)	\
	ROW(MATCH_IN_REPLY_TO, "in-reply-to",        60)	\
	ROW(MATCH_REFERENCES,  "references",         50)	\
	ROW(MATCH_MENTIONED,   "mentioned",          30)

enum match_evidence {
#define ROW(name, word, score) name,
	MATCH_EVIDENCE(ROW)
#undef ROW
};

struct match_candidate {
	struct known_ticket *ticket;
	enum match_evidence evidence;	/* the best there is */
	int score;
	bool proven;			/* signed by us */
	bool held;			/* cites a mail we received or sent */
	const char *id;			/* the Message-ID or token behind it */
};

struct match {
	const struct match_candidate *candidates;	/* best first */
	size_t count;
	const struct match_candidate *winner;	/* NULL: none is clear */
	bool answers_automatic;	/* cites an automatic mail of ours */
	bool forged;		/* carries a token that does not verify */
};

struct match match_mail(struct arena *arena, const struct message *message,
			const struct gist *gist,
			const struct token_ring *ring,
			const struct history *history);

/* Let those candidates step back from which a person took the ticket that the
 * mail answers (desk/match_apart.c). */
void match_apart(struct match_candidate *at, size_t count,
		 const struct message *message, const struct history *history);

/* What history must be read for these mails. */
struct match_source {
	const struct message *message;
	const struct gist *gist;
	const uint8_t *sha256;
};

struct keys match_keys(struct arena *arena, const struct match_source *mails,
		       size_t count);

const char *match_word(enum match_evidence evidence);

#endif
