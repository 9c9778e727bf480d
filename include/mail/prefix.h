/* prefix.h - what clients put before a subject: "Re:", "AW:", "Fwd:", "RV:".
 *
 * Ownership: the rest points into the subject.  Errors: none.
 */
#ifndef MAIL_PREFIX_H
#define MAIL_PREFIX_H

#include "base/arena.h"

enum prefix {
	PREFIX_NONE,
	PREFIX_REPLY,
	PREFIX_FORWARD,
	PREFIX_EITHER,		/* "VS:" is a reply in Finnish, a forward in
				 * Danish and Norwegian */
};

/* The first prefix; what stands behind it goes to *rest_r. */
enum prefix prefix_read(struct arena *arena, const char *subject,
			const char **rest_r);

#endif
