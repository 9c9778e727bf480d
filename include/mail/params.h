/* params.h - "value; name=text" fields: Content-Type, Content-Disposition.
 *
 * Reads RFC 2045 parameters as they are found (unquoted spaces, missing
 * semicolons) and RFC 2231 ones (continuations, charsets), and encoded-words
 * in parameters, which no standard allows and everyone writes.
 *
 * Ownership: in the arena.  Limits: LIMIT_PARAMETERS.  Errors: none.
 */
#ifndef MAIL_PARAMS_H
#define MAIL_PARAMS_H

#include "mail/charset.h"

#include <stdint.h>

struct param {
	const char *name;	/* lower case, with "*0*" and the like */
	const char *text;	/* unquoted */
};

struct params {
	const char *value;	/* "text/plain", lower case; "" if none */
	const struct param *at;
	size_t count;
};

struct params params_parse(struct arena *arena, const char *field);

/* The plain value of a parameter such as "boundary" or "charset", or "". */
const char *params_get(const struct params *params, const char *name);

/* Do two names of one file end alike?  If not, *defects says so. */
void params_compare(const char *one, const char *other, uint64_t *defects);

/* A parameter that people read, such as "filename": the three forms are tried,
 * RFC 2231 first, and *defects tells where they disagree.  NULL if none. */
const char *params_text(struct arena *arena, struct charset_set *charsets,
			const struct params *params, const char *name,
			uint64_t *defects);

#endif
