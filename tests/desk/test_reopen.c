/* test_reopen.c - each verdict in each state, and both edges of the time. */

#include "desk/reopen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define SINCE(days) .closed = NOW - (days) * USEC_DAY
#define CLOSED .state = TICKET_CLOSED
#define PERSON .person = true, .now = NOW

static const struct reopen_queue queues[] = {
	{ "billing", REOPEN_NEVER }, { "sales", REOPEN_ALWAYS },
	{ "parts", 2 * USEC_DAY },
};
static const struct reopen_policy policy = { 30 * USEC_DAY, queues, 3 };

static const struct {
	int line;
	struct reopen_facts facts;
	const char *want;
} cases[] = {
	/* A ticket that is worked on is left alone, whatever comes. */
	{ __LINE__, { PERSON, .state = TICKET_NEW }, "not-at-rest" },
	{ __LINE__, { PERSON, .state = TICKET_OPEN }, "not-at-rest" },
	{ __LINE__, { .now = NOW, .state = TICKET_NEW }, "not-at-rest" },
	{ __LINE__, { .now = NOW, .state = TICKET_OPEN }, "not-at-rest" },
	{ __LINE__, { PERSON, .state = TICKET_OPEN, .thanks = THANKS_MERE },
	  "not-at-rest" },

	/* Machines wake nothing, and begin nothing. */
	{ __LINE__, { .now = NOW, CLOSED, SINCE(1) }, "automatic-mail" },
	{ __LINE__, { .now = NOW, CLOSED, SINCE(99) }, "automatic-mail" },
	{ __LINE__, { .now = NOW, .state = TICKET_PENDING },
	  "automatic-mail" },
	{ __LINE__, { .now = NOW, CLOSED, .thanks = THANKS_MERE },
	  "automatic-mail" },

	/* Thanks, also late ones; agreement answers only who waits for it. */
	{ __LINE__, { PERSON, CLOSED, SINCE(1), .thanks = THANKS_MERE },
	  "only-thanks" },
	{ __LINE__, { PERSON, CLOSED, SINCE(99), .thanks = THANKS_MERE },
	  "only-thanks" },
	{ __LINE__, { PERSON, CLOSED, SINCE(1), .thanks = THANKS_AGREES },
	  "only-thanks" },
	{ __LINE__, { PERSON, .state = TICKET_PENDING,
		      .thanks = THANKS_MERE }, "only-thanks" },
	{ __LINE__, { PERSON, .state = TICKET_PENDING,
		      .thanks = THANKS_AGREES }, "customer-wrote" },

	/* The time, and its edges. */
	{ __LINE__, { PERSON, .state = TICKET_PENDING }, "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, SINCE(1) }, "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED,
		      .closed = NOW - 30 * USEC_DAY + 1 }, "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, SINCE(30) }, "closed-too-long" },
	{ __LINE__, { PERSON, CLOSED, SINCE(99) }, "closed-too-long" },
	/* A stepped clock: closed in the future is closed just now. */
	{ __LINE__, { PERSON, CLOSED, SINCE(-1) }, "customer-wrote" },

	/* Closed before that was noted. */
	{ __LINE__, { PERSON, CLOSED, .updated = NOW - USEC_DAY },
	  "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, .updated = NOW - 31 * USEC_DAY },
	  "closed-too-long" },

	/* Queues of their own mind. */
	{ __LINE__, { PERSON, CLOSED, SINCE(0), .queue = "billing" },
	  "closed-too-long" },
	{ __LINE__, { PERSON, CLOSED, SINCE(900), .queue = "sales" },
	  "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, .closed = 1, .queue = "sales" },
	  "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, SINCE(1), .queue = "parts" },
	  "customer-wrote" },
	{ __LINE__, { PERSON, CLOSED, SINCE(2), .queue = "parts" },
	  "closed-too-long" },
	{ __LINE__, { PERSON, .state = TICKET_PENDING, .queue = "billing" },
	  "customer-wrote" },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reopen_facts facts = cases[i].facts;
		const char *got;

		if (facts.queue == NULL)
			facts.queue = "general";
		got = reopen_word(reopen_judge(&facts, &policy));
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_judge) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
