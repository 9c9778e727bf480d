/* exchange.h - mails to the child in the cell, records from it, at once.
 *
 * Mails go out while records come in, so that neither side ever waits for the
 * other with a full socket; several go in one call, and many records come in
 * one.
 *
 * Ownership: what is read lives in the arena.
 * Errors:    the child died, lied or took too long over the mail behind those
 *            that were read.
 */
#ifndef APP_EXCHANGE_H
#define APP_EXCHANGE_H

#include "app/cell.h"

/* Have `mails` read.  Returns how many were: `count`, or fewer where the child
 * is to be replaced. */
size_t exchange_mails(const struct cell_work *work, int socket,
		      struct arena *arena, const struct cell_mail *mails,
		      size_t count, struct cell_read *reads_r);

/* The same of one that comes in pieces; false with *err only where a piece was
 * not to be had. */
bool exchange_large(const struct cell_work *work, int socket,
		    struct arena *arena, const struct cell_mail *mail,
		    struct cell_read *read_r, struct err *err);

/* In the place of its size: a mail follows in pieces, each behind its size,
 * up to one of none. */
#define EXCHANGE_PIECES UINT64_MAX

#endif
