/* reading.h - what is decided about each line of a text, for mail/fold.
 *
 * Ownership: borrowed for one call of fold_text().
 */
#ifndef MAIL_READING_H
#define MAIL_READING_H

#include "mail/evidence.h"
#include "mail/fold.h"

/* What the passes over the lines know. */
struct reading {
	struct arena *arena;
	const struct message *message;
	struct lines lines;
	const struct evidence *evidence;	/* one a line */
	enum fold_kind *kind;			/* one a line */
	size_t *cut;		/* one a line: 0, or where its words end and
				 * an attribution begins, as an offset */
	size_t blocks_from;	/* from here on nothing but blockquotes */
	size_t asked;		/* to here marks were found unannounced */
	bool fresh;		/* neither header nor subject say "reply" */
	bool announced;		/* marks at the start of lines count */
	bool shown;		/* a line above is visible */
	bool headed;		/* something stood above a quote */
	bool passed_on;		/* it shows a forwarded mail */
};

/* Which lines are quoted, and which announce a quote: the rest stays
 * visible. */
void reading_decide(struct reading *r);

void reading_set(struct reading *r, size_t first, size_t last,
		 enum fold_kind kind);

/* Is a line of [first, last) visible that is not blank? */
bool reading_shows(const struct reading *r, size_t first, size_t last);

#endif
