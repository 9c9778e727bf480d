/* ses.h - delivery notifications of Amazon SES as JSON in the text.
 *
 * Bounces, complaints and deliveries that SES publishes over SNS arrive as
 * one JSON object in a text/plain mail.
 *
 * Ownership: in the arena.  Errors: none; false where it is no such text.
 */
#ifndef MAIL_SES_H
#define MAIL_SES_H

#include "mail/dsn.h"

struct ses_notification {
	const char *type;	/* "bounce", "complaint" or "delivery" */
	struct dsn recipients;	/* of a bounce or a delivery */
	const char *message_id;	/* of the original, or NULL */
};

bool ses_read(struct arena *arena, const char *text,
	      struct ses_notification *ses_r);

#endif
