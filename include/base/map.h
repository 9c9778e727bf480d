/* map.h - find a value by its text, in an arena; grows by itself.
 *
 * Keys are compared byte by byte; lower them first where case must not count.
 * Keys are copied, values are borrowed.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_slot;

struct map {
	struct arena *arena;	/* borrowed */
	struct map_slot *slots;
	size_t count, room;
};

/* The value of `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
void map_put(struct map *map, const char *key, void *value);

#endif
