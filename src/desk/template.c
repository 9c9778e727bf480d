/* template.c - read the desk's replies and put values into them. */

#include "desk/template.h"

#include "base/text.h"
#include "base/yaml.h"
#include "desk/frontmatter.h"
#include "desk/placeholder.h"

enum {
	REPLY_LIMIT = 16 * 1024,	/* bytes of one file */
	SUBJECT_LIMIT = 300,
	NAME_LIMIT = 60,
};

struct reply {
	const char *name, *language;
	const char *subject, *body;	/* with placeholders */
	bool joins;			/* it stands in acknowledgements */
};

struct templates {
	const struct reply *at;
	size_t count;
};

/* From `from` up to `end`, a part of the file's bytes. */
static bool check_part(const struct frontmatter *matter, const char *from,
		       const char *end, bool subject, struct err *err)
{
	ARENA(scratch);
	const char *text = arena_strndup(scratch, from, (size_t)(end - from));
	const char *at;
	size_t size;
	enum placeholder_fault fault = placeholder_check(text, subject, &at,
							 &size);

	return fault == PLACEHOLDER_SOUND ||
	       frontmatter_refuse(matter, from + (at - text),
				  arena_printf(scratch, "`%.*s`", (int)size,
					       at),
				  placeholder_expected(fault), err);
}

static bool read_with(const struct frontmatter *matter, bool *joins_r,
		      struct err *err)
{
	const struct yaml *with = yaml_get(matter->head, "with");
	const char *word;

	*joins_r = with != NULL;
	if (with == NULL)
		return true;
	return yaml_text(with, &word, err) &&
	       (strcmp(word, "acknowledgement") == 0 ||
		yaml_expected(with, err, "`acknowledgement`"));
}

static bool read_reply(struct arena *arena, const struct bundle_file *file,
		       struct reply *reply, struct err *err)
{
	static const char *const known[] = { "subject", "with", NULL };
	const struct frontmatter_form form = { known, REPLY_LIMIT,
					       "subject: …" };
	struct frontmatter matter;

	if (!frontmatter_read(arena, file, &form, &matter, err) ||
	    !frontmatter_line(&matter, "subject", &reply->subject, err) ||
	    !read_with(&matter, &reply->joins, err))
		return false;
	reply->body = matter.body;
	if (reply->body[0] == '\0')
		return frontmatter_refuse(&matter, reply->body, "no text",
					  "a reply", err);
	return check_part(&matter, matter.bytes, matter.body, true, err) &&
	       check_part(&matter, matter.body,
			  matter.body + strlen(matter.body), false, err);
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

bool template_joins(const struct templates *templates, const char *name)
{
	const struct reply *reply = find(templates, name, NULL);

	return reply != NULL && reply->joins;
}

bool template_has(const struct templates *templates, const char *name,
		  const char *language, const char *placeholder)
{
	const struct reply *reply = find(templates, name, language);

	return reply != NULL && placeholder_has(reply->body, placeholder);
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
	subject = placeholder_fill(arena, reply->subject, values, false);
	*rendered_r = (struct rendered){
		.subject = text_line(arena, subject, strlen(subject),
				     SUBJECT_LIMIT),
		.markdown = placeholder_fill(arena, reply->body, values, true),
		.language = reply->language,
	};
	return true;
}
