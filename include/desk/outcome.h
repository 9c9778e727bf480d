/* outcome.h - what became of a mail, as words that can be compared.
 *
 * Two sets of rules are compared by what they do: each aspect is one text,
 * and where the texts are equal so is what people see.
 *
 * Ownership: values live in the arena given, or are borrowed from the plan.
 * Errors:    none.
 */
#ifndef DESK_OUTCOME_H
#define DESK_OUTCOME_H

#include "desk/classify.h"
#include "desk/plan.h"

/* The aspects; OUTCOME_LIST: several, one a line.  A shadow's are stored in
 * this order: new ones go to the end. */
#define OUTCOME_ASPECTS(ROW)						\
	ROW(OUTCOME_DISPOSITION, "disposition", OUTCOME_ONE)		\
	ROW(OUTCOME_URGENCY,     "urgency",     OUTCOME_ONE)		\
	ROW(OUTCOME_QUEUE,       "queue",       OUTCOME_ONE)		\
	ROW(OUTCOME_TIER,        "tier",        OUTCOME_ONE)		\
	ROW(OUTCOME_AGENT,       "agent",       OUTCOME_ONE)		\
	ROW(OUTCOME_STATE,       "state",       OUTCOME_ONE)		\
	ROW(OUTCOME_TAGS,        "tags",        OUTCOME_LIST)		\
	ROW(OUTCOME_FIELDS,      "fields",      OUTCOME_LIST)		\
	ROW(OUTCOME_ANSWER,      "answer",      OUTCOME_ONE)		\
	ROW(OUTCOME_REPLY,       "reply",       OUTCOME_ONE)		\
	ROW(OUTCOME_NOTES,       "notes",       OUTCOME_LIST)		\
	ROW(OUTCOME_NOTIFY,      "notify",      OUTCOME_LIST)		\
	ROW(OUTCOME_SCORE,       "score",       OUTCOME_ONE)		\
	ROW(OUTCOME_RULES,       "rules",       OUTCOME_LIST)		\
	ROW(OUTCOME_ARTICLES,    "articles",    OUTCOME_LIST)

enum outcome_aspect {
#define ROW(name, word, kind) name,
	OUTCOME_ASPECTS(ROW)
#undef ROW
	OUTCOME_COUNT
};

enum outcome_kind { OUTCOME_ONE, OUTCOME_LIST };

/* "" where there is nothing to say: no ticket, no answer, no tag. */
struct outcome {
	const char *values[OUTCOME_COUNT];
};

/* `judgement` NULL: no rule was asked; `reply` NULL: there is none. */
struct outcome outcome_of(struct arena *arena, const struct plan *plan,
			  const struct judgement *judgement,
			  const char *reply);

/* The aspects in which two differ, a bit each (1u << aspect). */
unsigned outcome_differ(const struct outcome *before,
			const struct outcome *after);

const char *outcome_word(enum outcome_aspect aspect);
enum outcome_kind outcome_kind(enum outcome_aspect aspect);

/* "normal -> high"; of several: "+ outage, - spam". */
const char *outcome_change(struct arena *arena, enum outcome_aspect aspect,
			   const char *before, const char *after);

/* What `list` has and `other` has not, of an aspect of several; the next one
 * from *at on (begin with list).  NULL: no more. */
const char *outcome_gain(struct arena *arena, const char *other,
			 const char **at);

#endif
