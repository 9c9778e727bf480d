/* test_report.c - what was committed is what people see, filtered. */

#include "store/report_desk.h"
#include "store/report_mail.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One desk: ticket 1 with two messages and an acknowledgement, ticket 2, and
 * one mail in quarantine. */
static struct {
	const char *conninfo;
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
	struct ledger_mailbox mailbox;
	struct ledger_claim *mails;
} scene;

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static int make_scene(void **state)
{
	static const char *const rules[] = { "casino", "Ωmega rule" };
	const struct keys nothing = { 0 };
	struct plan plans[4];
	struct history *history;
	struct err err;
	size_t count;

	(void)state;
	scene.arena = arena_new();
	scene.db = store_open(scene.conninfo);
	scene.mailbox = store_mailbox(scene.db, "reports");
	scene.desk_id = scene.mailbox.desk_id;
	store_add_mails(scene.db, &scene.mailbox, 1, 5);
	ok(ledger_claim(scene.db, scene.arena, scene.desk_id, 4, USEC_MINUTE,
			&scene.mails, &count, &err), &err);
	ok(history_read(scene.db, scene.arena, scene.desk_id, &nothing, 200,
			&history, &err), &err);
	plans[0] = plan_ticket(history, &(struct plan_wish){
		scene.mails[0].id, "ann@example.org", "a@example.org", true });
	history_apply(history, &plans[0]);
	plans[1] = plan_join(history, history_number(history, 1),
			     &(struct plan_wish){ scene.mails[1].id,
						  "ann@example.org",
						  "b@example.org", false });
	history_apply(history, &plans[1]);
	plans[2] = plan_ticket(history, &(struct plan_wish){
		scene.mails[2].id, "bob@example.org", "c@example.org",
		false });
	plans[2].relations = &(struct plan_relation){
		plans[2].ticket_id, plans[0].ticket_id, RELATION_RELATED };
	plans[2].relation_count = 1;
	plans[3] = (struct plan){
		.mail_id = scene.mails[3].id, .now = history->now,
		.disposition = DISPOSITION_QUARANTINED, .how = "rule",
		.reason = "casino", .author = "eve@nowhere.test",
		.rules = { rules, 2 }, .subject = "Win",
		.origin = "person", .trace = "{\"a\": 1}",
	};
	ok(commit_plans(scene.db, scene.desk_id, plans, 4, history, &err),
	   &err);
	return 0;
}

static int free_scene(void **state)
{
	(void)state;
	db_free(&scene.db);
	arena_free(&scene.arena);
	return 0;
}

static void test_tickets(void **state)
{
	static const struct {
		int line;
		struct report_ticket_filter filter;
		size_t count;
		int64_t first;		/* number */
	} cases[] = {
		{ __LINE__, { 0 }, 2, 2 },
		{ __LINE__, { .state = "new" }, 1, 2 },
		{ __LINE__, { .state = "open" }, 1, 1 },
		{ __LINE__, { .state = "closed" }, 0, 0 },
		{ __LINE__, { .queue = "billing" }, 2, 2 },
		{ __LINE__, { .queue = "" }, 2, 2 },
		{ __LINE__, { .queue = "x" }, 0, 0 },
		{ __LINE__, { .urgency = "high" }, 2, 2 },
		{ __LINE__, { .urgency = "low" }, 0, 0 },
		{ __LINE__, { .limit = 1 }, 1, 2 },
		{ __LINE__, { .text = "τιμολογιο" }, 2, 2 },
		{ __LINE__, { .text = "ARVE" }, 1, 1 },
		{ __LINE__, { .text = "\"ikka puudu\"" }, 1, 1 },
		{ __LINE__, { .text = "\"puudu ikka\"" }, 0, 0 },
		{ __LINE__, { .text = "arve -puudu" }, 0, 0 },
		{ __LINE__, { .text = "arve", .state = "new" }, 0, 0 },
		{ __LINE__, { .text = "'; DROP TABLE ticket & | !" }, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report_ticket *tickets;
		struct err err;
		size_t count;

		ok(report_tickets(scene.db, scene.arena, scene.desk_id,
				  &cases[i].filter, &tickets, &count, &err),
		   &err);
		if (count != cases[i].count ||
		    (count > 0 && tickets[0].number != cases[i].first))
			fail_msg("line %d: %zu tickets", cases[i].line, count);
	}
}

static void test_show(void **state)
{
	struct report_show show;
	struct err err;

	(void)state;
	ok(report_show(scene.db, scene.arena, scene.desk_id, 1, &show, &err),
	   &err);
	assert_int_equal(show.ticket.number, 1);
	assert_string_equal(show.ticket.state, "open");
	assert_string_equal(show.ticket.urgency, "high");
	assert_string_equal(show.ticket.requester, "ann@example.org");
	assert_int_equal(show.ticket.tags.count, 1);
	assert_int_equal(show.ticket.messages, 2);
	assert_int_equal(show.message_count, 2);
	assert_string_equal(show.messages[1].visible, "Arve on ikka puudu");
	assert_string_equal(show.messages[0].direction, "in");
	assert_int_equal(show.messages[0].mail_id, scene.mails[0].id);
	assert_true(show.messages[0].unverified);
	assert_false(show.messages[0].pending);
	assert_int_equal(show.event_count, 2);
	assert_string_equal(show.events[1].kind, "reopened");
	assert_int_equal(show.attachment_count, 2);
	assert_string_equal(show.attachments[0].name, "shot.png");
	assert_int_equal(show.attachments[0].raw_offset, 120);
	assert_int_equal(show.attachments[0].sha256[0], 7);
	assert_int_equal(show.outgoing_count, 1);
	assert_string_equal(show.outgoing[0].state, "queued");
	assert_string_equal(show.outgoing[0].subject, "Your mail");
	assert_int_equal(show.outgoing[0].ended, 0);
	assert_int_equal(show.participants.count, 1);
	assert_int_equal(show.relation_count, 1);
	assert_int_equal(show.relations[0].number, 2);
	assert_string_equal(show.relations[0].kind, "related");
	assert_int_equal(show.ticket.merged_into, 0);
	assert_int_equal(show.part_count, 0);
	ok(report_show(scene.db, scene.arena, scene.desk_id, 2, &show, &err),
	   &err);
	assert_int_equal(show.relations[0].number, 1);
	assert_int_equal(show.outgoing_count, 0);
	assert_false(report_show(scene.db, scene.arena, scene.desk_id, 3,
				 &show, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
}

static void test_mails(void **state)
{
	static const struct {
		int line;
		struct report_mail_filter filter;
		size_t count;
	} cases[] = {
		{ __LINE__, { 0 }, 5 },
		{ __LINE__, { .limit = 2 }, 2 },
		{ __LINE__, { .state = "pending" }, 1 },
		{ __LINE__, { .state = "ended" }, 4 },
		{ __LINE__, { .disposition = "quarantined" }, 1 },
		{ __LINE__, { .disposition = "dropped" }, 0 },
		{ __LINE__, { .unparsed = true }, 0 },
	};
	struct report_mail *mails;
	struct err err;
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ok(report_mails(scene.db, scene.arena, scene.desk_id,
				&cases[i].filter, &mails, &count, &err), &err);
		if (count != cases[i].count)
			fail_msg("line %d: %zu mails", cases[i].line, count);
	}
}

static void test_why(void **state)
{
	struct report_why why;
	struct err err;

	(void)state;
	ok(report_why(scene.db, scene.arena, scene.desk_id, scene.mails[3].id,
		      &why, &err), &err);
	assert_string_equal(why.mail.disposition, "quarantined");
	assert_string_equal(why.mail.reason, "casino");
	assert_int_equal(why.mail.rules.count, 2);
	assert_string_equal(why.mail.rules.at[1], "Ωmega rule");
	assert_string_equal(why.mail.mailbox, "reports");
	assert_string_equal(why.mail.retire, "due");
	assert_int_equal(why.mail.ticket_number, 0);
	assert_int_equal(why.trace_count, 1);
	assert_string_equal(why.traces[0].facts, "{\"a\": 1}");
	ok(report_why(scene.db, scene.arena, scene.desk_id, scene.mails[0].id,
		      &why, &err), &err);
	assert_int_equal(why.mail.ticket_number, 1);
	assert_int_equal(why.attachment_count, 1);
	assert_false(report_why(scene.db, scene.arena, scene.desk_id, 1, &why,
				&err));
	assert_int_equal(err.kind, ERR_PERMANENT);
}

static void test_outbox(void **state)
{
	struct report_outgoing *outgoing;
	struct err err;
	size_t count;

	(void)state;
	ok(report_outbox(scene.db, scene.arena, scene.desk_id,
			 &(struct report_outbox_filter){ 0 }, &outgoing, &count,
			 &err), &err);
	assert_int_equal(count, 1);
	assert_int_equal(outgoing[0].ticket_number, 1);
	ok(report_outbox(scene.db, scene.arena, scene.desk_id,
			 &(struct report_outbox_filter){ .state = "sent" },
			 &outgoing, &count, &err), &err);
	assert_int_equal(count, 0);
}

/* One outgoing mail with its bytes, before and after it was tried. */
static void test_sending(void **state)
{
	struct outbox_outcome outcome = { .result = OUTBOX_RETRY, .code = 451,
					  .text = "4.7.1 greylisted" };
	struct report_sending sending;
	const struct outbox_wish wish = { .most = 5, .lease = USEC_MINUTE };
	const struct outbox_group group = { .ends = &outcome, .end_count = 1 };
	struct outbox_claimed claimed;
	const struct outbox_mail *mails;
	struct err err;

	(void)state;
	ok(outbox_autos(scene.db, scene.desk_id, true, &err), &err);
	ok(outbox_claim(scene.db, scene.arena, scene.desk_id, &wish, &claimed,
			&err), &err);
	assert_int_equal(claimed.count, 1);
	mails = claimed.mails;
	outcome.id = mails[0].id;
	ok(report_sending(scene.db, scene.arena, scene.desk_id, outcome.id,
			  &sending, &err), &err);
	assert_int_equal(sending.attempt_count, 0);
	assert_int_equal(sending.size, mails[0].size);
	assert_memory_equal(sending.bytes, mails[0].bytes, sending.size);
	assert_int_equal(sending.mail.ticket_number, 1);
	ok(outbox_commit(scene.db, scene.desk_id, &group, &err), &err);
	ok(report_sending(scene.db, scene.arena, scene.desk_id, outcome.id,
			  &sending, &err), &err);
	assert_int_equal(sending.attempt_count, 1);
	assert_int_equal(sending.attempts[0].number, 1);
	assert_int_equal(sending.attempts[0].code, 451);
	assert_string_equal(sending.attempts[0].result, "retry");
	assert_string_equal(sending.attempts[0].reply, "4.7.1 greylisted");
	assert_false(report_sending(scene.db, scene.arena, scene.desk_id, 5,
				    &sending, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
}

static void test_desk(void **state)
{
	struct report_desk desk;
	struct err err;

	(void)state;
	for (int on = 0; on < 2; on++) {
		ok(outbox_autos(scene.db, scene.desk_id, on == 1, &err), &err);
		ok(report_desk(scene.db, scene.desk_id, &desk, &err), &err);
		assert_int_equal(desk.autos, on);
	}
	assert_int_equal(desk.ruleset, 0);
	assert_true(desk.activated > clock_civil(2026, 1, 1));
	assert_false(report_desk(scene.db, 5, &desk, &err));
}

/* The newest first, as they came; and whether one of a Message-ID came. */
static void test_heads(void **state)
{
	struct report_head *heads;
	struct err err;
	size_t count;
	int64_t id;

	(void)state;
	ok(report_heads(scene.db, scene.arena, scene.desk_id, 2, &heads,
			&count, &err), &err);
	assert_int_equal(count, 2);
	assert_true(heads[0].id > heads[1].id);
	assert_int_equal(heads[1].id, scene.mails[3].id);
	assert_int_equal(heads[1].size, scene.mails[3].size);
	assert_memory_equal(heads[1].bytes, scene.mails[3].bytes,
			    heads[1].size);
	ok(report_heads(scene.db, scene.arena, scene.desk_id, 100, &heads,
			&count, &err), &err);
	assert_int_equal(count, 5);
	ok(report_arrived(scene.db, scene.desk_id, "b@example.org", &id, &err),
	   &err);
	assert_int_equal(id, scene.mails[1].id);
	ok(report_arrived(scene.db, scene.desk_id, "x@example.org", &id, &err),
	   &err);
	assert_int_equal(id, 0);
	ok(report_arrived(scene.db, scene.desk_id, "", &id, &err), &err);
	assert_int_equal(id, 0);
}

/* Let out of quarantine: pending again, claimed at once, and the second end
 * has a trace of its own.  A mail that has its ticket stays as it is. */
static void test_again(void **state)
{
	const struct keys nothing = { 0 };
	const int64_t id = scene.mails[3].id;
	struct ledger_claim *claims;
	struct report_why why;
	struct history *history;
	struct plan plan;
	struct err err;
	size_t count;

	(void)state;
	assert_false(ledger_again(scene.db, scene.desk_id, scene.mails[0].id,
				  LEDGER_RETRY, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "ticket 1"));
	assert_false(ledger_again(scene.db, scene.desk_id, 1, LEDGER_RETRY,
				  &err));
	assert_int_equal(store_number(scene.conninfo, arena_printf(
		scene.arena, "SELECT count(*) FROM departure WHERE "
		"%" PRId64 " = ANY (mails)", id)), 1);
	store_number(scene.conninfo, "UPDATE mail SET retire = 'done' "
		     "WHERE disposition = 'quarantined'");
	ok(ledger_again(scene.db, scene.desk_id, id, LEDGER_LET_OUT, &err),
	   &err);
	/* What is to be worked on again stays where it is. */
	assert_int_equal(store_number(scene.conninfo, arena_printf(
		scene.arena, "SELECT count(*) FROM departure WHERE "
		"%" PRId64 " = ANY (mails)", id)), 0);
	ok(ledger_claim(scene.db, scene.arena, scene.desk_id, 1, USEC_MINUTE,
			&claims, &count, &err), &err);
	assert_int_equal(claims[0].id, id);
	assert_true(claims[0].released);
	assert_int_equal(claims[0].attempts, 1);
	ok(history_read(scene.db, scene.arena, scene.desk_id, &nothing, 100,
			&history, &err), &err);
	plan = plan_ticket(history, &(struct plan_wish){
		id, "eve@nowhere.test", "w@nowhere.test", false });
	ok(commit_plans(scene.db, scene.desk_id, &plan, 1, history, &err),
	   &err);
	ok(report_why(scene.db, scene.arena, scene.desk_id, id, &why, &err),
	   &err);
	assert_string_equal(why.mail.disposition, "ticketed");
	assert_string_equal(why.mail.retire, "done");
	assert_int_equal(why.trace_count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tickets),
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_mails),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_outbox),
		cmocka_unit_test(test_sending),
		cmocka_unit_test(test_desk),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_again),
	};

	scene.conninfo = database_start();
	return cmocka_run_group_tests(tests, make_scene, free_scene);
}
