/* pull.h - fetch what an IMAP mailbox holds: facts of mails, and mails.
 *
 * Asks for UID, RFC822.SIZE, INTERNALDATE and BODY.PEEK[] only, takes each
 * answer as it arrives and only for a UID that was asked for, the first one
 * where a UID comes twice.
 *
 * Ownership: results in the arena.
 * Errors: temporary; what was not there is left out, what was refused or
 *         came without text fails, for it would be lost otherwise.
 */
#ifndef NET_PULL_H
#define NET_PULL_H

#include "net/session.h"

/* Size and date of at most UIDSET_MOST mails, in the order of `uids`, which
 * is sorted on the way.  `items` has room for `count`. */
bool pull_items(struct session *session, uint32_t *uids, size_t count,
		struct source_item *items, size_t *count_r, struct err *err);

bool pull_mails(struct session *session, struct arena *arena,
		const struct source_item *items, size_t count,
		size_t size_limit, struct source_mail **mails_r,
		size_t *count_r, struct err *err);

/* One mail in pieces, as source_verbs.stream() has it. */
bool pull_stream(struct session *session, const struct source_item *item,
		 const struct source_sink *sink, struct source_mail *mail_r,
		 struct err *err);

#endif
