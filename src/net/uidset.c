/* uidset.c - neighbours become ranges. */

#include "net/uidset.h"

#include "base/buffer.h"

static int by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

const char *uidset_render(struct arena *arena, uint32_t *uids, size_t count)
{
	struct buffer set = { .arena = arena };

	if (count > 0)
		qsort(uids, count, sizeof(*uids), by_value);
	for (size_t i = 0, end; i < count; i = end) {
		end = i + 1;
		while (end < count && uids[end] - uids[end - 1] <= 1)
			end++;
		buffer_printf(&set, "%s%u", i == 0 ? "" : ",", uids[i]);
		if (uids[end - 1] != uids[i])
			buffer_printf(&set, ":%u", uids[end - 1]);
	}
	return buffer_string(&set);
}
