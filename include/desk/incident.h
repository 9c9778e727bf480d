/* incident.h - faults that the desk knows of, and what is said of them.
 *
 * A person begins and ends an incident, for the whole desk or for one queue;
 * while it runs, acknowledgements of its tickets say so.  What people wrote of
 * it is one line a language, "en Cards are refused."
 *
 * Ownership: in the arena of the history.
 * Errors:    none.
 */
#ifndef DESK_INCIDENT_H
#define DESK_INCIDENT_H

#include "mail/message.h"

struct incident {
	const char *queue;	/* "": of the whole desk */
	struct strings words;	/* two letters, a blank, the line */
};

/* Those that run: of a queue one at most. */
struct incidents {
	const struct incident *at;
	size_t count;
};

/* The one that tickets of the queue are in: its own, else the desk's; NULL
 * where there is none. */
const struct incident *incident_of(const struct incidents *incidents,
				   const char *queue);

/* What was said of it in that language; "" if nothing. */
const char *incident_words(const struct incident *incident,
			   const char *language);

#endif
