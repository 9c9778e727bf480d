/* test_wording.c - words as people mean them, in the desk's languages. */

#include "desk/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *phrase, *text;
	bool found;
} cases[] = {
	{ __LINE__, "shop is down", "The SHOP is\n down!", true },
	{ __LINE__, "shop is down", "the workshop is down", false },
	{ __LINE__, "down", "downtown", false },
	{ __LINE__, "down", "down-town", true },
	{ __LINE__, "down*", "downtown", true },
	{ __LINE__, "*town", "downtown", true },
	{ __LINE__, "*own*", "downtown", true },
	{ __LINE__, "invoice*", "two INVOICES", true },
	{ __LINE__, "invoice", "two invoices", false },
	{ __LINE__, "invoice", "invoices, invoice", true },
	{ __LINE__, "can't log in", "I can’t log in", true },
	{ __LINE__, "can’t log in", "I can't log in", true },
	/* Greek: with tonos and without, capitals, final sigma. */
	{ __LINE__, "κατάστημα", "ΤΟ ΚΑΤΑΣΤΗΜΑ ΕΠΕΣΕ", true },
	{ __LINE__, "καταστημα", "το κατάστημα", true },
	{ __LINE__, "λογαριασμός", "Ο ΛΟΓΑΡΙΑΣΜΟΣ μου", true },
	{ __LINE__, "λογαριασμο*", "τους λογαριασμούς", true },
	{ __LINE__, "μας", "μασ", true },
	{ __LINE__, "μας", "ημας", false },
	/* Hebrew: points, final letters, prefixes. */
	{ __LINE__, "שלום", "שָׁלוֹם לכם", true },
	{ __LINE__, "תשלום", "תשלומ", true },
	{ __LINE__, "*חשבונית", "שלחתם את החשבונית", true },
	{ __LINE__, "חשבונית", "שלחתם את החשבונית", false },
	{ __LINE__, "דו\"ח", "הנה דו״ח אחד", true },
	/* Estonian: õ written in two ways, and as o. */
	{ __LINE__, "tõrge", "to\xcc\x83rge", true },
	{ __LINE__, "tõrge", "TÕRGE", true },
	{ __LINE__, "tõrge", "torge", true },
	{ __LINE__, "arve*", "arvega", true },
	/* What hides a word from the eye of a machine. */
	{ __LINE__, "urgent", "u\xe2\x80\x8brgent", true },
	{ __LINE__, "urgent", "ＵＲＧＥＮＴ", true },
	{ __LINE__, "urgent", "ur\xc2\xadgent", true },
	{ __LINE__, "urgent", "u r g e n t", false },
	/* Borders where a phrase has none of its own. */
	{ __LINE__, "+372", "x+372 y", true },
	{ __LINE__, "500", "error 500", true },
	{ __LINE__, "500", "error 5000", false },
	{ __LINE__, "a", "", false },
};

static void test_find(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wording wording;
		const char *folded = wording_fold(a, cases[i].text, 1000);

		if (!wording_read(a, cases[i].phrase, &wording))
			fail_msg("line %d: not read", cases[i].line);
		if ((wording_find(&wording, folded) != NULL) !=
		    cases[i].found)
			fail_msg("line %d: `%s` in `%s`", cases[i].line,
				 wording.folded, folded);
	}
}

static void test_nothing_to_find(void **state)
{
	static const char *const phrases[] = { "", "*", "**", " ", "\xcc\x81" };
	struct wording wording;
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		assert_false(wording_read(a, phrases[i], &wording));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_nothing_to_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
