/* mails.h - `postdesk mail list|show|raw|retry|release` and `postdesk why`. */
#ifndef APP_MAILS_H
#define APP_MAILS_H

#include "base/json.h"
#include "store/report_mail.h"

int mails_main(int argc, char **argv);
int mails_why_main(int argc, char **argv);	/* app/why.c */

/* A mail of the ledger as JSON; its end in a few words, and what is attached
 * to it. */
void mails_put(struct json *json, struct arena *arena,
	       const struct report_mail *mail);
void mails_say_end(struct arena *arena, const struct report_mail *mail);
void mails_say_attachments(struct arena *arena, const struct report_why *why);

#endif
