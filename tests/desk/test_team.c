/* test_team.c - who is meant, who is there, and who gets a ticket. */

#include "desk/team.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ROWS_OF(table) (sizeof(table) / sizeof((table)[0]))

/* Sunday, 12:00 UTC. */
#define NOON	(17 * USEC_DAY * 7 + 3 * USEC_DAY + 12 * USEC_HOUR)

static const char *const billing[] = { "billing" };
static const char *const greek[] = { "el", "en" };
static const struct agent_absence today[] = {
	{ .from = NOON - 12 * USEC_HOUR, .to = NOON - 12 * USEC_HOUR },
};

static const struct agent agents[] = {
	{ .name = "Maria Kask", .address = "maria@example.org", .tier = 2 },
	{ .name = "Maria Tamm", .address = "mt@example.org", .tier = 3,
	  .queues = { billing, 1 } },
	{ .name = "Nikos", .address = "nikos@example.org", .tier = 1,
	  .languages = { greek, 2 } },
	{ .name = "Nikos Pappas", .address = "np@example.org", .tier = 3,
	  .away = today, .away_count = 1 },
};

static const struct team team = { agents, ROWS_OF(agents) };

static void test_named(void **state)
{
	static const struct {
		int line;
		const char *word, *want;	/* want NULL: nobody */
	} rows[] = {
		{ __LINE__, "maria@example.org", "maria@example.org" },
		{ __LINE__, "MARIA@example.org", "maria@example.org" },
		{ __LINE__, "Maria Tamm", "mt@example.org" },
		{ __LINE__, "maria tamm", "mt@example.org" },
		{ __LINE__, "mt", "mt@example.org" },
		/* Two have that first name. */
		{ __LINE__, "maria", NULL },
		/* One has it as the whole name. */
		{ __LINE__, "Nikos", "nikos@example.org" },
		{ __LINE__, "np", "np@example.org" },
		{ __LINE__, "Nik", NULL },
		{ __LINE__, "", NULL },
		{ __LINE__, "@example.org", NULL },
		{ __LINE__, "Pappas", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS_OF(rows); i++) {
		const struct agent *got = team_named(&team, rows[i].word);

		if ((got == NULL) != (rows[i].want == NULL) ||
		    (got != NULL && strcmp(got->address, rows[i].want) != 0))
			fail_msg("line %d: %s", rows[i].line,
				 got == NULL ? "nobody" : got->address);
	}
	assert_null(team_named(&team, NULL));
	assert_null(team_find(&team, NULL));
	assert_null(team_find(&team, "maria"));
}

static void test_present(void **state)
{
	const struct agent *away = &agents[3];

	(void)state;
	assert_true(team_present(&agents[0], NULL, NOON));
	assert_false(team_present(away, NULL, NOON));
	assert_false(team_present(away, NULL, NOON + 12 * USEC_HOUR - 1));
	assert_true(team_present(away, NULL, NOON + 12 * USEC_HOUR));
	assert_false(team_present(away, NULL, NOON - 12 * USEC_HOUR));
	assert_true(team_present(away, NULL, NOON - 12 * USEC_HOUR - 1));
}

/* Hours of her own count, and so do the dates of their zone. */
static void test_own_hours(void **state)
{
	ARENA(arena);
	static const struct hours_span span = { 9 * 60, 13 * 60 };
	struct hours hours = { .zone = zone_load(arena, "Europe/Athens") };
	struct agent agent = agents[3];

	(void)state;
	assert_non_null(hours.zone);
	for (size_t i = 0; i < 7; i++)
		hours.week[i] = (struct hours_day){ &span, 1 };
	agent.hours = &hours;
	/* 12:00 UTC is 14:00 there: closed.  10:00 there is open. */
	agent.away_count = 0;
	assert_false(team_present(&agent, NULL, NOON));
	assert_true(team_present(&agent, NULL, NOON - 4 * USEC_HOUR));
	assert_false(team_present(&agents[0], &hours, NOON));
	/* Her day begins two hours before that of Greenwich. */
	agent.away_count = 1;
	agent.hours = NULL;
	assert_false(team_present(&agent, &hours, NOON - 4 * USEC_HOUR));
}

static void test_serves(void **state)
{
	(void)state;
	assert_true(team_serves(&agents[0], "general", "et", 2));
	assert_false(team_serves(&agents[0], "general", "et", 3));
	assert_false(team_serves(&agents[1], "general", "et", 1));
	assert_true(team_serves(&agents[1], "billing", "et", 1));
	assert_false(team_serves(&agents[2], "billing", "et", 1));
	assert_true(team_serves(&agents[2], "billing", "el", 1));
	assert_true(team_serves(&agents[2], "billing", "", 1));
}

/* Open tickets of each, in the order of the team. */
static int load_of(const void *context, const char *address)
{
	const int *loads = context;

	for (size_t i = 0; i < team.count; i++)
		if (strcmp(agents[i].address, address) == 0)
			return loads[i];
	return 0;
}

static const struct {
	int line;
	enum assignment_way way;
	const char *queue, *language;
	int tier;
	const char *manager, *last;
	int loads[4];
	const char *want, *why;
} choices[] = {
	{ __LINE__, ASSIGNMENT_NONE, "general", "en", 1, NULL, NULL,
	  { 0, 0, 0, 0 }, NULL, "nobody-there" },
	{ __LINE__, ASSIGNMENT_LOAD, "general", "en", 1, NULL, NULL,
	  { 0, 0, 0, 0 }, "maria@example.org", "least-load" },
	{ __LINE__, ASSIGNMENT_LOAD, "general", "en", 1, NULL, NULL,
	  { 2, 0, 1, 0 }, "nikos@example.org", "least-load" },
	{ __LINE__, ASSIGNMENT_LOAD, "billing", "et", 1, NULL, NULL,
	  { 2, 1, 0, 0 }, "mt@example.org", "least-load" },
	/* Only one who is away goes so high. */
	{ __LINE__, ASSIGNMENT_LOAD, "general", "en", 3, NULL, NULL,
	  { 2, 1, 0, 0 }, NULL, "nobody-there" },
	/* Whom the customer knows counts only where it is sticky. */
	{ __LINE__, ASSIGNMENT_LOAD, "general", "en", 1, "mt",
	  "nikos@example.org", { 0, 9, 9, 9 }, "maria@example.org",
	  "least-load" },
	{ __LINE__, ASSIGNMENT_STICKY, "general", "en", 1, "mt",
	  "nikos@example.org", { 0, 9, 9, 9 }, "mt@example.org",
	  "account-manager" },
	{ __LINE__, ASSIGNMENT_STICKY, "general", "en", 1, "Nikos Pappas",
	  "nikos@example.org", { 0, 9, 9, 9 }, "nikos@example.org",
	  "last-agent" },
	{ __LINE__, ASSIGNMENT_STICKY, "general", "en", 1, "",
	  "gone@example.org", { 1, 9, 9, 9 }, "maria@example.org",
	  "least-load" },
};

static void test_choose(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS_OF(choices); i++) {
		enum team_reason reason;
		const struct agent *got = team_choose(&team,
			&(struct team_facts){
				.way = choices[i].way,
				.queue = choices[i].queue,
				.language = choices[i].language,
				.tier = choices[i].tier, .now = NOON,
				.manager = choices[i].manager,
				.last = choices[i].last, .load = load_of,
				.context = choices[i].loads,
			}, &reason);

		if ((got == NULL) != (choices[i].want == NULL) ||
		    (got != NULL && strcmp(got->address,
					   choices[i].want) != 0) ||
		    strcmp(team_reason_word(reason), choices[i].why) != 0)
			fail_msg("line %d: %s, %s", choices[i].line,
				 got == NULL ? "nobody" : got->address,
				 team_reason_word(reason));
	}
}

static void test_queue_way(void **state)
{
	static const struct assignment_queue queues[] = {
		{ "billing", ASSIGNMENT_LOAD },
	};
	const struct assignment assignment = { ASSIGNMENT_STICKY, queues, 1 };

	(void)state;
	assert_int_equal(assignment_of(&assignment, "billing"),
			 ASSIGNMENT_LOAD);
	assert_int_equal(assignment_of(&assignment, "general"),
			 ASSIGNMENT_STICKY);
	assert_int_equal(assignment_most(&assignment), ASSIGNMENT_STICKY);
	assert_int_equal(assignment_most(&(struct assignment){
		ASSIGNMENT_NONE, queues, 1 }), ASSIGNMENT_LOAD);
	assert_int_equal(assignment_most(&(struct assignment){
		ASSIGNMENT_NONE, NULL, 0 }), ASSIGNMENT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_present),
		cmocka_unit_test(test_own_hours),
		cmocka_unit_test(test_serves),
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_queue_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
