/* template.h - the desk's replies: logic-less text with placeholders.
 *
 * replies/NAME/LANG.md: front matter (`subject: …`) between `---` lines, then
 * Markdown.  `{{name}}` is a placeholder, `{{name|fallback}}` has a fallback;
 * an unknown name is refused at load with file, line and column.  Values are
 * escaped for Markdown: they can add words, never links or markup.  What the
 * operator wrote himself (another reply, articles) comes in as Markdown, and
 * buttons are links of ours: desk/placeholder.h.
 *
 * A reply with `with: acknowledgement` in its front matter has no mail of its
 * own where a mail is acknowledged: it stands in the acknowledgement, at
 * `{{answer}}`.
 *
 * Ownership: the set lives in the arena; so do results.
 */
#ifndef DESK_TEMPLATE_H
#define DESK_TEMPLATE_H

#include "base/buffer.h"
#include "desk/rules.h"

struct templates;

/* What replies may say.  The names are the placeholders. */
#define TEMPLATE_FIELDS(ROW)			\
	ROW(number)	/* of the ticket */	\
	ROW(subject)	/* of the ticket */	\
	ROW(customer)	/* name, "" if unknown */	\
	ROW(desk)	/* display name */	\
	ROW(promise)	/* "by Tuesday 10:00", "" if none */	\
	ROW(opens)	/* "on Monday at 09:00", "" while open */	\
	ROW(earlier)	/* of the closed ticket it follows, or "" */ \
	ROW(holiday)	/* "Christmas Day", "" where it has no name */ \
	ROW(incident)	/* "Cards are refused.", "" if nothing is said */

/* Mail to one of these addresses presses the button; NULL or "" where there
 * is none.  The names are the placeholders. */
#define TEMPLATE_BUTTONS(ROW)			\
	ROW(solved)	/* it is solved: close the ticket */	\
	ROW(stop)	/* no more automatic mail in it */	\
	ROW(score1)	/* 1 is bad */		\
	ROW(score2)				\
	ROW(score3)				\
	ROW(score4)				\
	ROW(score5)	/* 5 is good */

/* An article that is offered: the operator's words. */
struct template_article {
	const char *title;	/* one line */
	const char *text;	/* Markdown, "" if none */
	const char *link;	/* http(s), "" if none */
	const char *solved;	/* address of its button, "" if none */
};

enum { TEMPLATE_ARTICLES = 3 };

struct template_values {
#define ROW(name) const char *name;
	TEMPLATE_FIELDS(ROW)
	TEMPLATE_BUTTONS(ROW)
#undef ROW
	const char *answer;	/* Markdown; NULL or "" if none */
	struct template_article articles[TEMPLATE_ARTICLES];
	size_t article_count;
};

struct rendered {
	const char *subject, *markdown, *language;
};

const struct templates *template_load(struct arena *arena,
				      const struct bundle *bundle,
				      struct err *err);

/* All there are, those of one name one after the other where the bundle is in
 * order. */
struct template_key {
	const char *name, *language;
};

size_t template_count(const struct templates *templates);
struct template_key template_at(const struct templates *templates, size_t i);

bool template_exists(const struct templates *templates, const char *name);

/* Is it written to stand in an acknowledgement?  In one of its languages. */
bool template_joins(const struct templates *templates, const char *name);

/* Has the reply this placeholder, in exactly that language? */
bool template_has(const struct templates *templates, const char *name,
		  const char *language, const char *placeholder);

/* The language that template_render() would write it in; NULL where there is
 * no such reply. */
const char *template_language(const struct templates *templates,
			      const char *name, const char *language,
			      const char *fallback);

/* In `language`, else in `fallback`; false where there is no such reply. */
bool template_render(struct arena *arena, const struct templates *templates,
		     const char *name, const char *language,
		     const char *fallback,
		     const struct template_values *values,
		     struct rendered *rendered_r);

/* A value in Markdown, as template_render() writes it. */
void template_put_value(struct buffer *out, const char *value);

#endif
