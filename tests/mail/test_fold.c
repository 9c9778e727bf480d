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

	{ __LINE__, "No.\n\n------- Original Message -------\nOn Monday, May "
	  "3rd, 2021 at 10:12 AM, Bob <bob@b.example> wrote:\n\n> Does it?\n"
	  "\nNot at all.\n", "vhhhqqqv" },
	{ __LINE__, "No.\n\n  On Mon, 3 May 2021 at 10:12, "
	  "Bob<bob@b.example> wrote:   Does it?\nBob\n", "vhhq" },

	/* What help desks ask for. */
	{ __LINE__, "Yes.\n\n## Please reply above this line ##\n\n"
	  "Does it?\n", "vhhqq" },
	{ __LINE__, "## Please reply above this line ##\n\nYes.\n", "hhv" },
	{ __LINE__, "I could not reply above this line.\nWhy?\n", "vv" },
	{ __LINE__, "Ja.\n\n-- Bitte antworten Sie oberhalb dieser Zeile --\n"
	  "Geht es?\n", "vhhq" },
	{ __LINE__, "כן.\n\n--- נא להשיב מעל שורה זו ---\nזה עובד?\n",
	  "vhhq" },

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

	/* Forwarded: shown where nothing else is said. */
	{ __LINE__, "FYI\n\n---------- Forwarded message ---------\nFrom: Bob "
	  "<bob@b.example>\nDate: Mon, May 3, 2021 at 10:12 AM\nSubject: It\n"
	  "To: <ann@a.example>\n\nIt is broken.\n", "vvvvvvvvv" },
	{ __LINE__, "---------- Forwarded message ---------\nFrom: Bob "
	  "<bob@b.example>\nDate: Mon, May 3, 2021 at 10:12 AM\nSubject: It\n"
	  "To: <ann@a.example>\n\nIt is broken.\n", "vvvvvvv" },
	{ __LINE__, "Can you help our customer?\n\n---------- Forwarded "
	  "message ---------\nFrom: Bob <bob@b.example>\nDate: Mon, May 3, "
	  "2021 at 10:12 AM\nSubject: It\nTo: <ann@a.example>\n\n"
	  "It is broken.\n", "vhhhhhhqq" },

	/* Signatures. */
	{ __LINE__, "It works.\n\n-- \nAnn Smith\nA Inc.\n", "vssss" },
	{ __LINE__, "It works.\n--\nAnn\n", "vss" },
	{ __LINE__, "It -- this thing -- works.\n", "v" },
	{ __LINE__, "Points:\n----\n1. faster\n2. smaller\n\n"
	  "The line is an ornament.\n", "vvvvvv" },
	{ __LINE__, "It works.\n\nSent from my iPhone\n", "vss" },
	{ __LINE__, "Working.\n\nSent from my desk, is much easier than my "
	  "phone.\n", "vvv" },
	{ __LINE__, "It works.\n\nSent from Surface\n", "vss" },
	{ __LINE__, "The parcel is lost.\n\nSent by DHL on Monday\n", "vvv" },
	{ __LINE__, "Hilfe!\n\nVon meinem Konto fehlt Geld\n", "vvv" },
	{ __LINE__, "Kus see on?\n\nSaadetud kiri ei jõudnud kohale\n",
	  "vvv" },
	{ __LINE__, "It works.\n\nSent from my Android device with K-9 Mail. "
	  "Please excuse my brevity.\n", "vss" },
	{ __LINE__, "Fonctionne.\n\nTélécharger Outlook pour iOS\n", "vss" },
	{ __LINE__, "Funciona.\n\nEnviado desde mi iPhone\n", "vss" },
	{ __LINE__, "Funziona.\n\nInviato da iPhone\n", "vss" },
	{ __LINE__, "Het werkt.\n\nVerstuurd vanaf mijn iPad\n", "vss" },
	{ __LINE__, "Det fungerar.\n\nSkickat från min iPhone\n", "vss" },
	{ __LINE__, "Toimii.\n\nLähetetty iPhonesta\n", "vss" },
	{ __LINE__, "Działa.\n\nWysłane z mojego iPhone'a\n", "vss" },
	{ __LINE__, "Работает.\n\nОтправлено с iPhone\n", "vss" },
	{ __LINE__, "可以了。\n\n发自我的iPhone\n", "vss" },
	{ __LINE__, "動きました。\n\niPhoneから送信\n", "vss" },
	{ __LINE__, "The parcel:\n\nSent from the shop in London on Monday by "
	  "car\n", "vvv" },
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
	{ __LINE__, "It works.\n\nMit freundlichen Grüßen\n\ni.A. Ann "
	  "Smith\n\nA GmbH & Co. KG\nTel.: +49 30 1234567\nGeschäftsführer: "
	  "Bob Smith, Amtsgericht Astadt\n", "vssssssss" },
	{ __LINE__, "It works.\n\nBest regards,\n[Your Name]\n", "vsss" },
	{ __LINE__, "It works.\n\nAnn\n", "vss" },
	{ __LINE__, "Which town?\n\nLondon\n", "vvv" },
	{ __LINE__, "Thanks,\nAnn\n", "vv" },
	{ __LINE__, "It works.\n\nThanks!\n", "vvv" },
	{ __LINE__, "Thanks\nmy order is number 12345 and it is late.\n",
	  "vv" },
	{ __LINE__, "-- \nAnn\n", "vv" },
	{ __LINE__, "It works, many thanks.\n\n-Ann\n", "vss" },
	{ __LINE__, "Things to buy:\n\n- bread\n", "vvv" },
	/* Asked for, and not a signature. */
	{ __LINE__, "Hi Bob,\n\nAnn Smith\n12 High Street\nLondon\n",
	  "vvvvv" },
	{ __LINE__, "It is broken again, please call me.\n\nAnn\n\nMy number "
	  "is 0171 1234567\n", "vvvvv" },
	{ __LINE__, "It is broken again, please call me.\n\nAnn\n0171 1234567 "
	  "work\n", "vsss" },
	{ __LINE__, "It is broken again.\n\nThanks\nAnn\n\n"
	  "Order Number: 12345\n", "vvvvvv" },
	{ __LINE__, "It works.\n\nThanks for the new file\nAnn\n", "vvvv" },

	/* Notices. */
	{ __LINE__, "It works.\n\nThis email and any attachments are "
	  "confidential and intended solely for the addressee. If you "
	  "received this in error, notify the sender.\n", "vdd" },
	{ __LINE__, "My file is confidential, can you delete it?\n", "v" },
	{ __LINE__, "I received this email in error, please notify the sender "
	  "that this message is not for me.\n", "v" },
	{ __LINE__, "It works.\n\n_________________________\nAnts mailing "
	  "list\nants@lists.a.example\n", "vdddd" },
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
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
}

/* A mail as HTML gave it: the text, and one mark. */
static const struct {
	int line;
	const char *text;
	enum mark_kind kind;
	const char *source;
	const char *from, *to;	/* the mark goes from .. to the end of .. */
	const char *want;
} marked[] = {
	{ __LINE__, "Yes.\n\nBob wrote\n\nDoes it?\n\nAnd this?\n",
	  MARK_QUOTE, "gmail", "Does", "this?", "vvvqqqq" },
	{ __LINE__, "Yes.\n\nDoes it?\n\nThat too.\n", MARK_QUOTE, "gmail",
	  "Does", "it?", "vqqqv" },
	{ __LINE__, "Yes.\n\nDoes it?\n", MARK_QUOTE, "blockquote", "Does",
	  "it?", "vqq" },
	{ __LINE__, "A poem:\n\nRoses are red\n\nYou know.\n", MARK_QUOTE,
	  "blockquote", "Roses", "red", "vvvvv" },
	{ __LINE__, "Bob wrote:\n\nDoes it?\n\nYes.\n", MARK_QUOTE,
	  "blockquote", "Does", "it?", "hqqqv" },
	{ __LINE__, "Yes.\n\nAm Montag schrieb uns Bob\n\nGeht es?\n",
	  MARK_HEADER, "thunderbird", "Am", "Bob", "vhhhv" },
	{ __LINE__, "Yes.\n\nthe best of all\nsince 1990\n",
	  MARK_SIGNATURE, "gmail", "the", "1990", "vsss" },
};

static void test_marked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(marked) / sizeof(marked[0]); i++) {
		ARENA(arena);
		const char *text = marked[i].text;
		const char *to = strstr(text, marked[i].to);
		struct mark mark = {
			.kind = marked[i].kind,
			.source = marked[i].source,
			.start = (size_t)(strstr(text, marked[i].from) - text),
			.end = (size_t)(to - text) + strlen(marked[i].to),
		};
		struct message message = message_of(text);
		struct fold fold;
		char *got;

		message.marks = &mark;
		message.mark_count = 1;
		fold = fold_text(arena, &message, NULL);
		got = letters_of(arena, text, &fold);
		if (strcmp(got, marked[i].want) != 0)
			fail_msg("line %d: got %s, want %s", marked[i].line,
				 got, marked[i].want);
	}
}

/* What we sent: the reply quotes it in ways that no mark tells. */
#define SENT								\
	"Dear Ann,\n\n"						\
	"thank you for your mail. Which version of the program do you "	\
	"use, and on\nwhich system does it run?\n\n"			\
	"Please send us the file with the settings as well, without the "\
	"passwords.\n\nThe desk\n"
#define SENT_EL								\
	"Αγαπητή Άννα, ποια έκδοση του προγράμματος χρησιμοποιείτε "	\
	"και σε ποιο σύστημα εκτελείται;"

static const struct {
	int line;
	const char *known;
	const char *text;
	const char *want;
} known_cases[] = {
	/* Whole, without a mark or a line above it. */
	{ __LINE__, SENT, "Version 4.\n\n" SENT, "vqqqqqqqqq" },
	/* Wrapped anew, other marks, an answer inside. */
	{ __LINE__, SENT, "Dear Ann,\nthank you for your mail. Which\nversion "
	  "of the program do you use, and\non which system does it run?\n"
	  "Version 4 on Debian.\nPlease send us the file with the settings "
	  "as\nwell, without the passwords.\nIt is attached.\n",
	  "qqqqvqqv" },
	{ __LINE__, SENT, "| Which version of the program do you use, and\n"
	  "| on which system does it run?\nVersion 4.\n", "qqv" },
	{ __LINE__, SENT_EL, "Την 4.\n\n" SENT_EL "\n", "vqq" },
	/* An answer inside what Outlook quotes without marks. */
	{ __LINE__, SENT, "See below.\n\n-----Original Message-----\n"
	  "From: Desk <desk@b.example>\nSent: Monday, May 3, 2021 10:12 AM\n"
	  "To: Ann\nSubject: Your mail\n\n" SENT "Version 4.\n",
	  "vhhhhhhqqqqqqqqqv" },
	/* Typed under the marks of the quote. */
	{ __LINE__, SENT, "On Mon, May 3, 2021 at 10:12 AM Desk "
	  "<desk@b.example> wrote:\n> Which version of the program do you use, "
	  "and on\n> which system does it run?\n> Version 4.\n>\n> Please send "
	  "us the file with the settings as well,\n> without the passwords.\n"
	  "> Other words at the end.\n", "hqqvqqqq" },
	/* Who writes twice signs twice. */
	{ __LINE__, "It is broken.\n\nKind regards,\nAnn Smith\nA Inc.\n"
	  "Tel. +44 20 7946 0123\n", "Is it mended?\n\nKind regards,\n"
	  "Ann Smith\nA Inc.\nTel. +44 20 7946 0123\n", "vsssss" },
	{ __LINE__, SENT, "Version 4.\n\n" SENT "Kind regards\nAnn\n",
	  "vqqqqqqqqqvv" },
	/* Nothing known in it: all of it is quoted. */
	{ __LINE__, SENT, "See below.\n\n-----Original Message-----\n"
	  "From: Bob <bob@b.example>\nSent: Monday, May 3, 2021 10:12 AM\n"
	  "To: Ann\nSubject: Your mail\n\nOther words.\nVersion 4.\n",
	  "vhhhhhhqqq" },
	/* Too little in common to be more than chance. */
	{ __LINE__, SENT, "Dear Ann,\nthank you for all.\n", "vv" },
	/* One word more on the line is an answer. */
	{ __LINE__, SENT, "Please send us the file with the settings as "
	  "well, without the passwords. No.\n", "v" },
	/* The same mail again is not nothing. */
	{ __LINE__, SENT, SENT, "vvvvvvvv" },
};

static void test_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(known_cases) / sizeof(known_cases[0]);
	     i++) {
		ARENA(arena);
		const char *const texts[] = { "Something else.",
					      known_cases[i].known };
		const struct strings known = { texts, 2 };
		const struct message message =
			message_of(known_cases[i].text);
		const struct fold fold = fold_text(arena, &message, &known);
		char *got = letters_of(arena, known_cases[i].text, &fold);

		if (strcmp(got, known_cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s",
				 known_cases[i].line, got,
				 known_cases[i].want);
	}
}

/* A block of header fields is a quote in a reply, and a paste in a mail that
 * says by its subject that it is none. */
static void test_pasted(void **state)
{
	static const char *const text =
		"I got this mail:\n\nFrom: Bank <x@b.example>\n"
		"Sent: Monday, May 3, 2021 10:12 AM\nTo: Ann\n"
		"Subject: Your account\n\nClick here.\n\nWhat shall I do?\n";
	static const char *const ids[] = { "1@b.example" };
	struct message message = message_of(text);
	ARENA(arena);
	struct fold fold = fold_text(arena, &message, NULL);

	(void)state;
	assert_string_equal(letters_of(arena, text, &fold), "vhhhhhqqqq");
	message.subject = "A strange mail";
	fold = fold_text(arena, &message, NULL);
	assert_string_equal(letters_of(arena, text, &fold), "vvvvvvvvvv");
	message.subject = "Re: A strange mail";
	fold = fold_text(arena, &message, NULL);
	assert_string_equal(letters_of(arena, text, &fold), "vhhhhhqqqq");
	message.subject = "回复：A strange mail";
	fold = fold_text(arena, &message, NULL);
	assert_string_equal(letters_of(arena, text, &fold), "vhhhhhqqqq");
	message.subject = "A strange mail";
	message.references = (struct strings){ ids, 1 };
	fold = fold_text(arena, &message, NULL);
	assert_string_equal(letters_of(arena, text, &fold), "vhhhhhqqqq");
}

static void test_joined(void **state)
{
	ARENA(arena);
	const char *text = "Yes. On Mon, May 3, 2021 at 10:12 AM "
			   "bob@b.example wrote:\n> Does it?\nIt does.\n\n"
			   "-- \nAnn\n";
	const struct message message = message_of(text);
	const struct fold fold = fold_text(arena, &message, NULL);

	(void)state;
	assert_string_equal(fold.visible, "Yes. It does.\n");
	assert_string_equal(fold.signature, "\n-- \nAnn\n");
}

/* A generator of our own: the same texts on every machine. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Texts made of the lines of all cases, cut and glued by chance: whatever
 * they are, the parts joined are the text. */
static void test_nothing_lost(void **state)
{
	const size_t count = sizeof(cases) / sizeof(cases[0]);
	const char *const texts[] = { SENT };
	const struct strings known = { texts, 1 };
	uint32_t seed = 20210503;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		ARENA(arena);
		struct buffer text = { .arena = arena };
		struct message message;
		struct fold fold;

		for (uint32_t n = next_random(&seed) % 6; n > 0; n--) {
			const char *from =
				cases[next_random(&seed) % count].text;
			size_t skip = next_random(&seed) % 40;

			if (skip < strlen(from))
				from += skip;
			while (((unsigned char)*from & 0xc0) == 0x80)
				from++;
			buffer_text(&text, from);
		}
		message = message_of(buffer_string(&text));
		fold = fold_text(arena, &message, &known);
		letters_of(arena, message.text, &fold);
	}
}

/* Shapes that make careless readers slow: 64 KB of each. */
static void test_hostile(void **state)
{
	static const char *const shapes[] = {
		">", "> ", "\n", "a\n", "On ", "On Mon, May 3, 2021 10:12\n",
		"From: a\n", "> From: a\n> To: b\n", "-- \n", "Ann\n",
		"<a@a.example>\n", "| a\n", "a\n> b\n", "Regards,\n",
		"\xe2\x80\x94\n", "confidential intended this email ",
		"On Mon, May 3, 2021 10:12 a@a.example wrote:\n\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		ARENA(arena);
		struct buffer text = { .arena = arena };
		const char *known_text;
		struct strings known = { &known_text, 1 };
		struct message message;
		struct fold fold;

		while (text.size < 64 * 1024)
			buffer_text(&text, shapes[i]);
		known_text = buffer_string(&text);
		message = message_of(known_text);
		fold = fold_text(arena, &message, NULL);
		letters_of(arena, message.text, &fold);
		fold = fold_text(arena, &message, &known);
		letters_of(arena, message.text, &fold);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_marked),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_pasted),
		cmocka_unit_test(test_joined),
		cmocka_unit_test(test_nothing_lost),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
