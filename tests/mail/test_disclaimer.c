/* test_disclaimer.c - notices in many languages, and people who write of
 * secrets. */

#include "mail/disclaimer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* After the line "It works." and an empty one; `first` is the line where the
 * notice starts, 0 if there is none. */
static const struct {
	int line;
	const char *text;
	size_t first;
} cases[] = {
	{ __LINE__, "The information in this email is confidential and "
	  "intended solely for the addressee.", 2 },
	{ __LINE__, "Diese E-Mail enthält vertrauliche und rechtlich "
	  "geschützte Informationen. Wenn Sie nicht der richtige Adressat "
	  "sind, informieren Sie bitte den Absender.", 2 },
	{ __LINE__, "Ce message et toutes les pièces jointes sont "
	  "confidentiels et établis à l'intention exclusive de ses "
	  "destinataires.", 2 },
	{ __LINE__, "Το παρόν μήνυμα περιέχει εμπιστευτικές πληροφορίες. Αν "
	  "το λάβατε εκ παραδρομής, ενημερώστε τον αποστολέα.", 2 },
	{ __LINE__, "הודעה זו מכילה מידע סודי והיא מיועדת לנמען בלבד. אם "
	  "קיבלת אותה בטעות, אנא מחק אותה והודע לשולח.", 2 },
	{ __LINE__, "See e-kiri on konfidentsiaalne ja mõeldud ainult "
	  "adressaadile. Kui saite kirja ekslikult, teatage sellest "
	  "saatjale.", 2 },
	{ __LINE__, "Questo messaggio contiene informazioni riservate ed è "
	  "diretto al solo destinatario; se ricevuto per errore va "
	  "cancellato.", 2 },
	{ __LINE__, "Данное сообщение содержит конфиденциальную информацию. "
	  "Если вы не являетесь адресатом, удалите его.", 2 },
	{ __LINE__, "*****************\nThis message is confidential. Any "
	  "disclosure by others than the intended recipient is strictly "
	  "prohibited.\n*****************", 2 },
	{ __LINE__, "Please consider the environment before printing.", 2 },
	{ __LINE__, "____________________________\nAnts mailing list\n"
	  "ants@a.example", 2 },
	{ __LINE__, "-----------------------------\nTo unsubscribe, e-mail: "
	  "x@a.example", 2 },

	/* Two notices, and a frame between them. */
	{ __LINE__, "This email is confidential and privileged, intended only "
	  "for the person named above in its header.\n\n-------------\n\n"
	  "Scanned by Example Guard", 2 },

	/* People. */
	{ __LINE__, "Please keep this confidential.", 0 },
	{ __LINE__, "I sent this email in error, this message was not intended "
	  "for you, sorry.", 0 },
	{ __LINE__, "I have received this message in error: please notify the "
	  "sender that any attachments are missing from it.", 0 },
	{ __LINE__, "Ants mailing list is the one I mean", 0 },
	{ __LINE__, "-----\nThe line above is mine", 0 },
	{ __LINE__, "How do I unsubscribe?", 0 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		char *text = arena_printf(arena, "It works.\n\n%s\n",
					  cases[i].text);
		const struct lines lines = lines_of(arena, text, strlen(text));
		size_t got = disclaimer_find(arena, &lines, 0, lines.count);

		/* Blank lines above may go with it. */
		if (got < lines.count)
			got = lines_next(&lines, got);
		if (got != (cases[i].first == 0 ? lines.count :
						  cases[i].first))
			fail_msg("line %d: got %zu of %zu", cases[i].line, got,
				 lines.count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
