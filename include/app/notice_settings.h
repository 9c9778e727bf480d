/* notice_settings.h - `notices:` of hours in postdesk.yaml.
 *
 *	hours:
 *	  notices:
 *	  - { from: 2026-12-24, to: 2027-01-02, reply: ack-holiday }
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_NOTICE_SETTINGS_H
#define APP_NOTICE_SETTINGS_H

#include "app/schema.h"
#include "desk/hours.h"

SCHEMA_READ(notice_settings);	/* struct hours_notices */

#endif
