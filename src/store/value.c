/* value.c - the binary form of values and arrays. */

#include "store/value.h"

#include <assert.h>
#include <endian.h>

/* 2000-01-01, from which PostgreSQL counts its moments. */
#define EPOCH (INT64_C(946684800) * USEC_SECOND)

static struct value number(enum value_type type, int64_t amount)
{
	struct value value = { .type = type, .size = 8 };
	uint64_t order = htobe64((uint64_t)amount);

	memcpy(value.own, &order, sizeof(order));
	return value;
}

struct value value_int(int64_t amount)
{
	return number(VALUE_INT, amount);
}

struct value value_id(int64_t id)
{
	struct value value = number(VALUE_INT, id);

	value.null = id == 0;
	return value;
}

struct value value_bool(bool yes)
{
	return (struct value){ .type = VALUE_BOOL, .size = 1, .own = { yes } };
}

struct value value_usec(usec_t moment)
{
	return number(VALUE_USEC, moment - EPOCH);
}

struct value value_moment(usec_t moment)
{
	struct value value = value_usec(moment);

	value.null = moment == 0;
	return value;
}

struct value value_text(const char *text)
{
	return (struct value){ .type = VALUE_TEXT,
			       .bytes = text == NULL ? "" : text,
			       .size = text == NULL ? 0 : strlen(text) };
}

struct value value_json(const char *json)
{
	struct value value = value_text(json);

	value.type = VALUE_JSON;
	value.null = value.size == 0;
	return value;
}

struct value value_bytes(const void *bytes, size_t size)
{
	return (struct value){ .type = VALUE_BYTES,
			       .bytes = size == 0 ? "" : bytes,
			       .size = size };
}

struct value value_words(const void *vector, size_t size)
{
	return (struct value){ .type = VALUE_WORDS, .bytes = vector,
			       .size = size };
}

const void *value_data(const struct value *value)
{
	return value->bytes == NULL ? value->own : value->bytes;
}

int64_t value_read_int(const void *bytes, size_t size)
{
	uint64_t wide = 0;

	assert(size == 1 || size == 2 || size == 4 || size == 8);
	memcpy((char *)&wide + sizeof(wide) - size, bytes, size);
	wide = be64toh(wide);
	return size == 2 ? (int16_t)wide
	     : size == 4 ? (int32_t)wide : (int64_t)wide;
}

usec_t value_read_usec(const void *bytes)
{
	int64_t moment = value_read_int(bytes, 8);

	/* infinity and -infinity stay at the ends */
	return moment > INT64_MAX - EPOCH ? INT64_MAX
	     : moment == INT64_MIN ? INT64_MIN : moment + EPOCH;
}

static void put32(struct buffer *buffer, int32_t amount)
{
	uint32_t order = htobe32((uint32_t)amount);

	buffer_add(buffer, &order, sizeof(order));
}

/* What stands before the cells of an array: dimensions, may it hold nulls,
 * the type, how many, and that subscripts start at 1. */
enum { ARRAY_HEAD = 5 * sizeof(uint32_t) };

static void put_head(char *to, enum value_type type, size_t rows)
{
	const uint32_t head[] = {
		htobe32(1), htobe32(1), htobe32((uint32_t)type),
		htobe32((uint32_t)rows), htobe32(1),
	};

	_Static_assert(sizeof(head) == ARRAY_HEAD, "all of it");
	memcpy(to, head, ARRAY_HEAD);
}

/* Room for its head, so that the cells need not be copied behind one. */
static void begin_column(struct table *table, size_t column,
			 enum value_type type)
{
	static const char head[ARRAY_HEAD];

	table->types[column] = type;
	table->cells[column].arena = table->arena;
	buffer_add(&table->cells[column], head, ARRAY_HEAD);
}

void table_add(struct table *table, const struct value *row, size_t columns)
{
	assert(columns <= TABLE_COLUMNS_MOST);
	assert(table->rows == 0 || table->columns == columns);
	table->columns = columns;
	for (size_t i = 0; i < columns; i++) {
		struct buffer *cells = &table->cells[i];

		if (table->rows == 0)
			begin_column(table, i, row[i].type);
		assert(table->types[i] == row[i].type);
		if (row[i].null) {
			put32(cells, -1);
			continue;
		}
		put32(cells, (int32_t)row[i].size);
		buffer_add(cells, value_data(&row[i]), row[i].size);
	}
	table->rows++;
}

struct value table_column(struct table *table, size_t column)
{
	const struct buffer *cells = &table->cells[column];

	put_head(cells->data, table->types[column], table->rows);
	return value_bytes(cells->data, cells->size);
}

struct value table_array(struct table *table, enum value_type type)
{
	static const uint8_t empty[8];
	struct buffer array = { .arena = table->arena };

	if (table->rows > 0)
		return table_column(table, 0);
	/* No dimensions, no nulls, and the type. */
	buffer_add(&array, empty, 8);
	put32(&array, (int32_t)type);
	return value_bytes(array.data, array.size);
}

struct value table_ints(struct arena *arena, const int64_t *at, size_t count)
{
	struct table table = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		TABLE_ADD(&table, value_int(at[i]));
	return table_array(&table, VALUE_INT);
}
