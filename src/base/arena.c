/* arena.c - the one door to glibc's obstack. */

#include "base/arena.h"

#include <obstack.h>
#include <stdint.h>

struct arena {
	struct obstack stack;
	void *bottom;		/* freeing this frees all values */
};

static void *chunk_alloc(size_t size)
{
	void *chunk = malloc(size);

	if (chunk == NULL)
		abort();
	return chunk;
}

#define obstack_chunk_alloc chunk_alloc
#define obstack_chunk_free free

/* Room for the text of a small mail in one chunk. */
enum { CHUNK_SIZE = 16 * 1024 - 64 };

struct arena *arena_new(void)
{
	struct arena *arena = chunk_alloc(sizeof(*arena));

	obstack_begin(&arena->stack, CHUNK_SIZE);
	obstack_alignment_mask(&arena->stack) = _Alignof(max_align_t) - 1;
	arena->bottom = obstack_alloc(&arena->stack, 0);
	return arena;
}

void arena_free(struct arena **arena)
{
	if (*arena == NULL)
		return;
	obstack_free(&(*arena)->stack, NULL);
	free(*arena);
	*arena = NULL;
}

void arena_reset(struct arena *arena)
{
	obstack_free(&arena->stack, arena->bottom);
	arena->bottom = obstack_alloc(&arena->stack, 0);
}

static void *take(struct arena *arena, size_t size)
{
	/* obstack counts in int-like steps; nothing here is that large. */
	if (size > (size_t)INT32_MAX)
		abort();
	return obstack_alloc(&arena->stack, (int)size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = take(arena, size);

	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	if (text == NULL)
		return NULL;
	return arena_memdup(arena, text, strlen(text) + 1);
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
	char *copy = take(arena, size + 1);

	if (size > 0)
		memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		abort();
	text = take(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}
