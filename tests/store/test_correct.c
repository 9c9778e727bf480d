/* test_correct.c - what a person puts right stays right, and once. */

#include "store/instruct.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "desk/command.h"
#include "desk/correct.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/report_mail.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *conninfo;

/* A desk of its own for each test: ticket 1 of Ann with two mails, then a mail
 * of Eve that is held there, then ticket 2 of Bob. */
struct scene {
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
	struct ledger_claim *mails;
	int64_t tickets[2];
};

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

/* Held as desk/decide does it. */
static struct plan held(struct history *history, int64_t mail_id)
{
	struct plan plan = plan_join(history, history_number(history, 1),
		&(struct plan_wish){ mail_id, "eve@example.org",
				     "eve@x.test", false });

	plan.disposition = DISPOSITION_PENDING_JOIN;
	plan.reason = "not-a-participant";
	plan.ticket = NULL;
	plan.contact_id = 0;
	plan.trace = "{\"score\": 90, \"urgency\": \"critical\"}";
	((struct plan_message *)plan.messages)->direction = MESSAGE_NOTE;
	((struct plan_event *)plan.events)->kind = EVENT_PENDING_JOIN;
	plan.mention_count = 1;
	return plan;
}

static void fill(struct scene *scene)
{
	const struct keys nothing = { 0 };
	struct plan plans[4];
	struct history *history;
	struct err err;

	ok(history_read(scene->db, scene->arena, scene->desk_id, &nothing,
			200, &history, &err), &err);
	plans[0] = plan_ticket(history, &(struct plan_wish){
		scene->mails[0].id, "ann@example.org", "a@x.test", true });
	history_apply(history, &plans[0]);
	plans[1] = plan_join(history, history_number(history, 1),
			     &(struct plan_wish){ scene->mails[1].id,
						  "ann@example.org",
						  "b@x.test", false });
	history_apply(history, &plans[1]);
	plans[2] = held(history, scene->mails[2].id);
	history_apply(history, &plans[2]);
	plans[3] = plan_ticket(history, &(struct plan_wish){
		scene->mails[3].id, "bob@example.org", "c@x.test", false });
	scene->tickets[0] = plans[0].ticket_id;
	scene->tickets[1] = plans[3].ticket_id;
	ok(commit_plans(scene->db, scene->desk_id, plans, 4, history, &err),
	   &err);
}

/* The second cites the first, and one that nobody else cites. */
static void add_mails(struct db *db, struct ledger_mailbox *mailbox)
{
	static const char *const texts[] = {
		"Message-ID: <a@x.test>\n\n",
		"In-Reply-To: <a@x.test>\n"
		"References: <cited@example.org>\n <a@x.test>\n\n",
		"Message-ID: <eve@x.test>\n\n",
		"Message-ID: <c@x.test>\n\n",
	};
	struct ledger_new mails[4] = { 0 };
	struct err err;
	size_t added;

	for (size_t i = 0; i < 4; i++)
		mails[i] = (struct ledger_new){
			.item = (int64_t)i + 1,
			.received = clock_civil(2026, 1, 2),
			.size = strlen(texts[i]), .bytes = texts[i],
			.bytes_size = strlen(texts[i]),
			.sha256 = { (uint8_t)(i + 1) },
		};
	ok(ledger_add(db, mailbox, mails, 4, false, &added, &err), &err);
	assert_int_equal(added, 4);
}

static struct scene begin(struct arena *arena, const char *name)
{
	struct scene scene = { .db = store_open(conninfo), .arena = arena };
	struct ledger_mailbox mailbox = store_mailbox(scene.db, name);
	struct err err;
	size_t count;

	scene.desk_id = mailbox.desk_id;
	add_mails(scene.db, &mailbox);
	ok(ledger_claim(scene.db, arena, scene.desk_id, 4, USEC_MINUTE,
			&scene.mails, &count, &err), &err);
	fill(&scene);
	return scene;
}

/* The command that asks for it. */
static struct command command_for(const struct correct_ask *ask)
{
	static const enum command_kind kinds[] = {
		[CORRECT_JOIN] = COMMAND_JOIN,
		[CORRECT_SPLIT] = COMMAND_SPLIT,
		[CORRECT_MERGE] = COMMAND_MERGE,
		[CORRECT_UNMERGE] = COMMAND_MERGE,
		[CORRECT_CLOSE] = COMMAND_CLOSE,
		[CORRECT_REOPEN] = COMMAND_OPEN,
	};

	return (struct command){
		.kind = kinds[ask->kind], .word = "", .argument = "",
		.number = ask->kind == CORRECT_JOIN ? ask->mail_id : ask->into,
	};
}

static struct instruct_outcome correct(struct scene *scene,
				       const struct correct_ask *ask)
{
	const struct command command = command_for(ask);
	const struct commands commands = { .at = &command, .count = 1 };
	const struct desk desk = {
		.id = scene->desk_id, .name = "acme", .queue = "q",
		.language = "en",
	};
	struct instruct_outcome outcome;
	struct err err;

	ok(instruct_apply(scene->db, scene->arena,
			  &(struct decider){ .desk = &desk },
			  &(struct instruct_ask){ ask->ticket,
		&(struct instruction){
			.actor = "carol", .commands = &commands, .text = "",
			.subject = ask->subject, .messages = ask->messages,
			.message_count = ask->message_count,
		} }, &outcome, &err), &err);
	return outcome;
}

static void expect(struct scene *scene, int line,
		   const struct correct_ask *ask, const char *verdict)
{
	struct instruct_outcome got = correct(scene, ask);

	if (strcmp(got.word, verdict) != 0)
		fail_msg("line %d: %s: %s", line, got.word,
			 got.fault_count == 0 ? ""
			 : got.faults[0].reason);
}

/* Rows of this desk in `FROM WHERE ... AND`. */
static int64_t rows_of(const struct scene *scene, const char *from)
{
	return store_number(conninfo, arena_printf(
		scene->arena, "SELECT count(*) FROM %s desk_id = %" PRId64,
		from, scene->desk_id));
}

static int64_t outgoing(const struct scene *scene)
{
	return rows_of(scene, "outbox WHERE");
}

static void test_join(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "join");
	const int64_t eve = scene.mails[2].id, sent = outgoing(&scene);
	const struct correct_ask ask = { .kind = CORRECT_JOIN,
					 .mail_id = eve };
	struct report_show show;
	struct report_why why;
	struct err err;

	(void)state;
	expect(&scene, __LINE__, &ask, "done");
	ok(report_show(scene.db, arena, scene.desk_id, 1, &show, &err), &err);
	assert_int_equal(show.message_count, 3);
	assert_int_equal(show.messages[2].mail_id, eve);
	assert_string_equal(show.messages[2].direction, "in");
	assert_false(show.messages[2].pending);
	assert_int_equal(show.ticket.held, 0);
	assert_string_equal(show.ticket.urgency, "critical");
	assert_int_equal(show.ticket.score, 90);
	assert_int_equal(show.participants.count, 2);
	assert_int_equal(rows_of(&scene, "participant WHERE "
				 "address = 'eve@example.org' AND"), 1);
	assert_int_equal(rows_of(&scene, "event WHERE kind = 'admitted' AND "
				 "detail LIKE '%by carol' AND"), 1);
	assert_int_equal(rows_of(&scene, "address WHERE "
				 "address = 'eve@example.org' AND"), 1);
	ok(report_why(scene.db, arena, scene.desk_id, eve, &why, &err), &err);
	assert_string_equal(why.mail.disposition, "joined");
	assert_string_equal(why.mail.reason, "admitted");
	assert_int_equal(why.trace_count, 2);
	assert_non_null(strstr(why.traces[1].facts, "\"carol\""));
	assert_int_equal(outgoing(&scene), sent);

	/* Asked again, nothing is done again. */
	expect(&scene, __LINE__, &ask, "already-so");
	assert_int_equal(rows_of(&scene, "event WHERE kind = 'admitted' AND"),
			 1);
	assert_int_equal(rows_of(&scene, "trace WHERE"), 5);
	db_free(&scene.db);
}

/* Held at one ticket, let into another: its Message-ID goes along. */
static void test_join_elsewhere(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "elsewhere");
	struct report_show show;
	struct err err;

	(void)state;
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_JOIN, .mail_id = scene.mails[2].id,
		.ticket = 2 }, "done");
	ok(report_show(scene.db, arena, scene.desk_id, 2, &show, &err), &err);
	assert_int_equal(show.message_count, 2);
	assert_int_equal(show.relation_count, 1);
	assert_string_equal(show.relations[0].kind, "apart");
	assert_int_equal(rows_of(&scene, arena_printf(arena,
		"mention WHERE message_id = 'eve@x.test' AND ticket_id = %"
		PRId64 " AND", scene.tickets[1])), 1);
	assert_int_equal(rows_of(&scene, "mention WHERE "
				 "message_id = 'eve@x.test' AND"), 1);
	assert_int_equal(rows_of(&scene, arena_printf(arena,
		"mail WHERE id = %" PRId64 " AND ticket_id = %" PRId64 " AND",
		scene.mails[2].id, scene.tickets[1])), 1);
	db_free(&scene.db);
}

static void test_refused(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "refused");
	const int64_t events = rows_of(&scene, "event WHERE");

	(void)state;
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_JOIN, .mail_id = 1 }, "no-such-mail");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_JOIN, .mail_id = scene.mails[0].id },
	       "already-so");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_MERGE, .ticket = 1, .into = 3 },
	       "no-such-ticket");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_UNMERGE, .ticket = 1 }, "not-merged");
	assert_int_equal(rows_of(&scene, "event WHERE"), events);
	/* The desk is free for the next. */
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_CLOSE, .ticket = 1 }, "done");
	db_free(&scene.db);
}

static void test_split(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "split");
	const int64_t second[] = { scene.mails[1].id };
	const struct correct_ask ask = { .kind = CORRECT_SPLIT, .ticket = 1,
					 .messages = second,
					 .message_count = 1 };
	struct report_show show;
	struct err err;

	(void)state;
	expect(&scene, __LINE__, &ask, "done");
	ok(report_show(scene.db, arena, scene.desk_id, 3, &show, &err), &err);
	assert_int_equal(show.message_count, 1);
	assert_string_equal(show.messages[0].visible, "Arve on ikka puudu");
	assert_string_equal(show.ticket.requester, "ann@example.org");
	assert_string_equal(show.ticket.state, "open");
	assert_int_equal(show.participants.count, 1);
	assert_string_equal(show.relations[0].kind, "apart");
	assert_int_equal(show.relations[0].number, 1);
	ok(report_show(scene.db, arena, scene.desk_id, 1, &show, &err), &err);
	assert_int_equal(show.message_count, 2);
	assert_int_equal(rows_of(&scene, "relation WHERE kind = 'apart' AND"),
			 2);
	assert_int_equal(rows_of(&scene, "event WHERE kind = 'split' AND"), 2);
	assert_int_equal(rows_of(&scene, arena_printf(arena,
		"mention WHERE message_id = 'b@x.test' AND ticket_id <> %"
		PRId64 " AND", scene.tickets[0])), 1);
	assert_int_equal(rows_of(&scene, "mention WHERE "
				 "message_id = 'b@x.test' AND"), 1);

	/* It is not there any more. */
	expect(&scene, __LINE__, &ask, "not-in-ticket");
	assert_int_equal(rows_of(&scene, "ticket WHERE"), 3);
	assert_int_equal(rows_of(&scene, "desk WHERE next_number = 4 AND"), 1);
	db_free(&scene.db);
}

/* An id that a mail merely cites follows the last one that cites it. */
static void test_cited(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "cited");
	const int64_t second[] = { scene.mails[1].id };

	(void)state;
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_SPLIT, .ticket = 1, .messages = second,
		.message_count = 1 }, "done");
	/* Of ticket 2 it stays; of ticket 1 it went. */
	assert_int_equal(rows_of(&scene, arena_printf(arena,
		"mention WHERE message_id = 'cited@example.org' AND "
		"ticket_id = %" PRId64 " AND", scene.tickets[0])), 0);
	assert_int_equal(rows_of(&scene, "mention WHERE "
				 "message_id = 'cited@example.org' AND"), 2);
	/* What arrived there stays there. */
	assert_int_equal(rows_of(&scene, arena_printf(arena,
		"mention WHERE message_id = 'a@x.test' AND ticket_id = %"
		PRId64 " AND", scene.tickets[0])), 1);
	db_free(&scene.db);
}

static int64_t merged(const struct scene *scene, size_t ticket, size_t into)
{
	return rows_of(scene, arena_printf(scene->arena,
		"ticket WHERE id = %" PRId64 " AND merged_into = %" PRId64
		" AND", scene->tickets[ticket], scene->tickets[into]));
}

static void test_merge(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "merge");
	const struct correct_ask merge = { .kind = CORRECT_MERGE,
					   .ticket = 2, .into = 1 };
	const struct correct_ask undo = { .kind = CORRECT_UNMERGE,
					  .ticket = 2 };
	struct report_ticket *tickets;
	struct report_show show;
	struct err err;
	size_t count;

	(void)state;
	expect(&scene, __LINE__, &merge, "done");
	assert_int_equal(merged(&scene, 1, 0), 1);
	expect(&scene, __LINE__, &merge, "already-so");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_MERGE, .ticket = 1, .into = 2 }, "cycle");
	ok(report_show(scene.db, arena, scene.desk_id, 1, &show, &err), &err);
	assert_int_equal(show.message_count, 4);
	assert_int_equal(show.messages[3].ticket_number, 2);
	assert_int_equal(show.part_count, 1);
	assert_int_equal(show.parts[0], 2);
	assert_int_equal(show.participants.count, 2);
	assert_int_equal(show.ticket.held, 1);
	ok(report_show(scene.db, arena, scene.desk_id, 2, &show, &err), &err);
	assert_int_equal(show.ticket.held, 0);
	assert_int_equal(show.ticket.merged_into, 1);
	assert_int_equal(show.message_count, 1);
	ok(report_tickets(scene.db, arena, scene.desk_id,
			  &(struct report_ticket_filter){ 0 }, &tickets,
			  &count, &err), &err);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(tickets[i].merged_into,
				 tickets[i].number == 2 ? 1 : 0);

	expect(&scene, __LINE__, &undo, "done");
	assert_int_equal(merged(&scene, 1, 0), 0);
	assert_int_equal(rows_of(&scene, "relation WHERE kind = 'apart' AND"),
			 2);
	expect(&scene, __LINE__, &undo, "not-merged");
	assert_int_equal(rows_of(&scene, "event WHERE kind = 'unmerged' AND"),
			 2);
	/* And once more: what a person says last counts. */
	expect(&scene, __LINE__, &merge, "done");
	assert_int_equal(merged(&scene, 1, 0), 1);
	db_free(&scene.db);
}

/* A chain: the last of it is meant, and may not bite its tail. */
static void test_chain(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "chain");
	const int64_t second[] = { scene.mails[1].id };
	const struct correct_ask chain[] = {
		{ .kind = CORRECT_SPLIT, .ticket = 1, .messages = second,
		  .message_count = 1 },
		{ .kind = CORRECT_MERGE, .ticket = 3, .into = 2 },
		{ .kind = CORRECT_MERGE, .ticket = 2, .into = 1 },
	};
	struct report_show show;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		expect(&scene, __LINE__, &chain[i], "done");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_MERGE, .ticket = 1, .into = 3 }, "cycle");
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_MERGE, .ticket = 3, .into = 1 },
	       "already-so");
	ok(report_show(scene.db, arena, scene.desk_id, 1, &show, &err), &err);
	assert_int_equal(show.message_count, 4);
	assert_int_equal(show.part_count, 2);
	/* Out of the middle of it a message can be split as well. */
	expect(&scene, __LINE__, &(struct correct_ask){
		.kind = CORRECT_SPLIT, .ticket = 1, .messages = second,
		.message_count = 1 }, "done");
	ok(report_show(scene.db, arena, scene.desk_id, 4, &show, &err), &err);
	assert_int_equal(show.relation_count, 2);
	db_free(&scene.db);
}

static void test_state(void **state)
{
	static const struct {
		int line;
		enum correct_kind kind;
		const char *verdict, *is;
	} steps[] = {
		{ __LINE__, CORRECT_CLOSE, "done", "closed" },
		{ __LINE__, CORRECT_CLOSE, "already-so", "closed" },
		{ __LINE__, CORRECT_REOPEN, "done", "open" },
		{ __LINE__, CORRECT_REOPEN, "already-so", "open" },
	};
	ARENA(arena);
	struct scene scene = begin(arena, "state");

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		expect(&scene, steps[i].line, &(struct correct_ask){
			.kind = steps[i].kind, .ticket = 2 },
		       steps[i].verdict);
		if (rows_of(&scene, arena_printf(arena, "ticket WHERE "
				"number = 2 AND state = '%s' AND "
				"(closed IS NULL) = (state <> 'closed') AND",
				steps[i].is)) != 1)
			fail_msg("line %d", steps[i].line);
	}
	db_free(&scene.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_join_elsewhere),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_cited),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_state),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
