/* instruct.h - carry out what an agent asks for, all of it or nothing.
 *
 * Commands and words come from a mail or from the command line; what is known
 * and what was asked for give effects in the planner's plan, or the reasons
 * why nothing is done.  It does not judge who may ask; the caller did.
 *
 * Words without a fault go to the customer (desk/relay.h), unless there are
 * none or one of the commands is `note`.  With a fault nothing at all is done;
 * the words of a mail are then kept as a note.
 *
 * Ownership: in the planner's arena; results may point into the instruction.
 * Errors:    none; what cannot be done is a fault with its line.
 * Limits:    at most one of `split`, `merge` and `new` at a time.
 */
#ifndef DESK_INSTRUCT_H
#define DESK_INSTRUCT_H

#include "desk/planner.h"

struct commands;
struct relay_source;

struct instruction {
	const struct agent *agent;	/* NULL: an admin on the command line */
	const char *actor;		/* for the history */
	const struct commands *commands;
	const char *text;		/* words to the customer, "" if none; of
					 * `note`: the note */
	const struct relay_source *source;	/* the mail it came in, for
						 * attachments; NULL */
	bool by_mail;
	int64_t number;			/* of the ticket that was meant, to be
					 * told where there is none; or 0 */
	const char *subject;		/* of `new` and `split`; NULL: that of
					 * the mail, of the first message */
	const int64_t *messages;	/* of `split`; none: its number */
	size_t message_count;
};

#define INSTRUCT_VERDICTS(ROW)					\
	ROW(INSTRUCT_DONE,     "done")				\
	ROW(INSTRUCT_FAULT,    "fault")				\
	ROW(INSTRUCT_COLLIDES, "answered-by-another")

enum instruct_verdict {
#define ROW(name, word) name,
	INSTRUCT_VERDICTS(ROW)
#undef ROW
};

/* Why it cannot be done, besides what the readers of commands, the corrections
 * (desk/correct.h) and the relay (desk/relay.h) say. */
#define INSTRUCT_REFUSALS(ROW)				\
	ROW(REFUSAL_NO_SUCH_TICKET,  "no-such-ticket")   \
	ROW(REFUSAL_NO_SUCH_AGENT,   "no-such-agent")    \
	ROW(REFUSAL_NO_SUCH_QUEUE,   "no-such-queue")    \
	ROW(REFUSAL_NO_SUCH_REPLY,   "no-such-reply")    \
	ROW(REFUSAL_IN_THE_PAST,     "in-the-past")      \
	ROW(REFUSAL_OWN_ADDRESS,     "own-address")      \
	ROW(REFUSAL_AGENT_ADDRESS,   "agent-address")    \
	ROW(REFUSAL_TAKES_NO_PART,   "takes-no-part")    \
	ROW(REFUSAL_NO_SUBJECT,      "no-subject")       \
	ROW(REFUSAL_NO_WORDS,        "no-words")         \
	ROW(REFUSAL_NOT_TOGETHER,    "not-together")     \
	ROW(REFUSAL_NO_STEP,         "no-step")          \
	ROW(REFUSAL_TOO_LATE,        "too-late")         \
	ROW(REFUSAL_CHANGED_SINCE,   "changed-since")

enum instruct_refusal {
#define ROW(name, word) name,
	INSTRUCT_REFUSALS(ROW)
#undef ROW
};

struct instruct_outcome {
	enum instruct_verdict verdict;
	const char *word;		/* its stable word; of a fault or a
					 * correction, theirs */
	struct strings done;		/* what was done, a line each */
	struct strings told;		/* what was asked: why, help */
	const struct command_fault *faults;	/* of FAULT: all of them */
	size_t fault_count;
	const char *collides;		/* of COLLIDES: who answered, and what
					 * to do; the words become a draft by
					 * the caller's hand */
	bool wanted;			/* a transcript was asked for */
	int64_t ticket;			/* number of the one it is about, that
					 * of a new one too; 0: none */
};

/* `ticket` NULL: only `new` and `help` make sense.  True where all was done.
 * What reading the commands found faulty is a fault here too. */
bool instruct_plan(struct planner *planner, struct known_ticket *ticket,
		   const struct instruction *instruction,
		   struct instruct_outcome *outcome_r);

const char *instruct_word(enum instruct_verdict verdict);
const char *refusal_word(enum instruct_refusal refusal);

#endif
