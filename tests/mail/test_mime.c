/* test_mime.c - trees of parts, sound and broken, by their outline. */

#include "mail/mime.h"

#include "base/buffer.h"
#include "mail/digest.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define D(word) (1ull << DEFECT_##word)

/* Each part as depth, type and body, parted by "|". */
static const struct {
	int line;
	const char *bytes, *want;
	uint64_t defects;
} cases[] = {
	{ __LINE__, "\nhello", "0 text/plain hello", 0 },
	{ __LINE__, "Content-Type: text\n\nx", "0 text/plain x",
	  D(BAD_HEADER) },
	{ __LINE__, "Content-Type: TEXT/HTML\n\nx", "0 text/html x", 0 },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n"
	  "preamble\n--b\n\none\n--b\nContent-Type: text/html\n\n"
	  "two\n--b--\nepilogue\n--b\n\nno part\n",
	  "0 multipart/mixed|1 text/plain one|1 text/html two", 0 },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=\"b c\"\r\n\r\n"
	  "--b c  \r\n\r\none\r\n\r\n--b c--\r\n",
	  "0 multipart/mixed|1 text/plain one\r\n", 0 },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
	  "--c\n\none\n--c--\n--b\n\ntwo\n--b--\n",
	  "0 multipart/mixed|1 multipart/alternative|2 text/plain one|"
	  "1 text/plain two", 0 },

	/* H08: a prefix is another boundary. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nContent-Type: multipart/mixed; boundary=b1\n\n"
	  "--b1\n\none\n--b1--\n--b\n\ntwo --b\n--b2\n--b-\n--b--\n",
	  "0 multipart/mixed|1 multipart/mixed|2 text/plain one|"
	  "1 text/plain two --b\n--b2\n--b-", 0 },

	/* H09: boundaries that are none. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx",
	  "0 multipart/mixed --\n\nx", D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed\n\nx",
	  "0 multipart/mixed x", D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=\"b \"\n\nx",
	  "0 multipart/mixed x", D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary="
	  "1234567890123456789012345678901234567890123456789012345678901234"
	  "567890\n\n--1234567890123456789012345678901234567890123456789012"
	  "345678901234567890\n\nx\n",
	  "0 multipart/mixed|1 text/plain x\n", D(TRUNCATED) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary="
	  "1234567890123456789012345678901234567890123456789012345678901234"
	  "5678901\n\nx", "0 multipart/mixed x", D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=\"\\\"\"\n\n"
	  "--\"\n\nx\n--\"--\n", "0 multipart/mixed|1 text/plain x", 0 },

	/* H10: cut off; an inner part is not closed. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none",
	  "0 multipart/mixed|1 text/plain one", D(TRUNCATED) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	  "Content-Type: multipart/mixed; boundary=c\n\n--c\n\none\n"
	  "--b\n\ntwo\n--b--\n",
	  "0 multipart/mixed|1 multipart/mixed|2 text/plain one|"
	  "1 text/plain two", D(TRUNCATED) },

	/* No boundary is named, or another one than is used. */
	{ __LINE__, "Content-Type: multipart/mixed\n\n--b\n"
	  "Content-Type: text/html\n\none\n--b\n\ntwo\n--b--\n",
	  "0 multipart/mixed|1 text/html one|1 text/plain two",
	  D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=c\n\npre\n"
	  "--b \r\ncontent-type: text/html\r\n\r\none\r\n--b--\n",
	  "0 multipart/mixed|1 text/html one", D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=c\n\n"
	  "words\n-- \nAnn\n", "0 multipart/mixed words\n-- \nAnn\n",
	  D(BAD_HEADER) },
	{ __LINE__, "Content-Type: multipart/mixed; boundary=c\n\n--\n"
	  "Content-Type: x/y\n", "0 multipart/mixed --\n"
	  "Content-Type: x/y\n", D(BAD_HEADER) },

	/* A part without a header, without a body, without anything. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nhello\n--b\nA: b\n--b\n--b--\n",
	  "0 multipart/mixed|1 text/plain hello|1 text/plain|1 text/plain",
	  0 },

	/* An attached mail is one part, also when it has parts. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nContent-Type: message/rfc822\n\n"
	  "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n"
	  "--b--\n", "0 multipart/mixed|1 message/rfc822 Content-Type: "
	  "multipart/mixed; boundary=c\n\n--c\n\nx\n--c--", 0 },
	{ __LINE__, "Content-Type: multipart/digest; boundary=b\n\n"
	  "--b\n\nSubject: x\n\nx\n--b--\n",
	  "0 multipart/digest|1 message/rfc822 Subject: x\n\nx", 0 },

	/* H28: never put together, never fetched. */
	{ __LINE__, "Content-Type: message/partial; id=x; number=1\n\nx",
	  "0 message/partial x", 0 },
	{ __LINE__, "Content-Type: message/external-body; access-type=URL\n\n"
	  "x", "0 message/external-body x", 0 },

	/* H40: an encoding of a multipart means nothing. */
	{ __LINE__, "Content-Type: multipart/mixed; boundary=b\n"
	  "Content-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n",
	  "0 multipart/mixed|1 text/plain x", 0 },

	/* H11: the 100 bytes on which a library loops. */
	{ __LINE__, "Content-Type: multipart/mixed;\n"
	  " ќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќќ=\"ќ\";\n\nx",
	  "0 multipart/mixed x", D(BAD_HEADER) },
};

static struct mime scan(struct arena *arena, const char *bytes, size_t size)
{
	struct header_block top = header_scan(arena, NULL, bytes, size,
					      HEADER_OF_MAIL);

	return mime_scan(arena, NULL, bytes, size, &top);
}

static void test_scan(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct buffer got = { .arena = arena };
		struct mime mime = scan(arena, cases[i].bytes,
					strlen(cases[i].bytes));

		for (size_t k = 0; k < mime.count; k++) {
			const struct mime_part *part = &mime.at[k];

			buffer_printf(&got, "%s%d %s", k == 0 ? "" : "|",
				      part->depth, part->type.value);
			if (part->kind == MIME_MULTIPART ||
			    part->end == part->start)
				continue;
			buffer_char(&got, ' ');
			buffer_add(&got, cases[i].bytes + part->start,
				   part->end - part->start);
		}
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got.data);
		if (mime.defects != cases[i].defects)
			fail_msg("line %d: defects %llx", cases[i].line,
				 (unsigned long long)mime.defects);
	}
}

/* H05: 200,000 parts, and the last number that is still read. */
static void test_parts(void **state)
{
	(void)state;
	for (int count = LIMIT_PARTS - 1; count < 200000; count += 199501) {
		ARENA(arena);
		struct buffer bytes = { .arena = arena };
		struct mime mime;

		buffer_text(&bytes,
			    "Content-Type: multipart/mixed; boundary=a\n\n");
		for (int i = 0; i < count; i++)
			buffer_text(&bytes, "--a\n\n");
		buffer_text(&bytes, "--a--\n");
		mime = scan(arena, bytes.data, bytes.size);
		assert_int_equal(mime.count, LIMIT_PARTS);
		assert_int_equal(mime.defects, count < LIMIT_PARTS ? 0
				 : D(TOO_MANY_PARTS) | D(TRUNCATED));
	}
}

/* H06, H07: 20,000 levels; the deepest ones are one opaque part. */
static void test_depth(void **state)
{
	ARENA(arena);
	struct buffer bytes = { .arena = arena };
	struct mime mime;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buffer_printf(&bytes, "Content-Type: multipart/mixed; "
			      "boundary=b%d\n\n--b%d\n", i, i);
	mime = scan(arena, bytes.data, bytes.size);
	assert_int_equal(mime.count, LIMIT_DEPTH + 1);
	assert_int_equal(mime.at[LIMIT_DEPTH].kind, MIME_LEAF);
	assert_int_equal(mime.defects, D(TOO_DEEP) | D(TRUNCATED));
	bytes.size = 0;
	for (int i = 0; i < 20000; i++)
		buffer_text(&bytes, "Content-Type: message/rfc822\n\n");
	mime = scan(arena, bytes.data, bytes.size);
	assert_int_equal(mime.count, 1);
	assert_int_equal(mime.at[0].kind, MIME_MESSAGE);
}

/* A part of several pieces has the digest of its decoded bytes. */
static void test_digest(void **state)
{
	static const uint8_t million_a[4] = { 0xcd, 0xc7, 0x6e, 0x5c };
	ARENA(arena);
	struct buffer bytes = { .arena = arena };
	struct part part = { .encoding = "base64" };
	struct mime mime;

	(void)state;
	buffer_text(&bytes, "Content-Transfer-Encoding: base64\n\n");
	for (int i = 0; i < 333333; i++)
		buffer_text(&bytes, i % 19 == 18 ? "YWFh\r\n" : "YWFh");
	buffer_text(&bytes, "YQ==\r\n");
	mime = scan(arena, bytes.data, bytes.size);
	digest_part(bytes.data, &mime.at[0], &part);
	assert_int_equal(part.size, 1000000);
	assert_memory_equal(part.sha256, million_a, sizeof(million_a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
