/* bounce.h - delivery failures and other reports, standard and not.
 *
 * RFC 3464, 6522, 8098, 5965 and the bounces of the real world as one table
 * of patterns.  A person's mail is never taken for one.  A bounce is a claim:
 * it acts only on what our own signed ids prove, elsewhere.
 *
 * Ownership: all in the arena.  Words are static.
 * Errors:    none; NULL where the mail is no such report.
 */
#ifndef MAIL_BOUNCE_H
#define MAIL_BOUNCE_H

#include "mail/message.h"

struct bounce_recipient {
	const char *address;
	const char *action;	/* "failed", "delayed", "delivered", … */
	const char *status;	/* "5.1.1" or NULL */
	const char *reply_code;	/* "550" or NULL */
	const char *class;	/* "hard", "soft", "delayed" or NULL */
	const char *reason;	/* stable word or NULL */
	const char *diagnostic;	/* one line, or NULL */
};

struct bounce {
	const struct bounce_recipient *recipients;
	size_t count;
	const char *original_message_id;	/* without <>, or NULL */
};

/* What a report is that is no bounce: the types of RFC 5965 and its registry
 * (an unknown one is "other"), a disposition (RFC 8098), a success. */
#define REPORT_TYPES(ROW)				\
	ROW(REPORT_ABUSE,        "abuse")		\
	ROW(REPORT_FRAUD,        "fraud")		\
	ROW(REPORT_VIRUS,        "virus")		\
	ROW(REPORT_NOT_SPAM,     "not-spam")		\
	ROW(REPORT_OPT_OUT,      "opt-out")		\
	ROW(REPORT_AUTH_FAILURE, "auth-failure")	\
	ROW(REPORT_OTHER,        "other")		\
	ROW(REPORT_MDN,          "mdn")			\
	ROW(REPORT_DELIVERED,    "delivered")

enum report_type {
#define ROW(name, word) name,
	REPORT_TYPES(ROW)
#undef ROW
};

struct report {
	const char *type;	/* a word of REPORT_TYPES */
	const char *original_message_id;	/* without <>, or NULL */
};

const struct bounce *bounce_read(struct arena *arena,
				 const struct message *message);
const struct report *bounce_report(struct arena *arena,
				   const struct message *message);

#endif
