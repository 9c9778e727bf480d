/* team.c - who an agent is, whether she is there, and who gets a ticket. */

#include "desk/team.h"

#include "base/text.h"

#include <limits.h>

const struct agent *team_find(const struct team *team, const char *address)
{
	for (size_t i = 0; address != NULL && i < team->count; i++)
		if (text_same(team->at[i].address, address))
			return &team->at[i];
	return NULL;
}

/* Is `word` what stands in `text` before `end`? */
static bool is_start(const char *text, const char *word, char end)
{
	const char *stop = strchr(text, end);

	return stop != NULL && strlen(word) == (size_t)(stop - text) &&
	       text_starts(text, word);
}

static bool is_named(const struct agent *agent, const char *word)
{
	return text_same(agent->name, word) ||
	       is_start(agent->name, word, ' ') ||
	       is_start(agent->address, word, '@');
}

const struct agent *team_named(const struct team *team, const char *word)
{
	const struct agent *found = team_find(team, word);
	size_t count = 0;

	if (found != NULL || word == NULL || word[0] == '\0')
		return found;
	/* A whole name is clear, also where it begins another's. */
	for (size_t i = 0; i < team->count; i++)
		if (text_same(team->at[i].name, word)) {
			found = &team->at[i];
			count++;
		}
	for (size_t i = 0; found == NULL && i < team->count; i++)
		count += is_named(&team->at[i], word);
	for (size_t i = 0; count == 1 && found == NULL && i < team->count; i++)
		if (is_named(&team->at[i], word))
			found = &team->at[i];
	return count == 1 ? found : NULL;
}

/* The midnight, as if in UTC, of the date on the clocks of the zone. */
static usec_t date_at(const struct hours *hours, usec_t now)
{
	const usec_t local = hours == NULL
		? now : zone_local(hours->zone, now);

	return local - local % USEC_DAY;
}

bool team_present(const struct agent *agent, const struct hours *hours,
		  usec_t now)
{
	const struct hours *own = agent->hours != NULL ? agent->hours : hours;
	const usec_t today = date_at(own, now);

	for (size_t i = 0; i < agent->away_count; i++)
		if (agent->away[i].from <= today && today <= agent->away[i].to)
			return false;
	return hours_open(own, now);
}

static bool is_among(const struct strings *words, const char *word)
{
	return words->count == 0 || word[0] == '\0' ||
	       strings_find(words, word) != NULL;
}

bool team_serves(const struct agent *agent, const char *queue,
		 const char *language, int tier)
{
	return is_among(&agent->queues, queue) &&
	       is_among(&agent->languages, language) && agent->tier >= tier;
}

enum assignment_way assignment_of(const struct assignment *assignment,
				  const char *queue)
{
	for (size_t i = 0; i < assignment->queue_count; i++)
		if (strcmp(assignment->queues[i].queue, queue) == 0)
			return assignment->queues[i].way;
	return assignment->way;
}

enum assignment_way assignment_most(const struct assignment *assignment)
{
	enum assignment_way most = assignment->way;

	for (size_t i = 0; i < assignment->queue_count; i++)
		if (assignment->queues[i].way > most)
			most = assignment->queues[i].way;
	return most;
}

static bool can_take(const struct agent *agent, const struct team_facts *facts)
{
	return agent != NULL &&
	       team_present(agent, facts->hours, facts->now) &&
	       team_serves(agent, facts->queue, facts->language, facts->tier);
}

/* Whom the customer knows counts more than which queue it is: only being
 * there is asked for. */
static bool is_there(const struct agent *agent, const struct team_facts *facts)
{
	return agent != NULL && team_present(agent, facts->hours, facts->now);
}

static const struct agent *least_load(const struct team *team,
				      const struct team_facts *facts)
{
	const struct agent *found = NULL;
	int least = INT_MAX;

	for (size_t i = 0; i < team->count; i++) {
		const struct agent *agent = &team->at[i];
		int load;

		if (!can_take(agent, facts))
			continue;
		load = facts->load(facts->context, agent->address);
		if (load >= least)
			continue;
		least = load;
		found = agent;
	}
	return found;
}

const struct agent *team_choose(const struct team *team,
				const struct team_facts *facts,
				enum team_reason *reason_r)
{
	const struct agent *manager = team_named(team, facts->manager);
	const struct agent *last = team_find(team, facts->last);
	const struct agent *found;

	*reason_r = TEAM_NOBODY;
	if (facts->way == ASSIGNMENT_NONE)
		return NULL;
	if (facts->way == ASSIGNMENT_STICKY && is_there(manager, facts)) {
		*reason_r = TEAM_MANAGER;
		return manager;
	}
	if (facts->way == ASSIGNMENT_STICKY && is_there(last, facts)) {
		*reason_r = TEAM_LAST;
		return last;
	}
	found = least_load(team, facts);
	if (found != NULL)
		*reason_r = TEAM_LOAD;
	return found;
}

const char *agent_digest_word(enum agent_digest digest)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		AGENT_DIGESTS(ROW)
	};

	return words[digest];
}

const char *team_reason_word(enum team_reason reason)
{
	static const char *const words[] = {
		TEAM_REASONS(ROW)
#undef ROW
	};

	return words[reason];
}
