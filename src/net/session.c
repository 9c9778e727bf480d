/* session.c - say a command, read its answer, wait for news. */

#include "net/session.h"

#include "base/buffer.h"
#include "base/failpoint.h"
#include "net/sasl.h"

#include <ctype.h>

struct session {
	const struct source_imap_settings *settings;
	struct stream *stream;
	struct mailimap *parser;
	bool refused;		/* the last answer was NO */
	enum failpoint answered;	/* of the command that was sent last */
};

#define CONNECT_TIME	(30 * USEC_SECOND)
/* A silent connection is dropped by many boxes after 10 minutes. */
#define IDLE_TIME	(9 * USEC_MINUTE)

struct mailimap *session_parser(const struct session *session)
{
	return session->parser;
}

struct stream *session_stream(const struct session *session)
{
	return session->stream;
}

const struct source_imap_settings *
session_settings(const struct session *session)
{
	return session->settings;
}

/* The response code that is no number or list, such as UNAVAILABLE. */
static const char *code_of(const struct session *session)
{
	const struct mailimap_response_info *info =
		session->parser->imap_response_info;

	return info == NULL || info->rsp_atom == NULL ? "" : info->rsp_atom;
}

/* Codes that say "later" (RFC 5530); the rest waits for a person. */
static bool is_passing(const struct session *session)
{
	static const char *const codes[] = {
		"UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "OVERQUOTA",
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(code_of(session), codes[i]) == 0)
			return true;
	return false;
}

bool session_explain(const struct session *session, struct err *err)
{
	const struct endpoint *to = &session->settings->endpoint;
	ARENA(arena);

	if (stream_failure(session->stream, err))
		return false;
	return err_temporary(err, "%s:%d: the server refused: %s", to->host,
			     to->port,
			     sasl_words(arena, &session->settings->login,
					session->parser->imap_response));
}

bool session_refuse(const struct session *session, const char *what,
		    struct err *err)
{
	const struct endpoint *to = &session->settings->endpoint;
	const char *words;
	ARENA(arena);

	if (stream_failure(session->stream, err))
		return false;
	words = !session->refused ? "" :
		sasl_words(arena, &session->settings->login,
			   session->parser->imap_response);
	err_permanent(err, "%s:%d: %s%s%s", to->host, to->port, what,
		      *words == '\0' ? "" : ": ", words);
	if (session->refused && is_passing(session))
		err->kind = ERR_TEMPORARY;
	return false;
}

/* What a test armed there is a lost connection. */
static bool passes(struct session *session, enum failpoint point)
{
	struct err err;

	return FAILPOINT_AT(point, &err) ||
	       stream_fail(session->stream, err.text);
}

/* The points of a command; those of its answer stand behind them. */
static enum failpoint point_of(const char *text)
{
	static const struct {
		const char *verb;
		enum failpoint sent;
	} rows[] = {
		{ "CAPABILITY", FAILPOINT_IMAP_CAPABILITY_SENT },
		{ "STARTTLS", FAILPOINT_IMAP_STARTTLS_SENT },
		{ "LOGIN", FAILPOINT_IMAP_LOGIN_SENT },
		{ "AUTHENTICATE", FAILPOINT_IMAP_LOGIN_SENT },
		{ "SELECT", FAILPOINT_IMAP_SELECT_SENT },
		{ "UID SEARCH", FAILPOINT_IMAP_SEARCH_SENT },
		{ "UID FETCH", FAILPOINT_IMAP_FETCH_SENT },
		{ "UID MOVE", FAILPOINT_IMAP_MOVE_SENT },
		{ "CREATE", FAILPOINT_IMAP_CREATE_SENT },
		{ "UID COPY", FAILPOINT_IMAP_COPY_SENT },
		{ "UID STORE", FAILPOINT_IMAP_STORE_SENT },
		{ "UID EXPUNGE", FAILPOINT_IMAP_EXPUNGE_SENT },
		{ "IDLE", FAILPOINT_IMAP_IDLE_SENT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncmp(text, rows[i].verb, strlen(rows[i].verb)) == 0)
			return rows[i].sent;
	return FAILPOINT_IMAP_NOOP_SENT;
}

bool session_send(struct session *session, const char *text)
{
	mailstream *mail = stream_handle(session->stream);

	return mail != NULL &&
	       mailstream_write(mail, text, strlen(text)) >= 0 &&
	       mailstream_write(mail, "\r\n", 2) >= 0 &&
	       mailstream_flush(mail) == 0;
}

/* The rest of the answer, whose first line was read. */
static enum session_answer end_answer(struct session *session)
{
	struct mailimap_response *response;
	int type, r = mailimap_parse_response(session->parser, &response);

	if (r != MAILIMAP_NO_ERROR) {
		stream_fail(session->stream, "the server was not understood");
		return SESSION_LOST;
	}
	type = response->rsp_resp_done->rsp_data.rsp_tagged
		       ->rsp_cond_state->rsp_type;
	mailimap_response_free(response);
	session->refused = type != MAILIMAP_RESP_COND_STATE_OK;
	if (!passes(session, session->answered))
		return SESSION_LOST;
	return session->refused ? SESSION_NO : SESSION_OK;
}

enum session_answer session_read(struct session *session)
{
	if (mailimap_read_line(session->parser) == NULL) {
		stream_fail(session->stream, "the server said nothing");
		return SESSION_LOST;
	}
	return end_answer(session);
}

static bool send_command(struct session *session, const char *text)
{
	const enum failpoint sent = point_of(text);

	session->refused = false;
	session->answered = sent + 1;
	return stream_handle(session->stream) != NULL &&
	       mailimap_send_current_tag(session->parser) ==
		       MAILIMAP_NO_ERROR &&
	       session_send(session, text) && passes(session, sent);
}

bool session_send_tagged(struct session *session, const char *text)
{
	stream_begin(session->stream, SESSION_TIME, SESSION_BYTES);
	return send_command(session, text);
}

enum session_answer session_say(struct session *session, usec_t time,
				size_t bytes, const char *format, ...)
{
	const char *text;
	va_list args;
	ARENA(arena);

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	stream_begin(session->stream, time, bytes);
	return send_command(session, text) ? session_read(session) :
					     SESSION_LOST;
}

const char *session_quoted(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	buffer_char(&out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buffer_char(&out, '\\');
		buffer_char(&out, *text);
	}
	buffer_char(&out, '"');
	return buffer_string(&out);
}

bool session_offers(const struct session *session, const char *capability)
{
	const struct mailimap_connection_info *info =
		session->parser->imap_connection_info;
	bool auth = strncmp(capability, "AUTH=", 5) == 0;

	/* A CAPABILITY that names none has no list. */
	if (info == NULL || info->imap_capability == NULL ||
	    info->imap_capability->cap_list == NULL)
		return false;
	for (clistiter *at = clist_begin(info->imap_capability->cap_list);
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_capability *have = clist_content(at);
		bool is_auth = have->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE;
		const char *name = is_auth ? have->cap_data.cap_auth_type :
					     have->cap_data.cap_name;

		if (is_auth == auth && name != NULL &&
		    strcasecmp(name, capability + (auth ? 5 : 0)) == 0)
			return true;
	}
	return false;
}

static bool forget_capabilities(struct session *session)
{
	struct mailimap_connection_info *info =
		session->parser->imap_connection_info;

	if (info != NULL && info->imap_capability != NULL) {
		mailimap_capability_data_free(info->imap_capability);
		info->imap_capability = NULL;
	}
	return info != NULL;
}

bool session_ask_capabilities(struct session *session, struct err *err)
{
	if (forget_capabilities(session) &&
	    session_say(session, SESSION_TIME, SESSION_BYTES,
			"CAPABILITY") == SESSION_OK &&
	    session_offers(session, "IMAP4rev1"))
		return true;
	return session_refuse(session, "this is no IMAP4rev1 server", err);
}

struct session *session_open(const struct source_imap_settings *settings,
			     struct err *err)
{
	struct stream *stream = stream_open(&settings->endpoint, STREAM_IMAP,
					    CONNECT_TIME, err);
	struct session *session;

	if (stream == NULL)
		return NULL;
	session = calloc(1, sizeof(*session));
	if (session == NULL)
		abort();
	session->settings = settings;
	session->stream = stream;
	session->parser = mailimap_new(0, NULL);
	if (session->parser == NULL)
		abort();
	return session;
}

void session_close(struct session **session)
{
	if (*session == NULL)
		return;
	/* mailimap_free() says LOGOUT, as far as the line still stands. */
	stream_begin((*session)->stream, 2 * USEC_SECOND, SESSION_BYTES);
	mailimap_free((*session)->parser);
	stream_close(&(*session)->stream);
	free(*session);
	*session = NULL;
}

enum idling { IDLE_BEGUN, IDLE_NEWS, IDLE_REFUSED, IDLE_LOST };

/* Up to "+".  libetpan's own IDLE drops what the server says before it. */
static enum idling begin_idle(struct session *session)
{
	enum idling state = IDLE_BEGUN;

	if (!send_command(session, "IDLE"))
		return IDLE_LOST;
	for (;;) {
		size_t size;
		const char *line = stream_peek_line(session->stream,
						    SESSION_LINE, &size);
		char first = line == NULL ? '\0' : line[0];

		if (isdigit((unsigned char)first))
			return session_read(session) == SESSION_LOST ?
				       IDLE_LOST : IDLE_REFUSED;
		if (line == NULL || mailimap_read_line(session->parser) == NULL)
			return IDLE_LOST;
		if (first == '+')
			return passes(session, FAILPOINT_IMAP_IDLE_ANSWERED)
				? state : IDLE_LOST;
		state = IDLE_NEWS;
	}
}

/* Some servers say "* OK Still here" every other minute: no news. */
static bool is_news(struct session *session)
{
	size_t size;
	const char *line;

	/* Half a line must be a whole one soon. */
	stream_begin(session->stream, SESSION_TIME, SESSION_BYTES);
	line = stream_peek_line(session->stream, SESSION_LINE, &size);
	if (line == NULL || size < 4 || strncasecmp(line, "* OK", 4) != 0)
		return true;
	return mailimap_read_line(session->parser) == NULL;
}

static bool idle(struct session *session, int wake, usec_t time,
		 enum stream_news *news_r)
{
	stream_begin(session->stream, SESSION_TIME, SESSION_BYTES);
	switch (begin_idle(session)) {
	case IDLE_LOST:
		return false;
	case IDLE_REFUSED:
		*news_r = stream_wait(session->stream, wake, time);
		return true;
	case IDLE_NEWS:
		*news_r = STREAM_READABLE;
		break;
	case IDLE_BEGUN:
		do
			*news_r = stream_wait(session->stream, wake, time);
		while (*news_r == STREAM_READABLE && !is_news(session));
	}
	stream_begin(session->stream, SESSION_TIME, SESSION_BYTES);
	session->answered = FAILPOINT_IMAP_DONE_ANSWERED;
	return session_send(session, "DONE") &&
	       passes(session, FAILPOINT_IMAP_DONE_SENT) &&
	       session_read(session) != SESSION_LOST;
}

bool session_wait(struct session *session, int wake, usec_t time,
		  struct err *err)
{
	enum stream_news news = STREAM_SILENT;

	while (time > 0 && news == STREAM_SILENT) {
		usec_t part = time < IDLE_TIME ? time : IDLE_TIME;
		bool sound;

		if (session_offers(session, "IDLE")) {
			sound = idle(session, wake, part, &news);
		} else {
			news = stream_wait(session->stream, wake, part);
			sound = session_say(session, SESSION_TIME,
					    SESSION_BYTES, "NOOP") !=
				SESSION_LOST;
		}
		if (!sound)
			return session_explain(session, err);
		time -= part;
	}
	return true;
}
