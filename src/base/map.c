/* map.c - open addressing over FNV-1a; for thousands of keys, not millions. */

#include "base/map.h"

#include <stdint.h>

struct map_slot {
	const char *key;
	void *value;
};

/* Mail chooses the keys, but a map holds one batch: a few thousand keys that
 * all collide cost milliseconds. */
static uint64_t hash_of(const char *key)
{
	uint64_t hash = 14695981039346656037u;

	for (; *key != '\0'; key++)
		hash = (hash ^ (unsigned char)*key) * 1099511628211u;
	return hash;
}

static struct map_slot *find(const struct map *map, const char *key)
{
	size_t i = hash_of(key) & (map->room - 1);

	while (map->slots[i].key != NULL && strcmp(map->slots[i].key, key) != 0)
		i = (i + 1) & (map->room - 1);
	return &map->slots[i];
}

static void grow(struct map *map)
{
	struct map_slot *old = map->slots;
	size_t room = map->room;

	map->room = room == 0 ? 64 : room * 2;
	map->slots = ARENA_ARRAY(map->arena, struct map_slot, map->room);
	for (size_t i = 0; i < room; i++)
		if (old[i].key != NULL)
			*find(map, old[i].key) = old[i];
}

void *map_get(const struct map *map, const char *key)
{
	return map->room == 0 ? NULL : find(map, key)->value;
}

void map_put(struct map *map, const char *key, void *value)
{
	struct map_slot *slot;

	if (map->count * 2 >= map->room)
		grow(map);
	slot = find(map, key);
	if (slot->key == NULL) {
		slot->key = arena_strdup(map->arena, key);
		map->count++;
	}
	slot->value = value;
}
