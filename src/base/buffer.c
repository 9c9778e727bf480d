/* buffer.c - grow by doubling. */

#include "base/buffer.h"

static void grow(struct buffer *buffer, size_t more)
{
	size_t room = buffer->room == 0 ? 256 : buffer->room;

	while (room <= buffer->size + more)
		room *= 2;
	buffer->data = arena_grow(buffer->arena, buffer->data, buffer->size,
				  room);
	buffer->room = room;
}

static inline void make_room(struct buffer *buffer, size_t more)
{
	if (buffer->size + more >= buffer->room)
		grow(buffer, more);
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	make_room(buffer, size);
	memcpy(buffer->data + buffer->size, bytes, size);
	buffer->size += size;
}

void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char c)
{
	make_room(buffer, 1);
	buffer->data[buffer->size++] = c;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	char small[256];
	int len;

	va_start(args, format);
	len = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (len < 0)
		abort();
	make_room(buffer, (size_t)len);
	if ((size_t)len < sizeof(small)) {
		memcpy(buffer->data + buffer->size, small, (size_t)len);
	} else {
		va_start(args, format);
		vsnprintf(buffer->data + buffer->size, (size_t)len + 1,
			  format, args);
		va_end(args);
	}
	buffer->size += (size_t)len;
}

char *buffer_string(struct buffer *buffer)
{
	make_room(buffer, 1);
	buffer->data[buffer->size] = '\0';
	return buffer->data;
}
