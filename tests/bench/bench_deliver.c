/* bench_deliver.c - acknowledgements a second, beside a plain pipe.
 *
 *	bench_deliver SMTP-SINK [MAILS]
 *
 * Sends MAILS (4,000) acknowledgements of 3 KB from a private database, which
 * syncs, to Postfix's smtp-sink, on 1, 4 and 32 sessions.  In the same run, on
 * the same machine: a bare loop that says the same to the same sink on as many
 * connections and knows no database (the pipe), and how often the disk syncs.
 *
 * Each session has to wait for one commit in each mail, so that what sessions
 * and syncs allow is S / (S / pipe + 1 / syncs).
 */

#include "../fixture/database.h"
#include "app/deliver.h"
#include "base/buffer.h"
#include "net/dial.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/tx.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GOAL_ALLOWED 60.0
#define GOAL_MOST 2000.0

enum { MAILS = 4000, MOST_SESSIONS = 32, SIZE = 3000 };

static double seconds(void)
{
	return (double)dial_clock() / 1e6;
}

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "bench_deliver: %s\n", what);
	exit(1);
}

static const char *make_mail(struct arena *arena)
{
	struct buffer mail = { .arena = arena };

	buffer_text(&mail, "From: Support <support@desk.test>\r\n"
		    "To: <customer@example.org>\r\n"
		    "Subject: We have your mail\r\n"
		    "Auto-Submitted: auto-replied\r\n"
		    "MIME-Version: 1.0\r\n"
		    "Content-Type: text/plain\r\n\r\n");
	while (mail.size < SIZE)
		buffer_text(&mail, "Your mail has arrived, and a person will "
			    "read it within the hour.\r\n");
	return buffer_string(&mail);
}

/* The sink. */

static int connect_to(int port)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (const void *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

static pid_t start_sink(const char *sink, int port)
{
	ARENA(arena);
	const char *place = arena_printf(arena, "127.0.0.1:%d", port);
	const pid_t pid = fork();
	int fd = -1;

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (geteuid() == 0)
			execl(sink, sink, "-u", "nobody", place, "1000",
			      (char *)NULL);
		execl(sink, sink, place, "1000", (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 200 && fd < 0; i++) {
		usleep(10000);
		fd = connect_to(port);
	}
	if (fd < 0)
		fail("smtp-sink does not start");
	close(fd);
	return pid;
}

/* The pipe. */

struct pipe {
	pthread_t thread;
	const char *mail;
	int port;
	size_t count;		/* to be sent by this one */
	bool ok;
};

/* A reply for each of the digits that its code begins with. */
static bool hear(int fd, const char *digits)
{
	char bytes[4096];
	ssize_t n = 0, got;

	while (*digits != '\0') {
		char *line = bytes, *end;

		got = recv(fd, bytes + n, sizeof(bytes) - (size_t)n, 0);
		if (got <= 0)
			return false;
		n += got;
		while (line < bytes + n && (end = memchr(line, '\n', (size_t)
						 (bytes + n - line))) != NULL) {
			if (*line != *digits)
				return false;
			digits += line[3] != '-';
			line = end + 1;
		}
		n -= line - bytes;
		memmove(bytes, line, (size_t)n);
	}
	return true;
}

static bool say(int fd, const char *text, size_t size, const char *digits)
{
	return send(fd, text, size, MSG_NOSIGNAL) == (ssize_t)size &&
	       hear(fd, digits);
}

static void *run_pipe(void *context)
{
	static const char hello[] = "EHLO desk.test\r\n",
		envelope[] = "MAIL FROM:<support@desk.test>\r\n"
			     "RCPT TO:<customer@example.org>\r\nDATA\r\n";
	struct pipe *pipe = context;
	ARENA(arena);
	const char *body = arena_printf(arena, "%s.\r\n", pipe->mail);
	const int fd = connect_to(pipe->port);

	pipe->ok = fd >= 0 && hear(fd, "2") &&
		   say(fd, hello, sizeof(hello) - 1, "2");
	for (size_t i = 0; i < pipe->count && pipe->ok; i++)
		pipe->ok = say(fd, envelope, sizeof(envelope) - 1, "223") &&
			   say(fd, body, strlen(body), "2");
	close(fd);
	return NULL;
}

static double measure_pipe(const char *mail, int port, size_t sessions,
			   size_t mails)
{
	struct pipe pipes[MOST_SESSIONS];
	const double start = seconds();

	for (size_t i = 0; i < sessions; i++) {
		pipes[i] = (struct pipe){ .mail = mail, .port = port,
					  .count = mails / sessions };
		if (pthread_create(&pipes[i].thread, NULL, run_pipe,
				   &pipes[i]) != 0)
			fail("no thread");
	}
	for (size_t i = 0; i < sessions; i++) {
		pthread_join(pipes[i].thread, NULL);
		if (!pipes[i].ok)
			fail("the sink did not take the pipe's mail");
	}
	return (double)(mails / sessions * sessions) / (seconds() - start);
}

/* The disk: 8 KB and a sync, as PostgreSQL writes its log. */

static double measure_syncs(void)
{
	static const char page[8192];
	char name[] = "/tmp/postdesk-sync-XXXXXX";
	const int fd = mkstemp(name);
	const double start = seconds();
	int count = 0;

	if (fd < 0)
		fail("no file in /tmp");
	unlink(name);
	for (; seconds() - start < 1; count++)
		if (pwrite(fd, page, sizeof(page), (count % 256) *
			   (off_t)sizeof(page)) < 0 || fdatasync(fd) != 0)
			fail("the disk does not sync");
	close(fd);
	return count / (seconds() - start);
}

/* The desk. */

static void fill(const char *conninfo, int64_t desk_id, const char *mail,
		 size_t mails)
{
	ARENA(arena);
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);
	const char *sql = arena_printf(arena,
		"INSERT INTO outbox_body SELECT %" PRId64 ", n, n || "
		"'@desk.test', 's', 't', convert_to('%s', 'UTF8'), now() "
		"FROM generate_series((SELECT coalesce(max(id), 1000000000000)"
		" + 1 FROM outbox_body), (SELECT coalesce(max(id), "
		"1000000000000) + %zu FROM outbox_body)) n;"
		"INSERT INTO outbox (desk_id, id, body_id, class, dedupe_key, "
		"template, language, because, mail_from, rcpt_to, address, "
		"domain, created, due) SELECT desk_id, id, id, 'automatic', "
		"id, 'ack', 'en', 'new', 'support@desk.test', 'customer@d' || "
		"id %% 50 || '.test', 'customer@d' || id %% 50 || '.test', "
		"'d' || id %% 50 || '.test', now(), now() FROM outbox_body b "
		"WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.desk_id = "
		"b.desk_id AND o.id = b.id); ANALYZE outbox, outbox_body",
		desk_id, mail, mails);

	if (db == NULL || !db_execute(db, sql, NULL, &err))
		fail(err.text);
	db_free(&db);
}

static double measure_deliver(const char *conninfo, int64_t desk_id, int port,
			      size_t sessions, size_t mails)
{
	const struct settings_desk settings = {
		.smtp = {
			.endpoint = { .host = "127.0.0.1", .port = port,
				      .tls = STREAM_PLAIN },
			.hello = "desk.test",
		},
		.sessions = sessions,
		.per_domain = sessions - sessions / 4,
	};
	const struct world_desk desk = { .settings = &settings,
					 .desk = { .id = desk_id } };
	struct deliver *deliver = deliver_new(&desk);
	struct err err;
	struct db *db = db_open(conninfo, &err);
	size_t busy = 1;
	double start;

	if (db == NULL)
		fail(err.text);
	start = seconds();
	while (busy > 0)
		if (!deliver_turn(deliver, db, &busy, &err))
			fail(err.text);
	start = seconds() - start;
	deliver_end(deliver, db);
	deliver_free(&deliver);
	db_free(&db);
	return (double)mails / start;
}

static int64_t count_sent(const char *conninfo)
{
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);
	int64_t count = -1;

	if (db == NULL || !db_execute(db, "SELECT count(*) FROM outbox WHERE "
				      "state = 'sent'", &count, &err))
		fail(err.text);
	db_free(&db);
	return count;
}

/* As it ships: see the settings of a throw-away database. */
static const char *start_database(void)
{
	static const char *const settings[] = {
		"wal_level = replica", "fsync = on", "full_page_writes = on",
		"synchronous_commit = on", "autovacuum = on",
		"max_wal_size = '2GB'",
	};
	const char *conninfo = database_start();

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		conninfo = database_set(settings[i]);
	return conninfo;
}

int main(int argc, char **argv)
{
	static const size_t all[] = { 1, 4, MOST_SESSIONS };
	const int port = 20000 + getpid() % 10000;
	const size_t mails = argc > 2 ? strtoul(argv[2], NULL, 10) : MAILS;
	double load[1] = { 0 }, syncs, most = 0, least = 1e9;
	ARENA(arena);
	const char *mail = make_mail(arena), *conninfo;
	int quiet = open("/dev/null", O_WRONLY), loud = dup(2);
	int64_t desk_id, wanted = 0;
	struct err err;
	struct db *db;
	pid_t sink;

	if (argc < 2)
		fail("expected the path of smtp-sink");
	conninfo = start_database();
	db = db_open(conninfo, &err);
	if (db == NULL || !ledger_desk(db, "bench", &desk_id, &err) ||
	    !outbox_autos(db, desk_id, true, &err))
		fail(err.text);
	db_free(&db);
	sink = start_sink(argv[1], port);
	getloadavg(load, 1);
	syncs = measure_syncs();
	printf("%zu mails of %d bytes, load %.1f, %.0f syncs/s\n"
	       "sessions  pipe/s  allowed/s  deliver/s  of allowed  of pipe\n",
	       mails, SIZE, load[0], syncs);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const double s = (double)all[i];
		double pipe, allowed, rate;

		fill(conninfo, desk_id, mail, mails);
		pipe = measure_pipe(mail, port, all[i], mails);
		dup2(quiet, 2);		/* a line for each mail */
		rate = measure_deliver(conninfo, desk_id, port, all[i], mails);
		dup2(loud, 2);
		wanted += (int64_t)mails;
		if (count_sent(conninfo) != wanted)
			fail("not all mails were sent");
		allowed = s / (s / pipe + 1 / syncs);
		printf("%8zu %7.0f %10.0f %10.0f %10.0f%% %7.0f%%\n", all[i],
		       pipe, allowed, rate, 100 * rate / allowed,
		       100 * rate / pipe);
		fflush(stdout);
		if (100 * rate / allowed < least)
			least = 100 * rate / allowed;
		most = rate;
	}
	kill(sink, SIGKILL);
	waitpid(sink, NULL, 0);
	printf("goals: at least %.0f%% of what is allowed: %s; at least %.0f/s "
	       "on %d sessions: %s\n", GOAL_ALLOWED,
	       least >= GOAL_ALLOWED ? "met" : "missed", GOAL_MOST,
	       MOST_SESSIONS, most >= GOAL_MOST ? "met" : "missed");
	return 0;
}
