/* test_step.c - what a step changed is written, read and put back. */

#include "desk/step.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const two_tags[] = { "trial", "vip" };
static const char *const one_tag[] = { "vip" };
static const char *const people[] = { "bob@example.org", "eve@example.org" };
static const int64_t ids[] = { 9007199254740993, 5 };

static const struct ticket before = {
	.id = 1, .number = 7, .state = TICKET_OPEN, .queue = "general",
	.urgency = URGENCY_HIGH, .score = 40, .tier = 1, .agent = NULL,
	.reasons = "a \"quoted\" rule\nand: \\another, \xce\xb5",
	.language = "en", .tags = { one_tag, 1 },
};

static struct ticket changed(void)
{
	struct ticket after = before;

	after.state = TICKET_CLOSED;
	after.closed = 4711;
	after.queue = "billing";
	after.urgency = URGENCY_LOW;
	after.reasons = "set by carol";
	after.tier = 3;
	after.agent = "ann@example.org";
	after.language = "el";
	after.tags = (struct strings){ two_tags, 2 };
	return after;
}

/* Through JSON and back. */
static struct step again(struct arena *arena, const struct step *step)
{
	struct step got;

	if (!step_read(arena, step_write(arena, step), &got))
		fail_msg("cannot read %s", step_write(arena, step));
	return got;
}

static void expect_same(const struct ticket *got, const struct ticket *want)
{
	assert_int_equal(got->state, want->state);
	assert_true(got->closed == want->closed);
	assert_true(got->until == want->until);
	assert_string_equal(got->queue, want->queue);
	assert_int_equal(got->urgency, want->urgency);
	assert_string_equal(got->reasons, want->reasons);
	assert_int_equal(got->tier, want->tier);
	assert_string_equal(got->agent, want->agent == NULL ? ""
							    : want->agent);
	assert_string_equal(got->language, want->language);
	assert_int_equal(got->tags.count, want->tags.count);
	for (size_t i = 0; i < want->tags.count; i++)
		assert_string_equal(got->tags.at[i], want->tags.at[i]);
}

static void test_there_and_back(void **state)
{
	ARENA(arena);
	struct ticket ticket = changed();
	struct step step = { .by = "ann@example.org", .did = "#close" };
	unsigned kept;

	(void)state;
	assert_true(step_is_empty(&step));
	step_compare(arena, &before, &ticket, &step);
	assert_false(step_is_empty(&step));
	step = again(arena, &step);
	assert_string_equal(step.by, "ann@example.org");
	assert_string_equal(step.did, "#close");
	assert_true(step_restore(arena, &step, &ticket, &kept));
	assert_int_equal(kept, 0);
	expect_same(&ticket, &before);
	/* A second time there is nothing left of it. */
	assert_false(step_restore(arena, &step, &ticket, &kept));
	assert_int_not_equal(kept, 0);
}

static void test_changed_since(void **state)
{
	ARENA(arena);
	struct ticket ticket = changed();
	struct step step = { .by = "", .did = "" };
	unsigned kept;

	(void)state;
	step_compare(arena, &before, &ticket, &step);
	ticket.state = TICKET_PENDING;
	ticket.closed = 0;
	assert_true(step_restore(arena, &step, &ticket, &kept));
	/* What follows from the state is not told by itself. */
	assert_int_equal(kept, 1u << STEP_STATE);
	assert_int_equal(ticket.state, TICKET_PENDING);
	assert_string_equal(ticket.queue, "general");
}

static void test_nothing_changed(void **state)
{
	ARENA(arena);
	struct step step = { .by = "", .did = "" };

	(void)state;
	step_compare(arena, &before, &before, &step);
	assert_true(step_is_empty(&step));
}

static void test_people_and_rows(void **state)
{
	ARENA(arena);
	const struct step step = {
		.by = "carol", .did = "#cc", .came = { people, 2 },
		.left = { people, 1 }, .shunned = { people + 1, 1 },
		.outbox = ids, .outbox_count = 2, .rows = ids, .row_count = 1,
		.merged = 3, .unmerged = 8, .split = 4, .admitted = 6,
		.begun = true,
	};
	const struct step got = again(arena, &step);

	(void)state;
	assert_int_equal(got.came.count, 2);
	assert_string_equal(got.came.at[1], "eve@example.org");
	assert_int_equal(got.left.count, 1);
	assert_string_equal(got.shunned.at[0], "eve@example.org");
	assert_int_equal(got.outbox_count, 2);
	assert_true(got.outbox[0] == ids[0]);
	assert_int_equal(got.row_count, 1);
	assert_int_equal(got.merged, 3);
	assert_int_equal(got.unmerged, 8);
	assert_int_equal(got.split, 4);
	assert_int_equal(got.admitted, 6);
	assert_true(got.begun);
	assert_false(step_is_empty(&got));
}

static void test_no_step(void **state)
{
	ARENA(arena);
	struct step step;

	(void)state;
	assert_false(step_read(arena, "", &step));
	assert_false(step_read(arena, "[1]", &step));
	assert_false(step_read(arena, "{", &step));
	assert_true(step_read(arena, "{\"state\": [\"open\"], \"came\": 5}",
			      &step));
	assert_true(step_is_empty(&step));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_changed_since),
		cmocka_unit_test(test_nothing_changed),
		cmocka_unit_test(test_people_and_rows),
		cmocka_unit_test(test_no_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
