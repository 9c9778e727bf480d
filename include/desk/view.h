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
#include "desk/scan.h"
#include "mail/gist.h"
#include "mail/hit.h"

/* A text, the same folded, where in that the scan found what, and what of it
 * patterns see; NULL until somebody asks. */
struct view_text {
	const char *plain;
	const char *folded;
	const struct scan_places *places;
	struct regex_subject head, tail;
};

struct view {
	struct arena *arena;
	const struct message *message;
	const struct gist *gist;
	const struct scan *scan;	/* or NULL: look one by one */
	struct view_text subject, body, body_all, from_name;
	struct regex_budget budget;
	const char *excerpt;	/* of the last test that held; "" if none */
	struct captures captures;	/* of the last pattern that matched */
};

struct view view_of(struct arena *arena, const struct message *message,
		    const struct gist *gist);

/* Does one test of the mail, or of its attachments together, hold? */
bool view_holds(struct view *view, const struct condition *test);

#endif
