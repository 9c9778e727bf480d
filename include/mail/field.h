/* field.h - the true syntax of structured header fields.
 *
 * Machines say what they are in fields such as `Auto-Submitted: (x)
 * auto-replied; owner=a`.  RFC 3834 5.1 asks that comments, parameters, case
 * and folding never hide the keyword.  Values come unfolded from the parser.
 *
 * Ownership: results live in the arena.  Errors: none; "" where there is
 *            nothing.
 */
#ifndef MAIL_FIELD_H
#define MAIL_FIELD_H

#include "base/arena.h"

#include <stdbool.h>

/* The value without its comments (RFC 5322 3.2.2, nested), quotes and
 * escapes kept; trimmed. */
char *field_bare(struct arena *arena, const char *value);

/* The first word in lower case: up to white space, ';' or ','. */
char *field_keyword(struct arena *arena, const char *value);

/* Is `word` (lower case) one of the words of a comma- or blank-separated
 * list?  Comments are no words. */
bool field_lists(struct arena *arena, const char *value, const char *word);

/* The value of a parameter such as `report-type`, without quotes, or NULL.
 * RFC 2231 forms are not read: no keyword of a report needs them. */
char *field_parameter(struct arena *arena, const char *value,
		      const char *name);

#endif
