/* postbox.h - an IMAP server with one mailbox, in a thread, that is harmed at
 * any byte.
 *
 * It does what it was told the moment it has the last byte of the line,
 * whatever becomes of its answer: the worst that a client can meet.  Only the
 * first connection after postbox_arm() is harmed.  Mails that do not lie there
 * at first arrive while somebody idles.
 */
#ifndef TESTS_APP_POSTBOX_H
#define TESTS_APP_POSTBOX_H

#include "clerk.h"

struct postbox;

struct postbox *postbox_new(void);
void postbox_free(struct postbox **postbox);
int postbox_port(const struct postbox *postbox);

/* Empty it and begin anew; `lying` of the mails lie there, the others are on
 * their way.  They are borrowed. */
void postbox_fill(struct postbox *postbox, enum postbox_kind kind,
		  const struct postbox_mail *mails, size_t count,
		  size_t lying);
void postbox_arm(struct postbox *postbox, const struct harm *harm);

/* Is a mail on its way?  Is the mailbox empty, and none is? */
bool postbox_expects(struct postbox *postbox);
bool postbox_is_empty(struct postbox *postbox);

/* How often the server has that mail, and how often in `Processed`. */
struct postbox_count {
	int all, processed;
};

struct postbox_count postbox_look(struct postbox *postbox, size_t mail);

/* Bytes of that way on the first connection since postbox_arm(). */
size_t postbox_bytes(struct postbox *postbox, enum harm_way way);

#endif
