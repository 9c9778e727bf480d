/* test_drafts.c - held, asked for, let go once; and who is told no more. */

#include "store/drafts.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "desk/planner.h"
#include "store/commit.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MARIA "maria@staff.test"

static const char *conninfo;
static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const struct agent team[] = {
	{ .name = "Maria", .address = MARIA, .tier = 3 },
};

struct scene {
	struct db *db;
	struct arena *arena;
	struct desk desk;
	struct decider decider;
	struct ledger_mailbox mailbox;
	struct ledger_claim *mails;
	struct history *history;
};

static void read_past(struct scene *scene, const struct keys *keys)
{
	struct err err;

	if (!history_read(scene->db, scene->arena, scene->desk.id, keys, 100,
			  &scene->history, &err))
		fail_msg("%s", err.text);
}

static void commit(struct scene *scene, const struct plan *plan)
{
	struct err err;

	if (!commit_plans(scene->db, scene->desk.id, plan, 1, scene->history,
			  &err))
		fail_msg("%s", err.text);
}

/* A desk with ticket 1 of Ann's, and two mails that are still to be ended. */
static void begin(struct scene *scene, struct arena *arena, const char *name)
{
	const struct plan_wish wish = { 0, "ann@example.org",
					"first@example.org", false };
	struct plan_wish first = wish;
	struct plan plan;
	struct err err;
	size_t count;

	*scene = (struct scene){ .db = store_open(conninfo), .arena = arena };
	scene->mailbox = store_mailbox(scene->db, name);
	store_add_mails(scene->db, &scene->mailbox, 1, 3);
	assert_true(ledger_claim(scene->db, arena, scene->mailbox.desk_id, 3,
				 USEC_MINUTE, &scene->mails, &count, &err));
	scene->desk = (struct desk){
		.id = scene->mailbox.desk_id, .name = name,
		.display_name = "Acme", .address = "support@desk.test",
		.token_address = "support@desk.test", .address_tokens = true,
		.ring = { &key, 1, scene->mailbox.desk_id },
		.language = "en", .queue = "general", .team = { team, 1 },
		.relay = { .name = "{agent}, {desk}", .signature = "",
			   .undo = USEC_MINUTE, .limit = 1024 * 1024 },
	};
	scene->decider = (struct decider){
		.desk = &scene->desk,
		.templates = template_load(arena, &(struct bundle){ 0 },
					   &err),
	};
	read_past(scene, &(struct keys){ 0 });
	first.mail_id = scene->mails[0].id;
	plan = plan_ticket(scene->history, &first);
	commit(scene, &plan);
}

/* A mail in Maria's name that lacked proof. */
static int64_t hold(struct scene *scene, size_t mail)
{
	static const int64_t one[] = { 1 };
	struct plan_draft draft;
	struct planner *planner;

	read_past(scene, &(struct keys){ .ticket_numbers = one,
					 .ticket_count = 1 });
	planner = planner_by_hand(scene->arena, &scene->decider,
				  scene->history);
	draft = (struct plan_draft){
		.id = history_take_id(scene->history),
		.ticket_id = history_number(scene->history, 1)->ticket.id,
		.agent = MARIA, .why = "not-authenticated",
		.text = "#close\n\nDear Ann, yes.\n", .leading = 24,
		.words = "Dear Ann, yes.", .asked = true,
	};
	planner->plan.draft = &draft;
	planner->plan.mail_id = scene->mails[mail].id;
	planner->plan.ticket_id = draft.ticket_id;
	planner_end(planner, DISPOSITION_DRAFTED, "agent-address", draft.why);
	commit(scene, &planner->plan);
	return draft.id;
}

static int64_t number(const struct scene *scene, const char *what)
{
	return store_number(conninfo, arena_printf(scene->arena, "%s AND "
		"desk_id = %" PRId64, what, scene->desk.id));
}

static struct draft_answer settle(struct scene *scene, int64_t id,
				  enum draft_state state)
{
	struct draft_answer answer;
	struct err err;

	if (!draft_settle(scene->db, scene->arena, &scene->decider,
			  &(struct draft_ask){ id, state, "an admin" },
			  &answer, &err))
		fail_msg("%s", err.text);
	return answer;
}

#define SENT "SELECT count(*) FROM outbox WHERE class = 'agent'"
#define CLOSED "SELECT count(*) FROM ticket WHERE state = 'closed'"

static void test_once(void **state)
{
	struct draft_answer answer;
	struct scene scene;
	ARENA(arena);
	int64_t id;

	(void)state;
	begin(&scene, arena, "once");
	id = hold(&scene, 1);
	read_past(&scene, &(struct keys){ .draft_ids = &id,
					  .draft_count = 1 });
	assert_string_equal(history_draft(scene.history, id)->words,
			    "Dear Ann, yes.");
	assert_int_equal(history_draft(scene.history, id)->leading, 24);
	assert_int_equal(history_asked(scene.history, MARIA), 1);
	commit_abandon(scene.db);
	answer = settle(&scene, id, DRAFT_SENT);
	assert_true(answer.known && answer.agent);
	if (answer.outcome.verdict != INSTRUCT_DONE)
		fail_msg("%s", answer.outcome.faults[0].reason);
	assert_int_equal(number(&scene, SENT), 1);
	assert_int_equal(number(&scene, CLOSED), 1);
	/* Neither again, nor dropped any more. */
	answer = settle(&scene, id, DRAFT_SENT);
	assert_int_equal(answer.before, DRAFT_SENT);
	answer = settle(&scene, id, DRAFT_DROPPED);
	assert_int_equal(answer.before, DRAFT_SENT);
	assert_int_equal(number(&scene, SENT), 1);
	assert_false(settle(&scene, id + 1000, DRAFT_SENT).known);
	db_free(&scene.db);
}

static void test_dropped(void **state)
{
	struct draft_row *rows;
	struct scene scene;
	struct err err;
	ARENA(arena);
	int64_t first, second;
	size_t count;

	(void)state;
	begin(&scene, arena, "dropped");
	first = hold(&scene, 1);
	second = hold(&scene, 2);
	assert_int_equal(settle(&scene, first, DRAFT_DROPPED).before,
			 DRAFT_HELD);
	assert_int_equal(settle(&scene, first, DRAFT_SENT).before,
			 DRAFT_DROPPED);
	assert_int_equal(number(&scene, SENT), 0);
	assert_true(drafts_list(scene.db, arena, scene.desk.id, false, 0,
				&rows, &count, &err));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].id, second);
	assert_int_equal(rows[0].ticket, 1);
	assert_true(drafts_list(scene.db, arena, scene.desk.id, true, 0,
				&rows, &count, &err));
	assert_int_equal(count, 2);
	/* An agent who left gets nobody to speak for her. */
	scene.desk.team.count = 0;
	assert_false(settle(&scene, second, DRAFT_SENT).agent);
	assert_int_equal(number(&scene, SENT), 0);
	db_free(&scene.db);
}

/* What is told to her comes back: nothing is told to her until she writes. */
static void test_muted(void **state)
{
	struct scene scene;
	struct plan_outgoing notice = {
		.class = OUTGOING_ADMIN, .dedupe_key = "notify/1",
		.template = "notify", .language = "en", .because = "rule",
		.mail_from = "support@desk.test", .rcpt_to = "Maria@staff.test",
		.message_id = "n1@desk.test", .subject = "x", .text = "x",
		.bytes = "x", .size = 1,
	};
	struct plan plan = { .author = "", .origin = "" };
	struct mute_row *rows;
	struct err err;
	ARENA(arena);
	size_t count;

	(void)state;
	begin(&scene, arena, "muted");
	read_past(&scene, &(struct keys){ 0 });
	notice.id = history_take_id(scene.history);
	notice.body_id = history_take_id(scene.history);
	plan.now = notice.due = scene.history->now;
	plan.outgoing = &notice;
	plan.outgoing_count = 1;
	commit(&scene, &plan);
	plan.outgoing_count = 0;
	plan.bounced_outbox = notice.id;

	read_past(&scene, &(struct keys){ 0 });
	commit(&scene, &plan);
	read_past(&scene, &(struct keys){ 0 });
	assert_false(history_muted(scene.history, MARIA));

	plan.bounced_hard = true;
	commit(&scene, &plan);
	assert_true(mutes_list(scene.db, arena, scene.desk.id, "mail to ",
			       &rows, &count, &err));
	assert_int_equal(count, 1);
	assert_true(rows[0].muted);
	read_past(&scene, &(struct keys){ 0 });
	assert_true(history_muted(scene.history, MARIA));

	plan.bounced_outbox = 0;
	plan.by_person = true;
	plan.author = MARIA;
	commit(&scene, &plan);
	read_past(&scene, &(struct keys){ 0 });
	assert_false(history_muted(scene.history, MARIA));
	commit_abandon(scene.db);
	db_free(&scene.db);
}

static int start(void **state)
{
	(void)state;
	conninfo = database_start();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	database_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_muted),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
