/* test_match_apart.c - what a mail answers counts, where a person drew a line.
 */

#include "desk/match.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Ticket 9 was split off from 7; 8 has nothing to do with either; 5 is part
 * of 9. */
static const struct plan_relation apart = { 90, 70, RELATION_APART };
static const char *const ann[] = { "ann@example.org" };
static struct known_ticket seven = {
	.ticket = { .id = 70, .number = 7 }, .participants = { ann, 1 },
};
static struct known_ticket eight = {
	.ticket = { .id = 80, .number = 8 }, .participants = { ann, 1 },
};
static struct known_ticket nine = {
	.ticket = { .id = 90, .number = 9 }, .participants = { ann, 1 },
	.relations = &apart, .relation_count = 1,
};
static struct known_ticket five = {
	.ticket = { .id = 50, .number = 5, .merged_into = 90 },
};

static const struct known_mention mentions[] = {
	{ .message_id = "in-7", .ticket = &seven, .received = true },
	{ .message_id = "in-8", .ticket = &eight, .received = true },
	{ .message_id = "in-9", .ticket = &nine, .received = true },
	{ .message_id = "out-9", .ticket = &nine, .ours = true },
	{ .message_id = "word-9", .ticket = &nine },
	{ .message_id = "in-5", .ticket = &five, .received = true },
};

/* The scores of 7, 8 and 9 before and after. */
static const struct {
	int line;
	const char *in_reply_to;
	const char *references[3];
	const char *author;
	int before[3], after[3];
} cases[] = {
	/* An answer to what was split off, with the old ticket's token. */
	{ __LINE__, "in-9", { 0 }, "ann@example.org",
	  { 100, 0, 60 }, { 59, 0, 60 } },
	{ __LINE__, "out-9", { "in-7", "out-9" }, "Ann@Example.org",
	  { 90, 0, 60 }, { 59, 0, 60 } },
	{ __LINE__, "in-5", { 0 }, "ann@example.org",
	  { 100, 0, 60 }, { 59, 0, 60 } },
	/* The nearest of the References, where nothing is replied to. */
	{ __LINE__, NULL, { "in-7", "in-9" }, "ann@example.org",
	  { 100, 0, 50 }, { 49, 0, 50 } },
	{ __LINE__, NULL, { "in-9" }, "ann@example.org",
	  { 100, 0, 50 }, { 49, 0, 50 } },
	{ __LINE__, "unknown", { "in-7", "in-9" }, "ann@example.org",
	  { 100, 0, 50 }, { 49, 0, 50 } },
	{ __LINE__, NULL, { "in-9", "in-7" }, "ann@example.org",
	  { 50, 0, 90 }, { 50, 0, 49 } },
	/* Equal is not clear: the one that is answered wins. */
	{ __LINE__, "in-9", { 0 }, "ann@example.org",
	  { 60, 0, 60 }, { 59, 0, 60 } },
	/* What is behind stays as it is. */
	{ __LINE__, "in-9", { 0 }, "ann@example.org",
	  { 59, 0, 60 }, { 59, 0, 60 } },
	/* And what a person did not part. */
	{ __LINE__, "in-9", { 0 }, "ann@example.org",
	  { 0, 100, 60 }, { 0, 100, 60 } },
	{ __LINE__, "in-8", { 0 }, "ann@example.org",
	  { 100, 60, 0 }, { 100, 60, 0 } },
	/* Merely mentioned, or not cited at all: the token speaks. */
	{ __LINE__, "word-9", { 0 }, "ann@example.org",
	  { 100, 0, 30 }, { 100, 0, 30 } },
	{ __LINE__, NULL, { 0 }, "ann@example.org",
	  { 100, 0, 0 }, { 100, 0, 0 } },
	/* Who has no part in it is not sent there. */
	{ __LINE__, "in-9", { 0 }, "eve@example.org",
	  { 100, 0, 60 }, { 100, 0, 60 } },
	{ __LINE__, "in-9", { 0 }, "", { 100, 0, 60 }, { 100, 0, 60 } },
};

static struct history *past(struct arena *arena)
{
	struct history *history = history_new(arena);

	history_add_ticket(history, &seven);
	history_add_ticket(history, &eight);
	history_add_ticket(history, &nine);
	history_add_ticket(history, &five);
	for (size_t i = 0; i < sizeof(mentions) / sizeof(mentions[0]); i++)
		history_add_mention(history, &mentions[i]);
	return history;
}

static struct message mail(size_t i, const struct mailbox *from)
{
	struct message message = { 0 };

	message.from.at = from;
	message.from.count = message.from.seen = 1;
	message.from_fields = 1;
	message.in_reply_to.at = &cases[i].in_reply_to;
	message.in_reply_to.count = cases[i].in_reply_to != NULL;
	message.references.at = cases[i].references;
	while (cases[i].references[message.references.count] != NULL)
		message.references.count++;
	return message;
}

static void test_apart(void **state)
{
	struct known_ticket *const tickets[] = { &seven, &eight, &nine };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct mailbox from = { .name = "",
					      .address = cases[i].author };
		const struct message message = mail(i, &from);
		struct match_candidate at[3] = { 0 };

		for (size_t t = 0; t < 3; t++) {
			at[t].ticket = tickets[t];
			at[t].score = cases[i].before[t];
		}
		match_apart(at, 3, &message, past(arena));
		for (size_t t = 0; t < 3; t++)
			if (at[t].score != cases[i].after[t])
				fail_msg("line %d: ticket %d has %d",
					 cases[i].line, (int)t + 7,
					 at[t].score);
	}
}

/* Our signed id leads to where its mail is now, if it is ours and cited. */
static void test_sent(void **state)
{
	static const char mac[] = "abcdefghijklmnopqrstuvwxyz";
	static const char *const ids[] = {
		"in-7", "pd.b7.1.abcdefghijklmnopqrstuvwxyz@example.test",
	};
	static const struct known_mention sent[] = {
		{ .message_id = "pd.b7.1.abcdefghijklmnopqrstuvwxyz@"
				"example.test", .ticket = &seven },
		{ .message_id = "pd.b7.1.abcdefghijklmnopqrstuvwxyz@"
				"example.test", .ticket = &five, .ours = true },
	};
	struct message replied = { .in_reply_to = { ids, 2 } };
	struct message refers = { .references = { ids, 2 } };
	struct message other = { .references = { ids, 1 } };
	struct token token = { .role = TOKEN_MESSAGE_ID, .ticket = 7 };
	ARENA(arena);
	struct history *history = past(arena);

	(void)state;
	memcpy(token.mac, mac, sizeof(mac));
	history_add_mention(history, &sent[0]);
	assert_null(match_sent(&replied, &token, history));
	history_add_mention(history, &sent[1]);
	assert_ptr_equal(match_sent(&replied, &token, history), &nine);
	assert_ptr_equal(match_sent(&refers, &token, history), &nine);
	assert_null(match_sent(&other, &token, history));
	token.mac[0] = 'z';
	assert_null(match_sent(&replied, &token, history));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
