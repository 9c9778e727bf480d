/* cover.h - whose hours count for a ticket: the desk's, its queue's, or none
 * where somebody is there at all times for what is as urgent as that.
 *
 * Ownership: in the arena of the settings.
 */
#ifndef DESK_COVER_H
#define DESK_COVER_H

#include "desk/hours.h"
#include "desk/ticket.h"

struct cover_queue {
	const char *queue;
	const struct hours *hours;
};

struct cover {
	const struct cover_queue *queues;
	size_t queue_count;
	uint32_t round_the_clock;	/* 1 << an enum urgency: at all times */
};

/* `hours` are those of the desk; a ticket that is in no queue yet has these.
 * NULL: always open. */
const struct hours *cover_hours(const struct cover *cover,
				const struct hours *hours, const char *queue,
				enum urgency urgency);

#endif
