/* test_correct.c - what each correction plans, and each refusal. */

#include "desk/correct.h"
#include "desk/history_add.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ROWS_OF(table) (sizeof(table) / sizeof((table)[0]))

/* A mail of a person. */
#define MAIL(number, ticket, word) \
	{ .id = number, .ticket_id = ticket, .disposition = word, \
	  .by_person = true }

/* Ticket 1 of Ann: we wrote first; then two mails of hers, the answer to the
 * first of them, one of Bob, and held ones: two of Eve, one of Zoe, and one
 * that says that it is of Ann.  Ticket 2 is closed; 3 is part of 2; 4 is part
 * of 3. */
enum { ONE = 101, TWO = 102, THREE = 103, FOUR = 104 };

static const char *const of_ann[] = { "ann@example.org" };
static const char *const cites_first[] = { "a@x", "old@x" };
static const char *const cites_odd[] = { "a@x", "odd@x" };

static const struct correct_message messages[] = {
	{ .id = 10, .ticket_id = ONE, .direction = MESSAGE_OUT,
	  .message_id = "first@x", .from_address = "support@example.test",
	  .from_name = "", .subject = "Hello", .language = "fi" },
	{ .id = 11, .ticket_id = ONE, .mail_id = 21, .direction = MESSAGE_IN,
	  .message_id = "a@x", .from_address = "ann@example.org",
	  .from_name = "Ann", .subject = "Kettle", .language = "en",
	  .contact_id = 7 },
	{ .id = 12, .ticket_id = ONE, .mail_id = 21, .direction = MESSAGE_OUT,
	  .message_id = "ours@x", .from_address = "support@example.test",
	  .from_name = "", .subject = "Re: Kettle", .language = "en" },
	{ .id = 13, .ticket_id = ONE, .mail_id = 22, .direction = MESSAGE_IN,
	  .message_id = "b@x", .from_address = "ann@example.org",
	  .from_name = "Ann", .subject = "Kettle", .language = "en",
	  .contact_id = 7, .cites = { cites_first, 2 } },
	{ .id = 14, .ticket_id = ONE, .mail_id = 23, .direction = MESSAGE_IN,
	  .message_id = "c@x", .from_address = "bob@example.org",
	  .from_name = "Bob", .subject = "Bills", .language = "et",
	  .contact_id = 8, .cites = { cites_odd, 2 } },
	{ .id = 15, .ticket_id = ONE, .mail_id = 24, .direction = MESSAGE_NOTE,
	  .message_id = "d@x", .from_address = "eve@example.org",
	  .from_name = "Eve", .subject = "Me too", .language = "en",
	  .held = true },
	{ .id = 16, .ticket_id = ONE, .mail_id = 25, .direction = MESSAGE_NOTE,
	  .message_id = "", .from_address = "eve@example.org",
	  .from_name = "Eve", .subject = "And again", .language = "en",
	  .held = true },
	{ .id = 17, .ticket_id = ONE, .mail_id = 26, .direction = MESSAGE_NOTE,
	  .message_id = "z@x", .from_address = "zoe@example.org",
	  .from_name = "Zoe", .subject = "Hello", .language = "en",
	  .contact_id = 9, .held = true },
	{ .id = 18, .ticket_id = ONE, .mail_id = 27, .direction = MESSAGE_NOTE,
	  .message_id = "f@x", .from_address = "ann@example.org",
	  .from_name = "Ann", .subject = "Kettle", .language = "en",
	  .contact_id = 7, .held = true },
};

static struct known_ticket *add(struct history *history, int64_t number,
				int64_t merged_into, enum ticket_state state)
{
	struct known_ticket *known = ARENA_NEW(history->arena,
					       struct known_ticket);

	known->ticket = (struct ticket){
		.id = 100 + number, .number = number, .state = state,
		.subject = "Kettle", .urgency = URGENCY_NORMAL, .queue = "q",
		.tier = 1, .requester = 7,
		.requester_address = "ann@example.org", .language = "en",
		.merged_into = merged_into,
	};
	known->participants = (struct strings){ of_ann, 1 };
	history_add_ticket(history, known);
	return known;
}

static struct history *past(struct arena *arena)
{
	struct history *history = history_new(arena);

	history->now = 1000;
	history->next_number = 9;
	history->ids = (struct ids){ 500, 500 + CORRECT_IDS };
	add(history, 1, 0, TICKET_PENDING);
	add(history, 2, 0, TICKET_CLOSED);
	add(history, 3, TWO, TICKET_NEW);
	add(history, 4, THREE, TICKET_NEW);
	add(history, 5, 0, TICKET_NEW);
	return history;
}

static struct correction correct(struct history *history,
				 const struct correct_ask *asked,
				 const struct correct_mail *mail)
{
	struct correct_ask ask = *asked;

	ask.actor = "carol";
	return correct_plan(history->arena, &ask, &(struct correct_facts){
		.history = history, .mail = mail, .messages = messages,
		.message_count = ROWS_OF(messages),
	});
}

static const struct {
	int line;
	struct correct_ask ask;
	struct correct_mail mail;	/* id 0: there is none */
	const char *verdict;
	const char *says;		/* among other words */
} verdicts[] = {
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 24 },
	  MAIL(24, ONE, "pending-join"), "done",
	  "mail of eve@example.org joins it" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 24, .ticket = 5 },
	  MAIL(24, ONE, "pending-join"), "done", "part of ticket 5" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 24, .ticket = 4 },
	  MAIL(24, ONE, "pending-join"), "done", "part of ticket 2" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 24, .ticket = 77 },
	  MAIL(24, ONE, "pending-join"), "no-such-ticket", "ticket 77" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 9 },
	  { 0 }, "no-such-mail", "--disposition pending-join" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 23 },
	  MAIL(23, ONE, "joined"), "already-so", "ticket 1 already" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 21, .ticket = 1 },
	  MAIL(21, ONE, "ticketed"), "already-so", "ticket 1 already" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 23, .ticket = 5 },
	  MAIL(23, ONE, "joined"), "not-held", "postdesk split 1 23" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 39 },
	  MAIL(39, 0, ""), "not-held", "waits" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 39 },
	  MAIL(39, 0, "quarantined"), "not-held",
	  "postdesk mail release 39" },
	{ __LINE__, { .kind = CORRECT_JOIN, .mail_id = 39 },
	  MAIL(39, ONE, "duplicate"), "not-held", "postdesk why 39" },

	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 1, .into = 5 },
	  { 0 }, "done", "merge --undo 1" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 1, .into = 4 },
	  { 0 }, "done", "part of ticket 2" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 1, .into = 1 },
	  { 0 }, "same-ticket", "itself" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 2, .into = 3 },
	  { 0 }, "cycle", "merge --undo 3" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 2, .into = 4 },
	  { 0 }, "cycle", "merge --undo 4" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 4, .into = 2 },
	  { 0 }, "already-so", "ticket 2 already" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 4, .into = 3 },
	  { 0 }, "already-so", "ticket 2 already" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 3, .into = 1 },
	  { 0 }, "part-of-another", "merge --undo 3" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 66, .into = 1 },
	  { 0 }, "no-such-ticket", "ticket 66" },
	{ __LINE__, { .kind = CORRECT_MERGE, .ticket = 1, .into = 66 },
	  { 0 }, "no-such-ticket", "ticket 66" },

	{ __LINE__, { .kind = CORRECT_UNMERGE, .ticket = 4 },
	  { 0 }, "done", "two again" },
	{ __LINE__, { .kind = CORRECT_UNMERGE, .ticket = 2 },
	  { 0 }, "not-merged", "not part of another" },
	{ __LINE__, { .kind = CORRECT_UNMERGE, .ticket = 66 },
	  { 0 }, "no-such-ticket", "ticket 66" },

	{ __LINE__, { .kind = CORRECT_CLOSE, .ticket = 1 },
	  { 0 }, "done", "is closed" },
	{ __LINE__, { .kind = CORRECT_CLOSE, .ticket = 2 },
	  { 0 }, "already-so", "closed already" },
	{ __LINE__, { .kind = CORRECT_CLOSE, .ticket = 4 },
	  { 0 }, "part-of-another", "part of ticket 2" },
	{ __LINE__, { .kind = CORRECT_CLOSE, .ticket = 66 },
	  { 0 }, "no-such-ticket", "ticket 66" },
	{ __LINE__, { .kind = CORRECT_REOPEN, .ticket = 2 },
	  { 0 }, "done", "is open" },
	{ __LINE__, { .kind = CORRECT_REOPEN, .ticket = 1 },
	  { 0 }, "done", "is open" },
	{ __LINE__, { .kind = CORRECT_REOPEN, .ticket = 5 },
	  { 0 }, "already-so", "new already" },
};

/* A refusal takes no id and plans no effect. */
static bool is_empty(const struct plan *plan)
{
	return plan->ticket == NULL && plan->event_count == 0 &&
	       plan->move_count == 0 && plan->merge_count == 0 &&
	       plan->relation_count == 0 && plan->admission_count == 0 &&
	       plan->mention_move_count == 0 && plan->participant_count == 0;
}

static void test_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS_OF(verdicts); i++) {
		ARENA(arena);
		struct history *history = past(arena);
		struct correction got = correct(history, &verdicts[i].ask,
			verdicts[i].mail.id == 0 ? NULL : &verdicts[i].mail);
		const char *word = correct_word(got.verdict);

		if (strcmp(word, verdicts[i].verdict) != 0 ||
		    strstr(got.text, verdicts[i].says) == NULL)
			fail_msg("line %d: %s: %s", verdicts[i].line, word,
				 got.text);
		if (is_empty(&got.plan) == (got.verdict == CORRECT_DONE))
			fail_msg("line %d: the plan", verdicts[i].line);
		if (got.plan.outgoing_count != 0 || got.plan.mail_id != 0)
			fail_msg("line %d: it writes", verdicts[i].line);
	}
}

static bool has_event(const struct plan *plan, int64_t ticket_id,
		      enum event_kind kind)
{
	for (size_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].ticket_id == ticket_id &&
		    plan->events[i].kind == kind &&
		    strstr(plan->events[i].detail, "by carol") != NULL)
			return true;
	return false;
}

static bool are_apart(const struct plan *plan, int64_t a, int64_t b)
{
	size_t found = 0;

	for (size_t i = 0; i < plan->relation_count; i++)
		found += plan->relations[i].kind == RELATION_APART &&
			 ((plan->relations[i].ticket_id == a &&
			   plan->relations[i].other_id == b) ||
			  (plan->relations[i].ticket_id == b &&
			   plan->relations[i].other_id == a));
	return found == 2;
}

static bool goes_along(const struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->mention_move_count; i++)
		if (strcmp(plan->mention_moves[i].message_id, id) == 0)
			return plan->mention_moves[i].from_ticket == ONE;
	return false;
}

static size_t subjects_of(const struct plan *plan, enum clue_kind kind,
			  int64_t to)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->clue_move_count; i++)
		count += plan->clue_moves[i].kind == kind &&
			 plan->clue_moves[i].key[0] != '\0' &&
			 plan->clue_moves[i].from_ticket == ONE &&
			 plan->clue_moves[i].ticket_id == to;
	return count;
}

static void test_join(void **state)
{
	const struct correct_ask ask = { .kind = CORRECT_JOIN, .mail_id = 24 };
	struct correct_mail mail = MAIL(24, ONE, "pending-join");
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan = correct(past(arena), &ask, &mail).plan;

	(void)state;
	assert_int_equal(plan.move_count, 1);
	assert_int_equal(plan.moves[0].message_row, 15);
	assert_int_equal(plan.moves[0].ticket_id, ONE);
	assert_int_equal(plan.moves[0].direction, MESSAGE_IN);
	assert_int_equal(plan.admission_count, 1);
	assert_int_equal(plan.admissions[0].mail_id, 24);
	assert_int_equal(plan.admissions[0].disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.participant_count, 1);
	assert_string_equal(plan.participants[0].address, "eve@example.org");
	assert_int_equal(plan.participants[0].ticket_id, ONE);
	assert_string_equal(plan.address->address, "eve@example.org");
	assert_int_equal(plan.ticket->state, TICKET_OPEN);
	assert_int_equal(plan.ticket->updated, 1000);
	assert_true(has_event(&plan, ONE, EVENT_ADMITTED));
	assert_true(has_event(&plan, ONE, EVENT_REOPENED));
	assert_int_equal(plan.event_count, 2);
	assert_int_equal(plan.relation_count, 0);
	assert_int_equal(plan.mention_move_count, 0);

	/* What rules said of it counts now, if it says more. */
	mail.judged = true;
	mail.score = 80;
	mail.urgency = URGENCY_CRITICAL;
	mail.rules = "outage";
	plan = correct(past(arena), &ask, &mail).plan;
	assert_int_equal(plan.ticket->urgency, URGENCY_CRITICAL);
	assert_int_equal(plan.ticket->score, 80);
	assert_string_equal(plan.ticket->reasons, "outage");
	assert_true(has_event(&plan, ONE, EVENT_CLASSIFIED));
	mail.score = -30;
	mail.urgency = URGENCY_LOW;
	plan = correct(past(arena), &ask, &mail).plan;
	assert_int_equal(plan.ticket->urgency, URGENCY_NORMAL);
	assert_int_equal(plan.ticket->score, 0);
	assert_false(has_event(&plan, ONE, EVENT_CLASSIFIED));

	/* Where rules were not asked, nothing changes, not even to 0. */
	mail.judged = false;
	mail.score = 0;
	history_number(history, 1)->ticket.score = -30;
	plan = correct(history, &ask, &mail).plan;
	assert_int_equal(plan.ticket->score, -30);
	mail.judged = true;

	/* What a machine wrote changes nothing of it. */
	mail.urgency = URGENCY_CRITICAL;
	mail.by_person = false;
	plan = correct(past(arena), &ask, &mail).plan;
	assert_int_equal(plan.ticket->state, TICKET_PENDING);
	assert_int_equal(plan.ticket->urgency, URGENCY_NORMAL);
	assert_false(has_event(&plan, ONE, EVENT_REOPENED));
}

/* Whoever takes part already is not added, and a contact not made again. */
static void test_join_known(void **state)
{
	struct correct_ask ask = { .kind = CORRECT_JOIN, .mail_id = 27 };
	struct correct_mail mail = MAIL(27, ONE, "pending-join");
	ARENA(arena);
	struct correction got = correct(past(arena), &ask, &mail);

	(void)state;
	assert_int_equal(got.verdict, CORRECT_DONE);
	assert_int_equal(got.plan.participant_count, 0);
	assert_null(strstr(got.text, "Later mail"));
	ask.mail_id = mail.id = 26;
	got = correct(past(arena), &ask, &mail);
	assert_int_equal(got.plan.participant_count, 1);
	assert_null(got.plan.address);
}

static void test_join_elsewhere(void **state)
{
	const struct correct_ask ask = { .kind = CORRECT_JOIN, .mail_id = 24,
					 .ticket = 5 };
	const struct correct_mail mail = MAIL(24, ONE, "pending-join");
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, &mail).plan;

	(void)state;
	assert_int_equal(plan.moves[0].ticket_id, 105);
	assert_int_equal(plan.moves[0].from_ticket, ONE);
	assert_int_equal(plan.mention_move_count, 1);
	assert_true(goes_along(&plan, "d@x"));
	assert_int_equal(subjects_of(&plan, CLUE_SUBJECT, 105), 1);
	assert_true(are_apart(&plan, ONE, 105));
	assert_true(has_event(&plan, ONE, EVENT_ADMITTED));
	assert_true(has_event(&plan, 105, EVENT_ADMITTED));
}

/* By the id of a message or of its mail; the answer to a mail goes along. */
static void test_split(void **state)
{
	static const int64_t bob[] = { 23 }, first[] = { 11 };
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = bob, .message_count = 1 };
	ARENA(arena);
	struct correction got = correct(past(arena), &ask, NULL);
	const struct plan *plan = &got.plan;

	(void)state;
	assert_int_equal(got.verdict, CORRECT_DONE);
	assert_int_equal(got.ticket, 9);
	assert_true(plan->new_ticket);
	assert_int_equal(plan->ticket->number, 9);
	assert_int_equal(plan->ticket->state, TICKET_OPEN);
	assert_int_equal(plan->ticket->created, 1000);
	assert_string_equal(plan->ticket->subject, "Bills");
	assert_string_equal(plan->ticket->requester_address,
			    "bob@example.org");
	assert_int_equal(plan->ticket->requester, 8);
	assert_string_equal(plan->ticket->language, "et");
	assert_int_equal(plan->move_count, 1);
	assert_int_equal(plan->moves[0].ticket_id, plan->ticket_id);
	assert_int_equal(plan->participant_count, 1);
	assert_string_equal(plan->participants[0].address, "bob@example.org");
	assert_true(are_apart(plan, ONE, plan->ticket_id));
	assert_int_equal(plan->relation_count, 2);
	assert_true(has_event(plan, ONE, EVENT_SPLIT));
	assert_true(has_event(plan, plan->ticket_id, EVENT_SPLIT));
	/* Its own id, and what it alone cites; not what others arrived as. */
	assert_int_equal(plan->mention_move_count, 2);
	assert_true(goes_along(plan, "c@x"));
	assert_true(goes_along(plan, "odd@x"));
	assert_int_equal(subjects_of(plan, CLUE_SUBJECT, plan->ticket_id), 1);
	assert_null(plan->address);

	ask.messages = first;
	ask.subject = "The first";
	got = correct(past(arena), &ask, NULL);
	assert_int_equal(got.plan.move_count, 2);
	assert_true(goes_along(&got.plan, "a@x"));
	assert_true(goes_along(&got.plan, "ours@x"));
	assert_false(goes_along(&got.plan, "old@x"));
	/* Another mail has this subject too, and stays. */
	assert_int_equal(got.plan.clue_move_count, 0);
	assert_string_equal(got.plan.ticket->subject, "The first");
}

/* A held mail alone gets its own ticket and waits no longer; beside others it
 * stays held, and its sender outside. */
static void test_split_held(void **state)
{
	static const int64_t eve[] = { 24 }, both[] = { 24, 22 };
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = eve, .message_count = 1 };
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, NULL).plan;

	(void)state;
	assert_int_equal(plan.admission_count, 1);
	assert_int_equal(plan.admissions[0].disposition,
			 DISPOSITION_TICKETED);
	assert_int_equal(plan.moves[0].direction, MESSAGE_IN);
	assert_non_null(plan.address);
	assert_int_equal(plan.ticket->requester, plan.address->contact_id);
	assert_string_equal(plan.participants[0].address, "eve@example.org");

	ask.messages = both;
	ask.message_count = 2;
	plan = correct(past(arena), &ask, NULL).plan;
	assert_int_equal(plan.move_count, 2);
	assert_int_equal(plan.admission_count, 0);
	assert_int_equal(plan.moves[1].direction, MESSAGE_NOTE);
	assert_int_equal(plan.participant_count, 1);
	assert_string_equal(plan.participants[0].address, "ann@example.org");
	assert_string_equal(plan.ticket->requester_address,
			    "ann@example.org");
}

/* Two held mails of one sender: one contact.  Of two senders: they wait. */
static void test_split_several_held(void **state)
{
	static const int64_t eves[] = { 24, 25 }, two[] = { 24, 26 };
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = eves, .message_count = 2 };
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan = correct(history, &ask, NULL).plan;
	const struct plan_address *eve = plan.address;

	(void)state;
	assert_int_equal(plan.admission_count, 2);
	assert_int_equal(plan.participant_count, 1);
	assert_int_equal(plan.ticket->requester, eve->contact_id);
	/* Ticket, address, contact, and two events. */
	assert_int_equal(history->ids.next, 500 + 5);
	/* No Message-ID is none that could go along. */
	assert_int_equal(plan.mention_move_count, 1);
	assert_true(goes_along(&plan, "d@x"));

	ask.messages = two;
	plan = correct(past(arena), &ask, NULL).plan;
	assert_int_equal(plan.admission_count, 0);
	assert_int_equal(plan.moves[0].direction, MESSAGE_NOTE);
}

/* What we wrote is nobody's request; alone it is between the same people. */
static void test_split_ours(void **state)
{
	static const int64_t ours[] = { 10 }, both[] = { 10, 23 };
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = ours, .message_count = 1 };
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, NULL).plan;

	(void)state;
	assert_string_equal(plan.ticket->subject, "Hello");
	assert_string_equal(plan.ticket->requester_address,
			    "ann@example.org");
	assert_int_equal(plan.participant_count, 1);
	assert_string_equal(plan.participants[0].address, "ann@example.org");
	assert_int_equal(plan.participants[0].ticket_id, plan.ticket_id);

	ask.messages = both;
	ask.message_count = 2;
	plan = correct(past(arena), &ask, NULL).plan;
	assert_string_equal(plan.ticket->requester_address,
			    "bob@example.org");
	assert_int_equal(plan.participant_count, 1);
	assert_string_equal(plan.participants[0].address, "bob@example.org");
}

/* Of what several mails of one sender say, he is a participant once. */
static void test_split_twice(void **state)
{
	static const int64_t anns[] = { 21, 22 };
	const struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
					 .messages = anns,
					 .message_count = 2 };
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, NULL).plan;

	(void)state;
	assert_int_equal(plan.move_count, 3);
	assert_int_equal(plan.participant_count, 1);
	assert_int_equal(plan.relation_count, 2);
}

/* Out of a ticket that is part of another: it is kept apart from both. */
static void test_split_merged(void **state)
{
	static const struct correct_message all[] = {
		{ .id = 31, .ticket_id = TWO, .direction = MESSAGE_IN,
		  .message_id = "", .from_address = "ann@example.org",
		  .subject = "" },
		{ .id = 32, .ticket_id = FOUR, .direction = MESSAGE_IN,
		  .message_id = "", .from_address = "ann@example.org",
		  .subject = "" },
	};
	static const int64_t one[] = { 32 };
	const struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 4,
					 .messages = one, .message_count = 1,
					 .actor = "carol" };
	ARENA(arena);
	struct history *history = past(arena);
	struct plan plan;

	(void)state;
	history_number(history, 2)->ticket.closed = 900;
	plan = correct_plan(arena, &ask, &(struct correct_facts){
		.history = history, .messages = all, .message_count = 2 }).plan;
	assert_true(are_apart(&plan, plan.ticket_id, TWO));
	assert_true(are_apart(&plan, plan.ticket_id, FOUR));
	assert_true(has_event(&plan, TWO, EVENT_SPLIT));
	assert_int_equal(plan.ticket->merged_into, 0);
	assert_int_equal(plan.ticket->closed, 0);
	assert_int_equal(plan.ticket->state, TICKET_OPEN);
}

/* A subject goes once, if no mail that stays has it; what we wrote under it
 * does not hold it back. */
static void test_subjects(void **state)
{
	static const int64_t anns[] = { 21, 22, 27 }, zoe[] = { 26 };
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = anns, .message_count = 3 };
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, NULL).plan;

	(void)state;
	assert_int_equal(subjects_of(&plan, CLUE_SUBJECT, plan.ticket_id), 1);
	ask.messages = zoe;
	ask.message_count = 1;
	plan = correct(past(arena), &ask, NULL).plan;
	assert_int_equal(subjects_of(&plan, CLUE_SUBJECT, plan.ticket_id), 1);
}

static void test_state(void **state)
{
	struct correct_ask ask = { .kind = CORRECT_CLOSE, .ticket = 1 };
	ARENA(arena);
	struct history *history = past(arena);
	const struct ticket *ticket;

	(void)state;
	ticket = correct(history, &ask, NULL).plan.ticket;
	assert_int_equal(ticket->state, TICKET_CLOSED);
	assert_int_equal(ticket->closed, 1000);
	ask = (struct correct_ask){ .kind = CORRECT_REOPEN, .ticket = 2 };
	history_number(history, 2)->ticket.closed = 900;
	ticket = correct(history, &ask, NULL).plan.ticket;
	assert_int_equal(ticket->state, TICKET_OPEN);
	assert_int_equal(ticket->closed, 0);
}

/* Out of more parts than can be told apart one by one: the whole is. */
static void test_split_of_many(void **state)
{
	enum { MANY = 12 };
	struct correct_message of_parts[MANY + 1];
	int64_t leaving[MANY];
	struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
				   .messages = leaving, .message_count = MANY,
				   .actor = "carol" };
	ARENA(arena);
	struct plan plan;

	(void)state;
	for (int i = 0; i <= MANY; i++) {
		of_parts[i] = messages[1];
		of_parts[i].id = 1000 + i;
		of_parts[i].mail_id = 2000 + i;
		of_parts[i].ticket_id = i == MANY ? ONE : 300 + i;
		if (i < MANY)
			leaving[i] = 2000 + i;
	}
	plan = correct_plan(arena, &ask, &(struct correct_facts){
		.history = past(arena), .messages = of_parts,
		.message_count = MANY + 1,
	}).plan;
	assert_int_equal(plan.move_count, MANY);
	assert_true(are_apart(&plan, ONE, plan.ticket_id));
}

static void test_split_refused(void **state)
{
	static const int64_t all[] = { 10, 21, 22, 23, 24, 25, 26, 27 };
	static const int64_t none[] = { 23, 99 };
	static const struct {
		int line;
		int64_t ticket;
		const int64_t *messages;
		size_t count;
		const char *verdict, *says;
	} cases[] = {
		{ __LINE__, 1, all, 8, "nothing-left", "at least one" },
		{ __LINE__, 1, all, 7, "done", "Ticket 9" },
		{ __LINE__, 1, none, 2, "not-in-ticket", "mail 99" },
		{ __LINE__, 1, none, 1, "done", "Ticket 9" },
		{ __LINE__, 66, none, 1, "no-such-ticket", "ticket 66" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS_OF(cases); i++) {
		ARENA(arena);
		struct correction got = correct(past(arena),
			&(struct correct_ask){
				.kind = CORRECT_SPLIT,
				.ticket = cases[i].ticket,
				.messages = cases[i].messages,
				.message_count = cases[i].count }, NULL);

		if (strcmp(correct_word(got.verdict), cases[i].verdict) != 0 ||
		    strstr(got.text, cases[i].says) == NULL)
			fail_msg("line %d: %s", cases[i].line, got.text);
	}
}

static void test_merge(void **state)
{
	const struct correct_ask ask = { .kind = CORRECT_MERGE, .ticket = 1,
					 .into = 3 };
	ARENA(arena);
	struct history *history = past(arena);
	struct ticket *one = &history_number(history, 1)->ticket;
	struct plan plan;

	(void)state;
	one->urgency = URGENCY_HIGH;
	one->score = 40;
	one->tier = 3;
	plan = correct(history, &ask, NULL).plan;
	assert_int_equal(plan.merge_count, 1);
	assert_int_equal(plan.merges[0].ticket_id, ONE);
	assert_int_equal(plan.merges[0].into, TWO);
	assert_int_equal(plan.ticket_id, TWO);
	assert_int_equal(plan.ticket->state, TICKET_OPEN);
	assert_int_equal(plan.ticket->urgency, URGENCY_HIGH);
	assert_int_equal(plan.ticket->score, 40);
	assert_int_equal(plan.ticket->tier, 3);
	assert_true(has_event(&plan, ONE, EVENT_MERGED));
	assert_true(has_event(&plan, TWO, EVENT_MERGED));
	assert_true(has_event(&plan, TWO, EVENT_REOPENED));
	assert_int_equal(plan.move_count, 0);

	/* A closed ticket opens nothing. */
	history = past(arena);
	history_number(history, 1)->ticket.state = TICKET_CLOSED;
	plan = correct(history, &ask, NULL).plan;
	assert_int_equal(plan.ticket->state, TICKET_CLOSED);
	assert_int_equal(plan.ticket->urgency, URGENCY_NORMAL);
}

static void test_unmerge(void **state)
{
	const struct correct_ask ask = { .kind = CORRECT_UNMERGE,
					 .ticket = 4 };
	ARENA(arena);
	struct plan plan = correct(past(arena), &ask, NULL).plan;

	(void)state;
	assert_int_equal(plan.merge_count, 1);
	assert_int_equal(plan.merges[0].ticket_id, FOUR);
	assert_int_equal(plan.merges[0].into, 0);
	assert_int_equal(plan.ticket->merged_into, 0);
	assert_true(are_apart(&plan, FOUR, TWO));
	assert_true(are_apart(&plan, FOUR, THREE));
	assert_true(has_event(&plan, FOUR, EVENT_UNMERGED));
	assert_true(has_event(&plan, TWO, EVENT_UNMERGED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_join_known),
		cmocka_unit_test(test_join_elsewhere),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_split_held),
		cmocka_unit_test(test_split_several_held),
		cmocka_unit_test(test_split_ours),
		cmocka_unit_test(test_split_twice),
		cmocka_unit_test(test_split_merged),
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_split_of_many),
		cmocka_unit_test(test_split_refused),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_unmerge),
		cmocka_unit_test(test_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
