/* ehlo.c - who are you, what can you do, and here is who we are. */

#include "net/ehlo.h"

#include "base/failpoint.h"
#include "base/text.h"
#include "net/path.h"
#include "net/sasl.h"

#include <libetpan/mailstream.h>

/* RFC 5321, 4.5.3.2.1; commands that it does not name have as long. */
#define COMMAND_TIME	(5 * USEC_MINUTE)

enum { REPLY_BYTES = REPLY_LINES * REPLY_LINE };

/* RFC 5321, 4.5.3.1.4: a longer response waits for its own line. */
enum { COMMAND_LIMIT = 512 };

/* What a test armed there is a lost connection. */
static bool passes(struct stream *stream, enum failpoint point)
{
	struct err err;

	return FAILPOINT_AT(point, &err) || stream_fail(stream, err.text);
}

/* The point of a line that was sent; that of its answer stands behind it.  The
 * rest are what AUTH is answered with. */
static enum failpoint point_of(const char *line)
{
	static const struct {
		const char *verb;
		enum failpoint sent;
	} rows[] = {
		{ "STARTTLS", FAILPOINT_SMTP_STARTTLS_SENT },
		{ "MAIL ", FAILPOINT_SMTP_MAIL_SENT },
		{ "RCPT ", FAILPOINT_SMTP_RCPT_SENT },
		{ "RSET", FAILPOINT_SMTP_RSET_SENT },
		{ "DATA", FAILPOINT_SMTP_DATA_SENT },
		{ "\r\n.", FAILPOINT_SMTP_DOT_SENT },
		{ "QUIT", FAILPOINT_SMTP_QUIT_SENT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncmp(line, rows[i].verb, strlen(rows[i].verb)) == 0)
			return rows[i].sent;
	return FAILPOINT_SMTP_AUTH_SENT;
}

bool ehlo_say(struct stream *stream, usec_t time, const char *line,
	      struct reply *reply_r)
{
	mailstream *mail = stream_handle(stream);

	reply_r->code = 0;
	reply_r->text[0] = '\0';
	stream_begin(stream, time, REPLY_BYTES);
	if (line != NULL) {
		/* A reply that came before its command belongs to nothing. */
		if (!stream_is_quiet(stream))
			return stream_fail(stream, "the server speaks before "
					   "it is asked");
		if (mailstream_write(mail, line, strlen(line)) < 0 ||
		    mailstream_write(mail, "\r\n", 2) < 0 ||
		    mailstream_flush(mail) < 0 ||
		    !passes(stream, point_of(line)))
			return false;
	}
	return reply_read(stream, NULL, NULL, reply_r) &&
	       passes(stream, line == NULL ? FAILPOINT_SMTP_GREETING_ANSWERED
					   : point_of(line) + 1);
}

static enum smtp_outcome lost(struct stream *stream, struct reply *reply,
			      struct err *err)
{
	reply->code = 0;
	stream_failure(stream, err);
	return SMTP_LATER;
}

static void note_mechanisms(struct ehlo *ehlo, const char *words)
{
	const struct { const char *name; bool *offered; } known[] = {
		{ "PLAIN", &ehlo->plain },
		{ "LOGIN", &ehlo->login },
		{ "XOAUTH2", &ehlo->xoauth2 },
		{ "OAUTHBEARER", &ehlo->oauthbearer },
	};
	ARENA(arena);

	while (*words != '\0') {
		size_t len = strcspn(words, " ");
		const char *word = arena_strndup(arena, words, len);

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (text_same(word, known[i].name))
				*known[i].offered = true;
		words += len + strspn(words + len, " ");
	}
}

static void note_keyword(void *context, const char *line)
{
	struct ehlo *ehlo = context;

	if (text_same(line, "STARTTLS"))
		ehlo->starttls = true;
	else if (text_same(line, "PIPELINING"))
		ehlo->pipelining = true;
	else if (text_same(line, "DSN"))
		ehlo->dsn = true;
	else if (text_same(line, "SMTPUTF8"))
		ehlo->smtputf8 = true;
	else if (text_same(line, "SIZE"))
		ehlo->has_size = true;
	else if (text_starts(line, "AUTH ") || text_starts(line, "AUTH="))
		note_mechanisms(ehlo, line + 5);
	else if (text_starts(line, "SIZE ")) {
		ehlo->has_size = true;
		ehlo->size_limit = strtoul(line + 5, NULL, 10);
	}
}

static enum smtp_outcome say_ehlo(struct stream *stream,
				  const struct smtp_settings *settings,
				  struct ehlo *ehlo_r, struct reply *reply_r,
				  struct err *err)
{
	mailstream *mail = stream_handle(stream);
	ARENA(arena);
	const char *line = arena_printf(arena, "EHLO %s\r\n", settings->hello);

	*ehlo_r = (struct ehlo){ 0 };
	stream_begin(stream, COMMAND_TIME, REPLY_BYTES);
	if (!stream_is_quiet(stream))
		stream_fail(stream, "the server speaks before it is asked");
	else if (mailstream_write(mail, line, strlen(line)) >= 0 &&
		 mailstream_flush(mail) == 0 &&
		 passes(stream, FAILPOINT_SMTP_EHLO_SENT) &&
		 reply_read(stream, note_keyword, ehlo_r, reply_r) &&
		 passes(stream, FAILPOINT_SMTP_EHLO_ANSWERED))
		return reply_r->code == 250 ? SMTP_READY : SMTP_LATER;
	return lost(stream, reply_r, err);
}

static enum smtp_outcome upgrade(struct stream *stream,
				 const struct smtp_settings *settings,
				 struct ehlo *ehlo, struct reply *reply,
				 struct err *err)
{
	const struct endpoint *to = &settings->endpoint;

	if (to->tls != STREAM_STARTTLS)
		return SMTP_READY;
	if (!ehlo->starttls) {
		reply->code = 0;
		err_permanent(err, "%s:%d: the server does not offer STARTTLS",
			      to->host, to->port);
		return SMTP_LATER;
	}
	if (!ehlo_say(stream, COMMAND_TIME, "STARTTLS", reply))
		return lost(stream, reply, err);
	if (reply->code != 220)
		return SMTP_LATER;
	if (!stream_starttls(stream, err))
		return lost(stream, reply, err);
	return say_ehlo(stream, settings, ehlo, reply, err);
}

/* AUTH with what we say first, at once or when asked; what else the server
 * asks is answered by `surrender`. */
static bool say_auth(struct stream *stream, const char *mechanism,
		     const char *response, const char *surrender,
		     struct reply *reply)
{
	ARENA(arena);
	const char *line = arena_printf(arena, "AUTH %s %s", mechanism,
					response);

	if (strlen(line) + 2 <= COMMAND_LIMIT) {
		if (!ehlo_say(stream, COMMAND_TIME, line, reply))
			return false;
	} else {
		line = arena_printf(arena, "AUTH %s", mechanism);
		if (!ehlo_say(stream, COMMAND_TIME, line, reply))
			return false;
		if (reply->code == 334 &&
		    !ehlo_say(stream, COMMAND_TIME, response, reply))
			return false;
	}
	return reply->code != 334 ||
	       ehlo_say(stream, COMMAND_TIME, surrender, reply);
}

static bool log_in(struct stream *stream, const struct smtp_settings *settings,
		   const struct ehlo *ehlo, struct reply *reply)
{
	const struct login *login = &settings->login;
	const char *user, *secret;
	ARENA(arena);

	if (login->kind == LOGIN_TOKEN && ehlo->oauthbearer)
		return say_auth(stream, "OAUTHBEARER",
				sasl_oauthbearer(arena, login,
						 &settings->endpoint),
				"AQ==", reply);
	if (login->kind == LOGIN_TOKEN)
		return say_auth(stream, "XOAUTH2", sasl_xoauth2(arena, login),
				"", reply);
	if (ehlo->plain)
		return say_auth(stream, "PLAIN", sasl_plain(arena, login), "*",
				reply);
	user = sasl_base64(arena, login->user, strlen(login->user));
	secret = sasl_base64(arena, login->secret, strlen(login->secret));
	if (!ehlo_say(stream, COMMAND_TIME, "AUTH LOGIN", reply))
		return false;
	if (reply->code == 334 && !ehlo_say(stream, COMMAND_TIME, user, reply))
		return false;
	return reply->code != 334 ||
	       ehlo_say(stream, COMMAND_TIME, secret, reply);
}

static enum smtp_outcome authenticate(struct stream *stream,
				      const struct smtp_settings *settings,
				      const struct ehlo *ehlo,
				      struct reply *reply, struct err *err)
{
	const struct login *login = &settings->login;
	bool fits = login->kind == LOGIN_TOKEN ?
			    ehlo->oauthbearer || ehlo->xoauth2 :
			    ehlo->plain || ehlo->login;
	ARENA(arena);

	if (login->kind == LOGIN_NONE)
		return SMTP_READY;
	if (!fits) {
		reply->code = 0;
		err_permanent(err, "%s:%d: the server offers no login that "
			      "fits %s", settings->endpoint.host,
			      settings->endpoint.port,
			      login->kind == LOGIN_TOKEN ? "a token" :
							   "a password");
		return SMTP_LOGIN;
	}
	if (!log_in(stream, settings, ehlo, reply))
		return lost(stream, reply, err);
	snprintf(reply->text, sizeof(reply->text), "%s",
		 sasl_words(arena, login, reply->text));
	if (reply->code == 235)
		return SMTP_READY;
	return reply->code < 500 ? SMTP_LATER : SMTP_LOGIN;
}

static bool is_hello(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 255 &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
			    "wxyz0123456789.-:[]") == len;
}

enum smtp_outcome ehlo_begin(struct stream *stream,
			     const struct smtp_settings *settings,
			     struct ehlo *ehlo_r, struct reply *reply_r,
			     struct err *err)
{
	enum smtp_outcome outcome;

	if (!is_hello(settings->hello)) {
		err_permanent(err, "our name in EHLO has to be a host name");
		return SMTP_LATER;
	}
	if (!sasl_login_ok(&settings->login, err))
		return SMTP_LOGIN;
	if (!ehlo_say(stream, COMMAND_TIME, NULL, reply_r))
		return lost(stream, reply_r, err);
	if (reply_r->code != 220)
		return SMTP_LATER;
	outcome = say_ehlo(stream, settings, ehlo_r, reply_r, err);
	if (outcome == SMTP_READY)
		outcome = upgrade(stream, settings, ehlo_r, reply_r, err);
	if (outcome == SMTP_READY)
		outcome = authenticate(stream, settings, ehlo_r, reply_r, err);
	return outcome;
}
