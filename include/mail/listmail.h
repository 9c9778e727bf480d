/* listmail.h - mail that came by a list of the operator's, without the list.
 *
 * Google Groups and Mailman put their own address into From and the author
 * into X-Original-From, or into Reply-To.  Their marks, their envelope and
 * their sender are left out, so that the mail is its author's: a person's
 * again, who may be answered as any unproven sender.
 *
 * Ownership: in the arena, or borrowed from the mail.
 * Errors:    none.
 */
#ifndef MAIL_LISTMAIL_H
#define MAIL_LISTMAIL_H

#include "mail/gist.h"

/* The list by which the mail came; NULL: by none of them, or by another as
 * well. */
const char *listmail_by(const struct message *message,
			const struct strings *lists);

/* The author's mail; NULL where nobody says who that is. */
const struct message *listmail_undo(struct arena *arena,
				    const struct message *message,
				    const char *list,
				    const struct gist_desk *desk);

#endif
