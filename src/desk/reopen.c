/* reopen.c - wake a ticket, leave it at rest, or let the mail begin anew. */

#include "desk/reopen.h"

#include <string.h>

static usec_t within_of(const struct reopen_policy *policy, const char *queue)
{
	for (size_t i = 0; i < policy->queue_count; i++)
		if (strcmp(policy->queues[i].queue, queue) == 0)
			return policy->queues[i].within;
	return policy->within;
}

static bool is_too_late(const struct reopen_facts *facts,
			const struct reopen_policy *policy)
{
	usec_t within = within_of(policy, facts->queue);
	usec_t closed = facts->closed != 0 ? facts->closed : facts->updated;

	if (facts->state != TICKET_CLOSED || within == REOPEN_ALWAYS)
		return false;
	return facts->now - closed >= within;
}

/* To a ticket that waits for the customer, his agreement is the answer. */
static bool is_only_thanks(const struct reopen_facts *facts)
{
	return facts->thanks == THANKS_MERE ||
	       (facts->thanks == THANKS_AGREES &&
		facts->state == TICKET_CLOSED);
}

enum reopen_verdict reopen_judge(const struct reopen_facts *facts,
				 const struct reopen_policy *policy)
{
	if (facts->state != TICKET_CLOSED && facts->state != TICKET_PENDING)
		return REOPEN_AWAKE;
	if (!facts->person)
		return REOPEN_MACHINE;
	if (is_only_thanks(facts))
		return REOPEN_THANKS;
	return is_too_late(facts, policy) ? REOPEN_TOO_LATE : REOPEN_WRITES;
}

const char *reopen_word(enum reopen_verdict verdict)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		REOPEN_VERDICTS(ROW)
#undef ROW
	};

	return words[verdict];
}
