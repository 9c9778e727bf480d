/* trial.h - two sets of rules over the same stored mail.
 *
 * The active rules and a candidate judge each mail again, in one reading; what
 * they make of it is compared.  Nothing is stored and nothing is sent.
 *
 * Errors: of the rules' author; temporary where no reader can be started.
 */
#ifndef APP_TRIAL_H
#define APP_TRIAL_H

#include "app/world.h"
#include "store/trial.h"

struct trial;

struct trial_rules {
	const struct bundle *bundle;	/* borrowed for the call */
	int64_t version;		/* 0: was never published */
};

/* `desk` outlives the trial. */
struct trial *trial_new(const struct world_desk *desk,
			const struct trial_rules *active,
			const struct trial_rules *candidate, struct err *err);
void trial_free(struct trial **trial);

struct trial_verdict {
	const struct trial_mail *mail;
	struct outcome before, after;
	unsigned changed;	/* aspects, 1u << aspect */
	unsigned grounds;	/* 1u << ground */
	bool unread;		/* it killed the reader just now */
	bool drifted;		/* judged by this active version then, and
				 * otherwise than today: another program, or
				 * other settings */
};

/* Mails on which rules had no say (copies, reports, mail that could not be
 * read) are given back as they are. */
bool trial_judge(struct trial *trial, struct db *db, struct arena *arena,
		 const struct trial_mail *mails, size_t count,
		 struct trial_verdict *verdicts_r, struct err *err);

#endif
