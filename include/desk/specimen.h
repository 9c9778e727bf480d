/* specimen.h - a reply as a customer would get it, with values made up.
 *
 * For a person who writes replies, and for checking them before they are
 * used: the same words, draft and bytes as an answer has, to an example
 * customer of an example desk.  One that is written to stand in the
 * acknowledgement stands in it.
 *
 * Ownership: in the arena.
 * Errors:    permanent, with the reply's file.
 */
#ifndef DESK_SPECIMEN_H
#define DESK_SPECIMEN_H

#include "desk/template.h"
#include "mail/compose.h"

struct specimen {
	struct rendered rendered;
	struct composed composed;
};

/* The languages that some reply is written in. */
struct strings specimen_languages(struct arena *arena,
				  const struct templates *templates);

bool specimen_compose(struct arena *arena, const struct templates *templates,
		      const char *name, const char *language,
		      struct specimen *specimen_r, struct err *err);

/* Can every reply be sent, and is it short enough?  To a sender who was not
 * proven 4 KB, to others 24 KB. */
bool specimen_check(struct arena *arena, const struct templates *templates,
		    struct err *err);

#endif
