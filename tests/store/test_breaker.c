/* test_breaker.c - what the breaker goes by, through the database and back. */

#include "config.h"

#include "store/commit.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/history.h"
#include "store/outbox.h"
#include "store/report_desk.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *conninfo;

static const int64_t shapes[] = { 77, 78 };
static const struct keys keys = { .shapes = shapes, .shape_count = 2 };

struct scene {
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
	struct ledger_claim *mails;
};

static struct scene begin(struct arena *arena, const char *name, size_t mails)
{
	struct scene scene = { .db = store_open(conninfo), .arena = arena };
	struct ledger_mailbox mailbox = store_mailbox(scene.db, name);
	struct err err;
	size_t count;

	scene.desk_id = mailbox.desk_id;
	store_add_mails(scene.db, &mailbox, 1, mails);
	if (!ledger_claim(scene.db, arena, scene.desk_id, mails, USEC_MINUTE,
			  &scene.mails, &count, &err) ||
	    !outbox_autos(scene.db, scene.desk_id, true, &err))
		fail_msg("%s", err.text);
	return scene;
}

static struct history *read_past(const struct scene *scene)
{
	struct history *history;
	struct err err;

	if (!history_read(scene->db, scene->arena, scene->desk_id, &keys, 400,
			  &history, &err))
		fail_msg("%s", err.text);
	return history;
}

static struct history *look(const struct scene *scene)
{
	struct history *history = read_past(scene);

	commit_abandon(scene->db);
	return history;
}

static void commit(const struct scene *scene, const struct history *history,
		   const struct plan *plans, size_t count)
{
	struct err err;

	if (!commit_plans(scene->db, scene->desk_id, plans, count, history,
			  &err))
		fail_msg("%s", err.text);
}

/* The number of the desk stands behind it. */
static int64_t ask(const struct scene *scene, const char *format)
{
	return store_number(conninfo, arena_printf(scene->arena,
		"%s %" PRId64, format, scene->desk_id));
}

static struct plan answered(const struct scene *scene,
			    struct history *history, size_t mail,
			    const char *author)
{
	struct plan plan = plan_ticket(history, &(struct plan_wish){
		scene->mails[mail].id, author,
		arena_printf(scene->arena, "m%zu@example.org", mail), true });

	history_apply(history, &plan);
	return plan;
}

/* Mail k sees what 1 to k - 1 sent, and the next batch sees it too, until a
 * person closes the breaker. */
static void test_ten_minutes(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "ten", 3);
	struct history *history = read_past(&scene);
	struct plan plans[2];
	struct err err;

	(void)state;
	assert_int_equal(history->autos_ten, 0);
	plans[0] = answered(&scene, history, 0, "a@example.org");
	plans[1] = answered(&scene, history, 1, "b@example.org");
	assert_int_equal(history->autos_ten, 2);
	commit(&scene, history, plans, 2);
	assert_int_equal(look(&scene)->autos_ten, 2);
	assert_int_equal(ask(&scene, "SELECT sum(mails) FROM pace "
			     "WHERE desk_id ="), 2);
	assert_true(outbox_autos(scene.db, scene.desk_id, true, &err));
	assert_int_equal(look(&scene)->autos_ten, 0);
	assert_int_equal(look(&scene)->autos_hour, 2);
	db_free(&scene.db);
}

/* Far from all limits they are not counted one by one, and never too low: what
 * was cancelled counts too, and what a slot holds from before. */
static void test_quiet(void **state)
{
	static const struct {
		int line;
		const char *age;
		int64_t quiet;
		int minute, ten, hour;
	} cases[] = {
		{ __LINE__, "1 second", 3, 2, 2, 2 },
		{ __LINE__, "11 minutes", 3, 0, 2, 2 },
		{ __LINE__, "20 minutes", 3, 0, 0, 2 },
		{ __LINE__, "61 minutes", 3, 0, 0, 2 },
		{ __LINE__, "71 minutes", 3, 0, 0, 0 },
		{ __LINE__, "1 second", 2, 1, 1, 1 },
		{ __LINE__, "1 second", 0, 1, 1, 1 },
		{ __LINE__, "11 minutes", 2, 0, 0, 1 },
		{ __LINE__, "61 minutes", 2, 0, 0, 0 },
	};
	ARENA(arena);
	struct scene scene = begin(arena, "quiet", 2);
	struct history *history;
	struct plan plans[2];
	struct err err;

	(void)state;
	/* All is written where a slot begins. */
	assert_true(db_shift_clock(scene.db, store_number(conninfo,
		"SELECT (extract(epoch FROM date_bin('10 minutes', now(), "
		"'2000-01-01 00:00Z') + interval '10 minutes' - now()) * 1e6)"
		"::bigint"), &err));
	history = read_past(&scene);
	plans[0] = answered(&scene, history, 0, "a@example.org");
	plans[1] = answered(&scene, history, 1, "b@example.org");
	commit(&scene, history, plans, 2);
	ask(&scene, "UPDATE outbox SET state = 'cancelled', ended = now() "
	    "WHERE id IN (SELECT min(id) FROM outbox GROUP BY desk_id) AND "
	    "desk_id =");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct keys far = keys;
		usec_t shift = ask(&scene, arena_printf(arena,
			"SELECT (extract(epoch FROM interval '%s' + slot - "
			"now()) * 1e6)::bigint FROM pace WHERE desk_id =",
			cases[i].age));

		far.autos_quiet = cases[i].quiet;
		if (!db_shift_clock(scene.db, shift, &err) ||
		    !history_read(scene.db, arena, scene.desk_id, &far, 0,
				  &history, &err))
			fail_msg("%s", err.text);
		commit_abandon(scene.db);
		if (history->autos_minute != cases[i].minute ||
		    history->autos_ten != cases[i].ten ||
		    history->autos_hour != cases[i].hour)
			fail_msg("line %d: %d %d %d", cases[i].line,
				 history->autos_minute, history->autos_ten,
				 history->autos_hour);
	}
	assert_true(db_shift_clock(scene.db, 0, &err));
	db_free(&scene.db);
}

/* The median of 144 slots, those without mail counted. */
static void test_usual(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "usual", 1);

	(void)state;
	store_number(conninfo, arena_printf(arena,
		"INSERT INTO pace SELECT %" PRId64 ", date_bin('10 minutes', "
		"now(), '2000-01-01 00:00Z') - n * interval '10 minutes', 30 "
		"FROM generate_series(1, 71) n", scene.desk_id));
	assert_int_equal(look(&scene)->autos_usual, 0);
	store_number(conninfo, arena_printf(arena,
		"INSERT INTO pace SELECT %" PRId64 ", date_bin('10 minutes', "
		"now(), '2000-01-01 00:00Z') - 72 * interval '10 minutes', 20",
		scene.desk_id));
	assert_int_equal(look(&scene)->autos_usual, 20);
	store_number(conninfo, arena_printf(arena,
		"INSERT INTO pace SELECT %" PRId64 ", now() - 25 * interval "
		"'1 hour' - n * interval '1 second', 90 "
		"FROM generate_series(1, 90) n", scene.desk_id));
	assert_int_equal(look(&scene)->autos_usual, 20);
	db_free(&scene.db);
}

static void test_opens(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "opens", 2);
	struct history *history = read_past(&scene);
	const struct breaker never = { .until = 0 };
	const struct breaker opened = breaker_open(&never, BREAKER_OWN_WORDS,
						   history->now);
	struct plan plan = answered(&scene, history, 0, "a@example.org");
	struct report_desk desk;
	struct err err;

	(void)state;
	assert_int_equal(breaker_state(&history->breaker, history->now),
			 BREAKER_CLOSED);
	plan.breaker = &opened;
	history_apply(history, &plan);
	assert_int_equal(history->breaker.until, opened.until);
	commit(&scene, history, &plan, 1);
	history = look(&scene);
	assert_int_equal(history->breaker.since, opened.since);
	assert_int_equal(history->breaker.until, opened.until);
	assert_int_equal(history->breaker.why, BREAKER_OWN_WORDS);
	assert_int_equal(ask(&scene, "SELECT count(*) FROM desk WHERE NOT "
			     "postdesk_speaks(desk_id) AND desk_id ="), 1);
	assert_true(report_desk(scene.db, scene.desk_id, &desk, &err));
	assert_true(desk.autos);
	assert_int_equal(desk.breaker.why, BREAKER_OWN_WORDS);
	assert_true(outbox_autos(scene.db, scene.desk_id, true, &err));
	assert_int_equal(look(&scene)->breaker.until, 0);
	assert_int_equal(ask(&scene, "SELECT count(*) FROM desk WHERE "
			     "postdesk_speaks(desk_id) AND desk_id ="), 1);
	db_free(&scene.db);
}

/* From how many addresses, each once; of other desks none. */
static void test_own_words(void **state)
{
	static const char *const authors[] = { "a@example.org",
					       "b@example.org",
					       "a@example.org" };
	ARENA(arena);
	struct scene scene = begin(arena, "echo", 3);
	struct scene other = begin(arena, "echo-other", 1);
	struct history *history = read_past(&scene);
	struct plan plans[3];
	struct err err;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		plans[i] = plan_ticket(history, &(struct plan_wish){
			scene.mails[i].id, authors[i],
			arena_printf(arena, "m%zu@example.org", i), false });
		plans[i].own_words = true;
		plans[i].answer = "our-own-words";
		history_apply(history, &plans[i]);
	}
	assert_int_equal(history->echoes.count, 2);
	commit(&scene, history, plans, 3);
	assert_int_equal(look(&scene)->echoes.count, 2);
	assert_int_equal(look(&other)->echoes.count, 0);
	assert_true(outbox_autos(scene.db, scene.desk_id, true, &err));
	assert_int_equal(look(&scene)->echoes.count, 0);
	db_free(&scene.db);
	db_free(&other.db);
}

static size_t length(const struct said *said)
{
	size_t count = 0;

	for (; said != NULL; said = said->next)
		count++;
	return count;
}

/* What was said and answered is known by its shape, for thirty days. */
static void test_said(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "said", 3);
	struct history *history = read_past(&scene);
	struct plan plans[3];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		plans[i] = answered(&scene, history, i, "a@example.org");
		plans[i].shape = i == 2 ? 0 : 77;
	}
	commit(&scene, history, plans, 3);
	history = look(&scene);
	assert_int_equal(length(history_said(history, 77)), 2);
	assert_null(history_said(history, 78));
	assert_null(history_said(history, 0));
	assert_true(said_before(history_said(history, 77), "a@example.org",
				history->now));
	store_number(conninfo, arena_printf(arena, "UPDATE mail SET ended = "
		"ended - interval '30 days' WHERE id = %" PRId64,
		scene.mails[0].id));
	assert_int_equal(length(history_said(look(&scene), 77)), 1);
	db_free(&scene.db);
}

/* Who complained is known by it, until a proven person writes from there. */
static void test_complained(void **state)
{
	ARENA(arena);
	struct scene scene = begin(arena, "complained", 3);
	struct history *history = read_past(&scene);
	const char *address = "ann@example.org";
	const struct keys ann = { .addresses = { &address, 1 } };
	struct plan plans[3];
	struct err err;

	(void)state;
	plans[0] = answered(&scene, history, 0, address);
	plans[1] = answered(&scene, history, 1, "b@example.org");
	plans[1].complained_outbox = plans[0].outgoing[0].id;
	history_apply(history, &plans[1]);
	assert_true(history_address(history, address)->complained);
	commit(&scene, history, plans, 2);
	assert_true(history_read(scene.db, arena, scene.desk_id, &ann, 100,
				 &history, &err));
	assert_true(history_address(history, address)->complained);
	plans[2] = answered(&scene, history, 2, address);
	plans[2].by_person = true;
	history_apply(history, &plans[2]);
	assert_false(history_address(history, address)->complained);
	commit(&scene, history, &plans[2], 1);
	assert_true(history_read(scene.db, arena, scene.desk_id, &ann, 100,
				 &history, &err));
	assert_false(history_address(history, address)->complained);
	commit_abandon(scene.db);
	db_free(&scene.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ten_minutes),
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_usual),
		cmocka_unit_test(test_opens),
		cmocka_unit_test(test_own_words),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_complained),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
