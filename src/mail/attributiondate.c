/* attributiondate.c - the digits of dates and times in a client's line. */

#include "mail/attributiondate.h"

#include "base/ascii.h"

#include <string.h>

static size_t digits_at(const char *p)
{
	size_t count = 0;

	while (ascii_digit(p[count]))
		count++;
	return count;
}

/* "10:12", "10.12", "10h12", "10点12". */
static bool is_clock(const char *p, size_t hours)
{
	p += hours;
	if (hours < 1 || hours > 2)
		return false;
	if (*p == ':' || *p == '.' || *p == 'h')
		p++;
	else if (strncmp(p, "点", 3) == 0 || strncmp(p, "點", 3) == 0 ||
		 strncmp(p, "時", 3) == 0)
		p += 3;
	else
		return false;
	return digits_at(p) == 2 && p[2] != '.' && p[2] != '/';
}

/* A year, or day, month and year in digits. */
static bool is_date(const char *p, size_t digits)
{
	size_t month;

	if (digits == 4 && (memcmp(p, "19", 2) == 0 ||
			    memcmp(p, "20", 2) == 0))
		return true;
	if (digits < 1 || digits > 2 || strchr("./-", p[digits]) == NULL ||
	    p[digits] == '\0')
		return false;
	month = digits_at(p + digits + 1);
	p += digits + 1 + month;
	return month >= 1 && month <= 2 && strchr("./-", *p) != NULL &&
	       *p != '\0' && digits_at(p + 1) >= 2;
}

/* The next number from `p` on and how many digits it has, or NULL. */
static const char *next_number(const char *p, size_t *digits_r)
{
	while (!ascii_digit(*p))
		if (*p++ == '\0')
			return NULL;
	*digits_r = digits_at(p);
	return p;
}

void attributiondate_find(const char *text, bool *date_r, bool *clock_r)
{
	size_t digits = 0;

	*date_r = *clock_r = false;
	for (const char *p = text; !(*clock_r && *date_r) &&
	     (p = next_number(p, &digits)) != NULL; p += digits) {
		*clock_r = *clock_r || is_clock(p, digits);
		*date_r = *date_r || is_date(p, digits);
	}
}

bool attributiondate_is_in(const char *text)
{
	size_t digits = 0;

	for (const char *p = text; (p = next_number(p, &digits)) != NULL;
	     p += digits)
		if (is_date(p, digits))
			return true;
	return false;
}
