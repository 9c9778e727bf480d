/* ical.h - the lines of iCalendar, and what stands in them (RFC 5545).
 *
 *	struct ical ical = { .arena = a, .file = name, .at = bytes,
 *			     .end = bytes + size };
 *
 *	while ((step = ical_next(&ical, err)) == ICAL_LINE)
 *		... ical.name, ical.value ...
 *
 * Knows nothing of components, nor which property may stand where.
 *
 * Ownership: names and values live in the arena.
 * Errors:    permanent, "NAME:LINE: found X, expected Y"; bytes that are not
 *            UTF-8, or are control characters, are such an error.
 */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include "base/clock.h"
#include "base/err.h"

struct ical {
	struct arena *arena;
	const char *file;	/* for errors */
	const char *at, *end;	/* what was not read yet */
	size_t read;		/* lines before it, as in an editor */

	/* The line, unfolded: `NAME:VALUE`, without parameters. */
	size_t line;		/* from 1: where it begins */
	const char *name;	/* in upper case */
	const char *value;
};

enum ical_step { ICAL_LINE, ICAL_END, ICAL_BROKEN };

enum ical_step ical_next(struct ical *ical, struct err *err);

/* Refuse the line: "FILE:LINE: found `…`, expected …"; returns false. */
bool ical_expected(const struct ical *ical, struct err *err,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* 20261224, 20261224T180000, 20261224T180000Z; the time of the first two is
 * that of some clock, as if it were UTC. */
enum ical_clock { ICAL_DATE, ICAL_LOCAL, ICAL_UTC };

bool ical_time(const char *text, usec_t *time_r, enum ical_clock *clock_r);

/* A duration forward: P1D, P2W, P1DT12H, PT30M. */
bool ical_duration(const char *text, usec_t *duration_r);

/* A text value without its escapes, as one line of at most `limit` bytes. */
const char *ical_text(struct arena *arena, const char *value, size_t limit);

#endif
