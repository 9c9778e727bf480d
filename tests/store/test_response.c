/* test_response.c - an agent's first answer counts once, those who wait are
 * counted, samples are of the window, and what is expected is read back. */

#include "config.h"

#include "store/commit.h"
#include "store/history.h"
#include "store/outbox.h"
#include "store/response.h"

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

static int64_t desk_named(struct db *db, const char *name)
{
	struct err err;
	int64_t desk_id;

	ok(ledger_desk(db, name, &desk_id, &err), &err);
	return desk_id;
}

/* A ticket that came so long ago in that queue, to which an answer within two
 * hours was promised; `after`: when it was answered, 0: not yet. */
struct came {
	int64_t number;
	const char *queue, *urgency, *state;
	int ahead;
	usec_t ago, after;
};

static void add(int64_t desk_id, const struct came *came)
{
	ARENA(arena);
	const char *created = arena_printf(arena, "postdesk_now() - "
		"interval '%" PRId64 " us'", came->ago);
	const char *answered = came->after == 0 ? "NULL" :
		arena_printf(arena, "%s + interval '%" PRId64 " us'", created,
			     came->after);

	store_number(conninfo, arena_printf(arena,
		"INSERT INTO ticket (desk_id, id, number, state, subject, "
		"urgency, score, queue, tier, requester_address, language, "
		"created, updated) VALUES (%" PRId64 ", %" PRId64 ", %" PRId64
		", '%s', '', '%s', 0, '%s', 1, '', '', %s, %s)", desk_id,
		came->number, came->number, came->state, came->urgency,
		came->queue, created, created));
	store_number(conninfo, arena_printf(arena,
		"INSERT INTO response (desk_id, ticket_id, queue, urgency, "
		"ahead, created, promised, answered) VALUES (%" PRId64
		", %" PRId64 ", '%s', '%s', %d, %s, %s + interval '2 hours', "
		"%s)", desk_id, came->number, came->queue, came->urgency,
		came->ahead, created, created, answered));
}

static const struct came all[] = {
	{ 1, "billing", "normal", "open", 2, 10 * USEC_DAY, USEC_HOUR },
	{ 2, "billing", "normal", "new", 0, USEC_HOUR, 0 },
	{ 3, "billing", "high", "open", 5, USEC_HOUR, 0 },
	{ 4, "billing", "normal", "closed", 0, USEC_HOUR, 0 },
	{ 5, "billing", "normal", "closed", 1, 5 * USEC_DAY, USEC_DAY },
	{ 6, "billing", "normal", "new", 0, 61 * USEC_DAY, 0 },
	{ 7, "billing", "normal", "open", 0, 61 * USEC_DAY, USEC_DAY },
	{ 8, "parts", "low", "pending", 0, 59 * USEC_DAY, 0 },
};

static void add_all(int64_t desk_id)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		add(desk_id, &all[i]);
}

static void test_load(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "load");
	struct response_count *counts;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	add_all(desk_id);
	ok(response_count_load(db, desk_id, &err), &err);
	ok(response_load(db, arena, desk_id, &counts, &count, &err), &err);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(counts[i].tickets, 1);
	/* Nobody waits any more: nothing stays behind. */
	store_number(conninfo, arena_printf(arena, "UPDATE ticket SET state = "
		"'closed' WHERE desk_id = %" PRId64, desk_id));
	ok(response_count_load(db, desk_id, &err), &err);
	ok(response_load(db, arena, desk_id, &counts, &count, &err), &err);
	assert_int_equal(count, 0);
	db_free(&db);
}

static void test_samples(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "samples");
	struct response_sample *samples;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	add_all(desk_id);
	ok(response_samples(db, arena, desk_id, &samples, &count, &err),
	   &err);
	assert_int_equal(count, 5);
	assert_string_equal(samples[0].kind.queue, "billing");
	assert_int_equal(samples[0].kind.urgency, URGENCY_HIGH);
	assert_int_equal(samples[0].ahead, 5);
	assert_true(samples[0].answered == 0);
	/* Of a kind the newest first. */
	assert_true(samples[1].answered == 0);
	assert_int_equal(samples[2].ahead, 1);
	assert_true(samples[2].answered - samples[2].created == USEC_DAY);
	assert_true(samples[3].answered - samples[3].created == USEC_HOUR);
	assert_string_equal(samples[4].kind.queue, "parts");
	db_free(&db);
}

/* What is measured is what deciding reads. */
static void test_expect(void **state)
{
	const struct response_band bands[] = {
		{ { "billing", URGENCY_NORMAL }, { 1, 40, USEC_HOUR,
						   2 * USEC_HOUR } },
		{ { "billing", URGENCY_NORMAL }, { 7, 30, 3 * USEC_HOUR,
						   EXPECTATION_UNKNOWN } },
		{ { "parts", URGENCY_LOW }, { 0, 30, 1, 2 } },
	};
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "expect");
	const struct keys keys = { .sent_since = 1 };
	const struct known_kind *kind;
	struct response_band *known;
	struct history *history;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	add_all(desk_id);
	ok(response_count_load(db, desk_id, &err), &err);
	ok(response_expect(db, desk_id, bands, 3, 1, &err), &err);
	ok(response_expect(db, desk_id, bands, 2, 2, &err), &err);
	ok(response_bands(db, arena, desk_id, &known, &count, &err), &err);
	assert_int_equal(count, 2);
	ok(history_read(db, arena, desk_id, &keys, 1, &history, &err), &err);
	commit_abandon(db);
	kind = history_kind(history, "billing", URGENCY_NORMAL);
	assert_int_equal(kind->band_count, 2);
	assert_int_equal(kind->bands[0].samples, 40);
	assert_true(kind->bands[0].half == USEC_HOUR);
	assert_true(kind->bands[1].most == EXPECTATION_UNKNOWN);
	assert_int_equal(kind->bands[1].ahead, 7);
	/* Those that are as urgent, or more. */
	assert_int_equal(history_ahead(history, "billing", URGENCY_LOW), 2);
	assert_int_equal(history_ahead(history, "billing", URGENCY_NORMAL), 2);
	assert_int_equal(history_ahead(history, "billing", URGENCY_HIGH), 1);
	assert_int_equal(history_ahead(history, "billing", URGENCY_CRITICAL),
			 0);
	assert_int_equal(history_ahead(history, "other", URGENCY_LOW), 0);
	db_free(&db);
}

static void queue(struct db *db, int64_t desk_id, enum outgoing_class class,
		  int64_t ticket_id, const char *key)
{
	struct plan_outgoing out = {
		.class = class, .dedupe_key = key, .ticket_id = ticket_id,
		.template = "reply", .language = "en", .because = "agent",
		.mail_from = "support@example.test",
		.rcpt_to = "ann@example.org",
		.message_id = "n@example.test", .subject = "s", .text = "t",
		.bytes = "Subject: s\r\n\r\nt\r\n", .size = 17,
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(outbox_add_notice(db, desk_id, &out, &err), &err);
}

static void finish(struct db *db, int64_t desk_id, enum outbox_result result)
{
	const struct outbox_wish wish = { .most = 5, .lease = USEC_MINUTE };
	struct outbox_claimed claimed;
	struct outbox_outcome end;
	bool marked = false;
	struct err err;
	ARENA(arena);

	ok(outbox_claim(db, arena, desk_id, &wish, &claimed, &err), &err);
	assert_int_equal(claimed.count, 1);
	ok(outbox_commit(db, desk_id, &(struct outbox_group){
		.ids = &claimed.mails[0].id, .marked = &marked, .count = 1,
	}, &err), &err);
	assert_true(marked);
	end = (struct outbox_outcome){
		.desk_id = desk_id, .id = claimed.mails[0].id,
		.class = claimed.mails[0].class, .result = result, .code = 250,
		.text = "ok",
		.due = clock_civil(2030, 1, 1),
	};
	ok(outbox_commit(db, desk_id, &(struct outbox_group){
		.ends = &end, .end_count = 1,
	}, &err), &err);
}

static int64_t answered(int64_t desk_id, const char *what)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "SELECT count(*) "
		"FROM response WHERE desk_id = %" PRId64 " AND %s", desk_id,
		what));
}

static void test_answered(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "answered");
	struct err err;

	(void)state;
	add(desk_id, &(struct came){ 1, "billing", "normal", "new", 0,
				     USEC_HOUR, 0 });
	ok(outbox_autos(db, desk_id, true, &err), &err);
	/* Ours is no answer, nor is one that nobody took. */
	queue(db, desk_id, OUTGOING_AUTOMATIC, 1, "ack");
	finish(db, desk_id, OUTBOX_SENT);
	queue(db, desk_id, OUTGOING_AGENT, 1, "refused");
	finish(db, desk_id, OUTBOX_FAILED);
	queue(db, desk_id, OUTGOING_AGENT, 1, "later");
	finish(db, desk_id, OUTBOX_RETRY);
	assert_int_equal(answered(desk_id, "answered IS NOT NULL"), 0);
	queue(db, desk_id, OUTGOING_AGENT, 1, "first");
	finish(db, desk_id, OUTBOX_SENT);
	assert_int_equal(answered(desk_id, "answered > postdesk_now() - "
				  "interval '1 minute'"), 1);
	/* The second one is not the first. */
	ok(db_shift_clock(db, USEC_DAY, &err), &err);
	queue(db, desk_id, OUTGOING_AGENT, 1, "second");
	finish(db, desk_id, OUTBOX_SENT);
	assert_int_equal(answered(desk_id, "answered < postdesk_now() - "
				  "interval '23 hours'"), 1);
	db_free(&db);
}

static void test_kept(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "kept");
	struct response_count *counts;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	add_all(desk_id);
	ok(response_kept(db, arena, desk_id, &counts, &count, &err), &err);
	assert_int_equal(count, 2);
	/* One in time, one late; the others have time left. */
	assert_int_equal(counts[0].tickets, 2);
	assert_int_equal(counts[0].kept, 1);
	assert_string_equal(counts[1].kind.queue, "parts");
	assert_int_equal(counts[1].tickets, 1);
	assert_int_equal(counts[1].kept, 0);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_expect),
		cmocka_unit_test(test_kept),
		/* The last one: it moves the clock. */
		cmocka_unit_test(test_answered),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
