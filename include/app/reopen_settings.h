/* reopen_settings.h - what an answer does to a closed ticket, of postdesk.yaml.
 *
 * `always`, `never`, or a time such as `14 days`.
 *
 * Ownership, errors: as in app/schema.h.
 */
#ifndef APP_REOPEN_SETTINGS_H
#define APP_REOPEN_SETTINGS_H

#include "app/schema.h"
#include "desk/reopen.h"

SCHEMA_READ(reopen_settings);		/* struct reopen_policy: the desk's */
SCHEMA_READ(reopen_settings_queues);	/* the same: queue by queue */

#endif
