/* date.h - the Date field (RFC 5322, 3.3 and 4.3) as it is found.
 *
 * Also dates of ctime(3), RFC 850 and RFC 3339, missing seconds and zones,
 * years of two digits, and zones by name.  For display only, never for logic.
 */
#ifndef MAIL_DATE_H
#define MAIL_DATE_H

#include "base/clock.h"

/* False if it is no date between the years 1970 and 9999.  *east_r: what the
 * clock was ahead of UTC that the date was read from, 0 where it is not said;
 * many servers write all dates in UTC. */
bool date_parse(const char *text, usec_t *moment_r, usec_t *east_r);

#endif
