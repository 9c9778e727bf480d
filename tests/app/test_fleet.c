/* test_fleet.c - what one slow answer, one domain and a server that refuses
 * us altogether do to the other mails. */

#include "app/deliver.h"
#include "app/monotonic.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "../net/peer.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *conninfo;

struct scene {
	struct db *db;
	int64_t desk_id;
	struct settings_desk settings;
	struct world_desk desk;
	struct deliver *deliver;
};

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static void begin(struct scene *scene, const char *name, int port,
		  size_t sessions, size_t per_domain)
{
	struct err err;

	*scene = (struct scene){
		.db = store_open(conninfo),
		.settings = {
			.smtp = {
				.endpoint = { .host = "127.0.0.1",
					      .port = port,
					      .tls = STREAM_PLAIN },
				.hello = "desk.example.test",
			},
			.sessions = sessions, .per_domain = per_domain,
		},
	};
	ok(ledger_desk(scene->db, name, &scene->desk_id, &err), &err);
	ok(outbox_autos(scene->db, scene->desk_id, true, &err), &err);
	scene->desk.settings = &scene->settings;
	scene->desk.desk.id = scene->desk_id;
	scene->deliver = deliver_new(&scene->desk);
}

static void end(struct scene *scene)
{
	struct err err;

	deliver_end(scene->deliver, scene->db);
	deliver_free(&scene->deliver);
	ok(db_shift_clock(scene->db, 0, &err), &err);
	db_free(&scene->db);
}

static void queue(struct scene *scene, enum outgoing_class class,
		  const char *to)
{
	const struct plan_outgoing out = {
		.class = class, .template = "notice", .language = "en",
		.dedupe_key = to, .because = "test",
		.mail_from = "support@desk.test", .rcpt_to = to,
		.message_id = "m@desk.test", .subject = "s", .text = "t",
		.bytes = "Subject: s\r\n\r\nt\r\n", .size = 17,
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(outbox_add_notice(scene->db, scene->desk_id, &out, &err), &err);
}

static int64_t count(const struct scene *scene, const char *condition)
{
	ARENA(arena);

	return store_number(conninfo, arena_printf(arena, "SELECT count(*) "
		"FROM outbox WHERE desk_id = %" PRId64 " AND %s",
		scene->desk_id, condition));
}

/* Turns until so many are as the condition says; false: not in time, or a
 * turn failed (*err_r, if it is not NULL). */
static bool turn_until(struct scene *scene, const char *condition,
		       int64_t wanted, struct err *err_r)
{
	const usec_t until = monotonic_now() + 5 * USEC_SECOND;
	struct err err = { .kind = ERR_NONE };
	size_t busy;

	while (monotonic_now() < until) {
		if (!deliver_turn(scene->deliver, scene->db, &busy, &err)) {
			if (err_r != NULL)
				*err_r = err;
			return false;
		}
		if (count(scene, condition) == wanted)
			return true;
	}
	return false;
}

/* A server that says nothing to one mail does not hold the next ones. */
static void test_slow(void **state)
{
	struct peer peer = peer_start("fake_smtp.py", "--on",
				      "RCPT TO:<slow", "<stall>", NULL);
	struct scene scene;

	(void)state;
	begin(&scene, "slow", peer.port, 2, 2);
	queue(&scene, OUTGOING_AUTOMATIC, "slow@example.org");
	queue(&scene, OUTGOING_AUTOMATIC, "one@example.org");
	queue(&scene, OUTGOING_AUTOMATIC, "two@example.org");
	/* The first session is the only one until it is connected. */
	assert_true(turn_until(&scene, "state = 'sent'", 2, NULL));
	assert_int_equal(count(&scene, "state = 'queued' AND lease > now()"),
			 1);
	end(&scene);
	/* It had no dot: asked to end, its sender gave it back. */
	assert_int_equal(count(&scene, "state = 'queued' AND lease IS NULL "
			       "AND attempts = 0"), 1);
	peer_stop(&peer);
}

/* A domain may hold its share of the sessions, and no more. */
static void test_domain(void **state)
{
	struct peer peer = peer_start("fake_smtp.py", "--on",
				      "RCPT TO:<x1@slow", "<stall>", "--on",
				      "RCPT TO:<x2@slow", "<stall>", NULL);
	struct scene scene;

	(void)state;
	begin(&scene, "domain", peer.port, 2, 1);
	queue(&scene, OUTGOING_AGENT, "x1@slow.example.org");
	queue(&scene, OUTGOING_AGENT, "x2@SLOW.example.org");
	queue(&scene, OUTGOING_AGENT, "x3@fast.example.org");
	queue(&scene, OUTGOING_AGENT, "x4@fast.example.org");
	assert_true(turn_until(&scene, "state = 'sent'", 2, NULL));
	assert_int_equal(count(&scene, "state = 'queued'"), 2);
	end(&scene);
	peer_stop(&peer);
}

static const char *standstill(struct scene *scene, struct arena *arena)
{
	const struct outbox_wish wish = { .most = 1, .lease = 1 };
	struct outbox_claimed claimed;
	struct err err;

	ok(outbox_claim(scene->db, arena, scene->desk_id, &wish, &claimed,
			&err), &err);
	assert_int_equal(claimed.count, 0);
	return claimed.pause;
}

/* Three mails in a row refused for what we are: two have failed, the third
 * and those after it wait; after the pause one tries for all. */
static void test_refused(void **state)
{
	struct peer peer = peer_start("fake_smtp.py", "--on", "RCPT",
				      "550 5.7.1 relaying denied\\r\\n", NULL);
	struct scene scene;
	struct err err = { .kind = ERR_NONE };
	ARENA(arena);

	(void)state;
	begin(&scene, "refused", peer.port, 1, 1);
	for (char to[] = "a@example.org"; to[0] <= 'f'; to[0]++)
		queue(&scene, OUTGOING_AUTOMATIC, to);
	assert_false(turn_until(&scene, "false", 1, &err));
	assert_non_null(strstr(err.text, "relaying denied"));
	assert_int_equal(count(&scene, "state = 'failed'"), 2);
	assert_int_equal(count(&scene, "state = 'queued'"), 4);
	assert_non_null(standstill(&scene, arena));
	assert_false(turn_until(&scene, "false", 1, &err));
	assert_non_null(strstr(err.text, "stands still"));
	peer_stop(&peer);

	/* It was mended meanwhile. */
	peer = peer_start("fake_smtp.py", NULL);
	end(&scene);
	begin(&scene, "refused", peer.port, 2, 2);
	ok(db_shift_clock(scene.db, 2 * USEC_MINUTE, &err), &err);
	assert_true(turn_until(&scene, "state = 'sent'", 4, NULL));
	assert_null(standstill(&scene, arena));
	end(&scene);
	peer_stop(&peer);
}

/* A login that fails costs no mail an attempt; the pauses grow. */
static void test_login(void **state)
{
	struct peer peer = peer_start("fake_smtp.py", "--on", "MAIL",
				      "530 5.7.0 log in first\\r\\n", NULL);
	static const int minutes[] = { 1, 2, 4, 8, 15, 15 };
	struct scene scene;
	struct err err = { .kind = ERR_NONE };
	usec_t shift = 0;
	ARENA(arena);

	(void)state;
	begin(&scene, "login", peer.port, 4, 4);
	queue(&scene, OUTGOING_AGENT, "a@example.org");
	queue(&scene, OUTGOING_AGENT, "b@example.org");
	for (size_t i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++) {
		ok(db_shift_clock(scene.db, shift, &err), &err);
		assert_false(turn_until(&scene, "false", 1, &err));
		assert_non_null(strstr(err.text, "log in first"));
		shift += minutes[i] * USEC_MINUTE - 10 * USEC_SECOND;
		ok(db_shift_clock(scene.db, shift, &err), &err);
		assert_non_null(standstill(&scene, arena));
		shift += 20 * USEC_SECOND;
	}
	assert_int_equal(count(&scene, "state = 'queued' AND attempts = 0"),
			 2);
	end(&scene);
	peer_stop(&peer);
}

/* A session that the server closed after a mail costs the next one nothing. */
static void test_stale(void **state)
{
	struct peer peer = peer_start("fake_smtp.py", "--once", "DOT",
				      "250 2.0.0 ok\\r\\n<close>", NULL);
	struct scene scene;

	(void)state;
	begin(&scene, "stale", peer.port, 1, 1);
	queue(&scene, OUTGOING_AUTOMATIC, "a@example.org");
	assert_true(turn_until(&scene, "state = 'sent'", 1, NULL));
	queue(&scene, OUTGOING_AUTOMATIC, "b@example.org");
	assert_true(turn_until(&scene, "state = 'sent' AND attempts = 1", 2,
			       NULL));
	end(&scene);
	peer_stop(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_login),
		cmocka_unit_test(test_stale),
	};
	int failed;

	conninfo = database_start();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	database_stop();
	peer_clean();
	return failed;
}
