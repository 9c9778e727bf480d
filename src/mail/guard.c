/* guard.c - what is looked at of a mail, and the bytes that hurt libraries. */

#include "mail/guard.h"

#include "mail/message.h"

#include <stdbool.h>
#include <string.h>

/* An mbox separator, "From ann@example.org Mon Jan  1 …", also quoted: some
 * tools leave a ">From " line in front of the first field. */
size_t guard_mbox_line(const char *bytes, size_t size)
{
	size_t quoted = size > 0 && bytes[0] == '>';
	const char *end;

	if (size < quoted + 5 || memcmp(bytes + quoted, "From ", 5) != 0)
		return 0;
	end = memchr(bytes, '\n', size);
	return end == NULL ? 0 : (size_t)(end - bytes) + 1;
}

static bool has_bare_cr(const char *bytes, size_t size)
{
	const char *end = bytes + size;

	for (const char *p = bytes; p < end; p++) {
		p = memchr(p, '\r', (size_t)(end - p));
		if (p == NULL)
			return false;
		if (p + 1 == end || p[1] != '\n')
			return true;
	}
	return false;
}

/* Up to the first empty line; all of it where there is none. */
static size_t header_size(const char *bytes, size_t size)
{
	for (size_t at = 0; at < size; ) {
		const char *line = bytes + at;
		const char *end = memchr(line, '\n', size - at);
		size_t length = end == NULL ? size - at : (size_t)(end - line);

		if (end != NULL &&
		    (length == 0 || (length == 1 && *line == '\r')))
			return at;
		at += length + (end != NULL);
	}
	return size;
}

bool guard_bare_cr(const char *bytes, size_t size)
{
	return has_bare_cr(bytes, header_size(bytes, size));
}

struct guard guard_open(const void *raw, size_t size)
{
	struct guard guard = { .bytes = raw, .size = size };

	guard.skipped = guard_mbox_line(guard.bytes, size);
	guard.bytes += guard.skipped;
	guard.size -= guard.skipped;
	if (guard.size == 0)
		guard.defects |= 1ull << DEFECT_EMPTY;
	if (guard.size > LIMIT_MAIL) {
		guard.size = LIMIT_MAIL;
		guard.defects |= 1ull << DEFECT_TOO_BIG;
	}
	if (guard.size > 0 && memchr(guard.bytes, '\0', guard.size) != NULL)
		guard.defects |= 1ull << DEFECT_NUL;
	if (guard_bare_cr(guard.bytes, guard.size))
		guard.defects |= 1ull << DEFECT_BARE_CR;
	return guard;
}
