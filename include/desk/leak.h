/* leak.h - does a text hold what must never reach a customer?
 *
 * The last door of a relay.  It knows no excuse: addresses of agents (but of
 * those who take part in the ticket themselves), signed addresses of any role
 * (but where they belong), the marker of a notification, lines of internal
 * notes that no customer was told.
 *
 * Ownership: all borrowed.  Errors: none.
 * Limits:    linear in the text; notes as in mail/recall.h.
 */
#ifndef DESK_LEAK_H
#define DESK_LEAK_H

#include "desk/desk.h"
#include "desk/known.h"

enum leak {
	LEAK_NONE,
	LEAK_AGENT_ADDRESS,
	LEAK_TOKEN,
	LEAK_MARKER,
	LEAK_NOTE,		/* words of an internal note */
};

/* The frame of the line above which agents answer. */
#define LEAK_MARK_OPEN	"##-"
#define LEAK_MARK_CLOSE	"-##"

struct leak_look {
	const struct desk *desk;
	const struct known_ticket *ticket;
	const char *allowed;	/* the one token that may stand there, or NULL */
	bool header;		/* ids and reply addresses belong there */
	bool notes;		/* look for internal notes too */
};

/* The first that stands in `size` bytes at `text`. */
enum leak leak_find(const struct leak_look *look, const char *text,
		    size_t size);

/* Do lines that nobody quotes state the facts of a ticket as notifications do,
 * more than once?  Then one came along without its marker. */
bool leak_is_notified(const char *text);

/* Is the line such a marker, quoted or not? */
bool leak_is_marker(const char *line, size_t size);

#endif
