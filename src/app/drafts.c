/* drafts.c - `postdesk drafts`: list, show, confirm and drop held mail. */

#include "app/drafts.h"

#include "app/actor.h"
#include "app/instructing.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "base/text.h"
#include "store/drafts.h"

#include <inttypes.h>
#include <sysexits.h>

struct request {
	const char *config, *desk;
	bool json, all;
	int64_t id;
};

static void put(struct json *json, struct arena *arena,
		const struct draft_row *row)
{
	json_open(json, '{');
	json_put_int(json, "draft", row->id);
	json_put_int(json, "mail", row->mail_id);
	json_key(json, "ticket");
	if (row->ticket == 0)
		json_null(json);
	else
		json_int(json, row->ticket);
	json_put(json, "agent", row->agent);
	json_put(json, "why", row->why);
	json_put(json, "state", row->state);
	json_put_bool(json, "asked", row->asked);
	json_put_int(json, "attachments", row->attachments);
	json_put(json, "created", clock_render(arena, row->created));
	json_put(json, "ended", row->ended == 0
		 ? NULL : clock_render(arena, row->ended));
	json_put(json, "text", row->text);
	json_close(json, '}');
}

static void print_json(const struct look *look, const struct draft_row *rows,
		       size_t count)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++)
		put(&json, look->arena, &rows[i]);
	json_close(&json, ']');
	puts(buffer_string(&out));
}

static void print_rows(const struct look *look, const struct draft_row *rows,
		       size_t count)
{
	static const struct table_column columns[] = {
		{ "DRAFT", 9, true }, { "TICKET", 7, true },
		{ "STATE", 8, false }, { "AGE", 7, true },
		{ "AGENT", 24, false }, { "WHY", 18, false },
		{ "TEXT", 0, false },
	};
	struct arena *arena = look->arena;
	const struct table_view view = table_begin(
		arena, columns, sizeof(columns) / sizeof(columns[0]));

	for (size_t i = 0; i < count; i++) {
		const struct draft_row *row = &rows[i];
		const char *cells[] = {
			arena_printf(arena, "%" PRId64, row->id),
			row->ticket == 0 ? "new"
				: arena_printf(arena, "%" PRId64, row->ticket),
			row->state, table_age(arena, row->created, look->now),
			row->agent, row->why,
			text_line(arena, row->text, strlen(row->text), 200),
		};

		table_row(&view, row->ended == 0 ? TABLE_WARN : TABLE_DIM,
			  cells);
	}
}

static int list(const struct look *look, const struct request *request)
{
	struct draft_row *rows;
	size_t count;
	struct err err;

	if (!drafts_list(look->db, look->arena, look->desk->desk.id,
			 request->all, 0, &rows, &count, &err))
		return look_failed("drafts", &err);
	if (request->json)
		print_json(look, rows, count);
	else if (count == 0)
		puts(request->all ? "There was no draft." : "No draft waits.");
	else
		print_rows(look, rows, count);
	return 0;
}

static int no_draft(const struct request *request)
{
	fprintf(stderr, "postdesk drafts: there is no draft %" PRId64 "\n",
		request->id);
	return EX_DATAERR;
}

static int show(const struct look *look, const struct request *request)
{
	struct draft_row *row;
	size_t count;
	struct err err;

	if (!drafts_list(look->db, look->arena, look->desk->desk.id, true,
			 request->id, &row, &count, &err))
		return look_failed("drafts", &err);
	if (count == 0)
		return no_draft(request);
	if (request->json) {
		print_json(look, row, count);
		return 0;
	}
	printf("Draft %" PRId64 " of %s, %s since %s: %s\n", row->id,
	       row->agent, row->state,
	       clock_render(look->arena, row->ended == 0 ? row->created
							 : row->ended),
	       row->why);
	printf("Mail %" PRId64 ", %d attachments%s\n\n%s\n", row->mail_id,
	       row->attachments,
	       row->asked ? "; the agent was asked" : "", row->text);
	return 0;
}

static int refused(const struct look *look, const struct request *request,
		   const struct draft_answer *answer)
{
	const struct strings wrong = instructing_complaints(look->arena,
							    &answer->outcome);

	if (!answer->known)
		return no_draft(request);
	if (answer->before != DRAFT_HELD)
		fprintf(stderr, "postdesk drafts: draft %" PRId64 " is %s "
			"already\n", request->id,
			draft_state_word(answer->before));
	else if (!answer->agent)
		fprintf(stderr, "postdesk drafts: its agent is none of "
			"`agents:` any more\n");
	for (size_t i = 0; i < wrong.count; i++)
		fprintf(stderr, "postdesk drafts: %s\n", wrong.at[i]);
	return EX_DATAERR;
}

static int settle(const struct look *look, const struct request *request,
		  enum draft_state state)
{
	const struct draft_ask ask = {
		.id = request->id, .state = state,
		.actor = actor_name(look->arena),
	};
	struct draft_answer answer;
	struct decider decider;
	struct err err;

	if (!instructing_decider(look, &decider, &err) ||
	    !draft_settle(look->db, look->arena, &decider, &ask, &answer,
			  &err))
		return look_failed("drafts", &err);
	if (!answer.known || answer.before != DRAFT_HELD ||
	    (state == DRAFT_SENT &&
	     (!answer.agent || answer.outcome.verdict != INSTRUCT_DONE)))
		return refused(look, request, &answer);
	printf("Draft %" PRId64 " is %s.\n", request->id,
	       draft_state_word(state));
	for (size_t i = 0; i < answer.outcome.done.count; i++)
		puts(answer.outcome.done.at[i]);
	return 0;
}

static int confirm(const struct look *look, const struct request *request)
{
	return settle(look, request, DRAFT_SENT);
}

static int drop(const struct look *look, const struct request *request)
{
	return settle(look, request, DRAFT_DROPPED);
}

static const struct verb {
	const char *word;
	int ids;		/* that it needs */
	int (*run)(const struct look *look, const struct request *request);
} verbs[] = {
	{ "list", 0, list },
	{ "show", 1, show },
	{ "confirm", 1, confirm },
	{ "drop", 1, drop },
};

static const struct verb *find_verb(struct request *request, char **words,
				    int count)
{
	const char *word = count == 0 ? "list" : words[0];

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].word, word) == 0 &&
		    count - (count > 0) == verbs[i].ids &&
		    (verbs[i].ids == 0 ||
		     look_number(words[1], &request->id)))
			return &verbs[i];
	fprintf(stderr, "postdesk drafts: expected list, show DRAFT, confirm "
		"DRAFT or drop DRAFT (see --help)\n");
	return NULL;
}

int drafts_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "all", NULL, NULL, &request.all,
		  "list: also those that were sent or dropped" },
	};
	const struct options options = {
		"drafts [OPTION...] [list | show DRAFT | confirm DRAFT | "
		"drop DRAFT]",
		"Mail in the name of an agent that lacked proof, or came while "
		"another agent\nanswered.  `confirm` carries it out as the "
		"agent's own yes would.",
		rows, sizeof(rows) / sizeof(rows[0]), 0, 2,
	};
	const struct verb *verb;
	struct look look;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	verb = find_verb(&request, argv + first, argc - first);
	if (verb == NULL)
		return EX_USAGE;
	if (!look_begin(&look, "drafts", request.config, request.desk,
			&status))
		return status;
	status = verb->run(&look, &request);
	look_end(&look);
	return status;
}
