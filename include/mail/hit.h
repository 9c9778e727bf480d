/* hit.h - what the rules found in a mail, as it comes out of the cell.
 *
 * A rule that asks of the mail alone holds or does not.  One that asks of the
 * past or the clock as well is left open, unless the mail settles it; then
 * the tests that hold for the mail come with it, and desk/classify.h ends it.
 *
 * Ownership: in the arena.
 */
#ifndef MAIL_HIT_H
#define MAIL_HIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a pattern caught under a name. */
struct capture {
	const char *name;
	const char *value;	/* one line */
};

struct captures {
	const struct capture *at;
	size_t count;
};

/* A test of an open rule that holds for the mail. */
struct test_hit {
	uint32_t test;		/* its number in the rule, from 1 */
	const char *excerpt;
	struct captures captures;
};

struct rule_hit {
	uint32_t rule;		/* index in the set */
	bool open;		/* the situation decides whether it holds */
	const char *excerpt;	/* what it found, one line; "" if nothing */
	struct captures captures;
	const struct test_hit *tests;	/* of an open rule, by number */
	size_t test_count;
};

#endif
