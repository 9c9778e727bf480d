/* scan_tree.c - a tree of bytes, and short cuts to its fourth level. */

#include "desk/scan_tree.h"

#include "base/ascii.h"

#include <endian.h>

enum { ROOT = 0 };

/* Behind SCAN_QUAD bytes a phrase that shares its beginning with no other is
 * compared as a whole: most states would lead along one phrase alone. */
enum { ALONE = UINT8_MAX };

struct scan_tree {
	const struct scan_entry *entries;	/* in the order of their texts */
	const struct scan_state *states;
	const struct scan_quad *quads;
	uint32_t quad_mask;
	const struct scan_filter *filter;
	bool has_short;		/* of less than four bytes */
};

/* Children stand side by side, in the order of their bytes. */
struct scan_state {
	uint32_t first;		/* child */
	uint32_t entry;		/* the first one that ends here, or the only
				 * one there is from here on */
	uint16_t count;		/* of children */
	uint8_t ends;		/* so many entries end here; ALONE */
	unsigned char byte;	/* by which it is reached */
};

/* The state to which four bytes lead. */
struct scan_quad {
	uint32_t bytes;
	uint32_t state;		/* ROOT: free */
	uint32_t lengths;	/* a bit for each that a phrase ends at, and
				 * for SCAN_EIGHT if one has more */
};

/* A state while the tree is built: the entries that go through it. */
struct through {
	uint32_t from, end;
	uint32_t depth;		/* bytes */
};

struct building {
	struct scan_tree *tree;
	struct scan_filter *filter;
	struct scan_state *states;
	struct scan_quad *quads;
	struct through *through;
	uint32_t state_count;
};

static int by_text(const void *a, const void *b)
{
	const struct scan_entry *x = a, *y = b;
	const int order = strcmp(x->text, y->text);

	return order != 0 ? order : (x->number > y->number) -
				    (x->number < y->number);
}

/* Where those four bytes are in the table, or would be. */
static uint32_t slot_of(const struct scan_quad *quads, uint32_t mask,
			uint32_t bytes)
{
	uint32_t slot = (uint32_t)(bytes * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
			mask;

	while (quads[slot].state != ROOT && quads[slot].bytes != bytes)
		slot = (slot + 1) & mask;
	return slot;
}

static void set_bit(struct scan_filter *filter, uint32_t quad)
{
	const uint32_t hash = quad * 2654435761u >> 16;

	filter->bits[hash / 64] |= UINT64_C(1) << hash % 64;
}

static void put_quad(struct building *building, uint32_t state,
		     const char *text)
{
	const uint32_t bytes = scan_quad_at(text);
	const uint32_t slot = slot_of(building->quads,
				      building->tree->quad_mask, bytes);

	building->quads[slot] = (struct scan_quad){ bytes, state, 0 };
	set_bit(building->filter, bytes);
}

/* The first `size` of eight bytes, the first one lowest. */
static uint64_t first_of(uint64_t eight, size_t size)
{
	return eight & UINT64_MAX >> 8 * (SCAN_EIGHT - size);
}

static size_t eight_bit(uint64_t bytes)
{
	return bytes * UINT64_C(0x9e3779b97f4a7c15) >> 48;
}

/* Some phrase ends behind `size` bytes of the text, or goes on behind
 * SCAN_EIGHT. */
static void put_eight(struct building *building, const char *text, size_t size)
{
	const uint32_t slot = slot_of(building->quads,
				      building->tree->quad_mask,
				      scan_quad_at(text));
	uint64_t bytes = 0;
	size_t bit;

	memcpy(&bytes, text, size);
	bit = eight_bit(le64toh(bytes));
	building->filter->eights[bit / 64] |= UINT64_C(1) << bit % 64;
	building->quads[slot].lengths |= UINT32_C(1) << size;
}

/* A phrase of less than four bytes. */
static void put_short(struct building *building, const char *text, size_t size)
{
	struct scan_filter *filter = building->filter;
	const uint32_t mask = (UINT32_C(1) << 8 * size) - 1;
	uint32_t bytes = 0;
	size_t i = 0;

	for (size_t k = 0; k < size; k++)
		bytes |= (uint32_t)(unsigned char)text[k] << 8 * k;
	set_bit(filter, bytes);
	filter->begins_short[bytes & 0xff] = true;
	while (i < filter->mask_count && filter->masks[i] != mask)
		i++;
	if (i == filter->mask_count)
		filter->masks[filter->mask_count++] = mask;
	building->tree->has_short = true;
}

static void put_alone(struct building *building, struct scan_state *state,
		      const char *text)
{
	const size_t size = strlen(text);

	state->ends = ALONE;
	put_eight(building, text, size < SCAN_EIGHT ? size : SCAN_EIGHT);
}

/* Those that end in the state, which stand first, and its children. */
static void build_state(struct building *building, uint32_t at)
{
	const struct scan_entry *entries = building->tree->entries;
	const struct through through = building->through[at];
	struct scan_state *state = &building->states[at];
	uint32_t i = through.from;

	if (through.depth == SCAN_QUAD)
		put_quad(building, at, entries[i].text);
	state->entry = i;
	if (through.depth >= SCAN_QUAD && through.end - i == 1) {
		put_alone(building, state, entries[i].text);
		return;
	}
	while (i < through.end && entries[i].text[through.depth] == '\0')
		i++;
	state->ends = (uint8_t)(i - through.from);
	if (state->ends > 0 && through.depth < SCAN_QUAD)
		put_short(building, entries[through.from].text, through.depth);
	if (through.depth == SCAN_EIGHT ||
	    (state->ends > 0 && through.depth >= SCAN_QUAD &&
	     through.depth < SCAN_EIGHT))
		put_eight(building, entries[through.from].text, through.depth);
	state->first = building->state_count;
	while (i < through.end) {
		const char byte = entries[i].text[through.depth];
		const uint32_t child = building->state_count++, from = i;

		while (i < through.end &&
		       entries[i].text[through.depth] == byte)
			i++;
		building->through[child] = (struct through){
			from, i, through.depth + 1,
		};
		building->states[child].byte = (unsigned char)byte;
		state->count++;
	}
}

/* As many states as there are bytes at most; what phrases share is saved. */
static size_t most_states(const struct scan_entry *entries, size_t count)
{
	size_t most = 1;

	for (size_t i = 0; i < count; i++)
		most += strlen(entries[i].text);
	return most;
}

const struct scan_tree *scan_tree_new(struct arena *arena,
				      struct scan_filter *filter,
				      struct scan_entry *entries,
				      size_t count)
{
	const size_t most = most_states(entries, count);
	struct scan_tree *tree = ARENA_NEW(arena, struct scan_tree);
	ARENA(scratch);
	struct building building = {
		.tree = tree, .filter = filter, .state_count = 1,
		.states = ARENA_ARRAY(scratch, struct scan_state, most),
		.through = ARENA_ARRAY(scratch, struct through, most),
	};

	if (count > 0)
		qsort(entries, count, sizeof(*entries), by_text);
	tree->entries = entries;
	tree->filter = filter;
	for (tree->quad_mask = 1; tree->quad_mask < 2 * count;)
		tree->quad_mask = 2 * tree->quad_mask + 1;
	building.quads = ARENA_ARRAY(arena, struct scan_quad,
				     (size_t)tree->quad_mask + 1);
	tree->quads = building.quads;
	building.through[ROOT].end = (uint32_t)count;
	for (uint32_t at = 0; at < building.state_count; at++)
		build_state(&building, at);
	tree->states = arena_memdup(arena, building.states,
		sizeof(*building.states) * building.state_count);
	return tree;
}

/* ROOT: there is none. */
static uint32_t child_of(const struct scan_tree *tree, uint32_t from,
			 unsigned char byte)
{
	uint32_t low = tree->states[from].first;
	uint32_t high = low + tree->states[from].count;

	while (high - low > 4) {
		const uint32_t middle = low + (high - low) / 2;

		if (tree->states[middle].byte <= byte)
			low = middle;
		else
			high = middle;
	}
	for (; low < high; low++)
		if (tree->states[low].byte == byte)
			return low;
	return ROOT;
}

/* Does the rest of the only phrase stand at `p`? */
static bool ends_alone(const struct scan_entry *entry, const char *p,
		       size_t most, const char *at)
{
	const char *rest = entry->text + (p - at);
	const size_t size = strlen(rest);

	return size <= most && memcmp(p, rest, size) == 0;
}

/* Those that end in a state or below it, down to `most` bytes of the text
 * from `p` on. */
static void take_from(const struct scan_tree *tree, uint32_t state,
		      const char *p, size_t most, const char *at,
		      scan_take *take, void *context)
{
	for (;; p++, most--) {
		const struct scan_state *here = &tree->states[state];
		const struct scan_entry *entry = &tree->entries[here->entry];

		if (here->ends == ALONE) {
			if (ends_alone(entry, p, most, at))
				take(context, entry->number, at);
			return;
		}
		for (uint32_t i = 0; i < here->ends; i++)
			take(context, entry[i].number, at);
		if (most == 0 || here->count == 0)
			return;
		state = child_of(tree, state, (unsigned char)*p);
		if (state == ROOT)
			return;
	}
}

/* May one of the phrases begin with these eight bytes, or end within them? */
static bool may_go_on(const struct scan_tree *tree,
		      const struct scan_quad *quad, uint64_t eight)
{
	for (uint32_t left = quad->lengths; left != 0; left &= left - 1) {
		const size_t size = (size_t)__builtin_ctz(left);
		const size_t bit = eight_bit(first_of(eight, size));

		if (tree->filter->eights[bit / 64] >> bit % 64 & 1)
			return true;
	}
	return false;
}

void scan_tree_take(const struct scan_tree *tree, const char *at,
		    const char *end, scan_take *take, void *context)
{
	const size_t size = (size_t)(end - at);
	uint32_t bytes, slot;

	if (size < SCAN_QUAD) {
		take_from(tree, ROOT, at, size, at, take, context);
		return;
	}
	bytes = scan_quad_at(at);
	if (tree->has_short && scan_filter_may_short(tree->filter, bytes))
		take_from(tree, ROOT, at, SCAN_QUAD - 1, at, take, context);
	slot = slot_of(tree->quads, tree->quad_mask, bytes);
	if (tree->quads[slot].state != ROOT &&
	    (size < SCAN_EIGHT || may_go_on(tree, &tree->quads[slot],
					    le64toh(ascii_load(at)))))
		take_from(tree, tree->quads[slot].state, at + SCAN_QUAD,
			  size - SCAN_QUAD, at, take, context);
}
