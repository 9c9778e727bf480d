/* correct.c - the commands by which a person puts right what was matched. */

#include "app/correct.h"

#include "app/instructing.h"
#include "app/options.h"
#include "base/text.h"
#include "desk/correct.h"

#include <sysexits.h>

int correct_join_main(int argc, char **argv)
{
	struct instructing request = { .name = "join", .text = "" };
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
	ARENA(arena);
	int first, status;
	int64_t mail;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!instructing_number(&request, argv[first], "mail", &mail) ||
	    (ticket != NULL && !instructing_number(&request, ticket, "ticket",
						   &request.ticket)) ||
	    !instructing_add(arena, &request, COMMAND_JOIN, argv[first]))
		return EX_USAGE;
	return instructing_run(&request);
}

int correct_split_main(int argc, char **argv)
{
	struct instructing request = { .name = "split", .text = "" };
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
	if (!instructing_number(&request, argv[first], "ticket",
				&request.ticket))
		return EX_USAGE;
	messages = ARENA_ARRAY(arena, int64_t, (size_t)(argc - first));
	for (int i = first + 1; i < argc; i++)
		if (!instructing_number(&request, argv[i], "message or mail",
					&messages[request.message_count++]))
			return EX_USAGE;
	request.messages = messages;
	if (subject != NULL)
		request.subject = text_line(arena, subject, strlen(subject),
					    CORRECT_SUBJECT);
	return instructing_add(arena, &request, COMMAND_SPLIT, "")
		? instructing_run(&request) : EX_USAGE;
}

int correct_merge_main(int argc, char **argv)
{
	struct instructing request = { .name = "merge", .text = "" };
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
	ARENA(arena);
	int first, status;
	int64_t into;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (argc - first != (undo ? 1 : 2)) {
		fprintf(stderr, "postdesk merge: expected %s (see --help)\n",
			undo ? "--undo TICKET" : "TICKET INTO");
		return EX_USAGE;
	}
	if (!instructing_number(&request, argv[first], "ticket",
				&request.ticket) ||
	    (!undo && (!instructing_number(&request, argv[first + 1], "ticket",
					   &into) ||
		       !instructing_add(arena, &request, COMMAND_MERGE,
					argv[first + 1]))))
		return EX_USAGE;
	if (undo) {
		/* Into none: that is how it is taken back. */
		request.asked = correct_kind_word(CORRECT_UNMERGE);
		request.commands[request.command_count++] = (struct command){
			.kind = COMMAND_MERGE,
			.word = command_word(COMMAND_MERGE), .argument = "",
		};
	}
	return instructing_run(&request);
}

static int change_state(int argc, char **argv, enum command_kind kind,
			const char *name, const char *usage,
			const char *about)
{
	struct instructing request = { .name = name, .text = "" };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "as", "AGENT", &request.as, NULL, "who does it" },
	};
	const struct options options = { usage, about, rows, 4, 1, 1 };
	ARENA(arena);
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!instructing_number(&request, argv[first], "ticket",
				&request.ticket) ||
	    !instructing_add(arena, &request, kind, ""))
		return EX_USAGE;
	return instructing_run(&request);
}

int correct_close_main(int argc, char **argv)
{
	return change_state(argc, argv, COMMAND_CLOSE, "close",
			    "close [OPTION...] TICKET", "Close a ticket.  "
			    "Nobody is written to.");
}

int correct_reopen_main(int argc, char **argv)
{
	return change_state(argc, argv, COMMAND_OPEN, "reopen",
			    "reopen [OPTION...] TICKET", "Open a ticket that "
			    "is closed or pending.");
}
