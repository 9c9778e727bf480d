/* test_intake.c - a large mail that comes in pieces says what it says whole.
 *
 * Both ways of reading must give the same record of every mail: of those in
 * the table, and of mails from numbers into which a long filling was put at
 * any place (POSTDESK_LARGE of them).
 */

#include "mail/parse.h"

#include "../fixture/mailmix.h"
#include "mail/gist.h"
#include "mail/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DEFAULT_MAILS 12

#define KB 1024
#define HEAD "From: ann@example.org\nDate: Mon, 2 Jan 2023 10:00:00 +0100\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=b\n"
#define TEXT "--b\nContent-Type: text/plain\n\nHello\n"
#define BASE64 "Content-Transfer-Encoding: base64\n"
#define A64 "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJz" \
	    "dHV2d3h5ejAxMjM0NTY3\n"
#define WORDS "The quick brown fox jumps over the lazy dog, over and over.\n"

/* `text` again and again until it is `size` bytes, between two ends. */
static const struct shape {
	const char *name;
	const char *start, *text;
	size_t size;
	const char *end;
} shapes[] = {
	{ "plain", HEAD "\n", WORDS, 3000 * KB, "The end.\n" },
	{ "plain, CRLF", HEAD "\n", "A line of it.\r\n", 3000 * KB, "end\r" },
	{ "plain, base64", HEAD BASE64 "\n", A64, 3000 * KB, "QQ==\n" },
	{ "plain, quoted", HEAD "Content-Transfer-Encoding: quoted-printable\n"
	  "\n", "=C3=A9=\n", 3000 * KB, "=C3" },
	{ "one line", HEAD "\n", "x", 3000 * KB, "\n" },
	{ "hyphens", HEAD "\n", "-", 3000 * KB, "\n" },
	{ "a part of one line", MIXED "\n" TEXT "--b\n\n", "-", 3000 * KB,
	  "\n--b--\n" },
	{ "html", HEAD "Content-Type: text/html\n\n", "<p>Hello <b>you</b>\n",
	  3000 * KB, "</html>\n" },
	{ "attached", MIXED "\n" TEXT "--b\nContent-Type: image/png; name=a\n"
	  BASE64 "\n", A64, 3000 * KB, "QQ==\n--b\n\nMore.\n--b--\nbye\n" },
	{ "attached, CRLF", HEAD "Content-Type: multipart/mixed; boundary=b\r\n"
	  "\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: x/y\r\n\r\n",
	  "1234567\r\n", 3000 * KB, "\r\n--b\r\n\r\nMore.\r\n--b--\r\n" },
	{ "text file", MIXED "\n" TEXT "--b\nContent-Type: text/plain; "
	  "name=log.txt\nContent-Disposition: attachment\n\n", WORDS,
	  3000 * KB, "--b--\n" },
	{ "prefixes", MIXED "\n" TEXT "--b\nContent-Type: x/y\n\n",
	  "--bb\n--\n--b --\n--B\n", 3000 * KB, "--b--\n" },
	{ "files", MIXED "\n" TEXT, "--b\nContent-Type: x/y; name=z\n\n"
	  "123\n--b\n\nabc\n", 2000 * KB, "--b--\n" },
	{ "empty parts", MIXED "\n", "--b\n\n", 2000 * KB, "" },
	{ "preamble", MIXED "\n", WORDS, 2000 * KB, TEXT "--b--\n" },
	{ "epilogue", MIXED "\n" TEXT "--b--\n", WORDS, 2000 * KB,
	  "--b\n\nno part\n" },
	{ "unclosed", MIXED "\n" TEXT "--b\nContent-Type: x/y\n\n", WORDS,
	  2000 * KB, "no end" },
	{ "within", MIXED "\n--b\nContent-Type: multipart/mixed; boundary=c\n"
	  "\n--c\nContent-Type: x/y\n\n", WORDS, 2000 * KB,
	  "--c--\ngap\n" TEXT "--b--\n" },
	{ "gaps", MIXED "\n--b\nContent-Type: multipart/mixed; boundary=c\n"
	  "\n--c\n\nHello\n--c--\n", WORDS, 2000 * KB, TEXT "--b--\n" },
	{ "not its boundary", HEAD "Content-Type: multipart/mixed; "
	  "boundary=a\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n"
	  "Content-Type: x/y\n\n", WORDS, 2000 * KB, "--b--\n" },
	{ "no boundary", HEAD "Content-Type: multipart/mixed; boundary=a\n\n",
	  WORDS, 2000 * KB, "" },
	{ "unusable boundary", HEAD "Content-Type: multipart/mixed\n\n", WORDS,
	  2000 * KB, "" },
	{ "report in one", HEAD "Content-Type: multipart/report; boundary=a\n"
	  "\n", WORDS, 2000 * KB, "" },
	{ "attached mail", MIXED "\n" TEXT "--b\n"
	  "Content-Type: message/rfc822\n\nFrom: bob@example.org\n\n", WORDS,
	  2000 * KB, "--b--\n" },
	{ "report", HEAD "Content-Type: multipart/report; boundary=b\n\n" TEXT
	  "--b\nContent-Type: text/rfc822-headers\n\n", "X-A: b\n", 2000 * KB,
	  "--b--\n" },
	{ "header", HEAD, "X-A: b\n", 2000 * KB, "\nHello\n" },
	{ "header without an end", HEAD, "X-A: b\n", 2000 * KB, "" },
	{ "a field", HEAD "X-A:", "b", 2000 * KB, "\n\nHello\n" },
	{ "a folded field", HEAD "X-A:", " b\n", 2000 * KB, "\nHello\n" },
	{ "header of a part", MIXED "\n" TEXT "--b\n", "X-A: b\n", 2000 * KB,
	  "\nHello\n--b\n\nMore.\n--b--\n" },
	{ "a field of a part", MIXED "\n" TEXT "--b\nX-A: ", "b", 2000 * KB,
	  "\r\n\r\nHello\n--b\n\nMore.\n--b--\n" },
	{ "header of a part without an end", MIXED "\n" TEXT "--b\n",
	  "X-A: b\n", 2000 * KB, "" },
	{ "no header in a part", MIXED "\n" TEXT "--b\n", "words\n",
	  2000 * KB, "--b--\n" },
	{ "mbox", "From ann@example.org Mon Jan  2 10:00:00 2023\n" MIXED "\n"
	  TEXT "--b\nContent-Type: x/y\n\n", WORDS, 2000 * KB, "--b--\n" },
	{ "nothing else", "", "\n", 2000 * KB, "" },
	{ "zeros", HEAD "\n", WORDS, 2000 * KB, "a\0b" },
};

static const char *record_of(struct arena *arena,
			     const struct message *message, size_t *size_r)
{
	const struct gist_desk desk = { .ours = { NULL, 0 } };
	struct buffer out = { .arena = arena };

	wire_write(&out, &(struct wire_mail){
		.message = *message,
		.gist = gist_of(arena, message, &desk),
	});
	*size_r = out.size;
	return out.data;
}

static const struct message *read_pieces(struct arena *arena,
					 struct reader *reader,
					 const struct buffer *raw,
					 size_t piece)
{
	struct intake *intake = parse_begin(arena, reader);

	for (size_t at = 0, n; at < raw->size; at += n) {
		n = raw->size - at < piece ? raw->size - at : piece;
		intake_add(intake, raw->data + at, n);
	}
	return parse_end(arena, reader, &intake);
}

/* What differs, for a person to look at. */
static void complain(const char *name, size_t piece,
		     const struct message *a, const struct message *b)
{
	for (size_t i = 0; i < a->part_count && i < b->part_count; i++) {
		const struct part *one = &a->parts[i], *two = &b->parts[i];

		if (one->offset != two->offset || one->length != two->length ||
		    one->size != two->size ||
		    memcmp(one->sha256, two->sha256, 32) != 0)
			fail_msg("%s, pieces of %zu, part %zu: at %zu, %zu "
				 "long, %zu; not at %zu, %zu long, %zu", name,
				 piece, i, one->offset, one->length, one->size,
				 two->offset, two->length, two->size);
	}
	fail_msg("%s, pieces of %zu: %zu parts, %zu of text, defects %llx; "
		 "not %zu, %zu, %llx", name, piece, a->part_count,
		 a->text_size, (unsigned long long)a->defects, b->part_count,
		 b->text_size, (unsigned long long)b->defects);
}

static void check(struct reader *reader, const char *name,
		  const struct buffer *raw)
{
	static const size_t pieces[] = { 1024 * KB, 4999 };
	ARENA(arena);
	const struct message *whole = parse_whole(arena, reader, raw->data,
						  raw->size);
	size_t size, again;
	const char *want = record_of(arena, whole, &size);

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const struct message *message = read_pieces(arena, reader, raw,
							    pieces[i]);
		const char *got = record_of(arena, message, &again);

		if (again != size || memcmp(want, got, size) != 0)
			complain(name, pieces[i], message, whole);
	}
}

static void fill(struct buffer *out, const char *text, size_t size)
{
	const size_t before = out->size;

	while (out->size - before < size)
		buffer_text(out, text);
}

static void test_shapes(void **state)
{
	struct reader *reader = reader_new();

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		ARENA(arena);
		struct buffer raw = { .arena = arena };

		buffer_text(&raw, shapes[i].start);
		fill(&raw, shapes[i].text, shapes[i].size);
		buffer_add(&raw, shapes[i].end, strlen(shapes[i].end) +
			   (strcmp(shapes[i].name, "zeros") == 0 ? 2 : 0));
		check(reader, shapes[i].name, &raw);
	}
	reader_free(&reader);
}

/* Behind one of its lines, by the number. */
static size_t place_of(const struct buffer *mail, uint64_t number)
{
	size_t at = number * 2654435761u % (mail->size + 1);
	const char *lf = memchr(mail->data + at, '\n', mail->size - at);

	return lf == NULL ? mail->size : (size_t)(lf - mail->data) + 1;
}

static void test_numbers(void **state)
{
	static const char *const fillings[] = { WORDS, A64, "x", "-- \n",
						"<p>a=C3=A9</p>\r\n" };
	const char *wish = getenv("POSTDESK_LARGE");
	const uint64_t count = wish == NULL ? DEFAULT_MAILS
					    : strtoull(wish, NULL, 10);
	struct reader *reader = reader_new();

	(void)state;
	for (uint64_t number = 0; number < count; number++) {
		ARENA(arena);
		struct buffer mail = { .arena = arena };
		struct buffer raw = { .arena = arena };
		size_t at;

		mailmix_make(&mail, number);
		if (number % 4 == 0)
			mailmix_harm(&mail, number);
		at = place_of(&mail, number);
		buffer_add(&raw, mail.data, at);
		fill(&raw, fillings[number % 5], 1200 * KB);
		buffer_add(&raw, mail.data + at, mail.size - at);
		check(reader, arena_printf(arena, "mail %llu",
					   (unsigned long long)number), &raw);
	}
	reader_free(&reader);
}

/* H04: what is too big is not read to its end. */
static void test_most(void **state)
{
	static char piece[1024 * KB];
	struct reader *reader = reader_new();
	ARENA(arena);
	struct intake *intake = parse_begin(arena, reader);
	const struct message *message;

	(void)state;
	memset(piece, 'a', sizeof(piece));
	intake_add(intake, HEAD "\n", strlen(HEAD "\n"));
	for (size_t at = 0; at < LIMIT_MAIL; at += sizeof(piece))
		intake_add(intake, piece, sizeof(piece));
	message = parse_end(arena, reader, &intake);
	assert_true(message->defects & 1ull << DEFECT_TOO_BIG);
	assert_int_equal(message->part_count, 1);
	assert_int_equal(message->parts[0].size, LIMIT_MAIL -
						  strlen(HEAD "\n"));
	assert_int_equal(message->text_size, LIMIT_TEXT);
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
