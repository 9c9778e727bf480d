/* classify.c - apply the rules, and sum up what they say. */

#include "desk/classify.h"

#include "base/map.h"
#include "desk/rule.h"
#include "desk/truth.h"

struct mail_class classify_mail(struct arena *arena, const struct rules *rules,
				const struct message *message,
				const struct gist *gist)
{
	struct view view = view_of(arena, message, gist);
	struct rule_hit *hits = ARENA_ARRAY(arena, struct rule_hit,
					    rules->count);
	size_t count = 0;

	view.scan = rules->scan;
	for (size_t i = 0; i < rules->count; i++) {
		enum truth truth = truth_of_mail(&view, rules->at[i].when,
						 &hits[count]);

		if (truth == TRUTH_NO)
			continue;
		hits[count++].rule = (uint32_t)i;
		if (truth == TRUTH_YES && rules->at[i].stop)
			break;
	}
	return (struct mail_class){
		.hits = hits, .count = count,
		.budget_exceeded = view.budget.exceeded,
	};
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

/* Quarantine is stronger than dropping: a person looks at it. */
static void apply_verdict(const struct rule *rule, struct judgement *judgement)
{
	enum rule_verdict verdict = rule->quarantine != NULL ?
		RULE_QUARANTINE : rule->drop != NULL ? RULE_DROP : RULE_KEEP;

	if (verdict <= judgement->verdict)
		return;
	judgement->verdict = verdict;
	judgement->verdict_rule = rule->name;
}

/* Later rules override earlier ones in what can be said only once. */
static void apply(const struct rule *rule, struct judgement *judgement)
{
	judgement->score += rule->score;
	if (rule->queue != NULL)
		judgement->queue = rule->queue;
	if (rule->tier > judgement->tier)
		judgement->tier = rule->tier;
	if (rule->template != NULL)
		judgement->template = rule->template;
	if (rule->suppress_ack && !judgement->suppress_ack) {
		judgement->suppress_ack = true;
		judgement->suppress_rule = rule->name;
	}
	apply_verdict(rule, judgement);
}

static enum urgency level_of(int score, const struct desk *desk)
{
	if (score >= desk->score_critical)
		return URGENCY_CRITICAL;
	if (score >= desk->score_high)
		return URGENCY_HIGH;
	return score <= desk->score_low ? URGENCY_LOW : URGENCY_NORMAL;
}

/* All tags of all hits, each once. */
static struct strings tags_of(struct arena *arena, const struct rules *rules,
			      const struct mail_class *mail_class)
{
	struct map seen = { .arena = arena };
	const char **tags;
	size_t most = 0, count = 0;

	for (size_t i = 0; i < mail_class->count; i++)
		most += rules->at[mail_class->hits[i].rule].tags.count;
	tags = ARENA_ARRAY(arena, const char *, most);
	for (size_t i = 0; i < mail_class->count; i++) {
		const struct strings *more =
			&rules->at[mail_class->hits[i].rule].tags;

		for (size_t k = 0; k < more->count; k++) {
			if (map_get(&seen, more->at[k]) != NULL)
				continue;
			map_put(&seen, more->at[k], &tags[count]);
			tags[count++] = more->at[k];
		}
	}
	return (struct strings){ tags, count };
}

/* The level of the score, or the highest that a rule sets. */
static enum urgency urgency_of(const struct rules *rules,
			       const struct mail_class *mail_class,
			       const struct desk *desk, int score)
{
	bool set = false;
	enum urgency level = URGENCY_LOW;

	for (size_t i = 0; i < mail_class->count; i++) {
		const struct rule *rule = &rules->at[mail_class->hits[i].rule];

		if (!rule->has_level || (set && rule->level <= level))
			continue;
		level = rule->level;
		set = true;
	}
	return set ? level : level_of(score, desk);
}

/* The rules that hold, now that the situation is known; what they did so far
 * is in the judgement. */
static struct mail_class settle(struct arena *arena, const struct rules *rules,
				const struct mail_class *mail_class,
				struct situation situation,
				struct judgement *judgement)
{
	struct rule_hit *hits = ARENA_ARRAY(arena, struct rule_hit,
					    mail_class->count);
	size_t count = 0;

	for (size_t i = 0; i < mail_class->count; i++) {
		const struct rule_hit *hit = &mail_class->hits[i];
		const struct rule *rule = &rules->at[hit->rule];

		situation.queue = judgement->queue;
		hits[count] = *hit;
		if (hit->open && !truth_end(arena, rule->when, hit,
					    &situation, &hits[count]))
			continue;
		count++;
		apply(rule, judgement);
		if (rule->stop)
			break;
	}
	return (struct mail_class){ .hits = hits, .count = count };
}

static const struct rule_reason *reasons_of(struct arena *arena,
					    const struct rules *rules,
					    const struct mail_class *held)
{
	struct rule_reason *reasons = ARENA_ARRAY(arena, struct rule_reason,
						  held->count);

	for (size_t i = 0; i < held->count; i++) {
		const struct rule *rule = &rules->at[held->hits[i].rule];

		reasons[i] = (struct rule_reason){
			.rule = rule->name, .excerpt = held->hits[i].excerpt,
			.effect = rule->effect,
		};
	}
	return reasons;
}

struct judgement classify_ticket(struct arena *arena,
				 const struct rules *rules,
				 const struct mail_class *mail_class,
				 const struct desk *desk,
				 const struct situation *situation)
{
	const struct known_ticket *ticket = situation->ticket;
	struct judgement judgement = {
		.queue = ticket != NULL ? ticket->ticket.queue : desk->queue,
		.tier = ticket != NULL ? ticket->ticket.tier : 1,
		.budget_exceeded = mail_class->budget_exceeded,
	};
	const struct mail_class held = settle(arena, rules, mail_class,
					      *situation, &judgement);

	judgement.reasons = reasons_of(arena, rules, &held);
	judgement.reason_count = held.count;
	judgement.tags = tags_of(arena, rules, &held);
	judgement.urgency = urgency_of(rules, &held, desk, judgement.score);
	return judgement;
}
