/* test_enclose.c - files go along whole, under names that do no harm. */

#include "mail/compose.h"

#include "base/text.h"
#include "mail/encoding.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct draft draft_with(const struct enclosure *files, size_t count)
{
	return (struct draft){
		.from = { "Acme", "support@acme.test" },
		.to = { "", "ann@example.org" }, .reply_to = "",
		.message_id = "pd.a7.8.mac@acme.test", .in_reply_to = "",
		.subject = "Here it is", .language = "en",
		.markdown = "See the file.\n", .files = { files, count },
	};
}

static const struct message *sent(struct arena *arena,
				  const struct draft *draft,
				  struct composed *mail_r)
{
	struct reader *reader = reader_new();
	const struct message *message;
	struct err err;

	assert_true(compose_message(arena, draft, mail_r, &err));
	message = parse_message(arena, reader, mail_r->bytes, mail_r->size);
	reader_free(&reader);
	assert_int_equal(message->defects, 0);
	return message;
}

static const struct part *attached(const struct message *message, size_t n)
{
	for (size_t i = 0; i < message->part_count; i++)
		if (message->parts[i].use == PART_ATTACHMENT && n-- == 0)
			return &message->parts[i];
	return NULL;
}

static void assert_lines(const struct composed *mail)
{
	size_t column = 0;

	for (size_t i = 0; i < mail->size; i++) {
		assert_true((unsigned char)mail->bytes[i] < 0x80);
		if (mail->bytes[i] == '\n')
			assert_true(i > 0 && mail->bytes[i - 1] == '\r');
		column = mail->bytes[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 300);
	}
}

/* The name as it arrives; NULL: the same. */
static const struct {
	int line;
	const char *name, *arrives;
} names[] = {
	{ __LINE__, "report.pdf", NULL },
	{ __LINE__, "two words.pdf", NULL },
	{ __LINE__, "Rechnung M\u00e4rz.pdf", NULL },
	{ __LINE__, "\u0391\u03bd\u03b1\u03c6\u03bf\u03c1\u03ac \u03ad\u03c1"
	  "\u03b3\u03bf\u03c5 \u03b3\u03b9\u03b1 \u03c4\u03bf\u03bd "
	  "\u03c0\u03b5\u03bb\u03ac\u03c4\u03b7.pdf", NULL },
	{ __LINE__, "../../etc/passwd", "passwd" },
	{ __LINE__, "C:\\Users\\maria\\x.doc", "x.doc" },
	{ __LINE__, ".bashrc", "bashrc" },
	{ __LINE__, "a\r\nBcc: victim@example.org", "a Bcc_ victim@example.org" },
	{ __LINE__, "a\"; filename=\"evil.exe", "a__ filename__evil.exe" },
	{ __LINE__, "fdp.\xe2\x80\xae" "exe", "fdp.exe" },
	{ __LINE__, "", "file-1" },
	{ __LINE__, "..", "file-1" },
	{ __LINE__, "/", "file-1" },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ARENA(arena);
		const struct enclosure file = { names[i].name, "text/x-log",
						"\0\xff log", 6 };
		const struct draft draft = draft_with(&file, 1);
		const char *want = names[i].arrives == NULL ? names[i].name
							    : names[i].arrives;
		const struct message *message;
		struct composed mail;

		message = sent(arena, &draft, &mail);
		assert_lines(&mail);
		assert_null(strstr(mail.bytes, "\nBcc"));
		if (attached(message, 0) == NULL ||
		    strcmp(attached(message, 0)->name, want) != 0)
			fail_msg("line %d: got %s", names[i].line,
				 attached(message, 0) == NULL ? "no file"
					: attached(message, 0)->name);
		assert_int_equal(attached(message, 0)->size, 6);
		assert_string_equal(message->text, "See the file.");
	}
}

static void test_long_name(void **state)
{
	ARENA(arena);
	struct enclosure file = { .type = "image/png", .bytes = "x",
				  .size = 1 };
	struct buffer name = { .arena = arena };
	struct draft draft;
	struct composed mail;

	(void)state;
	for (int i = 0; i < 200; i++)
		buffer_text(&name, "\u4e2d");
	buffer_text(&name, ".png");
	file.name = buffer_string(&name);
	draft = draft_with(&file, 1);
	assert_true(text_ends(attached(sent(arena, &draft, &mail), 0)->name,
			      "\u4e2d.png"));
	assert_lines(&mail);
}

/* The type as it arrives. */
static const struct {
	int line;
	const char *type, *arrives;
} types[] = {
	{ __LINE__, "application/pdf", "application/pdf" },
	{ __LINE__, "message/rfc822", "application/octet-stream" },
	{ __LINE__, "multipart/mixed", "application/octet-stream" },
	{ __LINE__, "text/html; x=\r\nBcc: a", "application/octet-stream" },
	{ __LINE__, "nonsense", "application/octet-stream" },
	{ __LINE__, "/", "application/octet-stream" },
	{ __LINE__, "", "application/octet-stream" },
};

static void test_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		ARENA(arena);
		const struct enclosure file = { "a.bin", types[i].type, "x",
						1 };
		const struct draft draft = draft_with(&file, 1);
		struct composed mail;

		if (strcmp(attached(sent(arena, &draft, &mail), 0)->type,
			   types[i].arrives) != 0)
			fail_msg("line %d", types[i].line);
	}
}

static void test_bytes(void **state)
{
	ARENA(arena);
	char bytes[1000];
	const struct enclosure files[] = {
		{ "a.bin", "application/x-a", bytes, sizeof(bytes) },
		{ "b.bin", "application/x-b", "", 0 },
		{ "c.bin", "application/x-c", bytes, 1 },
	};
	const struct draft draft = draft_with(files, 3);
	struct encoding_step step = { .encoding = ENCODING_BASE64 };
	const struct message *message;
	const struct part *part;
	struct composed mail;
	char back[4096];
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7);
	message = sent(arena, &draft, &mail);
	assert_lines(&mail);
	part = attached(message, 0);
	assert_true(encoding_room(part->length) + 8 <= sizeof(back));
	size = encoding_step(&step, mail.bytes + part->offset, part->length,
			     back);
	size += encoding_end(&step, back + size);
	assert_int_equal(size, sizeof(bytes));
	assert_memory_equal(back, bytes, sizeof(bytes));
	assert_int_equal(attached(message, 1)->size, 0);
	assert_int_equal(attached(message, 2)->size, 1);
	assert_null(attached(message, 3));
}

static void test_copies(void **state)
{
	ARENA(arena);
	static const char *const cc[] = { "bob@example.org",
					  "carol@example.org" };
	static const char *const evil[] = { "x@example.org>\r\nBcc: y" };
	struct draft draft = draft_with(NULL, 0);
	const struct message *message;
	struct composed mail;
	struct err err;

	(void)state;
	draft.cc = (struct strings){ cc, 2 };
	message = sent(arena, &draft, &mail);
	assert_int_equal(message->cc.count, 2);
	assert_string_equal(message->cc.at[1].address, "carol@example.org");
	draft.cc = (struct strings){ evil, 1 };
	assert_false(compose_message(arena, &draft, &mail, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_long_name),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
