/* test_wire.c - what is written is read back; what is forged is refused. */

#include "mail/wire.h"

#include "base/text.h"
#include "mail/guard.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char mail_text[] =
	"Return-Path: <ann@example.org>\r\n"
	"From: Ann <ann@example.org>\r\n"
	"To: support@acme.test, Bob <bob@example.org>\r\n"
	"Subject: =?utf-8?q?caf=C3=A9?=\r\n"
	"Message-ID: <1@example.org>\r\n"
	"References: <a@x> <b@x>\r\n"
	"Auto-Submitted: auto-replied\r\n"
	"MIME-Version: 1.0\r\n"
	"Content-Type: multipart/mixed; boundary=b\r\n"
	"\r\n"
	"--b\r\n\r\nHello\r\n\r\n> old words\r\n"
	"--b\r\nContent-Type: image/png; name=x.png\r\n\r\nxxxx\r\n--b--\r\n";

static struct wire_mail made_mail(struct arena *arena)
{
	static const struct capture caught[] = { { "order", "42" },
						 { "shop", "\xce\xb1" } };
	static const struct test_hit tests[] = {
		{ 2, "here", { caught, 1 } }, { 5, "", { NULL, 0 } },
	};
	static const struct rule_hit hits[] = {
		{ .rule = 3, .excerpt = "caf\xc3\xa9",
		  .captures = { caught, 2 } },
		{ .rule = 70000, .open = true, .excerpt = "",
		  .tests = tests, .test_count = 2 },
	};
	static const struct strings pins = { NULL, 0 };
	struct gist_desk desk = { .ours = pins, .pins = pins };
	struct reader *reader = reader_new();
	const struct message *message = parse_message(arena, reader, mail_text,
						      sizeof(mail_text) - 1);
	struct wire_mail mail = {
		.message = *message,
		.gist = gist_of(arena, message, &desk),
		.hits = hits,
		.hit_count = 2,
		.budget_exceeded = true,
		.other_hits = hits + 1,
		.other_count = 1,
		.shape = -7,
		.own_words = true,
	};

	mail.gist.identity = (struct identity){
		.kind = IDENTITY_FORWARDED, .via = "one@acme.test",
		.words = "Look.", .original = NULL,
	};
	reader_free(&reader);
	return mail;
}

static struct buffer record_of(struct arena *arena,
			       const struct wire_mail *mail)
{
	struct buffer out = { .arena = arena };

	wire_write(&out, mail);
	return out;
}

/* Written, read and written again, the record has the same bytes. */
static void test_round_trip(void **state)
{
	ARENA(arena);
	struct wire_mail mail = made_mail(arena), got;
	struct buffer record = record_of(arena, &mail), again;

	(void)state;
	assert_true(wire_read(arena, record.data, record.size, &got));
	assert_string_equal(got.message.subject, "caf\xc3\xa9");
	assert_string_equal(got.message.text, mail.message.text);
	assert_int_equal(got.message.part_count, mail.message.part_count);
	assert_int_equal(got.message.references.count, 2);
	assert_string_equal(got.gist.fold.visible, mail.gist.fold.visible);
	assert_int_equal(got.gist.origin.kind, mail.gist.origin.kind);
	assert_int_equal(got.other_count, 1);
	assert_int_equal(got.other_hits[0].rule, 70000);
	assert_false(got.other_exceeded);
	assert_int_equal(got.shape, -7);
	assert_true(got.own_words);
	assert_int_equal(got.gist.identity.kind, IDENTITY_FORWARDED);
	assert_string_equal(got.gist.identity.via, "one@acme.test");
	assert_string_equal(got.gist.identity.words, "Look.");
	assert_null(got.gist.identity.original);
	assert_int_equal(got.hit_count, 2);
	assert_false(got.hits[0].open);
	assert_int_equal(got.hits[0].captures.count, 2);
	assert_string_equal(got.hits[0].captures.at[1].value, "\xce\xb1");
	assert_int_equal(got.hits[1].rule, 70000);
	assert_true(got.hits[1].open);
	assert_int_equal(got.hits[1].test_count, 2);
	assert_int_equal(got.hits[1].tests[1].test, 5);
	assert_string_equal(got.hits[1].tests[0].captures.at[0].name,
			    "order");
	assert_true(got.budget_exceeded);
	again = record_of(arena, &got);
	assert_int_equal(again.size, record.size);
	assert_memory_equal(again.data, record.data, record.size);
}

static void test_cut_anywhere(void **state)
{
	ARENA(arena);
	struct wire_mail mail = made_mail(arena), got;
	struct buffer record = record_of(arena, &mail);

	(void)state;
	for (size_t size = 0; size < record.size; size++)
		assert_false(wire_read(arena, record.data, size, &got));
	buffer_char(&record, 'x');
	assert_false(wire_read(arena, record.data, record.size, &got));
}

/* What is visible is told by the parts, which must be the text's. */
static void test_parts(void **state)
{
	static const struct {
		int line;
		size_t first, second;	/* where they end */
		const char *visible;	/* NULL: refused */
	} cases[] = {
		{ __LINE__, 1, 5, "xok" },
		{ __LINE__, 3, 5, "x\xc3\xa9ok" },
		{ __LINE__, 0, 5, "ok" },
		{ __LINE__, 2, 5, NULL },	/* within a letter */
		{ __LINE__, 1, 7, "x" },
		{ __LINE__, 1, 8, NULL },
		{ __LINE__, 6, 5, NULL },
	};
	ARENA(arena);
	struct wire_mail mail = made_mail(arena), got;

	(void)state;
	mail.message.mark_count = 0;
	mail.message.text = "x\xc3\xa9..ok";
	mail.message.text_size = 7;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fold_part parts[] = {
			{ FOLD_VISIBLE, 0, cases[i].first },
			{ FOLD_QUOTE, cases[i].first, cases[i].second },
			{ FOLD_VISIBLE, cases[i].second, 7 },
		};
		struct buffer record;
		bool sound;

		mail.gist.fold.parts = parts;
		mail.gist.fold.count = 3;
		record = record_of(arena, &mail);
		sound = wire_read(arena, record.data, record.size, &got);
		if (sound != (cases[i].visible != NULL) ||
		    (sound && strcmp(got.gist.fold.visible,
				     cases[i].visible) != 0))
			fail_msg("line %d", cases[i].line);
	}
}

/* What is taken is sound, whatever was changed: strings are valid, parts
 * cover the text, enums are in their range. */
static void assert_sound(const struct wire_mail *mail)
{
	size_t at = 0;

	assert_true(text_valid(mail->message.text, mail->message.text_size));
	assert_true(text_valid(mail->message.subject,
			       strlen(mail->message.subject)));
	assert_true(mail->gist.origin.kind <= ORIGIN_OURSELVES);
	assert_true(mail->gist.auth.verdict <= AUTH_FAIL);
	assert_true(mail->message.header_count <= LIMIT_FIELDS);
	for (size_t i = 0; i < mail->gist.fold.count; i++) {
		assert_int_equal(mail->gist.fold.parts[i].start, at);
		at = mail->gist.fold.parts[i].end;
	}
	assert_int_equal(at, mail->message.text_size);
	assert_true(text_valid(mail->gist.fold.visible,
			       strlen(mail->gist.fold.visible)));
}

/* Every byte set to each of a few values: refused or sound, never a crash. */
static void test_forged(void **state)
{
	static const uint8_t values[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
	ARENA(arena);
	struct wire_mail mail = made_mail(arena);
	struct buffer record = record_of(arena, &mail);
	size_t refused = 0;

	(void)state;
	for (size_t i = 0; i < record.size; i++) {
		char was = record.data[i];

		for (size_t v = 0; v < sizeof(values); v++) {
			ARENA(scratch);
			struct wire_mail got;

			record.data[i] = (char)values[v];
			if (wire_read(scratch, record.data, record.size,
				      &got))
				assert_sound(&got);
			else
				refused++;
		}
		record.data[i] = was;
	}
	assert_true(refused > record.size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_forged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
