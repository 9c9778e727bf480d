/* classify.c - apply the rules, and sum up what they say. */

#include "desk/classify.h"

#include "base/map.h"
#include "desk/rule.h"
#include "desk/view.h"

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
		view.excerpt = "";
		if (!view_holds(&view, rules->at[i].when))
			continue;
		hits[count++] = (struct rule_hit){
			.rule = (uint32_t)i, .excerpt = view.excerpt,
		};
		if (rules->at[i].stop)
			break;
	}
	return (struct mail_class){
		.hits = hits, .count = count,
		.budget_exceeded = view.budget.exceeded,
	};
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

struct judgement classify_ticket(struct arena *arena,
				 const struct rules *rules,
				 const struct mail_class *mail_class,
				 const struct desk *desk,
				 const struct known_ticket *ticket)
{
	struct rule_reason *reasons = ARENA_ARRAY(arena, struct rule_reason,
						  mail_class->count);
	struct judgement judgement = {
		.queue = ticket != NULL ? ticket->ticket.queue : desk->queue,
		.tier = ticket != NULL ? ticket->ticket.tier : 1,
		.reasons = reasons, .reason_count = mail_class->count,
		.budget_exceeded = mail_class->budget_exceeded,
	};

	for (size_t i = 0; i < mail_class->count; i++) {
		const struct rule_hit *hit = &mail_class->hits[i];
		const struct rule *rule = &rules->at[hit->rule];

		apply(rule, &judgement);
		reasons[i] = (struct rule_reason){
			.rule = rule->name, .excerpt = hit->excerpt,
			.effect = rule->effect,
		};
	}
	judgement.tags = tags_of(arena, rules, mail_class);
	judgement.urgency = urgency_of(rules, mail_class, desk,
				       judgement.score);
	return judgement;
}
