/* arena.h - the memory of one mail, one batch or one command.
 *
 * Values are made in an arena and freed with it, never one by one.  There is
 * no failure: what goes in was limited at the door, and a process that gets
 * no memory at all stops (its work is still in the ledger).
 *
 * Ownership: everything returned lives as long as the arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/banned.h"

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena **arena);

/* Free all values but keep the arena: for loops over batches. */
void arena_reset(struct arena *arena);

/* Zeroed and aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, but not zeroed: for bytes that are written at once. */
void *arena_room(struct arena *arena, size_t size);

/* `value`, of arena_room() and `size` bytes, gets `room` bytes; it may move, and
 * then the old one is gone.  What is large takes no memory twice. */
void *arena_grow(struct arena *arena, void *value, size_t size, size_t room);
void *arena_memdup(struct arena *arena, const void *bytes, size_t size);

/* strdup, strndup and asprintf; arena_strdup(arena, NULL) is NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

#define ARENA_NEW(arena, type) \
	((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) \
	((type *)arena_alloc((arena), sizeof(type) * (count)))

/* An arena for the rest of this block, freed on every way out. */
#define ARENA(name) \
	__attribute__((cleanup(arena_free))) struct arena *name = arena_new()

#endif
