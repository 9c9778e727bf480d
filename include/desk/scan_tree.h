/* scan_tree.h - phrases as a tree of their bytes; for desk/scan.c alone.
 *
 * Asked at a place of a text, it says which phrases begin there.  At nearly
 * all places one look into a table of bits tells that none does: it holds what
 * the first four bytes of phrases are.  Of the others most go on otherwise
 * within eight bytes, which a second table tells.
 *
 * Ownership: in the arena; texts are borrowed.
 * Errors:    none.
 * Limits:    12 bytes of memory for a byte of phrases at most, and 48 for each
 *            phrase.  A look at a place reads no more bytes than the longest
 *            phrase has, or eight.
 */
#ifndef DESK_SCAN_TREE_H
#define DESK_SCAN_TREE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	SCAN_QUAD = 4,			/* bytes */
	SCAN_EIGHT = 8,
	SCAN_FILTER_BITS = 64 * 1024,
};

/* A bit for the first four bytes of each phrase, and for all of one that has
 * fewer; the same for eight. */
struct scan_filter {
	uint64_t bits[SCAN_FILTER_BITS / 64];
	uint64_t eights[SCAN_FILTER_BITS / 64];
	uint32_t masks[SCAN_QUAD - 1];	/* of phrases of fewer bytes */
	size_t mask_count;
	bool begins_short[256];		/* one of these, with such a byte */
};

struct scan_entry {
	const char *text;
	uint32_t number;
};

struct scan_tree;

/* Texts are not empty; the entries are put in order, and their bits into the
 * filter, which trees may share. */
const struct scan_tree *scan_tree_new(struct arena *arena,
				      struct scan_filter *filter,
				      struct scan_entry *entries,
				      size_t count);

/* Each phrase that begins at `at`, the shortest first. */
typedef void scan_take(void *context, uint32_t number, const char *at);

void scan_tree_take(const struct scan_tree *tree, const char *at,
		    const char *end, scan_take *take, void *context);

/* Four bytes, the first one lowest. */
static inline uint32_t scan_quad_at(const char *at)
{
	const unsigned char *p = (const unsigned char *)at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline bool scan_filter_bit(const struct scan_filter *filter,
				   uint32_t quad)
{
	const uint32_t hash = quad * 2654435761u >> 16;

	return filter->bits[hash / 64] >> hash % 64 & 1;
}

/* May a phrase begin with these, one that is shorter, or any? */
static inline bool scan_filter_may_short(const struct scan_filter *filter,
					 uint32_t quad)
{
	if (!filter->begins_short[quad & 0xff])
		return false;
	for (size_t i = 0; i < filter->mask_count; i++)
		if (scan_filter_bit(filter, quad & filter->masks[i]))
			return true;
	return false;
}

static inline bool scan_filter_may(const struct scan_filter *filter,
				   uint32_t quad)
{
	return scan_filter_bit(filter, quad) ||
	       scan_filter_may_short(filter, quad);
}

#endif
