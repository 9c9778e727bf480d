/* notify_settings.h - whether and how agents are told of tickets.
 */
#ifndef APP_NOTIFY_SETTINGS_H
#define APP_NOTIFY_SETTINGS_H

#include "app/schema.h"

/* struct desk_notify. */
SCHEMA_READ(notify_settings);

#endif
