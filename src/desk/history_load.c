/* history_load.c - how much each agent has to do, and whom they served. */

#include "desk/history.h"

struct known_load {
	int open;
};

static bool waits(const struct ticket *ticket)
{
	return (ticket->state == TICKET_NEW || ticket->state == TICKET_OPEN) &&
	       ticket->merged_into == 0;
}

void history_add_load_of(struct history *history, const char *agent, int open)
{
	struct known_load *load = ARENA_NEW(history->arena,
					    struct known_load);

	load->open = open;
	map_put(&history->loads, agent, load);
}

int history_load_of(const struct history *history, const char *agent)
{
	const struct known_load *load = map_get(&history->loads, agent);

	return load == NULL ? 0 : load->open;
}

void history_add_served(struct history *history, const char *customer,
			const char *agent)
{
	map_put(&history->served, customer, (void *)agent);
}

const char *history_served(const struct history *history, const char *customer)
{
	return map_get(&history->served, customer);
}

static void change(struct history *history, const struct ticket *ticket,
		   int by)
{
	struct known_load *load;

	if (ticket->agent == NULL || ticket->agent[0] == '\0' ||
	    !waits(ticket))
		return;
	load = map_get(&history->loads, ticket->agent);
	if (load != NULL)
		load->open += by;
}

void history_apply_load(struct history *history, const struct ticket *before,
			const struct ticket *after)
{
	if (before != NULL)
		change(history, before, -1);
	change(history, after, 1);
	if (after->agent != NULL && after->agent[0] != '\0' &&
	    after->requester_address != NULL &&
	    after->requester_address[0] != '\0')
		history_add_served(history, after->requester_address,
				   after->agent);
}
