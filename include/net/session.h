/* session.h - an IMAP connection: say a command, read its answer, idle.
 *
 * Commands are written here and answers are read by libetpan's parser behind
 * net/gate.h; what they bring is found in its response_info.  No text from a
 * mail ever goes into a command.
 *
 * Ownership: closed with session_close(); settings are borrowed until then.
 * Errors: permanent for settings, certificate, login and mailbox.
 */
#ifndef NET_SESSION_H
#define NET_SESSION_H

#include "net/source.h"

#include <libetpan/mailimap.h>

struct session;

/* Connected, with the greeting still to be read: see net/login.h. */
struct session *session_open(const struct source_imap_settings *settings,
			     struct err *err);
void session_close(struct session **session);

/* Does the server offer this capability, after the login? */
bool session_offers(const struct session *session, const char *capability);

enum session_answer {
	SESSION_OK,
	SESSION_NO,		/* refused; the connection is sound */
	SESSION_LOST,		/* the connection has ended, or has to */
};

/* One command (without its tag and line end), which has `time` and whose
 * answer has at most `bytes`. */
enum session_answer session_say(struct session *session, usec_t time,
				size_t bytes, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The halves of it: a command with its tag, for which SESSION_TIME begins;
 * a line that goes on; the answer up to its tagged line. */
bool session_send_tagged(struct session *session, const char *text);
bool session_send(struct session *session, const char *text);
enum session_answer session_read(struct session *session);

/* A string of a command.  The text has no control characters. */
const char *session_quoted(struct arena *arena, const char *text);

/* Ask anew: what was offered before TLS or a login counts no more. */
bool session_ask_capabilities(struct session *session, struct err *err);

/* Why the last answer was not SESSION_OK; returns false.  refuse() is for
 * what a person may have to mend, and says `what`. */
bool session_explain(const struct session *session, struct err *err);
bool session_refuse(const struct session *session, const char *what,
		    struct err *err);

/* Wait for the server's news by IDLE where it is offered, for `wake`, or for
 * `time`.  False and *err when the connection is lost. */
bool session_wait(struct session *session, int wake, usec_t time,
		  struct err *err);

/* What the last answer brought; owned by libetpan until the next one. */
struct mailimap *session_parser(const struct session *session);
struct stream *session_stream(const struct session *session);
const struct source_imap_settings *
session_settings(const struct session *session);

/* For a command that most servers answer at once. */
#define SESSION_TIME	USEC_MINUTE
enum { SESSION_BYTES = 256 * 1024, SESSION_LINE = 8 * 1024 };

#endif
