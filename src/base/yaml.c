/* yaml.c - the one door to libyaml: bytes to a tree with places. */

#include "base/yaml.h"

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"

#include <yaml.h>

enum {
	SIZE_LIMIT = 1024 * 1024,
	DEPTH_LIMIT = 32,
	NODE_LIMIT = 50000,
};

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	const char *file;
	struct err *err;
	size_t nodes;
};

#define EVENT(name) \
	__attribute__((cleanup(yaml_event_delete))) yaml_event_t name = { 0 }

static bool refuse(struct reader *reader, yaml_mark_t at, const char *found,
		   const char *expected)
{
	return err_permanent(reader->err, "%s:%zu:%zu: found %s, expected %s",
			     reader->file, at.line + 1, at.column + 1, found,
			     expected);
}

/* libyaml names a wrong byte by its offset only. */
static yaml_mark_t mark_of_byte(const char *bytes, size_t offset)
{
	yaml_mark_t mark = { 0 };

	for (size_t i = 0; i < offset; i++) {
		if (bytes[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

/* What the words of libyaml mean to whom it is the first YAML. */
static const char *hint_for(const char *problem)
{
	static const struct {
		const char *start, *hint;
	} hints[] = {
		{ "found unknown escape character",
		  " (in single quotes a backslash is one)" },
		{ "mapping values are not allowed",
		  " (wrongly indented, or a text with `: ` wants quotes?)" },
		{ "found character that cannot start any token",
		  " (a text that begins so wants quotes)" },
		{ "did not find expected '-' indicator",
		  " (indented as the items above?)" },
		{ "did not find expected key",
		  " (indented as the keys above?)" },
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strncmp(problem, hints[i].start,
			    strlen(hints[i].start)) == 0)
			return hints[i].hint;
	return "";
}

static bool refuse_bytes(struct reader *reader, yaml_mark_t at)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem != NULL ? parser->problem :
			      "it ends too early";

	return err_permanent(reader->err, "%s:%zu:%zu: this is not %s: "
			     "%s%s%s%s", reader->file, at.line + 1,
			     at.column + 1,
			     strstr(problem, "UTF-8") != NULL ? "UTF-8" :
			     "YAML", problem,
			     parser->context != NULL ? " " : "",
			     parser->context != NULL ? parser->context : "",
			     hint_for(problem));
}

/* The first that stands in its line besides spaces. */
static bool is_tab(const yaml_parser_t *parser, yaml_mark_t at)
{
	const unsigned char *byte = parser->input.string.start;
	const unsigned char *end = parser->input.string.end;

	for (size_t line = 0; byte < end && line < at.line; byte++)
		line += *byte == '\n';
	while (byte < end && *byte == ' ')
		byte++;
	return byte < end && *byte == '\t';
}

static bool next(struct reader *reader, yaml_event_t *event_r)
{
	yaml_parser_t *parser = &reader->parser;
	yaml_mark_t mark;

	if (yaml_parser_parse(parser, event_r) == 1)
		return true;
	mark = parser->problem_mark;
	if (parser->error == YAML_MEMORY_ERROR)
		abort();
	if (parser->error == YAML_READER_ERROR)
		mark = mark_of_byte((const char *)
				    parser->input.string.start,
				    parser->problem_offset);
	if (parser->error == YAML_SCANNER_ERROR && is_tab(parser, mark))
		return refuse(reader, mark, "a tab",
			      "spaces: YAML is not indented by tabs");
	return refuse_bytes(reader, mark);
}

/* Anchors and tags have no use here, and hide what a file says. */
static bool check_event(struct reader *reader, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return refuse(reader, event->start_mark, "an alias",
			      "the value itself, in quotes where it begins "
			      "with `*`");
	case YAML_SCALAR_EVENT:
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
		break;
	default:
		break;
	}
	if (anchor != NULL)
		return refuse(reader, event->start_mark, "an anchor",
			      "a value without `&`");
	if (tag != NULL)
		return refuse(reader, event->start_mark, "a tag",
			      "a value without `!`");
	if (++reader->nodes > NODE_LIMIT)
		return refuse(reader, event->start_mark, "too many values",
			      "at most 50000");
	return true;
}

static struct yaml *new_node(struct reader *reader, const yaml_event_t *event,
			     enum yaml_kind kind)
{
	struct yaml *node = ARENA_NEW(reader->arena, struct yaml);

	node->kind = kind;
	node->file = reader->file;
	node->line = event->start_mark.line + 1;
	node->column = event->start_mark.column + 1;
	return node;
}

static const struct yaml *read_scalar(struct reader *reader,
				      const yaml_event_t *event)
{
	struct yaml *node = new_node(reader, event, YAML_SCALAR);
	const char *text = (const char *)event->data.scalar.value;
	size_t size = event->data.scalar.length;

	/* Double quotes can spell what the bytes may not hold: "\0". */
	if (!text_valid(text, size)) {
		refuse(reader, event->start_mark, "a control character",
		       "text");
		return NULL;
	}
	node->text = arena_strndup(reader->arena, text, size);
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	return node;
}

static const struct yaml *read_node(struct reader *reader,
				    const yaml_event_t *event, int depth);

static const struct yaml *read_list(struct reader *reader,
				    const yaml_event_t *start, int depth)
{
	struct yaml *list = new_node(reader, start, YAML_LIST);
	struct buffer items = { .arena = reader->arena };

	for (;;) {
		const struct yaml *item;
		EVENT(event);

		if (!next(reader, &event))
			return NULL;
		if (event.type == YAML_SEQUENCE_END_EVENT)
			break;
		item = read_node(reader, &event, depth + 1);
		if (item == NULL)
			return NULL;
		buffer_add(&items, &item, sizeof(item));
		list->count++;
	}
	list->items = (const struct yaml *const *)(void *)items.data;
	return list;
}

static const struct yaml *read_key(struct reader *reader,
				   const yaml_event_t *event, struct map *seen)
{
	const struct yaml *key, *before;

	if (event->type != YAML_SCALAR_EVENT) {
		refuse(reader, event->start_mark, "a list or a map",
		       "a key");
		return NULL;
	}
	if (!check_event(reader, event))
		return NULL;
	key = read_scalar(reader, event);
	if (key == NULL)
		return NULL;
	before = map_get(seen, key->text);
	if (before != NULL) {
		yaml_expected(key, reader->err,
			      "it once: it stands in line %zu already",
			      before->line);
		return NULL;
	}
	map_put(seen, key->text, (void *)(uintptr_t)key);
	return key;
}

static const struct yaml *read_map(struct reader *reader,
				   const yaml_event_t *start, int depth)
{
	struct yaml *map = new_node(reader, start, YAML_MAP);
	struct buffer keys = { .arena = reader->arena };
	struct buffer nodes = { .arena = reader->arena };
	struct buffer items = { .arena = reader->arena };
	struct map seen = { .arena = reader->arena };

	for (;;) {
		const struct yaml *key, *item;
		EVENT(event);
		EVENT(value);

		if (!next(reader, &event))
			return NULL;
		if (event.type == YAML_MAPPING_END_EVENT)
			break;
		key = read_key(reader, &event, &seen);
		if (key == NULL || !next(reader, &value))
			return NULL;
		item = read_node(reader, &value, depth + 1);
		if (item == NULL)
			return NULL;
		buffer_add(&keys, &key->text, sizeof(key->text));
		buffer_add(&nodes, &key, sizeof(key));
		buffer_add(&items, &item, sizeof(item));
		map->count++;
	}
	map->keys = (const char *const *)(void *)keys.data;
	map->key_nodes = (const struct yaml *const *)(void *)nodes.data;
	map->items = (const struct yaml *const *)(void *)items.data;
	return map;
}

static const struct yaml *read_node(struct reader *reader,
				    const yaml_event_t *event, int depth)
{
	if (!check_event(reader, event))
		return NULL;
	if (depth > DEPTH_LIMIT) {
		refuse(reader, event->start_mark, "a deeper level",
		       "at most 32 levels");
		return NULL;
	}
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return read_list(reader, event, depth);
	if (event->type == YAML_MAPPING_START_EVENT)
		return read_map(reader, event, depth);
	return read_scalar(reader, event);
}

/* The one document of the stream; an empty scalar where there is none. */
static const struct yaml *read_document(struct reader *reader)
{
	const struct yaml *root;
	EVENT(stream);
	EVENT(document);
	EVENT(first);
	EVENT(last);
	EVENT(end);

	if (!next(reader, &stream) || !next(reader, &document))
		return NULL;
	if (document.type == YAML_STREAM_END_EVENT) {
		struct yaml *nothing = new_node(reader, &stream, YAML_SCALAR);

		nothing->plain = true;
		nothing->text = "";
		return nothing;
	}
	if (!next(reader, &first))
		return NULL;
	root = read_node(reader, &first, 0);
	if (root == NULL || !next(reader, &last) || !next(reader, &end))
		return NULL;
	if (end.type != YAML_STREAM_END_EVENT) {
		refuse(reader, end.start_mark, "a second document", "one");
		return NULL;
	}
	return root;
}

const struct yaml *yaml_parse(struct arena *arena, const char *file,
			      const char *bytes, size_t size, struct err *err)
{
	struct reader reader = {
		.arena = arena, .file = arena_strdup(arena, file), .err = err,
	};
	const struct yaml *root;

	if (size > SIZE_LIMIT) {
		err_permanent(err, "%s: found %zu bytes, expected at most %d",
			      file, size, SIZE_LIMIT);
		return NULL;
	}
	/* libyaml drops a byte order mark, but counts it as a column. */
	if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		size -= 3;
	}
	if (yaml_parser_initialize(&reader.parser) != 1)
		abort();
	yaml_parser_set_input_string(&reader.parser,
				     (const unsigned char *)
				     (size == 0 ? "" : bytes), size);
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	root = read_document(&reader);
	yaml_parser_delete(&reader.parser);
	return root;
}

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i], key) == 0)
			return map->items[i];
	return NULL;
}
