/* notice.h - what a mail server tells people in plain words.
 *
 * Most bounces of the world carry no report that a machine can read, or a
 * broken one.  Their text has three stretches: an opening ("could not be
 * delivered"), the recipients with what the other server said, and a copy of
 * the original mail.  Tables name the systems; the reading is the same.
 *
 * Ownership: in the arena.  Errors: none.  Linear in the text.
 */
#ifndef MAIL_NOTICE_H
#define MAIL_NOTICE_H

#include "mail/message.h"

/* Recipients of one notice that are kept. */
#define NOTICE_RECIPIENTS 100

struct notice_recipient {
	const char *address;
	const char *diagnostic;		/* the lines below, "" if none */
};

struct notice {
	const char *system;	/* whose opening it is, or NULL */
	bool delayed;		/* still being tried */
	const char *told;	/* all before the copy of the original */
	const char *original;	/* the copy that follows in the text, or "" */
	struct notice_recipient *at;
	size_t count;
};

struct notice notice_read(struct arena *arena, const char *text);

/* Words of servers, for notice_read() and mail/bounce. */
struct notice_opening {
	const char *system, *words;
	bool delayed;
};

/* The opening in a folded text, or NULL. */
const struct notice_opening *notice_opening(const char *folded);

/* Does the copy of the original start at this folded line? */
bool notice_separates(const char *folded);

/* Past the words that announce an address in a folded text, from *p on; false
 * when there are no more. */
bool notice_announces(const char **p);

/* Is it the subject of a bounce? */
bool notice_subject(struct arena *arena, const char *subject);

#endif
