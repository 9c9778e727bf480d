/* test_ruleset.c - versions, which one is active, and the shadow. */

#include "store/ruleset.h"
#include "store/shadow.h"

#include "../fixture/database.h"
#include "../fixture/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *conninfo;

static struct ruleset_new bundle_of(struct arena *arena, const char *text)
{
	struct bundle_file *file = ARENA_NEW(arena, struct bundle_file);
	struct bundle *bundle = ARENA_NEW(arena, struct bundle);
	struct ruleset_new new = { .author = "ann" };

	*file = (struct bundle_file){ "rules/1.yaml", text, strlen(text) };
	*bundle = (struct bundle){ file, 1 };
	new.bundle = bundle;
	memcpy(new.sha256, text, strlen(text) < 32 ? strlen(text) : 32);
	return new;
}

static int64_t publish(struct db *db, int64_t desk, const char *text)
{
	struct ruleset_new new;
	int64_t version;
	struct err err;
	ARENA(a);

	new = bundle_of(a, text);
	if (!ruleset_publish(db, desk, &new, &version, &err))
		fail_msg("%s", err.text);
	return version;
}

static int64_t active(struct db *db, int64_t desk)
{
	int64_t version;
	struct err err;

	if (!ruleset_active(db, desk, &version, &err))
		fail_msg("%s", err.text);
	return version;
}

static void test_versions(void **state)
{
	struct db *db = store_open(conninfo);
	int64_t desk = store_mailbox(db, "versions").desk_id, version;
	struct ruleset_version *list;
	struct bundle bundle;
	struct ruleset_new new;
	struct err err;
	size_t count;
	ARENA(a);

	(void)state;
	assert_int_equal(active(db, desk), 0);
	assert_false(ruleset_before(db, desk, &version, &err));
	assert_int_equal(publish(db, desk, "one"), 1);
	assert_int_equal(publish(db, desk, "one"), 1);
	assert_false(ruleset_before(db, desk, &version, &err));
	assert_int_equal(publish(db, desk, "two"), 2);
	assert_true(ruleset_before(db, desk, &version, &err));
	assert_int_equal(version, 1);

	/* Back; the same files again lead to the version that they are. */
	assert_true(ruleset_activate(db, desk, 1, RULESET_ROLLED_BACK, "bob",
				     &err));
	assert_int_equal(active(db, desk), 1);
	assert_int_equal(publish(db, desk, "two"), 2);
	assert_int_equal(active(db, desk), 2);
	assert_false(ruleset_activate(db, desk, 3, RULESET_ROLLED_BACK, "bob",
				      &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_int_equal(active(db, desk), 2);

	/* Stored only. */
	new = bundle_of(a, "three");
	assert_true(ruleset_store(db, desk, &new, &version, &err));
	assert_int_equal(version, 3);
	assert_int_equal(active(db, desk), 2);
	assert_true(ruleset_known(db, desk, new.sha256, &version, &err));
	assert_int_equal(version, 3);
	assert_true(ruleset_read(db, a, desk, 3, &bundle, &err));
	assert_string_equal(bundle.files[0].bytes, "three");

	assert_true(ruleset_list(db, a, desk, 2, &list, &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(list[0].version, 3);
	assert_string_equal(list[0].way, "");
	assert_true(list[1].active);
	assert_string_equal(list[1].way, "published");
	assert_int_equal(list[1].files, 1);
	assert_true(ruleset_list(db, a, desk, 9, &list, &count, &err));
	assert_string_equal(list[2].way, "rolled-back");
	assert_string_equal(list[2].activated_by, "bob");
	db_free(&db);
}

/* Each publishes something new, at once with the others. */
static void test_rush(void **state)
{
	enum { PUBLISHERS = 4, TIMES = 8 };
	struct db *db = store_open(conninfo);
	int64_t desk = store_mailbox(db, "rush").desk_id;
	ARENA(a);

	(void)state;
	for (int who = 0; who < PUBLISHERS; who++) {
		if (fork() != 0)
			continue;
		db = store_open(conninfo);
		for (int i = 0; i < TIMES; i++)
			publish(db, desk, arena_printf(a, "%d-%d", who, i));
		_exit(0);
	}
	for (int who = 0; who < PUBLISHERS; who++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(active(db, desk), PUBLISHERS * TIMES);
	db_free(&db);
}

static struct outcome outcome(const char *urgency)
{
	struct outcome made;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		made.values[i] = "";
	made.values[OUTCOME_URGENCY] = urgency;
	made.values[OUTCOME_TAGS] = "a\nb";
	return made;
}

/* As if all mails of the desk had been decided `ago` before now. */
static void end_mails(int64_t desk, const char *ago)
{
	ARENA(a);

	store_number(conninfo, arena_printf(a, "WITH x AS (UPDATE mail SET "
		"state = 'ended', disposition = 'dropped', ended = now() - "
		"interval '%s' WHERE desk_id = %lld AND state = 'pending' "
		"RETURNING 1) SELECT count(*) FROM x", ago, (long long)desk));
}

static void test_shadow(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox box = store_mailbox(db, "shadow");
	int64_t desk = box.desk_id, version, *ids;
	struct shadow_mail mails[2], *changes;
	struct shadow_state now;
	struct err err;
	usec_t seen;
	size_t count;
	ARENA(a);

	(void)state;
	assert_true(shadow_read(db, a, desk, &now, &err));
	assert_int_equal(now.version, 0);
	assert_false(shadow_stop(db, desk, &version, &err));
	publish(db, desk, "one");
	publish(db, desk, "two");
	store_add_mails(db, &box, 1, 1);
	end_mails(desk, "10 s");
	assert_true(shadow_start(db, desk, 1, "ann", &err));
	assert_false(shadow_start(db, desk, 1, "ann", &err));
	assert_false(shadow_start(db, desk, 2, "ann", &err));
	assert_true(strstr(err.text, "runs already") != NULL);

	/* What was decided before it began is none of its business. */
	assert_true(shadow_claim(db, desk, USEC_MINUTE, &version, &seen,
				 &err));
	assert_int_equal(version, 1);
	assert_true(shadow_ids(db, a, desk, 1, seen, 10, &ids, &count, &err));
	assert_int_equal(count, 0);
	store_add_mails(db, &box, 2, 3);
	end_mails(desk, "-1 s");
	assert_true(shadow_ids(db, a, desk, 1, seen, 2, &ids, &count, &err));
	assert_int_equal(count, 2);
	for (size_t i = 0; i < 2; i++)
		mails[i] = (struct shadow_mail){
			.mail_id = ids[i], .against = 2,
			.changed = i == 0 ? 0 : 1u << OUTCOME_URGENCY,
			.grounds = i == 0 ? 1 : 0,
			.before = outcome("low"), .after = outcome("high"),
		};
	assert_true(shadow_record(db, desk, &(struct shadow_batch){
		1, mails, 2, seen + 1, 50, "" }, &err));
	assert_true(shadow_ids(db, a, desk, 1, seen, 9, &ids, &count, &err));
	assert_int_equal(count, 1);

	assert_true(shadow_read(db, a, desk, &now, &err));
	assert_int_equal(now.mails, 2);
	assert_int_equal(now.changed, 1);
	assert_int_equal(now.apart, 1);
	assert_int_equal(now.grounds[REDECIDE_TICKET], 1);
	assert_int_equal(now.grounds[REDECIDE_COUNTERS], 0);
	assert_int_equal(now.spent, 50);
	assert_true(shadow_changes(db, a, desk, 1, 9, &changes, &count,
				   &err));
	assert_int_equal(count, 1);
	assert_int_equal(changes[0].changed, 1u << OUTCOME_URGENCY);
	assert_string_equal(changes[0].after.values[OUTCOME_URGENCY], "high");
	assert_string_equal(changes[0].before.values[OUTCOME_TAGS], "a\nb");

	/* Another start begins anew. */
	assert_true(shadow_stop(db, desk, &version, &err));
	assert_int_equal(version, 1);
	assert_true(shadow_claim(db, desk, USEC_MINUTE, &version, &seen,
				 &err));
	assert_int_equal(version, 0);
	assert_true(shadow_start(db, desk, 1, "ann", &err));
	assert_true(shadow_read(db, a, desk, &now, &err));
	assert_int_equal(now.mails, 0);
	db_free(&db);
}

/* Only one worker at a time, and another where the first is gone. */
static void test_claim(void **state)
{
	struct db *one = store_open(conninfo), *two = store_open(conninfo);
	int64_t desk = store_mailbox(one, "claim").desk_id, version;
	struct err err;
	usec_t seen;

	(void)state;
	publish(one, desk, "one");
	assert_true(shadow_start(one, desk, 1, "ann", &err));
	assert_true(shadow_claim(one, desk, USEC_MINUTE, &version, &seen,
				 &err));
	assert_int_equal(version, 1);
	assert_true(shadow_claim(two, desk, USEC_MINUTE, &version, &seen,
				 &err));
	assert_int_equal(version, 0);
	db_free(&one);
	for (int i = 0; i < 100 && version == 0; i++)
		assert_true(shadow_claim(two, desk, USEC_MINUTE, &version,
					 &seen, &err));
	assert_int_equal(version, 1);
	db_free(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_rush),
		cmocka_unit_test(test_shadow),
		cmocka_unit_test(test_claim),
	};
	int failed;

	conninfo = database_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	database_stop();
	return failed;
}
