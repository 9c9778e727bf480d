/* test_commit.c - all or nothing, once however often, and in any company. */

#include "config.h"

#include "store/commit.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "base/search.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *conninfo;

/* A desk with three claimed mails and an open transaction. */
struct scene {
	struct db *db;
	struct arena *arena;
	struct ledger_mailbox mailbox;
	int64_t desk_id;
	struct ledger_claim *mails;
	struct history *history;
};

static const char *const addresses[] = { "ann@example.org" };
static const struct keys keys = { .addresses = { addresses, 1 } };

static void read_past(struct scene *scene)
{
	struct err err;

	if (!history_read(scene->db, scene->arena, scene->desk_id, &keys, 100,
			  &scene->history, &err))
		fail_msg("%s", err.text);
}

static struct scene begin(struct arena *arena, const char *name)
{
	struct scene scene = { .db = store_open(conninfo), .arena = arena };
	struct err err;
	size_t count;

	scene.mailbox = store_mailbox(scene.db, name);
	scene.desk_id = scene.mailbox.desk_id;
	store_add_mails(scene.db, &scene.mailbox, 1, 3);
	if (!ledger_claim(scene.db, arena, scene.desk_id, 3, USEC_MINUTE,
			  &scene.mails, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(count, 3);
	read_past(&scene);
	return scene;
}

static struct plan ticket(struct scene *scene, size_t mail)
{
	return plan_ticket(scene->history, &(struct plan_wish){
		scene->mails[mail].id, "ann@example.org",
		arena_printf(scene->arena, "m%zu@example.org", mail), true });
}

static struct plan join(struct scene *scene, size_t mail, int64_t number)
{
	return plan_join(scene->history,
			 history_number(scene->history, number),
			 &(struct plan_wish){ scene->mails[mail].id,
					      "ann@example.org",
					      "j@example.org", false });
}

static bool commit(struct scene *scene, const struct plan *plans, size_t count,
		   struct err *err)
{
	return commit_plans(scene->db, scene->desk_id, plans, count,
			    scene->history, err);
}

static void must_commit(struct scene *scene, const struct plan *plans,
			size_t count)
{
	struct err err;

	if (!commit(scene, plans, count, &err))
		fail_msg("%s", err.text);
}

/* Rows of this desk in a table, or in `FROM x WHERE y`. */
static int64_t rows_of(const struct scene *scene, const char *from)
{
	return store_number(conninfo, arena_printf(
		scene->arena, "SELECT count(*) FROM %s desk_id = %" PRId64,
		from, scene->desk_id));
}

static int64_t everything(const struct scene *scene)
{
	static const char *const tables[] = {
		"ticket", "message", "event", "contact", "address", "tag",
		"participant", "mention", "outbox", "outbox_body",
		"attachment", "trace", "relation",
	};
	int64_t sum = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		sum += rows_of(scene, arena_printf(scene->arena, "%s WHERE",
						   tables[i]));
	return sum;
}

static void test_batch(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "batch");
	struct plan plans[3];

	(void)state;
	/* Two tickets of one new customer, and an answer to the first. */
	plans[0] = ticket(&scene, 0);
	history_apply(scene.history, &plans[0]);
	plans[1] = ticket(&scene, 1);
	plans[1].relations = &(struct plan_relation){
		plans[1].ticket_id, plans[0].ticket_id, RELATION_RELATED };
	plans[1].relation_count = 1;
	history_apply(scene.history, &plans[1]);
	plans[2] = join(&scene, 2, 1);
	assert_null(plans[1].address);
	must_commit(&scene, plans, 3);

	assert_int_equal(rows_of(&scene, "ticket WHERE"), 2);
	assert_int_equal(rows_of(&scene, "ticket WHERE number = 1 AND "
				 "state = 'open' AND"), 1);
	assert_int_equal(rows_of(&scene, "message WHERE"), 3);
	assert_int_equal(rows_of(&scene, "event WHERE"), 3);
	assert_int_equal(rows_of(&scene, "contact WHERE language = 'et' AND"),
			 1);
	assert_int_equal(rows_of(&scene, "address WHERE person IS NOT NULL "
				 "AND"), 1);
	/* The answer took the second tag away from the first ticket. */
	assert_int_equal(rows_of(&scene, "tag WHERE"), 3);
	assert_int_equal(rows_of(&scene, "participant WHERE"), 2);
	assert_int_equal(rows_of(&scene, "relation WHERE"), 1);
	/* m0, m1, j; cited in ticket 1 (twice) and 2. */
	assert_int_equal(rows_of(&scene, "mention WHERE"), 5);
	assert_int_equal(rows_of(&scene, "outbox WHERE state = 'queued' AND "
				 "address = 'ann@example.org' AND "
				 "domain = 'example.org' AND"), 2);
	assert_int_equal(rows_of(&scene, "attachment WHERE part = 1 AND"), 3);
	assert_int_equal(rows_of(&scene, "trace WHERE facts::json->'candidates' "
				 "IS NOT NULL AND"), 3);
	assert_int_equal(rows_of(&scene, "mail WHERE state = 'ended' AND "
				 "retire = 'due' AND attempts = 1 AND "
				 "ticket_id IS NOT NULL AND "
				 "origin = 'person' AND"), 3);
	assert_int_equal(rows_of(&scene, "departure WHERE "
				 "cardinality(mails) = 3 AND"), 1);
	assert_int_equal(rows_of(&scene, "claim WHERE first > 0 AND"), 0);
	assert_int_equal(rows_of(&scene, "desk WHERE next_number = 3 AND"), 1);
	db_free(&scene.db);
}

static void test_again(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "again");
	struct plan plan = ticket(&scene, 0), second;
	int64_t before;

	(void)state;
	must_commit(&scene, &plan, 1);
	before = everything(&scene);
	read_past(&scene);
	must_commit(&scene, &plan, 1);
	assert_int_equal(everything(&scene), before);

	/* Decided anew, with other ids: the mail has its end all the same. */
	read_past(&scene);
	second = ticket(&scene, 0);
	must_commit(&scene, &second, 1);
	assert_int_equal(everything(&scene), before);
	assert_int_equal(rows_of(&scene, "desk WHERE next_number = 2 AND"), 1);
	db_free(&scene.db);
}

/* Another worker ended the first mail: the second stands alone, the third
 * was decided on top of the first. */
static void test_overtaken(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "overtaken");
	struct plan plans[3];
	struct err err = { 0 };

	(void)state;
	plans[0] = ticket(&scene, 0);
	must_commit(&scene, plans, 1);
	read_past(&scene);
	plans[0] = ticket(&scene, 0);
	history_apply(scene.history, &plans[0]);
	plans[2] = join(&scene, 2, plans[0].ticket->number);
	plans[1] = plans[2];
	assert_false(commit(&scene, plans, 2, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_int_equal(rows_of(&scene, "mail WHERE state = 'ended' AND"), 1);

	read_past(&scene);
	plans[0] = ticket(&scene, 0);
	scene.history->next_number++;
	plans[1] = ticket(&scene, 1);
	must_commit(&scene, plans, 2);
	assert_int_equal(rows_of(&scene, "mail WHERE state = 'ended' AND"), 2);
	assert_int_equal(rows_of(&scene, "ticket WHERE"), 2);
	db_free(&scene.db);
}

/* Another worker claims the first mail when the lease of all is over, and then
 * who had them ends them after all: that claim is whole, but of nothing. */
static void test_late(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "late"), other = scene;
	struct plan plans[3];
	struct err err;
	int64_t before;
	size_t count;

	(void)state;
	other.db = store_open(conninfo);
	store_number(conninfo, arena_printf(arena, "UPDATE claim "
		"SET lease = now() WHERE desk_id = %" PRId64,
		scene.desk_id));
	if (!ledger_claim(other.db, arena, other.desk_id, 3, USEC_MINUTE,
			  &other.mails, &count, &err))
		fail_msg("%s", err.text);
	assert_int_equal(count, 1);
	for (size_t i = 0; i < 3; i++) {
		plans[i] = ticket(&scene, i);
		history_apply(scene.history, &plans[i]);
	}
	must_commit(&scene, plans, 3);
	before = everything(&scene);
	read_past(&other);
	plans[0] = ticket(&other, 0);
	must_commit(&other, plans, 1);
	assert_int_equal(everything(&scene), before);
	assert_int_equal(rows_of(&scene, "mail WHERE attempts = 2 AND"), 3);
	assert_int_equal(rows_of(&scene, "claim WHERE mails <> '{}' AND"), 0);
	db_free(&other.db);
	db_free(&scene.db);
}

static void test_dedupe(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "dedupe");
	struct plan plans[2];
	struct plan_outgoing same;

	(void)state;
	plans[0] = ticket(&scene, 0);
	history_apply(scene.history, &plans[0]);
	plans[1] = ticket(&scene, 1);
	same = plans[1].outgoing[0];
	same.dedupe_key = plans[0].outgoing[0].dedupe_key;
	plans[1].outgoing = &same;
	must_commit(&scene, plans, 2);
	assert_int_equal(rows_of(&scene, "ticket WHERE"), 2);
	assert_int_equal(rows_of(&scene, "outbox WHERE"), 1);
	db_free(&scene.db);
}

/* What the mail that opens a ticket names twice is known once, with all that
 * was said of it. */
static void test_named_twice(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "twice");
	struct plan plan = ticket(&scene, 0);
	const struct plan_mention mentions[] = {
		{ .message_id = "x@example.org", .ticket_id = plan.ticket_id,
		  .branch = "kettle" },
		{ .message_id = "x@example.org", .ticket_id = plan.ticket_id,
		  .branch = "tea", .received = true },
	};
	const struct plan_clue clues[] = {
		{ CLUE_SUBJECT, "k", plan.ticket_id },
		{ CLUE_FOREIGN_ID, "k", plan.ticket_id },
		{ CLUE_SUBJECT, "k", plan.ticket_id },
	};

	(void)state;
	plan.mentions = mentions;
	plan.mention_count = 2;
	plan.clues = clues;
	plan.clue_count = 3;
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "mention WHERE received AND "
				 "branch = '' AND"), 1);
	assert_int_equal(rows_of(&scene, "mention WHERE"), 1);
	assert_int_equal(rows_of(&scene, "clue WHERE"), 2);
	db_free(&scene.db);
}

/* A person is known by the row of his address, whoever of two wrote it. */
static void test_persons(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "persons");
	struct plan plan = ticket(&scene, 0);
	struct plan_address address = *plan.address;

	(void)state;
	plan.by_person = false;
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "address WHERE person IS NULL AND"),
			 1);
	store_number(conninfo, "UPDATE address SET bounced = now()");
	read_past(&scene);
	plan = ticket(&scene, 1);
	address.id = history_take_id(scene.history);
	address.contact_id = history_take_id(scene.history);
	plan.address = &address;
	plan.by_person = true;
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "address WHERE person IS NOT NULL "
				 "AND bounced IS NULL AND"), 1);
	db_free(&scene.db);
}

static void test_hostile_ids(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "hostile");
	struct plan plan;
	char *longest = arena_alloc(arena, 70000);

	(void)state;
	memset(longest, 'x', 69999);
	plan = plan_ticket(scene.history, &(struct plan_wish){
		scene.mails[0].id, "ann@example.org", longest, false });
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "mention WHERE"), 1);
	assert_int_equal(rows_of(&scene, "mail WHERE message_id = '' AND "
				 "state = 'ended' AND"), 1);
	assert_int_equal(rows_of(&scene, "message WHERE "
				 "length(message_id) = 69999 AND"), 1);
	db_free(&scene.db);
}

/* The connection goes at each step; nothing of the batch is left behind, and
 * doing it again on a new connection does it once. */
static void test_killed(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "killed");
	struct plan plan = ticket(&scene, 0);
	struct err err = { 0 };

	(void)state;
	store_number(conninfo, "SELECT count(pg_terminate_backend(pid)) "
		     "FROM pg_stat_activity "
		     "WHERE state = 'idle in transaction'");
	assert_false(commit(&scene, &plan, 1, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	commit_abandon(scene.db);
	assert_int_equal(everything(&scene), 0);
	assert_true(db_reconnect(scene.db, &err));
	read_past(&scene);
	plan = ticket(&scene, 0);
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "ticket WHERE"), 1);
	db_free(&scene.db);
}

/* One bad value: the whole batch is undone, and said to be permanent. */
static void test_bad_value(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "bad");
	struct plan plans[2];
	struct err err = { 0 };

	(void)state;
	plans[0] = ticket(&scene, 0);
	history_apply(scene.history, &plans[0]);
	plans[1] = ticket(&scene, 1);
	plans[1].trace = "{ \"\xff\": not UTF-8 }";
	assert_false(commit(&scene, plans, 2, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_int_equal(everything(&scene), 0);
	assert_int_equal(rows_of(&scene, "mail WHERE state = 'pending' AND"),
			 3);
	read_past(&scene);
	plans[0] = ticket(&scene, 0);
	must_commit(&scene, plans, 1);
	db_free(&scene.db);
}

/* Not made for a mail: the clock and people end here too. */
static void test_without_mail(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "clock");
	struct plan plan = ticket(&scene, 0), bounce;

	(void)state;
	must_commit(&scene, &plan, 1);
	read_past(&scene);
	bounce = (struct plan){ .now = scene.history->now,
				.bounced_outbox = plan.outgoing[0].id,
				.bounced_hard = true };
	bounce.bounced_hard = false;
	must_commit(&scene, &bounce, 1);
	assert_int_equal(rows_of(&scene, "address WHERE bounced IS NULL AND "
				 "soft_bounces = 1 AND"), 1);
	read_past(&scene);
	bounce.bounced_hard = true;
	must_commit(&scene, &bounce, 1);
	assert_int_equal(rows_of(&scene, "outbox WHERE bounced AND"), 1);
	assert_int_equal(rows_of(&scene, "address WHERE bounced IS NOT NULL "
				 "AND"), 1);
	assert_int_equal(rows_of(&scene, "mail WHERE state = 'ended' AND"), 1);
	db_free(&scene.db);
}

/* A later batch takes a tag away from a ticket that was there before. */
static void test_tags_go(void **state)
{
	static const int64_t one[] = { 1 };
	const struct keys by_number = { .ticket_numbers = one,
					.ticket_count = 1 };
	ARENA(arena);
	struct scene scene = begin(arena, "tags");
	struct plan plan = ticket(&scene, 0);
	struct err err;

	(void)state;
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "tag WHERE"), 2);
	assert_true(history_read(scene.db, arena, scene.desk_id, &by_number,
				 100, &scene.history, &err));
	plan = join(&scene, 1, 1);
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "tag WHERE tag = 'billing' AND"), 1);
	assert_int_equal(rows_of(&scene, "tag WHERE"), 1);
	assert_int_equal(rows_of(&scene, "ticket WHERE state = 'open' AND"),
			 1);

	/* And the last one too: no tag is left, and none is made up. */
	assert_true(history_read(scene.db, arena, scene.desk_id, &by_number,
				 100, &scene.history, &err));
	plan = join(&scene, 2, 1);
	((struct ticket *)plan.ticket)->tags.count = 0;
	must_commit(&scene, &plan, 1);
	assert_int_equal(rows_of(&scene, "tag WHERE"), 0);
	db_free(&scene.db);
}

/* Fields of a ticket: the last value counts, in a batch and after it. */
static void test_fields(void **state)
{
	static const struct plan_field first[] = {
		{ "order", "1" }, { "shop", "Βόρεια 'x'" },
	};
	static const struct plan_field second[] = { { "order", "2" } };
	ARENA(arena);
	struct scene scene = begin(arena, "fields");
	struct plan plans[2];

	(void)state;
	plans[0] = ticket(&scene, 0);
	plans[0].fields = first;
	plans[0].field_count = 2;
	((struct ticket *)plans[0].ticket)->agent = "one@example.org";
	((struct ticket *)plans[0].ticket)->reasons = "a +5\nb +6";
	history_apply(scene.history, &plans[0]);
	plans[1] = join(&scene, 1, 1);
	plans[1].fields = second;
	plans[1].field_count = 1;
	must_commit(&scene, plans, 2);
	assert_int_equal(rows_of(&scene, "field WHERE"), 2);
	assert_int_equal(rows_of(&scene, "field WHERE name = 'order' AND "
				 "value = '2' AND"), 1);
	assert_int_equal(rows_of(&scene, "field WHERE value = "
				 "'Βόρεια ''x''' AND"), 1);
	assert_int_equal(rows_of(&scene, "ticket WHERE agent = "
				 "'one@example.org' AND reasons = "
				 "E'a +5\\nb +6' AND"), 1);
	plans[1] = join(&scene, 2, 1);
	plans[1].fields = first;
	plans[1].field_count = 1;
	must_commit(&scene, &plans[1], 1);
	assert_int_equal(rows_of(&scene, "field WHERE name = 'order' AND "
				 "value = '1' AND"), 1);
	assert_int_equal(rows_of(&scene, "field WHERE"), 2);
	db_free(&scene.db);
}

/* By ourselves, and by an agent. */
static void answer_twice(struct scene *scene, struct plan *plan)
{
	struct plan_message *messages = ARENA_ARRAY(scene->arena,
						    struct plan_message, 3);
	struct plan_outgoing *out = ARENA_NEW(scene->arena,
					      struct plan_outgoing);

	messages[0] = messages[1] = messages[2] = plan->messages[0];
	for (size_t i = 1; i < 3; i++) {
		messages[i].id = history_take_id(scene->history);
		messages[i].direction = MESSAGE_OUT;
		messages[i].subject = "";
		messages[i].visible = messages[i].text =
			i == 1 ? "We received it" : "See our letter";
	}
	*out = plan->outgoing[0];
	out->message_row = messages[1].id;
	plan->outgoing = out;
	plan->messages = messages;
	plan->message_count = 3;
}

static void test_search(void **state)
{
	static const struct {
		int line;
		const char *words;
		int found;
	} cases[] = {
		{ __LINE__, "τιμολόγιο", 2 },
		{ __LINE__, "ΤΙΜΟΛΟΓΙΟ", 2 },
		{ __LINE__, "arve", 1 },
		{ __LINE__, "Puudu IKKA", 1 },
		{ __LINE__, "λείπει", 2 },
		{ __LINE__, "\"ikka puudu\"", 1 },
		{ __LINE__, "pu*", 1 },
		{ __LINE__, "nothing", 0 },
		{ __LINE__, "letter", 1 },	/* of an agent */
		{ __LINE__, "received", 0 },	/* by ourselves */
	};
	ARENA(arena);
	struct scene scene = begin(arena, "search");
	struct plan plans[2];

	(void)state;
	plans[0] = ticket(&scene, 0);
	answer_twice(&scene, &plans[0]);
	history_apply(scene.history, &plans[0]);
	plans[1] = join(&scene, 1, 1);
	must_commit(&scene, plans, 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (rows_of(&scene, arena_printf(arena, "message WHERE "
				"words @@ $q$%s$q$::tsquery AND",
				search_query(arena, cases[i].words))) !=
		    cases[i].found)
			fail_msg("line %d", cases[i].line);
	db_free(&scene.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batch),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_overtaken),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_dedupe),
		cmocka_unit_test(test_named_twice),
		cmocka_unit_test(test_persons),
		cmocka_unit_test(test_hostile_ids),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_bad_value),
		cmocka_unit_test(test_without_mail),
		cmocka_unit_test(test_tags_go),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_search),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
