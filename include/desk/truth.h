/* truth.h - does a condition hold?
 *
 * In two steps, as classify.h has it.  For the mail alone the answer may be
 * that it depends: then what the mail said is noted test by test, and the
 * situation ends it.  Both steps look at the tests in the same order and
 * stop at the same places, so that nothing that is not noted is missed.
 *
 * Ownership: in the arena of the view; tests are told by their numbers.
 * Errors:    none.
 */
#ifndef DESK_TRUTH_H
#define DESK_TRUTH_H

#include "desk/situation.h"
#include "desk/view.h"
#include "mail/hit.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_DEPENDS };

/* What the mail says of a rule: hit_r->rule is left to the caller. */
enum truth truth_of_mail(struct view *view,
			     const struct condition *condition,
			     struct rule_hit *hit_r);

/* Ends an open rule.  On true hit_r is closed: its excerpt is that of the last
 * test that held, its captures those of all. */
bool truth_end(struct arena *arena, const struct condition *condition,
		 const struct rule_hit *open,
		 const struct situation *situation, struct rule_hit *hit_r);

#endif
