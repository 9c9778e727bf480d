/* thread_settings.c - ids of other systems, and answers with a new subject. */

#include "app/thread_settings.h"

#include <assert.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct schema_field pattern_fields[] = {
	{ .key = "name", .read = schema_word, .required = true,
	  .offset = offsetof(struct foreign_pattern, name) },
	{ .key = "subject", .read = schema_line,
	  .offset = offsetof(struct foreign_pattern, subject) },
	{ .key = "message_id", .read = schema_line,
	  .offset = offsetof(struct foreign_pattern, message_id) },
};

static bool check_pattern(const struct schema_reader *reader,
			  const struct yaml *map, const char *key,
			  const char *pattern)
{
	const struct yaml *node = yaml_get(map, key);
	const struct foreign_pattern one = { key, pattern, NULL };
	struct foreign *foreign;
	struct err why;
	bool good;

	if (pattern == NULL)
		return true;
	foreign = foreign_new();
	good = foreign_add(foreign, &one, &why);
	foreign_free(&foreign);
	return good || err_permanent(reader->err, "%s:%zu:%zu: %s",
				     node->file, node->line, node->column,
				     why.text);
}

/* A shipped system by its word, or one with its patterns. */
static bool read_system(const struct schema_reader *reader,
			const struct yaml *node,
			struct foreign_pattern *pattern)
{
	const struct foreign_pattern *shipped = NULL;

	if (node->kind == YAML_MAP) {
		if (!schema_read(reader, node, pattern_fields,
				 COUNT(pattern_fields), pattern) ||
		    !check_pattern(reader, node, "subject",
				   pattern->subject) ||
		    !check_pattern(reader, node, "message_id",
				   pattern->message_id))
			return false;
		if (pattern->subject != NULL || pattern->message_id != NULL)
			return true;
		return yaml_expected(node, reader->err, "`subject:` or "
				     "`message_id:` in it");
	}
	if (node->kind == YAML_SCALAR)
		shipped = foreign_named(node->text);
	if (shipped == NULL)
		return yaml_expected(node, reader->err, "jira, servicenow, "
				     "rt, zendesk, github, or a name with its "
				     "patterns");
	*pattern = *shipped;
	return true;
}

SCHEMA_READ(thread_settings_foreign)
{
	struct settings_desk *desk = at;
	struct foreign_pattern *all;

	(void)field;
	if (!schema_is_list(reader, node, 0, FOREIGN_SYSTEMS))
		return false;
	all = ARENA_ARRAY(reader->arena, struct foreign_pattern,
			  node->count + 1);
	for (size_t i = 0; i < node->count; i++) {
		if (!read_system(reader, node->items[i], &all[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(all[k].name, all[i].name) == 0)
				return yaml_expected(node->items[i],
						     reader->err,
						     "each system once");
	}
	desk->foreign_ids = all;
	desk->foreign_id_count = node->count;
	return true;
}

SCHEMA_READ(thread_settings_new_subject)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		NEW_SUBJECT(ROW)
#undef ROW
		NULL
	};
	const struct schema_field as_words = { .key = field->key,
					       .words = words };

	return schema_enum(reader, &as_words, node, at);
}

static struct foreign *compile(const struct foreign_pattern *patterns,
			       size_t count)
{
	struct foreign *foreign = foreign_new();

	for (size_t i = 0; i < count; i++) {
		struct err err;
		bool good = foreign_add(foreign, &patterns[i], &err);

		/* Each was compiled when it was read. */
		assert(good);
		(void)good;
	}
	return foreign;
}

static struct foreign *compile_shipped(void)
{
	size_t count = 0;

	while (foreign_shipped(count) != NULL)
		count++;
	return compile(foreign_shipped(0), count);
}

void thread_settings_compile(struct settings *settings)
{
	settings->foreign = compile_shipped();
	for (size_t i = 0; i < settings->desk_count; i++) {
		struct settings_desk *desk = &settings->desks[i];

		if (desk->foreign_ids != NULL)
			desk->foreign = compile(desk->foreign_ids,
						desk->foreign_id_count);
		desk->desk.foreign = desk->foreign_ids != NULL
			? desk->foreign : settings->foreign;
	}
}

void thread_settings_free(struct settings *settings)
{
	for (size_t i = 0; i < settings->desk_count; i++)
		foreign_free(&settings->desks[i].foreign);
	foreign_free(&settings->foreign);
}
