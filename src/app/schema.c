/* schema.c - one row of a table reads one key. */

#include "app/schema.h"

#include "base/buffer.h"
#include "base/text.h"
#include "mail/message.h"

enum {
	WORD_LIMIT = 40,
	LINE_LIMIT = 500,
	LOCAL_PART_LIMIT = 64,	/* RFC 5321, 4.5.3.1.1 */
	ADDRESS_LIMIT = 254,
	LIST_LIMIT = 500,
};

static bool read_present(const struct schema_reader *reader,
			 const struct yaml *map,
			 const struct schema_field *field, void *into)
{
	const struct yaml *node = yaml_get(map, field->key);

	if (node != NULL)
		return field->read(reader, field, node,
				   (char *)into + field->offset);
	if (field->required)
		return yaml_expected(map, reader->err, "`%s:` in it",
				     field->key);
	return true;
}

bool schema_read(const struct schema_reader *reader, const struct yaml *map,
		 const struct schema_field *fields, size_t count, void *into)
{
	ARENA(scratch);
	const char **known = ARENA_ARRAY(scratch, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		known[i] = fields[i].key;
	if (!yaml_known_keys(map, known, reader->err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!read_present(reader, map, &fields[i], into))
			return false;
	return true;
}

/* Do all characters belong to the set?  At least one must be there. */
static bool made_of(const char *text, size_t size, const char *set)
{
	for (size_t i = 0; i < size; i++)
		if (strchr(set, text[i]) == NULL)
			return false;
	return size > 0;
}

#define LOWER	"abcdefghijklmnopqrstuvwxyz"
#define DIGITS	"0123456789"

static bool is_domain(const char *text)
{
	size_t size = strlen(text);

	return size <= ADDRESS_LIMIT && strstr(text, "..") == NULL &&
	       made_of(text, size, LOWER DIGITS "-.") && text[0] != '.' &&
	       text[0] != '-' && text[size - 1] != '.';
}

/* A plain dot-atom (RFC 5322, 3.2.3): what is in the settings goes into
 * commands and headers as it stands. */
static bool is_local_part(const char *text, size_t size)
{
	return size <= LOCAL_PART_LIMIT && text[0] != '.' &&
	       made_of(text, size, LOWER DIGITS ".!#$%&'*+-/=?^_`{|}~") &&
	       text[size - 1] != '.';
}

static bool is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && strlen(text) <= ADDRESS_LIMIT &&
	       is_local_part(text, (size_t)(at - text)) && is_domain(at + 1);
}

SCHEMA_READ(schema_line)
{
	const char *text;

	(void)field;
	if (!yaml_text(node, &text, reader->err))
		return false;
	if (text[0] == '\0' || strpbrk(text, "\n\t") != NULL ||
	    strlen(text) > LINE_LIMIT)
		return yaml_expected(node, reader->err, "one line of text");
	*(const char **)at = text;
	return true;
}

SCHEMA_READ(schema_date)
{
	const char *text;

	(void)field;
	if (!yaml_text(node, &text, reader->err))
		return false;
	return clock_parse_date(text, at) ||
	       yaml_expected(node, reader->err, "a date such as 2026-12-24");
}

SCHEMA_READ(schema_word)
{
	const char *text;

	(void)field;
	if (!yaml_text(node, &text, reader->err))
		return false;
	if (strlen(text) > WORD_LIMIT ||
	    !made_of(text, strlen(text), LOWER DIGITS "_-"))
		return yaml_expected(node, reader->err, "a word of a-z, 0-9, "
				     "- and _, at most %d", WORD_LIMIT);
	*(const char **)at = text;
	return true;
}

SCHEMA_READ(schema_path)
{
	const char *text;

	if (!schema_line(reader, field, node, &text))
		return false;
	*(const char **)at = text[0] == '/' ? text :
		arena_printf(reader->arena, "%s/%s", reader->folder, text);
	return true;
}

static bool read_lower(const struct schema_reader *reader,
		       const struct yaml *node, const char **lower_r)
{
	const char *text;

	if (!yaml_text(node, &text, reader->err))
		return false;
	*lower_r = text_lower(reader->arena, text);
	return true;
}

SCHEMA_READ(schema_address)
{
	const char *lower;

	(void)field;
	if (!read_lower(reader, node, &lower))
		return false;
	if (!is_address(lower))
		return yaml_expected(node, reader->err,
				     "an address such as help@example.org");
	*(const char **)at = lower;
	return true;
}

static SCHEMA_READ(address_or_domain)
{
	const char *lower;

	if (!read_lower(reader, node, &lower))
		return false;
	if (lower[0] != '@')
		return schema_address(reader, field, node, at);
	if (!is_domain(lower + 1))
		return yaml_expected(node, reader->err,
				     "a domain such as @example.org");
	*(const char **)at = lower;
	return true;
}

static SCHEMA_READ(domain)
{
	const char *lower;

	(void)field;
	if (!read_lower(reader, node, &lower))
		return false;
	if (!is_domain(lower))
		return yaml_expected(node, reader->err,
				     "a name such as mx.example.org");
	*(const char **)at = lower;
	return true;
}

SCHEMA_READ(schema_host)
{
	const char *text;

	(void)field;
	if (!read_lower(reader, node, &text))
		return false;
	/* An IPv6 address holds colons, which no name does. */
	if (!is_domain(text) &&
	    !made_of(text, strlen(text), "abcdef" DIGITS ":"))
		return yaml_expected(node, reader->err,
				     "a host such as imap.example.org");
	*(const char **)at = text;
	return true;
}

bool schema_is_list(const struct schema_reader *reader,
		    const struct yaml *node, size_t least, size_t most)
{
	if (node->kind == YAML_LIST && node->count >= least &&
	    node->count <= most)
		return true;
	return yaml_expected(node, reader->err, "a list of %zu to %zu", least,
			     most);
}

/* A list of what `read` reads, each once. */
static bool read_list(const struct schema_reader *reader,
		      const struct yaml *node,
		      bool (*read)(const struct schema_reader *reader,
				   const struct schema_field *field,
				   const struct yaml *node, void *at),
		      struct strings *strings_r)
{
	const char **at;

	if (!schema_is_list(reader, node, 0, LIST_LIMIT))
		return false;
	at = ARENA_ARRAY(reader->arena, const char *, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!read(reader, NULL, node->items[i], &at[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(at[k], at[i]) == 0)
				return yaml_expected(node->items[i],
						     reader->err, "it once");
	}
	*strings_r = (struct strings){ at, node->count };
	return true;
}

SCHEMA_READ(schema_words)
{
	(void)field;
	return read_list(reader, node, schema_word, at);
}

SCHEMA_READ(schema_addresses)
{
	(void)field;
	return read_list(reader, node, address_or_domain, at);
}

SCHEMA_READ(schema_domains)
{
	(void)field;
	return read_list(reader, node, domain, at);
}

SCHEMA_READ(schema_int)
{
	int64_t value;

	if (!yaml_int(node, field->least, field->most, &value, reader->err))
		return false;
	*(int *)at = (int)value;
	return true;
}

SCHEMA_READ(schema_bool)
{
	(void)field;
	return yaml_bool(node, at, reader->err);
}

SCHEMA_READ(schema_duration)
{
	(void)field;
	return yaml_duration(node, at, reader->err);
}

SCHEMA_READ(schema_size)
{
	(void)field;
	return yaml_size(node, at, reader->err);
}

SCHEMA_READ(schema_enum)
{
	struct buffer all = { .arena = reader->arena };

	for (int i = 0; field->words[i] != NULL; i++) {
		if (node->kind == YAML_SCALAR &&
		    strcmp(node->text, field->words[i]) == 0) {
			*(int *)at = i;
			return true;
		}
		buffer_printf(&all, "%s%s", i == 0 ? "" : ", ",
			      field->words[i]);
	}
	return yaml_expected(node, reader->err, "one of: %s",
			     buffer_string(&all));
}
