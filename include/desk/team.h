/* team.h - the agents of a desk: who they are, who is there, who gets what.
 *
 * The operator names them in postdesk.yaml.  Whom a ticket goes to is a
 * question of its own, answered from what is known of everybody's load: the
 * same facts give the same agent.
 *
 * Ownership: a team is in the arena of the settings; results point into it.
 * Errors:    none; what is not clear is nobody.
 */
#ifndef DESK_TEAM_H
#define DESK_TEAM_H

#include "desk/hours.h"
#include "mail/message.h"

/* When an agent is told of tickets. */
#define AGENT_DIGESTS(ROW)			\
	ROW(AGENT_AT_ONCE, "at once")		\
	ROW(AGENT_EVERY,   "every")		\
	ROW(AGENT_DAILY,   "daily")

enum agent_digest {
#define ROW(name, word) name,
	AGENT_DIGESTS(ROW)
#undef ROW
};

/* From the first to the last date, each the midnight of that date as if in
 * UTC. */
struct agent_absence {
	usec_t from, to;
};

struct agent {
	const char *name, *address;	/* address in lower case */
	struct strings languages, queues;	/* none: all */
	int tier;			/* 1 to 3: up to which she works */
	const struct hours *hours;	/* NULL: the desk's */
	const struct agent_absence *away;
	size_t away_count;
	enum agent_digest digest;
	usec_t digest_every;		/* of AGENT_EVERY */
};

struct team {
	const struct agent *at;
	size_t count;
};

/* By address, case-blind.  NULL: none. */
const struct agent *team_find(const struct team *team, const char *address);

/* By address, by the part of it before the @, by name or by first name; NULL
 * where it is nobody or could be two. */
const struct agent *team_named(const struct team *team, const char *word);

/* Does she work at this moment?  `hours`: the desk's. */
bool team_present(const struct agent *agent, const struct hours *hours,
		  usec_t now);

/* Does she do tickets of that kind?  A language of "" is any. */
bool team_serves(const struct agent *agent, const char *queue,
		 const char *language, int tier);

/* How tickets that no rule assigns find somebody. */
#define ASSIGNMENT_WAYS(ROW)			\
	ROW(ASSIGNMENT_NONE,   "none")		\
	ROW(ASSIGNMENT_LOAD,   "load")		\
	ROW(ASSIGNMENT_STICKY, "sticky")

enum assignment_way {
#define ROW(name, word) name,
	ASSIGNMENT_WAYS(ROW)
#undef ROW
};

struct assignment_queue {
	const char *queue;
	enum assignment_way way;
};

/* `way` is the desk's, where its queue says nothing. */
struct assignment {
	enum assignment_way way;
	const struct assignment_queue *queues;
	size_t queue_count;
};

enum assignment_way assignment_of(const struct assignment *assignment,
				  const char *queue);

/* The one that asks for most of what is known, of all queues. */
enum assignment_way assignment_most(const struct assignment *assignment);

/* Why a ticket went to an agent. */
#define TEAM_REASONS(ROW)				\
	ROW(TEAM_NOBODY,  "nobody-there")		\
	ROW(TEAM_MANAGER, "account-manager")		\
	ROW(TEAM_LAST,    "last-agent")			\
	ROW(TEAM_LOAD,    "least-load")

enum team_reason {
#define ROW(name, word) name,
	TEAM_REASONS(ROW)
#undef ROW
};

/* What is known when a ticket looks for somebody. */
struct team_facts {
	enum assignment_way way;	/* of its queue */
	const char *queue, *language;
	int tier;
	const struct hours *hours;	/* the desk's */
	usec_t now;
	const char *manager;		/* of the customer's organisation: name
					 * or address; NULL or "": none */
	const char *last;		/* who served the customer last */
	int (*load)(const void *context, const char *address);
	const void *context;
};

/* Account manager and last agent first where the way is sticky; else, and
 * where they are not there, who has the fewest open tickets, of equal ones
 * whoever stands first in the settings.  NULL: nobody. */
const struct agent *team_choose(const struct team *team,
				const struct team_facts *facts,
				enum team_reason *reason_r);

const char *agent_digest_word(enum agent_digest digest);
const char *team_reason_word(enum team_reason reason);

#endif
