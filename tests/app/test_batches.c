/* test_batches.c - what is claimed when, in which order, and given back. */

#include "config.h"

#include "app/batches.h"

#include "../fixture/database.h"
#include "../fixture/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FULL = 200 };

static const char *conninfo;

/* A desk with mails of its own, and a cell that reads them. */
struct house {
	struct db *db;
	struct world_desk desk;
	struct ledger_mailbox mailbox;
	struct rules *rules;
	struct cell *cell;
	struct batches *batches;
};

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static struct cell *new_cell(const struct rules *rules)
{
	static const struct gist_desk desk = { 0 };

	return cell_new(&(struct cell_work){ .rules = rules, .desk = &desk,
					     .patience = 20 * USEC_SECOND });
}

static void open_house(struct house *house, const char *name, size_t mails)
{
	static const struct bundle_file file = { "rules/1.yaml", "[]", 2 };
	struct err err;

	*house = (struct house){ .db = store_open(conninfo) };
	house->mailbox = store_mailbox(house->db, name);
	house->desk.desk.id = house->mailbox.desk_id;
	store_add_mails(house->db, &house->mailbox, 1, mails);
	house->rules = rules_load(&(struct bundle){ &file, 1 }, &err);
	ok(house->rules != NULL, &err);
	house->cell = new_cell(house->rules);
	house->batches = batches_new(&house->desk);
	batches_read_by(house->batches, house->cell);
}

static void close_house(struct house *house)
{
	batches_free(&house->batches);
	cell_free(&house->cell);
	rules_free(&house->rules);
	db_free(&house->db);
}

/* Its next batch, all read and in the order of the ledger; how many. */
static size_t next(struct house *house, struct batch_read *batch_r)
{
	struct err err;

	ok(batches_next(house->batches, house->db, batch_r, &err), &err);
	for (size_t i = 0; i < batch_r->count && batch_r->reads != NULL; i++) {
		assert_false(batch_r->reads[i].unparsed);
		if (i > 0)
			assert_true(batch_r->claims[i].id >
				    batch_r->claims[i - 1].id);
	}
	return batch_r->count;
}

/* How many of its mails are so. */
static int64_t count_mails(const struct house *house, const char *how)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM mail WHERE desk_id = %d AND (%s)",
		(int)house->mailbox.desk_id, how));
}

/* How many of them are claimed. */
static int64_t count_held(const struct house *house)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena,
		"SELECT coalesce(sum(cardinality(mails)), 0) FROM claim "
		"WHERE desk_id = %d", (int)house->mailbox.desk_id));
}

/* What is claimed ahead is claimed in a moment. */
static void await_held(const struct house *house, int64_t held)
{
	const struct timespec moment = { .tv_nsec = 10000000 };

	for (int i = 0; i < 3000; i++) {
		if (count_held(house) == held)
			return;
		nanosleep(&moment, NULL);
	}
	fail_msg("%d mails are not held", (int)held);
}

static void assert_held(const struct house *house, int64_t held,
			int64_t tried)
{
	assert_int_equal(count_held(house), held);
	assert_int_equal(count_mails(house, "attempts > 0"), tried);
}

/* Only a batch that is not the last has one read behind it, never two. */
static void test_one_ahead(void **state)
{
	struct house house;
	struct batch_read batch;

	(void)state;
	open_house(&house, "ahead", 2 * FULL + 50);
	assert_int_equal(next(&house, &batch), FULL);
	await_held(&house, 2 * FULL);
	assert_held(&house, 2 * FULL, 0);
	assert_int_equal(batch.claims[0].attempts, 1);
	batches_done(house.batches);
	assert_int_equal(next(&house, &batch), FULL);
	await_held(&house, 2 * FULL + 50);
	assert_held(&house, 2 * FULL + 50, 0);
	batches_done(house.batches);
	assert_int_equal(next(&house, &batch), 50);
	batches_done(house.batches);
	store_add_mails(house.db, &house.mailbox, 1000, 3);
	assert_int_equal(next(&house, &batch), 3);
	batches_done(house.batches);
	assert_int_equal(next(&house, &batch), 0);
	close_house(&house);
}

/* A batch that so many bytes make short has others behind it. */
static void test_large_ahead(void **state)
{
	struct house house;
	struct batch_read batch;

	(void)state;
	open_house(&house, "large", 10);
	store_number(conninfo, "UPDATE mail SET kept = 4 * 1024 * 1024 "
		     "WHERE desk_id = (SELECT desk_id FROM desk "
		     "WHERE name = 'large') AND item IN (2, 5)");
	assert_int_equal(next(&house, &batch), 4);
	assert_null(batch.claims[1].bytes);
	await_held(&house, 10);
	batches_done(house.batches);
	assert_int_equal(next(&house, &batch), 6);
	assert_null(batch.claims[0].bytes);
	assert_held(&house, 10, 0);
	batches_done(house.batches);
	assert_int_equal(next(&house, &batch), 0);
	close_house(&house);
}

/* What lay ahead was not tried; what was tried comes alone, and nothing is
 * claimed behind it. */
static void test_give_up(void **state)
{
	struct house house;
	struct batch_read batch;
	int64_t first;

	(void)state;
	open_house(&house, "back", 2 * FULL);
	assert_int_equal(next(&house, &batch), FULL);
	first = batch.claims[0].id;
	await_held(&house, 2 * FULL);
	batches_give_up(house.batches);
	assert_held(&house, 0, FULL);
	assert_int_equal(next(&house, &batch), 1);
	assert_int_equal(batch.claims[0].id, first);
	assert_int_equal(batch.claims[0].attempts, 2);
	assert_held(&house, 1, FULL);
	close_house(&house);
}

/* Who ends between two batches has not tried the second. */
static void test_end_between(void **state)
{
	struct house house;
	struct batch_read batch;

	(void)state;
	open_house(&house, "between", 2 * FULL);
	assert_int_equal(next(&house, &batch), FULL);
	await_held(&house, 2 * FULL);
	batches_done(house.batches);
	batches_give_up(house.batches);
	assert_held(&house, FULL, 0);
	close_house(&house);
}

/* Claims that were lost with a connection are free as soon as there is one. */
static void test_lost(void **state)
{
	struct house house;
	struct ledger_claim *claims;
	struct batch_read batch;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	open_house(&house, "lost", 2);
	ok(ledger_claim(house.db, arena, house.mailbox.desk_id, FULL,
			USEC_MINUTE, &claims, &count, &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(next(&house, &batch), 0);
	batches_give_up(house.batches);
	assert_int_equal(next(&house, &batch), 1);
	assert_int_equal(batch.claims[0].id, claims[0].id);
	close_house(&house);
}

/* A mail that never ended is handed out, but not read. */
static void test_too_many_attempts(void **state)
{
	struct house house;
	struct batch_read batch;

	(void)state;
	open_house(&house, "attempts", 1);
	for (int attempts = 1; attempts <= 6; attempts++) {
		assert_int_equal(next(&house, &batch), 1);
		assert_int_equal(batch.claims[0].attempts, attempts);
		if (attempts <= 5)
			assert_non_null(batch.reads);
		else
			assert_null(batch.reads);
		batches_give_up(house.batches);
	}
	close_house(&house);
}

/* New rules: what was read ahead by the old ones is read again. */
static void test_other_cell(void **state)
{
	struct house house;
	struct batch_read batch;
	struct cell *other;

	(void)state;
	open_house(&house, "rules", 2 * FULL);
	other = new_cell(house.rules);
	assert_int_equal(next(&house, &batch), FULL);
	batches_done(house.batches);
	batches_read_by(house.batches, NULL);
	cell_free(&house.cell);
	house.cell = other;
	batches_read_by(house.batches, other);
	assert_int_equal(next(&house, &batch), FULL);
	assert_int_equal(batch.claims[0].attempts, 1);
	assert_non_null(batch.reads[FULL - 1].message);
	close_house(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_ahead),
		cmocka_unit_test(test_large_ahead),
		cmocka_unit_test(test_give_up),
		cmocka_unit_test(test_end_between),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_too_many_attempts),
		cmocka_unit_test(test_other_cell),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
