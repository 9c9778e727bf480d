/* ticket.h - the words and facts of a ticket.
 *
 * Data only.  The words stand in the database, in JSON and in the log: once
 * released, a word is never changed.
 */
#ifndef DESK_TICKET_H
#define DESK_TICKET_H

#include "base/clock.h"
#include "mail/message.h"

#define TICKET_STATES(ROW)			\
	ROW(TICKET_NEW,     "new")		\
	ROW(TICKET_OPEN,    "open")		\
	ROW(TICKET_PENDING, "pending")		\
	ROW(TICKET_CLOSED,  "closed")

#define URGENCIES(ROW)				\
	ROW(URGENCY_LOW,      "low")		\
	ROW(URGENCY_NORMAL,   "normal")		\
	ROW(URGENCY_HIGH,     "high")		\
	ROW(URGENCY_CRITICAL, "critical")

enum ticket_state {
#define ROW(name, word) name,
	TICKET_STATES(ROW)
};

enum urgency {
	URGENCIES(ROW)
#undef ROW
};

struct ticket {
	int64_t id;
	int64_t number;			/* what people see */
	enum ticket_state state;
	const char *subject;
	enum urgency urgency;
	int score;			/* the sum behind the level */
	const char *queue;
	int tier;			/* 1, 2 or 3 */
	struct strings tags;
	const char *agent;		/* address, "" or NULL: nobody */
	const char *reasons;		/* of the urgency, a line each */
	int64_t requester;		/* contact id; 0: nobody we can name */
	const char *requester_address;	/* "" if there is none */
	const char *language;		/* ISO 639-1; "" unknown */
	usec_t created, updated;
	usec_t closed;			/* since when; 0: it is not */
	usec_t until;			/* pending till then; 0: until the
					 * customer answers */
	bool quiet;			/* the customer wants no more
					 * automatic mail in it */
	int64_t merged_into;		/* the ticket that it is part of now;
					 * 0: its own */
};

const char *ticket_state_word(enum ticket_state state);
const char *urgency_word(enum urgency urgency);

/* False where the word is none of ours. */
bool ticket_state_read(const char *word, enum ticket_state *state_r);
bool urgency_read(const char *word, enum urgency *urgency_r);

#endif
