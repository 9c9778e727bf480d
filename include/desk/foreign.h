/* foreign.h - ids that the tickets of other systems have.
 *
 * A mail about a Jira issue or an answer of somebody else's help desk says in
 * its subject, or in Message-IDs that follow a pattern, which issue it is
 * about.  Two mails with one such id belong together, as far as their sender
 * may join.
 *
 * The id is what the named groups of a pattern match, put together with
 * slashes; without such groups, all that it matches.
 *
 * Ownership: foreign_new() makes, foreign_free() frees; found ids live in the
 *            arena.
 * Errors:    of the operator's pattern, as base/regex.h gives them.
 * Limits:    FOREIGN_FOUND ids of one mail; of its Message-IDs its own, those
 *            that it answers and the last 8 references are looked at; at most
 *            FOREIGN_SYSTEMS.
 */
#ifndef DESK_FOREIGN_H
#define DESK_FOREIGN_H

#include "base/regex.h"
#include "mail/message.h"

enum {
	FOREIGN_FOUND = 4,
	FOREIGN_SYSTEMS = 50,
	FOREIGN_ID_MOST = 120,		/* bytes; longer ones are none */
};

/* One system: its word, and its patterns or NULL. */
struct foreign_pattern {
	const char *name;
	const char *subject;
	const char *message_id;
};

/* Those that are known without any setting; by name, or NULL. */
const struct foreign_pattern *foreign_shipped(size_t index);
const struct foreign_pattern *foreign_named(const char *name);

struct foreign;		/* a list of systems, compiled */

struct foreign *foreign_new(void);
bool foreign_add(struct foreign *foreign,
		 const struct foreign_pattern *pattern, struct err *err);
void foreign_free(struct foreign **foreign);

/* "jira:abc-12": each id once, in lower case.  `foreign` may be NULL: there are none. */
struct strings foreign_find(struct arena *arena, const struct foreign *foreign,
			    const struct message *message);

#endif
