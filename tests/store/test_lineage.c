/* test_lineage.c - another database is noticed, and what it may have forgotten
 * is silent, in doubt, or leapt over. */

#include "config.h"

#include "store/lineage.h"
#include "store/outbox.h"

#include "../fixture/database.h"
#include "../fixture/store.h"

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

static int64_t number(int64_t desk_id, const char *sql)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "%s desk_id = %"
						   PRId64, sql, desk_id));
}

/* As a promoted standby would be found: the row names another server. */
static void change(int64_t desk_id)
{
	number(desk_id, "UPDATE lineage SET server = 'another' WHERE");
}

static struct lineage read(struct db *db, int64_t desk_id)
{
	struct lineage lineage;
	struct err err;

	ok(lineage_read(db, desk_id, &lineage, &err), &err);
	return lineage;
}

static void test_noticed_until_settled(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = store_mailbox(db, "noticed").desk_id;
	const int64_t other_id = store_mailbox(db, "spared").desk_id;
	struct lineage first = read(db, desk_id), found;
	struct err err;
	size_t doubted;

	(void)state;
	assert_true(first.noticed == 0 && first.server[0] != '\0');
	read(db, other_id);
	change(desk_id);
	found = read(db, desk_id);
	assert_string_equal(found.server, first.server);
	assert_true(found.noticed > 0);
	/* Once: a second look changes nothing. */
	assert_true(read(db, desk_id).noticed == found.noticed);
	ok(lineage_begin(db, desk_id, &doubted, &err), &err);
	assert_true(read(db, desk_id).noticed == found.noticed);
	ok(lineage_settle(db, desk_id, 0, &err), &err);
	assert_true(read(db, desk_id).noticed == 0);
	assert_true(read(db, other_id).noticed == 0);
	db_free(&db);
}

static void test_leaps(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = store_mailbox(db, "leaps").desk_id;
	int64_t before, after;
	struct err err;
	size_t doubted;

	(void)state;
	read(db, desk_id);
	ok(db_take_ids(db, 1, &before, &err), &err);
	change(desk_id);
	read(db, desk_id);
	ok(lineage_begin(db, desk_id, &doubted, &err), &err);
	ok(lineage_settle(db, desk_id, 7, &err), &err);
	ok(db_take_ids(db, 1, &after, &err), &err);
	assert_true(after > before + 1000000000);
	assert_int_equal(number(desk_id, "SELECT next_number FROM desk "
				"WHERE"), 1 + 1000 + 7);
	db_free(&db);
}

static void test_silence(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "silence");
	const int64_t desk_id = mailbox.desk_id;
	struct lineage found;
	struct err err;
	size_t doubted;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	number(desk_id, "UPDATE mail SET state = 'ended', disposition = "
	       "'dropped' WHERE item = 2 AND");
	read(db, desk_id);
	change(desk_id);
	found = read(db, desk_id);
	ok(lineage_begin(db, desk_id, &doubted, &err), &err);
	assert_int_equal(number(desk_id, "SELECT count(*) FROM mail WHERE "
				"silent AND item <> 2 AND"), 2);
	assert_int_equal(number(desk_id, "SELECT count(*) FROM mail WHERE "
				"silent AND"), 2);
	ok(ledger_mailbox(db, desk_id, "silence", &mailbox, &err), &err);
	assert_true(mailbox.forgotten == found.noticed + 5 * USEC_SECOND);
	db_free(&db);
}

static void queue(struct db *db, int64_t desk_id, enum outgoing_class class,
		  const char *key, usec_t due)
{
	const struct plan_outgoing out = {
		.class = class, .dedupe_key = key,
		.template = "notice", .language = "en", .because = "fault",
		.mail_from = "support@example.test", .rcpt_to = "a@x.test",
		.message_id = "n@example.test", .subject = "s", .text = "t",
		.bytes = "Subject: s\r\n\r\nt\r\n", .size = 17, .due = due,
	};
	struct err err;

	ok(outbox_add_notice(db, desk_id, &out, &err), &err);
}

/* What was due may have left; an agent's words go once more rather than not
 * at all, and what was not due cannot have left. */
static void test_doubts(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = store_mailbox(db, "doubts").desk_id;
	const usec_t past = clock_civil(2026, 1, 1);
	struct err err;
	size_t doubted;
	usec_t now;

	(void)state;
	ok(db_now(db, &now, &err), &err);
	queue(db, desk_id, OUTGOING_AUTOMATIC, "auto", past);
	queue(db, desk_id, OUTGOING_ADMIN, "admin", past);
	queue(db, desk_id, OUTGOING_AGENT, "agent", past);
	queue(db, desk_id, OUTGOING_AUTOMATIC, "later", now + USEC_HOUR);
	read(db, desk_id);
	change(desk_id);
	read(db, desk_id);
	ok(lineage_begin(db, desk_id, &doubted, &err), &err);
	assert_int_equal(doubted, 2);
	assert_int_equal(number(desk_id, "SELECT count(*) FROM outbox WHERE "
				"state = 'uncertain' AND dedupe_key IN "
				"('auto', 'admin') AND"), 2);
	assert_int_equal(number(desk_id, "SELECT count(*) FROM outbox WHERE "
				"state = 'queued' AND dedupe_key IN "
				"('agent', 'later') AND"), 2);
	assert_int_equal(number(desk_id, "SELECT count(*) FROM attempt WHERE "
				"result = 'uncertain' AND"), 2);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noticed_until_settled),
		cmocka_unit_test(test_leaps),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_doubts),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
