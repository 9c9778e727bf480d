/* scan.h - look for all phrases of all rules in one pass over a text.
 *
 * Two trees (desk/scan_tree.h), made once for a set of rules: the time depends
 * on the length of the text, and hardly on how many phrases there are.
 * It answers the rules' words, and it tells which patterns need not run: those
 * of whose required words (base/pattern.h) none stands in the text.
 *
 * Ownership: in the arena.
 * Errors:    none.
 * Limits:    phrases of 4 MB together; what is more is SCAN_NONE.  At a place
 *            of the text no more bytes are compared than the longest phrase
 *            has, and each phrase that stands there costs its own time.
 */
#ifndef DESK_SCAN_H
#define DESK_SCAN_H

#include "desk/condition.h"
#include "desk/wording.h"

#include <stdint.h>

struct scan;

#define SCAN_NONE UINT32_MAX

struct scan *scan_new(struct arena *arena);

/* The number of a phrase; the same phrase has the same. */
uint32_t scan_add(struct scan *scan, const struct wording *wording);

/* All phrases and all required words of a condition, whose `needles` are
 * filled; they live in `arena`. */
void scan_add_condition(struct scan *scan, struct arena *arena,
			const struct condition *condition);

/* After the last phrase. */
void scan_build(struct scan *scan);

/* What scan_text() found: a few of many phrases. */
struct scan_places {
	const uint64_t *found;		/* a bit for each phrase */
	const uint32_t *before;		/* found ones of the words above */
	const char **at;		/* of those that were found */
};

const struct scan_places *scan_text(const struct scan *scan,
				    struct arena *arena, const char *folded);

/* How many of those that were found have lower numbers. */
static inline size_t scan_rank(const struct scan_places *places,
			       uint32_t number)
{
	const uint64_t lower = (UINT64_C(1) << number % 64) - 1;

	return places->before[number / 64] + (unsigned)
	       __builtin_popcountll(places->found[number / 64] & lower);
}

/* Does any of them stand in the text? */
static inline bool scan_any(const struct scan_places *places,
			    const struct needle_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if ((places->found[set->at[i].word] & set->at[i].bits) != 0)
			return true;
	return false;
}

/* Where a phrase first stands in the text; NULL where it does not. */
static inline const char *scan_place(const struct scan_places *places,
				     uint32_t number)
{
	return (places->found[number / 64] >> number % 64 & 1) == 0 ? NULL
		: places->at[scan_rank(places, number)];
}

#endif
