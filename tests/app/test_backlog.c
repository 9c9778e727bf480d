/* test_backlog.c - how much one sender claims, and what it gives back. */

#include "app/backlog.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "store/ledger.h"
#include "store/outbox.h"

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

static void queue(struct db *db, int64_t desk_id, const char *to, size_t size)
{
	ARENA(arena);
	const struct plan_outgoing out = {
		.class = OUTGOING_AUTOMATIC, .template = "notice",
		.language = "en", .dedupe_key = to, .because = "test",
		.mail_from = "support@desk.test", .rcpt_to = to,
		.message_id = "m@desk.test", .subject = "s", .text = "t",
		.bytes = arena_alloc(arena, size), .size = size,
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(outbox_add_notice(db, desk_id, &out, &err), &err);
}

static size_t nobody(void *context, const char *domain)
{
	(void)context;
	(void)domain;
	return 0;
}

static size_t claim(struct backlog *backlog, struct db *db)
{
	const struct strings none = { 0 };
	const char *pause;
	struct err err;
	size_t count;
	usec_t now;

	ok(backlog_claim(backlog, db, &none, &count, &now, &pause, &err),
	   &err);
	assert_null(pause);
	return count;
}

static int64_t claimed(int64_t desk_id)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "SELECT count(*) "
		"FROM outbox WHERE desk_id = %" PRId64 " AND lease > now()",
		desk_id));
}

/* Four for the one session at first; a claim that gets less than it may have
 * is the last one until there is news. */
static void test_claims(void **state)
{
	struct db *db = store_open(conninfo);
	struct outbox_mail mail;
	struct backlog *backlog;
	int64_t desk_id;
	struct err err;

	(void)state;
	ok(ledger_desk(db, "backlog", &desk_id, &err), &err);
	ok(outbox_autos(db, desk_id, true, &err), &err);
	for (char to[] = "a@a.test"; to[0] < 'g'; to[0]++, to[2]++)
		queue(db, desk_id, to, 17);
	backlog = backlog_new(desk_id, 1, 1, nobody, NULL);
	assert_false(backlog_full(backlog));
	assert_int_equal(claim(backlog, db), 4);
	assert_true(backlog_full(backlog));
	for (size_t i = 0; i < 4; i++)
		assert_true(backlog_take(backlog, &mail));
	assert_false(backlog_take(backlog, &mail));
	assert_int_equal(claim(backlog, db), 2);
	assert_false(backlog_full(backlog));
	assert_int_equal(claimed(desk_id), 6);
	/* What was taken is its taker's. */
	ok(backlog_return(backlog, db, BACKLOG_STALE, &err), &err);
	assert_true(backlog_ready(backlog));
	ok(backlog_return(backlog, db, BACKLOG_ALL, &err), &err);
	assert_false(backlog_ready(backlog));
	assert_int_equal(claimed(desk_id), 4);
	backlog_free(&backlog);
	db_free(&db);
}

/* More may wait of a domain of which as many came as may, and behind many
 * bytes; else not. */
static void test_cut(void **state)
{
	static const struct {
		int line;
		const char *domains;	/* one letter a mail */
		size_t count;
		bool full;
		size_t size;		/* of each */
	} cases[] = {
		{ __LINE__, "", 0, false, 17 },
		{ __LINE__, "aaa", 3, false, 17 },
		{ __LINE__, "aaab", 4, false, 17 },
		{ __LINE__, "aaaa", 4, true, 17 },
		{ __LINE__, "bacada", 6, false, 17 },
		{ __LINE__, "bacadaa", 7, true, 17 },
		{ __LINE__, "bacadaaa", 7, true, 17 },
		{ __LINE__, "abcdefgh", 8, true, 17 },
		{ __LINE__, "abcdefghi", 8, true, 17 },
		{ __LINE__, "ab", 2, false, OUTBOX_BATCH / 4 - 1 },
		{ __LINE__, "ab", 2, true, OUTBOX_BATCH / 4 },
	};
	struct db *db = store_open(conninfo);
	char to[] = "a@a.test", name[] = "cuta";
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct backlog *backlog;
		int64_t desk_id;

		name[3] = (char)('a' + i);
		ok(ledger_desk(db, name, &desk_id, &err), &err);
		ok(outbox_autos(db, desk_id, true, &err), &err);
		for (size_t k = 0; cases[i].domains[k] != '\0'; k++) {
			to[0] = (char)('a' + k);
			to[2] = cases[i].domains[k];
			queue(db, desk_id, to, cases[i].size);
		}
		backlog = backlog_new(desk_id, 2, 1, nobody, NULL);
		if (claim(backlog, db) != cases[i].count ||
		    backlog_full(backlog) != cases[i].full)
			fail_msg("line %d", cases[i].line);
		backlog_free(&backlog);
	}
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_cut),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
