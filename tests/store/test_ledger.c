/* test_ledger.c - taken in once, handed out once, retired when due. */

#include "config.h"

#include "store/ledger_raw.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "store/audit.h"

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

static size_t claim(struct db *db, struct arena *arena, int64_t desk_id,
		    size_t most, struct ledger_claim **claims_r)
{
	struct err err;
	size_t count;

	ok(ledger_claim(db, arena, desk_id, most, USEC_MINUTE, claims_r,
			&count, &err), &err);
	return count;
}

static void test_names(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox a, again, b;
	struct err err;

	(void)state;
	a = store_mailbox(db, "names");
	again = store_mailbox(db, "names");
	assert_int_equal(a.desk_id, again.desk_id);
	assert_int_equal(a.id, again.id);
	b = store_mailbox(db, "other");
	assert_int_not_equal(a.desk_id, b.desk_id);
	ok(ledger_mailbox(db, a.desk_id, "second", &again, &err), &err);
	assert_int_not_equal(again.id, a.id);
	assert_int_equal(store_number(conninfo, "SELECT count(*) FROM desk "
				      "WHERE name = 'names' AND NOT autos "
				      "AND activated <= now()"), 1);
	db_free(&db);
}

static void test_add_again(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "again");
	const struct ledger_new mails[] = {
		{ .item = 12, .bytes = "c", .bytes_size = 1 },
		{ .item = 10, .bytes = "a", .bytes_size = 1 },
		{ .item = 99, .bytes = "", .bytes_size = 0 },
	};
	const int64_t items[] = { 9, 10, 11, 12, 13 };
	ARENA(arena);
	struct err err;
	int64_t *missing;
	size_t count;

	(void)state;
	store_add_mails(db, &mailbox, 10, 2);
	assert_int_equal(mailbox.highest, 11);
	ok(ledger_add(db, &mailbox, mails, 3, true, &count, &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(mailbox.highest, 99);
	ok(ledger_add(db, &mailbox, mails, 3, true, &count, &err), &err);
	assert_int_equal(count, 0);
	ok(ledger_missing(db, arena, &mailbox, items, 5, &missing, &count,
			  &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(missing[0], 9);
	assert_int_equal(missing[1], 13);
	ok(ledger_missing(db, arena, &mailbox, items, 0, &missing, &count,
			  &err), &err);
	assert_int_equal(count, 0);

	/* A new epoch: all of them are missing again. */
	ok(ledger_epoch(db, &mailbox, 2, &err), &err);
	assert_int_equal(mailbox.highest, 0);
	ok(ledger_missing(db, arena, &mailbox, items, 5, &missing, &count,
			  &err), &err);
	assert_int_equal(count, 5);
	mailbox = store_mailbox(db, "again");
	assert_int_equal(mailbox.highest, 0);
	db_free(&db);
}

/* Around the edges of small, chunk and group. */
static void test_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 65536, 65537, 1048575, 1048576,
					1048577, 3 * 1048576 + 5 };
	enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "sizes");
	struct ledger_new mails[COUNT];
	struct ledger_claim all[COUNT], *claims;
	ARENA(arena);
	char *bytes = arena_alloc(arena, sizes[COUNT - 1]);
	struct err err;
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizes[COUNT - 1]; i++)
		bytes[i] = (char)(i * 2654435761u >> 13);
	for (size_t i = 0; i < COUNT; i++)
		mails[i] = (struct ledger_new){ .item = (int64_t)i + 1,
						.bytes = bytes,
						.bytes_size = sizes[i],
						.size = sizes[i] + 7,
						.truncated = i == 3,
						.sha256 = { (uint8_t)i } };
	ok(ledger_add(db, &mailbox, mails, COUNT, true, &count, &err), &err);
	assert_int_equal(count, COUNT);
	/* The last one is too much for the first claim. */
	assert_int_equal(claim(db, arena, mailbox.desk_id, 100, &claims),
			 COUNT - 1);
	memcpy(all, claims, (COUNT - 1) * sizeof(*all));
	assert_int_equal(claim(db, arena, mailbox.desk_id, 100, &claims), 1);
	all[COUNT - 1] = claims[0];
	claims = all;
	for (size_t i = 0; i < COUNT; i++) {
		char *raw = arena_room(arena, sizes[i] + 1);
		size_t size;

		assert_int_equal(claims[i].size, sizes[i]);
		if (sizes[i] > LEDGER_CHUNK)
			assert_null(claims[i].bytes);
		else
			assert_memory_equal(claims[i].bytes, bytes, sizes[i]);
		assert_int_equal(claims[i].truncated, i == 3);
		assert_int_equal(claims[i].sha256[0], i);
		assert_true(claims[i].silent);
		assert_int_equal(claims[i].attempts, 1);
		ok(ledger_kept(db, mailbox.desk_id, claims[i].id, &size,
			       &err), &err);
		assert_int_equal(size, sizes[i]);
		ok(ledger_range(db, mailbox.desk_id, claims[i].id, 0,
				size + 1, raw, &size, &err), &err);
		assert_int_equal(size, sizes[i]);
		assert_memory_equal(raw, bytes, size);
	}
	assert_false(ledger_kept(db, mailbox.desk_id, 1, &count, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	db_free(&db);
}

/* A mail that comes in pieces is there whole, or not at all. */
static void test_large(void **state)
{
	struct db *db = store_open(conninfo);
	const size_t piece = 700001, count = 5, size = piece * count;
	struct ledger_mailbox mailbox = store_mailbox(db, "large");
	const struct ledger_new mail = { .item = 7, .received = 5 };
	struct ledger_large *large;
	struct ledger_claim *claims;
	struct err err;
	size_t got;
	bool added;
	ARENA(arena);
	char *bytes = arena_room(arena, size), *read = arena_room(arena, size);

	(void)state;
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(i * 2654435761u >> 13);
	for (int round = 0; round < 3; round++) {
		large = ledger_large_begin(db, &mailbox, &err);
		assert_non_null(large);
		for (size_t i = 0; i < count; i++)
			ok(ledger_large_add(large, bytes + i * piece, piece,
					    &err), &err);
		if (round == 0) {
			ledger_large_abandon(&large);
			assert_null(large);
			continue;
		}
		ok(ledger_large_end(&large, &mailbox, &mail, false, &added,
				    &err), &err);
		/* Whose mail is here already leaves nothing behind. */
		assert_int_equal(added, round == 1);
	}
	assert_int_equal(mailbox.highest, 7);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 100, &claims), 1);
	assert_null(claims[0].bytes);
	assert_int_equal(claims[0].size, size);
	ok(ledger_range(db, mailbox.desk_id, claims[0].id, 0, size, read,
			&got, &err), &err);
	assert_int_equal(got, size);
	assert_memory_equal(read, bytes, size);
	ok(ledger_range(db, mailbox.desk_id, claims[0].id, LEDGER_CHUNK - 3,
			9, read, &got, &err), &err);
	assert_int_equal(got, 9);
	assert_memory_equal(read, bytes + LEDGER_CHUNK - 3, 9);
	assert_int_equal(store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM mail_raw r JOIN mail m USING (desk_id) "
		"WHERE m.id = %" PRId64 " AND m.sha256 = (SELECT sha256("
		"string_agg(bytes, '' ORDER BY chunk)) FROM mail_raw WHERE "
		"mail_id = m.id)", claims[0].id)), 4);
	db_free(&db);
}

static void test_claim_order(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "order");
	const int64_t desk_id = mailbox.desk_id;
	struct ledger_claim *first, *rest;
	ARENA(arena);
	struct err err;
	int64_t ids[3];

	(void)state;
	store_add_mails(db, &mailbox, 1, 6);
	assert_int_equal(claim(db, arena, desk_id, 3, &first), 3);
	for (size_t i = 0; i < 3; i++)
		ids[i] = first[i].id;
	assert_true(ids[0] < ids[1] && ids[1] < ids[2]);
	assert_int_equal(first[0].received, clock_civil(2026, 1, 2) + 1);
	assert_int_equal(claim(db, arena, desk_id, 1, &rest), 1);
	assert_true(rest[0].id > ids[2]);

	/* Given back: what was tried before comes alone, and first. */
	ok(ledger_release(db, desk_id, ids + 1, 2, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 1);
	assert_int_equal(rest[0].id, ids[1]);
	assert_int_equal(rest[0].attempts, 2);
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 1);
	assert_int_equal(rest[0].id, ids[2]);
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 2);
	assert_int_equal(rest[0].attempts, 1);
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 0);

	/* A new one before one that was tried goes without it. */
	store_add_mails(db, &mailbox, 7, 3);
	store_number(conninfo, "UPDATE mail SET attempts = 1 WHERE item = 9");
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 2);
	assert_int_equal(claim(db, arena, desk_id, 9, &rest), 1);
	db_free(&db);
}

/* What a person has tried again is anybody's, whoever has claimed it. */
static void test_again_is_free(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "retried");
	const int64_t desk_id = mailbox.desk_id;
	struct ledger_claim *first, *again;
	ARENA(arena);
	struct err err;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	assert_int_equal(claim(db, arena, desk_id, 3, &first), 3);
	for (size_t i = 0; i < 2; i++) {
		ok(ledger_again(db, desk_id, first[i].id, LEDGER_RETRY, &err),
		   &err);
		assert_int_equal(claim(db, arena, desk_id, 9, &again), 1);
		assert_int_equal(again[0].id, first[i].id);
		assert_int_equal(again[0].attempts, 1);
	}
	ok(ledger_free(db, desk_id, &err), &err);
	assert_int_equal(claim(db, arena, desk_id, 9, &again), 1);
	assert_int_equal(again[0].id, first[0].id);
	assert_int_equal(again[0].attempts, 2);
	db_free(&db);
}

static void test_lease_ends(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "lease");
	struct ledger_claim *claims;
	ARENA(arena);
	struct err err;
	size_t count;

	(void)state;
	store_add_mails(db, &mailbox, 1, 1);
	ok(ledger_claim(db, arena, mailbox.desk_id, 5, 100 * 1000, &claims,
			&count, &err), &err);
	assert_int_equal(count, 1);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 5, &claims), 0);
	usleep(120 * 1000);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 5, &claims), 1);
	assert_int_equal(claims[0].attempts, 2);
	db_free(&db);
}

/* Whoever claimed and is gone keeps nobody waiting; who is there does. */
static void test_dead_holder(void **state)
{
	struct db *dead = store_open(conninfo), *next = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(next, "dead");
	struct ledger_claim *claims;
	int waited = 0;
	ARENA(arena);

	(void)state;
	store_add_mails(next, &mailbox, 1, 1);
	assert_int_equal(claim(dead, arena, mailbox.desk_id, 5, &claims), 1);
	assert_int_equal(claim(next, arena, mailbox.desk_id, 5, &claims), 0);
	db_free(&dead);
	/* Its server process needs a moment to notice. */
	while (claim(next, arena, mailbox.desk_id, 5, &claims) == 0) {
		assert_true(waited++ < 200);
		usleep(10 * 1000);
	}
	assert_int_equal(claims[0].attempts, 2);
	db_free(&next);
}

/* One of two processes that take all they can get, in batches. */
static void claim_all(int64_t desk_id, int out, const int hold[2])
{
	struct db *db = store_open(conninfo);
	struct ledger_claim *claims;
	size_t count;

	do {
		ARENA(arena);

		count = claim(db, arena, desk_id, 7, &claims);
		for (size_t i = 0; i < count; i++)
			if (write(out, &claims[i].id, sizeof(int64_t)) < 0)
				_exit(1);
	} while (count > 0);
	close(out);
	close(hold[1]);
	/* What the dead held is free at once: stay until the count is over. */
	if (read(hold[0], &count, 1) > 0)
		_exit(1);
	db_free(&db);
	_exit(0);
}

static void test_two_claimers(void **state)
{
	enum { COUNT = 300 };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "claimers");
	int64_t id, seen[COUNT];
	size_t count = 0;
	int ends[2], hold[2];

	(void)state;
	store_add_mails(db, &mailbox, 1, COUNT);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(hold), 0);
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			claim_all(mailbox.desk_id, ends[1], hold);
	close(ends[1]);
	while (read(ends[0], &id, sizeof(id)) == sizeof(id)) {
		for (size_t i = 0; i < count; i++)
			assert_int_not_equal(seen[i], id);
		assert_true(count < COUNT);
		seen[count++] = id;
	}
	close(ends[0]);
	/* They take turns: nobody leaves any to the other for nothing. */
	assert_int_equal(count, COUNT);
	close(hold[1]);
	while (wait(NULL) > 0)
		;
	close(hold[0]);
	db_free(&db);
}

static void execute(struct db *db, const char *sql)
{
	struct err err;

	ok(db_execute(db, sql, NULL, &err), &err);
}

/* A person has it tried again while its batch ends: neither waits for what the
 * other holds. */
static void test_again_in_turn(void **state)
{
	struct db *db = store_open(conninfo), *ending;
	struct ledger_mailbox mailbox = store_mailbox(db, "in turn");
	struct ledger_claim *claims;
	ARENA(arena);
	struct err err;
	int status;
	pid_t child;

	(void)state;
	store_add_mails(db, &mailbox, 1, 2);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 2, &claims), 2);
	ending = db_open_bare(conninfo, &err);
	assert_non_null(ending);
	execute(ending, "BEGIN");
	execute(ending, arena_printf(arena, "DELETE FROM claim WHERE first > 0 "
		"AND desk_id = %" PRId64, mailbox.desk_id));
	child = fork();
	if (child == 0) {
		struct db *own = store_open(conninfo);

		_exit(ledger_again(own, mailbox.desk_id, claims[0].id,
				   LEDGER_RETRY, &err) ? 0 : 1);
	}
	while (store_number(conninfo, "SELECT count(*) FROM pg_locks "
			    "WHERE NOT granted") == 0)
		;
	execute(ending, arena_printf(arena, "UPDATE mail SET attempts = 3 "
		"WHERE desk_id = %" PRId64, mailbox.desk_id));
	execute(ending, "COMMIT");
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 2, &claims), 1);
	assert_int_equal(claims[0].attempts, 1);
	db_free(&ending);
	db_free(&db);
}

static int64_t mails_known(void)
{
	return store_number(conninfo, "SELECT reltuples::bigint FROM pg_class "
			    "WHERE relname = 'mail'");
}

/* A cluster without autovacuum gets its statistics all the same, even where
 * somebody had looked when there were pages and nothing to be seen in them. */
static void test_statistics(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "grown");
	int64_t before;

	(void)state;
	store_add_mails(db, &mailbox, 1, 400);
	assert_true(mails_known() >= 400);
	db_free(&db);
	store_number(conninfo,
		     "DO $$ BEGIN INSERT INTO ticket (desk_id, id, number, "
		     "state, subject, urgency, score, queue, tier, "
		     "requester_address, language, created, updated) "
		     "SELECT 1, n, n, 'new', repeat('x', 500), 'low', 0, '', "
		     "1, '', 'en', now(), now() FROM generate_series(1, 99) n; "
		     "RAISE 'no'; EXCEPTION WHEN OTHERS THEN END $$");
	store_number(conninfo, "ANALYZE ticket");
	before = mails_known();
	db = store_open(conninfo);
	store_add_mails(db, &mailbox, 401, 100);
	assert_true(mails_known() >= before + 100);
	db_free(&db);
}

/* One of two processes that add the same mails, each in its own order. */
static void add_same(const struct ledger_mailbox *mailbox, bool backwards)
{
	enum { COUNT = 150 };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox own = *mailbox;
	struct ledger_new mails[COUNT];

	for (int round = 0; round < 10; round++) {
		struct err err = { 0 };
		size_t added;

		for (int i = 0; i < COUNT; i++)
			mails[i] = (struct ledger_new){
				.item = 1 + round * COUNT +
					(backwards ? COUNT - 1 - i : i),
				.bytes = "x", .bytes_size = 1,
			};
		if (!ledger_add(db, &own, mails, COUNT, false, &added, &err)) {
			fprintf(stderr, "%s\n", err.text);
			_exit(1);
		}
	}
	db_free(&db);
	_exit(0);
}

static void test_two_adders(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "adders");
	int status;
	ARENA(arena);

	(void)state;
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			add_same(&mailbox, i == 1);
	while (wait(&status) > 0) {
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM mail m JOIN mail_raw r "
		"ON r.mail_id = m.id WHERE m.mailbox_id = %" PRId64,
		mailbox.id)), 1500);
	/* Nobody left bytes of a mail that the other one had added. */
	assert_int_equal(store_number(conninfo, arena_printf(arena,
		"SELECT count(*) FROM mail_raw WHERE desk_id = %" PRId64,
		mailbox.desk_id)), 1500);
	db_free(&db);
}

static void test_retire(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "retire"), before;
	struct ledger_moved moved[2];
	struct ledger_due *due;
	ARENA(arena);
	struct err err;
	size_t count;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 0);
	store_number(conninfo, "UPDATE mail SET retire = 'due', "
		     "truncated = item = 2, state = 'ended', "
		     "disposition = 'noted' FROM mailbox b "
		     "WHERE mailbox_id = b.id AND b.name = 'retire'");
	store_number(conninfo, "INSERT INTO departure SELECT desk_id, "
		     "mailbox_id, epoch, min(id), array_agg(id) FROM mail "
		     "WHERE retire = 'due' GROUP BY desk_id, mailbox_id, "
		     "epoch");
	ok(ledger_due(db, arena, &mailbox, 2, &due, &count, &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(due[0].item, 1);
	assert_false(due[0].truncated);
	assert_int_equal(due[1].item, 2);
	assert_true(due[1].truncated);
	moved[0] = (struct ledger_moved){ due[1].id, 5, 77 };
	moved[1] = (struct ledger_moved){ due[0].id, 0, 0 };
	ok(ledger_retired(db, &mailbox, moved, 2, &err), &err);
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 1);
	assert_int_equal(due[0].item, 3);
	assert_int_equal(store_number(conninfo, "SELECT sum(cardinality("
				      "mails)) FROM departure"), 1);
	assert_int_equal(store_number(conninfo, "SELECT target_item FROM mail "
				      "WHERE retire = 'done' "
				      "AND target_epoch = 5"), 77);
	moved[0].id = due[0].id;
	before = mailbox;
	ok(ledger_epoch(db, &mailbox, 8, &err), &err);
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 0);
	ok(ledger_retired(db, &before, moved, 1, &err), &err);
	assert_int_equal(store_number(conninfo, "SELECT count(*) FROM "
				      "departure"), 0);
	db_free(&db);
}

/* In the order of their items, whichever came first. */
static void test_due_order(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "due order");
	struct ledger_due *due;
	ARENA(arena);
	struct err err;
	size_t count;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	store_number(conninfo, arena_printf(arena, "UPDATE mail SET "
		"item = 10 - item, retire = 'due', state = 'ended', "
		"disposition = 'noted' WHERE desk_id = %" PRId64,
		mailbox.desk_id));
	store_number(conninfo, arena_printf(arena, "INSERT INTO departure "
		"SELECT desk_id, mailbox_id, epoch, min(id), array_agg(id "
		"ORDER BY id) FROM mail WHERE desk_id = %" PRId64 " GROUP BY "
		"desk_id, mailbox_id, epoch", mailbox.desk_id));
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(due[i].item, 7 + i);
	db_free(&db);
}

/* What is not due when a batch is written anew may be so a moment later, by
 * another who has put it there before: it stays in it, and comes once. */
static void test_due_again(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "due again");
	struct ledger_due *due;
	ARENA(arena);
	struct err err;
	size_t count;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	store_number(conninfo, arena_printf(arena, "UPDATE mail SET retire = "
		"CASE item WHEN 3 THEN 'none' ELSE 'due' END, "
		"state = 'ended', disposition = 'noted' "
		"WHERE desk_id = %" PRId64, mailbox.desk_id));
	store_number(conninfo, arena_printf(arena, "INSERT INTO departure "
		"SELECT desk_id, mailbox_id, epoch, min(id), array_agg(id) "
		"FROM mail WHERE desk_id = %" PRId64 " GROUP BY desk_id, "
		"mailbox_id, epoch, item = 2", mailbox.desk_id));
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 2);
	ok(ledger_retired(db, &mailbox, &(struct ledger_moved){ due[0].id, 0,
								0 },
			  1, &err), &err);
	store_number(conninfo, arena_printf(arena, "UPDATE mail SET retire = "
		"'due' WHERE item = 3 AND desk_id = %" PRId64,
		mailbox.desk_id));
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 2);
	store_number(conninfo, arena_printf(arena, "UPDATE departure d SET "
		"mails = d.mails || m.id FROM mail m WHERE m.item = 3 "
		"AND m.desk_id = d.desk_id AND d.desk_id = %" PRId64,
		mailbox.desk_id));
	ok(ledger_due(db, arena, &mailbox, 10, &due, &count, &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(due[0].item, 2);
	assert_int_equal(due[1].item, 3);
	db_free(&db);
}

/* What waits, what has its end, what came twice, and what never came. */
static void test_known_bytes(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "known bytes");
	struct ledger_claim *claims;
	uint8_t sha256[5][32] = { 0 };
	bool known[5];
	ARENA(arena);
	struct err err;

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	assert_int_equal(claim(db, arena, mailbox.desk_id, 3, &claims), 3);
	for (size_t i = 0; i < 3; i++)
		memcpy(sha256[i], claims[i].sha256, 32);
	memcpy(sha256[3], claims[0].sha256, 32);
	memset(sha256[4], 0xff, 32);
	store_number(conninfo, arena_printf(arena, "UPDATE mail SET state = "
		"'ended', disposition = 'noted' WHERE id = %" PRId64,
		claims[1].id));
	ok(audit_bytes(db, arena, mailbox.desk_id,
		       (const uint8_t (*)[32])sha256, 5, known, &err), &err);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(known[i], i < 4);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_add_again),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_claim_order),
		cmocka_unit_test(test_again_is_free),
		cmocka_unit_test(test_again_in_turn),
		cmocka_unit_test(test_lease_ends),
		cmocka_unit_test(test_dead_holder),
		cmocka_unit_test(test_two_claimers),
		cmocka_unit_test(test_two_adders),
		cmocka_unit_test(test_statistics),
		cmocka_unit_test(test_retire),
		cmocka_unit_test(test_due_order),
		cmocka_unit_test(test_due_again),
		cmocka_unit_test(test_known_bytes),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
