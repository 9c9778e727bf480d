/* login.c - greeting, TLS, login and mailbox, in this order. */

#include "net/login.h"

#include "base/failpoint.h"
#include "net/sasl.h"
#include "net/utf7.h"

static bool starts(const char *line, size_t size, const char *with)
{
	size_t len = strlen(with);

	return size >= len && strncasecmp(line, with, len) == 0 &&
	       (size == len || line[len] == ' ');
}

/* A list in the response code of a greeting, as BADCHARSET and PERMANENTFLAGS
 * have it: libetpan reads it through a pointer that is not there yet. */
static bool has_list(const char *line, size_t size)
{
	const char *end = line + size, *at = line + strlen("* OK");
	const char *list;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || *at != '[')
		return false;
	list = memchr(at, '(', (size_t)(end - at));
	return list != NULL && memchr(at, ']', (size_t)(list - at)) == NULL;
}

/* Before libetpan sees it: it takes a BYE for something else. */
static bool check_greeting(const struct session *session, struct err *err)
{
	const struct endpoint *to = &session_settings(session)->endpoint;
	size_t size;
	const char *line = stream_peek_line(session_stream(session),
					    SESSION_LINE, &size);

	if (line == NULL)
		return session_explain(session, err);
	if (starts(line, size, "* OK"))
		return !has_list(line, size) ||
		       err_temporary(err, "%s:%d: the server's greeting was "
				     "not understood", to->host, to->port);
	if (starts(line, size, "* BYE"))
		return err_temporary(err, "%s:%d: the server turned us away: "
				     "%.*s", to->host, to->port, (int)size - 5,
				     line + 5);
	/* Nobody is known before a login, least of all before TLS. */
	if (starts(line, size, "* PREAUTH"))
		return err_permanent(err, "%s:%d: the server greets us as if "
				     "we were logged in (PREAUTH)", to->host,
				     to->port);
	return err_permanent(err, "%s:%d: this is no IMAP server", to->host,
			     to->port);
}

static bool greet(struct session *session, struct err *err)
{
	int r;

	if (!check_greeting(session, err))
		return false;
	r = mailimap_connect(session_parser(session),
			     stream_handle(session_stream(session)));
	if (r == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return FAILPOINT(IMAP_GREETED, err);
	stream_fail(session_stream(session), "the server was not understood");
	return session_explain(session, err);
}

static bool upgrade(struct session *session, struct err *err)
{
	if (session_settings(session)->endpoint.tls != STREAM_STARTTLS)
		return true;
	if (!session_offers(session, "STARTTLS"))
		return session_refuse(session, "the server does not offer "
				      "STARTTLS", err);
	if (session_say(session, SESSION_TIME, SESSION_BYTES, "STARTTLS") !=
	    SESSION_OK)
		return session_refuse(session, "the server refuses STARTTLS",
				      err);
	return stream_starttls(session_stream(session), err) &&
	       session_ask_capabilities(session, err);
}

/* AUTHENTICATE.  A server that refuses a token sends a challenge first, which
 * `surrender` answers (RFC 7628, section 3.2.3). */
static enum session_answer authenticate(struct session *session,
					const char *mechanism,
					const char *response,
					const char *surrender)
{
	bool early = session_offers(session, "SASL-IR");
	const char *line;
	size_t size;
	ARENA(arena);

	if (!session_send_tagged(session,
				 arena_printf(arena, "AUTHENTICATE %s%s%s",
					      mechanism, early ? " " : "",
					      early ? response : "")))
		return SESSION_LOST;
	for (int challenge = 0;; challenge++) {
		line = stream_peek_line(session_stream(session), SESSION_LINE,
					&size);
		if (line == NULL)
			return SESSION_LOST;
		if (line[0] != '+')
			return session_read(session);
		if (challenge == 2) {
			stream_fail(session_stream(session),
				    "the server asks without end");
			return SESSION_LOST;
		}
		if (mailimap_read_line(session_parser(session)) == NULL ||
		    !session_send(session, early ? surrender : response))
			return SESSION_LOST;
		early = true;
	}
}

static enum session_answer login_by_password(struct session *session,
					     struct arena *arena)
{
	const struct login *login = &session_settings(session)->login;

	if (session_offers(session, "AUTH=PLAIN"))
		return authenticate(session, "PLAIN",
				    sasl_plain(arena, login), "*");
	return session_say(session, SESSION_TIME, SESSION_BYTES,
			   "LOGIN %s %s",
			   session_quoted(arena, login->user),
			   session_quoted(arena, login->secret));
}

static bool log_in(struct session *session, struct err *err)
{
	const struct source_imap_settings *settings = session_settings(session);
	const struct login *login = &settings->login;
	enum session_answer answer;
	ARENA(arena);

	if (login->kind == LOGIN_TOKEN &&
	    session_offers(session, "AUTH=OAUTHBEARER"))
		answer = authenticate(session, "OAUTHBEARER",
				      sasl_oauthbearer(arena, login,
						       &settings->endpoint),
				      "AQ==");
	else if (login->kind == LOGIN_TOKEN &&
		 session_offers(session, "AUTH=XOAUTH2"))
		answer = authenticate(session, "XOAUTH2",
				      sasl_xoauth2(arena, login), "");
	else if (login->kind == LOGIN_TOKEN)
		return session_refuse(session, "the server takes no OAuth 2 token",
			      err);
	else if (session_offers(session, "AUTH=PLAIN") ||
		 !session_offers(session, "LOGINDISABLED"))
		answer = login_by_password(session, arena);
	else
		return session_refuse(session, "the server takes no password here",
			      err);
	if (answer != SESSION_OK)
		return session_refuse(session, "the login is refused", err);
	return session_ask_capabilities(session, err);
}

static bool is_not_sticky(const struct session *session)
{
	const struct mailimap_response_info *info =
		session_parser(session)->imap_response_info;

	if (info == NULL)
		return false;
	for (clistiter *at = clist_begin(info->rsp_extension_list);
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_extension_data *data = clist_content(at);

		if (data->ext_extension == &mailimap_extension_uidplus &&
		    data->ext_type == MAILIMAP_UIDPLUS_RESP_CODE_UIDNOTSTICKY)
			return true;
	}
	return false;
}

bool login_select(struct session *session, uint32_t *epoch_r, struct err *err)
{
	struct mailimap *parser = session_parser(session);
	ARENA(arena);
	const char *name = utf7_mailbox(arena,
					session_settings(session)->mailbox);

	if (name == NULL)
		return err_permanent(err, "the name of the mailbox is empty "
				     "or holds a control character");
	/* The parser notes UIDVALIDITY only where there is room for it. */
	if (parser->imap_selection_info != NULL)
		mailimap_selection_info_free(parser->imap_selection_info);
	parser->imap_selection_info = mailimap_selection_info_new();
	if (parser->imap_selection_info == NULL)
		abort();
	if (session_say(session, SESSION_TIME, SESSION_BYTES, "SELECT %s",
			session_quoted(arena, name)) != SESSION_OK)
		return session_refuse(session, "the mailbox cannot be opened",
				      err);
	*epoch_r = parser->imap_selection_info->sel_uidvalidity;
	if (*epoch_r == 0 || is_not_sticky(session))
		return session_refuse(session, "the mailbox has no lasting UIDs, "
			      "without which no mail can be told from another",
			      err);
	return true;
}

bool login_begin(struct session *session, uint32_t *epoch_r, struct err *err)
{
	const struct login *login = &session_settings(session)->login;

	if (login->kind == LOGIN_NONE)
		return err_permanent(err, "an IMAP mailbox needs a login");
	return sasl_login_ok(login, err) &&
	       greet(session, err) &&
	       session_ask_capabilities(session, err) &&
	       upgrade(session, err) && log_in(session, err) &&
	       login_select(session, epoch_r, err);
}
