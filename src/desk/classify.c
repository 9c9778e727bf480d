/* classify.c - apply the rules to a mail. */

#include "desk/classify.h"

#include "desk/rule.h"
#include "desk/truth.h"

enum { MOST_STRANGERS = 5 };

/* What one rule said of the mail, and what its patterns spent. */
struct answer {
	bool asked;
	enum truth truth;
	struct rule_hit hit;
	int64_t spent;
};

/* Answers that another set gave: twins[rule] is the rule there that asks the
 * same, or RULES_NO_TWIN. */
struct lender {
	const struct answer *answers;
	const uint32_t *twins;
};

static void ask(struct view *view, const struct rule *rule,
		struct answer *answer)
{
	const int64_t left = view->budget.steps;

	view->budget.rule_steps = REGEX_RULE_STEPS;
	answer->asked = true;
	answer->truth = truth_of_mail(view, rule->when, &answer->hit);
	answer->spent = left - view->budget.steps;
}

/* It costs what it cost there, so that a budget ends where it would. */
static bool borrow(struct view *view, const struct lender *lender, size_t rule,
		   struct answer *answer)
{
	const struct answer *lent;

	if (lender == NULL || lender->twins[rule] == RULES_NO_TWIN)
		return false;
	lent = &lender->answers[lender->twins[rule]];
	if (!lent->asked || lent->spent >= view->budget.steps)
		return false;
	view->budget.steps -= lent->spent;
	*answer = *lent;
	return true;
}

/* Where nearly all is borrowed, to look for the words of the rest one by one
 * is cheaper than to go through the mail for all of them. */
static bool is_scan_worth(const struct rules *rules,
			  const struct lender *lender)
{
	size_t strangers = 0;

	if (lender == NULL)
		return true;
	for (size_t i = 0; i < rules->count; i++)
		strangers += lender->twins[i] == RULES_NO_TWIN;
	return strangers > MOST_STRANGERS;
}

/* Every rule asked has its answer in `answers`. */
static struct mail_class classify(struct view *view, const struct rules *rules,
				  const struct lender *lender,
				  struct answer *answers)
{
	struct rule_hit *hits = ARENA_ARRAY(view->arena, struct rule_hit,
					    rules->count);
	size_t count = 0;

	view->scan = is_scan_worth(rules, lender) ? rules->scan : NULL;
	for (size_t i = 0; i < rules->count; i++) {
		struct answer *answer = &answers[i];

		if (!borrow(view, lender, i, answer))
			ask(view, &rules->at[i], answer);
		if (answer->truth == TRUTH_NO)
			continue;
		hits[count] = answer->hit;
		hits[count++].rule = (uint32_t)i;
		if (answer->truth == TRUTH_YES && rules->at[i].stop)
			break;
	}
	return (struct mail_class){
		.hits = hits, .count = count,
		.budget_exceeded = view->budget.exceeded,
		.folded = view->body.folded,
	};
}

static struct answer *answers_of(struct arena *arena,
				 const struct rules *rules)
{
	return ARENA_ARRAY(arena, struct answer, rules->count);
}

struct mail_class classify_mail(struct arena *arena, const struct rules *rules,
				const struct message *message,
				const struct gist *gist)
{
	struct view view = view_of(arena, message, gist);

	return classify(&view, rules, NULL, answers_of(arena, rules));
}

struct mail_class classify_mail_too(struct arena *arena,
				    const struct classify_sets *sets,
				    const struct message *message,
				    const struct gist *gist,
				    struct mail_class *other_r)
{
	struct view view = view_of(arena, message, gist);
	struct view again = view;
	struct answer *answers = answers_of(arena, sets->rules);
	const struct lender lender = { answers, sets->twins };
	struct mail_class found = classify(&view, sets->rules, NULL, answers);

	/* All else of a view belongs to one set of rules, or to its budget. */
	again.subject.folded = view.subject.folded;
	again.body.folded = view.body.folded;
	again.body_all.folded = view.body_all.folded;
	again.from_name.folded = view.from_name.folded;
	*other_r = classify(&again, sets->other,
			    found.budget_exceeded ? NULL : &lender,
			    answers_of(arena, sets->other));
	return found;
}

void classify_spent(struct arena *arena, const struct rules *rules,
		    const struct message *message, const struct gist *gist,
		    int64_t *steps)
{
	struct view view = view_of(arena, message, gist);
	struct answer *answers = answers_of(arena, rules);

	classify(&view, rules, NULL, answers);
	for (size_t i = 0; i < rules->count; i++)
		steps[i] += answers[i].spent;
}

static bool is_sound(const struct rule *rule, const struct rule_hit *hit)
{
	if (hit->open && !rule->when->rests)
		return false;
	for (size_t i = 0; i < hit->test_count; i++)
		if (!hit->open || hit->tests[i].test > rule->tests)
			return false;
	return true;
}

bool classify_sound(const struct rules *rules, const struct rule_hit *hits,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (hits[i].rule >= rules->count ||
		    (i > 0 && hits[i].rule <= hits[i - 1].rule) ||
		    !is_sound(&rules->at[hits[i].rule], &hits[i]))
			return false;
	return true;
}
