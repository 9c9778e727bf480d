/* thread_settings.h - how mails are put together, of postdesk.yaml.
 *
 * Patterns of other systems are checked where they stand, and compiled when
 * all desks are read.
 *
 * Ownership: what is compiled belongs to the settings until they are freed.
 * Errors:    as in app/schema.h.
 */
#ifndef APP_THREAD_SETTINGS_H
#define APP_THREAD_SETTINGS_H

#include "app/schema.h"
#include "app/settings.h"

SCHEMA_READ(thread_settings_foreign);		/* struct settings_desk */
SCHEMA_READ(thread_settings_new_subject);	/* enum new_subject */

/* Without a word of the operator a desk knows the shipped systems. */
void thread_settings_compile(struct settings *settings);
void thread_settings_free(struct settings *settings);

#endif
