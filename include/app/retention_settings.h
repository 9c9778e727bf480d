/* retention_settings.h - how long bytes are kept, of postdesk.yaml.
 *
 *	retention: { dropped: 30 days, quarantined: 90 days, joined: forever }
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_RETENTION_SETTINGS_H
#define APP_RETENTION_SETTINGS_H

#include "app/schema.h"
#include "desk/retention.h"

SCHEMA_READ(retention_settings);	/* struct retention */

#endif
