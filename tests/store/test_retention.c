/* test_retention.c - what is old enough loses its bytes and nothing else; what
 * is kept for ever, or waits, keeps them. */

#include "config.h"

#include "store/retention.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "store/ledger_raw.h"

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

/* The mail of that item has ended so, so many days ago. */
static void end(int64_t desk_id, int64_t item, const char *disposition,
		int days)
{
	ARENA(arena);

	store_number(conninfo, arena_printf(arena, "UPDATE mail SET state = "
		"'ended', disposition = '%s', ended = postdesk_now() - "
		"interval '%d days' - interval '1 minute' WHERE desk_id = %"
		PRId64 " AND item = %" PRId64, disposition, days, desk_id,
		item));
}

static int64_t count(int64_t desk_id, const char *what)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "SELECT count(*) "
		"FROM %s AND desk_id = %" PRId64, what, desk_id));
}

static void test_remove(void **state)
{
	const struct retention retention = { .keep = {
		[DISPOSITION_DROPPED] = 30 * USEC_DAY,
		[DISPOSITION_QUARANTINED] = 90 * USEC_DAY,
	} };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "remove");
	const int64_t desk_id = mailbox.desk_id;
	struct err err;
	size_t removed, size;
	int64_t id;
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 8);
	end(desk_id, 1, "dropped", 30);
	end(desk_id, 2, "dropped", 29);
	end(desk_id, 3, "quarantined", 90);
	end(desk_id, 4, "quarantined", 30);
	end(desk_id, 5, "noted", 900);
	end(desk_id, 6, "dropped", 40);
	end(desk_id, 7, "dropped", 50);
	/* The eighth waits. */
	ok(retention_remove(db, desk_id, &retention, 2, &removed, &err), &err);
	assert_int_equal(removed, 3);
	assert_int_equal(count(desk_id, "mail WHERE removed IS NOT NULL AND "
			       "kept = 0 AND item IN (3, 6, 7)"), 3);
	ok(retention_remove(db, desk_id, &retention, 2, &removed, &err), &err);
	assert_int_equal(removed, 1);
	ok(retention_remove(db, desk_id, &retention, 2, &removed, &err), &err);
	assert_int_equal(removed, 0);
	assert_int_equal(count(desk_id, "mail WHERE true"), 8);
	assert_int_equal(count(desk_id, "mail_raw WHERE true"), 4);
	id = store_number(conninfo, arena_printf(arena, "SELECT id FROM mail "
		"WHERE item = 1 AND desk_id = %" PRId64, desk_id));
	assert_false(ledger_kept(db, desk_id, id, &size, &err));
	assert_non_null(strstr(err.text, "were removed on 20"));
	assert_false(ledger_again(db, desk_id, id, LEDGER_LET_OUT, &err));
	assert_non_null(strstr(err.text, "were removed on 20"));
	assert_false(ledger_kept(db, desk_id, 1, &size, &err));
	assert_non_null(strstr(err.text, "no mail 1 in the ledger"));
	db_free(&db);
}

static void test_forever(void **state)
{
	const struct retention retention = { .keep = { 0 } };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "forever");
	struct err err;
	size_t removed;

	(void)state;
	store_add_mails(db, &mailbox, 1, 1);
	end(mailbox.desk_id, 1, "dropped", 9000);
	ok(retention_remove(db, mailbox.desk_id, &retention, 9, &removed,
			    &err), &err);
	assert_int_equal(removed, 0);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_forever),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
