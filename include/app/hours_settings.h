/* hours_settings.h - `hours:` of a desk in postdesk.yaml.
 *
 *	hours:
 *	  zone: Europe/Tallinn
 *	  week: { mon-thu: "09:00-12:00 13:00-17:00", fri: "09:00-15:00" }
 *	  closed: { 2026-12-24: Christmas Eve }
 *	  special: { 2026-12-31: "09:00-12:00" }
 *	  holidays: [estonia.ics]
 *	  notices: [{ from: 2026-12-24, to: 2027-01-02, reply: ack-away }]
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_HOURS_SETTINGS_H
#define APP_HOURS_SETTINGS_H

#include "app/schema.h"
#include "desk/hours.h"

SCHEMA_READ(hours_settings);	/* const struct hours * */

#endif
