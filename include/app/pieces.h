/* pieces.h - a large mail of the ledger, chunk by chunk, for its readers.
 *
 * Ownership: a piece lives until the next one is read.
 */
#ifndef APP_PIECES_H
#define APP_PIECES_H

#include "base/arena.h"
#include "mail/message.h"
#include "store/ledger.h"

struct pieces {
	struct db *db;
	struct arena *arena;	/* of one piece */
	int64_t desk_id, mail_id;
};

/* Piece `number`; *size_r 0 behind the end.  A `cell_piece` of app/cell. */
bool pieces_read(void *context, size_t number, const void **bytes_r,
		 size_t *size_r, struct err *err);

/* The raw mail, in which only the attachments are filled in, as many as are
 * not more than `limit` bytes once decoded. */
bool pieces_files(struct pieces *pieces, struct arena *arena,
		  const struct message *message, size_t size, int64_t limit,
		  const char **raw_r, struct err *err);

#endif
