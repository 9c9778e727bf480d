/* fuzz_smtp.c - any server: a mail is sent only where it took the final dot
 * by a 2yz, and nothing but our own lines is ever said.
 *
 * The first byte is a set of flags: an access token, STARTTLS, addresses
 * that need SMTPUTF8.  The rest is what the server says (server.h).
 */

#include "fuzz.h"

#include "server.h"

#include "base/text.h"
#include "net/smtp.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOKEN = 1, UPGRADE = 2, UTF8 = 4 };
enum { MAILS = 3 };

#define BODY "Subject: hello\r\n\r\n..Text\r\n.\r\n"
#define WIRE "Subject: hello\r\n\r\n...Text\r\n..\r\n.\r\n"

struct run {
	struct smtp *smtp;
	struct smtp_mail mail;
	struct smtp_reply reply;
	struct err err;
	size_t dots;			/* that smtp_finish() has sent */
};

/* How often the whole mail went out, its final dot included. */
static size_t count_mails(void)
{
	const char *at = server_heard();
	size_t count = 0;

	while ((at = strstr(at, WIRE)) != NULL) {
		at += strlen(WIRE);
		count++;
	}
	return count;
}

/* One reply from `at` on, to its last line, all 2yz. */
static bool is_yes(const char *at, const char *end)
{
	for (;;) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));

		if (feed == NULL || feed - at < 3 || at[0] != '2' ||
		    !isdigit((unsigned char)at[1]) ||
		    !isdigit((unsigned char)at[2]))
			return false;
		if (at[3] != '-')
			return true;
		at = feed + 1;
	}
}

static const char *check_reply(const struct run *run)
{
	const char *text = run->reply.text;

	if (run->reply.code != 0 &&
	    (run->reply.code < 200 || run->reply.code > 559))
		return "a code that is none";
	if (!text_valid(text, strlen(text)) || strpbrk(text, "\r\n") != NULL)
		return "a reply that is no line";
	return NULL;
}

static const char *offer(struct run *run, bool *ready_r)
{
	const enum smtp_outcome outcome =
		smtp_offer(run->smtp, &run->mail, &run->reply, &run->err);

	*ready_r = outcome == SMTP_READY;
	if (count_mails() != run->dots)
		return "a dot before its time";
	if (outcome == SMTP_SENT || outcome == SMTP_UNCERTAIN)
		return "an offer that is an end";
	if (*ready_r && run->reply.code / 100 != 3)
		return "a body that nobody asked for";
	if (!*ready_r && run->reply.code == 0 && run->err.kind == ERR_NONE)
		return "an offer that failed without a word";
	return NULL;
}

static const char *finish(struct run *run)
{
	const char *said;
	const size_t before = server_said(&said);
	const enum smtp_outcome outcome =
		smtp_finish(run->smtp, &run->reply, &run->err);
	const size_t after = server_said(&said);
	const bool dot = count_mails() == run->dots + 1;

	if (count_mails() > run->dots + 1)
		return "a mail twice";
	run->dots += dot;
	switch (outcome) {
	case SMTP_SENT:
		if (!dot || !is_yes(said + before, said + after) ||
		    run->reply.code / 100 != 2)
			return "sent, and nobody said so";
		return NULL;
	case SMTP_UNCERTAIN:
		return dot ? NULL : "in doubt, and nothing was sent";
	case SMTP_LATER:
	case SMTP_REFUSED:
		if (dot && run->reply.code < 400)
			return "a verdict that nobody gave";
		return NULL;
	default:
		return "no end of a mail";
	}
}

static const char *carry(struct run *run)
{
	const char *bad = NULL;
	bool ready;

	for (int i = 0; i < MAILS && bad == NULL; i++) {
		run->err = (struct err){ 0 };
		bad = offer(run, &ready);
		if (bad == NULL)
			bad = check_reply(run);
		if (bad == NULL && ready)
			bad = finish(run);
		if (bad == NULL)
			bad = check_reply(run);
		if (!smtp_usable(run->smtp))
			break;
	}
	return bad;
}

/* No line of ours has a control character, whatever the server said. */
static const char *check_heard(void)
{
	for (const char *at = server_heard(); *at != '\0'; at++) {
		if (*at == '\r' && at[1] == '\n')
			at++;
		else if ((unsigned char)*at < ' ' || *at == 0x7f)
			return "we said what is no text";
	}
	return NULL;
}

int fuzz_smtp(const uint8_t *bytes, size_t size)
{
	const uint8_t flags = size == 0 ? 0 : bytes[0];
	const struct smtp_settings settings = {
		.endpoint = { .host = "127.0.0.1", .port = 25,
			      .tls = flags & UPGRADE ? STREAM_STARTTLS :
						       STREAM_PLAIN },
		.login = { flags & TOKEN ? LOGIN_TOKEN : LOGIN_PASSWORD,
			   "desk", "sesame" },
		.hello = "desk.example.test",
	};
	struct run run = {
		.mail = { .mail_from = "desk+1@example.test",
			  .rcpt_to = flags & UTF8 ? "\xce\xb1@example.org" :
						    "ann@example.org",
			  .bytes = BODY, .size = strlen(BODY),
			  .envelope_id = "o.1", .never_notify = true },
	};
	enum smtp_outcome outcome;
	const char *bad;
	ARENA(arena);

	server_begin(arena, bytes + (size > 0), size - (size > 0));
	outcome = smtp_open(&settings, &run.smtp, &run.reply, &run.err);
	bad = check_reply(&run);
	if (bad == NULL && strstr(server_heard(), "AUTH ") != NULL &&
	    (strstr(run.reply.text, "sesame") != NULL ||
	     strstr(run.err.text, "sesame") != NULL))
		bad = "it tells the secret that it was told";
	if (bad == NULL && (outcome == SMTP_READY) != (run.smtp != NULL))
		bad = "open, or not";
	if (bad == NULL && outcome != SMTP_READY &&
	    outcome != SMTP_LATER && outcome != SMTP_LOGIN)
		bad = "no way to begin";
	if (bad == NULL && outcome == SMTP_READY)
		bad = carry(&run);
	smtp_close(&run.smtp);
	if (bad == NULL)
		bad = count_mails() != run.dots ? "a dot too many" :
						  check_heard();
	server_end();
	if (bad != NULL) {
		fprintf(stderr, "%s: %d %s\n", bad, run.reply.code,
			run.err.text);
		abort();
	}
	return 0;
}
