/* test_compose.c - what leaves is sound, whatever was put into the draft. */

#include "mail/compose.h"

#include "base/text.h"
#include "mail/markdown.h"
#include "mail/parse.h"
#include "mail/safe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct draft plain_draft(void)
{
	return (struct draft){
		.from = { "Acme Support", "support@acme.test" },
		.to = { "Ann", "ann@example.org" },
		.reply_to = "support+a7r-abc@acme.test",
		.message_id = "pd.a7.8.mac@acme.test",
		.in_reply_to = "m1@example.org",
		.subject = "We have your mail",
		.date = 1772357400 * USEC_SECOND,
		.language = "en",
		.markdown = "Hello,\n\nyour number is **7**.\n",
		.automatic = DRAFT_REPLIED,
	};
}

static const struct message *read_back(struct arena *arena,
				       const struct composed *mail)
{
	struct reader *reader = reader_new();
	const struct message *message = parse_message(arena, reader,
						      mail->bytes, mail->size);

	reader_free(&reader);
	return message;
}

static void test_plain(void **state)
{
	ARENA(arena);
	struct draft draft = plain_draft();
	const struct message *message;
	struct composed mail;
	struct err err;

	(void)state;
	assert_true(compose_message(arena, &draft, &mail, &err));
	message = read_back(arena, &mail);
	assert_string_equal(message->subject, draft.subject);
	assert_string_equal(message_author(message), "support@acme.test");
	assert_string_equal(message->from.at[0].name, "Acme Support");
	assert_string_equal(message->to.at[0].address, "ann@example.org");
	assert_string_equal(message->message_id, draft.message_id);
	assert_int_equal(message->date, draft.date);
	assert_string_equal(message_header(message, "Auto-Submitted"),
			    "auto-replied");
	assert_string_equal(message_header(message,
					   "X-Auto-Response-Suppress"), "All");
	assert_non_null(strstr(message->text, "your number is 7."));
	assert_non_null(strstr(message->html, "<strong>7</strong>"));
	assert_int_equal(message->defects, 0);
}

static void test_human_mail_is_not_automatic(void **state)
{
	ARENA(arena);
	struct draft draft = plain_draft();
	struct composed mail;
	struct err err;

	(void)state;
	draft.automatic = DRAFT_HUMAN;
	assert_true(compose_message(arena, &draft, &mail, &err));
	assert_null(strstr(mail.bytes, "Auto-Submitted"));
	assert_null(strstr(mail.bytes, "X-Auto-Response-Suppress"));
}

/* Every field of words gets every hostile text; nothing of it may become a
 * header, a line of its own, or eight bits. */
static const char *const hostile[] = {
	"a\r\nBcc: victim@example.org", "a\nX-Evil: 1", "a\r\r\n\r\nbody",
	"=?utf-8?q?a=0d=0aBcc:=20x?=", "\"; x=\"", "\\\"", "a\\",
	"\xe2\x80\xae" "reversed", "\x01\x02\x7f", "\xff\xfe",
	"Ελληνικά με πολλές λέξεις ώστε να χρειάζεται αναδίπλωση γραμμής εδώ",
	"שלום לכולם", "", "   ",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static void assert_sound(const struct composed *mail)
{
	const char *end = strstr(mail->bytes, "\r\n\r\n");
	size_t column = 0;

	assert_non_null(end);
	for (const char *p = mail->bytes; p < end; p++)
		assert_true(p == mail->bytes || p[-1] != '\n' ||
			    strncmp(p, "Bcc", 3) != 0);
	for (size_t i = 0; i < mail->size; i++) {
		assert_true((unsigned char)mail->bytes[i] < 0x80);
		if (mail->bytes[i] == '\n')
			assert_true(i > 0 && mail->bytes[i - 1] == '\r');
		if (mail->bytes[i] == '\r')
			assert_true(mail->bytes[i + 1] == '\n');
		column = mail->bytes[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 999);
	}
}

static void test_hostile_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		ARENA(arena);
		struct draft draft = plain_draft();
		const struct message *message;
		struct composed mail;
		struct err err;

		draft.subject = draft.from.name = draft.to.name = hostile[i];
		draft.markdown = arena_printf(arena, "Hello %s\n",
			text_clean(arena, hostile[i], strlen(hostile[i])));
		assert_true(compose_message(arena, &draft, &mail, &err));
		assert_sound(&mail);
		message = read_back(arena, &mail);
		assert_null(message_header(message, "Bcc"));
		assert_null(message_header(message, "X-Evil"));
		assert_string_equal(message_author(message),
				    "support@acme.test");
		assert_string_equal(message->subject,
				    text_line(arena, hostile[i],
					      strlen(hostile[i]), 500));
	}
}

static const struct {
	int line;
	const char *address;
	bool good, utf8;
} addresses[] = {
	{ __LINE__, "ann@example.org", true, false },
	{ __LINE__, "a.b+c=d/e@x-y.example.org", true, false },
	{ __LINE__, "\xce\xb1@\xce\xb2.gr", true, true },
	{ __LINE__, "ann@b\xc3\xbc" "cher.example", true, true },
	{ __LINE__, "a\xe2\x80\xae" "b@example.org", false, false },
	{ __LINE__, "\xe2\x98\x83@example.org", false, false },
	{ __LINE__, "a@b\xe3\x80\x82" "example.org", false, false },
	{ __LINE__, "ann", false, false },
	{ __LINE__, "@example.org", false, false },
	{ __LINE__, "ann@", false, false },
	{ __LINE__, "ann@localhost", false, false },
	{ __LINE__, "a..b@example.org", false, false },
	{ __LINE__, ".a@example.org", false, false },
	{ __LINE__, "a.@example.org", false, false },
	{ __LINE__, "a b@example.org", false, false },
	{ __LINE__, "a@b@example.org", false, false },
	{ __LINE__, "\"a b\"@example.org", false, false },
	{ __LINE__, "<a@example.org>", false, false },
	{ __LINE__, "a@example.org\r\nRCPT TO:<b@example.org>", false, false },
	{ __LINE__, "a@[127.0.0.1]", false, false },
	{ __LINE__, "a@-x.org", false, false },
	{ __LINE__, "a@x-.org", false, false },
	{ __LINE__, "a@x..org", false, false },
	{ __LINE__, "a\xe2\x80\x8b@example.org", false, false },
	{ __LINE__, "a\xff@example.org", false, false },
};

static void test_addresses(void **state)
{
	char local[80];

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		bool utf8, good = safe_address(addresses[i].address, &utf8);

		if (good != addresses[i].good ||
		    (good && utf8 != addresses[i].utf8))
			fail_msg("line %d", addresses[i].line);
	}
	memset(local, 'a', sizeof(local));
	for (size_t size = 64; size <= 65; size++) {
		bool utf8;

		memcpy(local + size, "@x.org", 7);
		assert_int_equal(safe_address(local, &utf8), size == 64);
		local[size] = 'a';
	}
}

static void test_refused(void **state)
{
	ARENA(arena);
	struct composed mail;
	struct err err;
	struct draft draft;

	(void)state;
	draft = plain_draft();
	draft.to.address = "a@example.org>\r\nBcc: <b@example.org";
	assert_false(compose_message(arena, &draft, &mail, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	draft = plain_draft();
	draft.message_id = "a b@x";
	assert_false(compose_message(arena, &draft, &mail, &err));
}

/* A recipient beyond ASCII: the host in A-labels; a local part as it is, and
 * then the mail needs SMTPUTF8.  Nothing else leaves the 7 bits. */
static void test_utf8_recipient(void **state)
{
	static const struct {
		int line;
		const char *name, *address, *line_of;
		bool ascii;
	} rows[] = {
		{ __LINE__, "", "ann@b\xc3\xbc" "cher.example",
		  "\r\nTo: ann@xn--bcher-kva.example\r\n", true },
		{ __LINE__, "Ann", "ann@b\xc3\xbc" "cher.example",
		  "\r\n <ann@xn--bcher-kva.example>\r\n", true },
		{ __LINE__, "", "\xce\xb1@example.org",
		  "\r\nTo: \xce\xb1@example.org\r\n", false },
		{ __LINE__, "Ann", "\xce\xb1@example.org",
		  "\r\n <\xce\xb1@example.org>\r\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		struct draft draft = plain_draft();
		struct composed mail;
		struct err err;
		bool ascii = true;

		draft.to = (struct mailbox){ rows[i].name, rows[i].address };
		if (!compose_message(arena, &draft, &mail, &err))
			fail_msg("line %d: %s", rows[i].line, err.text);
		for (size_t at = 0; at < mail.size; at++)
			ascii &= (unsigned char)mail.bytes[at] < 0x80;
		if (ascii != rows[i].ascii ||
		    strstr(mail.bytes, rows[i].line_of) == NULL)
			fail_msg("line %d", rows[i].line);
	}
}

/* 300 references, and hostile ones: at most 50 and 998 octets, the first and
 * the last are there. */
static void test_references(void **state)
{
	ARENA(arena);
	const char *ids[300];
	struct draft draft = plain_draft();
	const struct message *message;
	struct composed mail;
	struct err err;
	size_t octets = 0;

	(void)state;
	for (size_t i = 0; i < 300; i++)
		ids[i] = arena_printf(arena, "%zu@example.org", i);
	ids[298] = "bad id\r\nBcc: x@example.org";
	draft.references = (struct strings){ ids, 300 };
	assert_true(compose_message(arena, &draft, &mail, &err));
	message = read_back(arena, &mail);
	assert_true(message->references.count <= 50);
	assert_string_equal(message->references.at[0], "0@example.org");
	assert_string_equal(message->references.at[
				    message->references.count - 1],
			    "299@example.org");
	for (size_t i = 0; i < message->references.count; i++)
		octets += strlen(message->references.at[i]) + 5;
	assert_true(octets + strlen("References:") < 998);
	assert_null(message_header(message, "Bcc"));
}

/* The field on the wire, line ends and all; 0 where there is none. */
static size_t references_octets(const struct composed *mail)
{
	const char *start = strstr(mail->bytes, "\r\nReferences:");
	const char *end;

	if (start == NULL)
		return 0;
	end = start + 2;
	do {
		end = strstr(end, "\r\n") + 2;
	} while (*end == ' ');
	return (size_t)(end - start) - 2;
}

/* `count` ids of `size` octets: how many are kept, and in how many octets.
 * The first and the newest always are. */
static const struct {
	int line;
	size_t count, size, kept;
} trims[] = {
	{ __LINE__, 1, 20, 1 }, { __LINE__, 2, 20, 2 },
	{ __LINE__, 39, 20, 39 }, { __LINE__, 40, 20, 39 },
	{ __LINE__, 34, 24, 34 }, { __LINE__, 21, 42, 20 },
	{ __LINE__, 50, 14, 50 }, { __LINE__, 51, 14, 50 },
	{ __LINE__, 3, 250, 3 }, { __LINE__, 4, 250, 3 },
	{ __LINE__, 9, 250, 3 },
};

static void test_trimmed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(trims) / sizeof(trims[0]); i++) {
		ARENA(arena);
		const char *ids[60];
		struct draft draft = plain_draft();
		const struct message *message;
		struct composed mail;
		struct err err;

		for (size_t k = 0; k < trims[i].count; k++)
			ids[k] = arena_printf(arena, "%0*zu@example.org",
				(int)trims[i].size - 12, k);
		draft.references = (struct strings){ ids, trims[i].count };
		assert_true(compose_message(arena, &draft, &mail, &err));
		assert_true(references_octets(&mail) < 998);
		message = read_back(arena, &mail);
		if (message->references.count != trims[i].kept)
			fail_msg("line %d: %zu kept", trims[i].line,
				 message->references.count);
		assert_string_equal(message->references.at[0], ids[0]);
		assert_string_equal(
			message->references.at[trims[i].kept - 1],
			ids[trims[i].count - 1]);
	}
}

/* An id that is not sound never leaves; the first sound one is the first. */
static void test_unsound_ids(void **state)
{
	static const char *const ids[] = {
		"a b@example.org", "", "a>@example.org", "1@example.org",
		"n\xc3\xa9@example.org", "2@example.org", "x",
	};
	ARENA(arena);
	struct draft draft = plain_draft();
	const struct message *message;
	struct composed mail;
	struct err err;

	(void)state;
	draft.in_reply_to = "evil@example.org>\r\nBcc: <b@example.org";
	draft.references = (struct strings){ ids, 7 };
	assert_true(compose_message(arena, &draft, &mail, &err));
	assert_sound(&mail);
	message = read_back(arena, &mail);
	assert_int_equal(message->in_reply_to.count, 0);
	assert_int_equal(message->references.count, 2);
	assert_string_equal(message->references.at[0], "1@example.org");
	draft.references.count = 3;
	assert_true(compose_message(arena, &draft, &mail, &err));
	assert_int_equal(references_octets(&mail), 0);
}

#define INDEX "AdAAAAAAAAECAwQFBgcICQoLDA0ODw=="

static const struct {
	int line;
	const char *topic, *index;
	bool has_topic, has_index;
} conversations[] = {
	{ __LINE__, NULL, NULL, false, false },
	{ __LINE__, "", "", false, false },
	{ __LINE__, "Kettle", INDEX, true, true },
	{ __LINE__, "Ο βραστήρας", NULL, true, false },
	{ __LINE__, "a\r\nBcc: b@example.org", INDEX "\r\nBcc: b", true,
	  false },
	{ __LINE__, "Kettle", "AdAAAAAAAAEC AwQFBgcICQoLDA0ODw==", true,
	  false },
	{ __LINE__, "Kettle", "AdAAAAAA", true, false },
};

static void test_conversation(void **state)
{
	(void)state;
	for (size_t i = 0;
	     i < sizeof(conversations) / sizeof(conversations[0]); i++) {
		ARENA(arena);
		struct draft draft = plain_draft();
		const struct message *message;
		struct composed mail;
		struct err err;

		draft.thread_topic = conversations[i].topic;
		draft.thread_index = conversations[i].index;
		assert_true(compose_message(arena, &draft, &mail, &err));
		assert_sound(&mail);
		message = read_back(arena, &mail);
		assert_null(message_header(message, "Bcc"));
		if (conversations[i].has_topic !=
		    (message_header(message, "Thread-Topic") != NULL) ||
		    conversations[i].has_index !=
		    (message_header(message, "Thread-Index") != NULL))
			fail_msg("line %d", conversations[i].line);
	}
}

static void test_right_to_left(void **state)
{
	ARENA(arena);
	struct draft draft = plain_draft();
	const struct message *message;
	struct composed mail;
	struct err err;

	(void)state;
	draft.language = "he";
	draft.markdown = "שלום,\n\nקיבלנו את פנייתך.\n";
	assert_true(compose_message(arena, &draft, &mail, &err));
	message = read_back(arena, &mail);
	assert_non_null(strstr(message->html, "dir=\"rtl\""));
	assert_non_null(strstr(message->text, "קיבלנו את פנייתך."));
}

static void test_same_bytes_twice(void **state)
{
	ARENA(arena);
	struct draft draft = plain_draft();
	struct composed one, two;
	struct err err;

	(void)state;
	assert_true(compose_message(arena, &draft, &one, &err));
	assert_true(compose_message(arena, &draft, &two, &err));
	assert_int_equal(one.size, two.size);
	assert_memory_equal(one.bytes, two.bytes, one.size);
}

static void test_markdown(void **state)
{
	ARENA(arena);
	struct markdown got = markdown_render(arena,
		"Hello *you*,\n\n"
		"- one\n- [two](https://example.org/x)\n\n"
		"<script>alert(1)</script>\n\n"
		"[bad](javascript:alert(1)) <https://example.org>\n");

	(void)state;
	assert_string_equal(got.text,
		"Hello you,\n\n"
		"- one\n"
		"- two (https://example.org/x)\n\n"
		"bad https://example.org\n");
	assert_null(strstr(got.html, "<script"));
	assert_null(strstr(got.html, "javascript:"));
	assert_non_null(strstr(got.html, "<li>one</li>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_human_mail_is_not_automatic),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_utf8_recipient),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_trimmed),
		cmocka_unit_test(test_unsound_ids),
		cmocka_unit_test(test_conversation),
		cmocka_unit_test(test_right_to_left),
		cmocka_unit_test(test_same_bytes_twice),
		cmocka_unit_test(test_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
