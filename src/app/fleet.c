/* fleet.c - which session takes the next mail. */

#include "app/fleet.h"

#include "app/monotonic.h"
#include "base/text.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define IDLE (30 * USEC_SECOND)
#define RESTS USEC_MINUTE

/* So many have news together. */
enum { CROWD = 4 };
#define MOMENT (USEC_SECOND / 1000)

struct slot {
	struct lane *lane;
	usec_t free_since, rests_until;		/* monotonic */
};

struct fleet {
	struct slot *slots;
	size_t count;
	struct lane_bell bell;
	int halt;			/* an eventfd: see app/lane.h */
};

struct fleet *fleet_new(const struct settings_desk *desk)
{
	struct fleet *fleet = calloc(1, sizeof(*fleet));

	if (fleet == NULL)
		abort();
	fleet->count = desk->sessions;
	fleet->slots = calloc(fleet->count, sizeof(*fleet->slots));
	fleet->bell.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	fleet->halt = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fleet->slots == NULL || fleet->bell.fd < 0 || fleet->halt <= 0)
		abort();
	for (size_t i = 0; i < fleet->count; i++)
		fleet->slots[i].lane = lane_new(desk, &fleet->bell,
						fleet->halt);
	return fleet;
}

void fleet_halt(struct fleet *fleet)
{
	const uint64_t one = 1;

	if (write(fleet->halt, &one, sizeof(one)) < 0)
		return;		/* full: it was heard before */
}

void fleet_free(struct fleet **fleet)
{
	if (*fleet == NULL)
		return;
	fleet_halt(*fleet);
	for (size_t i = 0; i < (*fleet)->count; i++)
		lane_free(&(*fleet)->slots[i].lane);
	close((*fleet)->bell.fd);
	close((*fleet)->halt);
	free((*fleet)->slots);
	free(*fleet);
	*fleet = NULL;
}

size_t fleet_size(const struct fleet *fleet)
{
	return fleet->count;
}

struct lane *fleet_lane(const struct fleet *fleet, size_t i)
{
	return fleet->slots[i].lane;
}

size_t fleet_count(const struct fleet *fleet, enum lane_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < fleet->count; i++)
		count += lane_state(fleet->slots[i].lane) == state;
	return count;
}

size_t fleet_busy(const struct fleet *fleet)
{
	return fleet->count - fleet_count(fleet, LANE_FREE);
}

size_t fleet_bytes(const struct fleet *fleet)
{
	size_t bytes = 0;

	for (size_t i = 0; i < fleet->count; i++)
		if (lane_state(fleet->slots[i].lane) != LANE_FREE)
			bytes += lane_mail(fleet->slots[i].lane)->size;
	return bytes;
}

static size_t count_connected(const struct fleet *fleet)
{
	size_t count = 0;

	for (size_t i = 0; i < fleet->count; i++)
		count += lane_connected(fleet->slots[i].lane);
	return count;
}

bool fleet_connected(const struct fleet *fleet)
{
	return count_connected(fleet) > 0;
}

static bool has_mail(struct lane *lane)
{
	const enum lane_state state = lane_state(lane);

	return state != LANE_FREE && state != LANE_LEAVING;
}

size_t fleet_busy_with(void *context, const char *domain)
{
	const struct fleet *fleet = context;
	size_t busy = 0;

	for (size_t i = 0; i < fleet->count; i++) {
		struct lane *lane = fleet->slots[i].lane;

		busy += has_mail(lane) &&
			strcmp(lane_mail(lane)->domain, domain) == 0;
	}
	return busy;
}

struct strings fleet_full(const struct fleet *fleet, struct arena *arena,
			  size_t per_domain)
{
	const char **at = ARENA_ARRAY(arena, const char *, fleet->count);
	size_t count = 0;

	for (size_t i = 0; i < fleet->count; i++) {
		struct lane *lane = fleet->slots[i].lane;
		const char *domain;

		if (!has_mail(lane))
			continue;
		domain = lane_mail(lane)->domain;
		if (fleet_busy_with((void *)fleet, domain) >= per_domain)
			at[count++] = domain;
	}
	return (struct strings){ at, count };
}

static bool is_free(const struct slot *slot, usec_t now)
{
	return lane_state(slot->lane) == LANE_FREE && slot->rests_until <= now;
}

bool fleet_has_room(const struct fleet *fleet)
{
	const usec_t now = monotonic_now();

	for (size_t i = 0; i < fleet->count; i++)
		if (is_free(&fleet->slots[i], now))
			return true;
	return false;
}

static size_t count_opening(const struct fleet *fleet)
{
	size_t count = 0;

	for (size_t i = 0; i < fleet->count; i++)
		count += lane_state(fleet->slots[i].lane) == LANE_OFFERING &&
			 !lane_connected(fleet->slots[i].lane);
	return count;
}

/* Begin in lanes that have a connection, or in `most` that have none. */
static size_t begin_some(struct fleet *fleet, struct backlog *backlog,
			 bool connected, size_t most)
{
	const usec_t now = monotonic_now();
	struct outbox_mail mail;
	size_t begun = 0;

	for (size_t i = 0; i < fleet->count && begun < most; i++) {
		if (!is_free(&fleet->slots[i], now) ||
		    lane_connected(fleet->slots[i].lane) != connected)
			continue;
		if (!backlog_take(backlog, &mail))
			break;
		lane_offer(fleet->slots[i].lane, &mail);
		begun++;
	}
	return begun;
}

size_t fleet_begin(struct fleet *fleet, struct backlog *backlog)
{
	const size_t connected = count_connected(fleet);
	const size_t opening = count_opening(fleet);
	const size_t most = connected == 0 ? 1 : connected;
	size_t begun = begin_some(fleet, backlog, true, fleet->count);

	if (opening < most)
		begun += begin_some(fleet, backlog, false, most - opening);
	return begun;
}

void fleet_freed(struct fleet *fleet, size_t i, bool opened)
{
	struct slot *slot = &fleet->slots[i];

	slot->free_since = monotonic_now();
	if (!opened && fleet_connected(fleet))
		slot->rests_until = slot->free_since + RESTS;
}

void fleet_tidy(struct fleet *fleet)
{
	const usec_t now = monotonic_now();

	for (size_t i = 0; i < fleet->count; i++) {
		const struct slot *slot = &fleet->slots[i];

		if (lane_state(slot->lane) == LANE_FREE &&
		    lane_connected(slot->lane) &&
		    now - slot->free_since > IDLE)
			lane_leave(slot->lane);
	}
}

/* Of many that speak to their servers others have news at once: to wake for
 * each costs more than all the rest. */
static void let_gather(struct fleet *fleet)
{
	if (fleet_count(fleet, LANE_OFFERING) +
	    fleet_count(fleet, LANE_FINISHING) >= CROWD)
		usleep(MOMENT);
}

void fleet_wait(struct fleet *fleet, int fd, usec_t time)
{
	struct pollfd ready[] = {
		{ .fd = fleet->bell.fd, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};
	uint64_t news;

	if (poll(ready, 2, (int)((time + 999) / 1000)) <= 0 ||
	    ready[0].revents == 0)
		return;
	let_gather(fleet);
	/* Only then the states are looked at: what comes later rings again. */
	if (read(fleet->bell.fd, &news, sizeof(news)) > 0)
		fleet->bell.rung = false;
}
