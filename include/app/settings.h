/* settings.h - postdesk.yaml: what the operator said, checked.
 *
 * Every mistake is one line: file, line, column, what was found and what was
 * expected.  Secrets come from files or commands, are read when needed and
 * never reach a log or an error text.
 *
 * Ownership: all in the arena of the settings, freed with settings_free().
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "app/secret.h"
#include "desk/desk.h"
#include "desk/retention.h"
#include "net/smtp.h"
#include "net/source.h"

#define OLD_MAIL(ROW)				\
	ROW(OLD_MAIL_IMPORT, "import")		\
	ROW(OLD_MAIL_SKIP,   "skip")

/* Mail that lies in a mailbox when we see it first: make tickets of it (never
 * acknowledgements), or leave it where it is. */
enum old_mail {
#define ROW(name, word) name,
	OLD_MAIL(ROW)
#undef ROW
};

struct settings_mailbox {
	const char *name;	/* unique in the desk */
	const char *path;	/* files source; NULL for IMAP */
	struct source_imap_settings imap;	/* its secret is not filled */
	struct secret secret;
	const char *retire;	/* folder; NULL: leave in place */
	usec_t poll;		/* behind IDLE */
	enum old_mail old_mail;
};

struct settings_desk {
	struct desk desk;	/* id and ring.desk_id filled at start */
	const struct settings_mailbox *mailboxes;
	size_t mailbox_count;
	struct smtp_settings smtp;	/* its secret is not filled */
	struct secret smtp_secret;
	size_t sessions;		/* at a time, of one `deliver` */
	size_t per_domain;		/* of them with mail to one domain */
	const char *admin;	/* gets notices of faults; NULL: nobody */
	const char *rules;	/* folder of rules and replies; NULL: the
				 * shipped ones */
	int64_t mail_limit;	/* bytes fetched of one mail */
	struct retention retention;	/* of the bytes; else for ever */
	const struct foreign_pattern *foreign_ids;	/* NULL: shipped ones */
	size_t foreign_id_count;
	struct foreign *foreign;	/* compiled from them, or NULL */
};

struct settings {
	struct arena *arena;
	const char *file;
	const char *state;	/* state folder */
	const char *database;	/* libpq URI; NULL: the embedded cluster */
	bool watch_rules;	/* `run` publishes files that change */
	struct settings_desk *desks;
	size_t desk_count;
	struct foreign *foreign;	/* the shipped ids, compiled */
};

/* `path` is a file, or a folder that holds postdesk.yaml.  NULL and *err. */
struct settings *settings_load(const char *path, struct err *err);
void settings_free(struct settings **settings);

/* Read a secret now.  The text of *err never holds it. */
bool settings_secret(struct arena *arena, const struct secret *secret,
		     const char **value_r, struct err *err);

const char *old_mail_word(enum old_mail old_mail);

#endif
