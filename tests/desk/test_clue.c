/* test_clue.c - what in a mail leads to tickets, and the branch it is on. */

#include "desk/clue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define INDEX	{ "Thread-Index", "AQHZabcdefghijklmnopqrstuvwxyA==" }
#define TOPIC	{ "Thread-Topic", "Kettle is leaking" }

/* How many clues of each kind; of conversations, those with a subject too. */
static const struct {
	int line;
	const char *subject, *author;
	usec_t window;
	struct header headers[2];
	size_t want[CLUE_COUNT];
} cases[] = {
	{ __LINE__, "Kettle is leaking", "a@x", USEC_DAY, { { 0 } },
	  { [CLUE_SUBJECT] = 1, [CLUE_SUBJECT_FROM] = 1 } },
	{ __LINE__, "Re: Help", "a@x", USEC_DAY, { { 0 } },
	  { [CLUE_SUBJECT] = 1 } },
	{ __LINE__, "Kettle is leaking", "", USEC_DAY, { { 0 } },
	  { [CLUE_SUBJECT] = 1 } },
	{ __LINE__, "Re:", "a@x", USEC_DAY, { { 0 } }, { 0 } },
	{ __LINE__, "Kettle is leaking", "a@x", 0, { { 0 } }, { 0 } },
	{ __LINE__, "(ABC-12) Kettle", "a@x", 0, { { 0 } },
	  { [CLUE_FOREIGN_ID] = 1 } },
	{ __LINE__, "Kettle is leaking", "a@x", 0, { INDEX, TOPIC },
	  { [CLUE_THREAD_INDEX] = 2 } },
	{ __LINE__, "Kettle is fixed", "a@x", USEC_DAY, { INDEX, TOPIC },
	  { [CLUE_THREAD_INDEX] = 3, [CLUE_SUBJECT] = 2,
	    [CLUE_SUBJECT_FROM] = 1 } },
	{ __LINE__, "", "a@x", USEC_DAY, { INDEX }, { [CLUE_THREAD_INDEX] = 1 } },
};

static void test_clues(void **state)
{
	struct foreign *foreign = foreign_new();
	struct err err;
	ARENA(arena);

	(void)state;
	assert_true(foreign_add(foreign, foreign_named("jira"), &err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct desk desk = { .foreign = foreign,
					   .subject_window = cases[i].window };
		const struct message message = {
			.subject = cases[i].subject, .message_id = "",
			.headers = cases[i].headers,
			.header_count = (cases[i].headers[0].name != NULL) +
					(cases[i].headers[1].name != NULL),
		};
		struct clues clues = clues_of(arena, &desk, &message,
					      cases[i].author);
		size_t got[CLUE_COUNT] = { 0 };

		for (size_t k = 0; k < clues.count; k++)
			got[clues.at[k].kind]++;
		for (size_t k = 0; k < CLUE_COUNT; k++)
			if (got[k] != cases[i].want[k])
				fail_msg("line %d: %zu of %s", cases[i].line,
					 got[k], clue_word(k));
	}
	foreign_free(&foreign);
}

/* Prefixes change nothing; the sender does, where he belongs to the clue. */
static void test_keys(void **state)
{
	const struct desk desk = { .subject_window = USEC_DAY };
	const struct message one = { .subject = "Kettle is leaking" };
	const struct message two = { .subject = "AW: [x] kettle is LEAKING" };
	ARENA(arena);
	struct clues a = clues_of(arena, &desk, &one, "a@x");
	struct clues b = clues_of(arena, &desk, &two, "b@x");

	(void)state;
	assert_int_equal(a.count, 2);
	assert_int_equal(a.at[0].kind, CLUE_SUBJECT_FROM);
	assert_string_not_equal(a.at[0].key, b.at[0].key);
	assert_string_equal(a.at[1].key, b.at[1].key);
	assert_int_equal(a.at[1].ticket_id, 0);
}

static const struct {
	int line;
	const char *subject;
	bool answers;
	enum origin_kind origin;
	enum new_subject new_subject;
	const char *own, *cited;
} branches[] = {
	{ __LINE__, "Re: Kettle", true, ORIGIN_PERSON, NEW_SUBJECT_CHILD,
	  "kettle", "kettle" },
	{ __LINE__, "Re: Kettle", true, ORIGIN_PERSON, NEW_SUBJECT_JOIN,
	  "kettle", "" },
	{ __LINE__, "Re: Kettle", true, ORIGIN_ROBOT, NEW_SUBJECT_CHILD,
	  "kettle", "" },
	{ __LINE__, "Re: Kettle", false, ORIGIN_PERSON, NEW_SUBJECT_CHILD,
	  "kettle", "" },
	{ __LINE__, "Re: abc", true, ORIGIN_PERSON, NEW_SUBJECT_CHILD, "abc",
	  "" },
	{ __LINE__, "Re: abcd", true, ORIGIN_PERSON, NEW_SUBJECT_CHILD, "abcd",
	  "abcd" },
};

static void test_branches(void **state)
{
	static const char *const parent[] = { "1@x" };
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(branches); i++) {
		const struct desk desk = {
			.new_subject = branches[i].new_subject };
		const struct message message = {
			.subject = branches[i].subject,
			.in_reply_to = { parent, branches[i].answers },
		};
		const struct gist gist = {
			.origin = { .kind = branches[i].origin } };
		struct branch branch = branch_of(arena, &desk, &message,
						 &gist);

		if (strcmp(branch.own, branches[i].own) != 0 ||
		    strcmp(branch.cited, branches[i].cited) != 0)
			fail_msg("line %d: \"%s\" \"%s\"", branches[i].line,
				 branch.own, branch.cited);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clues),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_branches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
