/* test_verbatim.c - what was typed is what is read, in text and in HTML. */

#include "mail/verbatim.h"

#include "base/buffer.h"
#include "mail/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The plain text after Markdown; NULL: the same as typed. */
static const struct {
	int line;
	const char *typed, *text, *html;
} cases[] = {
	{ __LINE__, "Hello,\n\nit works.\n", NULL,
	  "<p>Hello,</p>\n<p>it works.</p>" },
	{ __LINE__, "one\ntwo\n", NULL, "one<br />\ntwo" },

	/* Markdown by accident. */
	{ __LINE__, "# no heading\n", NULL, "<p># no heading</p>" },
	{ __LINE__, "a_b_c and *not* `code` <b>x</b> &amp; [x](http:)\n",
	  NULL, "a_b_c and *not* `code` &lt;b&gt;" },
	{ __LINE__, "C:\\new\\table\n", NULL, "C:\\new\\table" },
	{ __LINE__, "heading?\n======\n", NULL, "heading?<br />\n======" },
	{ __LINE__, "x\n---\ny\n", NULL, "x<br />\n---<br />\ny" },
	{ __LINE__, "    four blanks\n", NULL, "<p>\u00a0\u00a0\u00a0\u00a0four" },
	{ __LINE__, "a\n    b\n", NULL, "a<br />\n\u00a0\u00a0" },
	{ __LINE__, "+ plus\n", NULL, "<p>+ plus</p>" },
	{ __LINE__, "1.5 litres\n", NULL, "<p>1.5 litres</p>" },
	{ __LINE__, "![pixel](https://evil.test/x.png)\n", NULL, "<p>![pixel]" },
	{ __LINE__, "ends in a backslash\\\nnext\n", NULL, "backslash\\<br" },
	{ __LINE__, "&copy; &#35;\n", NULL, "&amp;copy; &amp;#35;" },

	/* Lists. */
	{ __LINE__, "- a\n- b\n", NULL, "<ul>\n<li>a</li>\n<li>b</li>" },
	{ __LINE__, "* a\n* b\n", "- a\n- b\n", "<li>a</li>" },
	{ __LINE__, "1. a\n2. b\n", NULL, "<ol>\n<li>a</li>\n<li>b</li>" },
	{ __LINE__, "3. a\n4. b\n", NULL, "<ol start=\"3\">" },
	{ __LINE__, "1) a\n2) b\n", NULL, "<ol>" },
	{ __LINE__, "1. a\n3. c\n", "1. a\n\n3. c\n", "<p>3. c</p>" },
	{ __LINE__, "Please:\n- a\n- b\nThanks\n",
	  "Please:\n\n- a\n- b\n\nThanks\n", "<p>Thanks</p>" },
	{ __LINE__, "- a\n  goes on\n- b\n", NULL, "a<br />\ngoes on" },
	{ __LINE__, "-no list\n", NULL, "<p>-no list</p>" },

	/* Links. */
	{ __LINE__, "See https://example.org/a_b?c=1&d=2.\n", NULL,
	  "<a href=\"https://example.org/a_b?c=1&amp;d=2\">" },
	{ __LINE__, "(http://example.org/x_(y))\n", NULL,
	  "<a href=\"http://example.org/x_(y)\">" },
	{ __LINE__, "javascript:alert(1)\n", NULL, "<p>javascript:alert(1)" },
	{ __LINE__, "https://example.org/<script>\n", NULL,
	  "<a href=\"https://example.org/\">" },
	{ __LINE__, "https://x.test/?a&amp;b\n", NULL, "<p>https://" },

	/* Quotes, answered between. */
	{ __LINE__, "> is it out?\nYes.\n> when?\nToday.\n",
	  "> is it out?\n\nYes.\n\n> when?\n\nToday.\n",
	  "<blockquote>\n<p>is it out?</p>" },
	{ __LINE__, "> a\n> b\n", NULL, "a<br />\nb" },
	{ __LINE__, "> > deep\n", NULL, "<blockquote>\n<blockquote>" },
	{ __LINE__, "> - a\n> - b\n", NULL, "<ul>" },
	{ __LINE__, "\u03b3\u03b5\u03b9\u03ac\n", NULL, "\u03b3" },
	{ __LINE__, "", NULL, "" },
	{ __LINE__, "\n\n\n", "", "" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *want = cases[i].text == NULL ? cases[i].typed
							 : cases[i].text;
		const char *source = verbatim_markdown(arena, cases[i].typed);
		struct markdown got = markdown_render(arena, source);

		if (strcmp(got.text, want) != 0)
			fail_msg("line %d: got\n%s\nfrom\n%s", cases[i].line,
				 got.text, source);
		if (strstr(got.html, cases[i].html) == NULL)
			fail_msg("line %d: got %s", cases[i].line, got.html);
	}
}

/* What no link comes of is not read again and again. */
static void test_linear(void **state)
{
	ARENA(arena);
	struct buffer text = { .arena = arena };
	const char *source;

	(void)state;
	for (int i = 0; i < 30000; i++)
		buffer_text(&text, "http://");
	buffer_text(&text, "&x;\n");
	source = verbatim_markdown(arena, buffer_string(&text));
	assert_int_equal(strncmp(source, "<http://", 8), 0);
}

/* Whatever is typed, no element but ours comes of it. */
static void test_no_markup(void **state)
{
	static const char alphabet[] = "<>&;:/*_`#-+.1 \n\t[](){}!\\\"'a=~|";
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		ARENA(arena);
		char text[65] = "";
		const char *html;

		for (size_t i = 0; i < 64; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			text[i] = alphabet[(seed >> 33) %
					   (sizeof(alphabet) - 1)];
		}
		html = markdown_render(arena, verbatim_markdown(arena,
								text)).html;
		assert_null(strstr(html, "<h"));
		assert_null(strstr(html, "<img"));
		assert_null(strstr(html, "<em"));
		assert_null(strstr(html, "<strong"));
		assert_null(strstr(html, "<code"));
		assert_null(strstr(html, "<!--"));
		assert_null(strstr(html, "<a "));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_no_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
