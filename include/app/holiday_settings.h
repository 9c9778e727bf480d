/* holiday_settings.h - `holidays:` of hours in postdesk.yaml.
 *
 *	hours:
 *	  holidays: [estonia.ics, company.ics]
 *
 * Files of iCalendar, read once with the settings.  They stand beside
 * `closed:` and not among the rules, since they are the same kind of fact:
 * who changes the one should not have to publish the other.
 *
 * Ownership, errors: as in app/schema.h; of a file with its own lines.
 */
#ifndef APP_HOLIDAY_SETTINGS_H
#define APP_HOLIDAY_SETTINGS_H

#include "app/schema.h"
#include "desk/hours.h"

enum { HOLIDAY_SETTINGS_FILES = 20 };

/* Adds the dates of a list of files to a calendar that has its zone.  Where a
 * date is there twice the calendar's own is kept, then that of the first
 * file. */
bool holiday_settings(const struct schema_reader *reader,
		      const struct yaml *list, struct hours *hours);

#endif
