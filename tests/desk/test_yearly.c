/* test_yearly.c - what comes back every year, and what is refused. */

#include "desk/yearly.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The first dates of a rule. */
static const struct {
	int line;
	const char *rule, *start;
	const char *dates;	/* the first six, or all */
} rules[] = {
	{ __LINE__, "FREQ=YEARLY;COUNT=3", "2026-12-24",
	  "2026-12-24 2027-12-24 2028-12-24" },
	{ __LINE__, "FREQ=YEARLY;INTERVAL=2;WKST=MO", "2026-12-24",
	  "2026-12-24 2028-12-24 2030-12-24 2032-12-24 2034-12-24 "
	  "2036-12-24" },
	{ __LINE__, "FREQ=YEARLY", "2096-12-24",
	  "2096-12-24 2097-12-24 2098-12-24 2099-12-24" },
	{ __LINE__, "FREQ=YEARLY;COUNT=3", "2096-02-29", "2096-02-29" },
	{ __LINE__, "COUNT=3;FREQ=YEARLY", "2024-02-29",
	  "2024-02-29 2028-02-29 2032-02-29" },
	{ __LINE__, "FREQ=YEARLY;UNTIL=20281224", "2026-12-24",
	  "2026-12-24 2027-12-24 2028-12-24" },
	{ __LINE__, "FREQ=YEARLY;UNTIL=20281223", "2026-12-24",
	  "2026-12-24 2027-12-24" },
	{ __LINE__, "FREQ=YEARLY;UNTIL=20251223", "2026-12-24", "" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=12,1;BYMONTHDAY=25,-1;COUNT=6",
	  "2026-12-25", "2026-12-25 2026-12-31 2027-01-25 2027-01-31 "
	  "2027-12-25 2027-12-31" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=3",
	  "2027-02-28", "2027-02-28 2028-02-29 2029-02-28" },
	{ __LINE__, "FREQ=YEARLY;BYMONTHDAY=31;COUNT=4", "2026-10-31",
	  "2026-10-31 2026-12-31 2027-01-31 2027-03-31" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=6,9;COUNT=3", "2026-06-24",
	  "2026-06-24 2026-09-24 2027-06-24" },
	/* The fourth Thursday, the last Monday, the Tuesday after one. */
	{ __LINE__, "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3",
	  "2026-11-26", "2026-11-26 2027-11-25 2028-11-23" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3",
	  "2026-05-25", "2026-05-25 2027-05-31 2028-05-29" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;"
	  "COUNT=3", "2026-11-03", "2026-11-03 2027-11-02 2028-11-07" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=3;BYDAY=+5SU;COUNT=2", "2026-03-29",
	  "2026-03-29 2030-03-31" },
	/* The start is one of them, whatever the rule says. */
	{ __LINE__, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=2",
	  "2026-12-24", "2026-12-24 2027-01-01" },
};

struct list {
	struct buffer text;
	int count;
};

static bool add(void *with, usec_t midnight)
{
	struct list *list = with;

	buffer_printf(&list->text, "%s%.10s", list->count > 0 ? " " : "",
		      clock_render(list->text.arena, midnight));
	return ++list->count < 6;
}

static bool parse(struct arena *arena, const char *rule,
		  struct yearly *yearly_r, struct err *err)
{
	const struct ical line = { .arena = arena, .file = "f.ics",
				   .line = 7, .name = "RRULE", .value = rule };

	return yearly_parse(&line, yearly_r, err);
}

static void test_rules(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct list list = { .text.arena = a };
		struct yearly yearly;
		struct err err;
		usec_t start;

		if (!parse(a, rules[i].rule, &yearly, &err))
			fail_msg("line %d: %s", rules[i].line, err.text);
		assert_true(clock_parse_date(rules[i].start, &start));
		assert_true(yearly_each(&yearly, start, add, &list) ==
			    (list.count < 6));
		if (strcmp(buffer_string(&list.text), rules[i].dates) != 0)
			fail_msg("line %d: %s", rules[i].line,
				 buffer_string(&list.text));
	}
}

static const struct {
	int line;
	const char *rule, *refusal;
} refused[] = {
	{ __LINE__, "FREQ=MONTHLY", "expected no FREQ=MONTHLY: only" },
	{ __LINE__, "FREQ=YEARLY;BYWEEKNO=20", "expected no BYWEEKNO=20" },
	{ __LINE__, "FREQ=YEARLY;BYYEARDAY=-1", "expected no BYYEARDAY" },
	{ __LINE__, "FREQ=YEARLY;BYSETPOS=1", "expected no BYSETPOS" },
	{ __LINE__, "RSCALE=HEBREW;FREQ=YEARLY", "expected no RSCALE" },
	{ __LINE__, "FREQ=YEARLY;INTERVAL=0", "expected no INTERVAL=0" },
	{ __LINE__, "FREQ=YEARLY;INTERVAL=10000", "expected no INTERVAL" },
	{ __LINE__, "FREQ=YEARLY;COUNT=-1", "expected no COUNT=-1" },
	{ __LINE__, "FREQ=YEARLY;UNTIL=tomorrow", "expected no UNTIL" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=13", "expected no BYMONTH=13" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=1,", "expected no BYMONTH=1," },
	{ __LINE__, "FREQ=YEARLY;BYMONTHDAY=0", "expected no BYMONTHDAY=0" },
	{ __LINE__, "FREQ=YEARLY;BYMONTHDAY=-32", "expected no BYMONTHDAY" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", "expected no BYDAY" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=1;BYDAY=M", "expected no BYDAY=M" },
	{ __LINE__, "FREQ=YEARLY;BYMONTH=1;BYDAY=UM", "expected no BYDAY" },
	{ __LINE__, "FREQ=YEARLY;BYDAY=1MO", "expected BYMONTH beside" },
	{ __LINE__, "COUNT=3", "expected FREQ=YEARLY in it" },
	{ __LINE__, "FREQ", "expected parts such as FREQ=YEARLY" },
	{ __LINE__, "", "expected parts such as FREQ=YEARLY" },
	{ __LINE__, "FREQ=YEARLY;", "expected parts such as FREQ=YEARLY" },
};

static void test_refused(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct yearly yearly;
		struct err err = { 0 };

		if (parse(a, refused[i].rule, &yearly, &err) ||
		    strstr(err.text, refused[i].refusal) == NULL ||
		    strncmp(err.text, "f.ics:7: found `RRULE:", 22) != 0)
			fail_msg("line %d: %s", refused[i].line, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
