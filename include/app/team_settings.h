/* team_settings.h - the agents of postdesk.yaml, and who gets which ticket.
 *
 *	agents:
 *	- { name: Maria Kask, address: maria@example.org, tier: 2,
 *	    languages: [et, en], queues: [billing], notify: every 30 minutes,
 *	    away: [{ from: 2026-12-24, to: 2027-01-02 }] }
 *	assignment: sticky
 *	queue_assignment: { billing: load }
 *	transcript: always
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_TEAM_SETTINGS_H
#define APP_TEAM_SETTINGS_H

#include "app/schema.h"
#include "desk/desk.h"

SCHEMA_READ(team_settings_agents);	/* struct desk */
SCHEMA_READ(team_settings_assignment);	/* enum assignment_way */
SCHEMA_READ(team_settings_queues);	/* struct assignment */
SCHEMA_READ(team_settings_transcript);	/* enum transcript_when */

/* What must hold between keys: queues and agents that others name exist. */
bool team_settings_check(const struct schema_reader *reader,
			 const struct yaml *map, const struct desk *desk);

#endif
