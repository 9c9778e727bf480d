/* test_findings.c - what is counted and kept, and that pages escape. */

#include "app/findings_report.h"
#include "app/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct finding finding(int64_t id, const char *urgency,
			      const char *disposition, unsigned grounds)
{
	struct finding made = {
		.mail_id = id, .subject = "<script>alert('1')</script>",
		.author = "a&b@example.org", .grounds = grounds,
		.judged = true,
	};

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		made.before.values[i] = made.after.values[i] = "";
	made.before.values[OUTCOME_URGENCY] = "normal";
	made.before.values[OUTCOME_DISPOSITION] = "ticketed";
	made.after.values[OUTCOME_URGENCY] = urgency;
	made.after.values[OUTCOME_DISPOSITION] = disposition;
	made.changed = outcome_differ(&made.before, &made.after);
	return made;
}

static struct findings *some(struct arena *arena, size_t limit)
{
	struct findings *findings = findings_new(arena, limit);
	const struct finding all[] = {
		finding(9, "high", "ticketed", 0),
		finding(4, "normal", "dropped", 0),
		finding(5, "normal", "ticketed", 1u << REDECIDE_TICKET),
		finding(7, "high", "ticketed", 1u << REDECIDE_COUNTERS),
	};

	for (size_t i = 0; i < 4; i++)
		findings_add(findings, &all[i]);
	findings_sort(findings);
	return findings;
}

static void test_counts(void **state)
{
	static const int64_t followers[] = { 2, 9, 11 };
	ARENA(a);
	struct findings *findings = some(a, 10);

	(void)state;
	assert_int_equal(findings->mails, 4);
	assert_int_equal(findings->changed, 3);
	assert_int_equal(findings->apart, 2);
	assert_int_equal(findings->grounds[REDECIDE_TICKET], 1);
	assert_int_equal(findings->count, 3);
	assert_int_equal(findings->list[0].mail_id, 4);
	assert_int_equal(findings->list[2].mail_id, 9);
	assert_int_equal(findings->moved_count, 1);
	assert_int_equal(findings->moved[0], 4);
	findings_follow(findings, followers, 3);
	assert_int_equal(findings->grounds[REDECIDE_EARLIER], 3);
	assert_string_equal(findings_grounds(a, findings->list[2].grounds),
			    "earlier-mail");
	assert_string_equal(findings_grounds(a, findings->list[0].grounds),
			    "");
	assert_string_equal(findings_grounds(a, 3), "ticket-state, counters");
}

static void test_limit(void **state)
{
	ARENA(a);
	struct findings *findings = some(a, 1);
	struct strings notes = findings_notes(a, findings);

	(void)state;
	assert_int_equal(findings->count, 1);
	assert_int_equal(findings->changed, 3);
	/* Whichever came first. */
	assert_int_equal(findings->list[0].mail_id, 4);
	findings = some(a, 2);
	assert_int_equal(findings->list[0].mail_id, 4);
	assert_int_equal(findings->list[1].mail_id, 7);
	assert_true(strstr(notes.at[notes.count - 1], "first 1 ") != NULL);
}

static void test_page(void **state)
{
	ARENA(a);
	const char *page = findings_html(a, some(a, 10),
					 &(struct findings_about){
		.candidate = "a<b", .active = 3, .since = 1 });

	(void)state;
	assert_null(strstr(page, "<script"));
	assert_non_null(strstr(page, "&lt;script&gt;alert(&#39;1&#39;)"));
	assert_non_null(strstr(page, "a&amp;b@example.org"));
	assert_non_null(strstr(page, "<h1>a&lt;b beside ruleset 3</h1>"));
	assert_non_null(strstr(page, "normal -&gt; high"));
}

static void test_json(void **state)
{
	ARENA(a);
	struct buffer out = { .arena = a };
	struct json json = { .out = &out };

	(void)state;
	json_open(&json, '{');
	findings_json(&json, a, some(a, 10), &(struct findings_about){
		.candidate = "x", .active = 3, .took = 5000 });
	json_close(&json, '}');
	assert_non_null(strstr(buffer_string(&out), "\"changed\":3"));
	assert_non_null(strstr(buffer_string(&out), "\"what\":\"urgency\","
			       "\"before\":\"normal\",\"after\":\"high\","
			       "\"mails\":1,\"apart\":1"));
}

static const struct {
	int line;
	const char *text, *want;
} texts[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "a", "a" },
	{ __LINE__, "&<>\"'", "&amp;&lt;&gt;&quot;&#39;" },
	{ __LINE__, "a\nb", "a b" },
	{ __LINE__, "\x01\xff", "\xef\xbf\xbd" },
	{ __LINE__, "\xe2\x80\xae" "abc", "abc" },
};

static void test_escapes(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct buffer out = { .arena = a };

		html_text(&out, texts[i].text);
		if (strcmp(buffer_string(&out), texts[i].want) != 0)
			fail_msg("line %d: %s", texts[i].line,
				 buffer_string(&out));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
