/* explain.h - which conditions of a rule hold for a mail, and which do not.
 *
 * Unlike desk/classify.h it looks at every test, also where the answer is
 * known already: "3 of 4 conditions held; `subject` did not".
 *
 * Ownership: in the arena; conditions are the rules'.
 * Errors:    none.
 */
#ifndef DESK_EXPLAIN_H
#define DESK_EXPLAIN_H

#include "desk/rules.h"
#include "desk/situation.h"
#include "desk/view.h"

/* One condition of the tree; those in it follow, one deeper. */
struct explained {
	int depth;		/* 0: of the rule itself */
	const char *words;	/* "subject: outage, shop is down", "any" */
	size_t line;		/* in the file of the rule */
	bool is_test;		/* not a group: `all`, `any`, `not` */
	bool holds;
	const char *excerpt;	/* what a test found, "" if nothing */
};

struct explanation {
	bool holds;
	size_t held, wanted;	/* of the conditions with depth 0 */
	bool near;		/* one of them found something: `not` holds
				 * for nearly every mail */
	const struct explained *at;
	size_t count;
};

/* Of the rule with that index.  `view` may serve for all rules in turn. */
struct explanation explain_rule(struct arena *arena, const struct rules *rules,
				size_t rule, struct view *view,
				const struct situation *situation);

#endif
