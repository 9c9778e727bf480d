/* relay.h - an agent's words as a clean mail from the desk.
 *
 * The customer gets a mail that we made: the desk's address, the words that
 * the agent wrote now, her attachments; nothing of her mail itself.  Its HTML
 * is ours, from her visible text.  Before it is queued its final bytes are
 * looked through for what must never leave (desk/leak.h).
 *
 * Ownership: in the planner's arena; a source is borrowed.
 * Errors:    none; what cannot be sent is a verdict, and nothing is queued.
 */
#ifndef DESK_RELAY_H
#define DESK_RELAY_H

#include "desk/known.h"

struct planner;
struct agent;

/* Participants that one answer goes to; queued rows of one plan. */
enum { RELAY_RECIPIENTS = 20 };

#define RELAY_VERDICTS(ROW)					\
	ROW(RELAY_QUEUED,        "queued")			\
	ROW(RELAY_NOTHING,       "nothing-to-send")		\
	ROW(RELAY_NOBODY,        "nobody-takes-part")		\
	ROW(RELAY_TOO_MANY,      "too-many-take-part")		\
	ROW(RELAY_TOO_BIG,       "attachments-too-big")		\
	ROW(RELAY_AGENT_ADDRESS, "names-agent-address")		\
	ROW(RELAY_TOKEN,         "holds-signed-address")	\
	ROW(RELAY_MARKER,        "holds-notification")		\
	ROW(RELAY_NOTE,          "repeats-internal-note")	\
	ROW(RELAY_WINMAIL,       "holds-winmail")		\
	ROW(RELAY_REFUSED,       "cannot-be-sent")

enum relay_verdict {
#define ROW(name, word) name,
	RELAY_VERDICTS(ROW)
#undef ROW
};

/* The mail that the words came in.  `raw` NULL: not at hand, and no attachment
 * is carried. */
struct relay_source {
	const struct message *message;
	const char *raw;
	size_t size;
};

struct relay {
	const struct agent *agent;	/* NULL: nobody is named to customers */
	const char *text;		/* as relay_clean() leaves it, or as
					 * typed on the command line */
	const struct relay_source *source;	/* NULL: none */
	bool insist;		/* words of an internal note may leave */
};

/* Queues one row for each who takes part, the same bytes and Message-ID, held
 * until the desk's `undo` is over; and the message and event of the ticket.
 * Nothing is added to the plan with any other verdict than RELAY_QUEUED.
 * The ticket must have been read with keys.agent_numbers (desk/history.h). */
enum relay_verdict relay_plan(struct planner *planner,
			      struct known_ticket *ticket,
			      const struct relay *relay);

const char *relay_word(enum relay_verdict verdict);

/* What an agent is told of it, one sentence. */
const char *relay_reason(enum relay_verdict verdict);

/* Programs put a card below the words without any mark: in the last paragraph
 * a line that is her name, and below it her address.  The text above it. */
const char *relay_unsigned(struct arena *arena, const char *text,
			   const char *name, const char *address);

/* The agent's own words of `rest`, the end of the message's text below her
 * commands: without the quoted notification, her signature and notices.
 * Lines that she answers between keep their ">", if the customers know them;
 * each stands there once.  Plain text, for struct relay. */
const char *relay_clean(struct arena *arena, const struct message *message,
			const char *rest, const struct known_ticket *ticket);

#endif
