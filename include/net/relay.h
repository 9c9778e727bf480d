/* relay.h - the Message-ID that a relay put for ours, from its final reply.
 *
 * Some relays replace the Message-ID of what they send and tell the new one
 * when they accept the mail; answers and reports then cite an id that we never
 * wrote.  Known here is only what a relay documents.
 *
 * Ownership: the id lives in the arena.
 * Errors:    none; NULL means that ours stands.
 */
#ifndef NET_RELAY_H
#define NET_RELAY_H

#include "base/arena.h"

/* `host` is the server we sent by.  `domain`, or NULL, is that of the relay's
 * ids where its host is reached by another name.  `reply` is the whole reply
 * to the final dot, code included.  The id has no <>; it is the relay's word
 * and not checked. */
const char *relay_message_id(struct arena *arena, const char *host,
			     const char *domain, const char *reply);

#endif
