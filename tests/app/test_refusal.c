/* test_refusal.c - the guilty mail is found, left out, and tried again. */

#include "app/refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_guilty(void **state)
{
	const struct err no = { ERR_TEMPORARY, "NO corrupt" };
	struct refusal refusal = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(refusal_batch(&refusal, 9), 9);
	refusal_failed(&refusal, 1, 9, USEC_HOUR, &no);
	assert_int_equal(refusal_batch(&refusal, 9), 1);
	assert_false(refusal_holds(&refusal, 1));
	refusal_failed(&refusal, 4, 1, USEC_HOUR, &no);
	assert_false(refusal_holds(&refusal, 4));
	refusal_failed(&refusal, 4, 1, USEC_HOUR, &no);
	assert_true(refusal_holds(&refusal, 4));
	assert_int_equal(refusal_batch(&refusal, 8), 8);
	assert_false(refusal_settle(&refusal, &err));
	assert_non_null(strstr(err.text, "is 4: NO corrupt"));
	refusal_expire(&refusal, USEC_HOUR + 10 * USEC_MINUTE);
	assert_true(refusal_holds(&refusal, 4));
	refusal_expire(&refusal, USEC_HOUR + 10 * USEC_MINUTE + 1);
	assert_false(refusal_holds(&refusal, 4));
	assert_true(refusal_settle(&refusal, &err));
}

/* Two that fail once each were a bad line, not bad mails. */
static void test_line(void **state)
{
	const struct err no = { ERR_TEMPORARY, "gone" };
	struct refusal refusal = { 0 };
	struct err err;

	(void)state;
	refusal_failed(&refusal, 1, 1, USEC_HOUR, &no);
	refusal_failed(&refusal, 2, 1, USEC_HOUR, &no);
	refusal_failed(&refusal, 1, 1, USEC_HOUR, &no);
	assert_int_equal(refusal.count, 0);
	assert_true(refusal_settle(&refusal, &err));
	assert_int_equal(refusal_batch(&refusal, 9), 9);
}

static void test_many(void **state)
{
	const struct err no = { ERR_TEMPORARY, "NO" };
	struct refusal refusal = { 0 };

	(void)state;
	for (int64_t i = 1; i <= REFUSAL_MOST + 1; i++)
		for (int twice = 0; twice < 2; twice++)
			refusal_failed(&refusal, i, 1, USEC_HOUR, &no);
	assert_int_equal(refusal.count, REFUSAL_MOST);
	assert_false(refusal_holds(&refusal, REFUSAL_MOST + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guilty),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
