/* test_doctor_agents.c - what keeps agents from answering by mail. */

#include "app/doctor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const struct agent team[] = {
	{ .name = "Maria", .address = "maria@staff.test" },
};
static const struct strings pins = { (const char *const[]){ "mx.test" }, 1 };

static const struct {
	int line;
	const char *base;
	size_t agents, pins;
	bool no_tokens;
	const char *finding;	/* "": nothing is said */
} cases[] = {
	{ __LINE__, "support@desk.test", 1, 1, false,
	  "\"ok\",\"what\":\"agents\",\"desk\":null,\"says\":\"1 of them can "
	  "answer by mail\"" },
	{ __LINE__, "support@desk.test", 0, 0, false, "" },
	{ __LINE__, "support@desk.test", 1, 0, false,
	  "\"note\",\"what\":\"agents\",\"desk\":null,\"says\":\"what they "
	  "write by mail is held" },
	{ __LINE__, "support@desk.test", 1, 1, true,
	  "they cannot answer by mail without signed addresses" },
	{ __LINE__, "elevenchars@desk.test", 1, 1, false, "\"ok\"" },
	{ __LINE__, "fifteen-letters@desk.test", 1, 1, false,
	  "fifteen-letters@desk.test leaves no room" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct desk desk = {
			.token_address = cases[i].base,
			.address_tokens = !cases[i].no_tokens,
			.ring = { &key, 1, 7 },
			.team = { team, cases[i].agents },
			.gist.pins = { pins.at, cases[i].pins },
		};
		struct checkup checkup = checkup_begin(arena, true);
		const struct doctor doctor = {
			.checkup = &checkup, .desk = &desk,
			.now = 20700 * USEC_DAY,
		};
		const char *said;

		doctor_agents(&doctor);
		said = buffer_string(&checkup.out);
		if (strstr(said, cases[i].finding) == NULL ||
		    (cases[i].finding[0] == '\0' &&
		     strstr(said, "agents") != NULL))
			fail_msg("line %d: %s", cases[i].line, said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
