/* progress.c - a line that is drawn over itself. */

#include "app/progress.h"

#include "app/monotonic.h"

#include <inttypes.h>
#include <unistd.h>

enum { BAR = 20 };
#define PAUSE (USEC_SECOND / 5)

struct progress progress_begin(const char *what, int64_t total)
{
	return (struct progress){
		.what = what, .total = total,
		.started = monotonic_now(),
		.terminal = isatty(STDERR_FILENO),
	};
}

static void draw(const struct progress *progress, usec_t now)
{
	int64_t total = progress->total > 0 ? progress->total : 1;
	int64_t done = progress->done < total ? progress->done : total;
	int full = (int)(done * BAR / total);
	double seconds = (double)(now - progress->started) / 1e6;
	double rate = seconds > 0 ? (double)done / seconds : 0;

	fprintf(stderr, "\r[%.*s%.*s] %3d %%   %" PRId64 " of %" PRId64
		" %s   %.0f/s   %.0f s left  ", full,
		"####################", BAR - full, "....................",
		(int)(done * 100 / total), done, total, progress->what, rate,
		rate > 0 ? (double)(total - done) / rate : 0);
}

void progress_step(struct progress *progress, int64_t more)
{
	usec_t now;

	progress->done += more;
	if (!progress->terminal)
		return;
	now = monotonic_now();
	/* The first mails say little about the time that is left. */
	if (now - (progress->drawn != 0 ? progress->drawn :
		   progress->started) < PAUSE)
		return;
	progress->drawn = now;
	draw(progress, now);
}

usec_t progress_end(struct progress *progress)
{
	if (progress->terminal && progress->drawn != 0)
		fputs("\r\033[K", stderr);
	return monotonic_now() - progress->started;
}
