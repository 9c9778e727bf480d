/* test_history.c - what was committed is what is read, and counted. */

#include "store/history.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/commit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *conninfo;

static struct history *read_past(struct db *db, struct arena *arena,
				 int64_t desk_id, const struct keys *keys)
{
	struct history *history;
	struct err err;

	if (!history_read(db, arena, desk_id, keys, 100, &history, &err))
		fail_msg("%s", err.text);
	return history;
}

static int64_t claim_one(struct db *db, struct arena *arena, int64_t desk_id)
{
	struct ledger_claim *claims;
	struct err err;
	size_t count;

	if (!ledger_claim(db, arena, desk_id, 1, USEC_MINUTE, &claims, &count,
			  &err))
		fail_msg("%s", err.text);
	assert_int_equal(count, 1);
	return claims[0].id;
}

static void do_plan(struct db *db, int64_t desk_id, struct history *history,
		    const struct plan *plan)
{
	struct err err;

	if (!commit_plans(db, desk_id, plan, 1, history, &err))
		fail_msg("%s", err.text);
}

/* Keys of everything that the plans of this file leave behind. */
static const char *const message_ids[] = { "a1@example.org",
					   "cited@example.org",
					   "nobody@example.org",
					   "pd.1@example.test" };
static const char *const addresses[] = { "ann@example.org",
					 "bob@example.org",
					 "eve@nowhere.test" };
static const char *const domains[] = { "example.org", "nowhere.test" };
static const uint8_t sha256[2][32] = { { 1 }, { 99 } };

static struct keys all_keys(const int64_t *numbers, const int64_t *outbox)
{
	return (struct keys){
		.message_ids = { message_ids, 4 },
		.own_ids = { message_ids, 1 },
		.addresses = { addresses, 3 },
		.domains = { domains, 2 }, .domain_most = 20,
		.ticket_numbers = numbers, .ticket_count = 1,
		.outbox_ids = outbox, .outbox_count = outbox != NULL,
		.sha256 = sha256, .sha256_count = 2,
	};
}

static void test_empty(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "empty");
	const struct keys nothing = { 0 };
	const int64_t numbers[] = { 1 };
	struct keys keys = all_keys(numbers, NULL);
	struct history *history;
	struct err err;
	ARENA(arena);

	(void)state;
	history = read_past(db, arena, mailbox.desk_id, &nothing);
	assert_int_equal(history->next_number, 1);
	assert_false(history->autos);
	assert_int_equal(history->ruleset, 0);
	assert_true(history->activated <= history->now);
	assert_int_equal(history->ids.end - history->ids.next, 100);
	commit_abandon(db);
	history = read_past(db, arena, mailbox.desk_id, &keys);
	assert_null(history_address(history, "ann@example.org"));
	assert_null(history_number(history, 1));
	assert_null(history_mention(history, "a1@example.org"));
	commit_abandon(db);
	assert_false(history_read(db, arena, 3, &nothing, 1, &history, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	db_free(&db);
}

static void check_ticket(const struct known_ticket *known)
{
	const struct ticket *ticket = &known->ticket;

	assert_int_equal(ticket->number, 1);
	assert_int_equal(ticket->state, TICKET_NEW);
	assert_string_equal(ticket->subject, "Το τιμολόγιο λείπει");
	assert_int_equal(ticket->urgency, URGENCY_HIGH);
	assert_int_equal(ticket->score, 40);
	assert_string_equal(ticket->queue, "billing");
	assert_int_equal(ticket->tier, 2);
	assert_int_equal(ticket->tags.count, 2);
	assert_string_equal(ticket->tags.at[0], "billing");
	assert_string_equal(ticket->tags.at[1], "vip");
	assert_string_equal(ticket->requester_address, "ann@example.org");
	assert_string_equal(ticket->language, "el");
	assert_int_equal(known->participants.count, 1);
	assert_string_equal(known->participants.at[0], "ann@example.org");
	assert_true(known->acknowledged);
}

static void test_read_back(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "back");
	const int64_t desk_id = mailbox.desk_id, numbers[] = { 1 };
	const struct known_mention *mention;
	const struct known_address *address;
	const struct known_mail *mail;
	struct history *history;
	struct plan plan;
	struct keys keys = all_keys(numbers, NULL);
	int64_t outbox[1];
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 1);
	store_number(conninfo, "UPDATE mail SET sha256 = "
		     "decode(rpad('01', 64, '0'), 'hex') WHERE item = 1");
	history = read_past(db, arena, desk_id, &keys);
	plan = plan_ticket(history, &(struct plan_wish){
		claim_one(db, arena, desk_id), "ann@example.org",
		"a1@example.org", true });
	do_plan(db, desk_id, history, &plan);

	outbox[0] = plan.outgoing[0].id;
	keys = all_keys(numbers, outbox);
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history->next_number, 2);
	assert_int_equal(history->autos_minute, 1);
	assert_int_equal(history->autos_hour, 1);
	check_ticket(history_number(history, 1));
	assert_ptr_equal(history_ticket(history, plan.ticket_id),
			 history_number(history, 1));

	mention = history_mention(history, "a1@example.org");
	assert_true(mention->received && !mention->ours);
	assert_ptr_equal(mention->ticket, history_number(history, 1));
	mention = history_mention(history, "cited@example.org");
	assert_false(mention->received);
	assert_null(history_mention(history, "nobody@example.org"));

	address = history_address(history, "ann@example.org");
	assert_int_equal(address->id, plan.address->id);
	assert_int_equal(address->contact_id, plan.contact_id);
	assert_string_equal(address->name, "Άννα");
	assert_string_equal(address->language, "el");
	assert_int_equal(address->autos_hour, 1);
	assert_int_equal(address->autos_day, 1);
	assert_int_equal(history_domain_hour(history, "example.org"), 1);
	assert_int_equal(history_domain_hour(history, "nowhere.test"), 0);
	assert_null(history_address(history, "eve@nowhere.test"));

	mail = history_same_bytes(history, sha256[0]);
	assert_int_equal(mail->id, plan.mail_id);
	assert_int_equal(mail->ticket_id, plan.ticket_id);
	assert_string_equal(mail->author, "ann@example.org");
	assert_int_equal(mail->content[0], 2);
	assert_null(history_same_bytes(history, sha256[1]));
	assert_ptr_equal(history_same_id(history, "a1@example.org"), mail);
	assert_null(mail->next);
	assert_false(mail->listed);

	assert_string_equal(history_outbox(history, outbox[0])->recipient,
			    "ann@example.org");
	assert_true(history_outbox(history, outbox[0])->automatic);
	assert_false(history_outbox(history, outbox[0])->bounced);
	commit_abandon(db);

	/* When she wrote: asked for, since then, and no more than so many. */
	assert_null(history_sender(history, "ann@example.org"));
	keys.sent_most = 2;
	keys.sent_since = 0;
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history_sender(history, "ann@example.org")->count,
			 1);
	assert_int_equal(history_sender(history,
					"ann@example.org")->received[0],
			 store_number(conninfo, "SELECT (extract(epoch FROM "
				      "received) * 1000000)::bigint FROM mail "
				      "WHERE state = 'ended'"));
	commit_abandon(db);
	keys.sent_since = history_sender(history,
					 "ann@example.org")->received[0];
	history = read_past(db, arena, desk_id, &keys);
	assert_null(history_sender(history, "ann@example.org"));
	commit_abandon(db);
	keys.sent_most = 0;

	/* A copy is no original. */
	store_number(conninfo, "UPDATE mail SET disposition = 'duplicate' "
		     "WHERE state = 'ended'");
	history = read_past(db, arena, desk_id, &keys);
	assert_null(history_same_bytes(history, sha256[0]));
	assert_null(history_same_id(history, "a1@example.org"));
	commit_abandon(db);
	db_free(&db);
}

static bool is_known(const struct known_mail *mail, int64_t id)
{
	while (mail != NULL && mail->id != id)
		mail = mail->next;
	return mail != NULL;
}

/* A sender who uses one id for all his mail: the 16 oldest and the 16 newest
 * are known, each once. */
static void test_one_id_for_all(void **state)
{
	static const struct {
		int line, mails;
		size_t known;
		int lost;	/* item of one that is not known, 0: none */
	} rows[] = {
		{ __LINE__, 20, 20, 0 }, { __LINE__, 32, 32, 0 },
		{ __LINE__, 33, 32, 17 }, { __LINE__, 40, 32, 24 },
	};
	struct db *db = store_open(conninfo);
	const int64_t numbers[] = { 1 };
	const struct keys keys = all_keys(numbers, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		struct ledger_mailbox mailbox = store_mailbox(db,
			arena_printf(arena, "id%d", rows[i].mails));
		const struct known_mail *mail;
		int64_t first;
		size_t count = 0;

		store_add_mails(db, &mailbox, 1, (size_t)rows[i].mails);
		first = store_number(conninfo, arena_printf(arena,
			"UPDATE mail SET state = 'ended', content = sha256, "
			"disposition = 'noted', message_id = 'a1@example.org' "
			"WHERE desk_id = %lld; SELECT min(id) FROM mail "
			"WHERE desk_id = %lld", (long long)mailbox.desk_id,
			(long long)mailbox.desk_id));
		mail = history_same_id(read_past(db, arena, mailbox.desk_id,
						 &keys), "a1@example.org");
		commit_abandon(db);
		for (const struct known_mail *m = mail; m != NULL; m = m->next)
			count++;
		if (count != rows[i].known || !is_known(mail, first) ||
		    !is_known(mail, first + rows[i].mails - 1) ||
		    (rows[i].lost != 0 &&
		     is_known(mail, first + rows[i].lost - 1)))
			fail_msg("line %d: %zu", rows[i].line, count);
	}
	db_free(&db);
}

/* Three tickets in a chain of merges, found by any of them and by a clue; the
 * window is looked at from both sides. */
static void test_merged(void **state)
{
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "merged");
	const int64_t desk_id = mailbox.desk_id, numbers[] = { 1 };
	struct plan_clue clues[] = { { CLUE_SUBJECT, "k", 0 },
				     { CLUE_FOREIGN_ID, "k", 0 } };
	struct keys keys = { .ticket_numbers = numbers, .ticket_count = 1 };
	struct plan_merge merges[2];
	struct plan_relation related;
	struct history *history;
	struct plan plans[3];
	struct err err;
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 3);
	history = read_past(db, arena, desk_id, &keys);
	for (int i = 0; i < 3; i++) {
		plans[i] = plan_ticket(history, &(struct plan_wish){
			claim_one(db, arena, desk_id), "ann@example.org",
			"a1@example.org", i == 2 });
		history_apply(history, &plans[i]);
	}
	merges[0] = (struct plan_merge){ plans[2].ticket_id,
					 plans[1].ticket_id };
	merges[1] = (struct plan_merge){ plans[1].ticket_id,
					 plans[0].ticket_id };
	related = (struct plan_relation){ plans[2].ticket_id,
					  plans[0].ticket_id,
					  RELATION_RELATED };
	clues[0].ticket_id = clues[1].ticket_id = plans[1].ticket_id;
	plans[2].merges = merges;
	plans[2].merge_count = 2;
	plans[2].clues = clues;
	plans[2].clue_count = 2;
	plans[2].relations = &related;
	plans[2].relation_count = 1;
	if (!commit_plans(db, desk_id, plans, 3, history, &err))
		fail_msg("%s", err.text);

	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history_ticket(history, plans[2].ticket_id)
				 ->ticket.number, 1);
	assert_int_equal(history_itself(history, plans[2].ticket_id)
				 ->ticket.merged_into, plans[1].ticket_id);
	assert_true(history_number(history, 1)->acknowledged);
	assert_false(history_number(history, 1)->verified);
	assert_true(history_related(
		history,
		history_itself(history, plans[0].ticket_id),
		history_itself(history, plans[2].ticket_id),
		RELATION_RELATED));
	commit_abandon(db);

	keys = (struct keys){ .clues = clues, .clue_count = 2,
			      .window = 10 * USEC_SECOND };
	assert_true(db_shift_clock(db, 9 * USEC_SECOND, &err));
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history_root(history, history_clue(
		history, CLUE_SUBJECT, "k")->ticket)->ticket.number, 1);
	assert_true(history_number(history, 1)->acknowledged);
	commit_abandon(db);
	/* A guess: what they are part of, and no more. */
	keys.clue_count = 1;
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history_root(history, history_clue(
		history, CLUE_SUBJECT, "k")->ticket)->ticket.number, 1);
	assert_int_equal(history_itself(history, plans[2].ticket_id)
				 ->ticket.merged_into, plans[1].ticket_id);
	assert_false(history_number(history, 1)->acknowledged);
	commit_abandon(db);
	keys.clue_count = 2;
	assert_true(db_shift_clock(db, 10 * USEC_MINUTE, &err));
	history = read_past(db, arena, desk_id, &keys);
	assert_null(history_clue(history, CLUE_SUBJECT, "k"));
	assert_int_equal(history_clue(history, CLUE_FOREIGN_ID, "k")
				 ->ticket->ticket.number, 2);
	commit_abandon(db);
	assert_true(db_shift_clock(db, 0, &err));
	db_free(&db);
}

static void expect_apart(struct db *db, int64_t desk_id,
			 const struct keys *keys)
{
	struct history *history;
	ARENA(arena);

	history = read_past(db, arena, desk_id, keys);
	assert_true(history_related(history, history_number(history, 1),
				    history_number(history, 2),
				    RELATION_APART));
	assert_false(history_related(history, history_number(history, 1),
				     history_number(history, 3),
				     RELATION_APART));
	commit_abandon(db);
}

/* However many tickets it was held against, what a person parted is known, also
 * of tickets that are no more than a guess. */
static void test_apart(void **state)
{
	static const char *const texts[] = {
		"INSERT INTO ticket SELECT (jsonb_populate_record(t, "
		"jsonb_build_object('id', t.id + 1000 + n, 'number', 1 + n)))"
		".* FROM generate_series(1, 70) n, ticket t "
		"JOIN desk USING (desk_id) WHERE name = 'apart'",
		"INSERT INTO relation (desk_id, ticket_id, other_id, kind, "
		"added) SELECT desk_id, min(id) OVER (), id, CASE number "
		"WHEN 2 THEN 'apart' ELSE 'related' END, now() FROM ticket "
		"JOIN desk USING (desk_id) WHERE name = 'apart'",
		"INSERT INTO clue (desk_id, kind, key, ticket_id, at) "
		"SELECT desk_id, 'subject', 'k', id, postdesk_now() "
		"FROM ticket JOIN desk USING (desk_id) "
		"WHERE name = 'apart' AND number <= 3",
	};
	struct db *db = store_open(conninfo), *bare;
	struct ledger_mailbox mailbox = store_mailbox(db, "apart");
	const int64_t numbers[] = { 1, 2, 3 };
	const struct plan_clue subject = { CLUE_SUBJECT, "k", 0 };
	struct keys keys = { .ticket_numbers = numbers, .ticket_count = 3 };
	struct history *history;
	struct err err;
	struct plan plan;
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 1);
	history = read_past(db, arena, mailbox.desk_id, &keys);
	plan = plan_ticket(history, &(struct plan_wish){
		claim_one(db, arena, mailbox.desk_id), "ann@example.org",
		"a1@example.org", false });
	do_plan(db, mailbox.desk_id, history, &plan);
	bare = db_open_bare(conninfo, &err);
	assert_non_null(bare);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!db_execute(bare, texts[i], NULL, &err))
			fail_msg("%s", err.text);
	db_free(&bare);
	expect_apart(db, mailbox.desk_id, &keys);
	keys = (struct keys){ .clues = &subject, .clue_count = 1,
			      .window = USEC_DAY };
	expect_apart(db, mailbox.desk_id, &keys);
	db_free(&db);
}

/* Each id is kept with the subject under which the ticket has it: one, or any
 * where there were two, within a batch and from one to the next. */
static void test_branches(void **state)
{
	static const char *const words[][2] = { { "kettle", "kettle" },
						{ "kettle", "tea" } };
	static const char *const ids[] = { "x@example.org" };
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "branches");
	const int64_t desk_id = mailbox.desk_id, numbers[] = { 1 };
	const struct keys keys = { .message_ids = { ids, 1 },
				   .ticket_numbers = numbers,
				   .ticket_count = 1 };
	struct plan_mention mentions[2] = { { .message_id = ids[0] },
					    { .message_id = ids[0] } };
	struct history *history;
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 2);
	for (int i = 0; i < 2; i++) {
		struct plan plan;

		history = read_past(db, arena, desk_id, &keys);
		plan = plan_ticket(history, &(struct plan_wish){
			claim_one(db, arena, desk_id), "ann@example.org",
			"a1@example.org", false });
		for (int k = 0; k < 2; k++) {
			mentions[k].branch = words[i][k];
			mentions[k].ticket_id = i == 0 ? plan.ticket_id :
				history_number(history, 1)->ticket.id;
		}
		plan.mentions = mentions;
		plan.mention_count = 2;
		history_apply(history, &plan);
		assert_string_equal(history_mention(history, ids[0])->branch,
				    i == 0 ? "kettle" : "");
		do_plan(db, desk_id, history, &plan);
		history = read_past(db, arena, desk_id, &keys);
		assert_string_equal(history_mention(history, ids[0])->branch,
				    i == 0 ? "kettle" : "");
		commit_abandon(db);
	}
	db_free(&db);
}

/* The counters against the business clock: at each edge, just in and out. */
static void test_counters(void **state)
{
	static const struct {
		int line;
		const char *age;
		int minute, hour, day;
	} cases[] = {
		{ __LINE__, "1 second", 1, 1, 1 },
		{ __LINE__, "59 seconds", 1, 1, 1 },
		{ __LINE__, "61 seconds", 0, 1, 1 },
		{ __LINE__, "59 minutes", 0, 1, 1 },
		{ __LINE__, "61 minutes", 0, 0, 1 },
		{ __LINE__, "1439 minutes", 0, 0, 1 },
		{ __LINE__, "1441 minutes", 0, 0, 0 },
	};
	struct db *db = store_open(conninfo);
	struct ledger_mailbox mailbox = store_mailbox(db, "counters");
	const int64_t desk_id = mailbox.desk_id, numbers[] = { 1 };
	struct keys keys = all_keys(numbers, NULL);
	struct history *history;
	struct plan plan;
	struct err err;
	ARENA(arena);

	(void)state;
	store_add_mails(db, &mailbox, 1, 1);
	history = read_past(db, arena, desk_id, &keys);
	plan = plan_ticket(history, &(struct plan_wish){
		claim_one(db, arena, desk_id), "ann@example.org",
		"a1@example.org", true });
	plan.by_person = false;
	do_plan(db, desk_id, history, &plan);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct known_address *address;
		usec_t shift = store_number(conninfo, arena_printf(arena,
			"SELECT (extract(epoch FROM interval '%s') * 1e6)"
			"::bigint", cases[i].age));

		assert_true(db_shift_clock(db, shift, &err));
		history = read_past(db, arena, desk_id, &keys);
		commit_abandon(db);
		address = history_address(history, "ann@example.org");
		if (history->autos_minute != cases[i].minute ||
		    history->autos_hour != cases[i].hour ||
		    address->autos_hour != cases[i].hour ||
		    history_domain_hour(history, "example.org") !=
			    cases[i].hour ||
		    address->autos_day != cases[i].day ||
		    address->autos_without_person != 1)
			fail_msg("line %d", cases[i].line);
	}
	assert_true(db_shift_clock(db, 0, &err));
	store_number(conninfo, "UPDATE outbox SET state = 'cancelled', "
		     "ended = now()");
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history->autos_minute, 0);
	assert_int_equal(history_address(history, "ann@example.org")
				 ->autos_without_person, 0);
	commit_abandon(db);
	store_number(conninfo, "UPDATE outbox SET state = 'sent'");
	store_number(conninfo, "UPDATE address SET person = now()");
	history = read_past(db, arena, desk_id, &keys);
	assert_int_equal(history_address(history, "ann@example.org")
				 ->autos_without_person, 0);
	assert_int_equal(history_address(history, "ann@example.org")
				 ->autos_hour, 1);
	commit_abandon(db);
	db_free(&db);
}

/* Between history_read() and the end of its transaction nobody else reads. */
static void test_lock(void **state)
{
	struct db *db = store_open(conninfo), *other;
	struct ledger_mailbox mailbox = store_mailbox(db, "lock");
	const struct keys nothing = { 0 };
	struct err err;
	ARENA(arena);

	(void)state;
	other = db_open_bare(conninfo, &err);
	assert_non_null(other);
	read_past(db, arena, mailbox.desk_id, &nothing);
	assert_false(db_execute(other, "SELECT 1 FROM desk WHERE name = 'lock' "
				"FOR UPDATE NOWAIT", NULL, &err));
	assert_string_equal(db_state(other)->sqlstate, "55P03");
	assert_int_equal(err.kind, ERR_TEMPORARY);
	commit_abandon(db);
	assert_true(db_execute(other, "SELECT 1 FROM desk WHERE name = 'lock' "
			       "FOR UPDATE NOWAIT", NULL, &err));
	db_free(&other);
	db_free(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_read_back),
		cmocka_unit_test(test_one_id_for_all),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_lock),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
