/* placeholder.c - the placeholders of a text, and what is wrong with them. */

#include "desk/placeholder.h"

#define NO_OFFSET SIZE_MAX
#define VALUE(name) offsetof(struct template_values, name)

static const struct {
	const char *word;
	enum placeholder_kind kind;
	size_t offset;		/* of the text in struct template_values */
} names[] = {
#define ROW(name) { #name, PLACEHOLDER_WORDS, VALUE(name) },
	TEMPLATE_FIELDS(ROW)
#undef ROW
#define ROW(name) { #name, PLACEHOLDER_BUTTON, VALUE(name) },
	TEMPLATE_BUTTONS(ROW)
#undef ROW
	{ "answer", PLACEHOLDER_ANSWER, VALUE(answer) },
	{ "articles", PLACEHOLDER_ARTICLES, NO_OFFSET },
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

enum found { FOUND_NONE, FOUND_ONE, FOUND_OPEN, FOUND_UNKNOWN };

static enum placeholder_mark mark_of(const char *name)
{
	switch (*name) {
	case '#':
		return PLACEHOLDER_BEGIN;
	case '/':
		return PLACEHOLDER_END;
	default:
		return PLACEHOLDER_VALUE;
	}
}

/* The first placeholder at or behind `text`. */
static enum found next(const char *text, struct placeholder *at_r)
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
	at_r->has_words = bar != NULL;
	at_r->words = bar == NULL ? "" : bar + 1;
	at_r->words_size = bar == NULL ? 0 : size - (size_t)(bar + 1 - name);
	if (bar != NULL)
		size = (size_t)(bar - name);
	at_r->mark = mark_of(name);
	name += at_r->mark != PLACEHOLDER_VALUE;
	size -= at_r->mark != PLACEHOLDER_VALUE;
	for (at_r->name = 0; at_r->name < NAMES; at_r->name++)
		if (strlen(names[at_r->name].word) == size &&
		    memcmp(names[at_r->name].word, name, size) == 0) {
			at_r->kind = names[at_r->name].kind;
			return FOUND_ONE;
		}
	return FOUND_UNKNOWN;
}

bool placeholder_next(const char *text, struct placeholder *at_r)
{
	return next(text, at_r) == FOUND_ONE;
}

/* Markdown within a line would be torn apart. */
static bool stands_alone(const char *text, const struct placeholder *at)
{
	return (at->start == text || at->start[-1] == '\n') &&
	       (*at->end == '\n' || *at->end == '\0');
}

static enum placeholder_fault judge_value(const char *text, bool subject,
					  const struct placeholder *at)
{
	const bool words = at->words_size > 0;

	if (subject && at->kind != PLACEHOLDER_WORDS)
		return PLACEHOLDER_SUBJECT;
	switch (at->kind) {
	case PLACEHOLDER_WORDS:
		return PLACEHOLDER_SOUND;
	case PLACEHOLDER_BUTTON:
		return words ? PLACEHOLDER_SOUND : PLACEHOLDER_MUTE;
	case PLACEHOLDER_ANSWER:
		if (at->has_words)
			return PLACEHOLDER_SPOKEN;
		break;
	case PLACEHOLDER_ARTICLES:
		if (at->has_words && !words)
			return PLACEHOLDER_MUTE;
		break;
	}
	return stands_alone(text, at) ? PLACEHOLDER_SOUND
				      : PLACEHOLDER_INLINE;
}

bool placeholder_end(const struct placeholder *begin,
		     struct placeholder *end_r)
{
	const char *text = begin->end;

	while (next(text, end_r) == FOUND_ONE) {
		if (end_r->mark != PLACEHOLDER_VALUE)
			return end_r->mark == PLACEHOLDER_END &&
			       end_r->name == begin->name;
		text = end_r->end;
	}
	return false;
}

static enum placeholder_fault judge(const char *text, bool subject,
				    const struct placeholder *at,
				    bool *within)
{
	struct placeholder end;

	switch (at->mark) {
	case PLACEHOLDER_VALUE:
		return judge_value(text, subject, at);
	case PLACEHOLDER_BEGIN:
		if (subject)
			return PLACEHOLDER_SUBJECT;
		if (at->has_words)
			return PLACEHOLDER_SPOKEN;
		*within = true;
		return placeholder_end(at, &end) ? PLACEHOLDER_SOUND
					  : PLACEHOLDER_ENDLESS;
	case PLACEHOLDER_END:
		if (!*within)
			return PLACEHOLDER_LONELY;
		*within = false;
		return at->has_words ? PLACEHOLDER_SPOKEN : PLACEHOLDER_SOUND;
	}
	return PLACEHOLDER_SOUND;
}

enum placeholder_fault placeholder_check(const char *text, bool subject,
					 const char **at_r, size_t *size_r)
{
	bool within = false;
	const char *from = text;
	struct placeholder at;
	enum found found;

	while ((found = next(from, &at)) == FOUND_ONE) {
		enum placeholder_fault fault = judge(text, subject, &at,
						     &within);

		*at_r = at.start;
		*size_r = (size_t)(at.end - at.start);
		if (fault != PLACEHOLDER_SOUND)
			return fault;
		from = at.end;
	}
	*at_r = at.start;
	*size_r = found == FOUND_UNKNOWN ? (size_t)(at.end - at.start) : 2;
	if (found == FOUND_NONE)
		return PLACEHOLDER_SOUND;
	return found == FOUND_OPEN ? PLACEHOLDER_OPEN : PLACEHOLDER_UNKNOWN;
}

const char *placeholder_expected(enum placeholder_fault fault)
{
	static const char *const expected[] = {
#define ROW(name, expected) [name] = expected,
		PLACEHOLDER_FAULTS(ROW)
#undef ROW
	};
	static const char all[] = "one of:"
#define ROW(name) " " #name
		TEMPLATE_FIELDS(ROW) TEMPLATE_BUTTONS(ROW)
#undef ROW
		" answer articles";

	return fault == PLACEHOLDER_UNKNOWN ? all : expected[fault];
}

bool placeholder_has(const char *text, const char *name)
{
	struct placeholder at;

	while (next(text, &at) == FOUND_ONE) {
		if (at.mark == PLACEHOLDER_VALUE &&
		    strcmp(names[at.name].word, name) == 0)
			return true;
		text = at.end;
	}
	return false;
}

const char *placeholder_value(const struct placeholder *at,
			      const struct template_values *values)
{
	const size_t offset = names[at->name].offset;
	const char *value;

	if (offset == NO_OFFSET)
		return "";
	value = *(const char *const *)(const void *)
		((const char *)values + offset);
	return value == NULL ? "" : value;
}
