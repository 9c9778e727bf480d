/* map.c - open addressing; for thousands of keys, not millions. */

#include "base/map.h"

#include <stdint.h>

struct map_slot {
	const char *key;
	void *value;
	uint64_t hash;
};

#define FACTOR 0x9e3779b97f4a7c15u

/* Mail chooses the keys, but a map holds one batch: a few thousand keys that
 * all collide cost milliseconds. */
static uint64_t hash_of(const char *key)
{
	const size_t size = strlen(key);
	uint64_t hash = size * FACTOR, eight;

	/* Ids and addresses are long: eight bytes of them at once. */
	for (size_t i = 0; i < size; i += sizeof(eight)) {
		eight = 0;
		memcpy(&eight, key + i, size - i < sizeof(eight)
		       ? size - i : sizeof(eight));
		hash = (hash ^ eight) * FACTOR;
		hash ^= hash >> 32;
	}
	return hash;
}

static struct map_slot *find(const struct map *map, const char *key,
			     uint64_t hash)
{
	size_t i = hash & (map->room - 1);

	while (map->slots[i].key != NULL &&
	       (map->slots[i].hash != hash ||
		strcmp(map->slots[i].key, key) != 0))
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
			*find(map, old[i].key, old[i].hash) = old[i];
}

void *map_get(const struct map *map, const char *key)
{
	return map->room == 0 ? NULL : find(map, key, hash_of(key))->value;
}

void map_put(struct map *map, const char *key, void *value)
{
	const uint64_t hash = hash_of(key);
	struct map_slot *slot;

	if (map->count * 2 >= map->room)
		grow(map);
	slot = find(map, key, hash);
	if (slot->key == NULL) {
		slot->key = arena_strdup(map->arena, key);
		slot->hash = hash;
		map->count++;
	}
	slot->value = value;
}
