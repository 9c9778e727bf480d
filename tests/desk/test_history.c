/* test_history.c - a plan that is applied is known to the next mail. */

#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct ticket ticket_seven = {
	.id = 70, .number = 7, .subject = "s", .queue = "q",
	.requester_address = "ann@example.org", .language = "",
};

static struct plan plan_of_ticket(void)
{
	static const struct plan_mention mentions[] = {
		{ .message_id = "a@x", .ticket_id = 70, .received = true },
		{ .message_id = "b@x", .ticket_id = 70 },
	};
	static const struct plan_outgoing outgoing[] = {
		{ .id = 71, .ticket_id = 70, .class = OUTGOING_AUTOMATIC,
		  .rcpt_to = "Ann@Example.org" },
	};

	return (struct plan){
		.mail_id = 1, .ticket_id = 70, .new_ticket = true,
		.ticket = &ticket_seven, .author = "ann@example.org",
		.message_id = "a@x", .language = "et", .origin = "person",
		.participant = "ann@example.org", .sha256 = { 1, 2, 3 },
		.mentions = mentions, .mention_count = 2,
		.outgoing = outgoing, .outgoing_count = 1,
	};
}

static void test_apply(void **state)
{
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan plan = plan_of_ticket();
	struct known_ticket *ticket;

	(void)state;
	history->next_number = 7;
	history_apply(history, &plan);

	ticket = history_number(history, 7);
	assert_non_null(ticket);
	assert_ptr_equal(ticket, history_ticket(history, 70));
	assert_int_equal(history->next_number, 8);
	assert_int_equal(ticket->participants.count, 1);
	assert_true(ticket->acknowledged);
	assert_ptr_equal(history_mention(history, "a@x")->ticket, ticket);
	assert_true(history_mention(history, "a@x")->received);
	assert_false(history_mention(history, "b@x")->received);
	assert_null(history_mention(history, "c@x"));
	assert_int_equal(history_same_bytes(history, plan.sha256)->id, 1);
	assert_int_equal(history_same_id(history, "a@x")->id, 1);
	assert_string_equal(history_address(history, "ann@example.org")
				    ->language, "et");
}

static void test_counters(void **state)
{
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan plan = plan_of_ticket();
	const struct known_address *ann;

	(void)state;
	history_apply(history, &plan);
	ann = history_address(history, "ann@example.org");
	assert_int_equal(ann->autos_hour, 1);
	assert_int_equal(ann->autos_day, 1);
	assert_int_equal(ann->autos_without_person, 1);
	assert_int_equal(history_domain_hour(history, "example.org"), 1);
	assert_int_equal(history_domain_hour(history, "example.com"), 0);
	assert_int_equal(history->autos_minute, 1);

	plan.outgoing_count = 0;
	plan.by_person = true;
	history_apply(history, &plan);
	assert_int_equal(ann->autos_without_person, 0);
	assert_int_equal(ann->autos_hour, 1);
}

/* What was said last comes first; what a stranger wrote is not recalled. */
static void test_texts(void **state)
{
	static const struct plan_message messages[] = {
		{ .direction = MESSAGE_IN, .text = "asked" },
		{ .direction = MESSAGE_OUT, .text = "answered" },
		{ .direction = MESSAGE_NOTE, .text = "strange" },
	};
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan plan = plan_of_ticket();
	const struct strings *texts;

	(void)state;
	plan.messages = messages;
	plan.message_count = 1;
	history_apply(history, &plan);
	plan.messages = messages + 1;
	plan.message_count = 2;
	history_apply(history, &plan);
	texts = &history_ticket(history, 70)->texts;
	assert_int_equal(texts->count, 2);
	assert_string_equal(texts->at[0], "answered");
	assert_string_equal(texts->at[1], "asked");
}

static void test_bounce(void **state)
{
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan sent = plan_of_ticket();
	struct plan bounce = { .mail_id = 2, .author = "", .message_id = "",
			       .origin = "bounce",
			       .language = "", .bounced_outbox = 71,
			       .bounced_hard = true };

	(void)state;
	history_apply(history, &sent);
	history_apply(history, &bounce);
	assert_true(history_outbox(history, 71)->bounced);
	assert_true(history_address(history, "ann@example.org")->bounced);
	assert_null(history_outbox(history, 72));
}

/* One Message-ID may stand in several tickets; facts of one are joined. */
static void test_mentions(void **state)
{
	ARENA(arena);
	struct history *history = history_new(arena);
	struct known_ticket one = { .ticket = { .id = 1 } };
	struct known_ticket two = { .ticket = { .id = 2 } };
	struct known_mention mention = { .message_id = "m@x", .ticket = &one };
	size_t count = 0;

	(void)state;
	history_add_mention(history, &mention);
	mention.received = true;
	history_add_mention(history, &mention);
	mention.ticket = &two;
	mention.received = false;
	history_add_mention(history, &mention);
	for (const struct known_mention *m = history_mention(history, "m@x");
	     m != NULL; m = m->next, count++)
		assert_int_equal(m->received, m->ticket == &one);
	assert_int_equal(count, 2);
}

/* What a merged ticket knows is known of the one that it is part of. */
/* What a person moved is found where it is now, by the same batch. */
static void test_moves(void **state)
{
	static const struct plan_mention_move mention = { "a@x", 70, 80 };
	static const struct plan_clue_move clue = { CLUE_SUBJECT, "s", 70, 80 };
	static const struct plan_participant people[] = {
		{ 80, "bob@example.org" }, { 80, "eve@example.org" },
		{ 80, "bob@example.org" },
	};
	static const struct ticket eight = { .id = 80, .number = 8 };
	const struct plan moves = {
		.ticket_id = 80, .new_ticket = true, .ticket = &eight,
		.author = "", .message_id = "", .language = "",
		.participants = people, .participant_count = 3,
		.mention_moves = &mention, .mention_move_count = 1,
		.clue_moves = &clue, .clue_move_count = 1,
	};
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan plan = plan_of_ticket();

	(void)state;
	history_apply(history, &plan);
	history_add_clue(history, &(struct known_clue){
		.kind = CLUE_SUBJECT, .key = "s",
		.ticket = history_ticket(history, 70) });
	history_apply(history, &moves);
	assert_int_equal(history_mention(history, "a@x")->ticket->ticket.id,
			 80);
	assert_int_equal(history_mention(history, "b@x")->ticket->ticket.id,
			 70);
	assert_int_equal(history_same_id(history, "a@x")->ticket_id, 80);
	assert_int_equal(history_clue(history, CLUE_SUBJECT, "s")
				 ->ticket->ticket.id, 80);
	assert_int_equal(history_ticket(history, 80)->participants.count, 2);
}

static void test_merge(void **state)
{
	static const char *const ann[] = { "ann@example.org" };
	static const char *const both[] = { "ann@example.org",
					    "bob@example.org" };
	static const char *const said[] = { "words" };
	static const struct plan_merge merges[] = { { 3, 2 }, { 2, 1 } };
	static const struct plan_relation apart = { 3, 9, RELATION_APART };
	static const struct plan_clue clue = { CLUE_SUBJECT, "k", 2 };
	const struct plan plan = { .merges = merges, .merge_count = 2,
				   .relations = &apart, .relation_count = 1,
				   .clues = &clue, .clue_count = 1,
				   .author = "" };
	struct known_ticket one = { .ticket = { .id = 1, .number = 11 },
				    .participants = { ann, 1 } };
	struct known_ticket two = { .ticket = { .id = 2, .number = 12 },
				    .participants = { both, 2 },
				    .acknowledged = true };
	struct known_ticket three = { .ticket = { .id = 3, .number = 13 },
				      .texts = { said, 1 } };
	struct known_ticket nine = { .ticket = { .id = 9, .number = 19 } };
	ARENA(arena);
	struct history *history = history_new(arena);

	(void)state;
	history_add_ticket(history, &one);
	history_add_ticket(history, &two);
	history_add_ticket(history, &three);
	history_add_ticket(history, &nine);
	history_apply(history, &plan);
	assert_ptr_equal(history_ticket(history, 3), &one);
	assert_ptr_equal(history_number(history, 12), &one);
	assert_ptr_equal(history_itself(history, 3), &three);
	assert_int_equal(one.participants.count, 2);
	assert_string_equal(one.participants.at[1], "bob@example.org");
	assert_true(one.acknowledged);
	assert_false(one.verified);
	assert_int_equal(two.texts.count, 1);
	assert_true(history_related(history, &nine, &one, RELATION_APART));
	assert_false(history_related(history, &nine, &one, RELATION_CHILD));
	assert_false(history_related(history, &one, &two, RELATION_APART));
	assert_ptr_equal(history_clue(history, CLUE_SUBJECT, "k")->ticket,
			 &two);
	assert_null(history_clue(history, CLUE_SUBJECT_FROM, "k"));
}

/* Who waits stands before the next mail that is no more urgent; whoever is
 * owed no answer stands before nobody. */
static void test_waiting(void **state)
{
	static const struct plan_response response = { .ahead = 0 };
	ARENA(arena);
	struct history *history = history_new(arena);
	struct plan plan = plan_of_ticket();
	struct ticket urgent = ticket_seven;

	(void)state;
	history->next_number = 7;
	history_apply(history, &plan);
	assert_int_equal(history_ahead(history, "q", URGENCY_LOW), 0);
	plan.response = &response;
	history_apply(history, &plan);
	urgent.urgency = URGENCY_HIGH;
	plan.ticket = &urgent;
	history_apply(history, &plan);
	history_add_load(history, "q", URGENCY_HIGH, 5);
	history_add_load(history, "other", URGENCY_HIGH, 9);
	assert_int_equal(history_ahead(history, "q", URGENCY_LOW), 7);
	assert_int_equal(history_ahead(history, "q", URGENCY_NORMAL), 6);
	assert_int_equal(history_ahead(history, "q", URGENCY_HIGH), 6);
	assert_int_equal(history_ahead(history, "q", URGENCY_CRITICAL), 0);
	assert_null(history_kind(history, "q", URGENCY_CRITICAL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_bounce),
		cmocka_unit_test(test_mentions),
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
