/* smtp.c - MAIL, RCPT and DATA for one recipient, and the dot apart. */

#include "net/smtp.h"

#include "base/buffer.h"
#include "base/failpoint.h"
#include "net/body.h"
#include "net/ehlo.h"
#include "net/path.h"

/* RFC 5321, 4.5.3.2.  A spurious time-out of the dot would deliver a mail
 * twice: it is never lowered. */
#define OPEN_TIME	(5 * USEC_MINUTE)
#define MAIL_TIME	(5 * USEC_MINUTE)
#define RCPT_TIME	(5 * USEC_MINUTE)
#define DATA_TIME	(2 * USEC_MINUTE)
#define DOT_TIME	(10 * USEC_MINUTE)
#define CONNECT_TIME	(30 * USEC_SECOND)
#define QUIT_TIME	(2 * USEC_SECOND)

enum { ENVID_LIMIT = 100 };
enum { REPLY_BYTES = REPLY_LINES * REPLY_LINE };

enum state {
	STATE_IDLE,		/* ready for MAIL */
	STATE_DIRTY,		/* ready for RSET */
	STATE_OFFERED,		/* the body is sent, the dot is not */
	STATE_OVER,
};

struct smtp {
	struct stream *stream;
	struct ehlo ehlo;
	enum state state;
	struct arena *arena;	/* of one mail: kept, for each has the same */
};

/* Without a reply: what happened goes into both. */
static enum smtp_outcome lost(struct smtp *smtp, enum smtp_outcome outcome,
			      struct smtp_reply *reply_r, struct err *err)
{
	smtp->state = STATE_OVER;
	stream_failure(smtp->stream, err);
	*reply_r = (struct smtp_reply){ 0 };
	return outcome;
}

static enum smtp_outcome refuse(struct smtp_reply *reply_r, struct err *err,
				const char *why)
{
	*reply_r = (struct smtp_reply){ 0 };
	err_permanent(err, "%s", why);
	return SMTP_REFUSED;
}

/* Codes that are about us, not about this mail (RFC 4954, section 6). */
static bool is_about_login(int code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

static enum smtp_outcome judge(struct smtp *smtp, const struct reply *reply,
			       int want, struct smtp_reply *reply_r)
{
	reply_r->code = reply->code;
	snprintf(reply_r->text, sizeof(reply_r->text), "%s", reply->text);
	if (reply->code == 421)
		smtp->state = STATE_OVER;
	if (reply->code / 100 == want / 100)
		return SMTP_READY;
	if (is_about_login(reply->code))
		return SMTP_LOGIN;
	if (reply->code >= 500)
		return SMTP_REFUSED;
	if (reply->code < 400)
		smtp->state = STATE_OVER;	/* no answer to what we said */
	return SMTP_LATER;
}

enum smtp_outcome smtp_open(const struct smtp_settings *settings,
			    struct smtp **smtp_r, struct smtp_reply *reply_r,
			    struct err *err)
{
	struct stream *stream = stream_open(&settings->endpoint, STREAM_SMTP,
					    CONNECT_TIME, err);
	struct reply reply = { 0 };
	enum smtp_outcome outcome;
	struct smtp *smtp;

	*smtp_r = NULL;
	*reply_r = (struct smtp_reply){ 0 };
	if (stream == NULL)
		return SMTP_LATER;
	smtp = calloc(1, sizeof(*smtp));
	if (smtp == NULL)
		abort();
	smtp->stream = stream;
	smtp->arena = arena_new();
	outcome = ehlo_begin(stream, settings, &smtp->ehlo, &reply, err);
	if (outcome == SMTP_READY) {
		*smtp_r = smtp;
		return outcome;
	}
	reply_r->code = reply.code;
	snprintf(reply_r->text, sizeof(reply_r->text), "%s",
		 reply.code == 0 ? "" : reply.text);
	smtp->state = STATE_OVER;
	smtp_close(&smtp);
	return outcome;
}

/* RFC 3461, section 4: what is not printable is spelled out. */
static const char *xtext(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c > ' ' && c < 0x7f && c != '+' && c != '=')
			buffer_char(&out, *text);
		else
			buffer_printf(&out, "+%02X", c);
	}
	return buffer_string(&out);
}

static const char *mail_line(const struct smtp *smtp,
			     const struct smtp_mail *mail, bool utf8)
{
	struct buffer line = { .arena = smtp->arena };
	const char *id = mail->envelope_id == NULL ?
				 NULL : xtext(smtp->arena, mail->envelope_id);

	buffer_printf(&line, "MAIL FROM:<%s>", mail->mail_from);
	if (smtp->ehlo.has_size)
		buffer_printf(&line, " SIZE=%zu", mail->size);
	if (utf8)
		buffer_text(&line, " SMTPUTF8 BODY=8BITMIME");
	if (smtp->ehlo.dsn && id != NULL && strlen(id) <= ENVID_LIMIT)
		buffer_printf(&line, " RET=HDRS ENVID=%s", id);
	return buffer_string(&line);
}

static const char *rcpt_line(const struct smtp *smtp,
			     const struct smtp_mail *mail)
{
	return arena_printf(smtp->arena, "RCPT TO:<%s>%s", mail->rcpt_to,
			    smtp->ehlo.dsn && mail->never_notify ?
				    " NOTIFY=NEVER" : "");
}

static enum smtp_outcome say(struct smtp *smtp, usec_t time, const char *line,
			     int want, struct smtp_reply *reply_r,
			     struct err *err)
{
	struct reply reply;

	if (!ehlo_say(smtp->stream, time, line, &reply))
		return lost(smtp, SMTP_LATER, reply_r, err);
	return judge(smtp, &reply, want, reply_r);
}

/* The reply to a command that went with others.  Where one before it was
 * refused it only follows from that, and says whether a body is waited for:
 * then the session is over, for none may be sent, not even an empty one. */
static enum smtp_outcome hear(struct smtp *smtp, usec_t time, int want,
			      enum failpoint answered,
			      enum smtp_outcome before,
			      struct smtp_reply *reply_r, struct err *err)
{
	struct reply reply;
	bool heard;

	if (smtp->state == STATE_OVER)
		return before;
	stream_begin(smtp->stream, time, REPLY_BYTES);
	heard = reply_read(smtp->stream, NULL, NULL, &reply) &&
		FAILPOINT_AT(answered, err);
	if (before == SMTP_READY)
		return heard ? judge(smtp, &reply, want, reply_r) :
			       lost(smtp, SMTP_LATER, reply_r, err);
	if (!heard || reply.code == 421 || (want == 354 && reply.code < 400))
		smtp->state = STATE_OVER;
	return before;
}

/* 552 there means too many recipients, not a bad one (RFC 5321,
 * 4.5.3.1.10). */
static enum smtp_outcome pardon(enum smtp_outcome outcome,
				const struct smtp_reply *reply)
{
	return outcome == SMTP_REFUSED && reply->code == 552 ? SMTP_LATER :
							       outcome;
}

/* All three in one packet (RFC 2920).  The replies come in the order of the
 * commands, and the first that refuses is the verdict. */
static enum smtp_outcome say_together(struct smtp *smtp, const char *mail,
				      const char *rcpt,
				      struct smtp_reply *reply_r,
				      struct err *err)
{
	enum smtp_outcome outcome;

	outcome = say(smtp, MAIL_TIME,
		      arena_printf(smtp->arena, "%s\r\n%s\r\nDATA", mail, rcpt),
		      250, reply_r, err);
	outcome = hear(smtp, RCPT_TIME, 250, FAILPOINT_SMTP_RCPT_ANSWERED,
		       outcome, reply_r, err);
	outcome = pardon(outcome, reply_r);
	return hear(smtp, DATA_TIME, 354, FAILPOINT_SMTP_DATA_ANSWERED,
		    outcome, reply_r, err);
}

/* Up to the go-ahead for the body. */
static enum smtp_outcome say_envelope(struct smtp *smtp, const char *mail,
				      const char *rcpt,
				      struct smtp_reply *reply_r,
				      struct err *err)
{
	enum smtp_outcome outcome;

	smtp->state = STATE_DIRTY;
	if (smtp->ehlo.pipelining)
		return say_together(smtp, mail, rcpt, reply_r, err);
	outcome = say(smtp, MAIL_TIME, mail, 250, reply_r, err);
	if (outcome == SMTP_READY)
		outcome = say(smtp, RCPT_TIME, rcpt, 250, reply_r, err);
	if (outcome != SMTP_READY)
		return pardon(outcome, reply_r);
	return say(smtp, DATA_TIME, "DATA", 354, reply_r, err);
}

/* What can be known before a word is said; SMTP_READY or SMTP_REFUSED. */
static enum smtp_outcome check(const struct smtp *smtp,
			       const struct smtp_mail *mail, bool *utf8_r,
			       struct smtp_reply *reply_r, struct err *err)
{
	enum path_kind from = *mail->mail_from == '\0' ?
				      PATH_ASCII : path_judge(mail->mail_from);
	enum path_kind to = path_judge(mail->rcpt_to);
	const char *fault;

	*utf8_r = from == PATH_UTF8 || to == PATH_UTF8;
	if (from == PATH_BAD)
		return refuse(reply_r, err, "the sender's address must not be "
			      "sent");
	if (to == PATH_BAD)
		return refuse(reply_r, err, "the recipient's address must not "
			      "be sent");
	if (*utf8_r && !smtp->ehlo.smtputf8)
		return refuse(reply_r, err, "the address needs SMTPUTF8, which "
			      "the server does not offer");
	if (smtp->ehlo.size_limit > 0 && mail->size > smtp->ehlo.size_limit)
		return refuse(reply_r, err, "the mail is larger than the "
			      "server takes");
	fault = body_fault(mail->bytes, mail->size, *utf8_r);
	return fault == NULL ? SMTP_READY : refuse(reply_r, err, fault);
}

static enum smtp_outcome offer(struct smtp *smtp, const struct smtp_mail *mail,
			       struct smtp_reply *reply_r, struct err *err)
{
	enum smtp_outcome outcome;
	bool utf8;

	*reply_r = (struct smtp_reply){ 0 };
	outcome = check(smtp, mail, &utf8, reply_r, err);
	if (outcome != SMTP_READY)
		return outcome;
	if (!smtp_usable(smtp)) {
		stream_fail(smtp->stream, "the connection is over");
		return lost(smtp, SMTP_LATER, reply_r, err);
	}
	if (smtp->state == STATE_DIRTY)
		outcome = say(smtp, MAIL_TIME, "RSET", 250, reply_r, err);
	if (outcome == SMTP_READY)
		outcome = say_envelope(smtp, mail_line(smtp, mail, utf8),
				       rcpt_line(smtp, mail), reply_r, err);
	if (outcome != SMTP_READY)
		return outcome;
	if (!body_send(smtp->stream, mail->bytes, mail->size) ||
	    !FAILPOINT(SMTP_BODY_SENT, err))
		return lost(smtp, SMTP_LATER, reply_r, err);
	smtp->state = STATE_OFFERED;
	return SMTP_READY;
}

enum smtp_outcome smtp_offer(struct smtp *smtp, const struct smtp_mail *mail,
			     struct smtp_reply *reply_r, struct err *err)
{
	struct smtp_mail ascii = *mail;

	arena_reset(smtp->arena);
	ascii.mail_from = path_ascii(smtp->arena, mail->mail_from);
	ascii.rcpt_to = path_ascii(smtp->arena, mail->rcpt_to);
	return offer(smtp, &ascii, reply_r, err);
}

enum smtp_outcome smtp_finish(struct smtp *smtp, struct smtp_reply *reply_r,
			      struct err *err)
{
	enum smtp_outcome outcome;
	struct reply reply;

	smtp->state = STATE_IDLE;
	*reply_r = (struct smtp_reply){ 0 };
	/* A reply that is here before the dot would be taken for its own; and
	 * who has gone before the dot has taken nothing. */
	stream_begin(smtp->stream, DOT_TIME, REPLY_BYTES);
	if (!stream_is_still(smtp->stream)) {
		stream_fail(smtp->stream, "the server speaks before it is "
			    "asked");
		return lost(smtp, SMTP_LATER, reply_r, err);
	}
	if (!ehlo_say(smtp->stream, DOT_TIME, "\r\n.", &reply))
		return lost(smtp, SMTP_UNCERTAIN, reply_r, err);
	outcome = judge(smtp, &reply, 250, reply_r);
	if (outcome == SMTP_READY)
		return SMTP_SENT;
	if (reply.code >= 400)
		return outcome == SMTP_LOGIN ? SMTP_REFUSED : outcome;
	stream_fail(smtp->stream, "the server's words are no answer to a mail");
	return lost(smtp, SMTP_UNCERTAIN, reply_r, err);
}

bool smtp_usable(const struct smtp *smtp)
{
	struct err failure;

	return smtp->state != STATE_OVER && smtp->state != STATE_OFFERED &&
	       !stream_failure(smtp->stream, &failure);
}

usec_t smtp_expiry(const struct smtp *smtp)
{
	return stream_expiry(smtp->stream);
}

void smtp_close(struct smtp **smtp)
{
	struct reply reply;

	if (*smtp == NULL)
		return;
	/* Within a body QUIT would be a word of it. */
	if (smtp_usable(*smtp))
		(void)ehlo_say((*smtp)->stream, QUIT_TIME, "QUIT", &reply);
	stream_close(&(*smtp)->stream);
	arena_free(&(*smtp)->arena);
	free(*smtp);
	*smtp = NULL;
}
