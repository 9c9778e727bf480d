/* init.h - `postdesk init`: a first postdesk.yaml and its key file.
 *
 * Writes FOLDER/postdesk.yaml, commented and checked, and FOLDER/postdesk.key
 * (0600).  A postdesk.yaml that is there is never touched, and a key file that
 * is there is kept: every address we ever gave away is signed with it.
 * Automatic mail is off until `postdesk autos on`.
 *
 * Errors: permanent, with the file.
 */
#ifndef APP_INIT_H
#define APP_INIT_H

#include "base/arena.h"
#include "base/err.h"

struct init_answers {
	const char *folder;
	const char *address;		/* of the desk */
	const char *name, *display_name, *language;
	const char *imap_host, *imap_user;
	const char *smtp_host, *smtp_user;
	const char *password_file;	/* of both, or: */
	const char *password_command;
	const char *old_mail;		/* "skip" or "import" */
	const char *admin;		/* NULL: nobody */
	const char *database;		/* NULL: the embedded one */
};

bool init_write(struct arena *arena, const struct init_answers *answers,
		struct err *err);

int init_main(int argc, char **argv);

#endif
