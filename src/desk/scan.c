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

/* Children stand side by side, in the order of their bytes: the next state is
 * most often in a line of the cache that is near. */
struct state {
	uint32_t fail;		/* the longest end of it that also begins a
				 * phrase */
	uint32_t seen;		/* itself, or the longest end of it, that is
				 * a whole phrase; else ROOT */
	uint32_t first;		/* child */
	uint16_t count;		/* of children */
	unsigned char byte;	/* by which it is reached */
};

struct scan {
	struct arena *arena;
	struct needle *needles;
	size_t count, room, bytes;
	struct map numbers;	/* (void *) number + 1, by text and borders */

	uint32_t root[256];	/* its children */
	struct state *states;
	uint32_t *whole;	/* the needle that ends in a state */
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

/* ROOT: there is none. */
static inline uint32_t go(const struct scan *scan, uint32_t from,
			  unsigned char byte)
{
	const struct state *state = &scan->states[from];
	uint32_t low = state->first, high = low + state->count;

	if (from == ROOT)
		return scan->root[byte];
	while (high - low > 4) {
		uint32_t middle = (low + high) / 2;

		if (scan->states[middle].byte <= byte)
			low = middle;
		else
			high = middle;
	}
	for (; low < high; low++)
		if (scan->states[low].byte == byte)
			return low;
	return ROOT;
}

/* A state while the automaton is built: the needles that go through it. */
struct stretch_of_needles {
	uint32_t from, end;	/* in the order of their texts */
	uint32_t depth;		/* bytes */
};

struct building {
	struct scan *scan;
	uint32_t *order;
	struct stretch_of_needles *through;
	uint32_t state_count;
};

static int by_text(const void *a, const void *b, void *needles)
{
	const struct needle *x = (const struct needle *)needles +
				 *(const uint32_t *)a;
	const struct needle *y = (const struct needle *)needles +
				 *(const uint32_t *)b;

	return strcmp(x->wording.folded, y->wording.folded);
}

static unsigned char byte_at(const struct building *building, uint32_t i,
			     uint32_t depth)
{
	uint32_t number = building->order[i];

	return (unsigned char)
		building->scan->needles[number].wording.folded[depth];
}

static uint32_t fail_of(const struct scan *scan, uint32_t parent,
			unsigned char byte)
{
	uint32_t fail = parent, to = ROOT;

	while (fail != ROOT && to == ROOT) {
		fail = scan->states[fail].fail;
		to = go(scan, fail, byte);
	}
	return to;
}

/* Whoever ends in the state, which stand first, and its children.  States come
 * in the order of their depth: what lies less deep is complete. */
static void build_state(struct building *building, uint32_t at)
{
	struct scan *scan = building->scan;
	struct state *state = &scan->states[at];
	const struct stretch_of_needles through = building->through[at];
	uint32_t i = through.from;

	for (; i < through.end && byte_at(building, i, through.depth) == 0;
	     i++) {
		scan->needles[building->order[i]].next = scan->whole[at];
		scan->whole[at] = building->order[i] + 1;
	}
	state->seen = scan->whole[at] != NOBODY ? at :
		      scan->states[state->fail].seen;
	state->first = building->state_count;
	while (i < through.end) {
		unsigned char byte = byte_at(building, i, through.depth);
		uint32_t child = building->state_count++, from = i;

		while (i < through.end &&
		       byte_at(building, i, through.depth) == byte)
			i++;
		building->through[child] = (struct stretch_of_needles){
			from, i, through.depth + 1,
		};
		scan->states[child] = (struct state){
			.byte = byte, .fail = fail_of(scan, at, byte),
		};
		state->count++;
		if (at == ROOT)
			scan->root[byte] = child;
	}
}

void scan_build(struct scan *scan)
{
	ARENA(scratch);
	struct building building = {
		.scan = scan, .state_count = 1,
		.order = ARENA_ARRAY(scratch, uint32_t, scan->count),
		.through = ARENA_ARRAY(scratch, struct stretch_of_needles,
				       scan->bytes + 1),
	};
	size_t states = sizeof(*scan->states) * (scan->bytes + 1);
	size_t whole = sizeof(*scan->whole) * (scan->bytes + 1);

	for (uint32_t i = 0; i < scan->count; i++)
		building.order[i] = i;
	if (scan->count > 0)
		qsort_r(building.order, scan->count, sizeof(uint32_t), by_text,
			scan->needles);
	building.through[ROOT].end = (uint32_t)scan->count;
	/* As many as there are bytes at most; what phrases share is saved. */
	scan->states = arena_alloc(scratch, states);
	scan->whole = arena_alloc(scratch, whole);
	for (uint32_t at = 0; at < building.state_count; at++)
		build_state(&building, at);
	scan->states = arena_memdup(scan->arena, scan->states,
		sizeof(*scan->states) * building.state_count);
	scan->whole = arena_memdup(scan->arena, scan->whole,
		sizeof(*scan->whole) * building.state_count);
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
