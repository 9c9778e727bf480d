/* test_subject.c - what a subject is about, what tells, and what is alike. */

#include "mail/subject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	int line;
	const char *subject, *want;
} bases[] = {
	{ __LINE__, "Printer is broken", "printer is broken" },
	{ __LINE__, "Re: Printer is broken", "printer is broken" },
	{ __LINE__, "AW: Re[2]: WG: Printer", "printer" },
	{ __LINE__, "ΑΠ: Printer", "printer" },
	{ __LINE__, "回复：Printer", "printer" },
	{ __LINE__, "[list] Re: [tag] Printer", "printer" },
	{ __LINE__, "Re: Printer [#12]", "printer" },
	{ __LINE__, "Printer (fwd) [#12] (FWD)", "printer" },
	{ __LINE__, "[Fwd: Printer]", "printer" },
	{ __LINE__, "[Fwd: [list] Re: Printer]", "printer" },
	{ __LINE__, "[Acme #12]", "[acme #12]" },
	{ __LINE__, "Re: [", "[" },
	{ __LINE__, "a] b]", "a] b]" },
	{ __LINE__, "Σίδερο  ΣΊΔΕΡΟ", "σιδερο σιδερο" },
	{ __LINE__, "", "" }, { __LINE__, "Re:", "" },
	{ __LINE__, "  Fwd: Re:  ", "" },
	{ __LINE__, "Ticket: paper", "ticket: paper" },
};

static void test_base(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < COUNT(bases); i++) {
		const char *got = subject_base(arena, bases[i].subject);

		if (strcmp(got, bases[i].want) != 0)
			fail_msg("line %d: got \"%s\"", bases[i].line, got);
	}
}

static const struct {
	int line;
	const char *base;
	bool want;
} telling[] = {
	{ __LINE__, "", false }, { __LINE__, "help", false },
	{ __LINE__, "question", false }, { __LINE__, "internationally", false },
	{ __LINE__, "need help", false },	/* 8 letters */
	{ __LINE__, "order 1234", false },	/* 9 */
	{ __LINE__, "order 12345", true },	/* 10 */
	{ __LINE__, "--- !!! --- ???", false },
	{ __LINE__, "δεν τυπωνει", true },
	{ __LINE__, "打印机", false }, { __LINE__, "打印机坏", true },
};

static void test_tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(telling); i++)
		if (subject_tells(telling[i].base) != telling[i].want)
			fail_msg("line %d", telling[i].line);
}

static const struct {
	int line;
	const char *a, *b;
	bool want;
} pairs[] = {
	{ __LINE__, "printer", "printer", true },
	{ __LINE__, "printer", "invoice", false },
	{ __LINE__, "printer", "", true },
	{ __LINE__, "paper jam (was: printer)", "printer", true },
	{ __LINE__, "external: re: printer", "printer", true },
	{ __LINE__, "print", "printer", false },
	{ __LINE__, "rinter", "printer", false },
	{ __LINE__, "ερα", "μερα", false },
	{ __LINE__, "μερα", "καλη μερα", true },
	{ __LINE__, "the printer does not", "the printer does nothing", true },
	{ __LINE__, "the printer does no", "the printer does nothing", false },
	{ __LINE__, "in", "printing in colour", true },
};

static void test_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (subject_alike(pairs[i].a, pairs[i].b) != pairs[i].want ||
		    subject_alike(pairs[i].b, pairs[i].a) != pairs[i].want)
			fail_msg("line %d", pairs[i].line);
}

/* A subject that is longer than one can be keeps its marks: to take off all of
 * a whole header's would take as much memory as its square. */
static void test_long(void **state)
{
	static const struct {
		int line;
		size_t marks;
		const char *want;
	} cases[] = {
		{ __LINE__, 1, "kettle" },
		{ __LINE__, 165, "kettle" },	/* 996 bytes */
		{ __LINE__, 166, "kettle (fwd) (fwd)" },
		{ __LINE__, 40000, "kettle (fwd) (fwd)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		char *subject = arena_alloc(arena, 7 + 6 * cases[i].marks);
		const char *base;

		memcpy(subject, "Kettle", 7);
		for (size_t k = 0; k < cases[i].marks; k++)
			memcpy(subject + 6 + 6 * k, " (fwd)", 7);
		base = subject_base(arena, subject);
		if (strncmp(base, cases[i].want, strlen(cases[i].want)) != 0 ||
		    (strcmp(cases[i].want, "kettle") == 0 &&
		     base[6] != '\0'))
			fail_msg("line %d: %s", cases[i].line, base);
	}
}

static void test_number(void **state)
{
	static const struct {
		int line;
		const char *subject;
		int64_t want;
	} cases[] = {
		{ __LINE__, "[#1042] Printer", 1042 },
		{ __LINE__, "Re: We have received a message [#7]", 7 },
		{ __LINE__, "[list] [#8] [#9]", 8 },
		{ __LINE__, "[#123456789012345678]", 123456789012345678 },
		{ __LINE__, "[#1234567890123456789]", 0 },
		{ __LINE__, "[#]", 0 }, { __LINE__, "[#7", 0 },
		{ __LINE__, "[#7x]", 0 }, { __LINE__, "[#-7]", 0 },
		{ __LINE__, "#7", 0 }, { __LINE__, "[7]", 0 },
		{ __LINE__, "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (subject_number(cases[i].subject) != cases[i].want)
			fail_msg("line %d: %s", cases[i].line,
				 cases[i].subject);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_tells),
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
