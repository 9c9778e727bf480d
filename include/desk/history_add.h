/* history_add.h - tell what is known of the past.
 *
 * For store/history.c, which reads it, for what folds plans into it, and for
 * tests.
 *
 * Ownership: what is added is borrowed by the history.
 */
#ifndef DESK_HISTORY_ADD_H
#define DESK_HISTORY_ADD_H

#include "desk/history.h"

void history_add_ticket(struct history *history, struct known_ticket *ticket);
void history_add_mention(struct history *history,
			 const struct known_mention *mention);
void history_add_clue(struct history *history, const struct known_clue *clue);
void history_move_clue(struct history *history,
		       const struct plan_clue_move *move);
void history_add_address(struct history *history,
			 struct known_address *address);
void history_add_mail(struct history *history, struct known_mail *mail);
void history_add_domain(struct history *history, struct known_domain *domain);
void history_add_outbox(struct history *history, struct known_outbox *outbox);
void history_add_echo(struct history *history, const char *address);
void history_add_said(struct history *history, int64_t shape,
		      const char *author, usec_t at);
void history_add_sent(struct history *history, const char *address,
		      usec_t received);
void history_add_draft(struct history *history, struct known_draft *draft);
void history_add_asked(struct history *history, const char *agent, int hour);
void history_mute(struct history *history, const char *address);

/* How long people wait for a first answer, and how many do: bands come in
 * their order.  (desk/history_expect.c) */
void history_add_band(struct history *history, const char *queue,
		      enum urgency urgency, const struct expectation *band);
void history_add_load(struct history *history, const char *queue,
		      enum urgency urgency, int64_t tickets);

/* What a merged ticket brings becomes known of the one that it is part of:
 * who takes part, what was said, whether it was acknowledged.  Once for each
 * ticket, when all are there. */
void history_fold(struct history *history, int64_t id);

#endif
