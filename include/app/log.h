/* log.h - what happened, one line each, on standard error.
 *
 * Only app/ logs.  A line has a word that says where it comes from, then
 * key=value facts, the same for every mail; control characters cannot get in.
 * Under systemd the journal adds time and name; on a terminal we do.
 */
#ifndef APP_LOG_H
#define APP_LOG_H

#include "base/err.h"

/* The word in front of every line of this process: "ingest acme". */
void log_name(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* What ends by abort() says so: it is what is left to do where memory is
 * refused. */
void log_last_word(void);

void log_info(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
void log_problem(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
