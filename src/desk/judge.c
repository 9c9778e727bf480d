/* judge.c - end what the mail left open, and sum up what the rules say. */

#include "desk/classify.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/rule.h"
#include "desk/slots.h"
#include "desk/truth.h"

enum { FIELD_LIMIT = 200, NOTE_LIMIT = 1000 };

/* A judgement in the making. */
struct judge {
	struct arena *arena;
	const struct desk *desk;
	struct situation situation;
	struct judgement *judgement;
	bool has_level;
	const char **tags;	/* room for all of the ticket and the rules */
	struct rule_reason *reasons;
};

static void put_tag(struct judge *judge, const char *tag)
{
	struct strings *tags = &judge->judgement->tags;

	for (size_t i = 0; i < tags->count; i++)
		if (strcmp(tags->at[i], tag) == 0)
			return;
	judge->tags[tags->count++] = tag;
}

static void take_tag(struct judge *judge, const char *tag)
{
	struct strings *tags = &judge->judgement->tags;
	size_t kept = 0;

	for (size_t i = 0; i < tags->count; i++)
		if (strcmp(tags->at[i], tag) != 0)
			judge->tags[kept++] = tags->at[i];
	tags->count = kept;
}

/* The address of an agent who is named by it or by name; NULL: nobody. */
static const char *agent_address(const struct desk *desk, const char *agent)
{
	for (size_t i = 0; i < desk->agents.count; i++)
		if (text_same(desk->agents.at[i], agent) ||
		    (i < desk->agent_names.count &&
		     strcmp(desk->agent_names.at[i], agent) == 0))
			return desk->agents.at[i];
	return NULL;
}

/* Quarantine is stronger than dropping: a person looks at it. */
static void add_verdict(struct judgement *judgement, const struct rule *rule)
{
	enum rule_verdict verdict = rule->quarantine != NULL ?
		RULE_QUARANTINE : rule->drop != NULL ? RULE_DROP : RULE_KEEP;

	if (verdict <= judgement->verdict)
		return;
	judgement->verdict = verdict;
	judgement->verdict_rule = rule->name;
}

/* A later rule overrides an earlier one in what can be said only once. */
static void add_sorting(struct judge *judge, const struct rule *rule)
{
	struct judgement *judgement = judge->judgement;
	const char *agent = rule->agent == NULL ? NULL :
		agent_address(judge->desk, rule->agent);

	if (rule->queue != NULL)
		judgement->queue = rule->queue;
	if (rule->tier > judgement->tier)
		judgement->tier = rule->tier;
	for (size_t i = 0; i < rule->untags.count; i++)
		take_tag(judge, rule->untags.at[i]);
	for (size_t i = 0; i < rule->tags.count; i++)
		put_tag(judge, rule->tags.at[i]);
	if (agent != NULL)
		judgement->agent = (struct judged){ rule->name, "", agent };
	if (rule->close)
		judgement->close = rule->name;
}

static void set_field(struct judgement *judgement, const struct judged *field)
{
	size_t at = 0;

	while (at < judgement->field_count &&
	       strcmp(judgement->fields[at].name, field->name) != 0)
		at++;
	if (at == JUDGEMENT_FIELDS)
		return;
	judgement->fields[at] = *field;
	judgement->field_count += at == judgement->field_count;
}

/* A field for which nothing was caught stays as it is. */
static void add_fields(struct judge *judge, const struct rule *rule,
		       const struct captures *captures)
{
	for (size_t i = 0; i < rule->setting_count; i++) {
		const struct rule_setting *setting = &rule->settings[i];

		if (slots_any(judge->arena, setting->text, captures))
			set_field(judge->judgement, &(struct judged){
				rule->name, setting->name,
				slots_fill(judge->arena, setting->text,
					   captures, FIELD_LIMIT) });
	}
}

static void add_notify(struct judge *judge, const struct rule *rule,
		       const char *whom)
{
	struct judgement *judgement = judge->judgement;
	const char *address = agent_address(judge->desk, whom);

	if (address == NULL && strchr(whom, '@') != NULL)
		address = whom;
	for (size_t i = 0; address != NULL && i < judgement->notify_count; i++)
		if (text_same(judgement->notify[i].value, address))
			return;
	if (address != NULL && judgement->notify_count < JUDGEMENT_NOTIFY)
		judgement->notify[judgement->notify_count++] =
			(struct judged){ rule->name, "", address };
}

static void add_acts(struct judge *judge, const struct rule *rule,
		     const struct captures *captures)
{
	struct judgement *judgement = judge->judgement;

	if (rule->reply != NULL)
		judgement->template = rule->reply;
	add_fields(judge, rule, captures);
	if (rule->note != NULL && judgement->note_count < JUDGEMENT_NOTES)
		judgement->notes[judgement->note_count++] = (struct judged){
			rule->name, "", slots_fill(judge->arena, rule->note,
						   captures, NOTE_LIMIT) };
	for (size_t i = 0; i < rule->notify.count; i++)
		add_notify(judge, rule, rule->notify.at[i]);
	add_verdict(judgement, rule);
}

/* The highest level that a rule sets counts, whatever the score; but a rule
 * that speaks of follow-ups is the only one that can lower a ticket's. */
static void add_urgency(struct judge *judge, const struct rule *rule)
{
	struct judgement *judgement = judge->judgement;

	judgement->score += rule->score;
	if (!rule->has_level)
		return;
	if (!judge->has_level || rule->level > judgement->urgency)
		judgement->urgency = rule->level;
	judge->has_level = true;
	judgement->may_lower |= rule->later;
}

static void add_rule(struct judge *judge, const struct rule *rule,
		     const struct rule_hit *hit)
{
	struct judgement *judgement = judge->judgement;
	const bool later = judge->situation.ticket != NULL;

	judge->reasons[judgement->reason_count++] = (struct rule_reason){
		.rule = rule->name, .excerpt = hit->excerpt,
		.effect = later ? rule->effect_later : rule->effect,
		.score = rule->score, .has_level = rule->has_level,
		.level = rule->level,
	};
	add_urgency(judge, rule);
	if (rule->suppress_ack && !judgement->suppress_ack) {
		judgement->suppress_ack = true;
		judgement->suppress_rule = rule->name;
	}
	if (later && !rule->later)
		return;
	add_sorting(judge, rule);
	add_acts(judge, rule, &hit->captures);
}

static enum urgency level_of(int score, const struct desk *desk)
{
	if (score >= desk->score_critical)
		return URGENCY_CRITICAL;
	if (score >= desk->score_high)
		return URGENCY_HIGH;
	return score <= desk->score_low ? URGENCY_LOW : URGENCY_NORMAL;
}

/* Room for the ticket's tags, all that these rules may put, and our own. */
static void begin_tags(struct judge *judge, const struct rules *rules,
		       const struct mail_class *mail_class)
{
	const struct known_ticket *ticket = judge->situation.ticket;
	size_t most = 1 + (ticket == NULL ? 0 : ticket->ticket.tags.count);

	for (size_t i = 0; i < mail_class->count; i++)
		most += rules->at[mail_class->hits[i].rule].tags.count;
	judge->tags = ARENA_ARRAY(judge->arena, const char *, most);
	judge->judgement->tags.at = judge->tags;
	for (size_t i = 0; ticket != NULL && i < ticket->ticket.tags.count;
	     i++)
		put_tag(judge, ticket->ticket.tags.at[i]);
}

static void add_all(struct judge *judge, const struct rules *rules,
		    const struct mail_class *mail_class)
{
	for (size_t i = 0; i < mail_class->count; i++) {
		struct rule_hit hit = mail_class->hits[i];
		const struct rule *rule = &rules->at[hit.rule];

		judge->situation.queue = judge->judgement->queue;
		if (hit.open && !truth_end(judge->arena, rule->when,
					   &mail_class->hits[i],
					   &judge->situation, &hit))
			continue;
		add_rule(judge, rule, &hit);
		if (rule->stop)
			break;
	}
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
	struct judge judge = {
		.arena = arena, .desk = desk, .situation = *situation,
		.judgement = &judgement,
		.reasons = ARENA_ARRAY(arena, struct rule_reason,
				       mail_class->count),
	};

	judgement.reasons = judge.reasons;
	begin_tags(&judge, rules, mail_class);
	add_all(&judge, rules, mail_class);
	/* People look for the tickets on which rules may have kept silent. */
	if (mail_class->budget_exceeded)
		put_tag(&judge, CLASSIFY_BUDGET_TAG);
	if (!judge.has_level)
		judgement.urgency = level_of(judgement.score, desk);
	return judgement;
}

const char *classify_reasons(struct arena *arena,
			     const struct judgement *judgement,
			     const char *separator)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < judgement->reason_count; i++) {
		const struct rule_reason *reason = &judgement->reasons[i];

		if (reason->score == 0 && !reason->has_level)
			continue;
		buffer_printf(&out, "%s%s ", out.size == 0 ? "" : separator,
			      reason->rule);
		if (reason->has_level)
			buffer_text(&out, urgency_word(reason->level));
		else
			buffer_printf(&out, "%+d", reason->score);
		if (reason->excerpt[0] != '\0')
			buffer_printf(&out, ": %s", reason->excerpt);
	}
	return buffer_string(&out);
}
