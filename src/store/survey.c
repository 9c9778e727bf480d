/* survey.c - read who may be asked, and the answers. */

#include "store/survey.h"

#include "store/tx.h"

/* How much longer than the policy says. */
static const usec_t windows[] = {
	[SURVEY_CLOSED] = USEC_HOUR,
	[SURVEY_SCORE] = 7 * USEC_DAY,
};

bool survey_due(struct db *db, struct arena *arena, int64_t desk_id,
		enum survey_kind kind, const struct survey_policy *policy,
		struct survey_due **due_r, size_t *count_r, struct err *err)
{
	struct table queues = { .arena = arena };
	ROWS(rows);

	for (size_t i = 0; i < policy->queues.count; i++)
		TABLE_ADD(&queues, value_text(policy->queues.at[i]));
	TX_ASK(db, &rows, SQL_SURVEY_DUE, value_int(desk_id),
	       value_int(policy->after), table_array(&queues, VALUE_TEXT),
	       value_int(SURVEY_MOST), value_text(survey_kind_word(kind)),
	       value_int(windows[kind]));
	if (!tx_sync(db, err))
		return false;
	*count_r = rows.count;
	*due_r = ARENA_ARRAY(arena, struct survey_due, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		(*due_r)[i] = (struct survey_due){
			.ask = { kind, rows_int(&rows, i, 0),
				 rows_bool(&rows, i, 2) },
			.requester = rows_keep(arena, &rows, i, 1),
		};
	return true;
}

static const struct survey_scores *read_scores(struct arena *arena,
					       const struct rows *rows)
{
	struct survey_scores *all = ARENA_ARRAY(arena, struct survey_scores,
						rows->count);

	for (size_t i = 0; i < rows->count; i++) {
		all[i].kind = rows_keep(arena, rows, i, 0);
		all[i].name = rows_keep(arena, rows, i, 1);
		for (int k = 0; k < 5; k++)
			all[i].scores[k] = rows_int(rows, i, 2 + k);
	}
	return all;
}

static const struct survey_article *read_articles(struct arena *arena,
						  const struct rows *rows)
{
	struct survey_article *all = ARENA_ARRAY(arena, struct survey_article,
						 rows->count);

	for (size_t i = 0; i < rows->count; i++)
		all[i] = (struct survey_article){
			rows_keep(arena, rows, i, 0), rows_int(rows, i, 1),
			rows_int(rows, i, 2) };
	return all;
}

bool survey_read(struct db *db, struct arena *arena, int64_t desk_id,
		 struct survey_report *report_r, struct err *err)
{
	const struct value desk = value_int(desk_id);
	ROWS(asked);
	ROWS(scores);
	ROWS(articles);

	TX_ASK(db, &asked, SQL_SURVEY_ASKED, desk);
	TX_ASK(db, &scores, SQL_SURVEY_SCORES, desk);
	TX_ASK(db, &articles, SQL_SURVEY_ARTICLES, desk);
	if (!tx_sync(db, err))
		return false;
	*report_r = (struct survey_report){
		.asked = rows_int(&asked, 0, 0),
		.scores = read_scores(arena, &scores),
		.score_count = scores.count,
		.articles = read_articles(arena, &articles),
		.article_count = articles.count,
	};
	return true;
}
