/* test_article.c - what an article may say, and which words lead to it. */

#include "desk/article.h"

#include "base/buffer.h"
#include "desk/article_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct articles *load(struct arena *arena, const char *name,
				   const char *text, struct err *err)
{
	const struct bundle_file files[] = {
		{ "rules/1.yaml", "- name: x", 9 },
		{ name, text, strlen(text) },
	};

	return article_load(arena, &(struct bundle){ files, 2 }, err);
}

#define NAME "articles/a.md"
#define HEAD "---\ntitle: A\nlanguages: [en]\n"

static const struct {
	int line;
	const char *name, *text;
	const char *refusal;	/* NULL: accepted */
} cases[] = {
	{ __LINE__, NAME, HEAD "---\nText.", NULL },
	{ __LINE__, "articles/a-2.md", "---\ntitle: A\nlanguages: en\n---\nT",
	  NULL },
	{ __LINE__, NAME, HEAD "words: b\nlink: https://example.org/a?b=1\n"
	  "---\n", NULL },
	{ __LINE__, NAME, HEAD "words: [b, c d]\n---\nT", NULL },
	{ __LINE__, NAME, "Text", ":1:1: found no front matter, expected a "
	  "line `---`, `title" },
	{ __LINE__, NAME, "---\nlanguages: en\n---\nT",
	  ":2:1: found a map, expected `title:`" },
	{ __LINE__, NAME, "---\ntitle: A\n---\nT",
	  ":2:1: found a map, expected `languages:` in it" },
	{ __LINE__, NAME, "---\ntitle: A\nlanguages: eng\n---\nT",
	  ":3:12: found `eng`, expected two letters" },
	{ __LINE__, NAME, "---\ntitle: A\nlanguages: [en, English]\n---\nT",
	  ":3:17: found `English`, expected two letters" },
	{ __LINE__, NAME, "---\ntitle: A\nlanguages: [en, en]\n---\nT",
	  ":3:17: found `en`, expected each language once" },
	{ __LINE__, NAME, "---\ntitle: A\nlanguages: []\n---\nT",
	  "expected at least one language" },
	{ __LINE__, NAME, HEAD "words: { a: b }\n---\nT", "expected a text" },
	{ __LINE__, NAME, HEAD "link: example.org\n---\nT",
	  ":4:7: found `example.org`, expected an address" },
	{ __LINE__, NAME, HEAD "link: 'https://x.test/a b'\n---\nT",
	  "expected an address" },
	{ __LINE__, NAME, HEAD "link: 'https://x.test/>'\n---\nT",
	  "expected an address" },
	{ __LINE__, NAME, HEAD "link: javascript:x\n---\nT",
	  "expected an address" },
	{ __LINE__, NAME, HEAD "---\n", ":5:1: found no text, expected a "
	  "short answer, or a `link:`" },
	{ __LINE__, NAME, HEAD "subject: x\n---\nT",
	  ":4:1: found `subject`, expected one of: title" },
	{ __LINE__, "articles/A.md", HEAD "---\nT",
	  "articles/A.md: expected articles/NAME.md" },
	{ __LINE__, "articles/.md", HEAD "---\nT", "expected articles/NAME" },
	{ __LINE__, "articles/a/en.md", HEAD "---\nT",
	  "expected articles/NAME.md" },
	{ __LINE__, NAME, HEAD "---\n\xff", "found other bytes" },
};

static void test_cases(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = { 0 };
		bool done = load(a, cases[i].name, cases[i].text, &err);

		if (done != (cases[i].refusal == NULL))
			fail_msg("line %d: %s", cases[i].line, err.text);
		if (!done && strstr(err.text, cases[i].refusal) == NULL)
			fail_msg("line %d: %s", cases[i].line, err.text);
	}
}

static const char *text_of(struct arena *arena, size_t size)
{
	char *text = arena_alloc(arena, size + 1);

	memset(text, 'x', size);
	return text;
}

static void test_long_answer(void **state)
{
	ARENA(a);
	struct err err = { 0 };

	(void)state;
	assert_non_null(load(a, NAME, arena_printf(a, HEAD "---\n%s",
						   text_of(a, 1500)), &err));
	assert_null(load(a, NAME, arena_printf(a, HEAD "---\n%s",
					       text_of(a, 1501)), &err));
	assert_non_null(strstr(err.text, ":5:1501: found a longer answer"));
}

static const struct {
	int line;
	const char *language, *title;
	const char *subject, *text;
	bool offered;
} asks[] = {
	/* Endings, and words that only begin alike. */
	{ __LINE__, "en", "Refunds", "", "a refund", true },
	{ __LINE__, "en", "Refund", "", "We were refunded twice", true },
	{ __LINE__, "en", "Delivery", "", "two deliveries", true },
	{ __LINE__, "en", "Delivery", "", "delicious", false },
	{ __LINE__, "en", "Address", "", "two ADDRESSES", true },
	{ __LINE__, "en", "Apps", "", "the app", false },
	{ __LINE__, "en", "Apps", "", "apples", false },
	{ __LINE__, "en", "Orders", "", "my order", true },

	/* Words of asking speak for nothing. */
	{ __LINE__, "en", "How to find your printer", "", "How do I find your "
	  "shop?", false },

	/* Accents, cases and final letters. */
	{ __LINE__, "el", "Κωδικός", "", "ΤΟΝ ΚΩΔΙΚΟ ΜΟΥ", true },
	{ __LINE__, "el", "Ακύρωση", "", "να ακυρώσω", true },
	{ __LINE__, "et", "Arve", "", "oma arveid", true },
	{ __LINE__, "et", "Pakett", "", "paketiga", true },
	{ __LINE__, "de", "Kündigung", "", "die Kuendigung", false },
	{ __LINE__, "de", "Kündigung", "", "meine KÜNDIGUNG", true },
	{ __LINE__, "ru", "Доставка", "", "нет доставки", true },

	/* Small words in front of Hebrew ones, on both sides. */
	{ __LINE__, "he", "סיסמה", "", "והסיסמה שלי", true },
	{ __LINE__, "he", "הסיסמה", "", "סיסמאות", true },
	{ __LINE__, "he", "חשבוניות", "", "שבחשבונית", true },
	{ __LINE__, "he", "חשבונית", "", "מדפסת", false },

	/* One word is enough in a short mail, or in the subject. */
	{ __LINE__, "en", "Refund", "", "one two three four five six seven "
	  "eight nine ten eleven refund", true },
	{ __LINE__, "en", "Refund", "", "one two three four five six seven "
	  "eight nine ten eleven twelve refund", false },
	{ __LINE__, "en", "Refund", "refund", "one two three four five six "
	  "seven eight nine ten eleven twelve", true },
	{ __LINE__, "en", "Refund", "", "", false },
};

static void test_match(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct err err = { 0 };
		const struct articles *articles = load(a, NAME, arena_printf(a,
			"---\ntitle: '%s'\nlanguages: %s\n---\n.",
			asks[i].title, asks[i].language), &err);
		struct article_offer offers[ARTICLE_OFFERS];
		struct article_ask ask = { asks[i].subject, asks[i].text,
					   asks[i].language };

		assert_non_null(articles);
		if (article_match(a, articles, &ask, offers) !=
		    asks[i].offered)
			fail_msg("line %d: not as it should be",
				 asks[i].line);
		ask.language = "xx";
		assert_int_equal(article_match(a, articles, &ask, offers), 0);
	}
}

/* The first, the last and some between of both lists; and words that are in
 * none. */
static void test_common(void **state)
{
	const char *texts = "a aber about can cannot kuidas the you your αλλα "
		"και это שלנו תודה";
	const char *others = "app aba yours refund αλλα1 тода פאקס";
	struct article_word word;

	(void)state;
	while (article_word_next(&texts, &word))
		if (!article_word_is_common(&word))
			fail_msg("%s is common", word.text);
	while (article_word_next(&others, &word))
		if (article_word_is_common(&word))
			fail_msg("%s is not common", word.text);
}

/* The best first, no more than three, none that is far behind. */
static void test_order(void **state)
{
	static const char *const titles[] = {
		"alpha", "alpha beta", "alpha beta gamma",
		"alpha beta gamma delta", "omega",
	};
	struct bundle_file files[5];
	struct article_offer offers[ARTICLE_OFFERS];
	const struct articles *articles;
	struct err err;
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		const char *text = arena_printf(a, "---\ntitle: %s\n"
			"languages: [de, en]\n---\nx", titles[i]);

		files[i] = (struct bundle_file){
			arena_printf(a, "articles/a%zu.md", i), text,
			strlen(text) };
	}
	articles = article_load(a, &(struct bundle){ files, 5 }, &err);
	assert_int_equal(article_count(articles), 5);
	assert_int_equal(article_match(a, articles, &(struct article_ask){
		"", "Alpha beta gamma delta!", "en" }, offers), 2);
	assert_string_equal(offers[0].article->name, "a3");
	assert_string_equal(offers[1].article->name, "a2");
	assert_string_equal(article_find(articles, "a4")->title, "omega");
	assert_null(article_find(articles, "a5"));
}

/* Twice the text must not take four times as long; here it only has to end. */
static void test_hostile(void **state)
{
	ARENA(a);
	struct err err = { 0 };
	const struct articles *articles = load(a, NAME, HEAD "---\nx", &err);
	struct article_offer offers[ARTICLE_OFFERS];
	static const char *const fillers[] = {
		"a", "refund ", "ש", "והבלכמש ", "\xcc\x81", "ﷺ", "a\xcc\x81 ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++) {
		struct buffer text = { .arena = a };

		while (text.size < 24 * 1024)
			buffer_text(&text, fillers[i]);
		assert_int_equal(article_match(a, articles,
			&(struct article_ask){ "", buffer_string(&text), "en" },
			offers), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_long_answer),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_common),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
