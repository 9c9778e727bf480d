/* caps_settings.h - numbers of a desk: caps of automatic mail, thresholds.
 */
#ifndef APP_CAPS_SETTINGS_H
#define APP_CAPS_SETTINGS_H

#include "app/schema.h"

SCHEMA_READ(caps_settings);		/* struct desk_caps */
SCHEMA_READ(caps_settings_urgency);	/* struct desk: its thresholds */

#endif
