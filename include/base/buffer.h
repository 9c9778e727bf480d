/* buffer.h - bytes that grow, in an arena.
 *
 *	struct buffer out = { .arena = a };
 *
 *	buffer_text(&out, "Subject: ");
 *	buffer_add(&out, bytes, size);
 *	return buffer_string(&out);
 *
 * Ownership: the bytes live in the arena.  buffer_string() always ends in a
 *            NUL that is not counted; an empty buffer gives "".
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"

struct buffer {
	struct arena *arena;
	char *data;
	size_t size;
	size_t room;
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t size);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The bytes as a C string.  Adding more may move them. */
char *buffer_string(struct buffer *buffer);

#endif
