/* survey_settings.c - off, or how long after the end, and in which queues. */

#include "app/survey_settings.h"

/* Later nobody remembers. */
#define AFTER_MOST (90 * USEC_DAY)

static const struct schema_field fields[] = {
	{ .key = "after", .read = schema_duration, .required = true,
	  .offset = offsetof(struct survey_policy, after) },
	{ .key = "queues", .read = schema_words,
	  .offset = offsetof(struct survey_policy, queues) },
};

SCHEMA_READ(survey_settings)
{
	struct survey_policy *policy = at;

	(void)field;
	if (node->kind == YAML_SCALAR && strcmp(node->text, "off") == 0) {
		*policy = (struct survey_policy){ .after = 0 };
		return true;
	}
	if (!schema_read(reader, node, fields,
			 sizeof(fields) / sizeof(fields[0]), policy))
		return false;
	return (policy->after >= USEC_HOUR && policy->after <= AFTER_MOST) ||
	       yaml_expected(yaml_get(node, "after"), reader->err,
			     "1 hour to 90 days");
}
