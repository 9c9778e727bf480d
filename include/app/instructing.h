/* instructing.h - one command of a person, from its words to what is printed.
 *
 * What `postdesk close`, `reply`, `merge` and the like have in common.
 */
#ifndef APP_INSTRUCTING_H
#define APP_INSTRUCTING_H

#include "app/look.h"
#include "desk/command.h"
#include "desk/instruct.h"

struct instructing {
	const char *name;		/* of the command: "reply" */
	const char *asked;		/* in JSON; NULL: the name */
	const char *config, *desk, *as;	/* --as AGENT; NULL: nobody */
	bool json, insist;
	int64_t ticket;			/* number; 0: none */
	const char *text;		/* words, "" if none */
	const char *subject;		/* NULL: none */
	struct command commands[COMMAND_LINES];
	size_t command_count;
	const int64_t *messages;	/* of split */
	size_t message_count;
};

/* Add a command; false, and it is said, where its argument is wrong. */
bool instructing_add(struct arena *arena, struct instructing *instructing,
		     enum command_kind kind, const char *argument);

/* A ticket's number; false, and it is said. */
bool instructing_number(const struct instructing *instructing,
			const char *text, const char *what,
			int64_t *number_r);

/* With the active replies; a desk that was never published has none. */
bool instructing_decider(const struct look *look, struct decider *decider_r,
			 struct err *err);

/* All that is wrong, as sentences. */
struct strings instructing_complaints(struct arena *arena,
				const struct instruct_outcome *outcome);

/* The exit status. */
int instructing_run(struct instructing *instructing);

#endif
