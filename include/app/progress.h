/* progress.h - how far long work is, on a terminal; nothing anywhere else.
 *
 *	[#########...........]  45 %   12300 of 27000 mails   4812/s   3 s left
 *
 * On standard error, so that it never mixes with what the command says.
 */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "base/clock.h"

struct progress {
	const char *what;		/* "mails" */
	int64_t total, done;
	usec_t started, drawn;		/* monotonic */
	bool terminal;
};

struct progress progress_begin(const char *what, int64_t total);
void progress_step(struct progress *progress, int64_t more);

/* Wipe the line; the time that all of it took. */
usec_t progress_end(struct progress *progress);

#endif
