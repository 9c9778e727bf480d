/* test_absence.c - the table is in the form that it is compared in, and whole
 * for the languages that matter most. */

#include "mail/absence.h"

#include "base/text.h"
#include "mail/absence_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_rows_are_folded(void **state)
{
	const struct absence_words *row;
	ARENA(arena);

	(void)state;
	for (size_t i = 0; (row = absence_words(i)) != NULL; i++)
		assert_string_equal(text_fold(arena, row->words, 1000),
				    row->words);
}

static void test_languages(void **state)
{
	static const char *const languages[] = {
		"en", "el", "he", "et", "de", "fr", "es", "it", "pt", "nl",
		"sv", "fi", "pl", "cs", "hu", "ro", "ru", "uk", "tr", "ar",
		"ja", "zh", "ko",
	};

	(void)state;
	for (size_t l = 0; l < sizeof(languages) / sizeof(languages[0]); l++) {
		const struct absence_words *row;
		bool subject = false, text = false;

		for (size_t i = 0; (row = absence_words(i)) != NULL; i++) {
			if (strcmp(row->language, languages[l]) != 0)
				continue;
			subject |= row->place == SUBJECT_SURE;
			text |= row->place == TEXT;
		}
		if (!subject || !text)
			fail_msg("%s is not whole", languages[l]);
	}
}

static void test_subject(void **state)
{
	static const struct {
		int line;
		const char *subject;
		enum absence want;
	} rows[] = {
		{ __LINE__, "Automatic reply", ABSENCE_SAID },
		{ __LINE__, "Automatic reply: x", ABSENCE_SAID },
		{ __LINE__, "Automatic reply x", ABSENCE_HINTED },
		{ __LINE__, "An automatic reply: x", ABSENCE_HINTED },
		{ __LINE__, "[Auto-Reply] x", ABSENCE_SAID },
		{ __LINE__, "AUTO-REPLY!", ABSENCE_SAID },
		{ __LINE__, "Re: Automatic reply: x", ABSENCE_NONE },
		{ __LINE__, "ΑΠ: Αυτόματη απάντηση: x", ABSENCE_NONE },
		{ __LINE__, "Away", ABSENCE_HINTED },
		{ __LINE__, "Far away", ABSENCE_NONE },
		{ __LINE__, "", ABSENCE_NONE },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (absence_in_subject(arena, rows[i].subject) !=
		    rows[i].want)
			fail_msg("line %d", rows[i].line);
}

/* Only the beginning is read. */
static void test_text(void **state)
{
	ARENA(arena);
	const char *early = "Thank you. I am out of the office.";
	const char *late = arena_printf(arena, "%0300d %s", 0, early);

	(void)state;
	assert_true(absence_in_text(arena, early));
	assert_false(absence_in_text(arena, late));
	assert_false(absence_in_text(arena, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_folded),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_subject),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
