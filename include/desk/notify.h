/* notify.h - may a rule have somebody told of a ticket?
 *
 * A notice goes to agents and to whom the operator named, never to those who
 * take part in the ticket, and no more often than people can read.
 *
 * Errors: none; when in doubt it is silence.
 */
#ifndef DESK_NOTIFY_H
#define DESK_NOTIFY_H

#include <stdbool.h>

/* Of one desk, to all together. */
enum { NOTIFY_HOUR = 60 };

#define NOTIFY_VERDICTS(ROW)					\
	ROW(NOTIFY_AUTOS_OFF, "automatic-mail-off")		\
	ROW(NOTIFY_OLD_MAIL,  "older-than-activation")		\
	ROW(NOTIFY_LOOP,      "own-mail")			\
	ROW(NOTIFY_OURSELVES, "own-address")			\
	ROW(NOTIFY_CUSTOMER,  "takes-part")			\
	ROW(NOTIFY_MUTED,     "came-back")			\
	ROW(NOTIFY_CAP,       "cap-notices")			\
	ROW(NOTIFY_REFUSED,   "cannot-be-sent")			\
	ROW(NOTIFY_SEND,      "send")

enum notify_verdict {
#define ROW(name, word) name,
	NOTIFY_VERDICTS(ROW)
#undef ROW
};

struct notify_facts {
	bool autos;		/* automatic mail is switched on */
	bool old;		/* the mail is from before the activation */
	bool loop;		/* we wrote it, or a machine answers us */
	bool ourselves;		/* an address of the desk */
	bool takes_part;	/* the sender, or a participant */
	bool muted;		/* what was told to it came back */
	int notices_hour;	/* sent in the last hour */
};

/* May this address be told of the planner's mail?  For agents, whose
 * notifications wait and are gathered: whether automatic mail is on, and how
 * many there were, does not count here. */
struct planner;
enum notify_verdict notify_look(const struct planner *planner,
				const char *address);

enum notify_verdict notify_judge(const struct notify_facts *facts);

const char *notify_word(enum notify_verdict verdict);

#endif
