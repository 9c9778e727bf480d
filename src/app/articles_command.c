/* articles_command.c - `postdesk articles`: are they sound, who is offered
 * what? */

#include "app/articles_command.h"

#include "app/bundle.h"
#include "app/options.h"
#include "app/table.h"
#include "app/verbs.h"
#include "base/json.h"
#include "base/text.h"
#include "desk/article.h"
#include "mail/language.h"

#include <inttypes.h>
#include <sysexits.h>

struct request {
	const char *verb;
	const char *folder, *language, *subject;
	bool as_json;
};

static int refuse(const struct request *request, const struct err *err)
{
	fprintf(stderr, "postdesk articles %s: %s\n", request->verb,
		err->text);
	return EX_DATAERR;
}

static const struct articles *read_all(struct arena *arena,
				       const struct request *request,
				       struct err *err)
{
	struct bundle bundle;

	return bundle_read(arena, request->folder, &bundle, err)
		? article_load(arena, &bundle, err) : NULL;
}

static const char *languages_of(struct arena *arena,
				const struct article *article)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < article->languages.count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : " ",
			      article->languages.at[i]);
	return buffer_string(&out);
}

static void say_all(struct arena *arena, const struct articles *articles)
{
	for (size_t i = 0; i < article_count(articles); i++) {
		const struct article *article = article_at(articles, i);

		printf("%s: %s (%s)\n", article->name, article->title,
		       languages_of(arena, article));
	}
	printf("%zu articles: all is well\n", article_count(articles));
}

static void say_all_json(struct arena *arena, const struct articles *articles)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_bool(&json, "sound", true);
	json_key(&json, "articles");
	json_open(&json, '[');
	for (size_t i = 0; i < article_count(articles); i++) {
		const struct article *article = article_at(articles, i);

		json_open(&json, '{');
		json_put(&json, "name", article->name);
		json_put(&json, "title", article->title);
		json_put(&json, "languages", languages_of(arena, article));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static int check_main(int argc, char **argv)
{
	struct request request = { .verb = "check" };
	const struct option_row rows[] = { OPTION_JSON(request.as_json) };
	const struct options options = {
		"articles check [OPTION...] [DIR]", "Check the articles of a "
		"folder of rules (without DIR the shipped one, which has\n"
		"none), and list them.", rows, 1, 0, 1,
	};
	const struct articles *articles;
	struct err err;
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	request.folder = argv[first];
	articles = read_all(arena, &request, &err);
	if (articles == NULL)
		return refuse(&request, &err);
	if (request.as_json)
		say_all_json(arena, articles);
	else
		say_all(arena, articles);
	return 0;
}

/* What a customer would be offered, and how far behind the others are. */
struct matched {
	const struct article_offer *all;
	size_t count, good;
};

static struct matched match(struct arena *arena,
			    const struct articles *articles,
			    const struct article_ask *ask)
{
	struct article_offer offers[ARTICLE_OFFERS];
	struct matched matched = { .count = 0 };

	matched.count = article_weigh(arena, articles, ask, &matched.all);
	matched.good = article_match(arena, articles, ask, offers);
	return matched;
}

static const char *points(struct arena *arena, int hundredths)
{
	return arena_printf(arena, "%d.%02d", hundredths / 100,
			    hundredths % 100);
}

static void say_match(struct arena *arena, const struct matched *matched,
		      const char *language)
{
	static const struct table_column columns[] = {
		{ "", 8, false }, { "article", 24, false },
		{ "has", 5, true }, { "needs", 5, true },
		{ "title", 0, false },
	};
	struct table_view view;

	printf("Language: %s\n", language);
	if (matched->count == 0) {
		puts("No article has a word of it.");
		return;
	}
	view = table_begin(arena, columns, 5);
	for (size_t i = 0; i < matched->count; i++) {
		const struct article_offer *offer = &matched->all[i];

		table_row(&view, TABLE_PLAIN, (const char *[]){
			i < matched->good ? "offered" : "",
			offer->article->name, points(arena, offer->score),
			points(arena, offer->needed),
			offer->article->title });
	}
}

static void say_match_json(struct arena *arena, const struct matched *matched,
			   const char *language)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "language", language);
	json_key(&json, "articles");
	json_open(&json, '[');
	for (size_t i = 0; i < matched->count; i++) {
		json_open(&json, '{');
		json_put(&json, "article", matched->all[i].article->name);
		json_put_bool(&json, "offered", i < matched->good);
		json_put_int(&json, "score", matched->all[i].score);
		json_put_int(&json, "needed", matched->all[i].needed);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

/* As a mail would be: its own language, else English. */
static const char *language_for(const struct request *request,
				const char *text)
{
	const char *language = request->language != NULL
		? request->language : language_of(text);

	return language == NULL ? "en" : language;
}

static int match_main(int argc, char **argv)
{
	struct request request = { .verb = "match" };
	const struct option_row rows[] = {
		{ "lang", "LL", &request.language, NULL,
		  "of the mail (that of TEXT)" },
		{ "subject", "TEXT", &request.subject, NULL, "of the mail" },
		{ "rules", "DIR", &request.folder, NULL,
		  "folder of rules; else the shipped one" },
		OPTION_JSON(request.as_json),
	};
	const struct options options = {
		"articles match [OPTION...] TEXT", "Which articles would a "
		"customer be offered who writes this, and what would\nothers "
		"lack?", rows, 4, 1, 1,
	};
	const struct articles *articles;
	struct article_ask ask;
	struct matched matched;
	struct err err;
	int first, status;
	ARENA(arena);

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	articles = read_all(arena, &request, &err);
	if (articles == NULL)
		return refuse(&request, &err);
	ask = (struct article_ask){
		.subject = request.subject == NULL ? "" :
			   text_clean(arena, request.subject,
				      strlen(request.subject)),
		.text = text_clean(arena, argv[first], strlen(argv[first])),
	};
	ask.language = language_for(&request, ask.text);
	matched = match(arena, articles, &ask);
	if (request.as_json)
		say_match_json(arena, &matched, ask.language);
	else
		say_match(arena, &matched, ask.language);
	return 0;
}

static const struct verb verbs[] = {
	{ "check", check_main, "are they sound?" },
	{ "match", match_main, "which would be offered for a text?" },
};

int articles_main(int argc, char **argv)
{
	const struct verbs all = {
		"articles", "Check the articles that customers are offered.",
		verbs, sizeof(verbs) / sizeof(verbs[0]),
	};

	return verbs_run(&all, argc, argv);
}
