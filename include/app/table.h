/* table.h - rows for people, as wide as the terminal.
 *
 * Cells are cut to their column by their width on the screen (wide and
 * combining characters counted), so that a long subject never breaks a line.
 * Colour only on a terminal, and never where NO_COLOR is set.
 */
#ifndef APP_TABLE_H
#define APP_TABLE_H

#include "base/clock.h"

#include <stdbool.h>

enum table_tone { TABLE_PLAIN, TABLE_DIM, TABLE_GOOD, TABLE_WARN, TABLE_BAD };

struct table_column {
	const char *title;
	size_t width;		/* 0: takes what is left (one column) */
	bool right;		/* numbers */
};

struct table_view {
	struct arena *arena;
	const struct table_column *columns;
	size_t count;
	size_t rest;		/* width of the one that takes what is left */
	size_t screen;
	bool colour;
};

struct table_view table_begin(struct arena *arena,
			      const struct table_column *columns,
			      size_t count);
void table_row(const struct table_view *view, enum table_tone tone,
	       const char *const *cells);

/* What has no room in a row: "urgency low -> high; tags + a", indented, on as
 * many lines as it takes; a part is cut only where it is longer than one. */
void table_below(const struct table_view *view, enum table_tone tone,
		 const char *const *parts, size_t count);

/* Is standard output a terminal that wants colour? */
bool table_colour(void);

/* "3 min", "2 h", "5 d" since `moment`; short enough for a column. */
const char *table_age(struct arena *arena, usec_t moment, usec_t now);

/* "12 KB", "3 MB" */
const char *table_size(struct arena *arena, int64_t bytes);

#endif
