/* test_deliver.c - a mail to a scripted server, and what is learnt of it. */

#include "app/deliver.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "../net/peer.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ID "010201890abcdef0-01234567-89ab-cdef-0123-456789abcdef-000000"

static const char *conninfo;

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

/* Ann's ticket, and our acknowledgement in the outbox. */
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
		claims[0].id, "ann@example.org", "a1@example.org", true });
	ok(commit_plans(db, *desk_id_r, &plan, 1, history, &err), &err);
	ok(outbox_autos(db, *desk_id_r, true, &err), &err);
}

static void deliver_all(struct db *db, int64_t desk_id, int port,
			const char *message_ids)
{
	const struct settings_desk settings = {
		.smtp = {
			.endpoint = { .host = "127.0.0.1", .port = port,
				      .tls = STREAM_PLAIN },
			.hello = "desk.example.test",
			.message_ids = message_ids,
		},
		.sessions = 4, .per_domain = 3,
	};
	const struct world_desk desk = { .settings = &settings,
					 .desk = { .id = desk_id } };
	struct deliver *deliver = deliver_new(&desk);
	struct err err;
	size_t busy;

	do {
		ok(deliver_turn(deliver, db, &busy, &err), &err);
	} while (busy > 0);
	deliver_end(deliver, db);
	deliver_free(&deliver);
}

/* What is known of an id that an answer may cite. */
static const struct known_mention *read_mention(struct db *db,
						struct arena *arena,
						int64_t desk_id,
						const char *id)
{
	const struct keys keys = { .message_ids = { &id, 1 } };
	struct history *history;
	struct err err;

	ok(history_read(db, arena, desk_id, &keys, 1, &history, &err), &err);
	commit_abandon(db);
	return history_mention(history, id);
}

static const struct {
	int line;
	const char *name, *reply, *message_ids;
	bool learnt;
} cases[] = {
	{ __LINE__, "relay", "250 Ok " ID "\\r\\n", "r.example.org", true },
	/* Another relay's words, and a relay of which nothing was said. */
	{ __LINE__, "words", "250 2.0.0 Ok: queued as 12AB\\r\\n",
	  "r.example.org", false },
	{ __LINE__, "silent", "250 Ok " ID "\\r\\n", NULL, false },
	/* What is refused was never sent under any id. */
	{ __LINE__, "refused", "550 Ok " ID "\\r\\n", "r.example.org",
	  false },
};

static void test_relay(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct db *db = store_open(conninfo);
		struct peer peer = peer_start("fake_smtp.py", "--on", "DOT",
					      cases[i].reply, NULL);
		const struct known_mention *known;
		int64_t desk_id;

		make_ticket(db, arena, cases[i].name, &desk_id);
		deliver_all(db, desk_id, peer.port, cases[i].message_ids);
		known = read_mention(db, arena, desk_id, ID "@r.example.org");
		if ((known != NULL) != cases[i].learnt)
			fail_msg("line %d", cases[i].line);
		if (known != NULL) {
			assert_true(known->ours && known->automatic);
			assert_false(known->received);
			assert_int_equal(known->ticket->ticket.number, 1);
		}
		peer_stop(&peer);
		db_free(&db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_relay) };
	int failed;

	conninfo = database_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	database_stop();
	peer_clean();
	return failed;
}
