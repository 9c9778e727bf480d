/* command_settings.h - what a desk calls the commands of its agents besides. */
#ifndef APP_COMMAND_SETTINGS_H
#define APP_COMMAND_SETTINGS_H

#include "app/schema.h"
#include "app/settings.h"

/* { el: { σημείωση: note } } to struct command_aliases. */
SCHEMA_READ(command_settings_aliases);

#endif
