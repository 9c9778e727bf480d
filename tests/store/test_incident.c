/* test_incident.c - incidents begin, replace each other and end; what a batch
 * knows of them. */

#include "store/incident.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "store/commit.h"
#include "store/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct {
	const char *conninfo;
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
} scene;

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

/* A desk of its own for each test. */
static int make_scene(void **state)
{
	static int desks;

	(void)state;
	scene.arena = arena_new();
	scene.db = store_open(scene.conninfo);
	scene.desk_id = store_mailbox(scene.db,
		arena_printf(scene.arena, "incident-%d", desks++)).desk_id;
	return 0;
}

static int free_scene(void **state)
{
	(void)state;
	db_free(&scene.db);
	arena_free(&scene.arena);
	return 0;
}

static void begin(const char *queue, const char *line, usec_t until)
{
	const struct incident_entry entry = {
		.incident = { queue, { &line, line != NULL } },
		.author = "ann", .until = until,
	};
	struct err err;

	ok(incident_begin(scene.db, scene.desk_id, &entry, &err), &err);
}

static bool end(const char *queue)
{
	struct err err;
	bool ended;

	ok(incident_end(scene.db, scene.desk_id, queue, "bob", &ended, &err),
	   &err);
	return ended;
}

static usec_t now(void)
{
	struct err err;
	usec_t at;

	ok(db_now(scene.db, &at, &err), &err);
	return at;
}

/* What a batch knows: "queue=words" of each that runs, newest first. */
static const char *known(void)
{
	const struct keys nothing = { 0 };
	struct history *history;
	struct buffer out = { .arena = scene.arena };
	struct err err;

	ok(history_read(scene.db, scene.arena, scene.desk_id, &nothing, 1,
			&history, &err), &err);
	commit_abandon(scene.db);
	for (size_t i = 0; i < history->incidents.count; i++) {
		const struct incident *at = &history->incidents.at[i];

		buffer_printf(&out, "%s=%s;", at->queue,
			      incident_words(at, "en"));
	}
	return buffer_string(&out);
}

static struct incident_entry *list(size_t limit, size_t want)
{
	struct incident_entry *entries;
	struct err err;
	size_t count;

	ok(incident_list(scene.db, scene.arena, scene.desk_id, limit, &entries,
			 &count, &err), &err);
	assert_int_equal(count, want);
	return entries;
}

static void test_begin_and_end(void **state)
{
	struct incident_entry *entries;

	(void)state;
	assert_string_equal(known(), "");
	assert_false(end(""));
	begin("", "en Cards are refused.", 0);
	begin("billing", NULL, 0);
	assert_string_equal(known(), "billing=;=Cards are refused.;");
	assert_false(end("orders"));
	assert_true(end(""));
	assert_false(end(""));
	assert_string_equal(known(), "billing=;");
	/* What runs comes first. */
	entries = list(9, 2);
	assert_string_equal(entries[0].incident.queue, "billing");
	assert_int_equal(entries[0].ended, 0);
	assert_string_equal(entries[1].incident.queue, "");
	assert_string_equal(entries[1].author, "ann");
	assert_string_equal(entries[1].ended_by, "bob");
	assert_true(entries[1].begun <= entries[1].ended);
	assert_int_equal(entries[1].until, 0);
	list(1, 1);
}

/* Of one queue there is one at a time. */
static void test_another(void **state)
{
	struct incident_entry *entries;

	(void)state;
	begin("billing", "en One.", 0);
	begin("billing", "en Two.", 0);
	assert_string_equal(known(), "billing=Two.;");
	entries = list(9, 2);
	assert_string_equal(entries[0].incident.words.at[0], "en Two.");
	assert_string_equal(entries[1].ended_by, "ann");
}

static void test_until(void **state)
{
	const usec_t until = now() + USEC_MINUTE;
	struct incident_entry *entries;
	struct err err;

	(void)state;
	begin("", "en One.", until);
	assert_string_equal(known(), "=One.;");
	ok(db_shift_clock(scene.db, USEC_HOUR, &err), &err);
	assert_string_equal(known(), "");
	entries = list(9, 1);
	assert_int_equal(entries[0].until, until);
	assert_int_equal(entries[0].ended, until);
	assert_string_equal(entries[0].ended_by, "");
	/* It is over: there is nothing to end, and another may begin. */
	assert_false(end(""));
	begin("", "en Two.", 0);
	assert_string_equal(known(), "=Two.;");
	assert_int_equal(list(9, 2)[1].ended, until);
	ok(db_shift_clock(scene.db, 0, &err), &err);
}

/* One desk knows nothing of another's. */
static void test_desks(void **state)
{
	const int64_t first = scene.desk_id;

	(void)state;
	begin("", "en One.", 0);
	scene.desk_id = store_mailbox(scene.db, "incident-other").desk_id;
	assert_string_equal(known(), "");
	assert_false(end(""));
	scene.desk_id = first;
	assert_string_equal(known(), "=One.;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_begin_and_end, make_scene,
						free_scene),
		cmocka_unit_test_setup_teardown(test_another, make_scene,
						free_scene),
		cmocka_unit_test_setup_teardown(test_until, make_scene,
						free_scene),
		cmocka_unit_test_setup_teardown(test_desks, make_scene,
						free_scene),
	};
	int failed;

	scene.conninfo = database_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	database_stop();
	return failed;
}
