/* classify.c - apply the rules to a mail. */

#include "desk/classify.h"

#include "desk/rule.h"
#include "desk/truth.h"

/* `steps` NULL: nobody asks what each rule spends. */
static struct mail_class classify(struct view *view, const struct rules *rules,
				  int64_t *steps)
{
	struct rule_hit *hits = ARENA_ARRAY(view->arena, struct rule_hit,
					    rules->count);
	size_t count = 0;

	view->scan = rules->scan;
	for (size_t i = 0; i < rules->count; i++) {
		const int64_t left = view->budget.steps;
		enum truth truth;

		view->budget.rule_steps = REGEX_RULE_STEPS;
		truth = truth_of_mail(view, rules->at[i].when, &hits[count]);
		if (steps != NULL)
			steps[i] += left - view->budget.steps;
		if (truth == TRUTH_NO)
			continue;
		hits[count++].rule = (uint32_t)i;
		if (truth == TRUTH_YES && rules->at[i].stop)
			break;
	}
	return (struct mail_class){
		.hits = hits, .count = count,
		.budget_exceeded = view->budget.exceeded,
	};
}

struct mail_class classify_mail(struct arena *arena, const struct rules *rules,
				const struct message *message,
				const struct gist *gist)
{
	struct view view = view_of(arena, message, gist);

	return classify(&view, rules, NULL);
}

struct mail_class classify_mail_too(struct arena *arena,
				    const struct rules *rules,
				    const struct rules *other,
				    const struct message *message,
				    const struct gist *gist,
				    struct mail_class *other_r)
{
	struct view view = view_of(arena, message, gist);
	struct view again = view;
	struct mail_class found = classify(&view, rules, NULL);

	/* All else of a view belongs to one set of rules, or to its budget. */
	again.subject.folded = view.subject.folded;
	again.body.folded = view.body.folded;
	again.body_all.folded = view.body_all.folded;
	again.from_name.folded = view.from_name.folded;
	*other_r = classify(&again, other, NULL);
	return found;
}

void classify_spent(struct arena *arena, const struct rules *rules,
		    const struct message *message, const struct gist *gist,
		    int64_t *steps)
{
	struct view view = view_of(arena, message, gist);

	classify(&view, rules, steps);
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
