/* rulemix.h - bodies in four languages, and rule sets of any size for them.
 *
 * Made from a number: the same number gives the same.  The rules' words share
 * their beginnings with those of the bodies, but for three rules of a set they
 * are not in them.
 *
 * Ownership: in the arena.
 */
#ifndef BENCH_RULEMIX_H
#define BENCH_RULEMIX_H

#include "base/arena.h"

#include <stdint.h>

#define RULEMIX_LANGUAGES 4

/* Of about `size` bytes, in Greek, Hebrew, Estonian or English. */
const char *rulemix_body(struct arena *arena, uint64_t number, int language,
			 size_t size);

struct rulemix {
	const char *yaml;		/* a rule file */
	const char *const *patterns;	/* the same questions to texts, a
					 * PCRE2 pattern a rule */
	size_t pattern_count;
};

struct rulemix rulemix_rules(struct arena *arena, size_t count);

#endif
