/* entry.h - the bytes of one mail on a shelf.
 *
 * In an mbox the escapes before "From " are taken away, so that the sizes are
 * those of the mail and not of its stretch of the file.
 *
 * Ownership: in the arena.  Errors: temporary, with the file and the reason.
 */
#ifndef NET_ENTRY_H
#define NET_ENTRY_H

#include "net/shelf.h"
#include "net/source.h"

/* The file that it is in. */
const char *entry_path(const struct shelf *shelf, struct arena *arena,
		       const struct shelf_entry *entry);

/* The whole of it; where it is larger than `limit`, its first SOURCE_HEAD. */
bool entry_read(const struct shelf *shelf, struct arena *arena,
		const struct shelf_entry *entry, size_t limit,
		struct source_mail *mail, struct err *err);

/* In pieces of at most SOURCE_HEAD; *mail says what it was, without bytes. */
bool entry_stream(const struct shelf *shelf, const struct shelf_entry *entry,
		  const struct source_sink *sink, struct source_mail *mail,
		  struct err *err);

#endif
