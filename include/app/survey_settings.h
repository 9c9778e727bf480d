/* survey_settings.h - when customers are asked how it was, of postdesk.yaml.
 *
 * `off`, or `{ after: 2 days, queues: [billing] }`.
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_SURVEY_SETTINGS_H
#define APP_SURVEY_SETTINGS_H

#include "app/schema.h"
#include "desk/desk.h"

/* Into a struct survey_policy: `survey:`, and `tell_closed:`. */
SCHEMA_READ(survey_settings);
SCHEMA_READ(survey_settings_closed);

/* Once the desk is read: are the queues there? */
bool survey_settings_check(const struct schema_reader *reader,
			   const struct yaml *map, const struct desk *desk);

#endif
