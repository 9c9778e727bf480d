/* agentkeys.h - what must be known before an agent's commands are carried out.
 *
 * Read with the rest of the past, in the same round trips: which tickets an
 * agent writes in, merges with or takes messages from, and whom he names.
 *
 * Ownership: in the arena.
 * Limits:    of mails with a genuine signed address alone.
 */
#ifndef DESK_AGENTKEYS_H
#define DESK_AGENTKEYS_H

#include "desk/match.h"

struct agent_keys {
	int64_t *writing, *moving;	/* numbers of tickets */
	size_t writing_count, moving_count;
	int64_t *tickets;		/* that are named besides */
	size_t ticket_count;
	const char **addresses;
	size_t address_count;
};

struct agent_keys agentkeys_of(struct arena *arena, const struct desk *desk,
			       const struct match_source *mails, size_t count);

/* Bytes of the visible text, from its top to the first quote. */
size_t agentkeys_above(const struct fold *fold);

#endif
