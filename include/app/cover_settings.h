/* cover_settings.h - whose hours count for a ticket, of postdesk.yaml.
 *
 *	queue_hours:
 *	  billing: { zone: Europe/Athens, week: { mon-fri: "10:00-14:00" } }
 *	round_the_clock: [critical]
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_COVER_SETTINGS_H
#define APP_COVER_SETTINGS_H

#include "app/schema.h"
#include "desk/desk.h"

SCHEMA_READ(cover_settings_queues);	/* struct cover */
SCHEMA_READ(cover_settings_urgencies);	/* struct cover: round_the_clock */

/* Refuse the hours of a queue that the desk, read whole, does not have. */
bool cover_settings_check(const struct schema_reader *reader,
			  const struct yaml *map, const struct desk *desk);

#endif
