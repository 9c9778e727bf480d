/* lint.h - what is not wrong in a rule, but cannot be meant.
 *
 * Conditions that say a thing twice, that nothing or everything meets, names
 * that are caught and never used, rules that can never be reached.
 *
 * Errors: the author's, with file, line and column.
 */
#ifndef DESK_LINT_H
#define DESK_LINT_H

#include "desk/rule.h"

/* One rule by itself. */
bool lint_rule(const struct rule *rule, struct err *err);

/* All rules together: each beside those before it. */
bool lint_rules(const struct rule *rules, size_t count, struct err *err);

/* What a condition asks, the same text for all ways to put it: private to the
 * lint (desk/canon.c). */
const char *lint_canon(struct arena *arena, const struct condition *condition);

/* The text of one value of a test, and where it stands. */
const char *lint_value(struct arena *arena, const struct condition *test,
		       size_t i);
const struct yaml *lint_value_node(const struct condition *test, size_t i);

#endif
