/* template.c - read the desk's replies and put values into them. */

#include "desk/template.h"

#include "base/buffer.h"
#include "base/text.h"
#include "base/yaml.h"

enum {
	REPLY_LIMIT = 16 * 1024,	/* bytes of one file */
	VALUE_LIMIT = 300,		/* bytes of one value */
	SUBJECT_LIMIT = 300,
	NAME_LIMIT = 60,
};

struct reply {
	const char *name, *language;
	const char *subject, *body;	/* with placeholders */
};

struct templates {
	const struct reply *at;
	size_t count;
};

static const struct {
	const char *word;
	size_t offset;
} fields[] = {
#define ROW(name) { #name, offsetof(struct template_values, name) },
	TEMPLATE_FIELDS(ROW)
#undef ROW
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* "{{field|fallback}}", as it stands in a text. */
struct placeholder {
	const char *start, *end;	/* with its braces */
	size_t field;
	const char *fallback;		/* not terminated */
	size_t fallback_size;
};

enum found { FOUND_NONE, FOUND_ONE, FOUND_OPEN, FOUND_UNKNOWN };

/* The first placeholder at or behind `text`. */
static enum found next_placeholder(const char *text, struct placeholder *at_r)
{
	const char *name, *bar;
	size_t size;

	at_r->start = strstr(text, "{{");
	if (at_r->start == NULL)
		return FOUND_NONE;
	name = at_r->start + 2;
	size = strcspn(name, "{}\n");
	if (strncmp(name + size, "}}", 2) != 0)
		return FOUND_OPEN;
	at_r->end = name + size + 2;
	bar = memchr(name, '|', size);
	at_r->fallback = bar == NULL ? "" : bar + 1;
	at_r->fallback_size = bar == NULL ? 0 :
			      size - (size_t)(bar + 1 - name);
	if (bar != NULL)
		size = (size_t)(bar - name);
	for (at_r->field = 0; at_r->field < FIELDS; at_r->field++)
		if (strlen(fields[at_r->field].word) == size &&
		    memcmp(fields[at_r->field].word, name, size) == 0)
			return FOUND_ONE;
	return FOUND_UNKNOWN;
}

/* A reply file while it is read. */
struct source {
	const char *file;
	const char *bytes;	/* terminated */
	struct err *err;
};

static bool refuse(const struct source *source, const char *at,
		   const char *found, const char *expected)
{
	size_t line = 1, column = 1;

	for (const char *p = source->bytes; p < at; p++) {
		if (*p == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*p & 0xc0) != 0x80) {
			column++;
		}
	}
	return err_permanent(source->err, "%s:%zu:%zu: found %s, expected %s",
			     source->file, line, column, found, expected);
}

/* `text` is part of the source's bytes. */
static bool check_placeholders(const struct source *source, const char *text)
{
	struct placeholder at;
	enum found found;
	ARENA(scratch);

	while ((found = next_placeholder(text, &at)) == FOUND_ONE)
		text = at.end;
	if (found == FOUND_NONE)
		return true;
	if (found == FOUND_OPEN)
		return refuse(source, at.start, "`{{`", "`{{name}}` or "
			      "`{{name|fallback}}` in one line");
	return refuse(source, at.start,
		      arena_printf(scratch, "`%.*s`",
				   (int)(at.end - at.start), at.start),
#define ROW(name) " " #name
		      "one of:" TEMPLATE_FIELDS(ROW));
#undef ROW
}

/* What stands between the first two lines of `---`.  It begins with the
 * first, so that YAML counts lines as the file does. */
static bool read_head(struct arena *arena, const struct source *source,
		      const char **subject_r, const char **body_r)
{
	static const char *const known[] = { "subject", NULL };
	const char *end = strstr(source->bytes, "\n---\n");
	const struct yaml *head, *subject;

	if (strncmp(source->bytes, "---\n", 4) != 0 || end == NULL)
		return refuse(source, source->bytes, "no front matter",
			      "a line `---`, `subject: …`, a line `---`");
	head = yaml_parse(arena, source->file, source->bytes,
			  (size_t)(end + 1 - source->bytes), source->err);
	if (head == NULL || !yaml_known_keys(head, known, source->err))
		return false;
	subject = yaml_get(head, "subject");
	if (subject == NULL)
		return yaml_expected(head, source->err, "`subject:` in it");
	if (!yaml_text(subject, subject_r, source->err))
		return false;
	if (strchr(*subject_r, '\n') != NULL || **subject_r == '\0')
		return yaml_expected(subject, source->err, "one line");
	*body_r = end + 5;
	return true;
}

static bool read_reply(struct arena *arena, const struct bundle_file *file,
		       struct reply *reply, struct err *err)
{
	struct source source = {
		.file = file->name, .err = err,
		.bytes = arena_strndup(arena, file->bytes, file->size),
	};

	if (file->size > REPLY_LIMIT || !text_valid(file->bytes, file->size))
		return err_permanent(err, "%s: found %s, expected UTF-8 text "
				     "of at most 16 KB", file->name,
				     file->size > REPLY_LIMIT ?
				     "a larger file" : "other bytes");
	if (!read_head(arena, &source, &reply->subject, &reply->body))
		return false;
	reply->body += strspn(reply->body, "\n");
	if (reply->body[0] == '\0')
		return refuse(&source, reply->body, "no text", "a reply");
	/* Up to and with the body: the subject is part of these bytes. */
	return check_placeholders(&source, source.bytes);
}

/* "replies/NAME/LANG.md". */
static bool read_name(struct arena *arena, const char *file,
		      struct reply *reply)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *name = file + strlen("replies/");
	size_t size = strspn(name, set);
	const char *language = name + size + 1;

	if (size == 0 || size > NAME_LIMIT || name[size] != '/' ||
	    strspn(language, "abcdefghijklmnopqrstuvwxyz") != 2 ||
	    strcmp(language + 2, ".md") != 0)
		return false;
	reply->name = arena_strndup(arena, name, size);
	reply->language = arena_strndup(arena, language, 2);
	return true;
}

const struct templates *template_load(struct arena *arena,
				      const struct bundle *bundle,
				      struct err *err)
{
	struct templates *templates = ARENA_NEW(arena, struct templates);
	struct reply *replies = ARENA_ARRAY(arena, struct reply,
					    bundle->count);

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];
		struct reply *reply = &replies[templates->count];

		if (strncmp(file->name, "replies/", 8) != 0)
			continue;
		if (!read_name(arena, file->name, reply)) {
			err_permanent(err, "%s: expected replies/NAME/LANG.md,"
				      " as replies/ack/en.md", file->name);
			return NULL;
		}
		if (!read_reply(arena, file, reply, err))
			return NULL;
		templates->count++;
	}
	templates->at = replies;
	return templates;
}

static const struct reply *find(const struct templates *templates,
				const char *name, const char *language)
{
	for (size_t i = 0; i < templates->count; i++) {
		const struct reply *reply = &templates->at[i];

		if (strcmp(reply->name, name) == 0 &&
		    (language == NULL ||
		     strcmp(reply->language, language) == 0))
			return reply;
	}
	return NULL;
}

size_t template_count(const struct templates *templates)
{
	return templates->count;
}

struct template_key template_at(const struct templates *templates, size_t i)
{
	return (struct template_key){ templates->at[i].name,
				      templates->at[i].language };
}

bool template_exists(const struct templates *templates, const char *name)
{
	return find(templates, name, NULL) != NULL;
}

/* In one language, else in the other. */
static const struct reply *choose(const struct templates *templates,
				  const char *name, const char *language,
				  const char *fallback)
{
	const struct reply *reply = find(templates, name,
					 language != NULL ? language : "");

	return reply != NULL ? reply : find(templates, name, fallback);
}

const char *template_language(const struct templates *templates,
			      const char *name, const char *language,
			      const char *fallback)
{
	const struct reply *reply = choose(templates, name, language,
					   fallback);

	return reply == NULL ? NULL : reply->language;
}

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	       (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* Mail programs make links of these wherever they see them. */
static size_t link_start(const char *text)
{
	if (strncmp(text, "://", 3) == 0)
		return 3;
	return text_starts(text, "www.") ? 4 : 0;
}

/* A value is words: no links, and in Markdown each of its marks is escaped
 * (CommonMark 0.30, 2.4). */
static void put_value(struct buffer *out, const char *value, bool markdown)
{
	const char *p = text_line(out->arena, value, strlen(value),
				  VALUE_LIMIT);

	while (*p != '\0') {
		size_t link = link_start(p);

		if (link > 0) {
			buffer_text(out, link == 3 ? markdown ? "\\: " : ": " :
				    "www ");
			p += link;
			continue;
		}
		if (markdown && is_punctuation(*p))
			buffer_char(out, '\\');
		buffer_char(out, *p++);
	}
}

void template_put_value(struct buffer *out, const char *value)
{
	put_value(out, value, true);
}

static const char *expand(struct arena *arena, const char *text,
			  const struct template_values *values, bool markdown)
{
	struct buffer out = { .arena = arena };
	struct placeholder at;

	while (next_placeholder(text, &at) == FOUND_ONE) {
		const char *value = *(const char *const *)(const void *)
			((const char *)values + fields[at.field].offset);

		buffer_add(&out, text, (size_t)(at.start - text));
		if (value != NULL && value[0] != '\0')
			put_value(&out, value, markdown);
		else
			buffer_add(&out, at.fallback, at.fallback_size);
		text = at.end;
	}
	buffer_text(&out, text);
	return buffer_string(&out);
}

bool template_render(struct arena *arena, const struct templates *templates,
		     const char *name, const char *language,
		     const char *fallback,
		     const struct template_values *values,
		     struct rendered *rendered_r)
{
	const struct reply *reply = choose(templates, name, language,
					   fallback);
	const char *subject;

	if (reply == NULL)
		return false;
	subject = expand(arena, reply->subject, values, false);
	*rendered_r = (struct rendered){
		.subject = text_line(arena, subject, strlen(subject),
				     SUBJECT_LIMIT),
		.markdown = expand(arena, reply->body, values, true),
		.language = reply->language,
	};
	return true;
}
