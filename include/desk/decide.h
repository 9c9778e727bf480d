/* decide.h - the facts of one mail and of the past, to a plan.
 *
 * The heart of the house, and pure: the same facts give the same plan,
 * anywhere and again.  In this order: seen before? a report about our own
 * mail? which ticket, and may the sender join it? what do the rules say? may
 * we answer?
 *
 * Ownership: the plan lives in the arena, and may point into the facts.
 * Errors:    none; what a mail says is a disposition, never a failure.
 */
#ifndef DESK_DECIDE_H
#define DESK_DECIDE_H

#include "desk/article.h"
#include "desk/classify.h"
#include "desk/heard.h"
#include "desk/history.h"
#include "desk/template.h"

/* What the desk decides with. */
struct decider {
	const struct desk *desk;
	const struct rules *rules;
	const struct templates *templates;
	const struct echo *echo;	/* of their words; NULL: not asked */
	const struct articles *articles;	/* NULL: none */
	int64_t ruleset;		/* version of rules and templates */
};

/* One mail from the ledger, read and gathered. */
struct decide_facts {
	int64_t mail_id;
	usec_t received;
	bool silent;		/* taken in without automatic mail */
	bool released;		/* let out of quarantine by a person */
	bool truncated;		/* only its beginning was fetched */
	bool unparsed;		/* it killed the reader */
	bool rehearsal;		/* nothing will be stored or sent */
	uint8_t sha256[32];
	const char *raw;	/* the bytes as they came, for what an agent
				 * attached; NULL: not at hand */
	size_t raw_size;
	const struct message *message;
	const struct gist *gist;
	const struct mail_class *mail_class;
	const struct heard *heard;	/* NULL: it is listened to where it is
					 * asked for */
};

/* The most ids that one plan takes from the history's block. */
enum { DECIDE_IDS = 90 };

/* Takes ids from `history`, and changes nothing else in it. */
struct plan decide_mail(struct arena *arena, const struct decider *decider,
			const struct decide_facts *facts,
			struct history *history);

#endif
