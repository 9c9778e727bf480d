/* findings_json.c - findings as JSON. */

#include "app/findings_report.h"

static void put_grounds(struct json *json, unsigned grounds)
{
	json_key(json, "grounds");
	json_open(json, '[');
	for (size_t i = 0; i < REDECIDE_GROUND_COUNT; i++)
		if ((grounds & 1u << i) != 0)
			json_string(json, redecide_ground_word(i));
	json_close(json, ']');
}

static void put_words(struct json *json, const char *key, const char *lines)
{
	json_key(json, key);
	json_open(json, '[');
	while (*lines != '\0') {
		size_t size = strcspn(lines, "\n");

		json_bytes(json, lines, size);
		lines += size + (lines[size] == '\n');
	}
	json_close(json, ']');
}

static void put_value(struct json *json, const char *key,
		      enum outcome_aspect aspect, const char *value)
{
	if (outcome_kind(aspect) == OUTCOME_LIST)
		put_words(json, key, value);
	else
		json_put(json, key, value[0] == '\0' ? NULL : value);
}

static void put_change(struct json *json, const struct tally_row *row)
{
	bool list = outcome_kind(row->aspect) == OUTCOME_LIST;

	json_open(json, '{');
	json_put(json, "what", outcome_word(row->aspect));
	if (list && row->before[0] == '\0') {
		json_put(json, "added", row->after);
	} else if (list) {
		json_put(json, "removed", row->before);
	} else {
		json_put(json, "before", row->before[0] == '\0'
			 ? NULL : row->before);
		json_put(json, "after", row->after[0] == '\0'
			 ? NULL : row->after);
	}
	json_put_int(json, "mails", row->mails);
	json_put_int(json, "apart", row->apart);
	json_close(json, '}');
}

static void put_mail(struct json *json, struct arena *arena,
		     const struct finding *finding)
{
	json_open(json, '{');
	json_put_int(json, "mail", finding->mail_id);
	json_put_int(json, "ticket", finding->ticket_number);
	json_put(json, "received", clock_render(arena, finding->received));
	json_put(json, "author", finding->author);
	json_put(json, "subject", finding->subject);
	put_grounds(json, finding->grounds);
	json_key(json, "changes");
	json_open(json, '{');
	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		if ((finding->changed & 1u << i) == 0)
			continue;
		json_key(json, outcome_word(i));
		json_open(json, '{');
		put_value(json, "before", i, finding->before.values[i]);
		put_value(json, "after", i, finding->after.values[i]);
		json_close(json, '}');
	}
	json_close(json, '}');
	json_close(json, '}');
}

void findings_json(struct json *json, struct arena *arena,
		   const struct findings *findings,
		   const struct findings_about *about)
{
	json_put(json, "candidate", about->candidate);
	json_put_int(json, "active", about->active);
	json_put(json, "since", clock_render(arena, about->since));
	json_put_int(json, "mails", findings->mails);
	json_put_int(json, "judged", findings->judged);
	json_put_int(json, "changed", findings->changed);
	json_put_int(json, "apart", findings->apart);
	json_key(json, "rest_on");
	json_open(json, '{');
	for (size_t i = 0; i < REDECIDE_GROUND_COUNT; i++)
		json_put_int(json, redecide_ground_word(i),
			     findings->grounds[i]);
	json_close(json, '}');
	json_put_int(json, "drifted", findings->drifted);
	json_put_int(json, "unread", findings->unread);
	json_put_int(json, "milliseconds", about->took / 1000);
	json_key(json, "counts");
	json_open(json, '[');
	for (size_t i = 0; i < findings->tally.count; i++)
		put_change(json, findings->tally.list[i]);
	json_close(json, ']');
	json_key(json, "list");
	json_open(json, '[');
	for (size_t i = 0; i < findings->count; i++)
		put_mail(json, arena, &findings->list[i]);
	json_close(json, ']');
}

void findings_outcome(struct json *json, const struct outcome *outcome)
{
	json_open(json, '{');
	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		put_value(json, outcome_word(i), i, outcome->values[i]);
	json_close(json, '}');
}
