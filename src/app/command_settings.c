/* command_settings.c - other names of commands, each of one word of its own. */

#include "app/command_settings.h"

#include "base/text.h"
#include "desk/nearest.h"

enum { ALIASES_LIMIT = 500 };

/* A letter first, and nothing that ends a word in a mail. */
static bool is_word(const char *text)
{
	const char *end = text + strlen(text);

	if (text[0] == '\0' || strlen(text) > NEAREST_LETTERS)
		return false;
	for (const char *p = text; p < end;) {
		uint32_t c = text_next(&p, end);

		if (!text_is_alnum(c) && c != '-' && c != '_')
			return false;
	}
	return text[0] != '-' && text[0] != '_';
}

static bool read_kind(const struct schema_reader *reader,
		      const struct yaml *node, enum command_kind *kind_r)
{
	static const char *const words[] = {
#define ROW(name, word, argument, again) word,
		COMMAND_KINDS(ROW)
#undef ROW
	};
	const struct strings known = { words, COMMAND_COUNT };
	const char *word, *near;

	if (!yaml_text(node, &word, reader->err))
		return false;
	if (command_find(reader->arena, word, NULL, kind_r))
		return true;
	near = nearest_find(reader->arena, word, &known);
	return yaml_expected(node, reader->err, "a command%s%s%s",
			     near == NULL ? " such as note" : ", perhaps `",
			     near == NULL ? "" : near,
			     near == NULL ? "" : "`");
}

static bool read_alias(const struct schema_reader *reader,
		       const struct yaml *map, size_t i,
		       const struct command_aliases *before,
		       struct command_alias *alias)
{
	const struct yaml *key = map->key_nodes[i];
	enum command_kind other;

	alias->word = map->keys[i];
	if (!is_word(alias->word))
		return yaml_expected(key, reader->err, "one word of letters, "
				     "digits, - and _, without the #");
	if (!read_kind(reader, map->items[i], &alias->kind))
		return false;
	if (command_find(reader->arena, alias->word, before, &other) &&
	    other != alias->kind)
		return yaml_expected(key, reader->err, "another word: this "
				     "one is the command `%s` already",
				     command_word(other));
	return true;
}

static bool read_language(const struct schema_reader *reader,
			  const struct yaml *node, const char *language,
			  struct command_alias *all, size_t *count)
{
	if (strlen(language) != 2)
		return yaml_expected(node, reader->err, "two letters of a "
				     "language, as el, before its words");
	if (node->kind != YAML_MAP || *count + node->count > ALIASES_LIMIT)
		return yaml_expected(node, reader->err, "a map of at most %d "
				     "words to commands", ALIASES_LIMIT);
	for (size_t i = 0; i < node->count; i++) {
		const struct command_aliases before = { all, *count };

		all[*count].language = language;
		if (!read_alias(reader, node, i, &before, &all[*count]))
			return false;
		++*count;
	}
	return true;
}

SCHEMA_READ(command_settings_aliases)
{
	struct command_aliases *aliases = at;
	struct command_alias *all;
	size_t count = 0;

	(void)field;
	if (node->kind != YAML_MAP)
		return yaml_expected(node, reader->err, "a map of languages, "
				     "as el: { σημείωση: note }");
	all = ARENA_ARRAY(reader->arena, struct command_alias, ALIASES_LIMIT);
	for (size_t i = 0; i < node->count; i++)
		if (!read_language(reader, node->items[i], node->keys[i], all,
				   &count))
			return false;
	*aliases = (struct command_aliases){ all, count };
	return true;
}
