/* rules.h - the desk's rules: read, checked and compiled once.
 *
 * Rules come as the files of a published bundle (rules/NAME.yaml, in name
 * order).  Every mistake is refused with file, line, column, what was found
 * and what was expected; a set with a mistake is never half loaded.
 *
 * Ownership: the set owns its compiled patterns; `files` are borrowed for the
 *            call.
 * Errors:    the operator's, with the place; never a mail's.
 */
#ifndef DESK_RULES_H
#define DESK_RULES_H

#include "base/err.h"
#include "base/yaml.h"
#include "desk/ticket.h"

struct rules;

/* One file of a bundle: "rules/10-urgency.yaml", "replies/ack/el.md". */
struct bundle_file {
	const char *name;
	const char *bytes;
	size_t size;
};

struct bundle {
	const struct bundle_file *files;
	size_t count;
};

/* NULL and *err where a file is wrong. */
struct rules *rules_load(const struct bundle *bundle, struct err *err);
void rules_free(struct rules **rules);

size_t rules_count(const struct rules *rules);
const char *rules_name(const struct rules *rules, size_t rule);
const char *rules_place(const struct rules *rules, size_t rule); /* FILE:LINE */

/* What rules ask of the past of a sender: the most mails that count, this
 * one left out, and the longest time.  0 where no rule asks. */
struct rules_past {
	int64_t mails;
	usec_t within;
};

struct rules_past rules_past(const struct rules *rules);

/* For each rule of `other` the one of `rules` with the same condition, word by
 * word, or RULES_NO_TWIN. */
#define RULES_NO_TWIN UINT32_MAX

const uint32_t *rules_twins(struct arena *arena, const struct rules *rules,
			    const struct rules *other);

#endif
