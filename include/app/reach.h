/* reach.h - a mailbox or the SMTP server, as the settings name it.
 *
 * Secrets are read anew each time: an access token lives for an hour.
 *
 * Ownership: what is given back borrows from the arena and from the settings,
 *            and is closed before them.
 * Errors:    those of the secret, and of the connection.
 */
#ifndef APP_REACH_H
#define APP_REACH_H

#include "app/settings.h"

/* Its source, not opened yet.  NULL and *err where the secret is not to be
 * had. */
struct source *reach_mailbox(struct arena *arena,
			     const struct settings_mailbox *mailbox,
			     struct err *err);

/* The same of the folder that its mail is moved to. */
struct source *reach_folder(struct arena *arena,
			    const struct settings_mailbox *mailbox,
			    const char *folder, struct err *err);

/* The greatest item of an open source; 0 where it is empty. */
bool reach_newest(struct source *source, struct arena *arena,
		  int64_t *newest_r, struct err *err);

/* As smtp_open(); SMTP_LOGIN without a reply where the secret is not to be
 * had. */
enum smtp_outcome reach_smtp(struct arena *arena,
			     const struct settings_desk *desk,
			     struct smtp **smtp_r, struct smtp_reply *reply_r,
			     struct err *err);

#endif
