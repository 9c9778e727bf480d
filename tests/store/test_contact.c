/* test_contact.c - people found, linked and parted; and who may not be. */

#include "store/contact.h"

#include "../fixture/database.h"
#include "../fixture/plan.h"
#include "../fixture/store.h"
#include "store/commit.h"
#include "store/history.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One desk with three people, each of whom opened a ticket. */
static struct {
	const char *conninfo;
	struct db *db;
	struct arena *arena;
	int64_t desk_id;
} scene;

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static int make_scene(void **state)
{
	static const char *const people[] = { "ann@example.org",
		"ann@home.test", "bob@example.org" };
	const struct keys nothing = { 0 };
	struct ledger_mailbox mailbox;
	struct ledger_claim *mails;
	struct plan plans[3];
	struct history *history;
	struct err err;
	size_t count;

	(void)state;
	scene.arena = arena_new();
	scene.db = store_open(scene.conninfo);
	mailbox = store_mailbox(scene.db, "people");
	scene.desk_id = mailbox.desk_id;
	store_add_mails(scene.db, &mailbox, 1, 3);
	ok(ledger_claim(scene.db, scene.arena, scene.desk_id, 3, USEC_MINUTE,
			&mails, &count, &err), &err);
	ok(history_read(scene.db, scene.arena, scene.desk_id, &nothing, 200,
			&history, &err), &err);
	for (size_t i = 0; i < 3; i++) {
		plans[i] = plan_ticket(history, &(struct plan_wish){
			mails[i].id, people[i],
			arena_printf(scene.arena, "%zu@x", i), false });
		history_apply(history, &plans[i]);
	}
	ok(commit_plans(scene.db, scene.desk_id, plans, 3, history, &err),
	   &err);
	return 0;
}

static int free_scene(void **state)
{
	(void)state;
	db_free(&scene.db);
	arena_free(&scene.arena);
	return 0;
}

static struct contact whose(const char *address)
{
	struct contact contact;
	struct err err;

	ok(contact_show(scene.db, scene.arena, scene.desk_id, address,
			&contact, &err), &err);
	return contact;
}

static size_t listed(const char *text, size_t limit)
{
	struct contact *contacts;
	struct err err;
	size_t count;

	ok(contact_list(scene.db, scene.arena, scene.desk_id, text, limit,
			&contacts, &count, &err), &err);
	return count;
}

static void test_list(void **state)
{
	(void)state;
	assert_int_equal(listed("", 0), 3);
	assert_int_equal(listed("", 2), 2);
	assert_int_equal(listed("Example.ORG", 0), 2);
	assert_int_equal(listed("bob@", 0), 1);
	assert_int_equal(listed("b%b", 0), 0);
	assert_int_equal(listed("nobody", 0), 0);
}

static void test_unknown(void **state)
{
	struct contact contact;
	struct err err = { 0 };

	(void)state;
	assert_false(contact_show(scene.db, scene.arena, scene.desk_id,
				  "eve@example.org", &contact, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_string_equal(err.text,
			    "nobody has the address eve@example.org");
	assert_false(contact_link(scene.db, scene.desk_id, "eve@example.org",
				  "bob@example.org", &err));
	assert_false(contact_unlink(scene.db, scene.desk_id,
				    "eve@example.org", &err));
	assert_false(contact_unlink(scene.db, scene.desk_id,
				    "bob@example.org", &err));
	assert_non_null(strstr(err.text, "the only address"));
	/* Nothing was begun that another waits for. */
	assert_int_equal(listed("", 0), 3);
}

/* The order of the addresses is that in which they came. */
static void test_link(void **state)
{
	struct err err = { 0 };
	int64_t ann = whose("ann@example.org").id;
	struct contact contact;

	(void)state;
	ok(contact_link(scene.db, scene.desk_id, "ann@example.org",
			"ann@home.test", &err), &err);
	ok(contact_link(scene.db, scene.desk_id, "ann@home.test",
			"ann@new.test", &err), &err);
	/* Once more changes nothing. */
	ok(contact_link(scene.db, scene.desk_id, "ann@home.test",
			"ann@example.org", &err), &err);
	contact = whose("ann@new.test");
	assert_true(contact.id == ann);
	assert_int_equal(contact.addresses.count, 3);
	assert_string_equal(contact.addresses.at[0], "ann@example.org");
	assert_string_equal(contact.addresses.at[1], "ann@home.test");
	assert_string_equal(contact.addresses.at[2], "ann@new.test");
	/* Who has no address left is not listed. */
	assert_int_equal(listed("", 0), 2);
	assert_int_equal(whose("bob@example.org").addresses.count, 1);
}

/* What a decision is told of her: her other addresses. */
static void test_history(void **state)
{
	static const char *const asked[] = { "ann@home.test",
					     "bob@example.org" };
	const struct keys keys = { .addresses = { asked, 2 } };
	const struct known_address *known;
	struct history *history;
	struct err err;

	(void)state;
	ok(history_read(scene.db, scene.arena, scene.desk_id, &keys, 1,
			&history, &err), &err);
	commit_abandon(scene.db);
	known = history_address(history, "ann@home.test");
	assert_int_equal(known->also.count, 2);
	assert_string_equal(known->also.at[0], "ann@example.org");
	assert_string_equal(known->also.at[1], "ann@new.test");
	known = history_address(history, "bob@example.org");
	assert_int_equal(known->also.count, 0);
}

static void test_unlink(void **state)
{
	struct err err = { 0 };

	(void)state;
	ok(contact_unlink(scene.db, scene.desk_id, "ann@home.test", &err),
	   &err);
	assert_int_equal(whose("ann@home.test").addresses.count, 1);
	assert_int_equal(whose("ann@example.org").addresses.count, 2);
	assert_true(whose("ann@home.test").id != whose("ann@example.org").id);
	assert_int_equal(listed("", 0), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_unlink),
	};

	scene.conninfo = database_start();
	return cmocka_run_group_tests(tests, make_scene, free_scene);
}
