/* scan_tree.h - phrases as a tree of their bytes; for desk/scan.c alone.
 *
 * Asked at a place of a text, it says which phrases begin there.  At nearly
 * all places one look into a table of bits tells that none does: it holds what
 * the first four bytes of phrases are.
 *
 * Ownership: in the arena; texts are borrowed.
 * Errors:    none.
 * Limits:    12 bytes of memory for a byte of phrases at most, 16 for each
 *            phrase, and 8 KB.  A look at a place reads no more bytes than the
 *            longest phrase has.
 */
#ifndef DESK_SCAN_TREE_H
#define DESK_SCAN_TREE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	SCAN_TREE_QUAD = 4,		/* bytes */
	SCAN_TREE_BITS = 64 * 1024,
};

struct scan_entry {
	const char *text;
	uint32_t number;
};

struct scan_tree {
	const struct scan_entry *entries;	/* in the order of their texts */
	const struct scan_state *states;
	const struct scan_quad *quads;
	uint32_t quad_mask;
	bool sizes[SCAN_TREE_QUAD];	/* there are phrases of so few bytes */
	uint64_t filter[SCAN_TREE_BITS / 64];
};

/* Texts are not empty; the entries are put in order. */
const struct scan_tree *scan_tree_new(struct arena *arena,
				      struct scan_entry *entries,
				      size_t count);

/* Each phrase that begins at `at`, the shortest first. */
typedef void scan_take(void *context, uint32_t number, const char *at);

void scan_tree_take(const struct scan_tree *tree, const char *at,
		    const char *end, scan_take *take, void *context);

static inline uint32_t scan_tree_hash(uint32_t bytes)
{
	return bytes * 2654435761u >> 16;
}

/* The hash of a whole phrase of so few bytes. */
static inline uint32_t scan_tree_hash_short(const char *bytes, size_t size)
{
	uint32_t key = 0;

	for (size_t i = 0; i < size; i++)
		key = key << 8 | (unsigned char)bytes[i];
	return scan_tree_hash(key);
}

static inline bool scan_tree_bit(const struct scan_tree *tree, uint32_t hash)
{
	return tree->filter[hash / 64] >> hash % 64 & 1;
}

/* May a phrase begin at `at`, which lies before `end`?  What is no start of a
 * character begins none, and need not be asked for. */
static inline bool scan_tree_may(const struct scan_tree *tree, const char *at,
				 const char *end)
{
	uint32_t quad;

	for (size_t size = 1; size < SCAN_TREE_QUAD; size++)
		if (tree->sizes[size] && (size_t)(end - at) >= size &&
		    scan_tree_bit(tree, scan_tree_hash_short(at, size)))
			return true;
	if (end - at < SCAN_TREE_QUAD)
		return false;
	memcpy(&quad, at, sizeof(quad));
	return scan_tree_bit(tree, scan_tree_hash(quad));
}

#endif
