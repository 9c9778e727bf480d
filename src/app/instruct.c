/* instruct.c - an agent's work on the command line, a row each. */

#include "app/instruct.h"

#include "app/file.h"
#include "app/instructing.h"
#include "app/options.h"
#include "base/text.h"

#include <sysexits.h>

enum {
	TEXT_LIMIT = 256 * 1024,
	SUBJECT_LIMIT = 512,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What stands behind the ticket's number. */
enum rest {
	REST_NONE,
	REST_MAYBE,		/* an argument, or nothing */
	REST_ARGUMENT,
	REST_WORDS,		/* text, or --file */
};

static const struct row {
	const char *name;
	enum command_kind kind;	/* COMMAND_COUNT: words alone */
	enum rest rest;
	bool begins;		/* an address in place of the ticket */
	const char *usage, *about;
} rows[] = {
	{ "reply", COMMAND_COUNT, REST_WORDS, false,
	  "reply [OPTION...] TICKET [WORDS...]",
	  "Write to the customer as the desk.  It leaves when the time for "
	  "`postdesk undo`\nis over." },
	{ "note", COMMAND_NOTE, REST_WORDS, false,
	  "note [OPTION...] TICKET [WORDS...]",
	  "Leave a note in a ticket that no customer sees." },
	{ "canned", COMMAND_CANNED, REST_ARGUMENT, false,
	  "canned [OPTION...] TICKET NAME",
	  "Send a reply of the desk, in the ticket's language; words of your "
	  "own (--file)\nstand below it." },
	{ "new", COMMAND_NEW, REST_WORDS, true,
	  "new [OPTION...] --subject TEXT ADDRESS [WORDS...]",
	  "Begin a ticket: the words go to the customer." },
	{ "assign", COMMAND_ASSIGN, REST_ARGUMENT, false,
	  "assign [OPTION...] TICKET AGENT",
	  "Give a ticket to an agent, by name or address, or to `nobody`." },
	{ "take", COMMAND_TAKE, REST_NONE, false,
	  "take --as AGENT [OPTION...] TICKET",
	  "Give a ticket to yourself." },
	{ "pending", COMMAND_PENDING, REST_MAYBE, false,
	  "pending [OPTION...] TICKET [TIME]",
	  "Let a ticket rest for a time such as 3d, till a date, or until the "
	  "customer\nanswers." },
	{ "queue", COMMAND_QUEUE, REST_ARGUMENT, false,
	  "queue [OPTION...] TICKET QUEUE", "Put a ticket into a queue." },
	{ "urgency", COMMAND_URGENCY, REST_ARGUMENT, false,
	  "urgency [OPTION...] TICKET low|normal|high|critical",
	  "Say how urgent a ticket is." },
	{ "tier", COMMAND_TIER, REST_ARGUMENT, false,
	  "tier [OPTION...] TICKET 1|2|3", "Escalate a ticket." },
	{ "tag", COMMAND_TAG, REST_ARGUMENT, false,
	  "tag [OPTION...] TICKET -- +TAG... -TAG...",
	  "Add and remove tags of a ticket." },
	{ "lang", COMMAND_LANG, REST_ARGUMENT, false,
	  "lang [OPTION...] TICKET LANGUAGE",
	  "Say in which language the customer is written to." },
	{ "cc", COMMAND_CC, REST_ARGUMENT, false,
	  "cc [OPTION...] TICKET ADDRESS",
	  "Let somebody take part in a ticket." },
	{ "uncc", COMMAND_UNCC, REST_MAYBE, false,
	  "uncc [OPTION...] TICKET [ADDRESS]",
	  "Let somebody take part no more." },
	{ "spam", COMMAND_SPAM, REST_NONE, false,
	  "spam [OPTION...] TICKET",
	  "Close a ticket as spam; no automatic mail goes to its sender." },
	{ "undo", COMMAND_UNDO, REST_MAYBE, false,
	  "undo [OPTION...] TICKET [STEP]",
	  "Take back what a mail or a command did to a ticket, the newest "
	  "step or the one\nof that number; once more, the step before it.  "
	  "An answer is called back while\nit is held.  With --as AGENT only "
	  "steps of that agent." },
};

static const struct row *row_of(const char *name)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* The arguments with a blank between them. */
static const char *joined(struct arena *arena, int argc, char **argv, int from)
{
	struct buffer out = { .arena = arena };

	for (int i = from; i < argc; i++)
		buffer_printf(&out, "%s%s", i == from ? "" : " ", argv[i]);
	return buffer_string(&out);
}

/* Words of the command line, or of a file; "-" is what comes in. */
static bool read_words(struct arena *arena, struct instructing *instructing,
		       const char *file, const char *words)
{
	struct buffer bytes;
	struct err err;

	if (file == NULL) {
		instructing->text = text_clean(arena, words, strlen(words));
		return true;
	}
	if (words[0] != '\0') {
		fprintf(stderr, "postdesk %s: expected words or --file, not "
			"both\n", instructing->name);
		return false;
	}
	if (!file_read(arena, strcmp(file, "-") == 0 ? "/dev/stdin" : file,
		       TEXT_LIMIT, &bytes, &err)) {
		fprintf(stderr, "postdesk %s: %s\n", instructing->name,
			err.text);
		return false;
	}
	instructing->text = text_clean(arena, bytes.data, bytes.size);
	return true;
}

/* What a row says beyond its ticket. */
static bool read_rest(struct arena *arena, struct instructing *instructing,
		      const struct row *row, const char *file,
		      const char *rest)
{
	const bool words = row->rest == REST_WORDS;

	if (!read_words(arena, instructing, file, words ? rest : ""))
		return false;
	if (words && instructing->text[0] == '\0') {
		fprintf(stderr, "postdesk %s: expected words, or --file FILE "
			"(- for standard input)\n", instructing->name);
		return false;
	}
	if (row->begins || row->kind == COMMAND_COUNT)
		return true;
	return instructing_add(arena, instructing, row->kind,
			       words ? "" : rest);
}

static bool read_first(struct arena *arena, struct instructing *instructing,
		       const struct row *row, const char *first)
{
	if (!row->begins)
		return instructing_number(instructing, first, "ticket",
					  &instructing->ticket);
	return instructing_add(arena, instructing, row->kind,
			       arena_printf(arena, "to: %s", first));
}

int instruct_main(int argc, char **argv)
{
	const struct row *row = row_of(argv[0]);
	struct instructing request = { .name = argv[0] };
	const char *file = NULL, *subject = NULL;
	const struct option_row options_of[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "as", "AGENT", &request.as, NULL, "who does it" },
		{ "file", "FILE", &file, NULL,
		  "the words, in UTF-8; - for standard input" },
		{ "insist", NULL, NULL, &request.insist,
		  "although another agent answered" },
		{ "subject", "TEXT", &subject, NULL, "of a new ticket" },
	};
	const bool words = row->rest == REST_WORDS ||
			   row->kind == COMMAND_CANNED;
	const struct options options = {
		row->usage, row->about, options_of,
		row->begins ? 7 : words ? 6 : 4,
		row->rest == REST_ARGUMENT ? 2 : 1,
		row->rest == REST_NONE ? 1 : -1,
	};
	ARENA(arena);
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_first(arena, &request, row, argv[first]) ||
	    !read_rest(arena, &request, row, file,
		       joined(arena, argc, argv, first + 1)))
		return EX_USAGE;
	if (subject != NULL)
		request.subject = text_line(arena, subject, strlen(subject),
					    SUBJECT_LIMIT);
	if (request.insist &&
	    !instructing_add(arena, &request, COMMAND_INSIST, ""))
		return EX_USAGE;
	return instructing_run(&request);
}
