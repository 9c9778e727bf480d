/* test_article_questions.c - are customers offered what helps them?
 *
 * Reads tests/articles/LANG.txt: articles, and questions with the one that
 * answers each, or none.  Prints what was missed, offered in vain, and the
 * shares of both; they must not fall below the floors. */

#include "desk/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINE = 1000, ARTICLES = 50, QUESTIONS = 100 };

static const struct floor {
	const char *language;
	int recall, precision;	/* per cent */
} floors[] = {
	{ "en", 90, 90 }, { "el", 95, 90 }, { "he", 90, 90 }, { "et", 95, 90 },
};

struct figures {
	int questions, helped, first, quiet;
	int offers, right;
};

/* Cuts the next field off at `mark`, without the blanks around it. */
static char *field(char **rest, const char *mark)
{
	char *from = *rest + strspn(*rest, " ");
	char *end = strstr(from, mark);
	size_t size;

	if (end == NULL) {
		*rest = from + strlen(from);
	} else {
		*end = '\0';
		*rest = end + strlen(mark);
	}
	size = strlen(from);
	while (size > 0 && from[size - 1] == ' ')
		from[--size] = '\0';
	return from;
}

static struct bundle_file article_file(struct arena *arena, char *line,
				       const char *language)
{
	const char *name = field(&line, "|"), *title = field(&line, "|");
	const char *text = arena_printf(arena,
		"---\ntitle: '%s'\nlanguages: [%s]\nwords: [%s]\n---\n.\n",
		title, language, line);

	return (struct bundle_file){
		arena_printf(arena, "articles/%s.md", name), text,
		strlen(text),
	};
}

/* The lines that begin with `mark`. */
static size_t read_lines(struct arena *arena, const char *language, char mark,
			 char **lines, size_t most)
{
	const char *folder = getenv("srcdir");
	const char *path = arena_printf(arena, "%s/tests/articles/%s.txt",
					folder == NULL ? ".." : folder,
					language);
	FILE *file = fopen(path, "r");
	char line[LINE];
	size_t count = 0;

	if (file == NULL)
		fail_msg("%s: no such file", path);
	while (fgets(line, sizeof(line), file) != NULL && count < most) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == mark && line[1] == ' ')
			lines[count++] = arena_strdup(arena, line + 2);
	}
	fclose(file);
	return count;
}

static const struct articles *articles_of(struct arena *arena,
					  const char *language)
{
	struct bundle_file files[ARTICLES];
	char *lines[ARTICLES];
	const size_t count = read_lines(arena, language, '=', lines, ARTICLES);
	const struct articles *articles;
	struct err err;

	for (size_t i = 0; i < count; i++)
		files[i] = article_file(arena, lines[i], language);
	articles = article_load(arena, &(struct bundle){ files, count }, &err);
	if (articles == NULL)
		fail_msg("%s", err.text);
	return articles;
}

static void ask(struct arena *arena, const struct articles *articles,
		const char *language, char *line, struct figures *figures)
{
	const char *want = field(&line, "|");
	const char *subject = strstr(line, "//") == NULL
		? "" : field(&line, "//");
	struct article_offer offers[ARTICLE_OFFERS];
	const size_t count = article_match(arena, articles,
		&(struct article_ask){ subject, line, language }, offers);
	bool right = false;

	for (size_t i = 0; i < count; i++)
		right |= strcmp(offers[i].article->name, want) == 0;
	figures->offers += (int)count;
	figures->right += right;
	if (strcmp(want, "-") == 0) {
		figures->quiet += count == 0;
	} else {
		figures->questions++;
		figures->helped += right;
		figures->first += count > 0 &&
			strcmp(offers[0].article->name, want) == 0;
	}
	if (right && count == 1)
		return;
	if (strcmp(want, "-") == 0 && count == 0)
		return;
	printf("%s: %s // %s: want %s, got", language, subject, line, want);
	for (size_t i = 0; i < count; i++)
		printf(" %s %d/%d", offers[i].article->name, offers[i].score,
		       offers[i].needed);
	putchar('\n');
}

static void measure(const struct floor *floor)
{
	ARENA(arena);
	const struct articles *articles = articles_of(arena, floor->language);
	char *lines[QUESTIONS];
	const size_t count = read_lines(arena, floor->language, '?', lines,
					QUESTIONS);
	struct figures figures = { 0 };
	int recall, precision;

	assert_true(count >= 30);
	for (size_t i = 0; i < count; i++)
		ask(arena, articles, floor->language, lines[i], &figures);
	recall = 100 * figures.helped / figures.questions;
	precision = figures.offers == 0 ? 0 :
		    100 * figures.right / figures.offers;
	printf("%s: %d of %d helped (%d %%), %d of these first; %d of %d "
	       "offers right (%d %%); silent %d of %d times\n",
	       floor->language, figures.helped, figures.questions, recall,
	       figures.first, figures.right, figures.offers, precision,
	       figures.quiet, (int)count - figures.questions);
	assert_true(recall >= floor->recall);
	assert_true(precision >= floor->precision);
}

static void test_questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(floors) / sizeof(floors[0]); i++)
		measure(&floors[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
