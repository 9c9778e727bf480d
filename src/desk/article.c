/* article.c - read the articles, and find those that may help. */

#include "desk/article.h"

#include "base/text.h"

#include "base/text.h"
#include "desk/article_index.h"
#include "desk/frontmatter.h"
#include "desk/wording.h"

enum {
	FILE_LIMIT = 8 * 1024,
	TEXT_LIMIT = 1500,		/* bytes of an answer */
	TITLE_LIMIT = 150,
	LINK_LIMIT = 500,
	NAME_LIMIT = 60,
	ARTICLES_LIMIT = 500,
	LIST_LIMIT = 200,
	LANGUAGES_LIMIT = 100,
	MAIL_LIMIT = 16 * 1024,		/* bytes of a mail */
	/* How much must speak for an article, in hundredths of a word: of a
	 * short mail one word, of longer ones more. */
	NEEDED_LEAST = 100,
	NEEDED_SHORT = 12,		/* words of a short mail */
	NEEDED_A_WORD = 4,
	NEEDED_MOST = 250,
	NEAR = 60,			/* per cent of the best */
};

/* The articles of one language, under their index in it. */
struct shelf {
	const char *language;
	struct article_index *index;
	const struct article **at;
	size_t count;
};

struct articles {
	const struct article *at;
	size_t count;
	struct shelf *shelves;
	size_t shelf_count;
};

/* "articles/NAME.md". */
static bool read_name(struct arena *arena, const char *file,
		      const char **name_r, struct err *err)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *name = file + strlen("articles/");
	size_t size = strspn(name, set);

	*name_r = arena_strndup(arena, name, size);
	return (size > 0 && size <= NAME_LIMIT &&
		strcmp(name + size, ".md") == 0) ||
	       err_permanent(err, "%s: expected articles/NAME.md, as "
			     "articles/password.md", file);
}

/* A text, or a list of them. */
static bool read_list(struct arena *arena, const struct yaml *node,
		      struct strings *list_r, struct err *err)
{
	const size_t count = node->kind == YAML_LIST ? node->count : 1;
	const char **at;

	if (count > LIST_LIMIT)
		return yaml_expected(node, err, "at most %d", LIST_LIMIT);
	at = ARENA_ARRAY(arena, const char *, count);
	for (size_t i = 0; i < count; i++)
		if (!yaml_text(node->kind == YAML_LIST ? node->items[i] : node,
			       &at[i], err))
			return false;
	*list_r = (struct strings){ at, count };
	return true;
}

static bool read_languages(struct arena *arena,
			   const struct frontmatter *matter,
			   struct strings *languages_r, struct err *err)
{
	const struct yaml *node = yaml_get(matter->head, "languages");

	if (node == NULL)
		return yaml_expected(matter->head, err,
				     "`languages:` in it, as `[en]`");
	if (!read_list(arena, node, languages_r, err))
		return false;
	for (size_t i = 0; i < languages_r->count; i++) {
		const char *code = languages_r->at[i];

		for (size_t k = 0; k < i; k++)
			if (strcmp(languages_r->at[k], code) == 0)
				return yaml_expected(node->items[i], err,
						     "each language once");
		if (strlen(code) != 2 ||
		    strspn(code, "abcdefghijklmnopqrstuvwxyz") != 2)
			return yaml_expected(node->kind == YAML_LIST
				? node->items[i] : node, err,
				"two letters, as `en`");
	}
	return languages_r->count > 0 ||
	       yaml_expected(node, err, "at least one language");
}

static bool read_link(const struct frontmatter *matter, const char **link_r,
		      struct err *err)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'*+,;=%";
	const struct yaml *node = yaml_get(matter->head, "link");

	*link_r = "";
	if (node == NULL)
		return true;
	if (!yaml_text(node, link_r, err))
		return false;
	return ((text_starts(*link_r, "https://") ||
		 text_starts(*link_r, "http://")) &&
		strlen(*link_r) <= LINK_LIMIT &&
		(*link_r)[strspn(*link_r, set)] == '\0') ||
	       yaml_expected(node, err, "an address, as https://example.org/x");
}

static bool check_text(const struct frontmatter *matter,
		       const struct article *article, struct err *err)
{
	if (strlen(article->title) > TITLE_LIMIT)
		return yaml_expected(yaml_get(matter->head, "title"), err,
				     "at most %d bytes", TITLE_LIMIT);
	if (strlen(article->text) > TEXT_LIMIT)
		return frontmatter_refuse(matter, article->text + TEXT_LIMIT,
			"a longer answer", "one of at most 1500 bytes, and a "
			"`link:` to more", err);
	return article->text[0] != '\0' || article->link[0] != '\0' ||
	       frontmatter_refuse(matter, article->text, "no text",
				  "a short answer, or a `link:`", err);
}

static bool read_article(struct arena *arena, const struct bundle_file *file,
			 struct article *article, struct err *err)
{
	static const char *const known[] = {
		"title", "languages", "words", "link", NULL,
	};
	const struct frontmatter_form form = { known, FILE_LIMIT,
					       "title: …" };
	struct frontmatter matter;
	const struct yaml *words;

	if (!read_name(arena, file->name, &article->name, err) ||
	    !frontmatter_read(arena, file, &form, &matter, err) ||
	    !frontmatter_line(&matter, "title", &article->title, err) ||
	    !read_languages(arena, &matter, &article->languages, err) ||
	    !read_link(&matter, &article->link, err))
		return false;
	words = yaml_get(matter.head, "words");
	if (words != NULL && !read_list(arena, words, &article->words, err))
		return false;
	article->text = matter.body;
	return check_text(&matter, article, err);
}

static struct shelf *shelf_of(const struct articles *articles,
			      const char *language)
{
	for (size_t i = 0; i < articles->shelf_count; i++)
		if (strcmp(articles->shelves[i].language, language) == 0)
			return &articles->shelves[i];
	return NULL;
}

static void index_article(struct arena *arena, struct articles *articles,
			  const struct article *article, const char *language)
{
	struct shelf *shelf = shelf_of(articles, language);

	if (shelf == NULL) {
		if (articles->shelf_count == LANGUAGES_LIMIT)
			return;
		shelf = &articles->shelves[articles->shelf_count++];
		*shelf = (struct shelf){
			.language = language,
			.index = article_index_new(arena, articles->count),
			.at = ARENA_ARRAY(arena, const struct article *,
					  articles->count),
		};
	}
	shelf->at[shelf->count] = article;
	article_index_add(shelf->index, shelf->count, ARTICLE_IN_TITLE,
			  wording_fold(arena, article->title, TITLE_LIMIT));
	for (size_t i = 0; i < article->words.count; i++)
		article_index_add(shelf->index, shelf->count,
				  ARTICLE_IN_WORDS,
				  wording_fold(arena, article->words.at[i],
					       TITLE_LIMIT));
	article_index_add(shelf->index, shelf->count, ARTICLE_IN_TEXT,
			  wording_fold(arena, article->text, TEXT_LIMIT));
	shelf->count++;
}

static void index_all(struct arena *arena, struct articles *articles)
{
	articles->shelves = ARENA_ARRAY(arena, struct shelf, LANGUAGES_LIMIT);
	for (size_t i = 0; i < articles->count; i++) {
		const struct article *article = &articles->at[i];

		for (size_t k = 0; k < article->languages.count; k++)
			index_article(arena, articles, article,
				      article->languages.at[k]);
	}
}

const struct articles *article_load(struct arena *arena,
				    const struct bundle *bundle,
				    struct err *err)
{
	struct articles *articles = ARENA_NEW(arena, struct articles);
	struct article *all = ARENA_ARRAY(arena, struct article,
					  bundle->count);

	articles->at = all;
	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (strncmp(file->name, "articles/", 9) != 0)
			continue;
		if (articles->count == ARTICLES_LIMIT) {
			err_permanent(err, "articles: found more than %d",
				      ARTICLES_LIMIT);
			return NULL;
		}
		if (!read_article(arena, file, &all[articles->count], err))
			return NULL;
		articles->count++;
	}
	index_all(arena, articles);
	return articles;
}

size_t article_count(const struct articles *articles)
{
	return articles == NULL ? 0 : articles->count;
}

const struct article *article_at(const struct articles *articles, size_t i)
{
	return &articles->at[i];
}

const struct article *article_find(const struct articles *articles,
				   const char *name)
{
	for (size_t i = 0; i < article_count(articles); i++)
		if (strcmp(articles->at[i].name, name) == 0)
			return &articles->at[i];
	return NULL;
}

/* The longer a mail is, the more words stand in it by chance. */
static int needed_for(size_t words)
{
	size_t needed = NEEDED_LEAST + (words > NEEDED_SHORT
		? (words - NEEDED_SHORT) * NEEDED_A_WORD : 0);

	return needed < NEEDED_MOST ? (int)needed : NEEDED_MOST;
}

static int by_score(const void *a, const void *b)
{
	const struct article_offer *left = a, *right = b;

	if (left->score != right->score)
		return right->score - left->score;
	return strcmp(left->article->name, right->article->name);
}

size_t article_weigh(struct arena *arena, const struct articles *articles,
		     const struct article_ask *ask,
		     const struct article_offer **offers_r)
{
	const struct shelf *shelf = article_count(articles) == 0 ||
				    ask->language == NULL
		? NULL : shelf_of(articles, ask->language);
	struct article_offer *offers;
	struct article_tally tally;
	size_t count = 0;

	if (shelf == NULL)
		return 0;
	tally = article_index_weigh(arena, shelf->index,
				    wording_fold(arena, ask->subject,
						 MAIL_LIMIT),
				    wording_fold(arena, ask->text,
						 MAIL_LIMIT));
	offers = ARENA_ARRAY(arena, struct article_offer, shelf->count);
	for (size_t i = 0; i < shelf->count; i++)
		if (tally.scores[i] > 0)
			offers[count++] = (struct article_offer){
				shelf->at[i], tally.scores[i],
				needed_for(tally.words) };
	qsort(offers, count, sizeof(*offers), by_score);
	*offers_r = offers;
	return count;
}

size_t article_match(struct arena *arena, const struct articles *articles,
		     const struct article_ask *ask,
		     struct article_offer offers_r[ARTICLE_OFFERS])
{
	const struct article_offer *all;
	size_t count = article_weigh(arena, articles, ask, &all);
	size_t good = 0;

	while (good < count && good < ARTICLE_OFFERS &&
	       all[good].score >= all[good].needed &&
	       all[good].score * 100 >= all[0].score * NEAR) {
		offers_r[good] = all[good];
		good++;
	}
	return good;
}
