/* attributiondate.h - is there a date in digits, or a time of the day?
 *
 * What is looked for is what clients write above a quote, in all languages:
 * years, days with month and year, hours with minutes.  Private to
 * mail/attribution.c.
 *
 * Errors: none.
 */
#ifndef MAIL_ATTRIBUTIONDATE_H
#define MAIL_ATTRIBUTIONDATE_H

#include <stdbool.h>

void attributiondate_find(const char *text, bool *date_r, bool *clock_r);

/* Only whether there is a date. */
bool attributiondate_is_in(const char *text);

#endif
