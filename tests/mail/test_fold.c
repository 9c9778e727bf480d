/* test_fold.c - replies of many clients in many languages, read into parts. */

#include "mail/fold.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct mailbox sender = { "Ann Smith", "ann@a.example" };

static struct message message_of(const char *text)
{
	return (struct message){
		.from = { &sender, 1, 1 },
		.text = text,
		.text_size = strlen(text),
	};
}

/* Every line of the text with the letter of its part before it:
 * v(isible), q(uote), s(ignature), h(eader), d(isclaimer). */
static char *letters_of(struct arena *arena, const char *text,
			const struct fold *fold)
{
	struct buffer out = { .arena = arena };
	size_t at = 0;

	for (size_t i = 0; i < fold->count; i++) {
		const struct fold_part *part = &fold->parts[i];

		assert_int_equal(part->start, at);
		assert_true(part->end > part->start);
		at = part->end;
		for (size_t k = part->start; k < part->end; k++)
			if (text[k] == '\n' || k + 1 == part->end)
				buffer_char(&out, fold_word(part->kind)[0]);
	}
	assert_int_equal(at, strlen(text));
	return buffer_string(&out);
}

/* One letter a line of the text, blank lines included. */
static const struct {
	int line;
	const char *text;
	const char *want;
} cases[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "\n\n", "vv" },
	{ __LINE__, "Hello", "v" },
	{ __LINE__, "Hello\n\nthere\n", "vvv" },

	/* Marks and the line above them. */
	{ __LINE__, "Yes.\n\nOn Mon, May 3, 2021 at 10:12 AM Bob "
	  "<bob@b.example> wrote:\n\n> Does it?\n>\n> Bob\n", "vhhqqqq" },
	{ __LINE__, "On 3 May 2021, at 10:12, Bob wrote:\n> Does it?\n"
	  "Yes.\n> And this?\n\nThat too.\n", "hqvqqv" },
	{ __LINE__, "Bob wrote:\n> Does it?\n\nYes.\n", "hqqv" },
	{ __LINE__, "Bob wrote:\nthat it does.\n\nIt does not.\n", "vvvv" },
	{ __LINE__, "Yes. On Mon, May 3, 2021 at 10:12 AM bob@b.example "
	  "wrote:\n> Does it?\n", "vhq" },
	{ __LINE__, "> Only marks\n> and nothing else\n", "vv" },
	{ __LINE__, "Look:\n>>> here is an ornament <<<\nnice\n", "vvv" },
	{ __LINE__, "Fine.\n\nBob wrote:\n| Does it?\n| Bob\n", "vhhqq" },
	{ __LINE__, "A list:\n| one\n| two\n", "vvv" },
	{ __LINE__, "Fine.\n\nBS> Does it?\nBS> Or not?\n\nIt does.\n",
	  "vqqqqv" },

	/* No marks: all below is quoted. */
	{ __LINE__, "Yes.\n\nOn Mon, May 3, 2021 at 10:12 AM Bob "
	  "<bob@b.example> wrote:\n\nDoes it?\n\nBob\n", "vhhqqqq" },
	{ __LINE__, "On Mon, May 3, 2021 at 10:12 AM Bob <bob@b.example> "
	  "wrote:\n\nIt works for me.\n", "hhv" },
	{ __LINE__, "Ja.\n\nAm 03.05.2021 um 10:12 schrieb Bob:\n\nGeht es?\n",
	  "vhhqq" },
	{ __LINE__, "Ναι.\n\nΣτις Δευ, 3 Μαΐ 2021 στις 10:12 π.μ., ο/η Νίκος "
	  "<bob@b.example> έγραψε:\n\n> Λειτουργεί;\n", "vhhqq" },
	{ __LINE__, "כן.\n\nבתאריך יום ב׳, 3 במאי 2021 ב-10:12 מאת דן "
	  "<bob@b.example>:\n\n> זה עובד?\n", "vhhqq" },
	{ __LINE__, "Jah.\n\nKasutaja Bob (<bob@b.example>) kirjutas kuupäeval "
	  "E, 3. mai 2021 kell 10:12:\n\n> Kas töötab?\n", "vhhqq" },

	/* Header blocks. */
	{ __LINE__, "Yes.\n\n-----Original Message-----\nFrom: Bob "
	  "<bob@b.example>\nSent: Monday, May 3, 2021 10:12 AM\nTo: Ann\n"
	  "Subject: Does it?\n\nDoes it?\n", "vhhhhhhqq" },
	{ __LINE__, "Ja.\n\nVon: Bob <bob@b.example>\nGesendet: Montag, 3. "
	  "Mai 2021 10:12\nAn: Ann\nBetreff: Geht es?\n\nGeht es?\n",
	  "vhhhhhqq" },
	{ __LINE__, "Ναι.\n\nΑπό: Νίκος <bob@b.example>\nΣτάλθηκε: Δευτέρα, 3 "
	  "Μαΐου 2021 10:12\nΠρος: Άννα\nΘέμα: Λειτουργεί;\n\nΛειτουργεί;\n",
	  "vhhhhhqq" },
	{ __LINE__, "כן.\n\nמאת: דן <bob@b.example>\nנשלח: יום שני 3 מאי 2021 "
	  "10:12\nאל: ענת\nנושא: שאלה\n\nזה עובד?\n", "vhhhhhqq" },
	{ __LINE__, "Jah.\n\nSaatja: Bob <bob@b.example>\nSaadetud: "
	  "esmaspäev, 3. mai 2021 10:12\nAdressaat: Ann\nTeema: Kas?\n\n"
	  "Kas töötab?\n", "vhhhhhqq" },
	{ __LINE__, "Yes, below.\n\n-----Original Message-----\nFrom: Bob "
	  "<bob@b.example>\nTo: Ann\nSubject: Does it?\n\n> Does it?\n\n"
	  "It does.\n> And this?\n\nThis too.\n", "vhhhhhqqqvqqv" },

	/* Signatures. */
	{ __LINE__, "It works.\n\n-- \nAnn Smith\nA Inc.\n", "vssss" },
	{ __LINE__, "It works.\n--\nAnn\n", "vss" },
	{ __LINE__, "It -- this thing -- works.\n", "v" },
	{ __LINE__, "Points:\n----\n1. faster\n2. smaller\n\n"
	  "The line is an ornament.\n", "vvvvvv" },
	{ __LINE__, "It works.\n\nSent from my iPhone\n", "vss" },
	{ __LINE__, "Working.\n\nSent from my desk, is much easier than my "
	  "phone.\n", "vvv" },
	{ __LINE__, "Geht.\n\nVon meinem iPhone gesendet\n", "vss" },
	{ __LINE__, "Ça marche.\n\nEnvoyé de mon iPhone\n", "vss" },
	{ __LINE__, "Λειτουργεί.\n\nΣτάλθηκε από το iPhone μου\n", "vss" },
	{ __LINE__, "עובד.\n\nנשלח מה-iPhone שלי\n", "vss" },
	{ __LINE__, "Töötab.\n\nSaadetud minu iPhone'ist\n", "vss" },
	{ __LINE__, "It works.\n\nRegards,\nAnn\n", "vsss" },
	{ __LINE__, "It works.\n\nKind regards\n\nAnn Smith\nA Inc.\n"
	  "Tel. +44 20 7946 0123\n", "vssssss" },
	{ __LINE__, "Es geht.\n\nMit freundlichen Grüßen\nAnn Smith\n",
	  "vsss" },
	{ __LINE__, "Λειτουργεί.\n\nΜε εκτίμηση,\nΆννα Νικολάου\n", "vsss" },
	{ __LINE__, "זה עובד.\n\nבברכה,\nענת כהן\n", "vsss" },
	{ __LINE__, "See töötab.\n\nLugupidamisega\nAnne Tamm\n", "vsss" },
	{ __LINE__, "It works.\n\nAnn\n", "vss" },
	{ __LINE__, "Which town?\n\nLondon\n", "vvv" },
	{ __LINE__, "Thanks,\nAnn\n", "vv" },
	{ __LINE__, "It works.\n\nThanks!\n", "vvv" },
	{ __LINE__, "Thanks\nmy order is number 12345 and it is late.\n",
	  "vv" },
	{ __LINE__, "-- \nAnn\n", "vv" },

	/* Notices. */
	{ __LINE__, "It works.\n\nThis email and any attachments are "
	  "confidential and intended solely for the addressee. If you "
	  "received this in error, notify the sender.\n", "vdd" },
	{ __LINE__, "My file is confidential, can you delete it?\n", "v" },
	{ __LINE__, "It works.\n\n----------------------------------\n"
	  "To unsubscribe, e-mail: dev-off@a.example\n"
	  "For additional commands, e-mail: dev-help@a.example\n", "vdddd" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct message message = message_of(cases[i].text);
		const struct fold fold = fold_text(arena, &message, NULL);
		char *got = letters_of(arena, cases[i].text, &fold);

		if (strcmp(got, cases[i].want) != 0)
			print_error("line %d: got %s, want %s\n",
				    cases[i].line, got, cases[i].want);
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct message message = message_of(cases[i].text);
		const struct fold fold = fold_text(arena, &message, NULL);

		assert_string_equal(letters_of(arena, cases[i].text, &fold),
				    cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
