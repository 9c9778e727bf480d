/* survey_settings.c - off, or how long after the end, and in which queues. */

#include "app/survey_settings.h"

#include "desk/names.h"

static const struct schema_field fields[] = {
	{ .key = "after", .read = schema_duration, .required = true,
	  .offset = offsetof(struct survey_policy, after) },
	{ .key = "queues", .read = schema_words,
	  .offset = offsetof(struct survey_policy, queues) },
};

/* Later than `most` nobody remembers. */
static bool read_policy(const struct schema_reader *reader,
			const struct yaml *node, usec_t least, usec_t most,
			const char *expected, struct survey_policy *policy)
{
	if (node->kind == YAML_SCALAR && strcmp(node->text, "off") == 0) {
		*policy = (struct survey_policy){ .after = 0 };
		return true;
	}
	if (!schema_read(reader, node, fields,
			 sizeof(fields) / sizeof(fields[0]), policy))
		return false;
	return (policy->after >= least && policy->after <= most) ||
	       yaml_expected(yaml_get(node, "after"), reader->err, "%s",
			     expected);
}

SCHEMA_READ(survey_settings)
{
	(void)field;
	return read_policy(reader, node, USEC_HOUR, 90 * USEC_DAY,
			   "1 hour to 90 days", at);
}

SCHEMA_READ(survey_settings_closed)
{
	(void)field;
	return read_policy(reader, node, USEC_MINUTE, USEC_DAY,
			   "1 minute to 1 day", at);
}

bool survey_settings_check(const struct schema_reader *reader,
			   const struct yaml *map, const struct desk *desk)
{
	static const char *const keys[] = { "survey", "tell_closed" };

	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		const struct yaml *node = yaml_get(map, keys[k]);
		const struct yaml *queues =
			node == NULL || node->kind != YAML_MAP
			? NULL : yaml_get(node, "queues");

		for (size_t i = 0; queues != NULL && i < queues->count; i++)
			if (!names_queue(desk, queues->items[i]->text))
				return yaml_expected(queues->items[i],
					reader->err,
					"one of the desk's `queues:`");
	}
	return true;
}
