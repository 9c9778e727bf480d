/* scan.h - look for all phrases of all rules in one pass over a text.
 *
 * An automaton after Aho and Corasick, made once for a set of rules: its time
 * depends on the length of the text, and not on how many phrases there are.
 * It answers the rules' words, and it tells which patterns need not run: those
 * of whose required words (base/pattern.h) none stands in the text.
 *
 * Ownership: in the arena.
 * Errors:    none.
 * Limits:    phrases of 4 MB together; what is more is SCAN_NONE.  Where
 *            phrases end in one another ("a", "aa", "aaa") each of them costs
 *            its own time at such a place.  At most 20 bytes of memory for a
 *            byte of phrases.
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

/* Where each phrase first stands in a folded text, by its number; NULL where
 * it does not. */
const char *const *scan_text(const struct scan *scan, struct arena *arena,
			     const char *folded);

#endif
