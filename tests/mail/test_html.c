/* test_html.c - what a reader sees of HTML, and what clients marked. */

#include "mail/html.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int line;
	const char *html, *want;
} cases[] = {
	{ __LINE__, "", "" },
	{ __LINE__, "a", "a" },
	{ __LINE__, " a \n\t b ", "a b" },
	{ __LINE__, "a <b>b</b>c <i> d</i>", "a bc d" },

	/* Lines. */
	{ __LINE__, "a<br>b", "a\nb" },
	{ __LINE__, "a<br><br/>b<br>", "a\n\nb" },
	{ __LINE__, "<div>a</div><div>b</div>", "a\nb" },
	{ __LINE__, "<div>a<br></div><div>b</div>", "a\nb" },
	{ __LINE__, "<div>a</div><div><br></div><div>b</div>", "a\n\nb" },
	{ __LINE__, "<div><div>a</div></div><div>b</div>", "a\nb" },
	{ __LINE__, "<p>a</p><p>b</p>", "a\n\nb" },
	{ __LINE__, "<p>a<p>b", "a\n\nb" },
	{ __LINE__, "<p style='margin: 0cm'>a</p><p style='margin:0'>b</p>",
	  "a\nb" },
	{ __LINE__, "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>",
	  "a\nb" },
	{ __LINE__, "<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p>"
	  "<p class=MsoNormal>b</p>", "a\n\nb" },
	{ __LINE__, "a<hr>b", "a\n\nb" },
	{ __LINE__, "<h1>a</h1>b", "a\n\nb" },
	{ __LINE__, "a<br><br><br><br><br><br>b", "a\n\n\nb" },
	{ __LINE__, "<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd" },
	{ __LINE__, "<div style='white-space: pre-wrap'>a\nb</div>", "a\nb" },
	{ __LINE__, "a&nbsp;&nbsp;b&nbsp; c", "a  b c" },

	/* Lists and tables. */
	{ __LINE__, "<ul><li>a<li>b</ul>c", "* a\n* b\nc" },
	{ __LINE__, "<ol><li>a</li><li>b<ul><li>c</ul></ol>",
	  "1. a\n2. b\n  * c" },
	{ __LINE__, "<li>a", "* a" },
	{ __LINE__, "<table><tr><td>a<td>b<tr><th>c</th><td>d</table>e",
	  "a\tb\nc\td\ne" },
	{ __LINE__, "<table><tr><td><div>a</div></td><td><p>b</td></tr>"
	  "</table>", "a\n\nb" },

	/* Links. */
	{ __LINE__, "<a href='https://a.test/x'>here</a>.",
	  "here <https://a.test/x>." },
	{ __LINE__, "<a href='https://a.test/'>a.test</a>", "a.test" },
	{ __LINE__, "<a href='https://www.a.test/x'>https://a.test/x</a>",
	  "https://a.test/x" },
	{ __LINE__, "<a href='https://evil.test/'>a.test</a>",
	  "a.test <https://evil.test/>" },
	{ __LINE__, "<a href='mailto:ann@a.test?subject=x'>ann@a.test</a>",
	  "ann@a.test" },
	{ __LINE__, "<a href='mailto:ann@a.test'>Ann</a>",
	  "Ann <mailto:ann@a.test>" },
	{ __LINE__, "<a href='https://a.test?a=1&amp;b=2&copy=3'>x</a>",
	  "x <https://a.test?a=1&b=2&copy=3>" },
	{ __LINE__, "<a href='https://a.test'><img src=x></a>b", "b" },
	{ __LINE__, "<a href='#top'>x</a> <a href='/y'>y</a>", "x y" },
	/* H92: nothing that runs. */
	{ __LINE__, "<a href='javascript:alert(1)'>x</a>", "x" },
	{ __LINE__, "<a href='data:text/html,y'>x</a>", "x" },
	{ __LINE__, "<img src=x onerror=alert(1)>a", "a" },
	{ __LINE__, "<img alt='\xf0\x9f\x98\x80'><img alt='logo'>",
	  "\xf0\x9f\x98\x80" },

	/* What is not read. */
	{ __LINE__, "<title>t</title><style>s{}</style>"
	  "<script>if(a<b)</script>a", "a" },
	{ __LINE__, "<SCRIPT>x</script >a", "a" },
	{ __LINE__, "a<!-- b --><!-- <p>c --> d", "a d" },
	{ __LINE__, "<!--[if mso]>x<![endif]-->a<![if !mso]>b<![endif]>",
	  "ab" },
	{ __LINE__, "<!DOCTYPE html><?xml x?>a", "a" },
	{ __LINE__, "<svg><text>x</text></svg>a", "a" },
	{ __LINE__, "<o:p>a</o:p>", "a" },

	/* Not closed: the rest of the mail is not swallowed. */
	{ __LINE__, "<style>a<p>b", "a\n\nb" },
	{ __LINE__, "<!-- a>b", "b" },
	{ __LINE__, "<a href=\"x>b</a>c", "bc" },
	{ __LINE__, "a<b", "a" },
	{ __LINE__, "a <", "a <" },
	{ __LINE__, "a < b > c", "a < b > c" },
	{ __LINE__, "1<2", "1<2" },
	{ __LINE__, "<ann@a.test> <https://a.test/>",
	  "<ann@a.test> <https://a.test/>" },
	{ __LINE__, "<p title='a > b'>c", "c" },
	{ __LINE__, "</p></div></b>a", "a" },
	{ __LINE__, "<div>a<b>b</div>c", "ab\nc" },

	/* Character references. */
	{ __LINE__, "&lt;b&gt; &amp;amp; &eacute;&#233;&#xE9;",
	  "<b> &amp; ééé" },
	{ __LINE__, "&amp &bogus; &copy &#; &#x;", "& &bogus; &copy &#; &#x;" },
	{ __LINE__, "&#128;&#150;", "€–" },
	{ __LINE__, "a&#0;&#xD800;&#99999999999;b",
	  "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" "b" },
	{ __LINE__, "a&#7;&#27;b&#10;c", "ab c" },
	{ __LINE__, "u\xe2\x80\x8br\xc2\xadgent", "urgent" },

	/* Right to left, in logical order. */
	{ __LINE__, "<div dir=rtl>שלום <b>רב</b></div>", "שלום רב" },
};

static void test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		struct html_text got = html_render(arena, cases[i].html,
						   strlen(cases[i].html));

		if (strcmp(got.text, cases[i].want) != 0)
			fail_msg("line %d: got %s", cases[i].line, got.text);
		assert_int_equal(strlen(got.text), got.size);
		assert_true(text_valid(got.text, got.size));
		assert_int_equal(got.defects, 0);
	}
}

static const struct {
	int line;
	const char *html, *want;
	bool hidden;
} hidden[] = {
	{ __LINE__, "a<div style='display: none'>b</div>c", "a\nc", true },
	{ __LINE__, "a<span style='DISPLAY:NONE !important'>b</span>c", "ac",
	  true },
	{ __LINE__, "<p hidden>a</p>b", "b", true },
	{ __LINE__, "<div style='visibility:hidden'>a<p>b</p></div>c", "c",
	  true },
	{ __LINE__, "<span style='font-size:0px'>a</span>b", "b", true },
	{ __LINE__, "<span style='font-size:0.0em'>a</span>b", "b", true },
	{ __LINE__, "<div style='max-height:0;overflow:hidden'>a</div>b", "b",
	  true },
	{ __LINE__, "<span style='mso-hide:all'>a</span>b", "b", true },
	{ __LINE__, "<span style='opacity:0'>a</span>b", "b", true },
	{ __LINE__, "<span style='color:transparent'>a</span>b", "b", true },
	/* Near misses. */
	{ __LINE__, "<span style='font-size:0.5em'>a</span>b", "ab", false },
	{ __LINE__, "<span style='opacity:0.9'>a</span>b", "ab", false },
	{ __LINE__, "<div style='max-height:0'>a</div>b", "a\nb", false },
	{ __LINE__, "<div style='overflow:hidden'>a</div>b", "a\nb", false },
	/* A wrapper of size zero around text with a size of its own. */
	{ __LINE__, "<td style='font-size:0'><div style='font-size:13px'>a"
	  "</div></td>", "a", false },
	{ __LINE__, "<td style='font-size:0'><div style='font-size:100%'>a"
	  "</div></td>", "", true },
	/* Nothing was hidden that anybody could miss. */
	{ __LINE__, "<div style='display:none'>&nbsp; \n</div>b", "b", true },
	{ __LINE__, "<div style='display:none'> \n</div>b", "b", false },
};

static void test_hidden(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		ARENA(arena);
		struct html_text got = html_render(arena, hidden[i].html,
						   strlen(hidden[i].html));
		bool noted = got.defects & 1ull << DEFECT_HIDDEN_TEXT;

		if (strcmp(got.text, hidden[i].want) != 0)
			fail_msg("line %d: got %s", hidden[i].line, got.text);
		if (noted != hidden[i].hidden)
			fail_msg("line %d: noted %d", hidden[i].line, noted);
	}
}

/* Each mark as its letter and its text, parted by "|". */
static const struct {
	int line;
	const char *html, *want;
} marks[] = {
	{ __LINE__, "a<blockquote>b</blockquote>c", "Qb" },
	{ __LINE__, "<blockquote type=cite>a<blockquote>b</blockquote>"
	  "</blockquote>", "Qa\n\nb|Qb" },
	/* An indent of an editor is none. */
	{ __LINE__, "<blockquote style='margin:0 0 0 40px;border:none'>a"
	  "</blockquote>", "" },
	{ __LINE__, "a<blockquote> </blockquote>", "" },

	/* Gmail: an answer above, an answer between, a forward. */
	{ __LINE__, "a<div class=gmail_quote><div class='x gmail_attr'>On"
	  "</div><blockquote class=gmail_quote>b</blockquote></div>",
	  "QOn\n\nb|HOn|Qb" },
	{ __LINE__, "<div class=gmail_quote><div class=gmail_attr>On</div>"
	  "<blockquote>b</blockquote><div>c</div><blockquote>d</blockquote>"
	  "</div>", "HOn|Qb|Qd" },
	{ __LINE__, "<div class=gmail_quote>a</div>", "Qa" },
	{ __LINE__, "a<div class=gmail_signature>Ann</div>", "SAnn" },
	{ __LINE__, "<div data-smartmail=gmail_signature>Ann</div>", "SAnn" },

	/* Outlook: from the header on, to the end of what holds the reply. */
	{ __LINE__, "<div>a</div><div id=x_divRplyFwdMsg>From: b</div>"
	  "<div>c</div>", "HFrom: b|Qc" },
	{ __LINE__, "<div><p>a</p><div><div style='border:none;border-top:"
	  "solid #E1E1E1 1.0pt'><p>From: b<br>Sent: c</p></div></div>"
	  "<p>d</p></div><p>e</p>", "HFrom: b\nSent: c|Qd" },
	{ __LINE__, "a<div style='border-top:solid 1px'>no header</div>b",
	  "" },
	{ __LINE__, "a<div id=appendonsend></div><p>b</p>", "Qb" },
	{ __LINE__, "a<hr id=stopSpelling>b", "Qb" },
	{ __LINE__, "<div id=Signature>a</div><div id=signatures>b</div>",
	  "Sa" },

	/* Others. */
	{ __LINE__, "a<div class=moz-cite-prefix>On</div>"
	  "<blockquote type=cite>b</blockquote><pre class=moz-signature>-- \n"
	  "Ann</pre>", "HOn|Qb|S--\nAnn" },
	{ __LINE__, "a<div class='ydp12yahoo_quoted'>b</div>", "Qb" },
	{ __LINE__, "a<div id=yahoo_quoted_1>b</div>", "Qb" },
	{ __LINE__, "a<div class='protonmail_quote'>b</div>", "Qb" },
	{ __LINE__, "a<hr id=zwchr><div>b</div>", "Qb" },
	{ __LINE__, "a<div name=quote>b</div>", "Qb" },
	{ __LINE__, "a<div id=AppleMailSignature>b</div>", "Sb" },
};

static void test_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		ARENA(arena);
		struct buffer got = { .arena = arena };
		struct html_text text = html_render(arena, marks[i].html,
						    strlen(marks[i].html));

		for (size_t k = 0; k < text.mark_count; k++) {
			const struct mark *mark = &text.marks[k];

			if (k > 0)
				buffer_char(&got, '|');
			buffer_char(&got, "QSH"[mark->kind]);
			buffer_add(&got, text.text + mark->start,
				   mark->end - mark->start);
			assert_non_null(mark->source);
		}
		if (strcmp(buffer_string(&got), marks[i].want) != 0)
			fail_msg("line %d: got %s", marks[i].line, got.data);
	}
}

static struct html_text repeat(struct arena *arena, const char *text,
			       int count)
{
	struct buffer html = { .arena = arena };

	for (int i = 0; i < count; i++)
		buffer_text(&html, text);
	return html_render(arena, buffer_string(&html), html.size);
}

/* H32: what stops a tree builder costs one pass here. */
static void test_bombs(void **state)
{
	static const char *const bombs[] = {
		"<div>", "</p>", "<p>", "<a b=c ", "<!--", "<a href=\"",
		"<style>", "<table><tr><td>", "<li>", "&", "&#", "<",
		"<blockquote>a", "</div><div>", "<ul><li>a",
		"<div class=gmail_quote><blockquote>a</blockquote>",
		"<div style='border-top:solid'>a:\nb:",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bombs) / sizeof(bombs[0]); i++) {
		ARENA(arena);
		struct html_text got = repeat(arena, bombs[i],
				(int)(LIMIT_HTML / strlen(bombs[i])));

		assert_true(got.size <= LIMIT_TEXT);
		assert_true(got.mark_count <= 1000);
	}
}

static void test_limit(void **state)
{
	ARENA(arena);

	(void)state;
	assert_int_equal(repeat(arena, "a", LIMIT_TEXT).size, LIMIT_TEXT);
	assert_true(repeat(arena, "a ", LIMIT_TEXT).size <= LIMIT_TEXT);
	assert_true(repeat(arena, "a ", LIMIT_TEXT).size >= LIMIT_TEXT - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
