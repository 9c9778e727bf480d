/* people_settings.c - organisations and lists of postdesk.yaml. */

#include "app/people_settings.h"

enum {
	ORGANISATIONS_LIMIT = 10000,
	LISTS_LIMIT = 100,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct schema_field organisation_fields[] = {
	{ .key = "name", .read = schema_line, .required = true,
	  .offset = offsetof(struct organisation, name) },
	{ .key = "domains", .read = schema_domains, .required = true,
	  .offset = offsetof(struct organisation, domains) },
	{ .key = "agent", .read = schema_line,
	  .offset = offsetof(struct organisation, agent) },
};

/* A domain says who somebody works for only if one organisation has it. */
static bool check_domains(const struct schema_reader *reader,
			  const struct yaml *map,
			  const struct organisations *before,
			  const struct strings *domains)
{
	const struct yaml *list = yaml_get(map, "domains");

	if (domains->count == 0)
		return yaml_expected(list, reader->err, "a domain in it");
	for (size_t i = 0; i < domains->count; i++) {
		const struct organisation *other =
			organisation_of(before, domains->at[i]);

		if (organisation_is_public(domains->at[i]))
			return yaml_expected(list->items[i], reader->err,
				"a domain of the organisation alone: "
				"anybody can have an address there");
		if (other != NULL)
			return yaml_expected(list->items[i], reader->err,
				"a domain that is not also of `%s`",
				other->name);
	}
	return true;
}

SCHEMA_READ(people_settings_organisations)
{
	struct organisations *organisations = at;
	struct organisation *all;

	(void)field;
	if (!schema_is_list(reader, node, 0, ORGANISATIONS_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, struct organisation, node->count);
	for (size_t i = 0; i < node->count; i++) {
		const struct organisations before = { all, i };

		if (!schema_read(reader, node->items[i], organisation_fields,
				 COUNT(organisation_fields), &all[i]) ||
		    !check_domains(reader, node->items[i], &before,
				   &all[i].domains))
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(all[k].name, all[i].name) == 0)
				return yaml_expected(
					yaml_get(node->items[i], "name"),
					reader->err, "each organisation once");
	}
	*organisations = (struct organisations){ all, node->count };
	return true;
}

SCHEMA_READ(people_settings_lists)
{
	const char **all;

	if (!schema_is_list(reader, node, 0, LISTS_LIMIT))
		return false;
	all = ARENA_ARRAY(reader->arena, const char *, node->count);
	for (size_t i = 0; i < node->count; i++) {
		if (!schema_address(reader, field, node->items[i], &all[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(all[k], all[i]) == 0)
				return yaml_expected(node->items[i],
						     reader->err,
						     "each list once");
	}
	*(struct strings *)at = (struct strings){ all, node->count };
	return true;
}
