/* checkup.h - the findings of `postdesk doctor`, one line each.
 *
 *	ok   smtp       mail.example.test:587: logged in
 *	note automatic  off: nobody is answered until `postdesk autos on`
 *	bad  mailbox    support: login refused; look at user and password
 *
 * A line is printed as soon as it is known; as JSON they come together at the
 * end.
 *
 * Ownership: `arena` outlives the checkup.
 */
#ifndef APP_CHECKUP_H
#define APP_CHECKUP_H

#include "base/json.h"

/* A note is worth knowing and no reason to fail. */
#define CHECKUP_VERDICTS(ROW)		\
	ROW(CHECKUP_OK,   "ok")		\
	ROW(CHECKUP_NOTE, "note")	\
	ROW(CHECKUP_BAD,  "bad")

enum checkup_verdict {
#define ROW(name, word) name,
	CHECKUP_VERDICTS(ROW)
#undef ROW
};

struct checkup {
	struct arena *arena;
	const char *desk;	/* whose findings these are, "" for all's */
	bool as_json;
	bool bad;		/* something was */
	struct buffer out;
	struct json json;
};

struct checkup checkup_begin(struct arena *arena, bool as_json);

/* What was looked at, one word; and one line of plain words about it. */
void checkup_say(struct checkup *checkup, enum checkup_verdict verdict,
		 const char *what, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The exit status: 0, or 1 where something is bad. */
int checkup_end(struct checkup *checkup);

#endif
