/* relay_settings.h - how the answers of agents leave.
 */
#ifndef APP_RELAY_SETTINGS_H
#define APP_RELAY_SETTINGS_H

#include "app/schema.h"

/* struct desk_relay. */
SCHEMA_READ(relay_settings);

#endif
