/* condition_field.c - what a rule asks of one field. */

#include "desk/condition.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/ticket.h"
#include "mail/auth.h"
#include "mail/language.h"
#include "mail/origin.h"

enum {
	VALUES_LIMIT = 500,
	HEADER_NAME_LIMIT = 76,
	MAILS_LIMIT = 1000,
};

#define WITHIN_LIMIT (30 * USEC_DAY)

struct reader {
	struct arena *arena;
	struct err *err;
};

/* A scalar is a list of one. */
static const struct yaml *const *items_of(const struct yaml *const *node,
					  size_t *count_r)
{
	*count_r = (*node)->kind == YAML_LIST ? (*node)->count : 1;
	return (*node)->kind == YAML_LIST ? (*node)->items : node;
}

static bool check_count(const struct reader *reader, const struct yaml *node,
			size_t count)
{
	if (count > 0 && count <= VALUES_LIMIT)
		return true;
	return yaml_expected(node, reader->err, "1 to %d of them",
			     VALUES_LIMIT);
}

static bool read_words(const struct reader *reader, const struct yaml *node,
		       struct condition *test)
{
	const struct yaml *const *items = items_of(&node, &test->count);
	struct wording *words;

	if (!check_count(reader, node, test->count))
		return false;
	words = ARENA_ARRAY(reader->arena, struct wording, test->count);
	for (size_t i = 0; i < test->count; i++) {
		const char *text;

		if (!yaml_text(items[i], &text, reader->err))
			return false;
		if (!wording_read(reader->arena, text, &words[i]))
			return yaml_expected(items[i], reader->err,
					     "a word or words");
	}
	test->matcher = MATCH_WORDS;
	test->words = words;
	test->needles = ARENA_ARRAY(reader->arena, struct needles,
				    test->count);
	test->needle_set = ARENA_NEW(reader->arena, struct needle_set);
	return true;
}

static bool read_regex(const struct reader *reader, const struct yaml *node,
		       struct condition *test)
{
	size_t count;
	const struct yaml *const *items = items_of(&node, &count);
	struct regex **regexes;
	const char **patterns;

	if (!check_count(reader, node, count))
		return false;
	regexes = ARENA_ARRAY(reader->arena, struct regex *, count);
	patterns = ARENA_ARRAY(reader->arena, const char *, count);
	test->matcher = MATCH_REGEX;
	test->regexes = regexes;
	test->values = patterns;
	test->needles = ARENA_ARRAY(reader->arena, struct needles, count);
	test->needle_set = ARENA_NEW(reader->arena, struct needle_set);
	for (; test->count < count; test->count++) {
		const struct yaml *item = items[test->count];
		const char *text;

		if (!yaml_text(item, &text, reader->err))
			return false;
		patterns[test->count] = text;
		regexes[test->count] = regex_new(text, REGEX_CASELESS |
						 REGEX_MULTILINE, reader->err);
		if (regexes[test->count] == NULL)
			return err_prefix(reader->err, "%s:%zu:%zu",
					  item->file, item->line,
					  item->column);
	}
	return true;
}

/* What a field can be, where that is a closed set; NULL-ended. */
static const char *const *allowed(enum rule_field field)
{
	static const char *const origins[] = {
#define ROW(name, word) word,
		ORIGIN_KINDS(ROW)
		NULL
	};
	static const char *const verdicts[] = { AUTH_VERDICTS(ROW) NULL };
	static const char *const states[] = { TICKET_STATES(ROW) NULL };
#undef ROW
	static const char *const by[] = { "agent", "customer", NULL };
	static const char *const hours[] = { "inside", "outside", NULL };
	static const char *const contact[] = { "known", "new", NULL };
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri",
					    "sat", "sun", NULL };

	switch (field) {
	case FIELD_ORIGIN: return origins;
	case FIELD_AUTH: return verdicts;
	case FIELD_STATE: return states;
	case FIELD_BY: return by;
	case FIELD_HOURS: return hours;
	case FIELD_CONTACT: return contact;
	case FIELD_WEEKDAY: return days;
	default: return NULL;
	}
}

size_t condition_choices(enum rule_field field)
{
	const char *const *words = allowed(field);
	size_t count = 0;

	if (field == FIELD_FOLLOW_UP || field == FIELD_HOLIDAY)
		return 2;
	/* A mail that opens a ticket has none. */
	if (field == FIELD_STATE)
		return 0;
	while (words != NULL && words[count] != NULL)
		count++;
	return count;
}

static bool is_domain(const char *text)
{
	if (strncmp(text, "*.", 2) == 0)
		text += 2;
	return text[0] != '\0' && text[0] != '.' &&
	       strpbrk(text, "@* \t\n") == NULL;
}

/* A value that the field can never have is a mistake. */
static const char *wanted(enum rule_field field, const char *value)
{
	switch (field) {
	case FIELD_LANGUAGE:
		if (strlen(value) != 2)
			return "two letters, as en";
		return language_is_told(value) ? NULL :
			"a language that Postdesk can tell, as en";
	case FIELD_FROM:
	case FIELD_TO:
	case FIELD_CC:
		return strchr(value, '@') != NULL ? NULL :
			"an address, or a domain as @example.org";
	case FIELD_DOMAIN:
		return is_domain(value) ? NULL : "a domain as example.org, "
			"or '*.example.org' for all below it";
	case FIELD_ATTACHMENT_TYPE:
		return strchr(value, '/') != NULL ? NULL :
			"a type as application/pdf";
	default:
		return NULL;
	}
}

static bool check_value(const struct reader *reader, const struct yaml *item,
			enum rule_field field, const char *value)
{
	const char *const *words = allowed(field);
	const char *why = wanted(field, value);
	struct buffer all = { .arena = reader->arena };

	if (why != NULL)
		return yaml_expected(item, reader->err, "%s", why);
	if (words == NULL ||
	    (field == FIELD_CONTACT && strchr(value, '@') != NULL))
		return true;
	for (; *words != NULL; words++) {
		if (strcmp(*words, value) == 0)
			return true;
		buffer_printf(&all, "%s%s", all.size == 0 ? "" : ", ",
			      *words);
	}
	return yaml_expected(item, reader->err, "one of: %s%s",
			     buffer_string(&all),
			     field == FIELD_CONTACT ? ", or an address" : "");
}

static bool read_is(const struct reader *reader, const struct yaml *node,
		    struct condition *test)
{
	const struct yaml *const *items = items_of(&node, &test->count);
	const char **values;

	if (!check_count(reader, node, test->count))
		return false;
	values = ARENA_ARRAY(reader->arena, const char *, test->count);
	for (size_t i = 0; i < test->count; i++) {
		const char *text;

		if (!yaml_text(items[i], &text, reader->err))
			return false;
		values[i] = text_lower(reader->arena, text);
		if (!check_value(reader, items[i], test->field, values[i]))
			return false;
	}
	test->matcher = MATCH_IS;
	test->values = values;
	return true;
}

/* What lies between two limits; both are left out of it. */
static bool check_limits(const struct reader *reader, const struct yaml *map,
			 const struct condition *test)
{
	const struct yaml *over = yaml_get(map, "over");
	const struct yaml *under = yaml_get(map, "under");

	if (over == NULL && under == NULL)
		return yaml_expected(map, reader->err, "`over:` or `under:`");
	if (under != NULL && test->under == 0)
		return yaml_expected(under, reader->err, "more than nothing");
	if (under != NULL && test->under <= test->over + 1)
		return yaml_expected(under, reader->err, "a limit with "
				     "something between it and `over:`");
	return true;
}

static bool read_size(const struct reader *reader, const struct yaml *map,
		      struct condition *test)
{
	static const char *const known[] = { "over", "under", NULL };
	const struct yaml *over, *under;

	if (!yaml_known_keys(map, known, reader->err))
		return false;
	over = yaml_get(map, "over");
	under = yaml_get(map, "under");
	test->matcher = MATCH_SIZE;
	return (over == NULL ||
		yaml_size(over, &test->over, reader->err)) &&
	       (under == NULL ||
		yaml_size(under, &test->under, reader->err)) &&
	       check_limits(reader, map, test);
}

/* How many mails of this sender came lately, this one among them. */
static bool read_mails(const struct reader *reader, const struct yaml *map,
		       struct condition *test)
{
	static const char *const known[] = { "over", "under", "within",
					     NULL };
	const struct yaml *over, *under, *within;

	if (!yaml_known_keys(map, known, reader->err))
		return false;
	over = yaml_get(map, "over");
	under = yaml_get(map, "under");
	within = yaml_get(map, "within");
	test->matcher = MATCH_SIZE;
	if (within == NULL)
		return yaml_expected(map, reader->err, "`within:` in it");
	if (!yaml_duration(within, &test->within, reader->err))
		return false;
	if (test->within <= 0 || test->within > WITHIN_LIMIT)
		return yaml_expected(within, reader->err, "at most 30 days");
	if (over != NULL && !yaml_int(over, 1, MAILS_LIMIT, &test->over,
				      reader->err))
		return false;
	if (under != NULL && !yaml_int(under, 2, MAILS_LIMIT, &test->under,
				       reader->err))
		return false;
	return check_limits(reader, map, test);
}

static bool read_answer(const struct reader *reader, const struct yaml *node,
			struct condition *test)
{
	const char **value = ARENA_ARRAY(reader->arena, const char *, 1);
	bool yes;

	if (!yaml_bool(node, &yes, reader->err))
		return false;
	value[0] = yes ? "yes" : "no";
	test->matcher = MATCH_IS;
	test->values = value;
	test->count = 1;
	return true;
}

/* The name of a header field is RFC 5322's ftext. */
static bool read_header_name(const struct reader *reader,
			     const struct yaml *map, struct condition *test)
{
	const struct yaml *name = yaml_get(map, "name");

	if (name == NULL)
		return yaml_expected(map, reader->err, "`name:` in it");
	if (!yaml_text(name, &test->header, reader->err))
		return false;
	if (test->header[0] == '\0' ||
	    strlen(test->header) > HEADER_NAME_LIMIT ||
	    strpbrk(test->header, ": \t\n") != NULL)
		return yaml_expected(name, reader->err,
				     "the name of a header field");
	return true;
}

/* A map with one matcher in it. */
static bool read_matcher(const struct reader *reader, const struct yaml *map,
			 struct condition *test)
{
	static const char *const known[] = { "words", "regex", "is", NULL };
	static const char *const header[] = { "name", "words", "regex", "is",
					      NULL };
	bool is_header = test->field == FIELD_HEADER;
	size_t matchers = map->count - is_header;

	if (!yaml_known_keys(map, is_header ? header : known, reader->err))
		return false;
	if (is_header && !read_header_name(reader, map, test))
		return false;
	if (is_header && matchers == 0) {
		test->matcher = MATCH_PRESENT;
		return true;
	}
	if (matchers != 1)
		return yaml_expected(map, reader->err, "one of words, regex "
				     "and is");
	if (yaml_get(map, "words") != NULL)
		return read_words(reader, yaml_get(map, "words"), test);
	if (yaml_get(map, "regex") != NULL)
		return read_regex(reader, yaml_get(map, "regex"), test);
	return read_is(reader, yaml_get(map, "is"), test);
}

bool condition_read_test(struct arena *arena, const struct yaml *node,
			 struct condition *test, struct err *err)
{
	const struct reader reader = { arena, err };

	switch (test->field) {
	case FIELD_SIZE:
	case FIELD_ATTACHMENT_SIZE:
		return read_size(&reader, node, test);
	case FIELD_SENDER_MAILS:
		return read_mails(&reader, node, test);
	case FIELD_FOLLOW_UP:
	case FIELD_HOLIDAY:
		return read_answer(&reader, node, test);
	case FIELD_HEADER:
		return read_matcher(&reader, node, test);
	default:
		break;
	}
	if (test->field >= FIELD_FIRST_OF_SITUATION)
		return read_is(&reader, node, test);
	if (node->kind == YAML_MAP)
		return read_matcher(&reader, node, test);
	return condition_field_is_text(test->field)
		? read_words(&reader, node, test)
		: read_is(&reader, node, test);
}
