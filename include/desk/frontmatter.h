/* frontmatter.h - a text file of the operator's with a head in YAML.
 *
 *	---
 *	subject: ...
 *	---
 *	The text, Markdown.
 *
 * Ownership: in the arena.
 * Errors:    permanent: "FILE:LINE:COLUMN: found ..., expected ...".
 */
#ifndef DESK_FRONTMATTER_H
#define DESK_FRONTMATTER_H

#include "desk/rules.h"

struct frontmatter {
	const char *file;
	const char *bytes;		/* the whole, terminated */
	const struct yaml *head;	/* a map */
	const char *body;		/* what is behind it, "" if nothing */
};

/* What it must be: `known` keys (NULL at the end), `limit` bytes; `example`
 * is what the head looks like. */
struct frontmatter_form {
	const char *const *known;
	size_t limit;
	const char *example;
};

bool frontmatter_read(struct arena *arena, const struct bundle_file *file,
		      const struct frontmatter_form *form,
		      struct frontmatter *matter_r, struct err *err);

/* A key that must be there, and is one line. */
bool frontmatter_line(const struct frontmatter *matter, const char *key,
		      const char **line_r, struct err *err);

/* At a place of `bytes`; returns false. */
bool frontmatter_refuse(const struct frontmatter *matter, const char *at,
			const char *found, const char *expected,
			struct err *err);

#endif
