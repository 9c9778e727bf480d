/* advice.h - what replies may lack without being wrong.
 *
 * A reply without a certain placeholder can be sent, and yet its reader does
 * not learn what such a reply is there to say.
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef DESK_ADVICE_H
#define DESK_ADVICE_H

#include "desk/template.h"

struct advice {
	struct template_key reply;
	const char *placeholder;	/* that it has not */
	const char *why;		/* what comes of it */
};

struct advices {
	const struct advice *at;
	size_t count;
};

/* In the order of the replies. */
struct advices advice_on(struct arena *arena,
			 const struct templates *templates);

#endif
