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

#include "desk/clue.h"
#include "desk/history.h"
#include "mail/gist.h"

/* The kinds of evidence with their words and scores.  Tokens and signed ids
 * are ours; nobody else can make them.  A parent always weighs more than what
 * came before it, and Message-IDs more than all that is below "mentioned". */
#define MATCH_EVIDENCE(ROW)					\
	ROW(MATCH_ADDRESS,      "address-token",     100)	\
	ROW(MATCH_REPORT,       "delivery-report",    95)	\
	ROW(MATCH_MESSAGE_ID,   "signed-message-id",  90)	\
	ROW(MATCH_BODY,         "body-token",         80)	\
	ROW(MATCH_IN_REPLY_TO,  "in-reply-to",        60)	\
	ROW(MATCH_REFERENCES,   "references",         50)	\
	ROW(MATCH_MENTIONED,    "mentioned",          30)	\
	ROW(MATCH_THREAD_INDEX, "thread-index",       20)	\
	ROW(MATCH_FOREIGN_ID,   "foreign-id",         18)	\
	ROW(MATCH_SUBJECT_FROM, "subject-from",       15)	\
	ROW(MATCH_TAG,          "subject-tag",         7)	\
	ROW(MATCH_SUBJECT,      "subject",             5)	\
	ROW(MATCH_SAME_ID,      "same-id",             3)

/* Candidates kept for one mail; more are noise. */
enum { MATCH_CANDIDATES = 16 };

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
	bool held;			/* by a Message-ID that we know of it,
					 * or signed */
	bool cited;			/* by a Message-ID */
	bool linked;			/* by one on the same branch */
	bool clue;			/* by a clue that may let join */
	bool topic;			/* by its conversation and subject */
	const char *id;			/* the Message-ID or token behind it */
};

struct match {
	const struct match_candidate *candidates;	/* best first */
	size_t count;
	const struct match_candidate *winner;	/* NULL: none is clear */
	bool answers_automatic;	/* cites an automatic mail of ours, or bears the
				 * number that it told its author */
	bool forged;		/* carries a token that does not verify */
	struct branch branch;	/* of the mail */
	struct clues clues;	/* of the mail, found or not */
};

/* The ticket in which our mail of that signed id stands now, which a person may
 * have moved since; NULL: the mail cites none such. */
struct known_ticket *match_sent(const struct message *message,
				const struct token *token,
				const struct history *history);

/* Let those candidates step back from which a person took the ticket that the
 * mail answers (desk/match_apart.c). */
void match_apart(struct match_candidate *at, size_t count,
		 const struct message *message, const struct history *history);

struct match_source {
	const struct message *message;
	const struct gist *gist;
	const uint8_t *sha256;	/* match_mail(): not looked at */
	const char *author;	/* lower case, "" if not sound */
	int64_t shape;		/* match_mail(): not looked at */
};

struct match match_mail(struct arena *arena, const struct match_source *mail,
			const struct desk *desk, const struct history *history);

/* Is it cited only by an answer with a new subject? */
bool match_leaves(const struct match_candidate *candidate);

/* Does nothing but a guess speak for it?  Nobody joins by that. */
bool match_guesses(const struct match_candidate *candidate);

/* What history must be read for these mails. */
struct keys match_keys(struct arena *arena, const struct desk *desk,
		       const struct match_source *mails, size_t count);

int match_score(enum match_evidence evidence);
const char *match_word(enum match_evidence evidence);

#endif
