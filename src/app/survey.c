/* survey.c - what the clock brings to customers whose ticket was closed. */

#include "app/survey.h"

#include "app/log.h"
#include "store/commit.h"
#include "store/history.h"
#include "store/ruleset.h"
#include "store/survey.h"

#include <inttypes.h>

static struct keys keys_of(struct arena *arena, const struct desk *desk,
			   const struct survey_due *due, size_t count)
{
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, count);
	const char **addresses = ARENA_ARRAY(arena, const char *, count);

	for (size_t i = 0; i < count; i++) {
		numbers[i] = due[i].ask.number;
		addresses[i] = due[i].requester;
	}
	return (struct keys){
		.ticket_numbers = numbers, .ticket_count = count,
		.addresses = { addresses, count },
		.autos_most = desk->caps.desk_hour,
	};
}

/* Those that are due still; how many. */
static size_t keep(struct survey_due *due, size_t count,
		   const struct survey_due *still, size_t still_count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < still_count; k++)
			if (still[k].ask.number == due[i].ask.number) {
				due[kept++] = due[i];
				break;
			}
	return kept;
}

/* Under the desk's lock: each sees what was asked before.  Whom another worker
 * asked while we waited for the lock is due no more. */
static bool commit(struct db *db, struct arena *arena,
		   const struct world_desk *desk,
		   const struct templates *templates,
		   struct survey_due *due, size_t count, struct err *err)
{
	const enum survey_kind kind = due[0].ask.kind;
	const struct keys keys = keys_of(arena, &desk->desk, due,
					 count);
	struct plan *plans = ARENA_ARRAY(arena, struct plan, count);
	struct survey_due *still;
	struct history *history;
	size_t still_count, sent = 0;

	if (!history_read(db, arena, desk->desk.id, &keys,
			  SURVEY_IDS * count, &history, err) ||
	    !survey_due(db, arena, desk->desk.id, kind,
			survey_policy(&desk->desk, kind), &still,
			&still_count, err))
		return false;
	count = keep(due, count, still, still_count);
	for (size_t i = 0; i < count; i++) {
		const struct survey survey = survey_plan(
			arena, &desk->desk, templates, history, &due[i].ask);

		log_info("%s ticket=%" PRId64 " verdict=%s",
			 survey_kind_word(due[i].ask.kind),
			 due[i].ask.number, survey_word(survey.verdict));
		if (survey.verdict != SURVEY_SEND)
			continue;
		plans[sent++] = survey.plan;
		history_apply(history, &survey.plan);
	}
	if (sent > 0)
		return commit_plans(db, desk->desk.id, plans, sent, history,
				    err);
	commit_abandon(db);
	return true;
}

static bool ask(struct db *db, const struct world_desk *desk,
		enum survey_kind kind, struct err *err)
{
	const struct survey_policy *policy = survey_policy(&desk->desk, kind);
	ARENA(arena);
	const struct templates *templates;
	struct survey_due *due;
	struct bundle bundle;
	int64_t version;
	size_t count;

	if (policy->after == 0)
		return true;
	if (!survey_due(db, arena, desk->desk.id, kind, policy, &due, &count,
			err) ||
	    (count > 0 && !ruleset_active(db, desk->desk.id, &version, err)))
		return false;
	if (count == 0 || version == 0)
		return true;
	if (!ruleset_read(db, arena, desk->desk.id, version, &bundle, err))
		return false;
	templates = template_load(arena, &bundle, err);
	return templates != NULL &&
	       commit(db, arena, desk, templates, due, count, err);
}

bool survey_ask(struct db *db, const struct world_desk *desk, struct err *err)
{
	for (int kind = 0; kind < SURVEY_KIND_COUNT; kind++)
		if (!ask(db, desk, (enum survey_kind)kind, err))
			return false;
	return true;
}
