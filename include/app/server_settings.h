/* server_settings.h - mailboxes and the SMTP server of postdesk.yaml.
 *
 * Rows for the table in app/settings.c: both are given the desk and fill
 * what it says of its servers.
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_SERVER_SETTINGS_H
#define APP_SERVER_SETTINGS_H

#include "app/schema.h"
#include "app/settings.h"

SCHEMA_READ(server_settings_mailboxes);	/* struct settings_desk */
SCHEMA_READ(server_settings_smtp);	/* struct settings_desk */

#endif
