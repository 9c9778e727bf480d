/* correct.c - the commands by which a person puts right what was matched. */

#include "app/correct.h"

#include "app/actor.h"
#include "app/look.h"
#include "app/options.h"
#include "base/json.h"
#include "base/text.h"
#include "store/correct.h"

#include <inttypes.h>
#include <sysexits.h>

/* What every one of these commands is told. */
struct request {
	const char *command;
	const char *config, *desk;
	bool json;
	struct correct_ask ask;
};

static bool is_good(const struct correction *correction)
{
	return correction->verdict == CORRECT_DONE ||
	       correction->verdict == CORRECT_ALREADY;
}

static void print_json(struct arena *arena, const struct request *request,
		       const struct correction *correction)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put(&json, "asked", correct_kind_word(request->ask.kind));
	json_put(&json, "verdict", correct_word(correction->verdict));
	json_put_bool(&json, "done", correction->verdict == CORRECT_DONE);
	json_key(&json, "ticket");
	if (correction->ticket == 0)
		json_null(&json);
	else
		json_int(&json, correction->ticket);
	json_put(&json, "text", correction->text);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

static int correct(const struct look *look, struct request *request)
{
	struct correction correction;
	struct err err;

	request->ask.actor = actor_name(look->arena);
	if (!correct_apply(look->db, look->arena, look->desk->desk.id,
			   &request->ask, &correction, &err))
		return look_failed(request->command, &err);
	if (request->json)
		print_json(look->arena, request, &correction);
	else if (is_good(&correction))
		puts(correction.text);
	else
		fprintf(stderr, "postdesk %s: %s\n", request->command,
			correction.text);
	return is_good(&correction) ? 0 : EX_DATAERR;
}

static int run(struct request *request)
{
	struct look look;
	int status;

	if (!look_begin(&look, request->command, request->config,
			request->desk, &status))
		return status;
	status = correct(&look, request);
	look_end(&look);
	return status;
}

static bool read_number(const struct request *request, const char *text,
			const char *what, int64_t *number_r)
{
	if (look_number(text, number_r))
		return true;
	fprintf(stderr, "postdesk %s: %s is not the number of a %s\n",
		request->command, text, what);
	return false;
}

int correct_join_main(int argc, char **argv)
{
	struct request request = { .command = "join",
				   .ask.kind = CORRECT_JOIN };
	const char *ticket = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "ticket", "N", &ticket, NULL,
		  "not where it is held, but this one" },
	};
	const struct options options = {
		"join [OPTION...] MAIL", "Let a held mail (a pending join) "
		"into its ticket, and its sender with it:\nlater mail of his "
		"joins by itself.  Nothing is sent to anybody.\n"
		"`postdesk mail list --disposition pending-join` lists what "
		"is held.", rows, 4, 1, 1,
	};
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_number(&request, argv[first], "mail",
			 &request.ask.mail_id) ||
	    (ticket != NULL && !read_number(&request, ticket, "ticket",
					    &request.ask.ticket)))
		return EX_USAGE;
	return run(&request);
}

int correct_split_main(int argc, char **argv)
{
	struct request request = { .command = "split",
				   .ask.kind = CORRECT_SPLIT };
	const char *subject = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "subject", "TEXT", &subject, NULL,
		  "of the new ticket (that of the first message)" },
	};
	const struct options options = {
		"split [OPTION...] TICKET MESSAGE...", "Give messages of a "
		"ticket one of their own; answers to them follow, and no\n"
		"later mail makes one of the two again.  MESSAGE is the "
		"number of a mail, or of\na message that came by none, as "
		"`postdesk show` tells it.", rows, 4, 2, -1,
	};
	ARENA(arena);
	int first, status;
	int64_t *messages;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_number(&request, argv[first], "ticket",
			 &request.ask.ticket))
		return EX_USAGE;
	messages = ARENA_ARRAY(arena, int64_t, (size_t)(argc - first));
	for (int i = first + 1; i < argc; i++)
		if (!read_number(&request, argv[i], "message or mail",
				 &messages[request.ask.message_count++]))
			return EX_USAGE;
	request.ask.messages = messages;
	if (subject != NULL)
		request.ask.subject = text_line(arena, subject,
						strlen(subject),
						CORRECT_SUBJECT);
	return run(&request);
}

int correct_merge_main(int argc, char **argv)
{
	struct request request = { .command = "merge" };
	bool undo = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "undo", NULL, NULL, &undo,
		  "take it back: TICKET is its own again" },
	};
	const struct options options = {
		"merge [OPTION...] TICKET INTO | --undo TICKET", "Make a "
		"ticket part of another: mail to it goes there, and `postdesk "
		"show`\ntells both as one.  Nothing is moved, so that it can "
		"be taken back; then no\nlater mail makes one of the two "
		"again.", rows, 4, 1, 2,
	};
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (argc - first != (undo ? 1 : 2)) {
		fprintf(stderr, "postdesk merge: expected %s (see --help)\n",
			undo ? "--undo TICKET" : "TICKET INTO");
		return EX_USAGE;
	}
	request.ask.kind = undo ? CORRECT_UNMERGE : CORRECT_MERGE;
	if (!read_number(&request, argv[first], "ticket",
			 &request.ask.ticket) ||
	    (!undo && !read_number(&request, argv[first + 1], "ticket",
				   &request.ask.into)))
		return EX_USAGE;
	return run(&request);
}

static int change_state(int argc, char **argv, enum correct_kind kind,
			const char *usage, const char *about)
{
	struct request request = { .command = correct_kind_word(kind),
				   .ask.kind = kind };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
	};
	const struct options options = { usage, about, rows, 3, 1, 1 };
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_number(&request, argv[first], "ticket",
			 &request.ask.ticket))
		return EX_USAGE;
	return run(&request);
}

int correct_close_main(int argc, char **argv)
{
	return change_state(argc, argv, CORRECT_CLOSE,
			    "close [OPTION...] TICKET", "Close a ticket.  "
			    "Nobody is written to.");
}

int correct_reopen_main(int argc, char **argv)
{
	return change_state(argc, argv, CORRECT_REOPEN,
			    "reopen [OPTION...] TICKET", "Open a ticket that "
			    "is closed or pending.");
}
