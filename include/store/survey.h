/* survey.h - tickets whose customers may be asked, and what customers said.
 *
 * Ownership: what is read lives in the arena.
 * Errors:    as in store/db.h.
 */
#ifndef STORE_SURVEY_H
#define STORE_SURVEY_H

#include "desk/survey.h"
#include "store/db.h"

/* The most that are asked at a time. */
enum { SURVEY_MOST = 100 };

struct survey_due {
	struct survey_ask ask;
	const char *requester;		/* address, lower case */
};

/* Tickets that a person closed so long ago, and no more than a week longer (an
 * hour, to be told: later it is no news), whose customers were not told or
 * asked, and did not say yet. */
bool survey_due(struct db *db, struct arena *arena, int64_t desk_id,
		enum survey_kind kind, const struct survey_policy *policy,
		struct survey_due **due_r, size_t *count_r, struct err *err);

/* How content those of one month, queue or agent were. */
struct survey_scores {
	const char *kind;		/* "month", "queue" or "agent" */
	const char *name;		/* "2026-03", "billing", address, "" */
	int64_t scores[5];		/* how often 1, 2, 3, 4 and 5 */
};

struct survey_article {
	const char *name;
	int64_t offered, solved;
};

struct survey_report {
	int64_t asked;
	const struct survey_scores *scores;
	size_t score_count;
	const struct survey_article *articles;
	size_t article_count;
};

bool survey_read(struct db *db, struct arena *arena, int64_t desk_id,
		 struct survey_report *report_r, struct err *err);

#endif
