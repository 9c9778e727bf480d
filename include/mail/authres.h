/* authres.h - the grammar of Authentication-Results (RFC 8601, 2.2).
 *
 * A field becomes the id of the server that wrote it and its results.  What a
 * comment or a quoted string says is never a result.  A field that leaves the
 * grammar, has another version than 1, or has two results of one method (but
 * dkim, which has one for each signature) has no results at all: that is how
 * a forged one would look.
 *
 * Let through beside the RFC: values that are not tokens (header.b=a/b+c),
 * and names without a type (action=none), as large providers write them.
 *
 * Ownership: all in the arena.  Errors: none.
 * Limits:    AUTHRES_RESULTS; a field with more has none.
 */
#ifndef MAIL_AUTHRES_H
#define MAIL_AUTHRES_H

#include "base/arena.h"

#include <stdbool.h>

#define AUTHRES_RESULTS 50

/* The properties that say for whom a result holds (RFC 8601, 2.7). */
#define AUTHRES_PROPERTIES(ROW)				\
	ROW(HEADER_FROM,   "header", "from")		\
	ROW(HEADER_D,      "header", "d")		\
	ROW(HEADER_I,      "header", "i")		\
	ROW(SMTP_MAILFROM, "smtp",   "mailfrom")	\
	ROW(SMTP_AUTH,     "smtp",   "auth")

enum authres_property {
#define ROW(id, type, name) id,
	AUTHRES_PROPERTIES(ROW)
#undef ROW
	PROPERTY_COUNT
};

struct authres_result {
	const char *method;	/* as written */
	bool known;		/* its version is 1 */
	const char *word;	/* "pass", "fail"... as written */
	const char *properties[PROPERTY_COUNT];	/* or NULL */
};

struct authres {
	const char *id;		/* authserv-id, or NULL where there is none */
	const struct authres_result *results;
	size_t count;
};

/* `field` is the unfolded value. */
struct authres authres_read(struct arena *arena, const char *field);

/* Only its id. */
const char *authres_id(struct arena *arena, const char *field);

/* "header.from".  Static storage. */
const char *authres_property_name(enum authres_property property);

#endif
