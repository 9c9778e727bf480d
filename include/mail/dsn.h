/* dsn.h - the fields of machine-readable reports (RFC 3464, 5965, 8098).
 *
 * Blocks of "Name: value" lines parted by empty lines, read as the world
 * writes them: lines that are no fields are stepped over, several recipients
 * may share one block, addresses come with and without their type.
 *
 * Ownership: in the arena.  Errors: none.
 */
#ifndef MAIL_DSN_H
#define MAIL_DSN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* The recipients of one report that are kept. */
#define DSN_RECIPIENTS 200

struct dsn_recipient {
	const char *address;	/* as we wrote to it, if the report says so */
	const char *action;	/* lower case, "" if none */
	const char *status;	/* "5.1.1", "" if none */
	const char *diagnostic;	/* without its type, "" if none */
};

struct dsn {
	struct dsn_recipient *at;
	size_t count;
};

/* Add the recipients of one message/delivery-status text. */
void dsn_read(struct arena *arena, const char *text, struct dsn *dsn);

/* Step to the next field of *text.  A false *same_block_r tells that an empty
 * line stood before it. */
struct dsn_field {
	const char *name, *value;
	bool same_block;
};

bool dsn_next(struct arena *arena, const char **text,
	      struct dsn_field *field_r);

/* The first field of that name (case-blind) anywhere in the text, or NULL. */
const char *dsn_find(struct arena *arena, const char *text,
		     const char *name);

#endif
