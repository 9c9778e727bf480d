/* outcome.c - a plan as words, and where two of them differ. */

#include "desk/outcome.h"

#include "base/buffer.h"

static const struct {
	const char *word;
	enum outcome_kind kind;
} aspects[] = {
#define ROW(name, word, kind) [name] = { word, kind },
	OUTCOME_ASPECTS(ROW)
#undef ROW
};

static const char *lines_of(struct arena *arena, const struct strings *list)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < list->count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : "\n", list->at[i]);
	return buffer_string(&out);
}

/* "name: value", a line each; without a name the value alone. */
static const char *judged_lines(struct arena *arena,
				const struct judged *list, size_t count)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&out, "%s%s%s%s", i == 0 ? "" : "\n",
			      list[i].name, list[i].name[0] == '\0'
			      ? "" : ": ", list[i].value);
	return buffer_string(&out);
}

static void put_acts(struct arena *arena, const struct judgement *judgement,
		     struct outcome *outcome)
{
	outcome->values[OUTCOME_SCORE] = arena_printf(arena, "%d",
						      judgement->score);
	outcome->values[OUTCOME_FIELDS] =
		judged_lines(arena, judgement->fields, judgement->field_count);
	outcome->values[OUTCOME_NOTES] =
		judged_lines(arena, judgement->notes, judgement->note_count);
	outcome->values[OUTCOME_NOTIFY] =
		judged_lines(arena, judgement->notify,
			     judgement->notify_count);
}

/* A ticket's urgency may come from a mail before; the score is this one's. */
static void put_ticket(struct arena *arena, const struct plan *plan,
		       const struct judgement *judgement,
		       struct outcome *outcome)
{
	const struct ticket *ticket = plan->ticket;

	if (ticket == NULL)
		return;
	outcome->values[OUTCOME_URGENCY] = urgency_word(ticket->urgency);
	outcome->values[OUTCOME_QUEUE] = ticket->queue;
	outcome->values[OUTCOME_TIER] = arena_printf(arena, "%d",
						     ticket->tier);
	outcome->values[OUTCOME_STATE] = ticket_state_word(ticket->state);
	if (ticket->agent != NULL)
		outcome->values[OUTCOME_AGENT] = ticket->agent;
	outcome->values[OUTCOME_TAGS] = lines_of(arena, &ticket->tags);
	if (judgement != NULL)
		put_acts(arena, judgement, outcome);
}

struct outcome outcome_of(struct arena *arena, const struct plan *plan,
			  const struct judgement *judgement,
			  const char *reply)
{
	struct outcome outcome;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		outcome.values[i] = "";
	outcome.values[OUTCOME_DISPOSITION] =
		disposition_word(plan->disposition);
	outcome.values[OUTCOME_ANSWER] = plan->answer;
	outcome.values[OUTCOME_REPLY] = reply == NULL ? "" : reply;
	outcome.values[OUTCOME_RULES] = lines_of(arena, &plan->rules);
	outcome.values[OUTCOME_ARTICLES] = lines_of(arena, &plan->offered);
	put_ticket(arena, plan, judgement, &outcome);
	return outcome;
}

unsigned outcome_differ(const struct outcome *before,
			const struct outcome *after)
{
	unsigned differ = 0;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		if (strcmp(before->values[i], after->values[i]) != 0)
			differ |= 1u << i;
	return differ;
}

const char *outcome_word(enum outcome_aspect aspect)
{
	return aspects[aspect].word;
}

enum outcome_kind outcome_kind(enum outcome_aspect aspect)
{
	return aspects[aspect].kind;
}

static bool has_line(const char *list, const char *line, size_t size)
{
	while (*list != '\0') {
		size_t here = strcspn(list, "\n");

		if (here == size && memcmp(list, line, size) == 0)
			return true;
		list += here + (list[here] == '\n');
	}
	return false;
}

const char *outcome_gain(struct arena *arena, const char *other,
			 const char **at)
{
	while (**at != '\0') {
		const char *line = *at;
		size_t size = strcspn(line, "\n");

		*at += size + (line[size] == '\n');
		if (!has_line(other, line, size))
			return arena_strndup(arena, line, size);
	}
	return NULL;
}

static void add_gains(struct buffer *out, char sign, const char *list,
		      const char *other)
{
	const char *line;

	while ((line = outcome_gain(out->arena, other, &list)) != NULL)
		buffer_printf(out, "%s%c %s", out->size == 0 ? "" : ", ", sign,
			      line);
}

static const char *or_none(const char *value)
{
	return value[0] == '\0' ? "none" : value;
}

const char *outcome_change(struct arena *arena, enum outcome_aspect aspect,
			   const char *before, const char *after)
{
	struct buffer out = { .arena = arena };

	if (aspects[aspect].kind == OUTCOME_ONE)
		return arena_printf(arena, "%s -> %s", or_none(before),
				    or_none(after));
	add_gains(&out, '+', after, before);
	add_gains(&out, '-', before, after);
	return buffer_string(&out);
}
