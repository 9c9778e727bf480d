/* test_instruct.c - what is called back was still there, or nothing is done;
 * steps, answers and loads are read as they were written. */

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "desk/step.h"
#include "store/commit.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *conninfo;

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

/* Ticket 1 of Ann with Maria, and an answer of hers that is held. */
struct scene {
	struct db *db;
	struct arena *arena;
	int64_t desk_id, ticket_id, outbox, step;
};

static struct history *read_past(struct scene *scene)
{
	static const int64_t number[] = { 1 };
	static const char *const team[] = { "maria@desk.test",
					    "omar@desk.test" };
	static const char *const authors[] = { "ann@example.org" };
	const struct keys keys = {
		.ticket_numbers = number, .ticket_count = 1,
		.agent_numbers = number, .agent_count = 1,
		.team = { team, 2 }, .served = true,
		.addresses = { authors, 1 },
	};
	struct history *history;
	struct err err;

	ok(history_read(scene->db, scene->arena, scene->desk_id, &keys, 200,
			&history, &err), &err);
	return history;
}

static struct plan_outgoing answer(struct scene *scene,
				   struct history *history)
{
	scene->outbox = history_take_id(history);
	return (struct plan_outgoing){
		.id = scene->outbox, .body_id = history_take_id(history),
		.ticket_id = scene->ticket_id, .class = OUTGOING_AGENT,
		.dedupe_key = "relay/1", .template = "relay",
		.language = "en", .because = "by-agent",
		.mail_from = "support@desk.test",
		.rcpt_to = "Ann@example.org", .message_id = "ours@desk.test",
		.subject = "Re: Kettle", .text = "Hello.",
		.bytes = "Subject: x\r\n\r\nHello.\r\n", .size = 23,
		.due = history->now,
		.hold_until = history->now + USEC_MINUTE,
	};
}

static struct plan by_hand(struct history *history)
{
	return (struct plan){
		.now = history->now, .how = "by-hand", .reason = "",
		.subject = "", .origin = "", .answer = "", .author = "",
		.message_id = "", .language = "",
	};
}

static struct scene begin(struct arena *arena, const char *name)
{
	struct scene scene = { .db = store_open(conninfo), .arena = arena };
	struct ledger_mailbox mailbox = store_mailbox(scene.db, name);
	const struct step step = { .by = "maria@desk.test", .did = "#take" };
	struct plan_outgoing out;
	struct plan_event event;
	struct history *history;
	struct ticket ticket;
	struct plan plan;
	struct err err;

	scene.desk_id = mailbox.desk_id;
	history = read_past(&scene);
	plan = plan_ticket(history, &(struct plan_wish){
		0, "ann@example.org", "a@x.test", false });
	ticket = *plan.ticket;
	ticket.agent = "maria@desk.test";
	ticket.until = history->now + USEC_DAY;
	plan.ticket = &ticket;
	scene.ticket_id = plan.ticket_id;
	out = answer(&scene, history);
	plan.outgoing = &out;
	plan.outgoing_count = 1;
	scene.step = history_take_id(history);
	event = (struct plan_event){
		scene.step, plan.ticket_id, EVENT_COMMANDED, "by-hand",
		"#take", step_write(arena, &step) };
	plan.events = &event;
	plan.event_count = 1;
	ok(commit_plans(scene.db, scene.desk_id, &plan, 1, history, &err),
	   &err);
	return scene;
}

static const char *state_of(struct scene *scene)
{
	struct history *history = read_past(scene);
	const struct known_ticket *one = history_number(history, 1);
	static const char *const words[] = {
		[WAY_HELD] = "held", [WAY_LEAVING] = "leaving",
		[WAY_SENT] = "sent", [WAY_GONE] = "gone",
	};

	commit_abandon(scene->db);
	assert_int_equal(one->sent_count, 1);
	return words[one->sent[0].way];
}

static bool call_back(struct scene *scene, struct err *err)
{
	struct history *history = read_past(scene);
	const struct plan_event event = {
		history_take_id(history), scene->ticket_id, EVENT_UNDONE,
		arena_printf(scene->arena, "%" PRId64, scene->step), "", NULL,
	};
	struct plan plan = by_hand(history);

	plan.ticket_id = scene->ticket_id;
	plan.cancelled = &scene->outbox;
	plan.cancelled_count = 1;
	plan.events = &event;
	plan.event_count = 1;
	return commit_plans(scene->db, scene->desk_id, &plan, 1, history,
			    err);
}

static void test_read(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "read");
	struct history *history = read_past(&scene);
	const struct known_ticket *one = history_number(history, 1);
	struct step step;

	(void)state;
	commit_abandon(scene.db);
	assert_int_equal(one->step_count, 1);
	assert_true(one->steps[0].id == scene.step);
	assert_false(one->steps[0].undone);
	assert_true(step_read(arena, one->steps[0].json, &step));
	assert_string_equal(step.did, "#take");
	assert_int_equal(one->sent_count, 1);
	assert_true(one->sent[0].by_agent);
	assert_true(one->sent[0].id == scene.outbox);
	assert_string_equal(one->sent[0].recipient, "ann@example.org");
	assert_string_equal(one->sent[0].message_id, "ours@desk.test");
	assert_true(one->ticket.until == one->ticket.created + USEC_DAY);
	assert_int_equal(history_load_of(history, "maria@desk.test"), 1);
	assert_int_equal(history_load_of(history, "omar@desk.test"), 0);
	assert_string_equal(history_served(history, "ann@example.org"),
			    "maria@desk.test");
	db_free(&scene.db);
}

static void test_called_back(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "back");
	const struct known_ticket *one;
	struct err err;

	(void)state;
	assert_string_equal(state_of(&scene), "held");
	ok(call_back(&scene, &err), &err);
	assert_string_equal(state_of(&scene), "gone");
	one = history_number(read_past(&scene), 1);
	commit_abandon(scene.db);
	assert_true(one->steps[0].undone);
	/* There is nothing to be called back twice. */
	assert_false(call_back(&scene, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	db_free(&scene.db);
}

/* What left a moment before makes it fail as a whole. */
static void test_left_before(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "left");
	const struct known_ticket *one;
	struct err err;

	(void)state;
	store_number(conninfo, arena_printf(arena, "WITH x AS (UPDATE outbox "
		"SET state = 'queued' WHERE desk_id = %" PRId64 " RETURNING "
		"id) SELECT count(*) FROM x", scene.desk_id));
	assert_false(call_back(&scene, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_string_equal(state_of(&scene), "leaving");
	one = history_number(read_past(&scene), 1);
	commit_abandon(scene.db);
	assert_false(one->steps[0].undone);
	db_free(&scene.db);
}

/* People leave, and are shunned until it is taken back. */
static void test_people(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "people");
	struct plan_shunned shunned = { "ann@example.org", true };
	struct plan_participant leaving;
	struct history *history;
	struct err err;

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct plan plan;

		history = read_past(&scene);
		plan = by_hand(history);
		leaving = (struct plan_participant){ scene.ticket_id,
						     "ann@example.org" };
		plan.leaving = &leaving;
		plan.leaving_count = 1;
		plan.shunned = &shunned;
		plan.shunned_count = 1;
		ok(commit_plans(scene.db, scene.desk_id, &plan, 1, history,
				&err), &err);
		history = read_past(&scene);
		commit_abandon(scene.db);
		assert_int_equal(history_address(history, "ann@example.org")
				 ->spam, shunned.shunned);
		assert_int_equal(history_number(history, 1)
				 ->participants.count, 0);
		shunned.shunned = false;
	}
	db_free(&scene.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_called_back),
		cmocka_unit_test(test_left_before),
		cmocka_unit_test(test_people),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
