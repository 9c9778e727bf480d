/* article.h - self-service: what may already help the one who asks.
 *
 * articles/NAME.md in the folder of rules: front matter (`title`, `languages`,
 * and if wanted `words` that customers use for it and a `link`), then a short
 * answer in Markdown.  One file is in one language; one in German may be
 * called NAME-de.
 *
 * The words of a mail are compared with those of each article of one language:
 * folded as rules fold them, long ones by how they begin, because languages
 * bend their words at the end.  The words of the title and of `words` weigh
 * more than those of the answer, those that few articles have more than those
 * that many have, the subject of a mail more than its text, and the longer a
 * mail is the more must speak for an article.  The index is made once.
 *
 * Ownership: the set lives in the arena that it was loaded in.
 * Errors:    of a file: permanent, with its place.  Of a mail: none.
 * Limits:    16 KB of a mail are looked at; 500 articles; 1,500 bytes of an
 *            answer, because three of them go into one mail.
 */
#ifndef DESK_ARTICLE_H
#define DESK_ARTICLE_H

#include "desk/rules.h"
#include "mail/message.h"

struct article {
	const char *name;
	const char *title;
	const char *text;	/* Markdown, "" if none */
	const char *link;	/* http(s), "" if none */
	struct strings languages;
	struct strings words;
};

/* As many as are offered at once. */
enum { ARTICLE_OFFERS = 3 };

struct articles;

const struct articles *article_load(struct arena *arena,
				    const struct bundle *bundle,
				    struct err *err);

size_t article_count(const struct articles *articles);
const struct article *article_at(const struct articles *articles, size_t i);

/* Is there one of that name? */
const struct article *article_find(const struct articles *articles,
				   const char *name);

struct article_ask {
	const char *subject, *text;	/* what was written now */
	const char *language;		/* of the answer */
};

struct article_offer {
	const struct article *article;
	int score, needed;		/* in hundredths of one word */
};

/* The best that are good enough, the best first; how many. */
size_t article_match(struct arena *arena, const struct articles *articles,
		     const struct article_ask *ask,
		     struct article_offer offers_r[ARTICLE_OFFERS]);

/* All that have anything to do with it, whether good enough or not: for
 * people who write articles. */
size_t article_weigh(struct arena *arena, const struct articles *articles,
		     const struct article_ask *ask,
		     const struct article_offer **offers_r);

#endif
