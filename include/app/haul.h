/* haul.h - one large mail from its source into the ledger.
 *
 * Piece by piece, in one transaction: it is there whole or not at all, and no
 * process ever holds more of it than a piece.
 */
#ifndef APP_HAUL_H
#define APP_HAUL_H

#include "net/source.h"
#include "store/ledger.h"

enum haul {
	HAUL_ADDED,
	HAUL_KNOWN,		/* somebody was first */
	HAUL_GONE,		/* it is not there any more */
	HAUL_UNREAD,		/* the source failed, *err */
	HAUL_UNSTORED,		/* the database failed, *err */
};

enum haul haul_mail(struct db *db, struct ledger_mailbox *mailbox,
		    struct source *source, const struct source_item *item,
		    bool silent, struct err *err);

/* Only its SHA-256; *mail_r as of source_verbs.stream(). */
bool haul_digest(struct source *source, const struct source_item *item,
		 struct source_mail *mail_r, uint8_t sha256_r[32],
		 struct err *err);

#endif
