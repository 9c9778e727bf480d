/* example.h - a mail and its situation, as an author of rules puts them.
 *
 * A text is a mail with that body.  A map says more: the mail's parts, and
 * what the past and the clock are to be.  What is not said is a first mail of
 * an unknown customer, on a Monday within the desk's hours.
 *
 * Ownership: in the arena, with texts borrowed from the YAML.
 * Errors:    of the author, with the place.
 */
#ifndef DESK_EXAMPLE_H
#define DESK_EXAMPLE_H

#include "base/yaml.h"
#include "desk/situation.h"
#include "mail/gist.h"

struct example {
	struct message message;
	struct gist gist;
	struct situation situation;
};

/* NULL and *err where it is wrong. */
const struct example *example_read(struct arena *arena,
				   const struct yaml *node, struct err *err);

#endif
