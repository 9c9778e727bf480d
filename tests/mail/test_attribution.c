/* test_attribution.c - the lines of clients in many languages, and sentences
 * that only look like one. */

#include "mail/attribution.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NONE	ATTRIBUTION_NONE
#define WEAK	ATTRIBUTION_WEAK
#define STRONG	ATTRIBUTION_STRONG

/* `lines` of the text, from its first line on, are the attribution. */
static const struct {
	int line;
	const char *text;
	enum attribution_trust trust;
	size_t lines;
} cases[] = {
	{ __LINE__, "On Mon, May 3, 2021 at 10:12 AM Ann <ann@a.example> "
	  "wrote:", STRONG, 1 },
	{ __LINE__, "On Mon, May 3, 2021 at 10:12 AM Ann Smith-Westerfield\n"
	  "<ann@a.example>\nwrote:", STRONG, 3 },
	{ __LINE__, "On Mon, May 3, 2021 at 10:12 AM Ann <ann@a.example\n"
	  "> wrote:", STRONG, 2 },
	{ __LINE__, "*On Mon, 3 May 2021 at 10:12, Ann wrote:*", STRONG, 1 },
	{ __LINE__, "Ann <ann@a.example> wrote:", STRONG, 1 },
	{ __LINE__, "At 5/3/2021 10:12 PM, you wrote:", STRONG, 1 },
	{ __LINE__, "In message <x@a.example> Ann writes:", WEAK, 1 },
	{ __LINE__, "2021-05-03 10:12 GMT+02:00 Ann <ann@a.example>:",
	  STRONG, 1 },
	{ __LINE__, "2021-05-03 10:12 GMT+02:00 Ann", STRONG, 1 },
	{ __LINE__, "2021/5/3 Ann <ann@a.example>", WEAK, 1 },
	{ __LINE__, "10:12 AM, May 3, 2021, \"Ann\" <ann@a.example>:",
	  STRONG, 1 },
	{ __LINE__, "Am 03.05.21 um 10:12 schrieb Ann:", STRONG, 1 },
	{ __LINE__, "Am 03.05.2021 um 10:12 schrieb Ann:", STRONG, 1 },
	{ __LINE__, "Ann <ann@a.example> schrieb am Mo., 3.\n"
	  "Mai 2021 um 10:12 Uhr:", STRONG, 2 },
	{ __LINE__, "Le lun. 3 mai 2021 à 10:12, Ann <ann@a.example> a "
	  "écrit :", STRONG, 1 },
	{ __LINE__, "El lun, 3 may 2021 a las 10:12, Ann (<ann@a.example>)\n"
	  "escribió:", STRONG, 2 },
	{ __LINE__, "Il giorno lun 3 mag 2021 alle ore 10:12 Ann <\n"
	  "ann@a.example> ha scritto:", STRONG, 2 },
	{ __LINE__, "Em seg., 3 de mai. de 2021 às 10:12, Ann "
	  "<ann@a.example> escreveu:", STRONG, 1 },
	{ __LINE__, "Op ma 3 mei 2021 om 10:12 schreef Ann <ann@a.example>:",
	  STRONG, 1 },
	{ __LINE__, "Op 3 mei 2021 om 10:12 heeft Ann <ann@a.example> het "
	  "volgende geschreven:", STRONG, 1 },
	{ __LINE__, "Den mån 3 maj 2021 kl 10:12 skrev Ann <ann@a.example>:",
	  STRONG, 1 },
	{ __LINE__, "Den man. 3. maj 2021 kl. 10.12 skrev Ann "
	  "<ann@a.example>:", STRONG, 1 },
	{ __LINE__, "ma 3. toukok. 2021 klo 10.12 Ann (ann@a.example) "
	  "kirjoitti:", STRONG, 1 },
	{ __LINE__, "pon., 3 maj 2021 o 10:12 Ann <ann@a.example> "
	  "napisał(a):", STRONG, 1 },
	{ __LINE__, "пн, 3 мая 2021 г. в 10:12, Анна <ann@a.example>:",
	  STRONG, 1 },
	{ __LINE__, "3 мая 2021 г., в 10:12, Анна <ann@a.example> "
	  "написал(а):", STRONG, 1 },
	{ __LINE__, "пн, 3 трав. 2021 р. о 10:12 Ганна <ann@a.example> пише:",
	  STRONG, 1 },
	{ __LINE__, "Στις Δευ, 3 Μαΐ 2021 στις 10:12 π.μ., ο/η Άννα\n"
	  "<ann@a.example> έγραψε:", STRONG, 2 },
	{ __LINE__, "Στις 3/5/2021 10:12 π.μ., ο Νίκος έγραψε:", STRONG, 1 },
	{ __LINE__, "\u202bבתאריך יום ב׳, 3 במאי 2021 ב-10:12 מאת "
	  "\u202aדנה\u202c\u200f <\u202aann@a.example\u202c\u200f>:\u202c", STRONG, 1 },
	{ __LINE__, "ב-3 במאי 2021, בשעה 10:12, דנה <ann@a.example> כתב/ה:",
	  STRONG, 1 },
	{ __LINE__, "Kasutaja Ann (<ann@a.example>) kirjutas kuupäeval E, 3. "
	  "mai 2021 kell\n10:12:", STRONG, 2 },
	{ __LINE__, "Ann kirjutas 3.05.2021 kell 10:12:", WEAK, 1 },
	{ __LINE__, "3.05.2021 10:12 Ann kirjutas:", STRONG, 1 },
	{ __LINE__, "po 3. 5. 2021 v 10:12 odesílatel Ann <ann@a.example> "
	  "napsal:", STRONG, 1 },
	{ __LINE__, "Ann <ann@a.example> ezt írta (időpont: 2021. máj. 3., "
	  "H, 10:12):", STRONG, 1 },
	{ __LINE__, "Ann <ann@a.example>, 3 May 2021 Pzt, 10:12 tarihinde "
	  "şunu yazdı:", STRONG, 1 },
	{ __LINE__, "Ann <ann@a.example> 于2021年5月3日周一 10:12写道：",
	  STRONG, 1 },
	{ __LINE__, "2021年5月3日(月) 10:12 Ann <ann@a.example>:", STRONG, 1 },
	{ __LINE__, "2021년 5월 3일 (월) 오전 10:12, Ann <ann@a.example>님이 "
	  "작성:", STRONG, 1 },

	{ __LINE__, "בתאריך 3 במאי 2021, בשעה 10:12, מאת דנה:", STRONG, 1 },
	{ __LINE__, ">>> Ann <ann@a.example> 5/3/21 10:12AM >>>", STRONG, 1 },
	{ __LINE__, ">>> Ann 5/3/21 10:12AM >>>", WEAK, 1 },
	{ __LINE__, "---- Ann wrote ----", WEAK, 1 },
	{ __LINE__, "---- On Mon, 03 May 2021 10:12:13 +0530 Ann "
	  "<ann@a.example> wrote ----", STRONG, 1 },
	{ __LINE__, "-- Ann wrote it --", WEAK, 1 },
	{ __LINE__, "-------------", NONE, 0 },
	{ __LINE__, "Quoting Ann <ann@a.example>:", STRONG, 1 },
	{ __LINE__, "Zitat von Ann <ann@a.example>:", STRONG, 1 },

	{ __LINE__, "On Mon, 3 May 2021 at 10:12, Ann<ann@a.example> wrote:   "
	  "Hello there", STRONG, 1 },
	{ __LINE__, "On Monday ann@a.example wrote: it works", NONE, 0 },

	/* Told by a person: only with marked lines below. */
	{ __LINE__, "Ann wrote:", WEAK, 1 },
	{ __LINE__, "On 3 May 2021 Ann wrote:", WEAK, 1 },
	{ __LINE__, "On 3 May 2021 at 10:12 I wrote:", WEAK, 1 },
	{ __LINE__, "Here is the mail of 3 May 2021 10:12 from Bob "
	  "<bob@b.example>:", WEAK, 1 },

	/* Not even that. */
	{ __LINE__, "I wrote to you on Monday.", NONE, 0 },
	{ __LINE__, "On Monday I tried these steps:", NONE, 0 },
	{ __LINE__, "The order of 3 May 2021 10:12 has these faults:",
	  NONE, 0 },
	{ __LINE__, "Mail me at ann@a.example", NONE, 0 },
	{ __LINE__, "See https://a.example/on-date-ann-wrote", NONE, 0 },
	{ __LINE__, "On my host I run:", NONE, 0 },
	{ __LINE__, "", NONE, 0 },

	/* What stands above does not belong to it. */
	{ __LINE__, "Thanks\nOn Mon, May 3, 2021 at 10:12 AM Ann\n"
	  "<ann@a.example> wrote:", NONE, 0 },
	{ __LINE__, "One question I had: when I run...\n\n"
	  "On May 3, 2021, at 10:12 AM, Ann wrote:", NONE, 0 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct lines lines =
			lines_of(arena, cases[i].text, strlen(cases[i].text));
		struct attribution got = { .trust = ATTRIBUTION_NONE };

		if (lines.count > 0)
			got = attribution_at(arena, &lines, 0);
		if (got.trust != cases[i].trust ||
		    got.lines != cases[i].lines)
			fail_msg("line %d: trust %d, %zu lines",
				 cases[i].line, (int)got.trust, got.lines);
	}
}

/* The limits of one line that was broken. */
static void test_limits(void **state)
{
	ARENA(arena);
	const char *head = "On Mon, May 3, 2021 at 10:12 AM";
	const char *four = arena_printf(arena, "%s\nAnn\n<ann@a.example>\n"
					       "wrote:", head);
	const char *five = arena_printf(arena, "%s\nAnn\nSmith\n"
					"of the\nSouth wrote:", head);
	const char *apart = arena_printf(arena, "%s\n\n<ann@a.example> "
						"wrote:", head);
	struct lines lines = lines_of(arena, four, strlen(four));

	(void)state;
	assert_int_equal(attribution_at(arena, &lines, 0).lines, 4);
	lines = lines_of(arena, five, strlen(five));
	assert_int_equal(attribution_at(arena, &lines, 0).lines, 0);
	lines = lines_of(arena, apart, strlen(apart));
	assert_int_equal(attribution_at(arena, &lines, 0).lines, 0);
}

static void test_within(void **state)
{
	ARENA(arena);
	const char *text = "Yes. On Mon, May 3, 2021 at 10:12 AM "
			   "ann@a.example wrote:\n> Hi";
	const char *none = "Yes. On Mondays ann@a.example wrote:\n> Hi";
	struct lines lines = lines_of(arena, text, strlen(text));

	(void)state;
	assert_int_equal(attribution_within(arena, &lines, 0), 5);
	assert_int_equal(attribution_within(arena, &lines, 1), 0);
	lines = lines_of(arena, none, strlen(none));
	assert_int_equal(attribution_within(arena, &lines, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_within),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
