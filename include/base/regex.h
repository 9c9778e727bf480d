/* regex.h - the one door to PCRE2.
 *
 * JIT only: a pattern whose JIT compile fails is refused.  Patterns may not
 * start with "(*", are at most 1,000 bytes with at most 50 nested groups, and
 * \C is off.  Subjects must be valid UTF-8 (mail text is); they are matched
 * in windows with a step limit each, and every match spends from a budget
 * that the caller carries through a mail, so that the same mail gives the
 * same verdict on any machine.
 *
 * Ownership: a regex is freed with regex_free().
 * Errors:    of the pattern's author, with the offset.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct regex;

enum regex_flags {
	REGEX_CASELESS = 1,
	REGEX_MULTILINE = 2,
};

struct regex *regex_new(const char *pattern, unsigned flags, struct err *err);
void regex_free(struct regex **regex);

/* Steps left for this mail; regex_match() takes from it. */
struct regex_budget {
	int64_t steps;
	bool exceeded;
};

#define REGEX_MAIL_BUDGET ((struct regex_budget){ .steps = 64 })

/* Does it match?  The place of the first match in *start_r, *end_r (may be
 * NULL).  False as well when the budget is spent, which `budget` tells. */
bool regex_match(const struct regex *regex, const char *subject, size_t size,
		 struct regex_budget *budget, size_t *start_r, size_t *end_r);

#endif
