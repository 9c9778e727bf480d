/* test_said.c - which texts are alike, and how often is too often. */

#include "desk/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW	(1000 * USEC_DAY)
#define ANN	"ann@x.test"
#define BEN	"ben@x.test"
#define EIGHT	"your ticket was received and will be read"
#define SEVEN	"your ticket was received and is read"

static const struct {
	int line;
	const char *text, *author, *other, *others_author;
	bool alike;
} texts[] = {
	{ __LINE__, "It leaks.", ANN, "it LEAKS", ANN, true },
	{ __LINE__, "It leaks.", ANN, "It leaked.", ANN, false },
	{ __LINE__, "It leaks.", ANN, "Leaks it.", ANN, false },
	{ __LINE__, "Ticket 1001 is there", ANN, "Ticket #1002 is there", ANN,
	  true },
	{ __LINE__, "Ticket ab1 is there", ANN, "Ticket cd22x is there", ANN,
	  true },
	{ __LINE__, "Ticket is there", ANN, "Ticket is here", ANN, false },
	/* Long ones are anybody's. */
	{ __LINE__, EIGHT, ANN, EIGHT, BEN, true },
	{ __LINE__, SEVEN, ANN, SEVEN, BEN, false },
	{ __LINE__, SEVEN " 17", ANN, SEVEN " 17", BEN, false },
};

static void test_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const int64_t a = said_shape(texts[i].text, texts[i].author);
		const int64_t b = said_shape(texts[i].other,
					     texts[i].others_author);

		if (a == 0 || b == 0 || (a == b) != texts[i].alike)
			fail_msg("line %d", texts[i].line);
	}
	assert_int_equal(said_shape("", ANN), 0);
	assert_int_equal(said_shape("-- 17:00, #1", ANN), 0);
}

static void test_one_sender(void **state)
{
	struct said first = { ANN, NOW - 30 * USEC_DAY + 1, NULL };
	struct said other = { BEN, NOW - 1, &first };
	struct said second = { ANN, NOW - 1, &other };

	(void)state;
	assert_false(said_before(NULL, ANN, NOW));
	assert_false(said_before(&other, ANN, NOW));
	assert_true(said_before(&second, ANN, NOW));
	assert_false(said_before(&second, BEN, NOW));
	first.at--;
	assert_false(said_before(&second, ANN, NOW));
}

static void test_many(void **state)
{
	struct said all[SAID_BY_MANY];

	(void)state;
	for (size_t i = 0; i < SAID_BY_MANY; i++)
		all[i] = (struct said){ i % 2 == 0 ? "c@x.test" : "d@x.test",
					NOW - USEC_DAY + 1,
					i == 0 ? NULL : &all[i - 1] };
	assert_true(said_before(&all[SAID_BY_MANY - 1], ANN, NOW));
	assert_false(said_before(&all[SAID_BY_MANY - 2], ANN, NOW));
	all[0].at--;
	assert_false(said_before(&all[SAID_BY_MANY - 1], ANN, NOW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shape),
		cmocka_unit_test(test_one_sender),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
