/* test_headerblock.c - headers of earlier mails, by client and language. */

#include "mail/headerblock.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What is found, in short: "INTRO first-fields-next language F=..|D=..". */
static const char *shown(struct arena *arena, const char *text)
{
	static const char letters[] = "FDTCS";
	static const char intros[] = "-fo";
	struct lines lines = lines_of(arena, text, strlen(text));
	struct buffer out = { .arena = arena };
	struct headerblock block;

	if (!headerblock_next(arena, &lines, 0, &block))
		return "none";
	buffer_printf(&out, "%c%zu-%zu-%zu %s", intros[block.intro],
		      block.first, block.fields, block.next,
		      block.language == NULL ? "?" : block.language);
	for (int f = 0; f < HEADERBLOCK_OTHER; f++)
		if (block.values[f] != NULL)
			buffer_printf(&out, "|%c=%s", letters[f],
				      block.values[f]);
	return buffer_string(&out);
}

#define ALL "|F=Ann <a@x.test>|D=1 May|T=Bob|S=Hi"

static const struct {
	int line;
	const char *text;
	const char *want;
} cases[] = {
	/* With a line above: Gmail, Thunderbird, Apple, Outlook. */
	{ __LINE__, "Look!\n\n---------- Forwarded message ---------\n"
	  "From: Ann <a@x.test>\nDate: 1 May\nSubject: Hi\nTo: Bob\n\nBody\n",
	  "f2-3-7 en" ALL },
	{ __LINE__, "-------- Weitergeleitete Nachricht --------\n"
	  "Betreff: \tHi\nDatum: \t1 May\nVon: \tAnn <a@x.test>\nAn: \tBob\n",
	  "f0-1-5 de" ALL },
	{ __LINE__, "> Begin forwarded message:\n> \n> From: Ann <a@x.test>\n"
	  "> Subject: Hi\n> Date: 1 May\n> To: Bob\n> \n> Body\n",
	  "f0-2-6 en" ALL },
	{ __LINE__, "Début du message réexpédié :\n\n> De : Ann <a@x.test>\n"
	  "> Objet : Hi\n> Date : 1 May\n> À : Bob\n",
	  "f0-2-6 fr" ALL },
	{ __LINE__, "-----Original Message-----\nFrom: Ann <a@x.test>\n"
	  "Sent: 1 May\nTo: Bob\nSubject: Hi\nBody",
	  "o0-1-5 en" ALL },
	{ __LINE__, "\xe2\x80\x90\xe2\x80\x90\xe2\x80\x90 Original Message "
	  "\xe2\x80\x90\xe2\x80\x90\xe2\x80\x90\nFrom: Ann <a@x.test>\n"
	  "Date: 1 May\nSubject: Hi\nTo: Bob", "o0-1-5 en" ALL },
	{ __LINE__, "-------- Välitetty viesti / Fwd.Msg --------\n"
	  "Aihe: Hi\nPäiväys: 1 May\nLähettäjä: Ann <a@x.test>\n"
	  "Vastaanottaja: Bob\n", "f0-1-5 fi" ALL },
	/* Words we do not know between dashes. */
	{ __LINE__, "-------- Zzz zzzz --------\nFrom: Ann <a@x.test>\n"
	  "Subject: Hi\n\n", "-0-1-3 en|F=Ann <a@x.test>|S=Hi" },
	/* A label we do not know, but an address behind it. */
	{ __LINE__, "---- Forwarded message ----\nZzz: Ann <a@x.test>\n"
	  "Date: 1 May\nSubject: Hi\nTo: Bob\n", "f0-1-5 en" ALL },
	/* Zoho, mutt. */
	{ __LINE__, "==== Forwarded message ====\nFrom : Ann <a@x.test>\n"
	  "To : Bob\nDate : 1 May\nSubject : Hi\n"
	  "==== Forwarded message ====\n\nBody", "f0-1-6 en" ALL },
	{ __LINE__, "----- Forwarded message from Ann <a@x.test> -----\n\n"
	  "Date: 1 May\nFrom: Ann <a@x.test>\nTo: Bob\nSubject: Hi\n",
	  "f0-2-6 en" ALL },

	/* Greek, Hebrew with bidi marks, Estonian, Japanese. */
	{ __LINE__, "-------- Προωθημένο μήνυμα --------\nΘέμα: Hi\n"
	  "Ημερομηνία: 1 May\nΑπό: Ann <a@x.test>\nΠρος: Bob\n",
	  "f0-1-5 el" ALL },
	{ __LINE__, "---------- הודעה שהועברה ---------\n"
	  "\xe2\x80\x8fמאת: Ann <a@x.test>\nתאריך: 1 May\nנושא: Hi\nאל: Bob\n",
	  "f0-1-5 he" ALL },
	{ __LINE__, "Saatja: Ann <a@x.test>\nSaadetud: 1 May\nAdressaat: Bob\n"
	  "Teema: Hi\n\nTere", "-0-0-4 et" ALL },
	{ __LINE__, "差出人： Ann <a@x.test>\n送信日時： 1 May\n宛先： Bob\n"
	  "件名： Hi\n", "-0-0-4 ja" ALL },

	/* Without one: Outlook, bold, in paragraphs, with a rule. */
	{ __LINE__, "a\nFrom: Ann <a@x.test>\nSent: 1 May\nTo: Bob\n"
	  "Subject: Hi\nBody\n", "-1-1-5 en" ALL },
	{ __LINE__, "*From:* Ann <a@x.test>\n*Sent:* 1 May\n*To:* Bob\n"
	  "*Subject:* Hi\n", "-0-0-4 en" ALL },
	{ __LINE__, "*Von: *Ann <a@x.test>\n\n*Gesendet: *1 May\n\n*An: *Bob"
	  "\n\n*Betreff: *Hi\n\nText", "-0-0-7 de" ALL },
	{ __LINE__, "________________________________\nFrom: Ann <a@x.test>\n"
	  "Sent: 1 May\nTo: Bob\nSubject: Hi\n", "-0-1-5 en" ALL },
	{ __LINE__, "From:\nAnn <a@x.test>\nSent:\n1 May\nTo:\nBob\nSubject:\n"
	  "Hi\nBody\n", "-0-0-8 en" ALL },
	{ __LINE__, "From: Ann <a@x.test>\nSent: 1 May\nTo: Bob\n"
	  "Importance: High\nSubject: Hi\nAttachments: a.pdf\n\n",
	  "-0-0-6 en" ALL },

	/* Wrapped lists. */
	{ __LINE__, "From: Ann <a@x.test>\nSent: 1 May\nTo: Bob; Carl;\n"
	  "Dora\nSubject: Hi\n",
	  "-0-0-5 en|F=Ann <a@x.test>|D=1 May|T=Bob; Carl; Dora|S=Hi" },
	{ __LINE__, "From: Ann <a@x.test>\nSubject: Hi\nDate: 1 May\n"
	  "To: Bob,\n  Carl\n\nBody",
	  "-0-0-5 en|F=Ann <a@x.test>|D=1 May|T=Bob, Carl|S=Hi" },

	/* One line: Yahoo. */
	{ __LINE__, "  ----- Forwarded Message ----- From: Ann <a@x.test>"
	  "To: BobSent: 1 MaySubject: Hi\nBody", "f0-0-1 en" ALL },
	{ __LINE__, "----- Přeposlaná zpráva ----- Od: Ann <a@x.test>Komu: Bob"
	  "Datum: 10:20 SEČPředmět: Re: Hi\nBody",
	  "f0-0-1 pl|F=Ann <a@x.test>|D=10:20 SEČ|T=Bob|S=Re: Hi" },

	/* Without labels: Notes. */
	{ __LINE__, "FYI\n------- Forwarded by Carl/ORG on 01/08/2001 11:10 \n"
	  "AM --------\n\n\nAnn\n01/08/2001 10:40 AM\nTo: Bob\ncc:  \n\n"
	  "Subject: Hi\n\nBody",
	  "f1-5-11 en|F=Ann|D=01/08/2001 10:40 AM|T=Bob|C=|S=Hi" },
	{ __LINE__, "\"Ann\" <a@x.test> on 09/14/2000 10:50:27 AM\nTo: Bob\n"
	  "cc: Dora\nSubject: Hi\n",
	  "-0-0-4 en|F=\"Ann\" <a@x.test>|D=09/14/2000 10:50:27 AM|T=Bob|"
	  "C=Dora|S=Hi" },

	/* No header. */
	{ __LINE__, "", "none" },
	{ __LINE__, "From: Rome\nTo: Paris\nDate: 1 May\n", "none" },
	{ __LINE__, "Subject: Hi\nTo: Bob\n", "none" },
	{ __LINE__, "From: Ann <a@x.test>\nDate: 1 May\n", "none" },
	{ __LINE__, "---- Forwarded message ----\nHello\n", "none" },
	{ __LINE__, "The date: 1 May\nand to: whom\nfrom: here\n", "none" },
	{ __LINE__, "Dear Ann:\nplease note: nothing\n", "none" },
	/* Quoted deeper or less: not one block. */
	{ __LINE__, "> From: Ann <a@x.test>\nSent: 1 May\n>> Subject: Hi\n",
	  "none" },
};

static void test_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *got = shown(arena, cases[i].text);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d:\n got %s\nwant %s",
				 cases[i].line, got, cases[i].want);
	}
}

/* The limits: 120 lines of a block, and 60 of a field. */
static void test_limits(void **state)
{
	for (size_t more = 0; more < 2; more++) {
		ARENA(arena);
		struct buffer text = { .arena = arena };
		struct headerblock block;
		struct lines lines;

		buffer_text(&text, "From: Ann <a@x.test>\nSent: 1 May\nTo: a\n");
		for (size_t i = 0; i < 59 + more; i++)
			buffer_text(&text, "b\n");
		buffer_text(&text, "Subject: Hi\n");
		lines = lines_of(arena, buffer_string(&text), text.size);
		assert_true(headerblock_at(arena, &lines, 0, &block));
		assert_int_equal(block.next, more == 0 ? 63 : 3);
	}
	(void)state;
}

static void test_intro(void **state)
{
	static const char text[] = "---- Original message ----\n"
		"Begin forwarded message:\nHello\n---- Forwarded message ---- "
		"From: a\n\n";
	ARENA(arena);
	struct lines lines = lines_of(arena, text, strlen(text));

	(void)state;
	assert_int_equal(headerblock_intro_at(arena, &lines, 0),
			 HEADERBLOCK_ORIGINAL);
	assert_int_equal(headerblock_intro_at(arena, &lines, 1),
			 HEADERBLOCK_FORWARDED);
	for (size_t i = 2; i < 5; i++)
		assert_int_equal(headerblock_intro_at(arena, &lines, i),
				 HEADERBLOCK_BARE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_intro),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
