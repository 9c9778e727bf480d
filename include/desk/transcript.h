/* transcript.h - tell an agent in her thread what her mail did.
 *
 * Always where something could not be done, where she asked, and where the
 * desk says so.  To an agent who was proven, at most once a mail, of class
 * admin: no loop comes of it.
 *
 * Ownership: in the planner's arena.
 */
#ifndef DESK_TRANSCRIPT_H
#define DESK_TRANSCRIPT_H

#include "desk/instruct.h"

/* The words of it, as Markdown; also of commands that were not carried out. */
const char *transcript_text(struct arena *arena,
			    const struct instruction *instruction,
			    const struct instruct_outcome *outcome);

/* False where there is nothing to tell, or it cannot be sent. */
bool transcript_plan(struct planner *planner,
		     const struct instruction *instruction,
		     const struct instruct_outcome *outcome);

#endif
