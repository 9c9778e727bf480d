/* checkup.c - a verdict, what was looked at, and what to do about it. */

#include "app/checkup.h"

#include "app/table.h"
#include "base/text.h"

#include <stdio.h>

enum { LINE_LIMIT = 1000 };

static const char *const words[] = {
#define ROW(name, word) [name] = word,
	CHECKUP_VERDICTS(ROW)
#undef ROW
};

static const char *const colours[] = {
	[CHECKUP_OK] = "\033[32m", [CHECKUP_NOTE] = "\033[33m",
	[CHECKUP_BAD] = "\033[31m",
};

struct checkup checkup_begin(struct arena *arena, bool as_json)
{
	return (struct checkup){
		.arena = arena, .desk = "", .as_json = as_json,
		.out = { .arena = arena },
	};
}

static void print_line(const struct checkup *checkup,
		       enum checkup_verdict verdict, const char *what,
		       const char *line)
{
	const bool colour = table_colour();

	printf("%s%-4s%s %-13s %s%s%s\n", colour ? colours[verdict] : "",
	       words[verdict], colour ? "\033[0m" : "", what,
	       checkup->desk, checkup->desk[0] == '\0' ? "" : ": ", line);
	fflush(stdout);
}

static void add_line(struct checkup *checkup, enum checkup_verdict verdict,
		     const char *what, const char *line)
{
	struct json *json = &checkup->json;

	/* Set here, because a checkup is given back by value. */
	json->out = &checkup->out;
	json_open(json, '{');
	json_put(json, "verdict", words[verdict]);
	json_put(json, "what", what);
	json_put(json, "desk", checkup->desk[0] == '\0' ? NULL
							: checkup->desk);
	json_put(json, "says", line);
	json_close(json, '}');
}

void checkup_say(struct checkup *checkup, enum checkup_verdict verdict,
		 const char *what, const char *format, ...)
{
	const char *text, *line;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(checkup->arena, format, args);
	va_end(args);
	/* Some of it is the words of servers, and of mail. */
	line = text_line(checkup->arena, text, strlen(text), LINE_LIMIT);
	checkup->bad |= verdict == CHECKUP_BAD;
	if (checkup->as_json)
		add_line(checkup, verdict, what, line);
	else
		print_line(checkup, verdict, what, line);
}

int checkup_end(struct checkup *checkup)
{
	if (checkup->as_json)
		printf("[%s]\n", buffer_string(&checkup->out));
	return checkup->bad ? 1 : 0;
}
