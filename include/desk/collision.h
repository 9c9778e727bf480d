/* collision.h - did another agent answer while this one was writing?
 *
 * Her answer collides with one that is held or was sent since the customer
 * wrote last, if another agent wrote it and what she answers is older: the
 * customer would get two answers to one question.
 *
 * Ownership: borrowed.  Errors: none.
 */
#ifndef DESK_COLLISION_H
#define DESK_COLLISION_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An answer of an agent, on its way or sent. */
struct collision_answer {
	int64_t outbox;
	const char *by;		/* as in struct step */
	usec_t at;		/* when it was written */
	bool lives;		/* neither cancelled nor failed */
};

struct collision_facts {
	const char *by;		/* who answers now */
	usec_t customer;	/* when a customer wrote last; 0: never */
	usec_t seen;		/* what she answers is from then; 0: nothing
				 * that we know */
	const struct collision_answer *answers;
	size_t count;
};

/* The newest that hers collides with, or NULL. */
const struct collision_answer *
collision_find(const struct collision_facts *facts);

#endif
