/* scan.c - an automaton over the bytes of all phrases. */

#include "desk/scan.h"

#include "base/map.h"

enum {
	BYTES_LIMIT = 4 * 1024 * 1024,
	ROOT = 0,
	NOBODY = 0,		/* needles are counted from 1 in here */
};

struct needle {
	struct wording wording;
	uint32_t size;		/* of its text */
	uint32_t next;		/* another of the same text, or NOBODY */
};

/* From a state (but the root) by a byte. */
struct edge {
	uint32_t from_by;	/* state << 8 | byte; 0: free */
	uint32_t to;
};

struct state {
	uint32_t fail;		/* the longest end of it that also begins a
				 * phrase */
	uint32_t seen;		/* itself, or the longest end of it, that is
				 * a whole phrase; else ROOT */
};

struct scan {
	struct arena *arena;
	struct needle *needles;
	size_t count, room, bytes;
	struct map numbers;	/* (void *) number + 1, by text and borders */

	uint32_t root[256];
	struct edge *edges;
	unsigned shift;		/* of the hash, for as many edges */
	struct state *states;
	uint32_t *whole;	/* the needle that ends in a state */
	uint32_t state_count;
};

struct scan *scan_new(struct arena *arena)
{
	struct scan *scan = ARENA_NEW(arena, struct scan);

	scan->arena = arena;
	scan->numbers.arena = arena;
	return scan;
}

static void grow(struct scan *scan)
{
	struct needle *old = scan->needles;

	scan->room = scan->room == 0 ? 256 : scan->room * 2;
	scan->needles = ARENA_ARRAY(scan->arena, struct needle, scan->room);
	if (scan->count > 0)
		memcpy(scan->needles, old, scan->count * sizeof(*old));
}

uint32_t scan_add(struct scan *scan, const struct wording *wording)
{
	size_t size = strlen(wording->folded);
	const char *key = arena_printf(scan->arena, "%d%d%s",
				       wording->open_start, wording->open_end,
				       wording->folded);
	uintptr_t known = (uintptr_t)map_get(&scan->numbers, key);

	if (known != 0)
		return (uint32_t)known - 1;
	if (size == 0 || scan->bytes + size > BYTES_LIMIT)
		return SCAN_NONE;
	if (scan->count == scan->room)
		grow(scan);
	scan->bytes += size;
	scan->needles[scan->count] = (struct needle){
		.wording = *wording, .size = (uint32_t)size,
	};
	map_put(&scan->numbers, key, (void *)(uintptr_t)(scan->count + 1));
	return (uint32_t)scan->count++;
}

/* The edge, or the free place where it would be. */
static struct edge *edge_at(const struct scan *scan, uint32_t from_by)
{
	size_t mask = ((size_t)1 << (32 - scan->shift)) - 1;
	size_t i = (from_by * 2654435761u) >> scan->shift;

	while (scan->edges[i].from_by != from_by &&
	       scan->edges[i].from_by != 0)
		i = (i + 1) & mask;
	return &scan->edges[i];
}

/* ROOT: there is none. */
static inline uint32_t go(const struct scan *scan, uint32_t state,
			  unsigned char byte)
{
	return state == ROOT ? scan->root[byte] :
	       edge_at(scan, state << 8 | byte)->to;
}

/* How the states came about, for the time of building. */
struct origin_of_state {
	uint32_t parent;
	uint32_t next;		/* of the same depth, or ROOT */
	unsigned char byte;
};

struct building {
	struct scan *scan;
	struct origin_of_state *origins;
	uint32_t *depths;	/* the first state of each */
};

static uint32_t go_or_make(struct building *building, uint32_t state,
			   unsigned char byte, size_t depth)
{
	struct scan *scan = building->scan;
	uint32_t to = go(scan, state, byte);

	if (to != ROOT)
		return to;
	to = scan->state_count++;
	building->origins[to] = (struct origin_of_state){
		.parent = state, .byte = byte, .next = building->depths[depth],
	};
	building->depths[depth] = to;
	if (state == ROOT)
		scan->root[byte] = to;
	else
		*edge_at(scan, state << 8 | byte) = (struct edge){
			state << 8 | byte, to
		};
	return to;
}

static size_t add_needle(struct building *building, uint32_t number)
{
	struct scan *scan = building->scan;
	struct needle *needle = &scan->needles[number];
	const char *text = needle->wording.folded;
	uint32_t state = ROOT;
	size_t depth = 0;

	for (; text[depth] != '\0'; depth++)
		state = go_or_make(building, state,
				   (unsigned char)text[depth], depth);
	needle->next = scan->whole[state];
	scan->whole[state] = number + 1;
	return depth;
}

static void join_state(const struct building *building, uint32_t state)
{
	struct scan *scan = building->scan;
	const struct origin_of_state *origin = &building->origins[state];
	uint32_t fail = scan->states[origin->parent].fail;
	uint32_t to = ROOT;

	if (origin->parent != ROOT) {
		while ((to = go(scan, fail, origin->byte)) == ROOT &&
		       fail != ROOT)
			fail = scan->states[fail].fail;
	}
	scan->states[state].fail = to;
	scan->states[state].seen = scan->whole[state] != NOBODY ? state :
				   scan->states[to].seen;
}

void scan_build(struct scan *scan)
{
	ARENA(scratch);
	struct building building = {
		.scan = scan,
		.origins = ARENA_ARRAY(scratch, struct origin_of_state,
				       scan->bytes + 1),
		.depths = ARENA_ARRAY(scratch, uint32_t, scan->bytes + 1),
	};
	size_t deepest = 0, room = 16;

	scan->shift = 28;
	for (; room < 2 * scan->bytes; room *= 2)
		scan->shift--;
	scan->edges = ARENA_ARRAY(scan->arena, struct edge, room);
	scan->whole = ARENA_ARRAY(scan->arena, uint32_t, scan->bytes + 1);
	scan->state_count = 1;
	for (uint32_t i = 0; i < scan->count; i++) {
		size_t depth = add_needle(&building, i);

		if (depth > deepest)
			deepest = depth;
	}
	scan->states = ARENA_ARRAY(scan->arena, struct state,
				   scan->state_count);
	for (size_t depth = 0; depth < deepest; depth++)
		for (uint32_t state = building.depths[depth]; state != ROOT;
		     state = building.origins[state].next)
			join_state(&building, state);
}

/* All phrases that end before `end`. */
static void take_seen(const struct scan *scan, uint32_t seen,
		      const char *folded, const char *end,
		      const char **places)
{
	for (; seen != ROOT; seen = scan->states[scan->states[seen].fail].seen)
		for (uint32_t i = scan->whole[seen]; i != NOBODY;
		     i = scan->needles[i - 1].next) {
			const struct needle *needle = &scan->needles[i - 1];

			if (places[i - 1] == NULL &&
			    wording_stands(&needle->wording, folded,
					   end - needle->size))
				places[i - 1] = end - needle->size;
		}
}

const char *const *scan_text(const struct scan *scan, struct arena *arena,
			     const char *folded)
{
	const char **places = ARENA_ARRAY(arena, const char *,
					  scan->count + 1);
	uint32_t state = ROOT;

	for (const char *p = folded; *p != '\0'; p++) {
		unsigned char byte = (unsigned char)*p;
		uint32_t to;

		while ((to = go(scan, state, byte)) == ROOT && state != ROOT)
			state = scan->states[state].fail;
		state = to;
		if (scan->states[state].seen != ROOT)
			take_seen(scan, scan->states[state].seen, folded,
				  p + 1, places);
	}
	return places;
}
