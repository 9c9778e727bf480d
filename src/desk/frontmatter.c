/* frontmatter.c - read the head and the text of a file. */

#include "desk/frontmatter.h"

#include "base/text.h"

bool frontmatter_refuse(const struct frontmatter *matter, const char *at,
			const char *found, const char *expected,
			struct err *err)
{
	size_t line = 1, column = 1;

	for (const char *p = matter->bytes; p < at; p++) {
		if (*p == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*p & 0xc0) != 0x80) {
			column++;
		}
	}
	return err_permanent(err, "%s:%zu:%zu: found %s, expected %s",
			     matter->file, line, column, found, expected);
}

static bool check_bytes(const struct bundle_file *file, size_t limit,
			struct err *err)
{
	if (file->size > limit)
		return err_permanent(err, "%s: found a larger file, expected "
				     "UTF-8 text of at most %zu KB",
				     file->name, limit / 1024);
	return text_valid(file->bytes, file->size) ||
	       err_permanent(err, "%s: found other bytes, expected UTF-8 text "
			     "of at most %zu KB", file->name, limit / 1024);
}

/* What stands between the first two lines of `---`.  It begins with the
 * first, so that YAML counts lines as the file does. */
static bool read_head(struct arena *arena,
		      const struct frontmatter_form *form,
		      struct frontmatter *matter, struct err *err)
{
	const char *end = strstr(matter->bytes, "\n---\n");

	if (strncmp(matter->bytes, "---\n", 4) != 0 || end == NULL)
		return frontmatter_refuse(matter, matter->bytes,
			"no front matter", arena_printf(arena, "a line `---`, "
			"`%s`, a line `---`", form->example), err);
	matter->head = yaml_parse(arena, matter->file, matter->bytes,
				  (size_t)(end + 1 - matter->bytes), err);
	if (matter->head == NULL ||
	    !yaml_known_keys(matter->head, form->known, err))
		return false;
	matter->body = end + 5;
	matter->body += strspn(matter->body, "\n");
	return true;
}

bool frontmatter_read(struct arena *arena, const struct bundle_file *file,
		      const struct frontmatter_form *form,
		      struct frontmatter *matter_r, struct err *err)
{
	*matter_r = (struct frontmatter){
		.file = file->name,
		.bytes = arena_strndup(arena, file->bytes, file->size),
	};
	return check_bytes(file, form->limit, err) &&
	       read_head(arena, form, matter_r, err);
}

bool frontmatter_line(const struct frontmatter *matter, const char *key,
		      const char **line_r, struct err *err)
{
	const struct yaml *node = yaml_get(matter->head, key);

	if (node == NULL)
		return yaml_expected(matter->head, err, "`%s:` in it", key);
	if (!yaml_text(node, line_r, err))
		return false;
	return (strchr(*line_r, '\n') == NULL && **line_r != '\0') ||
	       yaml_expected(node, err, "one line");
}
