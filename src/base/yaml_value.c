/* yaml_value.c - what a node says, and the words that refuse it. */

#include "base/yaml.h"

#include "base/buffer.h"
#include "base/text.h"

#include <errno.h>
#include <inttypes.h>

/* How much of a value an error repeats. */
enum { SHOWN_LIMIT = 60 };

/* `text` of the file, "a list", "an empty map" or "nothing". */
static const char *shown(struct arena *arena, const struct yaml *node)
{
	const char *line;

	if (node->kind == YAML_LIST)
		return node->count == 0 ? "an empty list" : "a list";
	if (node->kind == YAML_MAP)
		return node->count == 0 ? "an empty map" : "a map";
	if (node->text[0] == '\0')
		return node->plain ? "nothing" : "an empty text";
	line = text_line(arena, node->text, strlen(node->text), SHOWN_LIMIT);
	return arena_printf(arena, "`%s%s`", line,
			    strlen(node->text) > SHOWN_LIMIT ? "…" : "");
}

bool yaml_expected(const struct yaml *node, struct err *err,
		   const char *format, ...)
{
	ARENA(scratch);
	va_list args;
	const char *expected;

	va_start(args, format);
	expected = arena_vprintf(scratch, format, args);
	va_end(args);
	return err_permanent(err, "%s:%zu:%zu: found %s, expected %s",
			     node->file, node->line, node->column,
			     shown(scratch, node), expected);
}

static bool is_scalar(const struct yaml *node)
{
	return node->kind == YAML_SCALAR;
}

bool yaml_text(const struct yaml *node, const char **text_r, struct err *err)
{
	if (!is_scalar(node) || (node->plain && node->text[0] == '\0'))
		return yaml_expected(node, err, "a text");
	*text_r = node->text;
	return true;
}

bool yaml_int(const struct yaml *node, int64_t least, int64_t most,
	      int64_t *value_r, struct err *err)
{
	char *end = NULL;
	int64_t value = 0;

	if (is_scalar(node) && strspn(node->text, " \t\n") == 0 &&
	    node->text[0] != '\0') {
		errno = 0;
		value = strtoll(node->text, &end, 10);
	}
	if (end == NULL || *end != '\0' || errno != 0 || value < least ||
	    value > most)
		return yaml_expected(node, err, "a whole number from %" PRId64
				     " to %" PRId64, least, most);
	*value_r = value;
	return true;
}

bool yaml_bool(const struct yaml *node, bool *value_r, struct err *err)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{ "on", true }, { "off", false }, { "yes", true },
		{ "no", false }, { "true", true }, { "false", false },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!is_scalar(node) || strcmp(node->text, words[i].word) != 0)
			continue;
		*value_r = words[i].value;
		return true;
	}
	return yaml_expected(node, err, "on or off");
}

struct unit {
	const char *word;
	int64_t value;
};

static const struct unit durations[] = {
	{ "s", USEC_SECOND }, { "second", USEC_SECOND },
	{ "seconds", USEC_SECOND },
	{ "m", USEC_MINUTE }, { "min", USEC_MINUTE },
	{ "minute", USEC_MINUTE }, { "minutes", USEC_MINUTE },
	{ "h", USEC_HOUR }, { "hour", USEC_HOUR }, { "hours", USEC_HOUR },
	{ "d", USEC_DAY }, { "day", USEC_DAY }, { "days", USEC_DAY },
	{ NULL, 0 },
};

static const struct unit sizes[] = {
	{ "KB", 1024 }, { "MB", 1024 * 1024 }, { NULL, 0 },
};

/* A number of at most six digits and its unit.  Days in microseconds stay far
 * below what int64_t holds. */
static bool read_units(const struct yaml *node, const struct unit *units,
		       int64_t *value_r)
{
	const char *text = is_scalar(node) ? node->text : "";
	size_t digits = strspn(text, "0123456789");
	const char *word = text + digits + strspn(text + digits, " ");

	if (digits == 0 || digits > 6)
		return false;
	while (units->word != NULL && strcmp(word, units->word) != 0)
		units++;
	if (units->word == NULL)
		return false;
	*value_r = strtoll(text, NULL, 10) * units->value;
	return true;
}

bool yaml_duration(const struct yaml *node, usec_t *value_r, struct err *err)
{
	if (!read_units(node, durations, value_r))
		return yaml_expected(node, err, "a duration such as 90s, "
				     "15 minutes, 8 hours or 30d");
	return true;
}

bool yaml_size(const struct yaml *node, int64_t *bytes_r, struct err *err)
{
	if (!read_units(node, sizes, bytes_r))
		return yaml_expected(node, err,
				     "a size such as 500 KB or 50 MB");
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must change, come or go (Levenshtein); long words are as
 * far as can be. */
static size_t distance(const char *a, const char *b)
{
	enum { LONGEST = 40 };
	size_t row[LONGEST + 1], a_len = strlen(a), b_len = strlen(b);

	if (a_len > LONGEST || b_len > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t above = row[j];

			row[j] = least(least(above, row[j - 1]) + 1,
				       diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_len];
}

static bool refuse_key(const struct yaml *key, const char *const *known,
		       struct err *err)
{
	struct buffer all = { 0 };
	const char *nearest = NULL;
	size_t best = 1 + strlen(key->text) / 3;
	ARENA(scratch);

	all.arena = scratch;
	for (size_t i = 0; known[i] != NULL; i++) {
		size_t off = distance(key->text, known[i]);

		if (off <= best) {
			nearest = known[i];
			best = off == 0 ? 0 : off - 1;
		}
		buffer_printf(&all, "%s%s", i == 0 ? "" : ", ", known[i]);
	}
	if (nearest != NULL)
		return yaml_expected(key, err, "`%s`", nearest);
	return yaml_expected(key, err, "one of: %s", buffer_string(&all));
}

bool yaml_known_keys(const struct yaml *map, const char *const *known,
		     struct err *err)
{
	if (map->kind != YAML_MAP)
		return yaml_expected(map, err, "a map (key: value)");
	for (size_t i = 0; i < map->count; i++) {
		size_t k = 0;

		while (known[k] != NULL && strcmp(known[k], map->keys[i]) != 0)
			k++;
		if (known[k] == NULL)
			return refuse_key(map->key_nodes[i], known, err);
	}
	return true;
}

bool yaml_same(const struct yaml *a, const struct yaml *b)
{
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == YAML_SCALAR)
		return a->plain == b->plain && strcmp(a->text, b->text) == 0;
	for (size_t i = 0; i < a->count; i++)
		if ((a->kind == YAML_MAP &&
		     strcmp(a->keys[i], b->keys[i]) != 0) ||
		    !yaml_same(a->items[i], b->items[i]))
			return false;
	return true;
}
