/* incident_begin.c - `postdesk incident begin [LANG=WORDS...]`. */

#include "app/incident_command.h"

#include "app/actor.h"
#include "app/look.h"
#include "app/moment.h"
#include "app/options.h"
#include "base/text.h"
#include "desk/names.h"
#include "store/incident.h"

#include <sysexits.h>

enum {
	WORDS_LIMIT = 300,	/* bytes: a value of a reply has no more */
	LANGUAGES = 50,
};

struct request {
	const char *config, *desk, *queue, *until;
	char **words;		/* "en=Cards are refused." */
	size_t count;
};

/* A line without an end would run into the next sentence. */
static const char *as_sentence(struct arena *arena, const char *line)
{
	static const char *const ends[] = { ".", "!", "?", "…", ";", ":" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (text_ends(line, ends[i]))
			return line;
	return arena_printf(arena, "%s.", line);
}

/* "en=Cards are refused." as "en Cards are refused."; NULL: it is not that. */
static const char *read_words(struct arena *arena, const char *text)
{
	const char *line;

	if (strspn(text, "abcdefghijklmnopqrstuvwxyz") != 2 || text[2] != '=')
		return NULL;
	line = text_line(arena, text + 3, strlen(text + 3), WORDS_LIMIT);
	if (line[0] == '\0')
		return NULL;
	return arena_printf(arena, "%.2s %s", text, as_sentence(arena, line));
}

static bool read_all_words(struct arena *arena, const struct request *request,
			   struct strings *words_r, struct err *err)
{
	const char **lines = ARENA_ARRAY(arena, const char *, request->count);

	for (size_t i = 0; i < request->count; i++) {
		lines[i] = read_words(arena, request->words[i]);
		if (lines[i] == NULL)
			return err_permanent(err, "found `%s`, expected words "
					     "in a language, as en='Cards are "
					     "refused.'", request->words[i]);
		for (size_t k = 0; k < i; k++)
			if (strncmp(lines[k], lines[i], 2) == 0)
				return err_permanent(err, "found `%.2s` "
						     "twice, expected each "
						     "language once",
						     lines[i]);
	}
	*words_r = (struct strings){ lines, request->count };
	return true;
}

static bool check_queue(const struct desk *desk, const char *queue,
			struct err *err)
{
	if (queue[0] == '\0' || names_queue(desk, queue))
		return true;
	return err_permanent(err, "the desk %s has no queue `%s`", desk->name,
			     queue);
}

static bool read_until(const struct look *look, const char *until,
		       usec_t *until_r, struct err *err)
{
	const struct hours *hours = look->desk->desk.hours;
	const struct zone *zone = hours != NULL ? hours->zone
						: zone_load(look->arena, "UTC");

	if (until == NULL || moment_read(until, zone, look->now, until_r))
		return true;
	return err_permanent(err, "--until takes a moment to come such as "
			     "18:00, \"2026-03-02 18:00\" or 2h, not `%s`",
			     until);
}

static int begin(const struct look *look, const struct request *request)
{
	struct incident_entry entry = {
		.incident.queue = request->queue,
		.author = actor_name(look->arena),
	};
	struct err err;

	if (!check_queue(&look->desk->desk, request->queue, &err) ||
	    !read_until(look, request->until, &entry.until, &err) ||
	    !read_all_words(look->arena, request, &entry.incident.words,
			    &err) ||
	    !incident_begin(look->db, look->desk->desk.id, &entry, &err))
		return look_failed("incident begin", &err);
	printf("New tickets of %s are told of the incident until %s.\n",
	       request->queue[0] == '\0' ? "the whole desk" : request->queue,
	       entry.until == 0 ? "`postdesk incident end`"
				: clock_render(look->arena, entry.until));
	return 0;
}

int incident_begin_main(int argc, char **argv)
{
	struct request request = { .queue = "" };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		{ "queue", "NAME", &request.queue, NULL,
		  "only tickets of this queue" },
		{ "until", "TIME", &request.until, NULL,
		  "it ends by itself: 18:00, \"2026-03-02 18:00\", 2h" },
	};
	const struct options options = {
		"incident begin [OPTION...] [LANG=WORDS...]",
		"A fault is known: from the next mail on new tickets get the "
		"reply ack-incident\nin place of ack.  WORDS, a sentence, is "
		"said in replies of that language:\nen='Cards are refused "
		"since ten.'  An incident that runs already ends.",
		rows, 4, 0, LANGUAGES,
	};
	struct look look;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	request.words = argv + first;
	request.count = (size_t)(argc - first);
	if (!look_begin(&look, "incident", request.config, request.desk,
			&status))
		return status;
	status = begin(&look, &request);
	look_end(&look);
	return status;
}
