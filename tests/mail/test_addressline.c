/* test_addressline.c - people in the words of clients, and what is nobody. */

#include "mail/addressline.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *shown(struct arena *arena, const struct mailboxes *all)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < all->count; i++)
		buffer_printf(&out, "%s%s<%s>", i > 0 ? " " : "",
			      all->at[i].name, all->at[i].address);
	return buffer_string(&out);
}

static const struct {
	int line;
	const char *text;
	const char *want;
} cases[] = {
	{ __LINE__, "Ann B <a@x.test>", "Ann B<a@x.test>" },
	{ __LINE__, "a@x.test", "<a@x.test>" },
	{ __LINE__, "<a@x.test>, Bob <b@x.test>", "<a@x.test> Bob<b@x.test>" },
	{ __LINE__, "\"B, Ann\" <a@x.test>; 'Bob' <b@x.test>",
	  "B, Ann<a@x.test> Bob<b@x.test>" },
	{ __LINE__, "B, Ann <a@x.test>, C, Bob <b@x.test>",
	  "B, Ann<a@x.test> C, Bob<b@x.test>" },
	{ __LINE__, "B, Ann; C, Bob", "B, Ann<> C, Bob<>" },
	{ __LINE__, "a@x.test <a@x.test>", "<a@x.test>" },
	{ __LINE__, "\"b@y.test\" <a@x.test>", "<a@x.test>" },
	{ __LINE__, "Ann [mailto:a@x.test]", "Ann<a@x.test>" },
	{ __LINE__, "Ann<mailto:a@x.test> <a@x.test<mailto:a@x.test>> on "
	  "behalf of b@x.test<mailto:b@x.test>", "Ann<a@x.test>" },
	{ __LINE__, "a@x.test (Ann)", "Ann<a@x.test>" },
	{ __LINE__, "Ann/ORG@ORG, Bob", "Ann/ORG@ORG<> Bob<>" },
	{ __LINE__, "Ann (a@x.test)", "Ann<a@x.test>" },
	{ __LINE__, "Άννα <a@x.test>", "Άννα<a@x.test>" },
	{ __LINE__, "Ann <a@x.test>;", "Ann<a@x.test>" },
	{ __LINE__, "\"<a@x.test", "<a@x.test>" },
	{ __LINE__, "", "" },
	{ __LINE__, ";,; ", "" },

	/* Nobody's address: style sheets, noise, broken forms. */
	{ __LINE__, "@media screen { a:b }", "@media screen { a:b }<>" },
	{ __LINE__, "a@b", "a@b<>" },
	{ __LINE__, "a@b..test", "a@b..test<>" },
	{ __LINE__, ".a@b.test", ".a@b.test<>" },
	{ __LINE__, "a@1.2.3.4", "a@1.2.3.4<>" },
	{ __LINE__, "a@-b.test", "a@-b.test<>" },
};

static void test_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct mailboxes all = addressline_read(arena, cases[i].text);
		const char *got = shown(arena, &all);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got);
	}
}

static void test_within(void **state)
{
	static const struct {
		int line;
		const char *text, *name, *address;
	} rows[] = {
		{ __LINE__, "On 1/5/2021 12:46, \"Ann B\" <a@x.test> wrote:",
		  "Ann B", "a@x.test" },
		{ __LINE__, "Ann B <a@x.test> kirjoitti 1.5.2021:", "Ann B",
		  "a@x.test" },
		{ __LINE__, "1/5/2021 12:46 időpontban Ann B (a@x.test) ezt "
		  "írta:", "Ann B", "a@x.test" },
		{ __LINE__, "Op 1/5/2021 heeft Ann van der B <a@x.test> "
		  "geschreven:", "Ann van der B", "a@x.test" },
		{ __LINE__, "Dne 1. května v 12:46, a@x.test napsal:", "",
		  "a@x.test" },
		{ __LINE__, "Ann wrote:", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		struct mailbox one = addressline_within(arena, rows[i].text);

		if (strcmp(one.name, rows[i].name) != 0 ||
		    strcmp(one.address, rows[i].address) != 0)
			fail_msg("line %d: got %s<%s>", rows[i].line, one.name,
				 one.address);
	}
}

/* The limit: 500 are kept, all are counted. */
static void test_many(void **state)
{
	ARENA(arena);
	struct buffer text = { .arena = arena };
	struct mailboxes all;

	(void)state;
	for (int i = 0; i < 501; i++)
		buffer_text(&text, "a@x.test, ");
	all = addressline_read(arena, buffer_string(&text));
	assert_int_equal(all.count, 500);
	assert_int_equal(all.seen, 501);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
