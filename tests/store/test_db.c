/* test_db.c - values there and back, the sticky transaction, failures. */

#include "store/tx.h"

#include "../fixture/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>

#include <cmocka.h>

static const char *conninfo;

static struct db *open_db(void)
{
	struct err err;
	struct db *db = db_open(conninfo, &err);

	if (db == NULL)
		fail_msg("%s", err.text);
	return db;
}

static int64_t number(const char *sql)
{
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);
	int64_t result = -1;

	assert_non_null(db);
	if (!db_execute(db, sql, &result, &err))
		fail_msg("%s", err.text);
	db_free(&db);
	return result;
}

static void test_integers(void **state)
{
	static const int64_t cases[] = { 0, 1, -1, 255, 256, INT64_MAX,
					 INT64_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct value value = value_int(cases[i]);

		assert_int_equal(value_read_int(value_data(&value), 8),
				 cases[i]);
	}
	assert_int_equal(value_read_int("\xff\xfe", 2), -2);
	assert_int_equal(value_read_int("\xff\xff\xff\xfe", 4), -2);
	assert_true(value_id(0).null);
	assert_false(value_id(1).null);
}

static void test_ids(void **state)
{
	struct db *one = open_db(), *two = open_db();
	struct err err;
	int64_t a, b, c;

	(void)state;
	assert_true(db_take_ids(one, 5, &a, &err));
	assert_true(db_take_ids(two, 5, &b, &err));
	assert_true(db_take_ids(one, DB_IDS_MOST, &c, &err));
	assert_true(b >= a + 5 || a >= b + 5);
	assert_true(c >= a + 5);
	assert_false(db_take_ids(one, DB_IDS_MOST + 1, &c, &err));
	assert_int_not_equal(db_state(one)->holder, db_state(two)->holder);
	db_free(&one);
	db_free(&two);
}

static void test_clock(void **state)
{
	struct db *db = open_db();
	struct err err;
	usec_t before, after;

	(void)state;
	assert_true(db_now(db, &before, &err));
	assert_true(before > clock_civil(2024, 1, 1));
	assert_true(db_shift_clock(db, -USEC_DAY, &err));
	assert_true(db_now(db, &after, &err));
	assert_true(after < before - USEC_HOUR);
	assert_true(db_shift_clock(db, 0, &err));
	db_free(&db);
}

/* The second statement fails: the first is undone, the third does nothing,
 * and the connection goes on. */
static void test_sticky(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	tx_begin(db);
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(5), value_bool(true));
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(INT64_MAX), value_bool(true));
	TX_DO(db, SQL_CLOCK_SHIFT, value_text("x"), value_bool(true));
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(7), value_bool(true));
	assert_false(tx_commit(db, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "clock_shift"));
	assert_int_equal(number("SELECT count(*) FROM clock "
				"WHERE shift <> '0'"), 0);
	assert_true(db_alive(db));
	tx_begin(db);
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(9), value_bool(true));
	assert_true(tx_commit(db, &err));
	assert_int_equal(number("SELECT count(*) FROM clock "
				"WHERE shift <> '0'"), 1);
	tx_begin(db);
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(0), value_bool(true));
	tx_abandon(db);
	assert_int_equal(number("SELECT count(*) FROM clock "
				"WHERE shift <> '0'"), 1);
	assert_true(db_shift_clock(db, 0, &err));
	db_free(&db);
}

/* A statement that was to be prepared behind a failure is so the next time. */
static void test_prepared_later(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };
	usec_t now;

	(void)state;
	tx_begin(db);
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(INT64_MAX), value_bool(true));
	TX_DO(db, SQL_NOW);
	assert_false(tx_commit(db, &err));
	assert_non_null(strstr(err.text, "clock_shift"));
	assert_true(db_now(db, &now, &err));
	assert_true(db_now(db, &now, &err));
	assert_true(db_reconnect(db, &err));
	assert_true(db_now(db, &now, &err));
	db_free(&db);
}

/* A schema that lacks what some statement asks for. */
static void test_prepare_all(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	assert_true(db_prepare_all(db, &err));
	assert_true(db_prepare_all(db, &err));
	number("ALTER TABLE pace RENAME TO no_pace; SELECT 1");
	assert_true(db_prepare_all(db, &err));
	assert_true(db_reconnect(db, &err));
	assert_false(db_prepare_all(db, &err));
	assert_non_null(strstr(err.text, "pace"));
	number("ALTER TABLE no_pace RENAME TO pace; SELECT 1");
	assert_true(db_prepare_all(db, &err));
	db_free(&db);
}

/* Killed between two statements of a transaction: temporary, and a new
 * connection works. */
static void test_killed(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	tx_begin(db);
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(5), value_bool(true));
	assert_true(tx_sync(db, &err));
	number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
	       "WHERE state = 'idle in transaction'");
	TX_DO(db, SQL_CLOCK_SHIFT, value_int(6), value_bool(true));
	assert_false(tx_commit(db, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_false(db_alive(db));
	assert_false(db_shift_clock(db, 0, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_true(db_reconnect(db, &err));
	assert_true(db_alive(db));
	assert_true(db_shift_clock(db, 0, &err));
	db_free(&db);
}

static bool wait_notified(struct db *db)
{
	struct pollfd fd = { .fd = db_socket(db), .events = POLLIN };

	return poll(&fd, 1, 2000) == 1 && db_notified(db);
}

static void test_notify(void **state)
{
	struct db *listener = open_db(), *speaker = open_db();
	struct err err;

	(void)state;
	assert_true(db_listen(listener, DB_CHANNEL_MAIL, &err));
	assert_false(db_notified(listener));
	TX_DO(speaker, SQL_NOTIFY, value_text("postdesk_mail"), value_int(1));
	assert_true(tx_sync(speaker, &err));
	assert_true(wait_notified(listener));
	assert_false(db_notified(listener));

	/* What we listen to survives a new connection. */
	assert_true(db_reconnect(listener, &err));
	TX_DO(speaker, SQL_NOTIFY, value_text("postdesk_outbox"),
	      value_int(1));
	TX_DO(speaker, SQL_NOTIFY, value_text("postdesk_mail"), value_int(1));
	assert_true(tx_sync(speaker, &err));
	assert_true(wait_notified(listener));
	db_free(&listener);
	db_free(&speaker);
}

/* A table that needs a lock which another holds for too long. */
static void test_timeout_is_temporary(void **state)
{
	struct db *holder, *db = open_db();
	struct err err = { 0 };

	(void)state;
	holder = db_open_bare(conninfo, &err);
	assert_non_null(holder);
	assert_true(db_execute(holder, "BEGIN; LOCK TABLE clock", NULL, &err));
	tx_begin(db);
	TX_DO(db, SQL_TX_PATIENCE, value_text("200ms"));
	tx_do(db, SQL_NOW, NULL, 0);
	assert_false(tx_commit(db, &err));
	assert_int_equal(err.kind, ERR_TEMPORARY);
	assert_true(db_alive(db));
	db_free(&holder);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_sticky),
		cmocka_unit_test(test_prepared_later),
		cmocka_unit_test(test_prepare_all),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_notify),
		cmocka_unit_test(test_timeout_is_temporary),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
