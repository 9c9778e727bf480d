/* people_settings.h - who the desk deals with, of postdesk.yaml: customers
 * that are many people, and the lists that mail comes by. */
#ifndef APP_PEOPLE_SETTINGS_H
#define APP_PEOPLE_SETTINGS_H

#include "app/schema.h"
#include "app/settings.h"

SCHEMA_READ(people_settings_organisations);	/* struct organisations */
SCHEMA_READ(people_settings_lists);		/* struct strings */

#endif
