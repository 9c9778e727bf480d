/* test_outbox.c - every way from queued to an end, and nobody sends twice. */

#include "config.h"

#include "store/outbox.h"

#include "../fixture/database.h"
#include "../fixture/store.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Notices take any class: the store does not ask why. */
static void queue_bytes(struct db *db, int64_t desk_id,
			enum outgoing_class class, const char *key,
			int64_t ticket_id, const char *to, const char *bytes,
			size_t size)
{
	struct plan_outgoing out = {
		.class = class, .dedupe_key = key, .ticket_id = ticket_id,
		.template = "notice", .language = "en", .because = "fault",
		.mail_from = "support@example.test",
		.rcpt_to = to,
		.message_id = "n@example.test", .subject = "s", .text = "t",
		.bytes = bytes, .size = size,
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(outbox_add_notice(db, desk_id, &out, &err), &err);
}

static void queue_to(struct db *db, int64_t desk_id, enum outgoing_class class,
		     const char *key, int64_t ticket_id, const char *to)
{
	queue_bytes(db, desk_id, class, key, ticket_id, to,
		    "Subject: s\r\n\r\nt\r\n", 17);
}

static void queue(struct db *db, int64_t desk_id, enum outgoing_class class,
		  const char *key)
{
	queue_to(db, desk_id, class, key, 0, "Admin@Example.org");
}

static size_t claim(struct db *db, struct arena *arena, int64_t desk_id,
		    size_t most, usec_t lease, struct outbox_mail **mails_r)
{
	const struct outbox_wish wish = { .most = most, .lease = lease };
	struct outbox_claimed claimed;
	struct err err;

	ok(outbox_claim(db, arena, desk_id, &wish, &claimed, &err), &err);
	*mails_r = claimed.mails;
	return claimed.count;
}

/* How many of them may go. */
static size_t mark(struct db *db, int64_t desk_id, const int64_t *ids,
		   size_t count)
{
	bool marked[8] = { false };
	const struct outbox_group group = { .ids = ids, .marked = marked,
					    .count = count };
	struct err err;
	size_t may = 0;

	ok(outbox_commit(db, desk_id, &group, &err), &err);
	for (size_t i = 0; i < count; i++)
		may += marked[i];
	return may;
}

static void finish(struct db *db, int64_t desk_id,
		   const struct outbox_outcome *end)
{
	const struct outbox_group group = { .ends = end, .end_count = 1 };
	struct err err;

	ok(outbox_commit(db, desk_id, &group, &err), &err);
}

static const char *state_is(struct arena *arena, int64_t desk_id,
			    const char *key, const char *state)
{
	const bool is = store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM outbox WHERE desk_id = %" PRId64
		" AND dedupe_key = '%s' AND state = '%s'", desk_id, key,
		state)) == 1;

	return is ? state : "another";
}

static void test_bytes(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "bytes");
	struct outbox_mail *mails;
	ARENA(arena);

	(void)state;
	queue(db, desk_id, OUTGOING_ADMIN, "one");
	queue(db, desk_id, OUTGOING_ADMIN, "one");
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	assert_int_equal(mails[0].size, 17);
	assert_string_equal(mails[0].bytes, "Subject: s\r\n\r\nt\r\n");
	assert_string_equal(mails[0].rcpt_to, "Admin@Example.org");
	assert_string_equal(mails[0].mail_from, "support@example.test");
	assert_int_equal(mails[0].class, OUTGOING_ADMIN);
	assert_int_equal(mails[0].attempts, 0);
	assert_true(mails[0].created > clock_civil(2026, 1, 1));
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 0);
	db_free(&db);
}

/* Automatic mail waits for the switch; the others do not. */
/* Of large mails only as many are claimed as there is room for, and one that
 * is larger than that alone. */
static void test_room(void **state)
{
	static const struct {
		const char *key;
		size_t size;
	} mails[] = {
		{ "a", OUTBOX_BATCH / 2 }, { "b", OUTBOX_BATCH / 2 },
		{ "c", 1 }, { "d", OUTBOX_BATCH + 1 }, { "e", 1 },
	};
	static const size_t wanted[] = { 2, 1, 1, 1, 0 };
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "room");
	struct outbox_mail *claimed;
	ARENA(arena);
	char *bytes = arena_alloc(arena, OUTBOX_BATCH + 1);

	(void)state;
	memset(bytes, 'x', OUTBOX_BATCH + 1);
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		queue_bytes(db, desk_id, OUTGOING_ADMIN, mails[i].key, 0,
			    "admin@example.org", bytes, mails[i].size);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE,
				       &claimed), wanted[i]);
	db_free(&db);
}

static void test_autos(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "autos");
	struct outbox_mail *mails;
	struct err err;
	ARENA(arena);

	(void)state;
	queue(db, desk_id, OUTGOING_AUTOMATIC, "auto");
	queue(db, desk_id, OUTGOING_AGENT, "agent");
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	assert_int_equal(mails[0].class, OUTGOING_AGENT);
	ok(outbox_autos(db, desk_id, true, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	assert_int_equal(mails[0].class, OUTGOING_AUTOMATIC);
	ok(outbox_release(db, desk_id, &mails[0].id, 1, &err), &err);
	ok(outbox_autos(db, desk_id, false, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 0);
	ok(outbox_autos(db, desk_id, true, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	assert_int_equal(mails[0].attempts, 0);
	/* Both, as if the answers to the claims had been lost. */
	ok(outbox_unclaim(db, desk_id, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 2);
	assert_int_equal(mails[0].attempts, 0);
	assert_false(outbox_autos(db, 5, true, &err));
	db_free(&db);
}

/* Claimed, offered, and then stopped: no dot.  The same for the breaker. */
static void test_stopped(void **state)
{
	static const char *const stops[] = {
		"UPDATE desk SET autos = false WHERE desk_id =",
		"UPDATE desk SET breaker_until = now() + interval '1 hour' "
		"WHERE desk_id =",
	};
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "stopped");
	struct outbox_mail *mails;
	struct err err;
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *key = arena_printf(arena, "auto/%zu", i);
		int64_t ids[2];

		ok(outbox_autos(db, desk_id, true, &err), &err);
		queue(db, desk_id, OUTGOING_AUTOMATIC, key);
		queue(db, desk_id, OUTGOING_AGENT,
		      arena_printf(arena, "agent/%zu", i));
		assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE,
				       &mails), 2);
		ids[0] = mails[0].id;
		ids[1] = mails[1].id;
		store_number(conninfo, arena_printf(arena, "%s %" PRId64,
						    stops[i], desk_id));
		assert_int_equal(mark(db, desk_id, ids, 2), 1);
		assert_string_equal(state_is(arena, desk_id, key, "queued"),
				    "queued");
		ok(outbox_release(db, desk_id, ids, 1, &err), &err);
		assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE,
				       &mails), 0);
		store_number(conninfo, arena_printf(arena, "UPDATE outbox SET "
			"state = 'cancelled', ended = now() "
			"WHERE dedupe_key = '%s' AND desk_id = %" PRId64, key,
			desk_id));
	}
	db_free(&db);
}

/* A day old: an acknowledgement helps nobody, an agent's answer does. */
static void test_too_old(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "old");
	struct outbox_claimed claimed;
	struct outbox_mail *mails;
	struct err err;
	ARENA(arena);

	(void)state;
	ok(outbox_autos(db, desk_id, true, &err), &err);
	queue(db, desk_id, OUTGOING_AUTOMATIC, "auto");
	queue(db, desk_id, OUTGOING_AGENT, "agent");
	ok(db_shift_clock(db, USEC_DAY + USEC_MINUTE, &err), &err);
	/* Who has just looked for it does not look again. */
	ok(outbox_claim(db, arena, desk_id, &(struct outbox_wish){
		.swept = true }, &claimed, &err), &err);
	assert_string_equal(state_is(arena, desk_id, "auto", "queued"),
			    "queued");
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	assert_int_equal(mails[0].class, OUTGOING_AGENT);
	assert_string_equal(state_is(arena, desk_id, "auto", "cancelled"),
			    "cancelled");
	ok(db_shift_clock(db, 0, &err), &err);
	db_free(&db);
}

static const struct {
	int line;
	const char *key;	/* but for the ticket */
	const char *ticket;	/* state, quiet */
	const char *response;	/* promised, answered */
	const char *address;	/* spam, bounced, complained */
	bool gone;
} outdated_rows[] = {
#define HENCE(time) "now() " time " interval '1 minute'"
	{ __LINE__, "ack", "'new', NULL", HENCE("+") ", NULL", "NULL, NULL, NULL",
	  false },
	{ __LINE__, "ack", "'new', NULL", "NULL, NULL", "NULL, NULL, NULL", false },
	{ __LINE__, "ack", "'closed', NULL", HENCE("+") ", NULL",
	  "NULL, NULL, NULL", false },
	{ __LINE__, "ack", "'new', NULL", HENCE("-") ", NULL", "NULL, NULL, NULL",
	  true },
	{ __LINE__, "ack", "'open', NULL", HENCE("+") ", now()", "NULL, NULL, NULL",
	  true },
	{ __LINE__, "reply", "'open', NULL", HENCE("-") ", now()",
	  "NULL, NULL, NULL", false },
	{ __LINE__, "ack", "'new', now()", "NULL, NULL", "NULL, NULL, NULL", true },
	{ __LINE__, "reply", "'open', now()", "NULL, NULL", "NULL, NULL, NULL",
	  true },
	{ __LINE__, "ack", "'new', NULL", "NULL, NULL", "now(), NULL, NULL", true },
	{ __LINE__, "ack", "'new', NULL", "NULL, NULL", "NULL, now(), NULL", true },
	{ __LINE__, "ack", "'new', NULL", "NULL, NULL",
	  "NULL, NULL, now()", true },
	{ __LINE__, "closed", "'closed', NULL", HENCE("-") ", NULL",
	  "NULL, NULL, NULL", false },
	{ __LINE__, "closed", "'open', NULL", "NULL, NULL", "NULL, NULL, NULL",
	  true },
	{ __LINE__, "survey", "'closed', NULL", "NULL, NULL", "NULL, NULL, NULL",
	  false },
	{ __LINE__, "survey", "'new', NULL", "NULL, NULL", "NULL, NULL, NULL",
	  true },
#undef HENCE
};

static void put(const char *sql)
{
	assert_int_equal(store_number(conninfo, sql), 1);
}

/* A ticket, who waits for an answer in it, and an address, one each a row. */
static int64_t put_outdated(struct arena *arena, int64_t desk_id, size_t i)
{
	const int64_t id = 7000 + (int64_t)i;
	const char *key = arena_printf(arena, "%" PRId64 ", %" PRId64, desk_id,
				       id);

	put(arena_printf(arena, "WITH x AS (INSERT INTO ticket (desk_id, id, "
		"number, state, quiet, closed, subject, urgency, score, queue,"
		" tier, requester_address, language, created, updated) "
		"SELECT %s, %zu, s, q::timestamptz, CASE s WHEN 'closed' "
		"THEN now() END, '', 'low', 0, '', 1, '', '', now(), now() FROM (SELECT %s) t "
		"(s, q) RETURNING 1) SELECT count(*) FROM x", key, i + 1,
		outdated_rows[i].ticket));
	put(arena_printf(arena, "WITH x AS (INSERT INTO response (desk_id, "
		"ticket_id, queue, urgency, ahead, created, promised, answered"
		") SELECT %s, '', 'low', 0, now(), p::timestamptz, "
		"a::timestamptz FROM (SELECT %s) t (p, a) RETURNING 1) "
		"SELECT count(*) FROM x", key, outdated_rows[i].response));
	put(arena_printf(arena, "WITH x AS (INSERT INTO contact (desk_id, id, "
		"name, created) VALUES (%s, '', now()) RETURNING 1) "
		"SELECT count(*) FROM x", key));
	put(arena_printf(arena, "WITH x AS (INSERT INTO address (desk_id, id, "
		"contact_id, address, name, created, spam, bounced, "
		"complained) SELECT %s, %" PRId64 ", '%zu@example.org', '', "
		"now(), s::timestamptz, b::timestamptz, c::timestamptz "
		"FROM (SELECT %s) t (s, b, c) RETURNING 1) SELECT count(*) FROM x", key, id, i,
		outdated_rows[i].address));
	return id;
}

/* What was true when it was written may not be so any more. */
static void test_outdated(void **state)
{
	const size_t count = sizeof(outdated_rows) / sizeof(outdated_rows[0]);
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "outdated");
	struct outbox_mail *mails;
	const char *key;
	struct err err;
	size_t claimed;
	ARENA(arena);

	(void)state;
	ok(outbox_autos(db, desk_id, true, &err), &err);
	for (size_t i = 0; i < count; i++) {
		const int64_t id = put_outdated(arena, desk_id, i);

		key = arena_printf(arena, "%s/%" PRId64, outdated_rows[i].key,
				   id);
		queue_to(db, desk_id, OUTGOING_AUTOMATIC, key, id,
			 arena_printf(arena, "%zu@example.org", i));
		claimed = claim(db, arena, desk_id, 1, USEC_MINUTE, &mails);
		if (claimed == outdated_rows[i].gone ||
		    strcmp(state_is(arena, desk_id, key, "cancelled"),
			   outdated_rows[i].gone ? "cancelled"
						 : "another") != 0)
			fail_msg("line %d", outdated_rows[i].line);
	}
	db_free(&db);
}

/* A customer who stops it while it is on its way is heard. */
static void test_outdated_at_its_dot(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "dot");
	const struct outbox_wish wish = { .most = 1, .lease = USEC_MINUTE,
					  .swept = true };
	struct outbox_claimed claimed;
	struct outbox_mail *mails;
	int64_t id;
	struct err err;
	ARENA(arena);

	(void)state;
	ok(outbox_autos(db, desk_id, true, &err), &err);
	id = put_outdated(arena, desk_id, 0);
	queue_to(db, desk_id, OUTGOING_AUTOMATIC, "ack/0", id,
		 "0@example.org");
	assert_int_equal(claim(db, arena, desk_id, 1, USEC_MINUTE, &mails), 1);
	put(arena_printf(arena, "WITH x AS (UPDATE ticket SET quiet = now() "
		"WHERE desk_id = %" PRId64 " RETURNING 1) SELECT count(*) "
		"FROM x", desk_id));
	assert_int_equal(mark(db, desk_id, &mails[0].id, 1), 0);
	ok(outbox_release(db, desk_id, &mails[0].id, 1, &err), &err);
	/* Where nothing is cancelled first, it is its mark that stops it while
	 * it is new, and then it is passed over. */
	ok(outbox_claim(db, arena, desk_id, &wish, &claimed, &err), &err);
	assert_int_equal(claimed.count, 1);
	assert_int_equal(mark(db, desk_id, &mails[0].id, 1), 0);
	ok(outbox_release(db, desk_id, &mails[0].id, 1, &err), &err);
	ok(db_shift_clock(db, 11 * USEC_SECOND, &err), &err);
	ok(outbox_claim(db, arena, desk_id, &wish, &claimed, &err), &err);
	assert_int_equal(claimed.count, 0);
	assert_int_equal(claim(db, arena, desk_id, 1, USEC_MINUTE, &mails), 0);
	assert_string_equal(state_is(arena, desk_id, "ack/0", "cancelled"),
			    "cancelled");
	ok(db_shift_clock(db, 0, &err), &err);
	db_free(&db);
}

/* Claim one, mark it if the row says so, finish it, and look. */
static void test_results(void **state)
{
	static const struct {
		int line;
		const char *key;
		bool dot;
		enum outbox_result result;
		const char *state;
		size_t again;		/* claimed again at once */
	} cases[] = {
		{ __LINE__, "a", true, OUTBOX_SENT, "sent", 0 },
		{ __LINE__, "b", false, OUTBOX_FAILED, "failed", 0 },
		{ __LINE__, "c", true, OUTBOX_UNCERTAIN, "uncertain", 0 },
		{ __LINE__, "d", true, OUTBOX_RETRY, "queued", 1 },
		{ __LINE__, "e", false, OUTBOX_RETRY, "queued", 1 },
		{ __LINE__, "f", true, OUTBOX_FAILED, "failed", 0 },
		/* An agent's words go once more. */
		{ __LINE__, "g", true, OUTBOX_UNCERTAIN, "queued", 1 },
	};
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "results");
	struct outbox_mail *mails;
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct outbox_outcome outcome = {
			.desk_id = desk_id, .result = cases[i].result,
			.code = 250, .text = "2.0.0 Ok",
		};

		if (cases[i].again > 0)
			outcome.due = clock_civil(2026, 1, 1);


		queue(db, desk_id, OUTGOING_AGENT, cases[i].key);
		assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE,
				       &mails), 1);
		outcome.id = mails[0].id;
		if (cases[i].dot)
			assert_int_equal(mark(db, desk_id, &outcome.id, 1), 1);
		finish(db, desk_id, &outcome);
		if (strcmp(state_is(arena, desk_id, cases[i].key,
				    cases[i].state), cases[i].state) != 0 ||
		    claim(db, arena, desk_id, 5, USEC_MINUTE, &mails) !=
			    cases[i].again ||
		    (cases[i].again == 1 && mails[0].attempts != 1))
			fail_msg("line %d", cases[i].line);
	}
	assert_int_equal(store_number(conninfo, "SELECT count(*) FROM v_attempt "
				      "WHERE code = 250 AND attempt = 1 "
				      "AND reply = '2.0.0 Ok'"), 7);
	db_free(&db);
}

/* What answers a machine of ours is known by the id that a relay gave, too. */
static void test_given_ids(void **state)
{
	static const struct {
		int line;
		enum outgoing_class class;
		bool automatic;
	} cases[] = {
		{ __LINE__, OUTGOING_AUTOMATIC, true },
		{ __LINE__, OUTGOING_ADMIN, true },
		{ __LINE__, OUTGOING_AGENT, false },
	};
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "given");
	struct outbox_mail *mails;
	struct err err;
	ARENA(arena);

	(void)state;
	ok(outbox_autos(db, desk_id, true, &err), &err);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *id = arena_printf(arena, "%zu@relay.test", i);
		struct outbox_outcome outcome = {
			.desk_id = desk_id, .result = OUTBOX_SENT,
			.code = 250, .text = "Ok", .message_id = id,
			.due = clock_civil(2026, 1, 1),
		};

		queue(db, desk_id, cases[i].class, id);
		assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE,
				       &mails), 1);
		outcome.id = mails[0].id;
		assert_int_equal(mark(db, desk_id, &outcome.id, 1), 1);
		finish(db, desk_id, &outcome);
		if (store_number(conninfo, arena_printf(arena, "SELECT count(*) "
				 "FROM mention WHERE message_id = '%s' AND "
				 "ours AND automatic = %s", id,
				 cases[i].automatic ? "true" : "false")) != 1)
			fail_msg("line %d", cases[i].line);
	}
	db_free(&db);
}

static void test_not_due(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "due");
	struct outbox_outcome outcome = { .result = OUTBOX_RETRY, .text = "" };
	struct outbox_mail *mails;
	struct err err;
	ARENA(arena);

	(void)state;
	queue(db, desk_id, OUTGOING_AGENT, "x");
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	outcome.id = mails[0].id;
	ok(db_now(db, &outcome.due, &err), &err);
	outcome.due += USEC_HOUR;
	finish(db, desk_id, &outcome);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 0);
	ok(db_shift_clock(db, USEC_HOUR + USEC_MINUTE, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	ok(db_shift_clock(db, 0, &err), &err);
	db_free(&db);
}

/* A mail whose sender ended between the dot and the answer. */
struct lost {
	enum outgoing_class class;
	const char *key, *state;	/* what it is recovered to */
};

static void send_dots(struct db *db, struct arena *arena, int64_t desk_id,
		      const struct lost *mails, size_t count)
{
	int64_t *ids = ARENA_ARRAY(arena, int64_t, count);
	struct outbox_mail *claimed;
	struct err err;

	ok(outbox_autos(db, desk_id, true, &err), &err);
	for (size_t i = 0; i < count; i++)
		queue(db, desk_id, mails[i].class, mails[i].key);
	assert_int_equal(claim(db, arena, desk_id, count, USEC_HOUR, &claimed),
			 count);
	for (size_t i = 0; i < count; i++)
		ids[i] = claimed[i].id;
	assert_int_equal(mark(db, desk_id, ids, count), count);
}

/* The sender died after the dot: an agent's mail goes again, others never. */
static void test_recover(void **state)
{
	static const struct lost cases[] = {
		{ OUTGOING_AUTOMATIC, "auto", "uncertain" },
		{ OUTGOING_ADMIN, "admin", "uncertain" },
		{ OUTGOING_AGENT, "agent", "queued" },
	};
	struct db *db = store_open(conninfo), *next = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "recover");
	struct outbox_mail *mails;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	send_dots(db, arena, desk_id, cases, 3);
	ok(outbox_recover(next, desk_id, &count, &err), &err);
	assert_int_equal(count, 0);
	store_number(conninfo, "UPDATE outbox SET lease = now()");
	ok(outbox_recover(next, desk_id, &count, &err), &err);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(state_is(arena, desk_id, cases[i].key,
					     cases[i].state), cases[i].state);
	assert_int_equal(claim(next, arena, desk_id, 5, USEC_MINUTE, &mails),
			 1);
	assert_int_equal(mails[0].class, OUTGOING_AGENT);
	assert_int_equal(mails[0].attempts, 1);
	db_free(&next);
	db_free(&db);
}

/* The server takes a moment to see that a connection has ended. */
static void wait_gone(int64_t holder)
{
	char sql[160];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM pg_stat_activity "
		 "WHERE application_name = 'postdesk-%" PRId64 "'", holder);
	for (int i = 0; i < 500 && store_number(conninfo, sql) > 0; i++)
		usleep(10000);
	assert_int_equal(store_number(conninfo, sql), 0);
}

/* So that all marks are so old, and leases last as long as ever. */
static void marks_age(struct arena *arena, usec_t age)
{
	store_number(conninfo, arena_printf(arena, "UPDATE outbox SET lease = "
		"now() + interval '1 microsecond' * %" PRId64
		" WHERE state = 'dot_sent'", OUTBOX_DOT_LEASE - age));
}

/* The sender is gone and its lease is not: what is never sent again has its end
 * soon, an agent's mail keeps waiting. */
static void test_recover_from_the_dead(void **state)
{
	static const struct lost cases[] = {
		{ OUTGOING_AUTOMATIC, "auto", "uncertain" },
		{ OUTGOING_ADMIN, "admin", "uncertain" },
		{ OUTGOING_AGENT, "agent", "dot_sent" },
	};
	struct db *db = store_open(conninfo), *next = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "dead");
	struct outbox_mail *mails;
	struct err err;
	int64_t holder;
	size_t count;
	ARENA(arena);

	(void)state;
	send_dots(db, arena, desk_id, cases, 3);
	holder = db_state(db)->holder;
	db_free(&db);
	wait_gone(holder);
	marks_age(arena, OUTBOX_ABSENCE - 10 * USEC_SECOND);
	ok(outbox_recover(next, desk_id, &count, &err), &err);
	assert_int_equal(count, 0);
	marks_age(arena, OUTBOX_ABSENCE);
	ok(outbox_recover(next, desk_id, &count, &err), &err);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(state_is(arena, desk_id, cases[i].key,
					     cases[i].state), cases[i].state);
	assert_int_equal(claim(next, arena, desk_id, 5, USEC_MINUTE, &mails),
			 0);
	db_free(&next);
}

/* The marks were committed and the answer was lost: nobody calls them doubtful
 * while their sender is on its way back, and it gives back what it never
 * sent. */
static void test_comes_back(void **state)
{
	static const struct lost cases[] = {
		{ OUTGOING_AUTOMATIC, "auto", "queued" },
		{ OUTGOING_ADMIN, "admin", "queued" },
		{ OUTGOING_AGENT, "agent", "queued" },
	};
	struct db *db = store_open(conninfo), *next = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "back");
	struct outbox_mail *mails;
	int64_t ids[3];
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	send_dots(db, arena, desk_id, cases, 3);
	store_number(conninfo, arena_printf(arena,
		"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
		" WHERE application_name = 'postdesk-%" PRId64 "'",
		db_state(db)->holder));
	wait_gone(db_state(db)->holder);
	ok(outbox_recover(next, desk_id, &count, &err), &err);
	assert_int_equal(count, 0);
	for (size_t i = 0; i < 3; i++)
		ids[i] = store_number(conninfo, arena_printf(arena,
			"SELECT id FROM outbox WHERE desk_id = %" PRId64
			" AND dedupe_key = '%s'", desk_id, cases[i].key));
	ok(db_reconnect(db, &err), &err);
	ok(outbox_release(db, desk_id, ids, 3, &err), &err);
	assert_int_equal(claim(next, arena, desk_id, 5, USEC_MINUTE, &mails),
			 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(mails[i].attempts, 0);
	db_free(&next);
	db_free(&db);
}

/* A sender that stalled past its lease finds its mail in other hands: it may
 * not send the dot, and what it says later changes nothing. */
static void test_overtaken(void **state)
{
	struct db *slow = store_open(conninfo), *next = store_open(conninfo);
	const int64_t desk_id = desk_named(slow, "slow");
	struct outbox_outcome outcome = { .result = OUTBOX_RETRY, .text = "" };
	struct outbox_mail *mails;
	int64_t ids[2];
	struct err err = { 0 };
	ARENA(arena);

	(void)state;
	queue(slow, desk_id, OUTGOING_AGENT, "x");
	assert_int_equal(claim(slow, arena, desk_id, 5, 1000, &mails), 1);
	ids[0] = outcome.id = mails[0].id;
	usleep(5000);
	assert_int_equal(claim(next, arena, desk_id, 5, USEC_MINUTE, &mails),
			 1);
	queue(slow, desk_id, OUTGOING_AGENT, "y");
	assert_int_equal(claim(slow, arena, desk_id, 5, USEC_MINUTE, &mails),
			 1);
	ids[1] = mails[0].id;
	/* Only the one that is still its own. */
	assert_int_equal(mark(slow, desk_id, ids, 1), 0);
	assert_int_equal(mark(slow, desk_id, ids, 2), 1);
	assert_string_equal(state_is(arena, desk_id, "y", "dot_sent"),
			    "dot_sent");
	assert_int_equal(mark(next, desk_id, ids, 1), 1);
	finish(slow, desk_id, &outcome);
	ok(outbox_release(slow, desk_id, ids, 1, &err), &err);
	assert_string_equal(state_is(arena, desk_id, "x", "dot_sent"),
			    "dot_sent");
	outcome.result = OUTBOX_SENT;
	finish(next, desk_id, &outcome);
	assert_string_equal(state_is(arena, desk_id, "x", "sent"), "sent");
	db_free(&slow);
	db_free(&next);
}

/* The truth that comes late: sent after all.  It is not sent again. */
static void test_late_truth(void **state)
{
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "late");
	struct outbox_outcome outcome = { .result = OUTBOX_RETRY, .text = "" };
	struct outbox_mail *mails;
	struct err err;
	size_t count;
	ARENA(arena);

	(void)state;
	queue(db, desk_id, OUTGOING_ADMIN, "x");
	assert_int_equal(claim(db, arena, desk_id, 5, USEC_MINUTE, &mails), 1);
	outcome.id = mails[0].id;
	assert_int_equal(mark(db, desk_id, &outcome.id, 1), 1);
	store_number(conninfo, "UPDATE outbox SET lease = now()");
	ok(outbox_recover(db, desk_id, &count, &err), &err);
	finish(db, desk_id, &outcome);
	assert_string_equal(state_is(arena, desk_id, "x", "uncertain"),
			    "uncertain");
	outcome.result = OUTBOX_SENT;
	finish(db, desk_id, &outcome);
	assert_string_equal(state_is(arena, desk_id, "x", "sent"), "sent");
	db_free(&db);
}

/* In a process of its own, which must neither fail as a test (it would go on
 * with the tests of its parent) nor exit as one (it would stop the database). */
static _Noreturn void claim_all(int64_t desk_id, int out, const int hold[2])
{
	const struct outbox_wish wish = { .most = 3, .lease = USEC_HOUR };
	struct outbox_claimed claimed;
	struct err err;
	struct db *db = db_open(conninfo, &err);

	do {
		ARENA(arena);

		if (db == NULL || !outbox_claim(db, arena, desk_id, &wish,
						&claimed, &err))
			_exit(2);
		for (size_t i = 0; i < claimed.count; i++)
			if (write(out, &claimed.mails[i].id,
				  sizeof(int64_t)) < 0)
				_exit(1);
	} while (claimed.count > 0);
	close(out);
	close(hold[1]);
	/* What the dead held is free at once: stay until the count is over. */
	if (read(hold[0], &claimed, 1) > 0)
		_exit(1);
	db_free(&db);
	_exit(0);
}

static void test_two_senders(void **state)
{
	enum { COUNT = 60 };
	struct db *db = store_open(conninfo);
	const int64_t desk_id = desk_named(db, "two");
	int64_t id, seen[COUNT];
	size_t count = 0, twice = 0;
	int ends[2], hold[2], status, failed = 0;
	ARENA(arena);

	(void)state;
	for (int i = 0; i < COUNT; i++)
		queue(db, desk_id, OUTGOING_AGENT,
		      arena_printf(arena, "k%d", i));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(hold), 0);
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			claim_all(desk_id, ends[1], hold);
	close(ends[1]);
	while (read(ends[0], &id, sizeof(id)) == sizeof(id)) {
		for (size_t i = 0; i < count; i++)
			twice += seen[i] == id;
		if (count < COUNT)
			seen[count++] = id;
	}
	close(ends[0]);
	close(hold[1]);
	/* They end before anything is judged: a failed test ends the database
	 * under their feet. */
	while (wait(&status) > 0)
		failed += status != 0;
	close(hold[0]);
	assert_int_equal(failed, 0);
	assert_int_equal(twice, 0);
	assert_true(count > COUNT / 2);
	db_free(&db);
}

/* What is queued cannot be changed, by anybody but the database's owner. */
static void test_immutable(void **state)
{
	static const char *const changes[] = {
		"UPDATE outbox_body SET bytes = ''",
		"UPDATE outbox SET rcpt_to = 'x@example.org'",
		"UPDATE outbox SET class = 'agent'",
		"UPDATE mail_raw SET bytes = ''",
		"UPDATE event SET word = ''",
		"UPDATE trace SET facts = '{}'",
		"UPDATE attempt SET result = 'sent'",
		"UPDATE ruleset_file SET bytes = ''",
		"UPDATE response SET promised = NULL",
	};
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		assert_false(db_execute(db, changes[i], NULL, &err));
		assert_string_equal(db_state(db)->sqlstate, "42501");
	}
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_autos),
		cmocka_unit_test(test_stopped),
		cmocka_unit_test(test_too_old),
		cmocka_unit_test(test_outdated),
		cmocka_unit_test(test_outdated_at_its_dot),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_given_ids),
		cmocka_unit_test(test_not_due),
		cmocka_unit_test(test_recover),
		cmocka_unit_test(test_recover_from_the_dead),
		cmocka_unit_test(test_comes_back),
		cmocka_unit_test(test_overtaken),
		cmocka_unit_test(test_late_truth),
		cmocka_unit_test(test_two_senders),
		cmocka_unit_test(test_immutable),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
