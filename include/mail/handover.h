/* handover.h - what a customer wrote to an agent, who forwards it to the desk.
 *
 * Inline or attached (mail/forward.h reads both).  The result is the
 * customer's mail: his address, subject and words; the way it took is the
 * agent's.
 *
 * Ownership: in the arena, or borrowed from the mail.
 * Errors:    none.
 */
#ifndef MAIL_HANDOVER_H
#define MAIL_HANDOVER_H

#include "mail/forward.h"
#include "mail/gist.h"

/* The attached mail that was forwarded; NULL: it was another, or inline. */
const struct message *handover_attached(const struct message *message,
					const struct forward *forward);

/* NULL where no customer is named whom one could write to. */
const struct message *handover_undo(struct arena *arena,
				    const struct message *message,
				    const struct forward *forward,
				    const struct gist_desk *desk);

#endif
