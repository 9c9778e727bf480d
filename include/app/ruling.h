/* ruling.h - what each rule says about one mail, condition by condition.
 *
 * The mail is hostile: it is read, and the rules are asked, in a child that is
 * locked in (app/sandbox.h) and dies afterwards.  Its answer is lines of
 * text, which nobody trusts further than that.
 *
 * Ownership: in the arena.
 * Errors:    temporary: no process; permanent: it died or took too long.
 */
#ifndef APP_RULING_H
#define APP_RULING_H

#include "base/json.h"
#include "desk/redecide.h"

struct ruling {
	const char *rule;	/* its name */
	const char *place;	/* "rules/10-topics.yaml:12" */
	bool holds;
	bool near;		/* does not, but found something */
	int held, wanted;	/* of its conditions */
	const char *found;	/* where it holds; "" if nothing to show */
	const char *failed;	/* the conditions that did not, "; " between */
};

struct ruling_work {
	const struct decider *decider;
	const struct token_ring *secrets;	/* wiped in the child */
	const struct redecide_past *past;
	usec_t received;
	const void *bytes;
	size_t size;
};

/* One for each rule, in the order of the set. */
bool ruling_read(struct arena *arena, const struct ruling_work *work,
		 struct ruling **rulings_r, size_t *count_r, struct err *err);

/* Some, but not all of its conditions hold, and not merely a `not`. */
bool ruling_is_near(const struct ruling *ruling);

/* The nearest first: the fewest that failed, then the most that held.  At
 * most `most`. */
size_t ruling_nearest(struct arena *arena, const struct ruling *rulings,
		      size_t count, size_t most,
		      const struct ruling ***nearest_r);

/* All that hold or nearly do, as a table below an empty line and as an
 * array. */
void ruling_print(struct arena *arena, const struct ruling *rulings,
		  size_t count);
void ruling_json(struct json *json, const struct ruling *rulings,
		 size_t count);

#endif
