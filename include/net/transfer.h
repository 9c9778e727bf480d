/* transfer.h - move mails of the selected mailbox into another folder.
 *
 * By MOVE where it is offered.  Else each mail is marked by a keyword, copied
 * and removed; one that bears the mark already is looked for in the folder
 * first, by size, date and bytes, for whoever copied it may have been cut off
 * before it was removed.  The folder is made when it is missing.
 *
 * Errors: as those of session_say().  After false with a lost connection what
 *         was moved is not known.
 * Limits: UIDSET_MOST mails at a time.
 */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include "net/session.h"

/* `folder` as session_quoted() makes it.  Their new names are noted in
 * `retired`, where they become known. */
bool transfer_move(struct session *session, const char *folder,
		   struct source_retired *retired, size_t count,
		   struct err *err);

/* Remove a set for good. */
bool transfer_remove(struct session *session, const char *set,
		     struct err *err);

#endif
