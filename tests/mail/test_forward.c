/* test_forward.c - what is a forward, what is a reply, and what is in it. */

#include "mail/forward.h"

#include "base/buffer.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void put_list(struct buffer *out, char letter,
		     const struct mailboxes *all)
{
	if (all->count == 0)
		return;
	buffer_printf(out, "|%c=", letter);
	for (size_t i = 0; i < all->count; i++)
		buffer_printf(out, "%s%s<%s>", i > 0 ? " " : "",
			      all->at[i].name, all->at[i].address);
}

/* "F=name<address>|T=..|C=..|D=date|S=subject|M=message|B=body" or "none". */
static const char *shown(struct arena *arena, const char *subject,
			 const char *text)
{
	const struct message mail = {
		.subject = subject,
		.text = text,
		.text_size = strlen(text),
	};
	const struct forward *got = forward_read(arena, &mail);
	struct buffer out = { .arena = arena };

	if (got == NULL)
		return "none";
	if (got->has_from)
		buffer_printf(&out, "F=%s<%s>", got->from.name,
			      got->from.address);
	put_list(&out, 'T', &got->to);
	put_list(&out, 'C', &got->cc);
	if (got->date != NULL)
		buffer_printf(&out, "|D=%s", got->date);
	if (got->subject != NULL)
		buffer_printf(&out, "|S=%s", got->subject);
	buffer_printf(&out, "|M=%s|B=%s", got->message, got->body);
	return buffer_string(&out);
}

#define BLOCK "From: Ann <a@x.test>\nDate: 1 May\nTo: Bob <b@x.test>, " \
	"c@x.test\nCc: Dora <d@x.test>\nSubject: Hi\n"
#define FIELDS "F=Ann<a@x.test>|T=Bob<b@x.test> <c@x.test>|C=Dora<d@x.test>" \
	"|D=1 May|S=Hi"

static const struct {
	int line;
	const char *subject, *text, *want;
} cases[] = {
	/* The line above says it, whatever the subject. */
	{ __LINE__, "Fwd: Hi", "Look!\n\n---- Forwarded message ----\n" BLOCK
	  "\nOne\nTwo\n", FIELDS "|M=Look!|B=One\nTwo" },
	{ __LINE__, "Something", "---- Forwarded message ----\n" BLOCK "\nOne\n",
	  FIELDS "|M=|B=One" },
	{ __LINE__, "", "> Begin forwarded message:\n>\n> From: Ann <a@x.test>"
	  "\n> Subject: Hi\n>\n> One\n>\n>> Two\n",
	  "F=Ann<a@x.test>|S=Hi|M=|B=One\n\n> Two" },
	{ __LINE__, "Fwd: Hi", "---- Forwarded message ----\n" BLOCK
	  "\n> One\n> Two\n", FIELDS "|M=|B=One\nTwo" },
	{ __LINE__, "Fwd: Hi", "-------- Edastatud kiri --------\nTeema: Hi\n"
	  "Kuupäev: 1 May\nSaatja: Ann <a@x.test>\nAdressaat: b@x.test\n\nTere",
	  "F=Ann<a@x.test>|T=<b@x.test>|D=1 May|S=Hi|M=|B=Tere" },
	{ __LINE__, "ΠΡΘ: Hi", "Από: Ann <a@x.test>\nΣτάλθηκε: 1 May\n"
	  "Προς: b@x.test\nΘέμα: Hi\n\nΓεια",
	  "F=Ann<a@x.test>|T=<b@x.test>|D=1 May|S=Hi|M=|B=Γεια" },
	{ __LINE__, "הועבר: Hi", "מאת: Ann <a@x.test>\nנשלח: 1 May\n"
	  "אל: b@x.test\nנושא: Hi\n\nשלום",
	  "F=Ann<a@x.test>|T=<b@x.test>|D=1 May|S=Hi|M=|B=שלום" },
	{ __LINE__, "Fwd: Hi", "----- Forwarded message from Ann -----\n\n"
	  BLOCK "\nOne\n\n----- End forwarded message -----\nBye",
	  FIELDS "|M=|B=One" },
	{ __LINE__, "FYI", "See\n---- Forwarded by Bob/ORG on 01/08/2001 11:10 "
	  "AM ----\n\nAnn\n01/08/2001 10:40 AM\nTo: Bob/ORG@ORG\ncc:\n\n"
	  "Subject: Hi\n\nOne",
	  "F=Ann<>|T=Bob/ORG@ORG<>|D=01/08/2001 10:40 AM|S=Hi|M=See|B=One" },

	/* A header that replies have as well: the subject decides. */
	{ __LINE__, "FW: Hi", "Look\n\n" BLOCK "One\n",
	  FIELDS "|M=Look|B=One" },
	{ __LINE__, "WG: Hi", "-----Original Message-----\n" BLOCK "\nOne",
	  FIELDS "|M=|B=One" },
	{ __LINE__, "Re: Hi", "Look\n\n" BLOCK "One\n", "none" },
	{ __LINE__, "Re: Fwd: Hi", "Look\n\n" BLOCK "One\n", "none" },
	{ __LINE__, "Hi", "Look\n\n" BLOCK "One\n", "none" },
	{ __LINE__, "", "Look\n\n" BLOCK "One\n", FIELDS "|M=Look|B=One" },
	/* "VS:" forwards in Danish and replies in Finnish. */
	{ __LINE__, "VS: Hi", "Fra: Ann <a@x.test>\nDato: 1 May\n"
	  "Emne: Hi\nOne", "F=Ann<a@x.test>|D=1 May|S=Hi|M=|B=One" },
	{ __LINE__, "VS: Hi", "Lähettäjä: Ann <a@x.test>\nLähetetty: 1 May\n"
	  "Aihe: Hi\nOne", "none" },

	/* No header, but the line above a quote. */
	{ __LINE__, "FW: Hi", "Look\n\nOn 28/10/2021 12:46, \"Ann\" "
	  "<a@x.test> wrote:\n\n    One\n",
	  "F=Ann<a@x.test>|S=Hi|M=Look|B=    One" },
	{ __LINE__, "Re: Hi", "Look\n\nOn 28/10/2021 12:46, \"Ann\" "
	  "<a@x.test> wrote:\n\n> One\n", "none" },
	{ __LINE__, "Fwd: Hi", "-------- Пересылаемое сообщение --------\n"
	  "27.10.2021, 09:31, \"Ann\" <a@x.test>:\n\nOne\n"
	  "-------- Завершение пересылаемого сообщения --------",
	  "F=Ann<a@x.test>|S=Hi|M=|B=One" },

	/* A reply to a forward quotes it. */
	{ __LINE__, "Re: Fwd: Hi", "Thanks\n\nOn 28/10/2021 12:46, Bob "
	  "<b@x.test> wrote:\n\n> ---- Forwarded message ----\n> From: Ann "
	  "<a@x.test>\n> Subject: Hi\n>\n> One\n", "none" },
	{ __LINE__, "Re: Fwd: Hi", "Thanks\n\n> ---- Forwarded message ----\n"
	  "> From: Ann <a@x.test>\n> Subject: Hi\n>\n> One\n", "none" },

	/* Nothing is forwarded. */
	{ __LINE__, "Fwd: Hi", "Hello", "none" },
	{ __LINE__, "Fwd: Hi", "", "none" },
	{ __LINE__, "Hi", "---- Forwarded message ----\nwas empty", "none" },
	/* Style sheets and noise are nobody. */
	{ __LINE__, "Fwd: Hi", "---- Forwarded message ----\nFrom: @media "
	  "{ p }\nTo: a@b\nSubject: Hi\n\nOne",
	  "F=@media { p }<>|T=a@b<>|S=Hi|M=|B=One" },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *got = shown(arena, cases[i].subject,
					cases[i].text);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d:\n got %s\nwant %s",
				 cases[i].line, got, cases[i].want);
	}
}

/* A mail that is attached counts, unless the text answers another one. */
static void test_attached(void **state)
{
	static const char raw[] =
		"From: b@x.test\nSubject: see\nMIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n\n"
		"--b\n\n  Look!\n\n"
		"--b\nContent-Type: message/rfc822\n\n"
		"From: =?utf-8?Q?=C3=84nn?= <a@x.test>\nTo: Bob <b@x.test>\n"
		"Date: Mon, 1 May 2023 10:00:00 +0200\nSubject: Hi\n"
		"Content-Transfer-Encoding: quoted-printable\n\nOne=20Two\n"
		"--b--\n";
	struct reader *reader = reader_new();
	ARENA(arena);
	struct message mail = *parse_message(arena, reader, raw,
					     sizeof(raw) - 1);
	const struct forward *got = forward_read(arena, &mail);

	(void)state;
	assert_non_null(got);
	assert_string_equal(got->from.name, "\xc3\x84nn");
	assert_string_equal(got->from.address, "a@x.test");
	assert_string_equal(got->to.at[0].address, "b@x.test");
	assert_string_equal(got->date, "Mon, 1 May 2023 10:00:00 +0200");
	assert_string_equal(got->subject, "Hi");
	assert_string_equal(got->body, "One Two");
	assert_string_equal(got->message, "Look!");

	mail.subject = "Re: see";
	mail.text = "Yes\n\nOn 28/10/2021 12:46, Ann <a@x.test> wrote:\n> ?\n";
	mail.text_size = strlen(mail.text);
	assert_null(forward_read(arena, &mail));
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_attached),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
