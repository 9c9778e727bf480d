/* effect.c - what a rule does, in words. */

#include "desk/rule.h"

#include "base/buffer.h"

static void say(struct buffer *out, const char *what, const char *value)
{
	buffer_printf(out, "%s%s%s", out->size == 0 ? "" : ", ", what, value);
}

static void say_sorting(struct buffer *out, const struct rule *rule)
{
	if (rule->queue != NULL)
		say(out, "queue ", rule->queue);
	if (rule->tier != 0)
		say(out, "tier ", arena_printf(out->arena, "%d", rule->tier));
	if (rule->agent != NULL)
		say(out, "assign ", rule->agent);
	for (size_t i = 0; i < rule->tags.count; i++)
		say(out, "tag ", rule->tags.at[i]);
	for (size_t i = 0; i < rule->untags.count; i++)
		say(out, "no tag ", rule->untags.at[i]);
	for (size_t i = 0; i < rule->setting_count; i++)
		say(out, "field ", rule->settings[i].name);
}

static void say_acts(struct buffer *out, const struct rule *rule)
{
	if (rule->reply != NULL)
		say(out, "reply ", rule->reply);
	if (rule->note != NULL)
		say(out, "note", "");
	for (size_t i = 0; i < rule->notify.count; i++)
		say(out, "notify ", rule->notify.at[i]);
	if (rule->close)
		say(out, "close", "");
	if (rule->drop != NULL)
		say(out, "drop: ", rule->drop);
	if (rule->quarantine != NULL)
		say(out, "quarantine: ", rule->quarantine);
}

const char *rule_effect(struct arena *arena, const struct rule *rule,
			bool later)
{
	struct buffer out = { .arena = arena };
	const bool all = !later || rule->later;

	if (rule->score != 0)
		buffer_printf(&out, "%+d urgency", rule->score);
	if (rule->has_level)
		say(&out, "urgency ", urgency_word(rule->level));
	if (all)
		say_sorting(&out, rule);
	if (rule->suppress_ack)
		say(&out, "no acknowledgement", "");
	if (all)
		say_acts(&out, rule);
	if (rule->stop)
		say(&out, "stop", "");
	return out.size > 0 ? buffer_string(&out) : "nothing on a follow-up";
}
