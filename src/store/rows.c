/* rows.c - read what a statement gave. */

#include "store/tx.h"

#include <assert.h>

static const struct cell *cell(const struct rows *rows, size_t row, int column)
{
	assert(row < rows->count && (size_t)column < rows->columns);
	return &rows->cells[row * rows->columns + (size_t)column];
}

bool rows_null(const struct rows *rows, size_t row, int column)
{
	return cell(rows, row, column)->bytes == NULL;
}

int64_t rows_int(const struct rows *rows, size_t row, int column)
{
	const struct cell *at = cell(rows, row, column);

	return at->bytes == NULL ? 0 : value_read_int(at->bytes, at->size);
}

int64_t *rows_ints(struct arena *arena, const struct rows *rows, int column)
{
	int64_t *all = ARENA_ARRAY(arena, int64_t, rows->count + 1);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = rows_int(rows, i, column);
	return all;
}

bool rows_bool(const struct rows *rows, size_t row, int column)
{
	const struct cell *at = cell(rows, row, column);

	return at->bytes != NULL && at->bytes[0] != 0;
}

usec_t rows_usec(const struct rows *rows, size_t row, int column)
{
	const struct cell *at = cell(rows, row, column);

	return at->bytes == NULL ? 0 : value_read_usec(at->bytes);
}

const char *rows_text(const struct rows *rows, size_t row, int column)
{
	const struct cell *at = cell(rows, row, column);

	return at->bytes == NULL ? "" : at->bytes;
}

const void *rows_bytes(const struct rows *rows, size_t row, int column,
		       size_t *size_r)
{
	const struct cell *at = cell(rows, row, column);

	*size_r = at->size;
	return at->bytes == NULL ? "" : at->bytes;
}

const char *rows_keep(struct arena *arena, const struct rows *rows, size_t row,
		      int column)
{
	const struct cell *at = cell(rows, row, column);

	return at->bytes == NULL ? ""
	       : arena_strndup(arena, at->bytes, at->size);
}

void rows_digest(const struct rows *rows, size_t row, int column,
		 uint8_t digest_r[32])
{
	const struct cell *at = cell(rows, row, column);

	if (at->bytes != NULL && at->size == 32)
		memcpy(digest_r, at->bytes, at->size);
}

struct strings rows_split(struct arena *arena, const struct rows *rows,
			  size_t row, int column, char border)
{
	const char *text = rows_text(rows, row, column);
	char *copy = arena_strdup(arena, text);
	size_t count = text[0] != '\0';
	const char **at;

	for (const char *p = text; *p != '\0'; p++)
		count += *p == border;
	at = ARENA_ARRAY(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		at[i] = copy;
		copy += strcspn(copy, (const char[]){ border, '\0' });
		*copy++ = '\0';
	}
	return (struct strings){ at, count };
}

struct breaker rows_breaker(const struct rows *rows, size_t row, int column)
{
	struct breaker breaker = {
		.since = rows_usec(rows, row, column),
		.until = rows_usec(rows, row, column + 1),
	};

	breaker_reason_read(rows_text(rows, row, column + 2), &breaker.why);
	return breaker;
}
