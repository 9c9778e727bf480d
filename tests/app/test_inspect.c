/* test_inspect.c - a mail as JSON for programs and as a page for people. */

#include "app/inspect_json.h"
#include "app/inspect_text.h"
#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char mail[] =
	"From: =?utf-8?q?=CE=91nna?= <ann@a.test>\nTo: b@b.test, C <c@c.test>\n"
	"Subject: \"x\"\nDate: 2 Mar 2026 09:30:05 +0000\n"
	"Message-ID: <m@d>\nContent-Type: multipart/mixed; boundary=b\n\n"
	"--b\n\nYes.\n\nOn 1 Mar 2026, Bob wrote:\n> Will you?\n--b\n"
	"Content-Type: x/y; name=a.txt\n\ndata\n--b--\n";

struct seen {
	const struct message *message;
	struct gist gist;
};

static struct seen look(struct arena *arena)
{
	const struct gist_desk nobody = { .ours = { NULL, 0 } };
	struct reader *reader = reader_new();
	struct seen seen;

	seen.message = parse_message(arena, reader, mail, sizeof(mail) - 1);
	seen.gist = gist_of(arena, seen.message, &nobody);
	reader_free(&reader);
	return seen;
}

/* The keys of the interface, in its order, and the shapes of their values. */
static const char *const pieces[] = {
	"{\"file\":\"f.eml\",", "\"message_id\":\"m@d\",",
	"\"in_reply_to\":[],", "\"references\":[],",
	"\"subject\":\"\\\"x\\\"\",",
	"\"from\":{\"name\":\"Αnna\",\"address\":\"ann@a.test\"},",
	"\"sender\":null,", "\"return_path\":null,",
	"\"to\":[{\"name\":\"\",\"address\":\"b@b.test\"},"
	"{\"name\":\"C\",\"address\":\"c@c.test\"}],",
	"\"cc\":[],", "\"reply_to\":[],",
	"\"date\":\"2026-03-02T09:30:05Z\",",
	"\"text\":\"Yes.\\n\\nOn 1 Mar 2026, Bob wrote:\\n> Will you?\",", "\"text_source\":\"plain\",",
	"\"html\":null,",
	"\"attachments\":[{\"name\":\"a.txt\",\"type\":\"x/y\",\"size\":4,"
	"\"sha256\":\"3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb"
	"23adc8b7\",\"disposition\":null,\"content_id\":null}],",
	"\"reply\":{\"visible\":\"", "\"parts\":[", "\"folds\":[",
	"\"signature\":null,", "\"origin\":{\"kind\":\"person\",\"word\":",
	"\"evidence\":[", "\"may_answer\":{\"verdict\":true,\"word\":",
	"\"bounce\":null,", "\"report\":null,", "\"forward\":null,",
	"\"language\":", "\"defects\":[",
};

static void test_json(void **state)
{
	ARENA(arena);
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };
	struct seen seen = look(arena);
	const char *at;

	(void)state;
	inspect_json(&json, "f.eml", seen.message, &seen.gist);
	at = buffer_string(&out);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const char *found = strstr(at, pieces[i]);

		if (found == NULL)
			fail_msg("no %s in %s", pieces[i], at);
		at = found + 1;
	}
	assert_null(strchr(out.data, '\n'));
}

static void test_text(void **state)
{
	ARENA(arena);
	struct buffer plain = { .arena = arena }, colour = { .arena = arena };
	struct seen seen = look(arena);
	const char *page;

	(void)state;
	inspect_text(&plain, "f.eml", seen.message, &seen.gist, INSPECT_PLAIN);
	page = buffer_string(&plain);
	assert_non_null(strstr(page, "From        Αnna <ann@a.test>\n"));
	assert_non_null(strstr(page, "To          b@b.test, C <c@c.test>\n"));
	assert_non_null(strstr(page, "Attachment  a.txt (x/y, 4 bytes)\n"));
	assert_non_null(strstr(page, "Defect      mixed-script-name\n"));
	assert_non_null(strstr(page, "\n    Yes.\n"));
	assert_non_null(strstr(page, "\nq | > Will you?\n"));
	assert_null(strchr(page, '\x1b'));
	inspect_text(&colour, "f.eml", seen.message, &seen.gist,
		     INSPECT_COLOUR);
	assert_non_null(strstr(buffer_string(&colour),
			       "\x1b[2mq | > Will you?\x1b[0m\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
