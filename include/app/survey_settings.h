/* survey_settings.h - when customers are asked how it was, of postdesk.yaml.
 *
 * `off`, or `{ after: 2 days, queues: [billing] }`.
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_SURVEY_SETTINGS_H
#define APP_SURVEY_SETTINGS_H

#include "app/schema.h"
#include "desk/survey_policy.h"

/* Into a struct survey_policy: `survey:`, and `tell_closed:`. */
SCHEMA_READ(survey_settings);
SCHEMA_READ(survey_settings_closed);

#endif
