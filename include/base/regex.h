/* regex.h - the one door to PCRE2.
 *
 * JIT only: a pattern whose JIT compile fails is refused, and so is one that
 * runs away on a long text of its own making.  Patterns may not start with
 * "(*", are at most 1,000 bytes with at most 50 nested groups, and hold no
 * \C and no back reference; \w, \b, \d and case follow Unicode.  Subjects must
 * be valid UTF-8 (mail text is).
 *
 * Time is bounded by steps, never by a clock, so that the same mail gives the
 * same verdict on any machine: PCRE2's match limit counts anew at each place
 * where a match may start, so a subject is searched in windows of 512 bytes,
 * and where a window is hard, place by place, each place with as many steps
 * as the budget still has.  What one step may read (base/stretch.h) is part
 * of its price.
 *
 * Ownership: a regex is freed with regex_free().
 * Errors:    of the pattern's author, with the offset.
 * Limits:    a match may start anywhere and is found where it is at most 512
 *            bytes long; it looks back at most 60 characters.  Where it is
 *            longer, \z and \Z may hold too early.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/arena.h"
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

/* Its named groups, in the order of their numbers; at most REGEX_NAMES. */
enum { REGEX_NAMES = 20 };

size_t regex_names(const struct regex *regex, const char *const **names_r);

/* Steps left for this mail, and those of them that are left for the rule at
 * hand; matching takes from both. */
struct regex_budget {
	int64_t steps, rule_steps;
	bool exceeded;
};

/* A step takes 1 to 6 ns.  What a repetition of single characters reads on
 * over is counted as well, as if it always read to the end of the longest
 * stretch there is. */
#define REGEX_RULE_STEPS 8000000
#define REGEX_MAIL_STEPS (5 * (int64_t)REGEX_RULE_STEPS)
#define REGEX_MAIL_BUDGET \
	((struct regex_budget){ .steps = REGEX_MAIL_STEPS, \
				.rule_steps = REGEX_RULE_STEPS })

/* A text in which many patterns are looked for: what they all ask of it is
 * found out once, when the first asks. */
struct regex_subject {
	struct arena *arena;
	const char *text;
	size_t size;
	const struct stretch *stretches;	/* NULL: not yet */
};

struct regex_subject regex_subject(struct arena *arena, const char *text,
				   size_t size);

/* Does it match?  The place of the first match in *start_r, *end_r (may be
 * NULL).  False as well when the budget is spent, which `budget` tells. */
bool regex_match(const struct regex *regex, struct regex_subject *subject,
		 struct regex_budget *budget, size_t *start_r, size_t *end_r);

/* A stretch of the subject; start and end are equal where a group took no
 * part in the match. */
struct regex_span {
	size_t start, end;
};

/* The same, with the places of its named groups in groups_r[REGEX_NAMES]. */
bool regex_capture(const struct regex *regex, struct regex_subject *subject,
		   struct regex_budget *budget, struct regex_span *match_r,
		   struct regex_span *groups_r);

#endif
