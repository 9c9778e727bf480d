/* attempt.h - what becomes of a mail after an attempt to send it.
 *
 * A pure judgement over the server's reply: sent, tried again (when?), failed
 * or uncertain.  Automatic mail is never sent again once its dot was; an
 * agent's mail whose outcome is unknown is sent once more, with the same
 * bytes.
 *
 * Limits: automatic and admin mail is given up after 4 hours, an agent's
 *         after 5 days (RFC 5321, 4.5.4.1).
 */
#ifndef APP_ATTEMPT_H
#define APP_ATTEMPT_H

#include "net/smtp.h"
#include "store/outbox.h"

/* Fills all of *end_r but the words and the relay's Message-ID. */
void attempt_judge(const struct outbox_mail *mail, enum smtp_outcome outcome,
		   const struct smtp_reply *reply, usec_t now,
		   struct outbox_outcome *end_r);

/* Not now: `due` again by the schedule of its class, or given up. */
void attempt_later(const struct outbox_mail *mail, usec_t now,
		   struct outbox_outcome *end_r);

/* Is a refusal of the envelope about us rather than about this mail or its
 * recipient (RFC 3463: 5.3, 5.5, 5.7)?  Of many in a row the server means us
 * all, and mails should not fail for it. */
bool attempt_blames_us(const struct smtp_reply *reply);

#endif
