/* cover.c - the hours of a ticket. */

#include "desk/cover.h"

const struct hours *cover_hours(const struct cover *cover,
				const struct hours *hours, const char *queue,
				enum urgency urgency)
{
	if ((cover->round_the_clock >> urgency & 1) != 0)
		return NULL;
	for (size_t i = 0; queue != NULL && i < cover->queue_count; i++)
		if (strcmp(cover->queues[i].queue, queue) == 0)
			return cover->queues[i].hours;
	return hours;
}
