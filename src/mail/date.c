/* date.c - find day, month, year, time and zone, in whatever order. */

#include "mail/date.h"

#include "base/ascii.h"
#include "base/text.h"

struct parts {
	int day, month, year;	/* -1: not seen */
	int hour, minute, second;
	int zone;		/* minutes east of UTC */
	bool has_zone;
};

enum { NONE = -1, TOKEN_SIZE = 40 };

static int month_named(const char *token)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++)
		if (ascii_compare(token, months + 3 * i, 3) == 0)
			return i + 1;
	return NONE;
}

/* Zones by name: RFC 5322, 4.3, and those of Europe that mail really holds. */
static bool read_zone_name(const char *token, int *zone_r)
{
	static const struct { const char *name; int hours; } zones[] = {
		{ "UT", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "Z", 0 },
		{ "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
		{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
		{ "WET", 0 }, { "WEST", 1 }, { "BST", 1 }, { "CET", 1 },
		{ "MET", 1 }, { "CEST", 2 }, { "MEST", 2 }, { "EET", 2 },
		{ "EEST", 3 }, { "MSK", 3 }, { "IDT", 3 }, { "JST", 9 },
		{ "KST", 9 },
	};

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (text_same(token, zones[i].name)) {
			*zone_r = zones[i].hours * 60;
			return true;
		}
	return false;
}

/* Decimal digits at *p, at most 4; NONE if there are none or more. */
static int read_number(const char **p)
{
	int value = 0, digits = 0;

	for (; ascii_digit(**p); (*p)++) {
		if (++digits > 4)
			return NONE;
		value = value * 10 + **p - '0';
	}
	return digits == 0 ? NONE : value;
}

/* "+0200", "-05:30", "+2". */
static bool read_zone(const char *p, int *zone_r)
{
	int sign = *p == '-' ? -1 : 1;
	const char *start = ++p;
	int value = read_number(&p);

	if (value == NONE)
		return false;
	if (*p == ':') {
		int minutes;

		p++;
		minutes = read_number(&p);
		if (minutes == NONE)
			return false;
		value = value * 100 + minutes;
	} else if (p - start <= 2) {
		value *= 100;
	}
	if (value / 100 > 15 || value % 100 > 59)
		return false;
	*zone_r = sign * (value / 100 * 60 + value % 100);
	return true;
}

/* "09:30" or "9:30:05", also with dots as some programs write. */
static bool read_time(const char *p, struct parts *parts)
{
	char mark;

	parts->hour = read_number(&p);
	mark = *p++;
	parts->minute = read_number(&p);
	parts->second = 0;
	if (*p == mark) {
		p++;
		parts->second = read_number(&p);
	}
	return parts->hour >= 0 && parts->hour < 24 && parts->minute >= 0 &&
	       parts->minute < 60 && parts->second >= 0 && parts->second <= 60;
}

/* RFC 5322, 4.3: years of two and three digits. */
static int full_year(int year, size_t digits)
{
	if (digits == 2)
		return year < 50 ? year + 2000 : year + 1900;
	return digits == 3 ? year + 1900 : year;
}

static bool take_number(struct parts *parts, const char *token)
{
	const char *p = token;
	int value = read_number(&p);
	size_t digits = (size_t)(p - token);

	if (value == NONE)
		return false;
	if (*p == ':' || (*p == '.' && parts->year != NONE))
		return parts->hour == NONE && read_time(token, parts);
	if (parts->day == NONE && digits <= 2)
		parts->day = value;
	else if (parts->year == NONE && digits >= 2)
		parts->year = full_year(value, digits);
	return true;
}

static bool take(struct parts *parts, const char *token)
{
	int month = month_named(token);

	if (ascii_digit(*token))
		return take_number(parts, token);
	if (month != NONE && parts->month == NONE) {
		parts->month = month;
		return true;
	}
	if (parts->has_zone || parts->hour == NONE)
		return true;
	if (*token == '+' || *token == '-')
		parts->has_zone = read_zone(token, &parts->zone);
	else
		parts->has_zone = read_zone_name(token, &parts->zone);
	return true;
}

/* The next token, without comments; "12-Jan-2026" is three of them. */
static const char *next_token(const char *p, bool in_date,
			      char token[TOKEN_SIZE])
{
	const char *ends = in_date ? " \t,(-" : " \t,(";
	size_t size;

	p += strspn(p, in_date ? " \t,-" : " \t,");
	while (*p == '(') {
		p += strcspn(p, ")");
		p += *p == ')';
		p += strspn(p, " \t,");
	}
	size = strcspn(p, ends);
	memset(token, 0, TOKEN_SIZE);
	memcpy(token, p, size < TOKEN_SIZE ? size : TOKEN_SIZE - 1);
	return p + size;
}

/* 31 Feb is no day, and not one of March. */
static bool is_in_month(const struct parts *parts)
{
	struct civil civil;

	return parts->day >= 1 && parts->day <= 31 &&
	       clock_split(clock_civil(parts->year, parts->month,
				       parts->day), &civil) &&
	       civil.day == parts->day;
}

bool date_parse(const char *text, usec_t *moment_r, usec_t *east_r)
{
	struct parts parts = { NONE, NONE, NONE, NONE, NONE, NONE, 0, false };
	char token[TOKEN_SIZE];

	*east_r = 0;
	if (clock_parse(text, moment_r))
		return true;
	for (int i = 0; i < 12 && *text != '\0'; i++) {
		text = next_token(text, parts.hour == NONE, token);
		if (*token != '\0' && !take(&parts, token))
			return false;
	}
	if (parts.month == NONE || parts.year < 1970 || parts.year > 9999 ||
	    !is_in_month(&parts))
		return false;
	if (parts.hour == NONE)
		parts.hour = parts.minute = parts.second = 0;
	*east_r = parts.zone * USEC_MINUTE;
	*moment_r = clock_civil(parts.year, parts.month, parts.day) +
		    parts.hour * USEC_HOUR + parts.minute * USEC_MINUTE +
		    parts.second * USEC_SECOND - *east_r;
	return true;
}
