/* source.h - where mail comes from, in seven verbs.
 *
 * A mailbox on an IMAP server, a Maildir, an mbox file or a folder of .eml
 * files: fetch knows only this.  An item is named by `epoch` (UIDVALIDITY; 1
 * for files) and `item` (UID, or a stable number made from the file's name),
 * which never name another mail.
 *
 * Ownership: a source is freed by its close(); its settings are borrowed until
 *            then; raw bytes live in the arena given.
 * Errors:    temporary: try again with back-off.  permanent: a person must
 *            act (login refused, certificate, no such mailbox).
 */
#ifndef NET_SOURCE_H
#define NET_SOURCE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "net/stream.h"

#include <stddef.h>
#include <stdint.h>

struct source;

struct source_item {
	int64_t item;
	usec_t received;	/* INTERNALDATE, or the file's time */
	size_t size;		/* as the source claims */
};

/* One fetched mail.  `truncated`: it is larger than the limit and `bytes`
 * hold only its beginning (header and first text). */
struct source_mail {
	int64_t item;
	usec_t received;
	size_t size;
	const void *bytes;
	size_t bytes_size;
	bool truncated;
};

/* What takes a large mail, piece by piece, in order; false ends it. */
struct source_sink {
	bool (*take)(void *context, const void *bytes, size_t size,
		     struct err *err);
	void *context;
};

/* What became of a retired item: its new name in the target folder. */
struct source_retired {
	int64_t item;
	int64_t target_epoch, target_item;	/* 0 where unknown */
};

struct source_verbs {
	/* Connect and select.  The epoch may change between connections. */
	bool (*open)(struct source *source, int64_t *epoch_r, struct err *err);

	/* Items above `after`, in order, at most `most`. */
	bool (*list)(struct source *source, struct arena *arena, int64_t after,
		     size_t most, struct source_item **items_r,
		     size_t *count_r, struct err *err);

	/* The raw mails of `items`; those that are gone are left out, and
	 * those that source_is_large() are for stream(). */
	bool (*fetch)(struct source *source, struct arena *arena,
		      const struct source_item *items, size_t count,
		      size_t size_limit, struct source_mail **mails_r,
		      size_t *count_r, struct err *err);

	/* A mail of any size in pieces of at most SOURCE_HEAD.  *mail_r says
	 * what it was, without bytes; its item is 0 where it is gone. */
	bool (*stream)(struct source *source, const struct source_item *item,
		       const struct source_sink *sink,
		       struct source_mail *mail_r, struct err *err);

	/* Move to `folder` (made when missing).  Items that are gone count
	 * as moved.  Where it cannot move, it leaves them and says so. */
	bool (*retire)(struct source *source, struct arena *arena,
		       const int64_t *items, size_t count, const char *folder,
		       struct source_retired **retired_r, size_t *retired_count_r,
		       struct err *err);

	/* Remove them for good.  Items that are gone count as removed. */
	bool (*remove)(struct source *source, const int64_t *items,
		       size_t count, struct err *err);

	/* Wait until there may be news, `wake` is readable, or `until`
	 * microseconds have passed. */
	bool (*wait)(struct source *source, int wake, usec_t timeout,
		     struct err *err);

	void (*close)(struct source **source);
};

/* Does a mail that comes later always have a higher number? */
enum source_order {
	SOURCE_ASCENDING,	/* IMAP: list() above the highest one seen */
	SOURCE_ANY_ORDER,	/* files: each look starts again at 0 */
};

/* Of a mail that is larger than the limit only so many bytes are fetched;
 * what is larger than this and below the limit comes in such pieces. */
enum { SOURCE_HEAD = 1024 * 1024 };

static inline bool source_is_large(const struct source_item *item,
				   size_t size_limit)
{
	return item->size > SOURCE_HEAD && item->size <= size_limit;
}

/* Sources embed this as their first member. */
struct source {
	const struct source_verbs *verbs;
	enum source_order order;
	usec_t certificate_ends;	/* set by open(); 0: no TLS */
};

struct source_imap_settings {
	struct endpoint endpoint;
	struct login login;
	const char *mailbox;	/* "INBOX" */
};

struct source *imap_source_new(const struct source_imap_settings *settings);

/* A Maildir (it has new/ and cur/), an mbox file, or a folder of .eml files,
 * as it looks when it is opened.  Who writes into a folder renames a finished
 * file into it.  retire() moves to the sibling `.FOLDER` of a Maildir or to
 * the sub-folder FOLDER; an mbox stays as it is. */
struct source *files_source_new(const char *path);

#endif
