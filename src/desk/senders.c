/* senders.c - when each sender wrote, as far as rules ask. */

#include "desk/history_add.h"

/* The moments double their room as they grow. */
static void add(struct history *history, struct known_sender *sender,
		usec_t received)
{
	if (sender->count == sender->room) {
		usec_t *wider = ARENA_ARRAY(history->arena, usec_t,
					    2 * sender->room + 8);

		if (sender->count > 0)
			memcpy(wider, sender->received,
			       sender->count * sizeof(*wider));
		sender->received = wider;
		sender->room = 2 * sender->room + 8;
	}
	sender->received[sender->count++] = received;
}

void history_add_sent(struct history *history, const char *address,
		      usec_t received)
{
	struct known_sender *sender = map_get(&history->senders, address);

	if (sender == NULL) {
		sender = ARENA_NEW(history->arena, struct known_sender);
		map_put(&history->senders, address, sender);
	}
	add(history, sender, received);
}

const struct known_sender *history_sender(const struct history *history,
					  const char *address)
{
	return map_get(&history->senders, address);
}
