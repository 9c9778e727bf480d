/* pending.h - a ticket that rested until now opens again.
 *
 * What the clock brings, as a plan: whoever has the ticket, else its queue, is
 * told.
 */
#ifndef DESK_PENDING_H
#define DESK_PENDING_H

#include "desk/planner.h"

/* The most ids that one plan takes. */
enum { PENDING_IDS = 4 };

/* False where it rests still, or no more: nothing is to be done. */
bool pending_end(struct planner *planner, const struct known_ticket *known);

#endif
