/* test_outbox_order.c - held mail, what people decide about mail, and what a
 * ticket hears of mail that did not arrive. */

#include "store/outbox_order.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/commit.h"
#include "store/history.h"
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

static int64_t queue(struct db *db, int64_t desk_id, enum outgoing_class class,
		     const char *to)
{
	struct plan_outgoing out = {
		.class = class, .dedupe_key = to,
		.template = "notice", .language = "en", .because = "test",
		.mail_from = "support@example.test", .rcpt_to = to,
		.message_id = "n@example.test", .subject = "s", .text = "t",
		.bytes = "Subject: s\r\n\r\nt\r\n", .size = 17,
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(db_take_ids(db, 2, &out.id, &err), &err);
	out.body_id = out.id + 1;
	ok(outbox_add_notice(db, desk_id, &out, &err), &err);
	return out.id;
}

static size_t claim(struct db *db, struct arena *arena, int64_t desk_id,
		    const struct outbox_wish *wish,
		    struct outbox_claimed *claimed)
{
	struct err err;

	ok(outbox_claim(db, arena, desk_id, wish, claimed, &err), &err);
	return claimed->count;
}

static const struct {
	int line;
	const char *to, *state;
	enum outgoing_class class;
	enum outbox_answer cancel, retry;
} cases[] = {
	{ __LINE__, "held@x.test", "held", OUTGOING_AGENT,
	  OUTBOX_DONE, OUTBOX_DONE },
	{ __LINE__, "queued@x.test", "queued", OUTGOING_AUTOMATIC,
	  OUTBOX_DONE, OUTBOX_DONE },
	{ __LINE__, "dot@x.test", "dot_sent", OUTGOING_AGENT,
	  OUTBOX_ON_ITS_WAY, OUTBOX_ON_ITS_WAY },
	{ __LINE__, "sent@x.test", "sent", OUTGOING_AGENT,
	  OUTBOX_WAS_SENT, OUTBOX_WAS_SENT },
	{ __LINE__, "failed@x.test", "failed", OUTGOING_AUTOMATIC,
	  OUTBOX_HAS_ENDED, OUTBOX_DONE },
	{ __LINE__, "stopped@x.test", "cancelled", OUTGOING_AUTOMATIC,
	  OUTBOX_HAS_ENDED, OUTBOX_DONE },
	{ __LINE__, "doubt@x.test", "uncertain", OUTGOING_AGENT,
	  OUTBOX_HAS_ENDED, OUTBOX_DONE },
	/* What a machine wrote and may have arrived never goes again. */
	{ __LINE__, "auto@x.test", "uncertain", OUTGOING_AUTOMATIC,
	  OUTBOX_HAS_ENDED, OUTBOX_IN_DOUBT },
	{ __LINE__, "admin@x.test", "uncertain", OUTGOING_ADMIN,
	  OUTBOX_HAS_ENDED, OUTBOX_IN_DOUBT },
};

static enum outbox_answer order(struct db *db, int64_t desk_id,
				enum outbox_order what, int64_t id)
{
	enum outbox_answer answer;
	struct err err;

	ok(outbox_order(db, desk_id, what, &id, 1, &answer, &err), &err);
	return answer;
}

static void set_state(int64_t id, const char *state)
{
	ARENA(arena);

	store_number(conninfo, arena_printf(arena, "UPDATE outbox SET state = "
		"s.state, ended = CASE WHEN s.state IN ('held', 'queued', "
		"'dot_sent') THEN NULL ELSE now() END FROM (SELECT '%s' AS "
		"state) s WHERE id = %" PRId64, state, id));
}

static void test_orders(void **state)
{
	struct db *db = store_open(conninfo);
	struct err err;
	int64_t desk_id;

	(void)state;
	ok(ledger_desk(db, "orders", &desk_id, &err), &err);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t id = queue(db, desk_id, cases[i].class, cases[i].to);

		set_state(id, cases[i].state);
		if (order(db, desk_id, OUTBOX_CANCEL, id) != cases[i].cancel)
			fail_msg("line %d: cancel", cases[i].line);
		set_state(id, cases[i].state);
		if (order(db, desk_id, OUTBOX_RETRY_NOW, id) !=
		    cases[i].retry)
			fail_msg("line %d: retry", cases[i].line);
	}
	assert_int_equal(order(db, desk_id, OUTBOX_CANCEL, 1),
			 OUTBOX_UNKNOWN);
	db_free(&db);
}

/* Mail that somebody has claimed, and an answer that is a day old. */
static void test_orders_in_vain(void **state)
{
	const struct outbox_wish wish = { .most = 5, .lease = USEC_HOUR };
	struct db *db = store_open(conninfo);
	struct outbox_claimed claimed;
	struct err err;
	int64_t desk_id, id, old;
	ARENA(arena);

	(void)state;
	ok(ledger_desk(db, "vain", &desk_id, &err), &err);
	id = queue(db, desk_id, OUTGOING_AGENT, "a@x.test");
	assert_int_equal(claim(db, arena, desk_id, &wish, &claimed), 1);
	assert_int_equal(order(db, desk_id, OUTBOX_CANCEL, id),
			 OUTBOX_ON_ITS_WAY);
	assert_int_equal(order(db, desk_id, OUTBOX_RETRY_NOW, id),
			 OUTBOX_ON_ITS_WAY);
	old = queue(db, desk_id, OUTGOING_AUTOMATIC, "b@x.test");
	ok(db_shift_clock(db, USEC_DAY + USEC_MINUTE, &err), &err);
	assert_int_equal(order(db, desk_id, OUTBOX_RETRY_NOW, old),
			 OUTBOX_TOO_OLD);
	ok(db_shift_clock(db, 0, &err), &err);
	assert_int_equal(order(db, desk_id, OUTBOX_RETRY_NOW, old),
			 OUTBOX_DONE);
	db_free(&db);
}

static void test_held(void **state)
{
	const struct outbox_wish wish = { .most = 5, .lease = USEC_HOUR };
	struct db *db = store_open(conninfo);
	struct outbox_claimed claimed;
	struct err err;
	int64_t desk_id, id;
	usec_t wait;
	ARENA(arena);

	(void)state;
	ok(ledger_desk(db, "held", &desk_id, &err), &err);
	ok(outbox_next(db, desk_id, &wait, &err), &err);
	assert_true(wait == INT64_MAX);
	id = queue(db, desk_id, OUTGOING_AGENT, "a@x.test");
	store_number(conninfo, arena_printf(arena, "UPDATE outbox SET state = "
		"'held', due = now() + interval '60 s' WHERE id = %" PRId64,
		id));
	assert_int_equal(claim(db, arena, desk_id, &wish, &claimed), 0);
	ok(db_shift_clock(db, 50 * USEC_SECOND, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, &wish, &claimed), 0);
	ok(outbox_next(db, desk_id, &wait, &err), &err);
	assert_in_range(wait, 1, 10 * USEC_SECOND);
	ok(db_shift_clock(db, 61 * USEC_SECOND, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, &wish, &claimed), 1);
	ok(db_shift_clock(db, 0, &err), &err);
	db_free(&db);
}

/* So many of one domain, and none of those of which there is enough. */
static void test_domains(void **state)
{
	static const char *const to[] = {
		"a@one.test", "b@ONE.test", "c@one.test", "d@two.test",
		"e@three.test",
	};
	const char *full = "two.test";
	const struct outbox_wish wish = {
		.most = 5, .lease = USEC_HOUR, .per_domain = 2,
		.without = { &full, 1 },
	};
	struct db *db = store_open(conninfo);
	struct outbox_claimed claimed;
	struct err err;
	int64_t desk_id;
	ARENA(arena);

	(void)state;
	ok(ledger_desk(db, "domains", &desk_id, &err), &err);
	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		queue(db, desk_id, OUTGOING_AGENT, to[i]);
	assert_int_equal(claim(db, arena, desk_id, &wish, &claimed), 3);
	assert_string_equal(claimed.mails[0].domain, "one.test");
	assert_string_equal(claimed.mails[1].domain, "one.test");
	assert_string_equal(claimed.mails[2].domain, "three.test");
	db_free(&db);
}

/* Ann's ticket, pending, and a mail of it that ends as the row says. */
static const struct {
	int line;
	const char *name;
	enum outgoing_class class;
	enum outbox_result result;
	bool again;
	int events;
	const char *state;		/* of the ticket */
} ends[] = {
	{ __LINE__, "e1", OUTGOING_AUTOMATIC, OUTBOX_SENT, false, 0,
	  "pending" },
	{ __LINE__, "e2", OUTGOING_AUTOMATIC, OUTBOX_FAILED, false, 1,
	  "pending" },
	{ __LINE__, "e3", OUTGOING_AUTOMATIC, OUTBOX_UNCERTAIN, false, 1,
	  "pending" },
	{ __LINE__, "e4", OUTGOING_AUTOMATIC, OUTBOX_RETRY, true, 0,
	  "pending" },
	{ __LINE__, "e5", OUTGOING_AGENT, OUTBOX_FAILED, false, 1, "open" },
	{ __LINE__, "e6", OUTGOING_AGENT, OUTBOX_UNCERTAIN, true, 0,
	  "pending" },
	{ __LINE__, "e7", OUTGOING_AGENT, OUTBOX_UNCERTAIN, false, 1,
	  "open" },
	{ __LINE__, "e8", OUTGOING_ADMIN, OUTBOX_FAILED, false, 0,
	  "pending" },
};

static void make_ticket(struct db *db, struct arena *arena, const char *name,
			int64_t *desk_id_r)
{
	struct ledger_mailbox mailbox = store_mailbox(db, name);
	const struct keys nothing = { 0 };
	struct ledger_claim *claims;
	struct history *history;
	struct plan plan;
	struct err err;
	size_t count;

	*desk_id_r = mailbox.desk_id;
	store_add_mails(db, &mailbox, 1, 1);
	ok(ledger_claim(db, arena, *desk_id_r, 1, USEC_MINUTE, &claims, &count,
			&err), &err);
	ok(history_read(db, arena, *desk_id_r, &nothing, 100, &history, &err),
	   &err);
	plan = plan_ticket(history, &(struct plan_wish){
		claims[0].id, "ann@example.org", "a1@example.org", false });
	ok(commit_plans(db, *desk_id_r, &plan, 1, history, &err), &err);
}

static int64_t number(struct arena *arena, const char *what, int64_t desk_id)
{
	return store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM %s AND desk_id = %" PRId64, what,
		desk_id));
}

static void test_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct outbox_wish wish = { .most = 1,
						  .lease = USEC_HOUR };
		struct outbox_outcome end = {
			.result = ends[i].result, .code = 550,
			.text = "550 5.1.1 no such user",
			.due = ends[i].again ? clock_civil(2026, 1, 1) : 0,
		};
		const struct outbox_group group = { .ends = &end,
						    .end_count = 1 };
		struct db *db = store_open(conninfo);
		struct plan_outgoing out = {
			.class = ends[i].class, .dedupe_key = "x",
			.template = "t", .language = "en", .because = "b",
			.mail_from = "d@x.test", .rcpt_to = "ann@example.org",
			.message_id = "m@x.test", .subject = "s",
			.text = "t", .bytes = "t\r\n", .size = 3,
		};
		struct outbox_claimed claimed;
		struct err err;
		int64_t desk_id;
		ARENA(arena);

		make_ticket(db, arena, ends[i].name, &desk_id);
		ok(outbox_autos(db, desk_id, true, &err), &err);
		out.ticket_id = store_number(conninfo, arena_printf(arena,
			"UPDATE ticket SET state = 'pending' WHERE desk_id = %"
			PRId64 " RETURNING id", desk_id));
		ok(outbox_add_notice(db, desk_id, &out, &err), &err);
		assert_int_equal(claim(db, arena, desk_id, &wish, &claimed),
				 1);
		end.id = claimed.mails[0].id;
		/* Said twice, as after a commit whose answer was lost. */
		ok(outbox_commit(db, desk_id, &group, &err), &err);
		ok(outbox_commit(db, desk_id, &group, &err), &err);
		if (number(arena, "event WHERE kind = 'undelivered' AND detail"
			   " = 'ann@example.org: 550 5.1.1 no such user'",
			   desk_id) != ends[i].events ||
		    number(arena, arena_printf(arena, "ticket WHERE state = "
			   "'%s'", ends[i].state), desk_id) != 1)
			fail_msg("line %d", ends[i].line);
		db_free(&db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_orders_in_vain),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_ends),
	};
	int failed;

	conninfo = database_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	database_stop();
	return failed;
}
