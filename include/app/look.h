/* look.h - what a command that looks or acts has open: a desk, a connection.
 *
 * Ownership: look_end() closes all of it.
 */
#ifndef APP_LOOK_H
#define APP_LOOK_H

#include "app/world.h"

struct look {
	struct arena *arena;
	struct world *world;
	struct world_desk *desk;
	struct db *db;
	usec_t now;		/* of the database */
};

/* False: what is in the way was printed; end with *status_r. */
bool look_begin(struct look *look, const char *command, const char *config,
		const char *desk, int *status_r);
void look_end(struct look *look);

/* Print "postdesk COMMAND: ..." and give the exit status for it. */
int look_failed(const char *command, const struct err *err);

/* A number such as "1042" or "#1042"; false where it is none. */
bool look_number(const char *text, int64_t *number_r);

/* What --since says, such as "30d". */
bool look_span(const char *text, usec_t *span_r, struct err *err);

/* When that began; no earlier than the epoch. */
usec_t look_since(const struct look *look, usec_t span);

#endif
