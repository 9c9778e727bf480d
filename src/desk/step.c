/* step.c - a ticket's fields as text: compared, written down and put back. */

#include "desk/step.h"

#include "base/json.h"
#include "base/yaml.h"

#include <inttypes.h>

const char *step_field_word(enum step_field field)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		STEP_FIELDS(ROW)
#undef ROW
	};

	return words[field];
}

static const char *tags_text(struct arena *arena, const struct strings *tags)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < tags->count; i++)
		buffer_printf(&out, "%s%s", i == 0 ? "" : " ", tags->at[i]);
	return buffer_string(&out);
}

static const char *number_text(struct arena *arena, int64_t number)
{
	return arena_printf(arena, "%" PRId64, number);
}

static const char *text_or_none(const char *text)
{
	return text == NULL ? "" : text;
}

static const char *field_text(struct arena *arena, const struct ticket *ticket,
			      enum step_field field)
{
	switch (field) {
	case STEP_STATE:
		return ticket_state_word(ticket->state);
	case STEP_CLOSED:
		return number_text(arena, ticket->closed);
	case STEP_UNTIL:
		return number_text(arena, ticket->until);
	case STEP_AGENT:
		return text_or_none(ticket->agent);
	case STEP_QUEUE:
		return text_or_none(ticket->queue);
	case STEP_URGENCY:
		return urgency_word(ticket->urgency);
	case STEP_REASONS:
		return text_or_none(ticket->reasons);
	case STEP_TIER:
		return number_text(arena, ticket->tier);
	case STEP_TAGS:
		return tags_text(arena, &ticket->tags);
	case STEP_LANGUAGE:
		return text_or_none(ticket->language);
	case STEP_FIELD_COUNT:
		break;
	}
	return "";
}

static struct strings read_tags(struct arena *arena, const char *text)
{
	const char **at = ARENA_ARRAY(arena, const char *, strlen(text) + 1);
	size_t count = 0;

	while (*text != '\0') {
		const size_t size = strcspn(text, " ");

		if (size > 0)
			at[count++] = arena_strndup(arena, text, size);
		text += size + (text[size] == ' ');
	}
	return (struct strings){ at, count };
}

static void set_field(struct arena *arena, struct ticket *ticket,
		      enum step_field field, const char *text)
{
	switch (field) {
	case STEP_STATE:
		ticket_state_read(text, &ticket->state);
		break;
	case STEP_CLOSED:
		ticket->closed = strtoll(text, NULL, 10);
		break;
	case STEP_UNTIL:
		ticket->until = strtoll(text, NULL, 10);
		break;
	case STEP_AGENT:
		ticket->agent = text;
		break;
	case STEP_QUEUE:
		ticket->queue = text;
		break;
	case STEP_URGENCY:
		urgency_read(text, &ticket->urgency);
		break;
	case STEP_REASONS:
		ticket->reasons = text;
		break;
	case STEP_TIER:
		ticket->tier = (int)strtol(text, NULL, 10);
		break;
	case STEP_TAGS:
		ticket->tags = read_tags(arena, text);
		break;
	case STEP_LANGUAGE:
		ticket->language = text;
		break;
	case STEP_FIELD_COUNT:
		break;
	}
}

void step_compare(struct arena *arena, const struct ticket *before,
		  const struct ticket *after, struct step *step)
{
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++) {
		const char *was = field_text(arena, before, f);
		const char *is = field_text(arena, after, f);

		if (strcmp(was, is) != 0)
			step->fields[f] = (struct step_change){ was, is };
	}
}

bool step_is_empty(const struct step *step)
{
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++)
		if (step->fields[f].before != NULL)
			return false;
	return step->came.count == 0 && step->left.count == 0 &&
	       step->shunned.count == 0 && step->outbox_count == 0 &&
	       step->merged == 0 && step->unmerged == 0 && step->split == 0 &&
	       step->admitted == 0 && !step->begun;
}

/* What nobody sets by itself: it goes with state or urgency. */
static bool follows(enum step_field field)
{
	return field == STEP_CLOSED || field == STEP_UNTIL ||
	       field == STEP_REASONS;
}

bool step_restore(struct arena *arena, const struct step *step,
		  struct ticket *ticket, unsigned *kept_r)
{
	bool restored = false;

	*kept_r = 0;
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++) {
		const struct step_change *change = &step->fields[f];

		if (change->before == NULL)
			continue;
		if (strcmp(field_text(arena, ticket, f), change->after) == 0) {
			set_field(arena, ticket, f, change->before);
			restored = true;
		} else if (!follows(f)) {
			*kept_r |= 1u << f;
		}
	}
	return restored;
}

/* --- as JSON --- */

static void put_texts(struct json *json, const char *key,
		      const struct strings *texts)
{
	if (texts->count == 0)
		return;
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < texts->count; i++)
		json_string(json, texts->at[i]);
	json_close(json, ']');
}

static void put_numbers(struct json *json, const char *key,
			const int64_t *numbers, size_t count)
{
	if (count == 0)
		return;
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < count; i++)
		json_int(json, numbers[i]);
	json_close(json, ']');
}

static void put_number(struct json *json, const char *key, int64_t number)
{
	put_numbers(json, key, &number, number == 0 ? 0 : 1);
}

char *step_write(struct arena *arena, const struct step *step)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "by", step->by);
	json_put(&json, "did", step->did);
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++) {
		const char *both[] = { step->fields[f].before,
				       step->fields[f].after };

		if (both[0] != NULL)
			put_texts(&json, step_field_word(f),
				  &(struct strings){ both, 2 });
	}
	put_texts(&json, "came", &step->came);
	put_texts(&json, "left", &step->left);
	put_texts(&json, "shunned", &step->shunned);
	put_numbers(&json, "outbox", step->outbox, step->outbox_count);
	put_numbers(&json, "rows", step->rows, step->row_count);
	put_number(&json, "merged", step->merged);
	put_number(&json, "unmerged", step->unmerged);
	put_number(&json, "split", step->split);
	put_number(&json, "admitted", step->admitted);
	put_number(&json, "begun", step->begun);
	json_close(&json, '}');
	return buffer_string(&out);
}

static struct strings get_texts(struct arena *arena, const struct yaml *map,
				const char *key)
{
	const struct yaml *list = yaml_get(map, key);
	struct strings texts = { 0 };
	const char **at;

	if (list == NULL || list->kind != YAML_LIST)
		return texts;
	at = ARENA_ARRAY(arena, const char *, list->count + 1);
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->kind == YAML_SCALAR)
			at[texts.count++] = list->items[i]->text;
	texts.at = at;
	return texts;
}

static const int64_t *get_numbers(struct arena *arena, const struct yaml *map,
				  const char *key, size_t *count_r)
{
	const struct strings texts = get_texts(arena, map, key);
	int64_t *numbers = ARENA_ARRAY(arena, int64_t, texts.count + 1);

	for (size_t i = 0; i < texts.count; i++)
		numbers[i] = strtoll(texts.at[i], NULL, 10);
	*count_r = texts.count;
	return numbers;
}

static int64_t get_number(struct arena *arena, const struct yaml *map,
			  const char *key)
{
	size_t count;
	const int64_t *numbers = get_numbers(arena, map, key, &count);

	return count == 0 ? 0 : numbers[0];
}

static const char *get_text(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node == NULL || node->kind != YAML_SCALAR ? "" : node->text;
}

/* All JSON is YAML. */
bool step_read(struct arena *arena, const char *json, struct step *step_r)
{
	struct err ignored;
	const struct yaml *map = yaml_parse(arena, "step", json, strlen(json),
					    &ignored);

	if (map == NULL || map->kind != YAML_MAP)
		return false;
	*step_r = (struct step){
		.by = get_text(map, "by"),
		.did = get_text(map, "did"),
		.came = get_texts(arena, map, "came"),
		.left = get_texts(arena, map, "left"),
		.shunned = get_texts(arena, map, "shunned"),
		.merged = get_number(arena, map, "merged"),
		.unmerged = get_number(arena, map, "unmerged"),
		.split = get_number(arena, map, "split"),
		.admitted = get_number(arena, map, "admitted"),
		.begun = get_number(arena, map, "begun") != 0,
	};
	step_r->outbox = get_numbers(arena, map, "outbox",
				     &step_r->outbox_count);
	step_r->rows = get_numbers(arena, map, "rows", &step_r->row_count);
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++) {
		const struct strings both = get_texts(arena, map,
						      step_field_word(f));

		if (both.count == 2)
			step_r->fields[f] = (struct step_change){
				both.at[0], both.at[1] };
	}
	return true;
}
