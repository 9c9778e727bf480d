/* log.c - the one way to standard error. */

#include "app/log.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

#include <signal.h>
#include <unistd.h>

/* One of the two globals of the house: who is speaking. */
static char name[64] = "postdesk";

void log_name(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
}

static void last_word(int unused)
{
	static const char text[] = ": ended: the system gave no memory, or "
				   "something happened that cannot\n";

	(void)unused;
	if (write(STDERR_FILENO, name, strlen(name)) > 0 &&
	    write(STDERR_FILENO, text, sizeof(text) - 1) > 0)
		return;
}

void log_last_word(void)
{
	const struct sigaction action = {
		.sa_handler = last_word, .sa_flags = (int)SA_RESETHAND,
	};

	sigaction(SIGABRT, &action, NULL);
}

/* The level is what systemd reads at the start of a line (sd-daemon(3)). */
static void put(int level, const char *format, va_list args)
{
	ARENA(arena);
	const char *raw = arena_vprintf(arena, format, args);
	const char *line = text_line(arena, raw, strlen(raw), 4000);
	bool journal = getenv("JOURNAL_STREAM") != NULL;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (journal)
		dprintf(STDERR_FILENO, "<%d>%s: %s\n", level, name, line);
	else
		dprintf(STDERR_FILENO, "%s %s: %s\n",
			clock_render(arena, now.tv_sec * USEC_SECOND), name,
			line);
}

void log_info(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(6, format, args);
	va_end(args);
}

void log_problem(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(3, format, args);
	va_end(args);
}
