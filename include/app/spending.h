/* spending.h - how many steps the patterns of each rule take on some mails.
 *
 * Measured where the mails can do no harm (app/locked.h); plain words take no
 * steps.
 *
 * Errors: as those of app/locked.h; permanent where a mail kills the reader.
 */
#ifndef APP_SPENDING_H
#define APP_SPENDING_H

#include "base/err.h"
#include "desk/desk.h"
#include "desk/rules.h"
#include "store/trial.h"

struct spending_work {
	const struct rules *rules;
	const struct desk *desk;
	const struct token_ring *secrets;
	const struct trial_mail *mails;
	size_t count;
};

/* steps_r[rule]: the sum over all mails. */
bool spending_measure(struct arena *arena, const struct spending_work *work,
		      int64_t *steps_r, struct err *err);

#endif
