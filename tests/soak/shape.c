/* shape.c - read one pathological mail of a given size; for linear.sh.
 *
 *	shape			the names of all shapes
 *	shape NAME BYTES
 *
 * Each is one piece over and over between a head and nothing: what makes
 * readers of mail go over their input again and again.
 */

#include "base/buffer.h"
#include "mail/gist.h"
#include "mail/parse.h"

#define FROM "From: Ann <ann@example.org>\r\nSubject: Re: Hello\r\n"
#define PLAIN FROM "Content-Type: text/plain; charset=utf-8\r\n\r\n"
#define HTML FROM "Content-Type: text/html; charset=utf-8\r\n\r\n"
#define MIXED FROM "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
#define MAILER "Return-Path: <>\r\nFrom: mailer-daemon@mx.test\r\n"	\
	"Subject: Undelivered Mail Returned to Sender\r\n\r\n"

static const struct shape {
	const char *name, *head, *piece;
} shapes[] = {
	{ "lines", PLAIN, "Some words of a customer, one line.\r\n" },
	{ "one-line", PLAIN, "word " },
	{ "blank-lines", PLAIN, "\r\n" },
	{ "marks", PLAIN, ">" },
	{ "quotes", PLAIN, "> one\r\n>> two\r\nthree\r\n" },
	{ "attributions", PLAIN, "On 3 Mar 2025, Ann <a@x.test> wrote:\r\n" },
	{ "colons", PLAIN, "a b: c\r\n" },
	{ "headers", PLAIN, "From: a@x.test\r\nTo: b\r\nSubject: c\r\n" },
	{ "dividers", PLAIN, "-----Original Message-----\r\n" },
	{ "rules", PLAIN, "----- ----- " },
	{ "delimiters", PLAIN, "-- \r\nAnn\r\n" },
	{ "devices", PLAIN, "Sent from my iPhone\r\n" },
	{ "near-phrases", PLAIN, "xwrotex xvacationx xundeliveredx " },
	{ "addresses", PLAIN, "<ann@example.org> " },
	{ "links", PLAIN, "http://example.test/a " },
	{ "invalid", PLAIN, "\xc3\xff\xe2\x80" },
	{ "open-tags", HTML, "<div>" },
	{ "close-tags", HTML, "</div>" },
	{ "crossed-tags", HTML, "<b><i></b><p>" },
	{ "links-html", HTML, "<a href=\"http://example.test/\">x" },
	{ "comments", HTML, "<!-- " },
	{ "half-tags", HTML, "<a b=\"" },
	{ "entities", HTML, "&amp" },
	{ "blockquotes", HTML, "<blockquote>a</blockquote>" },
	{ "cells", HTML, "<table><tr><td>a" },
	{ "references", FROM "References:", " <a@x>" },
	{ "recipients", FROM "To: a@x", ", b@x" },
	{ "brackets", FROM "To: a@x ", "(" },
	{ "encoded-words", FROM "X-A:\r\nSubject:", " =?utf-8?Q?a?=" },
	{ "fields", FROM, "X-A: b\r\n" },
	{ "folded", FROM "X-A:", "\r\n b" },
	{ "parameters", FROM "Content-Type: text/plain", "; a*1*=b" },
	{ "results", FROM "Authentication-Results: mx.test", "; spf=pass (" },
	{ "boundaries", MIXED, "--b\r\n\r\n" },
	{ "near-boundaries", MIXED "--b\r\n\r\n", "--c\r\n" },
	{ "nested", MIXED, "--b\r\nContent-Type: message/rfc822\r\n\r\n" },
	{ "refusals", MAILER, "<b@x.test>: 550 5.1.1 User unknown\r\n" },
	{ "quoted-printable", FROM "Content-Transfer-Encoding: "
	  "quoted-printable\r\n\r\n", "=\r\n=4" },
	{ "base64", FROM "Content-Transfer-Encoding: base64\r\n\r\n", "YQ=" },
};

/* linear.sh counts the instructions of this function and what it calls. */
void read_shape(struct reader *reader, const struct buffer *mail);

__attribute__((noinline))
void read_shape(struct reader *reader, const struct buffer *mail)
{
	static const char *const pins[] = { "mx.test" };
	const struct gist_desk desk = { .pins = { pins, 1 } };
	ARENA(arena);

	gist_of(arena, parse_message(arena, reader, mail->data, mail->size),
		&desk);
}

static struct buffer make(struct arena *arena, const struct shape *shape,
			  size_t size)
{
	struct buffer mail = { .arena = arena };

	buffer_text(&mail, shape->head);
	while (mail.size < size)
		buffer_text(&mail, shape->piece);
	return mail;
}

int main(int argc, char **argv)
{
	struct reader *reader = reader_new();
	bool found = argc < 3;
	ARENA(arena);

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct buffer mail;

		if (argc < 3) {
			printf("%s\n", shapes[i].name);
		} else if (strcmp(shapes[i].name, argv[1]) == 0) {
			mail = make(arena, &shapes[i],
				    strtoul(argv[2], NULL, 10));
			read_shape(reader, &mail);
			found = true;
		}
	}
	reader_free(&reader);
	return found ? 0 : 2;
}
