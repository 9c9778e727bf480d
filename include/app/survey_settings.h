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

SCHEMA_READ(survey_settings);		/* struct survey_policy */

#endif
