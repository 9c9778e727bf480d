/* rule.h - one rule, as rules.c read it and classify.c applies it.
 *
 * Ownership: in the arena of the set.
 */
#ifndef DESK_RULE_H
#define DESK_RULE_H

#include "desk/condition.h"
#include "desk/rules.h"
#include "desk/scan.h"

enum {
	RULE_FIELDS_MOST = 10,
	RULE_NOTIFY_MOST = 5,
};

/* A field of the ticket: its name, and a text with slots. */
struct rule_setting {
	const char *name, *text;
};

struct rule {
	const char *name;
	const char *place;	/* "rules/10-topics.yaml:12" */
	const struct yaml *map;	/* where it stands */
	const struct condition *when;
	uint32_t tests;		/* in it */
	bool later;		/* it speaks of follow-ups, and acts on them */
	int score;		/* added to the urgency */
	bool has_level;		/* the urgency is `level`, whatever the score */
	enum urgency level;
	const char *queue;	/* NULL: as it is */
	int tier;		/* 0: as it is */
	const char *agent;	/* name or address it is assigned to, or NULL */
	struct strings tags, untags;
	const struct rule_setting *settings;
	size_t setting_count;
	const char *note;	/* with slots, or NULL */
	struct strings notify;	/* names and addresses */
	bool close;
	bool suppress_ack;
	const char *reply;	/* in place of the acknowledgement, or NULL */
	const char *drop, *quarantine;	/* the reason, or NULL */
	bool stop;		/* no later rule is looked at */
	const char *effect;	/* all of it in words */
	const char *effect_later;	/* what of it counts on a follow-up */
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

/* A word of a-z, 0-9, - and _. */
bool rule_read_word(const struct yaml *node, const char **word_r,
		    struct err *err);

/* What it does (desk/action.c), and the same in words (desk/effect.c); on a
 * follow-up where `later`. */
bool rule_read_actions(struct arena *arena, const struct yaml *map,
		       struct rule *rule, struct err *err);
const char *rule_effect(struct arena *arena, const struct rule *rule,
			bool later);

/* Run its `examples:`; false and *err where one does not do as it says. */
bool rule_prove(const struct rule *rule, const struct yaml *map,
		struct err *err);

#endif
