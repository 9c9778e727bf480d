/* test_message.c - fields by name, and who is a sound author. */

#include "mail/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_headers(void **state)
{
	static const struct header headers[] = {
		{ "Received", "one" }, { "X", "y" }, { "RECEIVED", "two" },
	};
	const struct message message = { .headers = headers,
					 .header_count = 3 };
	size_t from = 0;

	(void)state;
	assert_string_equal(message_header(&message, "received"), "one");
	assert_null(message_header(&message, "y"));
	assert_string_equal(message_next_header(&message, "received", &from),
			    "one");
	assert_string_equal(message_next_header(&message, "received", &from),
			    "two");
	assert_null(message_next_header(&message, "received", &from));
	assert_null(message_next_header(&message, "received", &from));
}

static const struct {
	int line;
	const char *address;
	bool sound;
} cases[] = {
	{ __LINE__, "ann@a.test", true },
	{ __LINE__, "a.b+c=d@a-b.test", true },
	{ __LINE__, "a@localhost", true },
	{ __LINE__, "\"a,b\"@a.test", true },
	{ __LINE__, "\"a b\"@a.test", false },
	{ __LINE__, "\"a@b.test\"@a.test", false },
	{ __LINE__, "\"a\tb\"@a.test", false },
	{ __LINE__, "άννα@ά.test", true },
	{ __LINE__, "a@xn--hxa.test", true },
	{ __LINE__, "", false },
	{ __LINE__, "ann", false },
	{ __LINE__, "@a.test", false },
	{ __LINE__, "ann@", false },
	{ __LINE__, "a@b@c.test", false },
	{ __LINE__, ".a@a.test", false },
	{ __LINE__, "a.@a.test", false },
	{ __LINE__, "a..b@a.test", false },
	{ __LINE__, "a b@a.test", false },
	{ __LINE__, "a%b.test@a.test", false },
	{ __LINE__, "=?utf-8?q?a?=@a.test", false },
	{ __LINE__, "a=?b@a.test", true },
	{ __LINE__, "\"\"@a.test", false },
	{ __LINE__, "\"a\\\"b\"@a.test", false },
	{ __LINE__, "a@.test", false },
	{ __LINE__, "a@a..test", false },
	{ __LINE__, "a@-a.test", false },
	{ __LINE__, "a@a-.test", false },
	{ __LINE__, "a@a_b.test", false },
	{ __LINE__, "a@a.test␍", false },
	{ __LINE__, "a@a.test\xe2\x80\xa6", false },
	{ __LINE__, "a@a.-b.test", false },
	{ __LINE__, "a@a--b.test", true },
	{ __LINE__, "a@[127.0.0.1]", false },
	{ __LINE__, "1234567890123456789012345678901234567890123456789012345"
	  "678901234@a.test", true },
	{ __LINE__, "1234567890123456789012345678901234567890123456789012345"
	  "6789012345@a.test", false },
	{ __LINE__, "a@1234567890123456789012345678901234567890123456789012"
	  "34567890123.test", true },
	{ __LINE__, "a@1234567890123456789012345678901234567890123456789012"
	  "345678901234.test", false },
};

static void test_author(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct mailbox from = { "", cases[i].address };
		struct message message = { .from_fields = 1,
					   .from = { &from, 1, 1 } };
		const char *want = cases[i].sound ? cases[i].address : "";

		if (strcmp(message_author(&message), want) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 cases[i].address);
	}
}

/* Two authors are none. */
static void test_many_authors(void **state)
{
	const struct mailbox from[] = { { "", "a@a.test" },
					{ "", "b@a.test" } };
	struct message message = { .from_fields = 2, .from = { from, 1, 1 } };

	(void)state;
	assert_string_equal(message_author(&message), "");
	message.from_fields = 1;
	message.from = (struct mailboxes){ from, 2, 2 };
	assert_string_equal(message_author(&message), "");
	message.from = (struct mailboxes){ from, 1, 2 };
	assert_string_equal(message_author(&message), "");
	message.from = (struct mailboxes){ from, 0, 0 };
	assert_string_equal(message_author(&message), "");
	/* One of a group speaks for the others; parse says so. */
	message.from = (struct mailboxes){ from, 1, 1 };
	assert_string_equal(message_author(&message), "a@a.test");
	message.defects = 1ull << DEFECT_BAD_FROM;
	assert_string_equal(message_author(&message), "");
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(message_defect_word(DEFECT_EMPTY), "empty");
	assert_string_equal(message_defect_word(DEFECT_UNPARSED), "unparsed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_author),
		cmocka_unit_test(test_many_authors),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
