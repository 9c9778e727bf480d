/* test_notification.c - what waits for agents is told once, and not too often.
 */

#include "config.h"

#include "store/notification.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "desk/team.h"
#include "store/commit.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define AGENT "maria@desk.test"

static const char *conninfo;
static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const pins[] = { "mx.desk.test" };
static const char *const domains[] = { "example.org" };
static const struct organisation organisation = { .name = "Bolt",
						  .domains = { domains, 1 } };
static const struct agent maria = { .name = "Maria", .address = AGENT,
				    .tier = 3 };

struct scene {
	struct db *db;
	struct arena *arena;
	struct ledger_mailbox mailbox;
	struct desk desk;
	struct ledger_claim *mails;
	size_t count;
	struct history *history;
	struct plan *plans;
};

static void begin(struct scene *scene, struct arena *arena, const char *name,
		  size_t mails)
{
	static const struct keys nothing = { 0 };
	struct err err;

	*scene = (struct scene){ .db = store_open(conninfo), .arena = arena };
	scene->mailbox = store_mailbox(scene->db, name);
	scene->desk = (struct desk){
		.id = scene->mailbox.desk_id, .display_name = "Acme",
		.address = "s@desk.test", .token_address = "s@desk.test",
		.address_tokens = true, .gist.pins = { pins, 1 },
		.ring = { &key, 1, scene->mailbox.desk_id },
		.team = { &maria, 1 }, .organisations = { &organisation, 1 },
		.notify = { .limit = 1000 },
	};
	store_add_mails(scene->db, &scene->mailbox, 1, mails);
	if (!ledger_claim(scene->db, arena, scene->desk.id, mails,
			  USEC_MINUTE, &scene->mails, &scene->count, &err) ||
	    !history_read(scene->db, arena, scene->desk.id, &nothing,
			  100 * mails, &scene->history, &err))
		fail_msg("%s", err.text);
	scene->plans = ARENA_ARRAY(arena, struct plan, mails);
	for (size_t i = 0; i < mails; i++) {
		scene->plans[i] = plan_ticket(scene->history,
			&(struct plan_wish){ scene->mails[i].id,
				"ann@example.org",
				arena_printf(arena, "m%zu@example.org", i),
				false });
		history_apply(scene->history, &scene->plans[i]);
	}
}

/* Each mail a ticket of its own, told of at `due` from now. */
static void commit(struct scene *scene, const char *address, usec_t due)
{
	struct err err;

	for (size_t i = 0; i < scene->count; i++) {
		struct plan_notification *one = ARENA_NEW(
			scene->arena, struct plan_notification);

		*one = (struct plan_notification){
			.address = address,
			.ticket_id = scene->plans[i].ticket_id,
			.kind = NOTIFICATION_NEW, .because = "first-mail",
			.due = scene->history->now + due,
		};
		scene->plans[i].notifications = one;
		scene->plans[i].notification_count = 1;
	}
	if (!commit_plans(scene->db, scene->desk.id, scene->plans,
			  scene->count, scene->history, &err))
		fail_msg("%s", err.text);
}

static size_t tell(struct scene *scene)
{
	struct err err;
	size_t sent;

	if (!notification_tell(scene->db, &scene->desk, &sent, &err))
		fail_msg("%s", err.text);
	return sent;
}

static int64_t rows_of(const struct scene *scene, const char *from)
{
	return store_number(conninfo, arena_printf(
		scene->arena, "SELECT count(*) FROM %s desk_id = %" PRId64,
		from, scene->desk.id));
}

static void test_once(void **state)
{
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(&scene, arena, "once", 1);
	commit(&scene, AGENT, 0);
	assert_int_equal(rows_of(&scene, "notification WHERE"), 1);
	assert_int_equal(tell(&scene), 1);
	assert_int_equal(rows_of(&scene, "notification WHERE"), 0);
	assert_int_equal(rows_of(&scene, "outbox WHERE class = 'admin' AND "
				 "template = 'notification' AND rcpt_to = '"
				 AGENT "' AND ticket_id IS NOT NULL AND"), 1);
	assert_int_equal(rows_of(&scene, "event WHERE kind = 'notified' AND "
				 "detail = '" AGENT "' AND"), 1);
	assert_int_equal(tell(&scene), 0);
	db_free(&scene.db);
}

static void test_not_yet(void **state)
{
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(&scene, arena, "later", 1);
	commit(&scene, AGENT, USEC_HOUR);
	assert_int_equal(tell(&scene), 0);
	assert_int_equal(rows_of(&scene, "notification WHERE"), 1);
	db_free(&scene.db);
}

/* Several are several mails, more than a person reads are one. */
static void test_many(void **state)
{
	ARENA(arena);
	struct scene few, many;

	(void)state;
	begin(&few, arena, "few", NOTIFICATION_SINGLE);
	commit(&few, AGENT, 0);
	assert_int_equal(tell(&few), NOTIFICATION_SINGLE);
	begin(&many, arena, "many", NOTIFICATION_SINGLE + 1);
	commit(&many, AGENT, 0);
	assert_int_equal(tell(&many), 1);
	assert_int_equal(rows_of(&many, "outbox WHERE template = 'digest' "
				 "AND"), 1);
	assert_int_equal(rows_of(&many, "event WHERE kind = 'notified' AND"),
			 NOTIFICATION_SINGLE + 1);
	db_free(&few.db);
	db_free(&many.db);
}

/* Who got as many as she can read in an hour gets the rest together. */
static void test_cap(void **state)
{
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(&scene, arena, "cap", 1);
	commit(&scene, AGENT, 0);
	store_number(conninfo, arena_printf(arena,
		"WITH b AS (INSERT INTO outbox_body (desk_id, id, message_id, "
		"subject, text, bytes, created) VALUES (%" PRId64 ", 1, 'x', "
		"'', '', '', now()) RETURNING 1) INSERT INTO outbox (desk_id, "
		"id, body_id, class, dedupe_key, template, language, because, "
		"mail_from, rcpt_to, address, domain, created, due) SELECT %"
		PRId64 ", n, 1, 'admin', 'agent/x' || n, '', '', '', '', '"
		AGENT "', '" AGENT "', '', postdesk_now(), postdesk_now() "
		"FROM generate_series(1, %d) n, b", scene.desk.id,
		scene.desk.id, NOTIFICATION_HOUR));
	assert_int_equal(rows_of(&scene, "outbox WHERE class = 'admin' AND"),
			 NOTIFICATION_HOUR);
	assert_int_equal(tell(&scene), 0);
	assert_int_equal(rows_of(&scene, "notification WHERE due > "
				 "postdesk_now() + interval '14 minutes' AND"),
			 1);
	db_free(&scene.db);
}

static void test_stranger(void **state)
{
	ARENA(arena);
	struct scene scene;

	(void)state;
	begin(&scene, arena, "gone", 1);
	commit(&scene, "left@desk.test", 0);
	assert_int_equal(tell(&scene), 0);
	assert_int_equal(rows_of(&scene, "notification WHERE"), 0);
	assert_int_equal(rows_of(&scene, "outbox WHERE"), 0);
	db_free(&scene.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_not_yet),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_cap),
		cmocka_unit_test(test_stranger),
	};

	conninfo = database_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
