/* keys.h - what the past is asked for, for a whole batch.
 *
 * Ownership: borrowed, in the arena of the batch.
 */
#ifndef DESK_KEYS_H
#define DESK_KEYS_H

#include "desk/known.h"

/* What the batch asks for: the union of the keys of its mails. */
struct keys {
	struct strings message_ids;	/* own, In-Reply-To, References, and
					 * those that bounces name */
	struct strings own_ids;		/* of these those that the mails bear */
	struct strings addresses;	/* authors, lower case */
	struct strings domains;		/* of these that are not proven, where
					 * automatic mail to a domain counts */
	int64_t domain_most;		/* so many of each, and no more */
	int64_t autos_quiet;		/* fewer automatic mails in an hour
					 * reach no limit of the desk: then the
					 * history may say too many; 0: count
					 * them */
	int64_t autos_most;		/* the highest of these limits */
	const int64_t *ticket_numbers;	/* that tokens claim */
	size_t ticket_count;
	const int64_t *agent_numbers;	/* of these where an agent may write */
	size_t agent_count;
	const int64_t *move_numbers;	/* of these messages may be moved */
	size_t move_count;
	struct strings team;		/* agents whose load counts; none: it
					 * is not asked for */
	bool served;			/* who served the authors last, too */
	const int64_t *outbox_ids;	/* that return paths claim */
	size_t outbox_count;
	const int64_t *draft_ids;	/* that agents' answers confirm */
	size_t draft_count;
	const uint8_t (*sha256)[32];	/* of the raw mails */
	size_t sha256_count;
	const struct plan_clue *clues;	/* of no ticket yet */
	size_t clue_count;
	const int64_t *shapes;		/* of the texts */
	size_t shape_count;
	usec_t window;			/* how long a subject counts */
	usec_t sent_since;		/* mails of the authors since then */
	int64_t sent_most;		/* of each, the newest; 0: none */
};

#endif
