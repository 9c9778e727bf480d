/* test_specimen.c - what an example customer gets, and what is too long. */

#include "desk/specimen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "---\nsubject: '{{number}} {{subject|none}}'\n---\n"
#define BODY HEAD "{{customer|you}}, {{promise|soon}}, {{opens}}, " \
	"{{earlier}}, {{desk}}\n"

static const struct bundle_file files[] = {
	{ "replies/ack/de.md", BODY, sizeof(BODY) - 1 },
	{ "replies/ack/en.md", BODY, sizeof(BODY) - 1 },
	{ "replies/ack-neutral/en.md", BODY, sizeof(BODY) - 1 },
	{ "replies/tyres/he.md", BODY, sizeof(BODY) - 1 },
};

#define WITHIN "---\nsubject: s\nwith: acknowledgement\n---\nWhich {{desk}}?\n"
#define ACK "---\nsubject: a\n---\nHello,\n\n{{answer}}\n\n" \
	"{{solved|Solved}}\n"

static const struct bundle_file pair[] = {
	{ "replies/ack/en.md", ACK, sizeof(ACK) - 1 },
	{ "replies/ack-neutral/en.md", ACK, sizeof(ACK) - 1 },
	{ "replies/which/en.md", WITHIN, sizeof(WITHIN) - 1 },
	{ "replies/which/de.md", WITHIN, sizeof(WITHIN) - 1 },
};

static const struct templates *load(struct arena *arena,
				    const struct bundle_file *at, size_t count)
{
	const struct bundle bundle = { at, count };
	struct err err;
	const struct templates *templates = template_load(arena, &bundle,
							  &err);

	if (templates == NULL)
		fail_msg("%s", err.text);
	return templates;
}

/* Every value is there, and a sender's only for who was proven. */
static void test_values(void **state)
{
	ARENA(a);
	const struct templates *templates = load(a, files, 4);
	struct specimen got;
	struct err err;

	(void)state;
	assert_true(specimen_compose(a, templates, "ack", "de", &got, &err));
	assert_string_equal(got.rendered.subject, "1042 Example subject");
	assert_string_equal(got.composed.text, "Example Customer, spätestens "
			    "am Montag um 13:00 Uhr, am Montag um 09:00\nUhr, "
			    "987, Example Desk\n");
	assert_non_null(strstr(got.composed.html, "lang=\"de\""));
	assert_true(specimen_compose(a, templates, "ack-neutral", "en", &got,
				     &err));
	assert_string_equal(got.rendered.subject, "1042 none");
	assert_string_equal(got.composed.text, "you, by Monday at 13:00, on "
			    "Monday at 09:00, 987, Example Desk\n");
	assert_null(got.composed.html);
	assert_false(specimen_compose(a, templates, "tyres", "en", &got,
				      &err));
	assert_string_equal(err.text,
			    "replies/tyres/en.md: found no such reply");
}

/* In the acknowledgement of its language, with the buttons; where there is
 * none, alone. */
static void test_within(void **state)
{
	static const struct {
		int line;
		const char *name, *language, *want;
	} rows[] = {
		{ __LINE__, "which", "en", "Hello,\n\nWhich Example Desk?\n\n"
		  "Solved (support+" },
		{ __LINE__, "which", "de", "Which Example Desk?\n" },
		{ __LINE__, "ack", "en", "Hello,\n\nSolved (support+" },
		{ __LINE__, "ack-neutral", "en", "Hello,\n" },
	};
	ARENA(a);
	const struct templates *templates = load(a, pair, 4);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct specimen got;
		struct err err;
		size_t size = strlen(rows[i].want);

		assert_true(specimen_compose(a, templates, rows[i].name,
					     rows[i].language, &got, &err));
		if (strncmp(got.composed.text, rows[i].want, size) != 0)
			fail_msg("line %d: %s", rows[i].line,
				 got.composed.text);
	}
}

static void test_no_place(void **state)
{
	static const char with[] = "---\nsubject: a\n"
		"with: acknowledgement\n---\nAir.";
	static const struct bundle_file some[] = {
		{ "replies/ack/en.md", BODY, sizeof(BODY) - 1 },
		{ "replies/tyres/de.md", with, sizeof(with) - 1 },
		{ "replies/tyres/en.md", with, sizeof(with) - 1 },
	};
	struct err err;
	ARENA(a);

	(void)state;
	assert_true(specimen_check(a, load(a, some, 2), &err));
	assert_false(specimen_check(a, load(a, some, 3), &err));
	assert_non_null(strstr(err.text, "replies/ack/en.md: found no "
			       "`{{answer}}`"));
}

static void test_languages(void **state)
{
	ARENA(a);
	const struct strings all = specimen_languages(a, load(a, files, 4));

	(void)state;
	assert_int_equal(all.count, 3);
	assert_string_equal(all.at[0], "de");
	assert_string_equal(all.at[1], "en");
	assert_string_equal(all.at[2], "he");
}

/* The longest text that is let through, and one a little longer. */
static void test_limits(void **state)
{
	static const struct {
		int line;
		const char *file;
		size_t limit;
	} rows[] = {
		{ __LINE__, "replies/ack-neutral/en.md", 4 * 1024 },
		{ __LINE__, "replies/ack/en.md", 24 * 1024 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t longest = 0, size = 0;

		for (size_t words = 1; words < 7500; words += 25) {
			ARENA(a);
			struct buffer text = { .arena = a };
			struct bundle_file file = { .name = rows[i].file };
			const struct templates *templates;
			struct specimen got;
			struct err err;

			buffer_text(&text, HEAD);
			for (size_t k = 0; k < words; k++)
				buffer_text(&text, "x ");
			file.bytes = buffer_string(&text);
			file.size = text.size;
			templates = load(a, &file, 1);
			assert_true(specimen_compose(a, templates,
				strstr(file.name, "neutral") != NULL
				? "ack-neutral" : "ack", "en", &got, &err));
			if (specimen_check(a, templates, &err)) {
				assert_true(got.composed.size <=
					    rows[i].limit);
				longest = words;
				size = got.composed.size;
				continue;
			}
			assert_true(got.composed.size > rows[i].limit);
			assert_non_null(strstr(err.text, rows[i].file));
			break;
		}
		/* Both sides of the limit were seen, close to it. */
		if (longest == 0 || longest + 25 >= 7500 ||
		    size + 200 < rows[i].limit)
			fail_msg("line %d: %zu", rows[i].line, size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
