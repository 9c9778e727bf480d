/* test_imap.c - mail comes whole, once, under its own UID, or not at all. */

#include "net/source.h"

#include "base/buffer.h"
#include "base/text.h"
#include "net/dial.h"
#include "peer.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum step { STEP_OPEN, STEP_LIST, STEP_FETCH, STEP_RETIRE, STEP_WAIT, STEP_END };

struct run {
	struct arena *arena;
	struct peer peer;
	struct source_imap_settings settings;
	struct source *source;
	int64_t epoch;
	struct source_item *items;
	size_t item_count;
	struct source_mail *mails;
	size_t mail_count;
	struct source_retired *retired;
	size_t retired_count;
	struct err err;
};

static void begin(struct run *run, struct peer peer)
{
	*run = (struct run){
		.arena = arena_new(),
		.peer = peer,
		.settings = {
			.endpoint = { .host = "127.0.0.1", .port = peer.port,
				      .tls = STREAM_PLAIN },
			.login = { LOGIN_PASSWORD, "desk", "secret" },
			.mailbox = "INBOX",
		},
	};
	run->source = imap_source_new(&run->settings);
}

static void end(struct run *run)
{
	run->source->verbs->close(&run->source);
	peer_stop(&run->peer);
	arena_free(&run->arena);
}

static bool do_open(struct run *run)
{
	return run->source->verbs->open(run->source, &run->epoch, &run->err);
}

static bool do_list(struct run *run, int64_t after, size_t most)
{
	return run->source->verbs->list(run->source, run->arena, after, most,
					&run->items, &run->item_count,
					&run->err);
}

static bool do_fetch(struct run *run, size_t limit)
{
	return run->source->verbs->fetch(run->source, run->arena, run->items,
					 run->item_count, limit, &run->mails,
					 &run->mail_count, &run->err);
}

static bool do_retire(struct run *run, const char *folder)
{
	int64_t *items = ARENA_ARRAY(run->arena, int64_t, run->item_count + 1);

	for (size_t i = 0; i < run->item_count; i++)
		items[i] = run->items[i].item;
	return run->source->verbs->retire(run->source, run->arena, items,
					  run->item_count, folder,
					  &run->retired, &run->retired_count,
					  &run->err);
}

/* The step that failed, or STEP_END. */
static enum step do_all(struct run *run)
{
	run->err = (struct err){ ERR_NONE, "" };
	if (!do_open(run))
		return STEP_OPEN;
	if (!do_list(run, 0, 1000))
		return STEP_LIST;
	if (!do_fetch(run, 50 * 1024 * 1024))
		return STEP_FETCH;
	if (!do_retire(run, "Processed"))
		return STEP_RETIRE;
	if (!run->source->verbs->wait(run->source, -1, USEC_SECOND / 200,
				      &run->err))
		return STEP_WAIT;
	return STEP_END;
}

static void assert_done(struct run *run)
{
	enum step step = do_all(run);

	if (step != STEP_END)
		fail_msg("step %d: %s", step, run->err.text);
}

static const char *wanted(struct run *run, int64_t uid)
{
	return arena_printf(run->arena, "Subject: mail %lld\r\n\r\nx\r\n",
			    (long long)uid);
}

static void assert_mails(struct run *run, size_t count)
{
	assert_int_equal(run->mail_count, count);
	for (size_t i = 0; i < count; i++) {
		const struct source_mail *mail = &run->mails[i];
		const char *want = wanted(run, mail->item);

		assert_int_equal(mail->item, i + 1);
		assert_int_equal(mail->size, strlen(want));
		assert_int_equal(mail->bytes_size, strlen(want));
		assert_memory_equal(mail->bytes, want, strlen(want));
		assert_false(mail->truncated);
		assert_true(mail->received == clock_civil(2026, 3, 1) +
			    9 * USEC_HOUR + 30 * USEC_MINUTE +
			    mail->item % 60 * USEC_SECOND);
	}
}

static void test_session(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "3", NULL));
	assert_done(&run);
	assert_int_equal(run.source->order, SOURCE_ASCENDING);
	assert_int_equal(run.epoch, 42);
	assert_int_equal(run.item_count, 3);
	assert_mails(&run, 3);
	assert_int_equal(run.retired_count, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(run.retired[i].item, i + 1);
		assert_int_equal(run.retired[i].target_epoch, 7);
		assert_int_equal(run.retired[i].target_item, i + 1);
	}
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 0);
	end(&run);
}

static void test_gone(void **state)
{
	struct source_item gone = { .item = 77, .size = 10 };
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "1", NULL));
	assert_true(do_open(&run));
	run.items = &gone;
	run.item_count = 1;
	assert_true(do_fetch(&run, 1000));
	assert_int_equal(run.mail_count, 0);
	assert_true(do_retire(&run, "Processed"));
	assert_int_equal(run.retired_count, 1);
	assert_int_equal(run.retired[0].target_item, 0);
	end(&run);
}

/* Pages: in order, none twice, none missed, and a look from 0 again. */
static void test_pages(void **state)
{
	struct run run;
	int64_t after = 0;
	size_t seen = 0;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "1203", NULL));
	assert_true(do_open(&run));
	do {
		assert_true(do_list(&run, after, 100));
		for (size_t i = 0; i < run.item_count; i++)
			assert_int_equal(run.items[i].item, ++after);
		seen += run.item_count;
	} while (run.item_count > 0);
	assert_int_equal(seen, 1203);
	assert_true(do_list(&run, 0, 1000));
	assert_int_equal(run.item_count, 1000);
	assert_true(do_fetch(&run, 1000));
	assert_mails(&run, 1000);
	assert_true(do_retire(&run, "Processed"));
	assert_int_equal(run.retired_count, 1000);
	assert_int_equal(run.retired[999].target_item, 1000);
	end(&run);
}

/* UIDs that are not asked for are not taken, wherever they come from. */
static void test_last_mail(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "3", "--on",
			       "UID SEARCH", "* SEARCH 3\\r\\n<tag> OK x\\r\\n",
			       NULL));
	assert_true(do_open(&run));
	assert_true(do_list(&run, 3, 10));
	assert_int_equal(run.item_count, 0);
	end(&run);
}

static bool keep(void *context, const void *bytes, size_t size,
		 struct err *err)
{
	(void)err;
	buffer_add(context, bytes, size);
	return true;
}

static bool refuse(void *context, const void *bytes, size_t size,
		   struct err *err)
{
	(void)context;
	(void)bytes;
	(void)size;
	return err_temporary(err, "no room");
}

static void test_large(void **state)
{
	const size_t size = 2 * 1024 * 1024 + 300000;
	struct source_mail mail;
	struct run run;
	size_t whole;
	ARENA(arena);
	struct buffer bytes = { .arena = arena };
	const struct source_sink sink = { keep, &bytes };

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "2", "--size",
			       arena_printf(arena, "%zu", size), NULL));
	assert_true(do_open(&run));
	assert_true(do_list(&run, 0, 10));
	whole = run.items[0].size;
	assert_int_equal(whole, size + strlen("Subject: mail 1\r\n\r\n\r\n"));
	assert_true(do_fetch(&run, whole));
	assert_int_equal(run.mail_count, 0);
	assert_true(run.source->verbs->stream(run.source, &run.items[1], &sink,
					      &mail, &run.err));
	assert_int_equal(mail.item, run.items[1].item);
	assert_int_equal(mail.bytes_size, whole);
	assert_false(mail.truncated);
	assert_int_equal(bytes.size, whole);
	assert_memory_equal(bytes.data + whole - 3, "x\r\n", 3);
	assert_memory_equal(bytes.data, "Subject: mail 2\r\n", 17);

	/* Whose sink says no is told so, and the next is read all the same. */
	assert_false(run.source->verbs->stream(run.source, &run.items[1],
			&(struct source_sink){ refuse, NULL }, &mail,
			&run.err));
	assert_string_equal(run.err.text, "no room");
	run.items[1].item = 99;
	assert_true(run.source->verbs->stream(run.source, &run.items[1], &sink,
					      &mail, &run.err));
	assert_int_equal(mail.item, 0);
	run.items[1].item = 2;

	assert_true(do_fetch(&run, whole - 1));
	assert_int_equal(run.mail_count, 2);
	assert_true(run.mails[0].truncated);
	assert_int_equal(run.mails[0].size, whole);
	assert_int_equal(run.mails[0].bytes_size, SOURCE_HEAD);
	end(&run);
}

static void test_idle(void **state)
{
	ARENA(arena);

	(void)state;
	for (int secret = 0; secret < 2; secret++) {
		struct run run;
		usec_t began;

		begin(&run, peer_start("fake_imap.py", "--news", "0.3",
				       "--cert", peer_file(arena, "good"),
				       secret ? "--tls" : NULL, NULL));
		run.settings.endpoint.tls = secret ? STREAM_TLS : STREAM_PLAIN;
		run.settings.endpoint.ca_file = peer_file(arena, "ca.pem");
		assert_true(do_open(&run));
		began = dial_clock();
		if (!run.source->verbs->wait(run.source, -1, USEC_MINUTE,
					     &run.err))
			fail_msg("%s", run.err.text);
		assert_true(dial_clock() - began < 10 * USEC_SECOND);
		assert_true(dial_clock() - began > USEC_SECOND / 5);
		assert_true(do_list(&run, 0, 10));
		assert_int_equal(run.item_count, 1);
		end(&run);
	}
}

/* "Still here" is no news; over TLS, neither are its own records. */
static void test_idle_silent(void **state)
{
	ARENA(arena);
	struct run run;
	usec_t began;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--cert",
			       peer_file(arena, "good"), "--tls", "--once",
			       "IDLE", "+ idling\\r\\n* OK Still here\\r\\n",
			       NULL));
	run.settings.endpoint.tls = STREAM_TLS;
	run.settings.endpoint.ca_file = peer_file(arena, "ca.pem");
	assert_true(do_open(&run));
	began = dial_clock();
	/* The peer does not answer DONE: only the time shows what was heard. */
	(void)run.source->verbs->wait(run.source, -1, USEC_SECOND / 2,
				      &run.err);
	assert_true(dial_clock() - began >= USEC_SECOND / 2);
	end(&run);
}

static void test_wake(void **state)
{
	static const char *const without[] = { "x", "IDLE" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;
		int pipes[2];

		begin(&run, peer_start("fake_imap.py", "--without",
				       without[i], NULL));
		assert_true(do_open(&run));
		assert_int_equal(pipe(pipes), 0);
		assert_int_equal(write(pipes[1], "x", 1), 1);
		assert_true(run.source->verbs->wait(run.source, pipes[0],
						    USEC_MINUTE, &run.err));
		assert_true(do_list(&run, 0, 10));
		close(pipes[0]);
		close(pipes[1]);
		end(&run);
	}
}

/* For good, by number; where the server knows how to. */
static void test_remove(void **state)
{
	static const int64_t items[] = { 1, 3, 7 };
	struct run run;
	bool done;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "4", NULL));
	assert_true(do_open(&run));
	if (!run.source->verbs->remove(run.source, items, 3, &run.err))
		fail_msg("%s", run.err.text);
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 2);
	assert_int_equal(run.items[0].item, 2);
	assert_int_equal(run.items[1].item, 4);
	end(&run);

	begin(&run, peer_start("fake_imap.py", "--make", "3", "--without",
			       "UIDPLUS", NULL));
	assert_true(do_open(&run));
	done = run.source->verbs->remove(run.source, items, 2, &run.err);
	assert_false(done);
	assert_int_equal(run.err.kind, ERR_PERMANENT);
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 3);
	end(&run);
}

/* Cut off between copy and removal, and begun again: one copy, and its name
 * is found. */
static void test_copied_before(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "3", "--without",
			       "MOVE", "--once",
			       "UID STORE 1:3 +FLAGS.SILENT (\\Deleted)",
			       "<close>", NULL));
	assert_int_equal(do_all(&run), STEP_RETIRE);
	assert_int_equal(run.err.kind, ERR_TEMPORARY);
	assert_done(&run);
	assert_int_equal(run.retired_count, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(run.retired[i].target_epoch, 7);
		assert_int_equal(run.retired[i].target_item, i + 1);
	}
	run.settings.mailbox = "Processed";
	assert_true(do_open(&run));
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 3);
	end(&run);
}

/* Without MOVE by COPY, and without UIDPLUS not at all. */
static void test_no_move(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "3", "--without",
			       "MOVE", NULL));
	assert_done(&run);
	assert_int_equal(run.retired[2].target_item, 3);
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 0);
	end(&run);

	begin(&run, peer_start("fake_imap.py", "--make", "3", "--without",
			       "MOVE", "--without", "UIDPLUS", NULL));
	assert_int_equal(do_all(&run), STEP_RETIRE);
	assert_int_equal(run.err.kind, ERR_PERMANENT);
	assert_non_null(strstr(run.err.text, "left in place"));
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 3);
	end(&run);
}

static const struct {
	int line;
	enum login_kind kind;
	const char *user, *secret;
	const char *without[3];
	enum err_kind fails;	/* ERR_NONE: it works */
} logins[] = {
	{ __LINE__, LOGIN_PASSWORD, "desk", "secret", { "x" }, ERR_NONE },
	{ __LINE__, LOGIN_PASSWORD, "desk", "secret", { "SASL-IR" }, ERR_NONE },
	{ __LINE__, LOGIN_PASSWORD, "desk", "secret", { "AUTH=PLAIN" },
	  ERR_NONE },
	{ __LINE__, LOGIN_TOKEN, "desk", "secret", { "x" }, ERR_NONE },
	{ __LINE__, LOGIN_TOKEN, "desk", "secret", { "SASL-IR" }, ERR_NONE },
	{ __LINE__, LOGIN_TOKEN, "desk", "secret", { "AUTH=OAUTHBEARER" },
	  ERR_NONE },
	{ __LINE__, LOGIN_TOKEN, "desk", "secret",
	  { "AUTH=OAUTHBEARER", "AUTH=XOAUTH2" }, ERR_PERMANENT },
	{ __LINE__, LOGIN_PASSWORD, "desk", "wr\"ong\\word", { "x" },
	  ERR_PERMANENT },
	{ __LINE__, LOGIN_PASSWORD, "desk", "wr\"ong\\word", { "AUTH=PLAIN" },
	  ERR_PERMANENT },
	{ __LINE__, LOGIN_TOKEN, "desk", "wrongword", { "x" }, ERR_PERMANENT },
	{ __LINE__, LOGIN_TOKEN, "desk", "wrongword", { "AUTH=OAUTHBEARER" },
	  ERR_PERMANENT },
	{ __LINE__, LOGIN_PASSWORD, "desk", "se\r\nlogout", { "x" },
	  ERR_PERMANENT },
	{ __LINE__, LOGIN_PASSWORD, "", "secret", { "x" }, ERR_PERMANENT },
	{ __LINE__, LOGIN_NONE, NULL, "secret", { "x" }, ERR_PERMANENT },
};

static void test_logins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		const char *second = logins[i].without[1];
		struct run run;
		bool good;

		begin(&run, peer_start("fake_imap.py", "--without",
				       logins[i].without[0], "--without",
				       second == NULL ? "x" : second, NULL));
		run.settings.login = (struct login){
			logins[i].kind, logins[i].user, logins[i].secret,
		};
		good = do_open(&run);
		if (good != (logins[i].fails == ERR_NONE) ||
		    (!good && run.err.kind != logins[i].fails) ||
		    (!good && strstr(run.err.text, logins[i].secret) != NULL))
			fail_msg("line %d: %s", logins[i].line, run.err.text);
		end(&run);
	}
}

/* A password with all that needs care arrives as it is. */
static void test_quoted_password(void **state)
{
	static const char *const without[] = { "x", "AUTH=PLAIN" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;

		begin(&run, peer_start("fake_imap.py", "--password",
				       "a\"b\\c d", "--without", without[i],
				       NULL));
		run.settings.login.secret = "a\"b\\c d";
		if (!do_open(&run))
			fail_msg("%s", run.err.text);
		end(&run);
	}
}

static void test_starttls(void **state)
{
	static const struct {
		int line;
		const char *option, *action, *value;
		const char *want;	/* NULL: it works */
		enum err_kind kind;
	} cases[] = {
		{ __LINE__, "--without", "x", NULL, NULL, ERR_NONE },
		{ __LINE__, "--without", "STARTTLS", NULL, "does not offer",
		  ERR_PERMANENT },
		{ __LINE__, "--greeting", "* PREAUTH hello\\r\\n", NULL,
		  "PREAUTH", ERR_PERMANENT },
		{ __LINE__, "--on", "STARTTLS",
		  "<tag> OK go\\r\\n* CAPABILITY IMAP4rev1\\r\\n", "injecting",
		  ERR_TEMPORARY },
		{ __LINE__, "--on", "STARTTLS", "<tag> NO not now\\r\\n",
		  "refuses STARTTLS", ERR_PERMANENT },
		{ __LINE__, "--on", "STARTTLS", "<tag> OK go\\r\\n<close>", "",
		  ERR_TEMPORARY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const char *log = peer_file(arena, "log");
		struct run run;
		bool good;

		unlink(log);
		begin(&run, peer_start("fake_imap.py", "--cert",
				       peer_file(arena, "good"), "--log", log,
				       cases[i].option, cases[i].action,
				       cases[i].value, NULL));
		run.settings.endpoint.tls = STREAM_STARTTLS;
		run.settings.endpoint.ca_file = peer_file(arena, "ca.pem");
		good = do_open(&run);
		if (good != (cases[i].want == NULL) ||
		    (!good && (run.err.kind != cases[i].kind ||
			       strstr(run.err.text, cases[i].want) == NULL)))
			fail_msg("line %d: %s", cases[i].line, run.err.text);
		if (good)
			assert_true(run.source->certificate_ends > 0);
		else
			assert_null(text_find(peer_read(arena, log), "AUTH"));
		end(&run);
	}
}

#define FETCHED "RFC822.SIZE 3 INTERNALDATE \\\"01-Mar-2026 09:30:00 +0000\\\""
#define DATE "\\\"01-Mar-2026 09:30:01 +0000\\\""
#define MAIL "* 1 FETCH (UID 1 RFC822.SIZE 3 INTERNALDATE " DATE

/* What a server may say, where that ends, and in which words. */
static const struct hostile {
	int line;
	const char *command, *action;
	enum step step;
	const char *want;
	enum err_kind kind;
} hostile[] = {
	/* Greetings. */
	{ __LINE__, NULL, "* BYE go away\\r\\n", STEP_OPEN, "go away",
	  ERR_TEMPORARY },
	{ __LINE__, NULL, "* OK [BADCHARSET (x)] hi\\r\\n", STEP_OPEN,
	  "greeting was not understood", ERR_TEMPORARY },
	{ __LINE__, NULL, "* ok  [PERMANENTFLAGS ()] hi\\r\\n", STEP_OPEN,
	  "greeting was not understood", ERR_TEMPORARY },
	{ __LINE__, NULL, "* OK [ALERT] Dovecot (Debian) [1] ready\\r\\n",
	  STEP_END, NULL, 0 },
	{ __LINE__, NULL, "220 mail ESMTP\\r\\n", STEP_OPEN, "no IMAP",
	  ERR_PERMANENT },
	{ __LINE__, NULL, "<repeat 100000 A>", STEP_OPEN, "endless",
	  ERR_TEMPORARY },
	{ __LINE__, NULL, "* OK (((((((((((((((((((((((((((((((((((((((((((((((("
			  "(((((((((((((((((((((((((((((\\r\\n",
	  STEP_OPEN, "parenth", ERR_TEMPORARY },
	{ __LINE__, NULL, "* OK [ALERT] hi\\r\\n<close>", STEP_OPEN, "",
	  ERR_TEMPORARY },

	{ __LINE__, "CAPABILITY", "* CAPABILITY\\r\\n<tag> OK none\\r\\n",
	  STEP_OPEN, "no IMAP4rev1", ERR_PERMANENT },
	{ __LINE__, NULL, "* BYE caf\\xe9 closed\\r\\n", STEP_OPEN,
	  "caf? closed", ERR_TEMPORARY },

	/* Logins that only look refused. */
	{ __LINE__, "AUTHENTICATE", "<tag> NO [UNAVAILABLE] later\\r\\n",
	  STEP_OPEN, "later", ERR_TEMPORARY },
	{ __LINE__, "AUTHENTICATE", "<tag> NO [LIMIT] later\\r\\n", STEP_OPEN,
	  "later", ERR_TEMPORARY },
	{ __LINE__, "AUTHENTICATE", "* BYE too many\\r\\n<close>", STEP_OPEN,
	  "", ERR_TEMPORARY },
	{ __LINE__, "AUTHENTICATE", "<tag> BAD what\\r\\n", STEP_OPEN, "",
	  ERR_TEMPORARY },
	{ __LINE__, "AUTHENTICATE", "<tag> NO no 'secret' for you\\r\\n",
	  STEP_OPEN, "login is refused", ERR_PERMANENT },
	{ __LINE__, "AUTHENTICATE", "+ AAAA\\r\\n+ AAAA\\r\\n+ AAAA\\r\\n",
	  STEP_OPEN, "without end", ERR_TEMPORARY },

	/* Mailboxes. */
	{ __LINE__, "SELECT", "<tag> NO [NONEXISTENT] no such box\\r\\n",
	  STEP_OPEN, "no such box", ERR_PERMANENT },
	{ __LINE__, "SELECT", "* 1 EXISTS\\r\\n<tag> OK x\\r\\n", STEP_OPEN,
	  "no lasting UIDs", ERR_PERMANENT },
	{ __LINE__, "SELECT", "* OK [UIDVALIDITY 0] x\\r\\n<tag> OK x\\r\\n",
	  STEP_OPEN, "no lasting UIDs", ERR_PERMANENT },
	{ __LINE__, "SELECT", "* OK [UIDVALIDITY 9] x\\r\\n"
	  "* NO [UIDNOTSTICKY] x\\r\\n<tag> OK x\\r\\n",
	  STEP_OPEN, "no lasting UIDs", ERR_PERMANENT },
	{ __LINE__, "SELECT", "* OK [PERMANENTFLAGS ()] x\\r\\n"
	  "* OK [PERMANENTFLAGS] x\\r\\n* FLAGS ()\\r\\n"
	  "* OK [UIDVALIDITY 42] x\\r\\n<tag> OK x\\r\\n", STEP_END, NULL, 0 },
	{ __LINE__, "UID SEARCH", "* OK [UIDVALIDITY 43] anew\\r\\n"
	  "* SEARCH 1\\r\\n<tag> OK x\\r\\n", STEP_FETCH, "made anew",
	  ERR_TEMPORARY },

	/* Lists. */
	{ __LINE__, "UID SEARCH", "* SEARCH 4294967297\\r\\n<tag> OK x\\r\\n",
	  STEP_LIST, "32 bits", ERR_TEMPORARY },
	{ __LINE__, "UID SEARCH", "<tag> NO [SERVERBUG] ouch\\r\\n", STEP_LIST,
	  "ouch", ERR_TEMPORARY },
	{ __LINE__, "UID SEARCH", "<tag> BAD ouch\\r\\n", STEP_LIST, "",
	  ERR_TEMPORARY },
	{ __LINE__, "UID SEARCH", "999 OK not yours\\r\\n", STEP_LIST, "",
	  ERR_TEMPORARY },
	{ __LINE__, "UID SEARCH", "* SEARCH 1 <repeat 9000000 1 >\\r\\n",
	  STEP_LIST, "more than", ERR_TEMPORARY },

	/* Mails: literals, other UIDs, no text. */
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {4294967295}\\r\\nabc", STEP_FETCH, "larger",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {4294967301}\\r\\nabcde)\\r\\n", STEP_FETCH, "32 bits",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {-1}\\r\\nabc)\\r\\n<tag> OK x\\r\\n", STEP_FETCH,
	  "not understood", ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {300}\\r\\nabc<close>", STEP_FETCH, "closed",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {300}\\r\\nabc<reset>", STEP_FETCH, "",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] NIL)\\r\\n<tag> OK x\\r\\n", STEP_FETCH, "no text",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODYSTRUCTURE <repeat 20000 (>", STEP_FETCH, "parenth",
	  ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  "* 1 FETCH (UID 1 \\x00)\\r\\n", STEP_FETCH, "NUL", ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  MAIL " BODY[] {3}\\r\\nabc)\\r\\n<tag> NO [SERVERBUG] half\\r\\n",
	  STEP_FETCH, "half", ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  "* 1 FETCH (UID 2 RFC822.SIZE 3 INTERNALDATE " DATE " BODY[] {3}"
	  "\\r\\nabc)\\r\\n<tag> OK x\\r\\n", STEP_FETCH,
	  "another mail", ERR_TEMPORARY },
	{ __LINE__, "UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
	  "* BYE shutting down\\r\\n<close>", STEP_FETCH, "", ERR_TEMPORARY },

	/* Retiring. */
	{ __LINE__, "UID MOVE", "<tag> NO [OVERQUOTA] full\\r\\n", STEP_RETIRE,
	  "full", ERR_TEMPORARY },
	{ __LINE__, "CREATE", "<tag> NO never\\r\\n", STEP_RETIRE,
	  "no such mailbox", ERR_TEMPORARY },
	{ __LINE__, "UID MOVE", "* OK [COPYUID 7 1:4294967295 1:4294967295] x"
	  "\\r\\n<tag> OK x\\r\\n", STEP_END, NULL, 0 },
	{ __LINE__, "UID MOVE", "* OK [COPYUID 7 1:2 0:2] x\\r\\n<tag> OK x\\r\\n",
	  STEP_END, NULL, 0 },
	{ __LINE__, "UID MOVE", "* OK [COPYUID 7 2 1:9] x\\r\\n<tag> OK x\\r\\n",
	  STEP_END, NULL, 0 },
	{ __LINE__, "UID MOVE", "<close>", STEP_RETIRE, "",
	  ERR_TEMPORARY },

	/* Waiting. */
	{ __LINE__, "IDLE", "<tag> NO not today\\r\\n", STEP_END, NULL, 0 },
	{ __LINE__, "IDLE", "* 5 EXISTS\\r\\n+ idling\\r\\n", STEP_WAIT, "",
	  ERR_TEMPORARY },
	{ __LINE__, "IDLE", "+ idling\\r\\n<close>", STEP_WAIT, "",
	  ERR_TEMPORARY },
};

static void assert_hostile(const struct hostile *row, struct run *run)
{
	usec_t began = dial_clock();
	enum step step = do_all(run);

	if (step != row->step ||
	    (row->want != NULL && (run->err.kind != row->kind ||
				   strstr(run->err.text, row->want) == NULL)))
		fail_msg("line %d: step %d: %s", row->line, step,
			 run->err.text);
	if (strstr(run->err.text, "secret") != NULL)
		fail_msg("line %d: the secret is told", row->line);
	if (dial_clock() - began > 5 * USEC_SECOND)
		fail_msg("line %d: too slow", row->line);
}

static void test_hostile(void **state)
{
	struct rusage usage;

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		bool greeting = hostile[i].command == NULL;
		struct run run;

		begin(&run, peer_start("fake_imap.py", "--make", "2",
				       greeting ? "--greeting" : "--on",
				       greeting ? hostile[i].action :
						  hostile[i].command,
				       greeting ? NULL : hostile[i].action,
				       NULL));
		assert_hostile(&hostile[i], &run);
		/* The next connection is none the worse. */
		if (hostile[i].step == STEP_FETCH)
			assert_true(do_open(&run));
		end(&run);
	}
	getrusage(RUSAGE_SELF, &usage);
	assert_in_range(usage.ru_maxrss, 0, 512 * 1024);
}

/* A mail under another UID, twice, and a flag that nobody asked about. */
static void test_other_uids(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start(
		"fake_imap.py", "--make", "2", "--on",
		"UID FETCH 1:2 (UID RFC822.SIZE INTERNALDATE B",
		"* 9 FETCH (UID 99 " FETCHED " BODY[] {3}\\r\\nbad)\\r\\n"
		"* 1 FETCH (FLAGS (\\\\Seen) UID 1)\\r\\n"
		MAIL " BODY[] {3}\\r\\none)\\r\\n"
		MAIL " BODY[] {3}\\r\\ntwo)\\r\\n"
		"<tag> OK x\\r\\n", NULL));
	assert_true(do_open(&run));
	assert_true(do_list(&run, 0, 10));
	assert_int_equal(run.item_count, 2);
	if (!do_fetch(&run, 1000))
		fail_msg("%s", run.err.text);
	assert_int_equal(run.mail_count, 1);
	assert_int_equal(run.mails[0].item, 1);
	assert_int_equal(run.mails[0].bytes_size, 3);
	assert_memory_equal(run.mails[0].bytes, "one", 3);
	end(&run);
}

/* Names of settings that would be commands. */
static void test_names(void **state)
{
	struct run run;

	(void)state;
	begin(&run, peer_start("fake_imap.py", "--make", "1", NULL));
	run.settings.mailbox = "INBOX\r\n1 LOGOUT";
	assert_false(do_open(&run));
	assert_int_equal(run.err.kind, ERR_PERMANENT);
	run.settings.mailbox = "INBOX";
	assert_true(do_open(&run));
	assert_true(do_list(&run, 0, 10));
	assert_false(do_retire(&run, "a\r\nb"));
	assert_false(do_retire(&run, ""));
	assert_false(do_retire(&run, "INBOX"));
	assert_int_equal(run.err.kind, ERR_PERMANENT);
	assert_true(do_retire(&run, "\xce\x91\xcf\x81\xcf\x87\xce\xb5\xce\xaf"
				    "\xce\xbf \"A&B\""));
	end(&run);
}

/* What came is what the server holds, byte for byte, in each session. */
static void check_mails(struct run *run)
{
	for (size_t i = 0; i < run->mail_count; i++)
		assert_string_equal(
			arena_strndup(run->arena, run->mails[i].bytes,
				      run->mails[i].bytes_size),
			wanted(run, run->mails[i].item));
}

static void check_cut(struct run *run, int at)
{
	usec_t began = dial_clock();
	enum step step = do_all(run);

	if (step != STEP_END && (run->err.kind != ERR_TEMPORARY ||
				 run->err.text[0] == '\0'))
		fail_msg("cut at %d: step %d: %s", at, step, run->err.text);
	if (step > STEP_FETCH)
		check_mails(run);
	assert_true(dial_clock() - began < 5 * USEC_SECOND);
	arena_reset(run->arena);
	/* The next connection is not cut: all of it, from the start. */
	assert_done(run);
	assert_int_equal(run->mail_count, 2);
	assert_int_equal(run->retired_count, 2);
	check_mails(run);
	arena_reset(run->arena);
}

/* Cut after so many bytes of the server.  POSTDESK_SOAK: after each byte. */
static void test_cuts(void **state)
{
	static const char *const faults[] = { "cut@0", "reset@0", "half@0" };
	const char *step = getenv("POSTDESK_SOAK") == NULL ? "41" : "1";

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		ARENA(arena);
		struct peer server = peer_start("fake_imap.py", "--make", "2",
						"--own", NULL);
		struct run run;

		begin(&run, peer_start("proxy.py",
				       arena_printf(arena, "%d", server.port),
				       "--sweep", step, faults[i], NULL));
		for (int at = 0; at < 1600; at += (int)strtol(step, NULL, 10))
			check_cut(&run, at);
		end(&run);
		peer_stop(&server);
	}
}

/* Named faults of the n-th connection, from a file: the first is cut, the
 * second has a line that nobody asked for, the third is whole. */
static void test_script(void **state)
{
	static const char script[] =
		"# what happens\n"
		"1#cut@60\n"
		"2#inject@12:* OK so\\r\\n  # behind the greeting\n"
		"2#client:flip@0\n"
		"\n";
	struct peer server = peer_start("fake_imap.py", "--make", "2", NULL);
	ARENA(arena);
	const char *path = peer_file(arena, "script");
	FILE *file = fopen(path, "w");
	struct run run;

	(void)state;
	assert_non_null(file);
	assert_true(fputs(script, file) >= 0 && fclose(file) == 0);
	begin(&run, peer_start("proxy.py", arena_printf(arena, "%d",
							server.port),
			       "--script", path, NULL));
	assert_int_equal(do_all(&run), STEP_OPEN);
	assert_non_null(strstr(run.err.text, "closed"));
	/* The flip makes a tag that is not ours. */
	assert_int_equal(do_all(&run), STEP_OPEN);
	assert_null(strstr(run.err.text, "closed"));
	assert_done(&run);
	assert_mails(&run, 2);
	end(&run);
	peer_stop(&server);
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
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_session),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_last_mail),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_idle_silent),
		cmocka_unit_test(test_wake),
		cmocka_unit_test(test_no_move),
		cmocka_unit_test(test_copied_before),
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_quoted_password),
		cmocka_unit_test(test_starttls),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_other_uids),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_script),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, clean);
}
