/* arena.c - values side by side in chunks, freed all at once.
 *
 * Not glibc's obstack: its macros count from a null pointer, which sanitizers
 * rightly stop at, and in `int`.
 */

#include "base/arena.h"

#include <stdint.h>

/* Room for the text of a small mail in one chunk.  Under AddressSanitizer each
 * value is a chunk of its own, so that a step beyond its end is seen. */
#ifdef __SANITIZE_ADDRESS__
#define SINGLE_VALUES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SINGLE_VALUES 1
#endif
#endif
#ifdef SINGLE_VALUES
enum { CHUNK_SIZE = 0 };
#else
enum { CHUNK_SIZE = 64 * 1024 };
#endif

struct chunk {
	struct chunk *below;
	max_align_t bytes[];
};

struct arena {
	struct chunk *top;	/* values are taken from this one */
	char *next;		/* free in it, and how many bytes */
	size_t left;
	struct chunk *large;	/* of one value each */
	struct chunk *first;	/* kept when the arena is reset */
};

static void *memory(size_t size)
{
	void *bytes = malloc(size);

	if (bytes == NULL)
		abort();
	return bytes;
}

/* Nothing here is that large: a size went wrong. */
static void check_size(size_t size)
{
	if (size > (size_t)INT32_MAX)
		abort();
}

static struct chunk *chunk_new(struct chunk *below, size_t size)
{
	struct chunk *chunk = memory(sizeof(*chunk) + size);

	chunk->below = below;
	return chunk;
}

/* Free the chunks down to `last`, which stays. */
static void free_above(struct chunk *chunk, const struct chunk *last)
{
	while (chunk != last) {
		struct chunk *below = chunk->below;

		free(chunk);
		chunk = below;
	}
}

static void begin(struct arena *arena, struct chunk *chunk)
{
	arena->top = chunk;
	arena->next = (char *)chunk->bytes;
	arena->left = CHUNK_SIZE;
}

struct arena *arena_new(void)
{
	struct arena *arena = memory(sizeof(*arena));

	arena->large = NULL;
	arena->first = chunk_new(NULL, CHUNK_SIZE);
	begin(arena, arena->first);
	return arena;
}

void arena_free(struct arena **arena)
{
	if (*arena == NULL)
		return;
	free_above((*arena)->top, NULL);
	free_above((*arena)->large, NULL);
	free(*arena);
	*arena = NULL;
}

void arena_reset(struct arena *arena)
{
	free_above(arena->top, arena->first);
	free_above(arena->large, NULL);
	arena->large = NULL;
	begin(arena, arena->first);
}

void *arena_room(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t whole;
	void *value;

	check_size(size);
	if (size > CHUNK_SIZE / 4) {
		arena->large = chunk_new(arena->large, size);
		return arena->large->bytes;
	}
	whole = (size + align - 1) / align * align;
	if (whole > arena->left)
		begin(arena, chunk_new(arena->top, CHUNK_SIZE));
	value = arena->next;
	arena->next += whole;
	arena->left -= whole;
	return value;
}

void *arena_grow(struct arena *arena, void *value, size_t size, size_t room)
{
	struct chunk *large = arena->large;
	void *grown;

	check_size(room);
	if (large != NULL && (void *)large->bytes == value) {
		large = realloc(large, sizeof(*large) + room);
		if (large == NULL)
			abort();
		arena->large = large;
		return large->bytes;
	}
	grown = arena_room(arena, room);
	if (size > 0)
		memcpy(grown, value, size);
	return grown;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_room(arena, size), 0, size);
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_room(arena, size);

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
	char *copy = arena_room(arena, size + 1);

	if (size > 0)
		memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char small[256], *text;
	int len;

	/* Most fits at once: to be formatted costs more than to be copied. */
	va_copy(again, args);
	len = vsnprintf(small, sizeof(small), format, again);
	va_end(again);
	if (len < 0)
		abort();
	if ((size_t)len < sizeof(small))
		return arena_memdup(arena, small, (size_t)len + 1);
	text = arena_room(arena, (size_t)len + 1);
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
