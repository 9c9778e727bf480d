/* template.h - the desk's replies: logic-less text with placeholders.
 *
 * replies/NAME/LANG.md: front matter (`subject: …`) between `---` lines, then
 * Markdown.  `{{name}}` is a placeholder, `{{name|fallback}}` has a fallback;
 * an unknown name is refused at load with file, line and column.  Values are
 * escaped for Markdown: they can add words, never links or markup.
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
	ROW(earlier)	/* number of the closed ticket it follows, or "" */

struct template_values {
#define ROW(name) const char *name;
	TEMPLATE_FIELDS(ROW)
#undef ROW
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
