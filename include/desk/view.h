/* view.h - one mail as rules see it: its texts, folded once for all rules.
 *
 * Ownership: in the arena; message and gist are borrowed.
 * Errors:    none; a budget that ran out is a fact of the view.
 * Limits:    words are looked for in the first and the last 128 KB of a text,
 *            patterns in the first 48 KB and the last 16 KB.
 */
#ifndef DESK_VIEW_H
#define DESK_VIEW_H

#include "desk/condition.h"
#include "mail/gist.h"

/* A text, and the same folded; NULL until somebody asks. */
struct view_text {
	const char *plain;
	const char *folded;
};

struct view {
	struct arena *arena;
	const struct message *message;
	const struct gist *gist;
	struct view_text subject, body, body_all, from_name;
	struct regex_budget budget;
	const char *excerpt;	/* of the last test that held; "" if none */
};

struct view view_of(struct arena *arena, const struct message *message,
		    const struct gist *gist);

bool view_holds(struct view *view, const struct condition *condition);

#endif
