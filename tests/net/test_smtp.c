/* test_smtp.c - each verdict at each stage, and never a second copy. */

#include "net/smtp.h"

#include "base/buffer.h"
#include "base/text.h"
#include "net/dial.h"
#include "peer.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define TEXT "Subject: hello\r\n\r\nText\r\n"

struct run {
	struct arena *arena;
	struct peer peer;
	struct smtp_settings settings;
	struct smtp *smtp;
	struct smtp_mail mail;
	struct smtp_reply reply;
	struct err err;
	const char *spool;
};

/* A new folder for the mails of one server. */
static const char *make_spool(struct arena *arena)
{
	static int count;
	const char *path = peer_file(arena, arena_printf(arena, "spool%d",
							 ++count));

	assert_int_equal(mkdir(path, 0700), 0);
	return path;
}

static void begin(struct run *run, struct arena *arena, struct peer peer,
		  const char *spool)
{
	*run = (struct run){
		.arena = arena,
		.peer = peer,
		.spool = spool,
		.settings = {
			.endpoint = { .host = "127.0.0.1", .port = peer.port,
				      .tls = STREAM_PLAIN },
			.login = { LOGIN_PASSWORD, "desk", "secret" },
			.hello = "desk.example.test",
		},
		.mail = {
			.mail_from = "desk+1@example.test",
			.rcpt_to = "ann@example.org",
			.bytes = TEXT,
			.size = strlen(TEXT),
		},
	};
}

static void end(struct run *run)
{
	smtp_close(&run->smtp);
	peer_stop(&run->peer);
}

static enum smtp_outcome do_open(struct run *run)
{
	return smtp_open(&run->settings, &run->smtp, &run->reply, &run->err);
}

static enum smtp_outcome offer(struct run *run)
{
	return smtp_offer(run->smtp, &run->mail, &run->reply, &run->err);
}

static enum smtp_outcome finish(struct run *run)
{
	return smtp_finish(run->smtp, &run->reply, &run->err);
}

static size_t count_spool(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *file;
	size_t count = 0;

	assert_non_null(dir);
	while ((file = readdir(dir)) != NULL)
		count += file->d_name[0] != '.';
	closedir(dir);
	return count;
}

static const char *spooled(struct run *run, int number)
{
	return peer_read(run->arena, arena_printf(run->arena, "%s/%06d",
						  run->spool, number));
}

/* What arrives is what was given, envelope and dots included. */
static void test_mail(void **state)
{
	static const char *const bodies[] = {
		TEXT,
		"a: b\r\n\r\n.\r\n..\r\n.x\r\nend.\r\n",
		"a: b\r\n\r\n.",
		"a: b\r\n\r\nno end",
		"a: b\r\n\r\n\r\n\r\n",
		".",
	};
	ARENA(arena);
	const char *spool = make_spool(arena);
	struct run run;

	(void)state;
	begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool, NULL),
	      spool);
	assert_int_equal(do_open(&run), SMTP_READY);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		const char *body = bodies[i];
		bool ended = text_ends(body, "\r\n");

		run.mail.bytes = body;
		run.mail.size = strlen(body);
		assert_int_equal(offer(&run), SMTP_READY);
		assert_int_equal(count_spool(spool), i);
		assert_int_equal(finish(&run), SMTP_SENT);
		assert_int_equal(run.reply.code, 250);
		assert_string_equal(run.reply.text, "250 2.0.0 queued");
		assert_true(smtp_usable(run.smtp));
		assert_string_equal(
			spooled(&run, (int)i + 1),
			arena_printf(arena, "MAIL FROM:<desk+1@example.test> "
				     "SIZE=%zu\r\nRCPT TO:<ann@example.org>\r\n"
				     "%s%s", strlen(body), body,
				     ended ? "" : "\r\n"));
	}
	end(&run);
}

/* Dots at the borders of blocks, with lines that cross them. */
static void test_large(void **state)
{
	ARENA(arena);
	const char *spool = make_spool(arena);
	struct buffer body = { .arena = arena };
	struct run run;

	(void)state;
	buffer_text(&body, "a: b\r\n\r\n");
	while (body.size < 400000)
		buffer_printf(&body, ".%zu\r\n.\r\n", body.size);
	begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool, NULL),
	      spool);
	assert_int_equal(do_open(&run), SMTP_READY);
	run.mail.bytes = buffer_string(&body);
	run.mail.size = body.size;
	assert_int_equal(offer(&run), SMTP_READY);
	assert_int_equal(finish(&run), SMTP_SENT);
	assert_string_equal(strstr(spooled(&run, 1), "a: b"), run.mail.bytes);
	end(&run);
}

/* What is said only where the server offers it. */
static void test_extensions(void **state)
{
	static const struct {
		int line;
		const char *without;
		const char *mail, *rcpt;
	} cases[] = {
		{ __LINE__, "x", "> SIZE=24 RET=HDRS ENVID=o.1+2B+3D+20x\r\n",
		  "> NOTIFY=NEVER\r\n" },
		{ __LINE__, "DSN", "> SIZE=24\r\n", "org>\r\n" },
		{ __LINE__, "SIZE", "> RET=HDRS ENVID=o.1+2B+3D+20x\r\n",
		  "NEVER\r\n" },
		{ __LINE__, "PIPELINING", "> SIZE=24", "NEVER\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *spool = make_spool(arena);
		struct run run;

		begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool,
					      "--without", cases[i].without,
					      NULL), spool);
		run.mail.envelope_id = "o.1+= x";
		run.mail.never_notify = true;
		assert_int_equal(do_open(&run), SMTP_READY);
		assert_int_equal(offer(&run), SMTP_READY);
		assert_int_equal(finish(&run), SMTP_SENT);
		if (strstr(spooled(&run, 1), cases[i].mail) == NULL ||
		    strstr(spooled(&run, 1), cases[i].rcpt) == NULL)
			fail_msg("line %d: %s", cases[i].line,
				 spooled(&run, 1));
		end(&run);
	}
}

static void test_utf8(void **state)
{
	static const char *const without[] = { "x", "SMTPUTF8" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		ARENA(arena);
		const char *spool = make_spool(arena);
		struct run run;

		begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool,
					      "--without", without[i], NULL),
		      spool);
		run.mail.rcpt_to = "\xce\xb1@example.org";
		assert_int_equal(do_open(&run), SMTP_READY);
		if (i == 0) {
			assert_int_equal(offer(&run), SMTP_READY);
			assert_int_equal(finish(&run), SMTP_SENT);
			assert_non_null(strstr(spooled(&run, 1),
					       " SMTPUTF8 BODY=8BITMIME"));
		} else {
			assert_int_equal(offer(&run), SMTP_REFUSED);
			assert_int_equal(run.reply.code, 0);
			assert_non_null(strstr(run.err.text, "SMTPUTF8"));
			assert_true(smtp_usable(run.smtp));
		}
		end(&run);
	}
}

/* A host beyond ASCII needs no extension of the server. */
static void test_idn(void **state)
{
	ARENA(arena);
	const char *spool = make_spool(arena);
	struct run run;

	(void)state;
	begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool,
				      "--without", "SMTPUTF8", NULL), spool);
	run.mail.rcpt_to = "ann@b\xc3\xbc" "cher.example";
	assert_int_equal(do_open(&run), SMTP_READY);
	assert_int_equal(offer(&run), SMTP_READY);
	assert_int_equal(finish(&run), SMTP_SENT);
	assert_non_null(strstr(spooled(&run, 1),
			       "RCPT TO:<ann@xn--bcher-kva.example>"));
	assert_null(strstr(spooled(&run, 1), "SMTPUTF8"));
	end(&run);
}

/* What we refuse ourselves, before a word of it reaches the server. */
static void test_faults(void **state)
{
	static const struct {
		int line;
		const char *from, *to, *body;
		size_t size;	/* 0: of the text */
		const char *want;
	} cases[] = {
		{ __LINE__, "a@b\r\nRSET", NULL, TEXT, 0, "sender" },
		{ __LINE__, NULL, "", TEXT, 0, "recipient" },
		{ __LINE__, NULL, "a@b.c> SIZE=0\r\nDATA", TEXT, 0,
		  "recipient" },
		{ __LINE__, NULL, NULL, "a: b\n", 0, "bare LF" },
		{ __LINE__, NULL, NULL, "a: b\r", 0, "bare CR" },
		{ __LINE__, NULL, NULL, "a\rb\r\n", 0, "bare CR" },
		{ __LINE__, NULL, NULL, "a\r\r\n", 0, "bare CR" },
		{ __LINE__, NULL, NULL, "a\n.\r\n", 0, "bare LF" },
		{ __LINE__, NULL, NULL, "a\0b\r\n", 5, "NUL" },
		{ __LINE__, NULL, NULL, "\xce\xb1\r\n", 0, "7 bit" },
	};
	ARENA(arena);
	const char *spool = make_spool(arena);
	struct run run;

	(void)state;
	begin(&run, arena, peer_start("fake_smtp.py", "--spool", spool, NULL),
	      spool);
	assert_int_equal(do_open(&run), SMTP_READY);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct smtp_mail good = run.mail;

		if (cases[i].from != NULL)
			run.mail.mail_from = cases[i].from;
		if (cases[i].to != NULL)
			run.mail.rcpt_to = cases[i].to;
		run.mail.bytes = cases[i].body;
		run.mail.size = cases[i].size > 0 ? cases[i].size :
						    strlen(cases[i].body);
		if (offer(&run) != SMTP_REFUSED || run.reply.code != 0 ||
		    run.err.kind != ERR_PERMANENT ||
		    strstr(run.err.text, cases[i].want) == NULL)
			fail_msg("line %d: %s", cases[i].line, run.err.text);
		run.mail = good;
	}
	assert_int_equal(offer(&run), SMTP_READY);
	assert_int_equal(finish(&run), SMTP_SENT);
	assert_int_equal(count_spool(spool), 1);
	end(&run);
}

static void test_line_limit(void **state)
{
	ARENA(arena);
	struct run run;
	char line[1002];

	(void)state;
	begin(&run, arena, peer_start("fake_smtp.py", NULL), NULL);
	assert_int_equal(do_open(&run), SMTP_READY);
	memset(line, 'x', sizeof(line));
	memcpy(line + 998, "\r\n", 2);
	run.mail.bytes = line;
	run.mail.size = 1000;
	assert_int_equal(offer(&run), SMTP_READY);
	assert_int_equal(finish(&run), SMTP_SENT);
	memcpy(line + 998, "x\r\n", 3);
	run.mail.size = 1001;
	assert_int_equal(offer(&run), SMTP_REFUSED);
	assert_non_null(strstr(run.err.text, "998"));
	end(&run);
}

static void test_size(void **state)
{
	ARENA(arena);
	struct run run;

	(void)state;
	begin(&run, arena, peer_start("fake_smtp.py", "--without", "SIZE",
				      "--with", "SIZE 24", NULL), NULL);
	assert_int_equal(do_open(&run), SMTP_READY);
	/* The keyword is gone with its name: without a limit all is sent. */
	assert_int_equal(offer(&run), SMTP_READY);
	end(&run);
	begin(&run, arena, peer_start("fake_smtp.py", "--on", "EHLO",
				      "250-x\\r\\n250-AUTH PLAIN\\r\\n"
				      "250 SIZE 23\\r\\n", NULL), NULL);
	assert_int_equal(do_open(&run), SMTP_READY);
	assert_int_equal(offer(&run), SMTP_REFUSED);
	assert_non_null(strstr(run.err.text, "larger"));
	end(&run);
}

static const struct {
	int line;
	enum login_kind kind;
	const char *secret;
	const char *without;
	const char *command, *action;
	enum smtp_outcome want;
} logins[] = {
	{ __LINE__, LOGIN_NONE, "", "AUTH", "x", "x", SMTP_READY },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "x", "x", SMTP_READY },
	{ __LINE__, LOGIN_PASSWORD, "secret", "PLAIN", "x", "x", SMTP_READY },
	{ __LINE__, LOGIN_TOKEN, "secret", "x", "x", "x", SMTP_READY },
	{ __LINE__, LOGIN_TOKEN, "secret", "OAUTHBEARER", "x", "x",
	  SMTP_READY },
	{ __LINE__, LOGIN_PASSWORD, "secret", "AUTH", "x", "x", SMTP_LOGIN },
	{ __LINE__, LOGIN_PASSWORD, "wrong", "x", "x", "x", SMTP_LOGIN },
	{ __LINE__, LOGIN_PASSWORD, "wrong", "PLAIN", "x", "x", SMTP_LOGIN },
	{ __LINE__, LOGIN_TOKEN, "wrong", "x", "x", "x", SMTP_LOGIN },
	{ __LINE__, LOGIN_TOKEN, "wrong", "OAUTHBEARER", "x", "x",
	  SMTP_LOGIN },
	{ __LINE__, LOGIN_PASSWORD, "sec\r\nret", "x", "x", "x", SMTP_LOGIN },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "AUTH",
	  "454 4.7.0 not now\\r\\n", SMTP_LATER },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "AUTH",
	  "334 \\r\\n", SMTP_LOGIN },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "AUTH", "<close>",
	  SMTP_LATER },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "EHLO",
	  "421 4.3.2 closing\\r\\n", SMTP_LATER },
	{ __LINE__, LOGIN_PASSWORD, "secret", "x", "EHLO",
	  "550 5.7.1 never\\r\\n", SMTP_LATER },
};

static void test_logins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		ARENA(arena);
		struct run run;
		enum smtp_outcome got;

		begin(&run, arena,
		      peer_start("fake_smtp.py", "--without",
				 logins[i].without, "--on", logins[i].command,
				 logins[i].action, "--on", "*",
				 "501 5.7.0 given up\\r\\n", NULL), NULL);
		run.settings.login.kind = logins[i].kind;
		run.settings.login.secret = logins[i].secret;
		got = do_open(&run);
		if (got != logins[i].want)
			fail_msg("line %d: %d: %s / %s", logins[i].line, got,
				 run.reply.text, run.err.text);
		if (strstr(run.reply.text, "secret") != NULL ||
		    strstr(run.err.text, "secret") != NULL)
			fail_msg("line %d: the secret is told",
				 logins[i].line);
		end(&run);
	}
}

/* A token that is longer than a command line waits for its own. */
static void test_long_token(void **state)
{
	ARENA(arena);
	char *token = arena_alloc(arena, 2001);
	struct run run;

	(void)state;
	memset(token, 't', 2000);
	begin(&run, arena, peer_start("fake_smtp.py", "--password", token,
				      "--without", "OAUTHBEARER", NULL), NULL);
	run.settings.login = (struct login){ LOGIN_TOKEN, "desk", token };
	assert_int_equal(do_open(&run), SMTP_READY);
	end(&run);
}

/* Each stage: outcome, and whether the connection lives on. */
static const struct {
	int line;
	const char *command, *action;
	enum smtp_outcome offered;	/* SMTP_READY: see finished */
	enum smtp_outcome finished;
	int code;
	bool usable;
} stages[] = {
	{ __LINE__, "MAIL", "451 4.3.0 later\\r\\n", SMTP_LATER, 0, 451, true },
	{ __LINE__, "MAIL", "550 5.1.0 never\\r\\n", SMTP_REFUSED, 0, 550,
	  true },
	{ __LINE__, "MAIL", "530 5.7.0 log in\\r\\n", SMTP_LOGIN, 0, 530,
	  true },
	{ __LINE__, "MAIL", "421 4.3.2 bye\\r\\n<close>", SMTP_LATER, 0, 421,
	  false },
	{ __LINE__, "MAIL", "<close>", SMTP_LATER, 0, 0, false },
	{ __LINE__, "RCPT", "450 4.2.0 greylisted\\r\\n", SMTP_LATER, 0, 450,
	  true },
	{ __LINE__, "RCPT", "452 4.5.3 too many\\r\\n", SMTP_LATER, 0, 452,
	  true },
	{ __LINE__, "RCPT", "552 5.5.3 too many\\r\\n", SMTP_LATER, 0, 552,
	  true },
	{ __LINE__, "RCPT", "550-5.1.1 no\\r\\n550 5.1.1 such user\\r\\n",
	  SMTP_REFUSED, 0, 550, true },
	{ __LINE__, "RCPT", "251 2.1.5 will forward\\r\\n", SMTP_READY,
	  SMTP_SENT, 250, true },
	{ __LINE__, "RCPT", "551 5.1.6 not here\\r\\n", SMTP_REFUSED, 0, 551,
	  true },
	{ __LINE__, "RCPT", "421 4.3.2 bye\\r\\n<close>", SMTP_LATER, 0, 421,
	  false },
	{ __LINE__, "RCPT", "<reset>", SMTP_LATER, 0, 0, false },
	{ __LINE__, "DATA", "451 4.3.0 later\\r\\n", SMTP_LATER, 0, 451, true },
	{ __LINE__, "DATA", "554 5.6.0 never\\r\\n", SMTP_REFUSED, 0, 554,
	  true },
	{ __LINE__, "DATA", "250 2.0.0 what\\r\\n", SMTP_LATER, 0, 250, false },
	{ __LINE__, "DATA", "421 4.3.2 bye\\r\\n<close>", SMTP_LATER, 0, 421,
	  false },
	{ __LINE__, "DATA", "354 go\\r\\n250 2.0.0 already\\r\\n", SMTP_READY,
	  SMTP_LATER, 0, false },
	{ __LINE__, "DATA", "<close>", SMTP_LATER, 0, 0, false },
	{ __LINE__, "DATA", "552 5.2.2 full\\r\\n", SMTP_REFUSED, 0, 552,
	  true },

	{ __LINE__, "DOT", "451 4.3.0 later\\r\\n", SMTP_READY, SMTP_LATER,
	  451, true },
	{ __LINE__, "DOT", "452 4.3.1 full\\r\\n", SMTP_READY, SMTP_LATER, 452,
	  true },
	{ __LINE__, "DOT", "550 5.7.1 never\\r\\n", SMTP_READY, SMTP_REFUSED,
	  550, true },
	{ __LINE__, "DOT", "552 5.2.2 full\\r\\n", SMTP_READY, SMTP_REFUSED,
	  552, true },
	{ __LINE__, "DOT", "421 4.3.2 bye\\r\\n<close>", SMTP_READY,
	  SMTP_LATER, 421, false },
	{ __LINE__, "DOT", "250 2.0.0 ok\\r\\n<close>", SMTP_READY, SMTP_SENT,
	  250, true },

	/* No verdict: nobody knows, and nobody guesses. */
	{ __LINE__, "DOT", "<close>", SMTP_READY, SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "<reset>", SMTP_READY, SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "25<close>", SMTP_READY, SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "25\\r\\n", SMTP_READY, SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "250<close>", SMTP_READY, SMTP_UNCERTAIN, 0,
	  false },
	{ __LINE__, "DOT", "250 2.0.0 ok<close>", SMTP_READY, SMTP_UNCERTAIN,
	  0, false },
	{ __LINE__, "DOT", "999 what\\r\\n", SMTP_READY, SMTP_UNCERTAIN, 0,
	  false },
	{ __LINE__, "DOT", "354 more\\r\\n", SMTP_READY, SMTP_UNCERTAIN, 0,
	  false },
	{ __LINE__, "DOT", "250-ok\\r\\n550 no\\r\\n", SMTP_READY,
	  SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "<repeat 101 250-ok\\r\\n>", SMTP_READY,
	  SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "250 <repeat 1000000 x>", SMTP_READY,
	  SMTP_UNCERTAIN, 0, false },
	{ __LINE__, "DOT", "250 \\x00\\r\\n", SMTP_READY, SMTP_UNCERTAIN, 0,
	  false },
	{ __LINE__, "DOT", "OK\\r\\n", SMTP_READY, SMTP_UNCERTAIN, 0, false },
	/* Who has gone before the dot has taken nothing. */
	{ __LINE__, "BODY", "<close>", SMTP_READY, SMTP_LATER, 0, false },
	{ __LINE__, "BODY", "421 4.3.2 bye\\r\\n<close>", SMTP_READY,
	  SMTP_LATER, 0, false },
	{ __LINE__, "DOT", "250\\r\\n", SMTP_READY, SMTP_SENT, 250, true },
	{ __LINE__, "DOT", "<repeat 99 250-ok\\r\\n>250 ok\\r\\n", SMTP_READY,
	  SMTP_SENT, 250, true },
};

static void check_stage(size_t i, struct run *run)
{
	enum smtp_outcome first = offer(run), last = SMTP_READY;

	/* The mark before the dot takes a moment: what comes meanwhile? */
	if (strcmp(stages[i].command, "BODY") == 0)
		usleep(50000);
	if (first == SMTP_READY)
		last = finish(run);
	if (first != stages[i].offered ||
	    (first == SMTP_READY && last != stages[i].finished) ||
	    run->reply.code != stages[i].code ||
	    smtp_usable(run->smtp) != stages[i].usable)
		fail_msg("line %d: %d, %d: %s / %s", stages[i].line, first,
			 last, run->reply.text, run->err.text);
}

/* One server for all of them: our name in EHLO says which stage it plays. */
static struct peer start_stages(struct arena *arena, const char *without)
{
	const size_t count = sizeof(stages) / sizeof(stages[0]);
	const char **args = ARENA_ARRAY(arena, const char *, count * 4 + 3);
	size_t n = 0;

	args[n++] = "--without";
	args[n++] = without;
	for (size_t i = 0; i < count; i++) {
		args[n++] = "--script";
		args[n++] = arena_printf(arena, "stage%zu.example.test", i);
		args[n++] = stages[i].command;
		args[n++] = stages[i].action;
	}
	return peer_start_list("fake_smtp.py", args);
}

static void test_stages(void **state)
{
	static const char *const without[] = { "x", "PIPELINING" };

	(void)state;
	for (size_t j = 0; j < 2; j++) {
		ARENA(arena);
		struct run run;

		begin(&run, arena, start_stages(arena, without[j]), NULL);
		for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]);
		     i++) {
			run.settings.hello = arena_printf(
				arena, "stage%zu.example.test", i);
			assert_int_equal(do_open(&run), SMTP_READY);
			check_stage(i, &run);
			/* The next mail goes through, here or anew. */
			if (!smtp_usable(run.smtp) ||
			    offer(&run) != SMTP_READY) {
				smtp_close(&run.smtp);
				assert_int_equal(do_open(&run), SMTP_READY);
				assert_int_equal(offer(&run), SMTP_READY);
			}
			assert_int_equal(finish(&run), SMTP_SENT);
			smtp_close(&run.smtp);
		}
		end(&run);
	}
}

/* MAIL, RCPT and DATA went together: what each is answered with.  The first
 * that is refused is the verdict; no body is sent after it, and where one is
 * waited for all the same the connection ends without a dot. */
#define YES	"250 2.0.0 yes\\r\\n"
#define GO	"354 go on\\r\\n"
#define NO	"550 5.1.1 no\\r\\n"
#define LATER	"450 4.2.0 later\\r\\n"
#define MANY	"552 5.5.3 many\\r\\n"
#define WHO	"530 5.7.0 who\\r\\n"
#define BYE	"421 4.3.2 bye\\r\\n"
#define NONE	"503 5.5.1 none\\r\\n"
#define NOBODY	"554-5.5.1 none\\r\\n554 5.5.1 none\\r\\n"
#define SINGLE	"<slow>" YES
#define AT_ONCE	"<together>" YES

static const struct {
	int line;
	const char *mail, *rcpt, *data;		/* NULL: as it should be */
	enum smtp_outcome offered;	/* SMTP_READY: see finished */
	enum smtp_outcome finished;
	int code;
	bool usable;
} groups[] = {
	{ __LINE__, NULL, NO, NONE, SMTP_REFUSED, 0, 550, true },
	{ __LINE__, NULL, NO, NOBODY, SMTP_REFUSED, 0, 550, true },
	{ __LINE__, NULL, NO, LATER, SMTP_REFUSED, 0, 550, true },
	{ __LINE__, NULL, LATER, NOBODY, SMTP_LATER, 0, 450, true },
	{ __LINE__, NULL, MANY, NONE, SMTP_LATER, 0, 552, true },
	{ __LINE__, NULL, WHO, NONE, SMTP_LOGIN, 0, 530, true },
	{ __LINE__, NO, NONE, NONE, SMTP_REFUSED, 0, 550, true },
	{ __LINE__, LATER, YES, NONE, SMTP_LATER, 0, 450, true },
	{ __LINE__, NULL, NULL, NONE, SMTP_REFUSED, 0, 503, true },
	{ __LINE__, NULL, NULL, MANY, SMTP_REFUSED, 0, 552, true },

	/* It waits for a body that it does not get. */
	{ __LINE__, NULL, NO, GO, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NULL, LATER, GO, SMTP_LATER, 0, 450, false },
	{ __LINE__, NO, YES, GO, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NO, NULL, GO, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NULL, NO, YES, SMTP_REFUSED, 0, 550, false },

	/* The server leaves, at each of the three. */
	{ __LINE__, BYE "<close>", NULL, NULL, SMTP_LATER, 0, 421, false },
	{ __LINE__, NULL, BYE "<close>", NULL, SMTP_LATER, 0, 421, false },
	{ __LINE__, NULL, NULL, BYE "<close>", SMTP_LATER, 0, 421, false },
	{ __LINE__, BYE, YES, GO, SMTP_LATER, 0, 421, false },
	{ __LINE__, NO, BYE, NULL, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NULL, NO, BYE, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NULL, NO, "<close>", SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NO, "<reset>", NULL, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, NULL, NULL, "35<close>", SMTP_LATER, 0, 0, false },
	{ __LINE__, NULL, "999 x\\r\\n", NULL, SMTP_LATER, 0, 0, false },
	{ __LINE__, NULL, GO, NULL, SMTP_LATER, 0, 354, false },

	/* A reply too many shifts all that follow. */
	{ __LINE__, YES YES, YES, GO, SMTP_LATER, 0, 250, false },
	{ __LINE__, NULL, YES YES, GO, SMTP_LATER, 0, 250, false },
	{ __LINE__, NULL, NULL, GO GO, SMTP_READY, SMTP_LATER, 0, false },
	{ __LINE__, NULL, NULL, GO YES, SMTP_READY, SMTP_LATER, 0, false },

	/* In single bytes, and in one packet. */
	{ __LINE__, SINGLE, NULL, NULL, SMTP_READY, SMTP_SENT, 250, true },
	{ __LINE__, SINGLE, NO, GO, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, AT_ONCE, NULL, NULL, SMTP_READY, SMTP_SENT, 250, true },
	{ __LINE__, AT_ONCE, NO, NULL, SMTP_REFUSED, 0, 550, true },
	{ __LINE__, AT_ONCE, NO, GO, SMTP_REFUSED, 0, 550, false },
	{ __LINE__, AT_ONCE, NULL, GO YES, SMTP_READY, SMTP_LATER, 0, false },
};

static struct peer start_groups(struct arena *arena, const char *spool,
				const char *log)
{
	const size_t count = sizeof(groups) / sizeof(groups[0]);
	const char **args = ARENA_ARRAY(arena, const char *, count * 12 + 5);
	size_t n = 0;

	args[n++] = "--spool";
	args[n++] = spool;
	args[n++] = "--log";
	args[n++] = log;
	for (size_t i = 0; i < count; i++) {
		const struct { const char *verb, *action; } says[] = {
			{ "MAIL", groups[i].mail },
			{ "RCPT", groups[i].rcpt },
			{ "DATA", groups[i].data },
		};

		for (size_t k = 0; k < 3; k++) {
			if (says[k].action == NULL)
				continue;
			args[n++] = "--script";
			args[n++] = arena_printf(arena, "group%zu", i);
			args[n++] = says[k].verb;
			args[n++] = says[k].action;
		}
	}
	return peer_start_list("fake_smtp.py", args);
}

static size_t count_in(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		count++;
	}
	return count;
}

static void check_group(struct run *run, size_t i)
{
	const enum smtp_outcome first = offer(run);
	const enum smtp_outcome last = first == SMTP_READY ? finish(run) : 0;

	if (first != groups[i].offered ||
	    (first == SMTP_READY && last != groups[i].finished) ||
	    run->reply.code != groups[i].code ||
	    smtp_usable(run->smtp) != groups[i].usable)
		fail_msg("line %d: %d, %d: %s / %s", groups[i].line, first,
			 last, run->reply.text, run->err.text);
}

static void test_groups(void **state)
{
	ARENA(arena);
	const char *spool = make_spool(arena);
	const char *log = peer_file(arena, "groups");
	size_t bodies = 0, kept = 0;
	struct run run;

	(void)state;
	begin(&run, arena, start_groups(arena, spool, log), spool);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		run.settings.hello = arena_printf(arena, "group%zu", i);
		assert_int_equal(do_open(&run), SMTP_READY);
		check_group(&run, i);
		bodies += groups[i].offered == SMTP_READY;
		kept += groups[i].finished == SMTP_SENT;
		if (!smtp_usable(run.smtp)) {
			/* Its script may not have come to its end. */
			smtp_close(&run.smtp);
			run.settings.hello = "another";
			assert_int_equal(do_open(&run), SMTP_READY);
		}
		if (offer(&run) != SMTP_READY)
			fail_msg("line %d: then %s / %s", groups[i].line,
				 run.reply.text, run.err.text);
		if (finish(&run) != SMTP_SENT)
			fail_msg("line %d: at last %s / %s", groups[i].line,
				 run.reply.text, run.err.text);
		smtp_close(&run.smtp);
		bodies++;
		kept++;
		if (count_spool(spool) != kept ||
		    count_in(peer_read(arena, log), TEXT) > bodies)
			fail_msg("line %d: %zu mails, want %zu",
				 groups[i].line, count_spool(spool), kept);
	}
	end(&run);
}

static void test_starttls(void **state)
{
	static const struct {
		int line;
		const char *option, *command, *action;
		const char *want;	/* NULL: it works */
	} cases[] = {
		{ __LINE__, "--on", "x", "x", NULL },
		{ __LINE__, "--on", "EHLO", "250 plain\\r\\n",
		  "does not offer" },
		{ __LINE__, "--on", "STARTTLS",
		  "220 go\\r\\n250 injected\\r\\n", "injecting" },
		{ __LINE__, "--on", "STARTTLS", "454 not now\\r\\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *log = peer_file(arena, "smtp-log");
		struct run run;
		enum smtp_outcome got;

		remove(log);
		begin(&run, arena,
		      peer_start("fake_smtp.py", "--cert",
				 peer_file(arena, "good"), "--log", log,
				 cases[i].option, cases[i].command,
				 cases[i].action, NULL), NULL);
		run.settings.endpoint.tls = STREAM_STARTTLS;
		run.settings.endpoint.ca_file = peer_file(arena, "ca.pem");
		got = do_open(&run);
		if ((got == SMTP_READY) != (cases[i].want == NULL) ||
		    (cases[i].want != NULL &&
		     strstr(run.err.text, cases[i].want) == NULL))
			fail_msg("line %d: %d: %s", cases[i].line, got,
				 run.err.text);
		if (got == SMTP_READY)
			assert_true(smtp_expiry(run.smtp) > 0);
		else
			assert_null(strstr(peer_read(arena, log), "AUTH"));
		end(&run);
	}
}

static enum smtp_outcome send_once(struct run *run)
{
	enum smtp_outcome got = do_open(run);

	if (got == SMTP_READY)
		got = offer(run);
	if (got == SMTP_READY)
		got = finish(run);
	smtp_close(&run->smtp);
	return got;
}

/* What the server holds is never more than what we believe to be sent or
 * uncertain, and never less than what we believe to be sent. */
static void check_cut(struct run *run, const char *fault, int at)
{
	size_t before = count_spool(run->spool), kept;
	enum smtp_outcome got = send_once(run);

	/* The other side may still be writing what it accepted. */
	for (int i = 0; i < 100 && got != SMTP_LATER &&
			count_spool(run->spool) == before; i++)
		usleep(1000);
	kept = count_spool(run->spool) - before;
	if (got != SMTP_SENT && got != SMTP_LATER && got != SMTP_UNCERTAIN)
		fail_msg("%s at %d: %d: %s", fault, at, got, run->err.text);
	if (kept > 0 && got == SMTP_LATER)
		fail_msg("%s at %d: accepted, but it would be sent again",
			 fault, at);
	if (kept != 1 && got == SMTP_SENT)
		fail_msg("%s at %d: sent, but %zu arrived", fault, at, kept);
	/* The next connection is not cut. */
	assert_int_equal(send_once(run), SMTP_SENT);
}

/* Cut after so many bytes of the server, or of us.  POSTDESK_SOAK: after each
 * byte. */
static void test_cuts(void **state)
{
	static const char *const faults[] = {
		"cut@0", "reset@0", "client:cut@0", "client:reset@0",
	};
	const char *step = getenv("POSTDESK_SOAK") == NULL ? "11" : "1";

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		ARENA(arena);
		const char *spool = make_spool(arena);
		struct peer server = peer_start("fake_smtp.py", "--spool",
						spool, NULL);
		struct run run;

		begin(&run, arena,
		      peer_start("proxy.py",
				 arena_printf(arena, "%d", server.port),
				 "--sweep", step, faults[i], NULL), spool);
		for (int at = 0; at < 360; at += (int)strtol(step, NULL, 10))
			check_cut(&run, faults[i], at);
		end(&run);
		peer_stop(&server);
	}
}

static int clean(void **state)
{
	(void)state;
	peer_clean();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_extensions),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_idn),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_line_limit),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_long_token),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_starttls),
		cmocka_unit_test(test_cuts),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, clean);
}
