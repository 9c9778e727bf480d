/* rule.h - one rule, as rules.c read it and classify.c applies it.
 *
 * Ownership: in the arena of the set.
 */
#ifndef DESK_RULE_H
#define DESK_RULE_H

#include "desk/condition.h"
#include "desk/rules.h"

struct rule {
	const char *name;
	const char *place;	/* "rules/10-topics.yaml:12" */
	const struct condition *when;
	uint32_t tests;		/* in it */
	int score;		/* added to the urgency */
	bool has_level;		/* the urgency is `level`, whatever the score */
	enum urgency level;
	const char *queue;	/* NULL: as it is */
	int tier;		/* 0: as it is */
	struct strings tags;
	bool suppress_ack;
	const char *template;	/* of the acknowledgement, or NULL */
	const char *drop, *quarantine;	/* the reason, or NULL */
	bool stop;		/* no later rule is looked at */
	const char *effect;	/* all of it in words */
};

struct rules {
	struct arena *arena;
	const struct rule *at;
	size_t count;
	const struct scan *scan;	/* of all their words and patterns */
};

/* The rule of one map of a rule file: all but its examples.  NULL and *err. */
bool rule_read(struct arena *arena, const struct yaml *map,
	       struct rule *rule_r, struct err *err);

/* Run its `examples:`; false and *err where one does not do as it says. */
bool rule_prove(const struct rule *rule, const struct yaml *map,
		struct err *err);

#endif
