/* test_shipped_replies.c - the final bytes of every shipped reply, in every
 * language, with hostile words in every value. */

#include "app/bundle.h"
#include "base/text.h"
#include "desk/letter.h"
#include "mail/parse.h"
#include "mail/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
	LONG = 2000,		/* characters of the longest values */
	LINE = 998,		/* RFC 5322, 2.1.1: must */
	FOLDED = 78,		/* the same: should */
	ENCODED = 76,		/* RFC 2047, 2: with an encoded word */
	NEUTRAL = 4 * 1024,
	PROVEN = 24 * 1024,
};

static const char *const languages[] = {
	"de", "el", "en", "es", "et", "fr", "he", "pt", "ru",
};
static const char *const names[] = {
	"ack", "ack-away", "ack-closed", "ack-follow-up", "ack-holiday",
	"ack-incident", "ack-neutral", "ack-neutral-closed",
	"ack-neutral-incident", "ask-cancellation", "ask-delivery",
	"ask-invoice", "ask-login", "ask-personal-data", "closed", "survey",
};

/* Where all buttons lead. */
#define BUTTON "support+a.b@desk.test"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const hostile[] = {
	"x",
	"a\r\nBcc: victim@example.org\r\n\r\nbody", "a\rX-Evil: 1\n\n.\n",
	"\x01\x02\x1b[31m\x7f\xc2\x85z", "\xff\xfe\xc3", "a\t \v b",
	"\xe2\x80\xae" "gpj.exe\xe2\x80\xac\xe2\x81\xa6", "שלום {{number}}",
	"<script>alert(1)</script><img src=http://evil.test/x><a href='x'>",
	"&lt;b&gt; &#x0a; &amp; -->", "{{subject}} {{desk|x}} {{",
	"**b** [x](http://evil.test) ![i](//evil.test/i) `c` _u_ ~~s~~",
	"# h\n> q\n- l\n1. n\n---\n===\n```\ncode", "\\", "\\\\*", "a\\\n",
	"http://evil.test www.evil.test mailto:a@evil.test <https://e.test>",
	"=?utf-8?Q?=0D=0ABcc:_x?= =?utf-8?B?PHNjcmlwdD4=?=", "=?", "\"'<>,;:",
};

/* One character so many times. */
static const char *const fillers[] = { "a", "Ω", "*", "<", " ש", "\"" };

static const struct token_key key = { .id = 'k', .secret = { 4, 5, 6 } };

static const char *filled(struct arena *arena, const char *filler)
{
	struct buffer out = { .arena = arena };

	for (int i = 0; i < LONG; i++)
		buffer_text(&out, filler);
	return buffer_string(&out);
}

/* A mail by a hostile sender, and the answer to it. */
struct scene {
	struct arena *arena;
	struct mailbox customer;
	struct desk desk;
	struct message message;
	struct rendered rendered;
	struct composed composed;
	const struct message *back;	/* our bytes, read by our parser */
};

static bool is_neutral(const char *name)
{
	return text_starts(name, "ack-neutral");
}

static void put_people(struct scene *scene, const char *value)
{
	static const char *const ids[] = {
		"m0@example.org", "a\r\nBcc: x@example.org",
	};

	scene->customer = (struct mailbox){ value, "ann@example.org" };
	scene->desk = (struct desk){
		.id = 3, .display_name = value,
		.address = "support@desk.test",
		.token_address = "support@desk.test",
		.address_tokens = true, .ring = { &key, 1, 3 },
	};
	scene->message = (struct message){
		.message_id = "m1@example.org", .subject = value,
		.from_fields = 1, .from = { &scene->customer, 1, 1 },
		.references = { ids, 2 }, .in_reply_to = { ids, 1 },
	};
}

/* Every value there is: what is ours, and what a sender wrote; as desk/reply.c
 * has it, none of that is in a neutral reply.  Buttons are signed by us. */
static struct template_values values_of(bool neutral, const char *value,
					const char *ours)
{
	const char *button = neutral ? "" : BUTTON;
	struct template_values values = {
#define ROW(name) .name = ours,
		TEMPLATE_FIELDS(ROW)
#undef ROW
#define ROW(name) .name = button,
		TEMPLATE_BUTTONS(ROW)
#undef ROW
		.answer = neutral ? "" : "An *answer*.",
		.article_count = neutral ? 0 : TEMPLATE_ARTICLES,
	};

	for (size_t i = 0; i < values.article_count; i++)
		values.articles[i] = (struct template_article){
			.title = ours != NULL ? ours : "Title",
			.text = "Text", .link = "", .solved = button,
		};
	values.subject = values.customer = neutral ? "" : value;
	if (ours == NULL) {
		values.number = "1042";
		values.desk = "Desk";
		values.earlier = "987";
	}
	return values;
}

static void compose(struct scene *scene, const struct templates *templates,
		    struct template_key which, const char *value,
		    const char *ours)
{
	const bool neutral = is_neutral(which.name);
	const struct template_values values = values_of(neutral, value, ours);
	struct draft draft;
	struct err err;

	put_people(scene, value);
	assert_true(template_render(scene->arena, templates, which.name,
				    which.language, which.language, &values,
				    &scene->rendered));
	draft = letter_draft(scene->arena, &(struct letter){
		.desk = &scene->desk, .message = &scene->message,
		.answered = scene->message.message_id, .number = 1042,
		.item = 61, .now = 1772357400 * USEC_SECOND,
		.rendered = &scene->rendered, .neutral = neutral,
	});
	if (!compose_message(scene->arena, &draft, &scene->composed, &err))
		fail_msg("%s/%s: %s", which.name, which.language, err.text);
}

static const char *const known_fields[] = {
	"From", "To", "Reply-To", "Subject", "Date", "Message-ID",
	"In-Reply-To", "References", "Thread-Topic", "Thread-Index",
	"Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language",
	"MIME-Version", "Content-Type", "Content-Transfer-Encoding",
};

/* A field that may stand there, and for the first time. */
static void check_field(const char *line, uint32_t *seen)
{
	size_t name = strcspn(line, ":\r");

	for (size_t i = 0; i < COUNT(known_fields); i++)
		if (strlen(known_fields[i]) == name &&
		    memcmp(known_fields[i], line, name) == 0) {
			if (*seen & 1u << i)
				fail_msg("twice: %.60s", line);
			*seen |= 1u << i;
			return;
		}
	fail_msg("a field that is not ours: %.60s", line);
}

/* The header of a mail, line by line; returns where its body begins. */
static const char *check_header(const char *bytes)
{
	uint32_t seen = 0;
	const char *line = bytes;

	while (*line != '\r') {
		const char *end = strstr(line, "\r\n");

		assert_non_null(end);
		if (end - line > FOLDED || (end - line > ENCODED &&
		    memmem(line, (size_t)(end - line), "=?", 2) != NULL))
			fail_msg("not folded: %.90s", line);
		if (*line != ' ')
			check_field(line, &seen);
		else
			assert_true(line > bytes && line[1] != '\r');
		line = end + 2;
	}
	return line + 2;
}

/* Every octet is ASCII, every CR and LF a pair, every line short enough. */
static void check_octets(const char *bytes, size_t size)
{
	size_t column = 0;

	assert_int_equal(strlen(bytes), size);
	for (size_t i = 0; i < size; i++) {
		const unsigned char c = (unsigned char)bytes[i];

		assert_true(c < 0x7f && (c >= ' ' || c == '\r' || c == '\n'));
		assert_int_equal(c == '\r', bytes[i + 1] == '\n');
		column = c == '\n' ? 0 : column + 1;
		assert_true(column <= LINE + 1);
	}
	assert_string_equal(bytes + size - 2, "\r\n");
}

static void check_says(const struct message *back, const char *field,
		       const char *want)
{
	const char *value = message_header(back, field);

	assert_non_null(value);
	assert_string_equal(value, want);
}

/* Would an answer to this mail find its ticket? */
static void check_signed(const struct scene *scene)
{
	const char *const id = scene->back->message_id;
	const struct message answer = {
		.message_id = "", .subject = "", .text = "",
		.to = scene->back->reply_to, .in_reply_to = { &id, 1 },
	};
	struct token_claims claims = token_find(scene->arena, &answer);

	assert_int_equal(claims.count, 2);
	for (size_t i = 0; i < claims.count; i++) {
		const struct token_claim *claim = &claims.at[i];

		assert_true(token_verify(&claim->token, &scene->desk.ring, 0));
		assert_int_equal(claim->token.ticket, 1042);
		assert_int_equal(claim->token.role,
				 claim->place == TOKEN_IN_ADDRESS
				 ? TOKEN_REPLY : TOKEN_MESSAGE_ID);
	}
}

static void check_fields(const struct scene *scene, struct template_key which)
{
	const struct message *back = scene->back;
	const bool neutral = is_neutral(which.name);

	assert_int_equal(back->defects, 0);
	check_says(back, "Auto-Submitted", "auto-replied");
	check_says(back, "X-Auto-Response-Suppress", "All");
	check_says(back, "MIME-Version", "1.0");
	check_says(back, "Content-Language", which.language);
	check_says(back, "In-Reply-To", "<m1@example.org>");
	check_says(back, "References", neutral ? "<m1@example.org>" :
		   "<m0@example.org> <m1@example.org>");
	assert_string_equal(message_author(back), "support@desk.test");
	assert_int_equal(back->to.count, 1);
	assert_string_equal(back->to.at[0].address, "ann@example.org");
	assert_string_equal(back->subject, scene->rendered.subject);
	/* No word of his goes to who was not proven, not even his name. */
	if (neutral)
		assert_string_equal(back->to.at[0].name, "");
	check_signed(scene);
}

/* But for line ends at the end, which no reader counts. */
static void check_same(struct arena *arena, const char *got, const char *want)
{
	size_t size = strlen(want), other = strlen(got);

	while (size > 0 && want[size - 1] == '\n')
		size--;
	while (other > 0 && got[other - 1] == '\n')
		other--;
	assert_string_equal(arena_strndup(arena, got, other),
			    arena_strndup(arena, want, size));
}

/* The text, and where there is one the page, come back as they went in. */
static void check_parts(const struct scene *scene, struct template_key which)
{
	const struct message *back = scene->back;
	const char *page = arena_printf(scene->arena,
		"<html lang=\"%s\" dir=\"%s\">", which.language,
		strcmp(which.language, "he") == 0 ? "rtl" : "ltr");

	check_same(scene->arena, back->text, scene->composed.text);
	if (is_neutral(which.name)) {
		assert_null(scene->composed.html);
		assert_int_equal(back->part_count, 1);
		assert_string_equal(back->parts[0].type, "text/plain");
		return;
	}
	assert_int_equal(back->part_count, 3);
	assert_string_equal(back->parts[0].type, "multipart/alternative");
	assert_string_equal(back->parts[1].type, "text/plain");
	assert_string_equal(back->parts[2].type, "text/html");
	check_same(scene->arena, back->html, scene->composed.html);
	assert_non_null(strstr(back->html, page));
}

static size_t count_of(const char *text, char c)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == c;
	return count;
}

/* Links lead to us, by buttons alone; what they say is spelled safely. */
static void check_links(const char *html)
{
	static const char start[] = "mailto:" BUTTON "?subject=";
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%=&;";

	while ((html = strstr(html, "href=\"")) != NULL) {
		html += strlen("href=\"");
		if (strncmp(html, start, strlen(start)) != 0)
			fail_msg("a link: %.80s", html);
		html += strlen(start);
		html += strspn(html, safe);
		assert_true(*html == '"');
	}
}

/* The one mark that hides is our own: behind the desk's name in Hebrew, whose
 * full stop would else stand before it. */
static const char *without_mark(struct arena *arena, const char *text)
{
	static const char mark[] = "\u200e";
	const char *at = strstr(text, mark);

	if (at == NULL)
		return text;
	return arena_printf(arena, "%.*s%s", (int)(at - text), text,
			    at + strlen(mark));
}

/* A value adds words: no tag, no link, no placeholder is filled in it. */
static void check_words(const struct scene *scene, size_t tags)
{
	const char *text = without_mark(scene->arena, scene->composed.text);

	assert_false(text_hides(text, strlen(text)));
	assert_true(text_valid(scene->composed.text,
			       strlen(scene->composed.text)));
	assert_null(strstr(scene->composed.text, "://"));
	if (scene->composed.html == NULL)
		return;
	if (count_of(scene->composed.html, '<') != tags)
		fail_msg("markup: %s", scene->composed.html);
	assert_null(strstr(scene->composed.html, "://"));
	check_links(scene->composed.html);
}

/* A reply, and what is needed to look at it. */
struct subject {
	const struct templates *templates;
	struct reader *reader;
	struct template_key which;
	size_t tags;		/* that it has where no value holds any */
};

static size_t tags_of(const struct subject *subject)
{
	ARENA(a);
	struct scene plain = { .arena = a };

	compose(&plain, subject->templates, subject->which, "x", "x");
	return plain.composed.html == NULL
		? 0 : count_of(plain.composed.html, '<');
}

/* `ours` NULL: the desk itself says nothing odd. */
static void check_one(const struct subject *subject, const char *value,
		      const char *ours)
{
	ARENA(a);
	const struct template_key which = subject->which;
	struct scene scene = { .arena = a };
	const char *body;

	compose(&scene, subject->templates, which, value, ours);
	check_octets(scene.composed.bytes, scene.composed.size);
	body = check_header(scene.composed.bytes);
	assert_true(body[0] != '\r' && body[0] != ' ');
	scene.back = parse_message(a, subject->reader, scene.composed.bytes,
				   scene.composed.size);
	check_fields(&scene, which);
	check_parts(&scene, which);
	check_words(&scene, subject->tags);
	/* How long the operator's own words are is his affair. */
	if (ours == NULL && scene.composed.size >
	    (is_neutral(which.name) ? NEUTRAL : PROVEN))
		fail_msg("%s/%s: %zu bytes", which.name, which.language,
			 scene.composed.size);
}

static const struct templates *shipped(struct arena *arena)
{
	const struct templates *templates;
	struct bundle bundle;
	struct err err;

	if (!bundle_read(arena, SHIPPED_RULES, &bundle, &err))
		fail_msg("%s", err.text);
	templates = template_load(arena, &bundle, &err);
	if (templates == NULL)
		fail_msg("%s", err.text);
	return templates;
}

static void test_all_are_there(void **state)
{
	ARENA(a);
	const struct templates *templates = shipped(a);

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(languages); k++) {
			const char *is = template_language(templates, names[i],
							   languages[k], "");

			if (is == NULL)
				fail_msg("%s/%s", names[i], languages[k]);
		}
	assert_int_equal(template_count(templates),
			 COUNT(names) * COUNT(languages));
}

/* What a sender may write, and what an operator might. */
static void test_final_bytes(void **state)
{
	ARENA(a);
	const struct templates *templates = shipped(a);
	struct reader *reader = reader_new();

	(void)state;
	for (size_t i = 0; i < template_count(templates); i++) {
		struct subject subject = {
			.templates = templates, .reader = reader,
			.which = template_at(templates, i),
		};

		subject.tags = tags_of(&subject);
		for (size_t k = 0; k < COUNT(hostile); k++)
			check_one(&subject, hostile[k],
				  hostile[(k + 1) % COUNT(hostile)]);
		for (size_t k = 0; k < COUNT(fillers); k++) {
			const char *value = filled(a, fillers[k]);

			check_one(&subject, value, NULL);
			check_one(&subject, value, value);
		}
	}
	reader_free(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_there),
		cmocka_unit_test(test_final_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
