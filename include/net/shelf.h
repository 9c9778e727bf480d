/* shelf.h - which mails lie in a Maildir, a folder or an mbox file.
 *
 * The number of a mail is a digest, so that it is the same in every run and
 * never means another mail: of the name in a Maildir (unique by its rules), of
 * name, size and time in a folder, of the content and the count of its copies
 * before it in an mbox.  Numbers say nothing about the order of arrival.
 *
 * Ownership: entries live until the next shelf_scan() or shelf_free().
 * Errors:    temporary where it cannot be read now; permanent where the path
 *            is no source of mail.
 */
#ifndef NET_SHELF_H
#define NET_SHELF_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"

#include <sys/types.h>

enum files_kind { FILES_FOLDER, FILES_MAILDIR, FILES_MBOX };

struct shelf_entry {
	int64_t item;
	const char *folder;	/* "new", "cur" or "." */
	const char *name;	/* of the file in it; "" for an mbox */
	usec_t received;
	off_t start;		/* of the mail in the file */
	size_t size;
};

struct shelf {
	const char *path;	/* borrowed */
	enum files_kind kind;
	struct arena *arena;
	struct shelf_entry *entries;	/* sorted by item */
	size_t count;
};

bool shelf_open(struct shelf *shelf, const char *path, struct err *err);
bool shelf_scan(struct shelf *shelf, struct err *err);
void shelf_close(struct shelf *shelf);

/* The entry, or NULL where there was none at the last scan. */
const struct shelf_entry *shelf_find(const struct shelf *shelf, int64_t item);

#endif
