/* instructing.c - one command of a person, and what came of it. */

#include "app/instructing.h"

#include "app/actor.h"
#include "app/look.h"
#include "base/json.h"
#include "base/text.h"
#include "desk/nearest.h"
#include "store/instruct.h"
#include "store/ruleset.h"

#include <sysexits.h>

bool instructing_number(const struct instructing *instructing,
			const char *text, const char *what, int64_t *number_r)
{
	if (look_number(text, number_r))
		return true;
	fprintf(stderr, "postdesk %s: %s is not the number of a %s\n",
		instructing->name, text, what);
	return false;
}

bool instructing_add(struct arena *arena, struct instructing *instructing,
		     enum command_kind kind, const char *argument)
{
	struct command *command =
		&instructing->commands[instructing->command_count];
	enum command_reason why;

	if (!command_read_argument(arena, kind, argument, command, &why)) {
		fprintf(stderr, "postdesk %s: %s %s\n", instructing->name,
			argument[0] == '\0' ? "it" : argument,
			command_reason_sentence(why));
		return false;
	}
	command->word = command_word(kind);
	instructing->command_count++;
	return true;
}

static const struct agent *agent_of(const struct look *look,
				    const struct instructing *instructing)
{
	const struct desk *desk = &look->desk->desk;
	const struct agent *agent = team_named(&desk->team, instructing->as);
	const char *nearest;

	if (agent != NULL)
		return agent;
	nearest = nearest_find(look->arena, instructing->as,
			       &desk->agent_names);
	fprintf(stderr, "postdesk %s: --as %s names no agent of the desk%s%s\n",
		instructing->name, instructing->as,
		nearest == NULL ? "" : ", did you mean ",
		nearest == NULL ? "" : nearest);
	return NULL;
}

bool instructing_decider(const struct look *look, struct decider *decider_r,
			 struct err *err)
{
	struct bundle bundle = { 0 };
	int64_t version;

	if (!ruleset_active(look->db, look->desk->desk.id, &version, err) ||
	    (version != 0 && !ruleset_read(look->db, look->arena,
					   look->desk->desk.id, version,
					   &bundle, err)))
		return false;
	*decider_r = (struct decider){
		.desk = &look->desk->desk,
		.templates = template_load(look->arena, &bundle, err),
		.ruleset = version,
	};
	return decider_r->templates != NULL;
}

static void put_lines(struct json *json, const char *key,
		      const struct strings *lines)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < lines->count; i++)
		json_string(json, lines->at[i]);
	json_close(json, ']');
}

struct strings instructing_complaints(struct arena *arena,
				const struct instruct_outcome *outcome)
{
	const char **at = ARENA_ARRAY(arena, const char *,
				      outcome->fault_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < outcome->fault_count; i++) {
		const struct command_fault *fault = &outcome->faults[i];
		const char *near = fault->nearest;

		/* A correction says it in whole sentences. */
		at[count++] = text_is_upper((unsigned char)fault->reason[0])
			? fault->reason
			: arena_printf(arena, "%s%s%s%s%s",
				fault->text[0] == '#' ? fault->text + 1
						      : fault->text,
				fault->text[0] == '\0' ? "" : " ",
				fault->reason, near == NULL ? ""
				: "; did you mean ", near == NULL ? ""
				: near + (near[0] == '#'));
	}
	if (outcome->verdict == INSTRUCT_COLLIDES)
		at[count++] = outcome->collides;
	return (struct strings){ at, count };
}

static void print_json(struct arena *arena,
		       const struct instructing *instructing,
		       const struct instruct_outcome *outcome)
{
	const struct strings wrong = instructing_complaints(arena, outcome);
	const struct strings *lines = outcome->verdict != INSTRUCT_DONE
		? &wrong : outcome->done.count > 0 ? &outcome->done
		: &outcome->told;
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "asked", instructing->asked != NULL
		 ? instructing->asked : instructing->name);
	json_put(&json, "verdict", outcome->word);
	json_put_bool(&json, "done", strcmp(outcome->word,
		instruct_word(INSTRUCT_DONE)) == 0);
	json_key(&json, "ticket");
	if (outcome->ticket == 0)
		json_null(&json);
	else
		json_int(&json, outcome->ticket);
	json_put(&json, "text", lines->count == 0 ? "" : lines->at[0]);
	put_lines(&json, "lines", lines);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static void print_text(struct arena *arena,
		       const struct instructing *instructing,
		       const struct instruct_outcome *outcome)
{
	const struct strings wrong = instructing_complaints(arena, outcome);

	for (size_t i = 0; i < wrong.count; i++)
		fprintf(stderr, "postdesk %s: %s\n", instructing->name,
			wrong.at[i]);
	for (size_t i = 0; i < outcome->done.count; i++)
		puts(outcome->done.at[i]);
	for (size_t i = 0; i < outcome->told.count; i++)
		puts(outcome->told.at[i]);
}

static int carry_out(const struct look *look, struct instructing *instructing,
		     const struct agent *agent)
{
	const struct commands commands = {
		.at = instructing->commands,
		.count = instructing->command_count,
		.rest = instructing->text,
	};
	const char *who = actor_name(look->arena);
	const struct instruction instruction = {
		.agent = agent,
		.actor = agent == NULL ? who
			: arena_printf(look->arena, "%s (%s)", agent->address,
				       who),
		.commands = &commands,
		.text = instructing->text,
		.number = instructing->ticket,
		.subject = instructing->subject,
		.messages = instructing->messages,
		.message_count = instructing->message_count,
	};
	struct instruct_outcome outcome;
	struct decider decider;
	struct err err;

	if (!instructing_decider(look, &decider, &err) ||
	    !instruct_apply(look->db, look->arena, &decider,
			    &(struct instruct_ask){ instructing->ticket,
						    &instruction },
			    &outcome, &err))
		return look_failed(instructing->name, &err);
	if (instructing->json)
		print_json(look->arena, instructing, &outcome);
	else
		print_text(look->arena, instructing, &outcome);
	return outcome.verdict == INSTRUCT_DONE ? 0 : EX_DATAERR;
}

int instructing_run(struct instructing *instructing)
{
	const struct agent *agent = NULL;
	struct look look;
	int status;

	if (!look_begin(&look, instructing->name, instructing->config,
			instructing->desk, &status))
		return status;
	if (instructing->as != NULL)
		agent = agent_of(&look, instructing);
	status = instructing->as != NULL && agent == NULL
		? EX_USAGE : carry_out(&look, instructing, agent);
	look_end(&look);
	return status;
}
