/* redecide.h - what other rules would have made of a mail of the past.
 *
 * The rules are applied again, and all that they lead to; everything else is
 * as it was then: which ticket the mail belonged to, whether its sender was
 * let in, the hour, the counters.  Where a verdict rests on such facts, its
 * grounds say so: under other rules they might have been others.
 *
 * Ownership: the result lives in the arena, and may point into the facts.
 * Errors:    none.
 */
#ifndef DESK_REDECIDE_H
#define DESK_REDECIDE_H

#include "desk/admit.h"
#include "desk/decide.h"
#include "desk/outcome.h"

/* How many tickets an agent had that waited for us. */
struct redecide_load {
	const char *agent;
	int open;
};

/* What was seen when the mail was decided (desk/trace.c keeps it). */
struct redecide_past {
	usec_t decided;
	enum admit_verdict admit;
	const struct ticket *ticket;	/* that it may join, as it stood before;
					 * NULL: none */
	bool acknowledged;		/* that ticket, before */
	bool answers_automatic;
	bool autos;
	usec_t activated;
	const struct known_address *author;	/* NULL: unknown then */
	int domain_hour, desk_minute, desk_hour, desk_ten, desk_usual;
	enum breaker_state breaker;
	bool own_words, said;
	struct incidents incidents;	/* that ran then; without their words */
	const usec_t *sent;		/* when other mails of the sender came,
					 * the newest REDECIDE_SENT of them */
	size_t sent_count;
	const struct redecide_load *loads;	/* of agents, the others had
						 * nothing to do */
	size_t load_count;
	const char *served;		/* who served the sender last; "" */
};

/* As many as a trace keeps: who writes more often than that writes often. */
enum { REDECIDE_SENT = 50, REDECIDE_LOADS = 100 };

/* What a verdict rests on besides the mail itself. */
#define REDECIDE_GROUNDS(ROW)					\
	ROW(REDECIDE_TICKET,   "ticket-state")			\
	ROW(REDECIDE_COUNTERS, "counters")			\
	ROW(REDECIDE_HOURS,    "hours")				\
	ROW(REDECIDE_BUDGET,   "budget-exceeded")		\
	ROW(REDECIDE_EARLIER,  "earlier-mail")

enum redecide_ground {
#define ROW(name, word) name,
	REDECIDE_GROUNDS(ROW)
#undef ROW
	REDECIDE_GROUND_COUNT
};

struct redecided {
	struct outcome outcome;
	unsigned grounds;	/* 1u << ground */
};

/* Of a mail on which rules had a say then: no copy, no report, not held.
 * REDECIDE_EARLIER is for those who know the other mails. */
struct redecided redecide_mail(struct arena *arena,
			       const struct decider *decider,
			       const struct decide_facts *facts,
			       const struct redecide_past *past);

/* What rules may ask of that past. */
struct situation redecide_situation(struct arena *arena,
				    const struct decider *decider,
				    const struct decide_facts *facts,
				    const struct redecide_past *past);

/* What the rules ask that the mail leaves open. */
unsigned redecide_grounds(const struct rules *rules,
			  const struct mail_class *mail_class);

const char *redecide_ground_word(enum redecide_ground ground);

#endif
