/* err.h - one failure, by value: what went wrong and whether to try again.
 *
 * Only what the world does (network, database, disk) and what the operator
 * wrote (settings, rules) can fail.  What a mail says is never an error: it
 * is a verdict or a defect.
 *
 * Ownership: a struct err lives on the caller's stack and is passed last; it
 *            is filled only when a function fails.
 * Limits:    the text is cut at 400 bytes, on a character border.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/banned.h"

#include <stdarg.h>
#include <stdbool.h>

/* The numbers are the first digits of SMTP replies (RFC 5321, 4.2.1). */
enum err_kind {
	ERR_NONE = 0,
	ERR_TEMPORARY = 4,	/* leave it queued and try again */
	ERR_PERMANENT = 5,	/* trying again cannot help: a person must act */
};

struct err {
	enum err_kind kind;
	char text[400];		/* plain words, one line, safe to log */
};

/* Fill *err; control characters in the result become spaces.  Both return
 * false, so that a refusal is one line: `return err_permanent(err, ...)`. */
bool err_temporary(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
bool err_permanent(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "context: " in front of the text that is there. */
bool err_prefix(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
