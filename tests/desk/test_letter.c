/* test_letter.c - how an automatic answer is signed, threaded and marked. */

#include "desk/letter.h"

#include "mail/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const struct mailbox ann = { "Ann", "ann@example.org" };
static const char *const earlier[] = { "m0@example.org" };
static const struct message message = {
	.message_id = "m1@example.org", .subject = "Re: Printer",
	.references = { earlier, 1 }, .in_reply_to = { earlier, 1 },
	.from_fields = 1, .from = { &ann, 1, 1 },
};

static struct draft draft_of(struct arena *arena, bool tokens, bool neutral)
{
	static struct desk desk = {
		.id = 5, .display_name = "Acme",
		.address = "support@desk.test",
		.token_address = "in@desk.test", .ring = { &key, 1, 5 },
	};
	static const struct rendered rendered = {
		.subject = "[#7] Printer", .markdown = "Hello.\n",
		.language = "el",
	};

	desk.address_tokens = tokens;
	return letter_draft(arena, &(struct letter){
		.desk = &desk, .message = &message,
		.answered = message.message_id, .number = 7, .item = 61,
		.now = 1772357400 * USEC_SECOND, .rendered = &rendered,
		.neutral = neutral,
	});
}

static void test_proven(void **state)
{
	ARENA(a);
	const struct draft draft = draft_of(a, true, false);

	(void)state;
	assert_string_equal(draft.from.name, "Acme");
	assert_string_equal(draft.from.address, "support@desk.test");
	assert_string_equal(draft.to.name, "Ann");
	assert_string_equal(draft.to.address, "ann@example.org");
	assert_string_equal(draft.in_reply_to, "m1@example.org");
	assert_int_equal(draft.references.count, 2);
	assert_string_equal(draft.references.at[0], "m0@example.org");
	assert_string_equal(draft.references.at[1], "m1@example.org");
	assert_string_equal(draft.subject, "[#7] Printer");
	assert_string_equal(draft.thread_topic, "Printer");
	assert_string_equal(draft.language, "el");
	assert_string_equal(draft.markdown, "Hello.\n");
	assert_int_equal(draft.date, 1772357400 * USEC_SECOND);
	assert_int_equal(draft.automatic, DRAFT_REPLIED);
	assert_false(draft.plain_only);
}

/* No word of a sender who was not proven, not even his name. */
static void test_neutral(void **state)
{
	ARENA(a);
	const struct draft draft = draft_of(a, true, true);

	(void)state;
	assert_string_equal(draft.to.name, "");
	assert_string_equal(draft.to.address, "ann@example.org");
	assert_string_equal(draft.in_reply_to, "m1@example.org");
	assert_int_equal(draft.references.count, 1);
	assert_true(draft.thread_topic == NULL || !*draft.thread_topic);
	assert_true(draft.plain_only);
}

/* The ticket is in the address, or in a line of the text; never nowhere. */
static void test_token(void **state)
{
	ARENA(a);
	const struct token_ring ring = { &key, 1, 5 };
	const char *token = token_sign(a, &ring, TOKEN_REPLY, 7, 0);
	struct draft draft = draft_of(a, true, false);

	(void)state;
	assert_string_equal(draft.reply_to,
			    token_address(a, "in@desk.test", token));
	assert_string_equal(draft.message_id,
			    token_message_id(a, &ring, 7, 61, "desk.test"));
	draft = draft_of(a, false, false);
	assert_string_equal(draft.reply_to, "support@desk.test");
	assert_string_equal(draft.markdown,
			    arena_printf(a, "Hello.\n\n\n\\[%s\\]\n", token));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proven),
		cmocka_unit_test(test_neutral),
		cmocka_unit_test(test_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
