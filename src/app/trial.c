/* trial.c - read a mail once, judge it twice, compare. */

#include "app/trial.h"

#include "app/cell.h"
#include "app/pieces.h"

/* For one mail in the cell, as in ingest. */
#define PATIENCE (20 * USEC_SECOND)

struct side {
	struct rules *rules;
	struct decider decider;
};

struct trial {
	struct arena *arena;
	const struct world_desk *desk;
	struct side active, candidate;
	struct cell *cell;
};

static bool load(struct trial *trial, const struct trial_rules *from,
		 struct side *side, struct err *err)
{
	side->rules = rules_load(from->bundle, err);
	if (side->rules == NULL)
		return false;
	side->decider = (struct decider){
		.desk = &trial->desk->desk,
		.rules = side->rules,
		.templates = template_load(trial->arena, from->bundle, err),
		.articles = article_load(trial->arena, from->bundle, err),
		.ruleset = from->version,
	};
	return side->decider.templates != NULL &&
	       side->decider.articles != NULL;
}

struct trial *trial_new(const struct world_desk *desk,
			const struct trial_rules *active,
			const struct trial_rules *candidate, struct err *err)
{
	struct arena *arena = arena_new();
	struct trial *trial = ARENA_NEW(arena, struct trial);

	trial->arena = arena;
	trial->desk = desk;
	if (!load(trial, active, &trial->active, err) ||
	    !load(trial, candidate, &trial->candidate, err)) {
		trial_free(&trial);
		return NULL;
	}
	trial->cell = cell_new(&(struct cell_work){
		.rules = trial->active.rules,
		.other = trial->candidate.rules,
		.twins = rules_twins(arena, trial->active.rules,
				     trial->candidate.rules),
		.desk = &desk->desk.gist,
		.secrets = desk->secrets,
		.patience = PATIENCE,
	});
	return trial;
}

void trial_free(struct trial **trial)
{
	struct arena *arena;

	if (*trial == NULL)
		return;
	cell_free(&(*trial)->cell);
	rules_free(&(*trial)->active.rules);
	rules_free(&(*trial)->candidate.rules);
	arena = (*trial)->arena;
	*trial = NULL;
	arena_free(&arena);
}

/* What was recorded, for mails that nobody judges again. */
static struct outcome recorded(const struct trial_mail *mail)
{
	struct outcome outcome;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		outcome.values[i] = "";
	outcome.values[OUTCOME_DISPOSITION] = mail->disposition;
	outcome.values[OUTCOME_ANSWER] = mail->answer;
	outcome.values[OUTCOME_RULES] = mail->rules;
	return outcome;
}

static bool is_drifted(const struct trial *trial,
		       const struct trial_mail *mail,
		       const struct outcome *today)
{
	const char *const *values = today->values;

	return mail->ruleset == trial->active.decider.ruleset &&
	       (strcmp(values[OUTCOME_DISPOSITION], mail->disposition) != 0 ||
		strcmp(values[OUTCOME_ANSWER], mail->answer) != 0 ||
		strcmp(values[OUTCOME_RULES], mail->rules) != 0);
}

static void judge(const struct trial *trial, struct arena *arena,
		  const struct cell_read *read,
		  struct trial_verdict *verdict)
{
	const struct trial_mail *mail = verdict->mail;
	struct decide_facts facts = {
		.mail_id = mail->id,
		.received = mail->received,
		.silent = mail->silent,
		.released = mail->released,
		.truncated = mail->truncated,
		.message = read->message,
		.gist = read->gist,
		.mail_class = read->mail_class,
	};
	struct redecided before, after;

	verdict->unread = read->unparsed;
	if (read->unparsed)
		return;
	memcpy(facts.sha256, mail->sha256, sizeof(facts.sha256));
	before = redecide_mail(arena, &trial->active.decider, &facts,
			       &mail->past);
	facts.mail_class = read->other_class;
	after = redecide_mail(arena, &trial->candidate.decider, &facts,
			      &mail->past);
	verdict->before = before.outcome;
	verdict->after = after.outcome;
	verdict->changed = outcome_differ(&before.outcome, &after.outcome);
	verdict->grounds = before.grounds | after.grounds;
	verdict->drifted = is_drifted(trial, mail, &before.outcome);
}

static struct pieces *pieces_of(const struct trial *trial, struct db *db,
				struct arena *arena, struct arena *piece,
				int64_t mail_id)
{
	struct pieces *pieces = ARENA_NEW(arena, struct pieces);

	*pieces = (struct pieces){ db, piece, trial->desk->desk.id, mail_id };
	return pieces;
}

bool trial_judge(struct trial *trial, struct db *db, struct arena *arena,
		 const struct trial_mail *mails, size_t count,
		 struct trial_verdict *verdicts_r, struct err *err)
{
	struct cell_mail *bytes = ARENA_ARRAY(arena, struct cell_mail, count);
	struct cell_read *reads = ARENA_ARRAY(arena, struct cell_read, count);
	size_t wanted = 0, at = 0;
	ARENA(piece);

	for (size_t i = 0; i < count; i++) {
		struct outcome as_it_was = recorded(&mails[i]);

		verdicts_r[i] = (struct trial_verdict){
			.mail = &mails[i], .before = as_it_was,
			.after = as_it_was,
		};
		if (mails[i].judged && !mails[i].unparsed)
			bytes[wanted++] = (struct cell_mail){
				mails[i].bytes, mails[i].size, pieces_read,
				pieces_of(trial, db, arena, piece,
					  mails[i].id) };
	}
	if (!cell_read(trial->cell, arena, bytes, wanted, reads, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (mails[i].judged && !mails[i].unparsed)
			judge(trial, arena, &reads[at++], &verdicts_r[i]);
	return true;
}
