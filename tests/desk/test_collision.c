/* test_collision.c - when a second answer is one too many. */

#include "desk/collision.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The customer wrote at 100; Bob answered at 200. */
#define CUSTOMER	100
#define BOB(moment)	{ .outbox = moment, .by = "bob@example.org", \
			  .at = moment, .lives = true }

static const struct {
	int line;
	usec_t customer, seen;
	struct collision_answer answers[2];
	int64_t want;		/* 0: none */
} rows[] = {
	{ __LINE__, CUSTOMER, 0, { BOB(200) }, 200 },
	/* She answers a notification from before, from then, from after. */
	{ __LINE__, CUSTOMER, 199, { BOB(200) }, 200 },
	{ __LINE__, CUSTOMER, 200, { BOB(200) }, 0 },
	{ __LINE__, CUSTOMER, 201, { BOB(200) }, 0 },
	/* The customer wrote again: that was another question. */
	{ __LINE__, 199, 0, { BOB(200) }, 200 },
	{ __LINE__, 200, 0, { BOB(200) }, 0 },
	{ __LINE__, 201, 0, { BOB(200) }, 0 },
	/* Her own, and one that did not leave. */
	{ __LINE__, CUSTOMER, 0, { { .by = "ANN@example.org", .at = 200,
				     .lives = true } }, 0 },
	{ __LINE__, CUSTOMER, 0, { { .by = "bob@example.org", .at = 200,
				     .lives = false } }, 0 },
	/* The newest of two, in any order. */
	{ __LINE__, CUSTOMER, 0, { BOB(200), BOB(300) }, 300 },
	{ __LINE__, CUSTOMER, 0, { BOB(300), BOB(200) }, 300 },
	{ __LINE__, CUSTOMER, 250, { BOB(300), BOB(200) }, 300 },
	{ __LINE__, CUSTOMER, 0, { { .by = NULL } }, 0 },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t count = 0;
		const struct collision_answer *got;

		while (count < 2 && rows[i].answers[count].by != NULL)
			count++;
		got = collision_find(&(struct collision_facts){
			.by = "ann@example.org",
			.customer = rows[i].customer, .seen = rows[i].seen,
			.answers = rows[i].answers, .count = count,
		});
		if ((got == NULL ? 0 : got->outbox) != rows[i].want)
			fail_msg("line %d", rows[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
