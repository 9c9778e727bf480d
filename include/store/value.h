/* value.h - inside store/: values on their way to a prepared statement.
 *
 * Binary, as PostgreSQL sends and receives them: integers are int8, moments
 * timestamptz.  A table is one array a column, for statements of the form
 * INSERT … SELECT … FROM unnest($2::bigint[], $3::text[], …).
 *
 * Ownership: texts and bytes are borrowed until the statement is queued; the
 *            rows of a table are copied into its arena.
 */
#ifndef STORE_VALUE_H
#define STORE_VALUE_H

#include "base/buffer.h"
#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>

/* PostgreSQL's numbers of the types; they never change. */
enum value_type {
	VALUE_BOOL = 16,
	VALUE_BYTES = 17,
	VALUE_INT = 20,
	VALUE_TEXT = 25,
	VALUE_JSON = 114,
	VALUE_USEC = 1184,
	VALUE_WORDS = 3614,	/* tsvector */
};

struct value {
	enum value_type type;
	bool null;
	const void *bytes;	/* borrowed; NULL: they are in `own` */
	size_t size;
	uint8_t own[8];		/* in network order */
};

struct value value_int(int64_t number);
struct value value_id(int64_t id);		/* 0 becomes null */
struct value value_bool(bool yes);
struct value value_usec(usec_t moment);
struct value value_moment(usec_t moment);	/* 0 becomes null */
struct value value_text(const char *text);	/* NULL becomes "" */
struct value value_json(const char *json);	/* "" becomes null */
struct value value_bytes(const void *bytes, size_t size);
struct value value_words(const void *vector, size_t size);  /* base/search.h */

/* The bytes of a value. */
const void *value_data(const struct value *value);

/* Of what comes back. */
int64_t value_read_int(const void *bytes, size_t size);
usec_t value_read_usec(const void *bytes);

enum { TABLE_COLUMNS_MOST = 24 };

struct table {
	struct arena *arena;
	size_t columns, rows;
	enum value_type types[TABLE_COLUMNS_MOST];
	struct buffer cells[TABLE_COLUMNS_MOST];
};

/* Add a row; all rows have the same types in the same order. */
void table_add(struct table *table, const struct value *row, size_t columns);

#define TABLE_ADD(table, ...)						\
	table_add((table), (const struct value[]){ __VA_ARGS__ },	\
		  sizeof((const struct value[]){ __VA_ARGS__ }) /	\
			  sizeof(struct value))

/* One column as a parameter: an array. */
struct value table_column(struct table *table, size_t column);

/* The only column of a table, also where it has no rows. */
struct value table_array(struct table *table, enum value_type type);

/* The same of numbers that lie in a row. */
struct value table_ints(struct arena *arena, const int64_t *at, size_t count);

#endif
