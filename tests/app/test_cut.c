/* test_cut.c - a whole session cut at each byte, both ways, by FIN and RST:
 * automatic mail is never there twice, an agent's mail is never lost.
 *
 * With POSTDESK_LONG at every byte, else at every STEP-th.  The last line is
 * the summary.
 */

#include "app/deliver.h"
#include "app/monotonic.h"

#include "../fixture/database.h"
#include "../fixture/store.h"
#include "cutter.h"
#include "store/outbox.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { STEP = 11, TURNS = 2000 };

/* What became of all the mails. */
struct sum {
	int runs;
	int auto_once, auto_never, auto_twice;
	int agent_once, agent_again, agent_never;
	int64_t doubt;
};

struct whole {
	const char *conninfo;
	struct sum sum;
};

struct scene {
	struct db *db, *bare;
	int64_t desk_id;
	struct cutter *cutter;
	struct settings_desk settings;
	struct world_desk desk;
	usec_t shift;
	int number;
	char secret[32];		/* file */
	struct sum sum;
};

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static void queue(struct scene *scene, enum outgoing_class class,
		  const char *who)
{
	ARENA(arena);
	const char *to = arena_printf(arena, "%s@example.org", who);
	const char *bytes = arena_printf(arena, "From: support@desk.test\r\n"
		"To: %s\r\nSubject: cut\r\n\r\n.a line with a dot\r\n"
		"the last line\r\n", to);
	const struct plan_outgoing out = {
		.class = class, .template = "notice", .language = "en",
		.dedupe_key = arena_printf(arena, "%s/%d", who,
					   scene->number),
		.because = "cut", .mail_from = "support@desk.test",
		.rcpt_to = to, .message_id = "m@desk.test", .subject = "cut",
		.text = "t", .bytes = bytes, .size = strlen(bytes),
		.due = clock_civil(2026, 1, 1),
	};
	struct err err;

	ok(outbox_add_notice(scene->db, scene->desk_id, &out, &err), &err);
}

static int64_t ask(struct scene *scene, const char *sql)
{
	int64_t number = -1;
	struct err err;

	ok(db_execute(scene->bare, sql, &number, &err), &err);
	return number;
}

/* Until each mail has its end: what has to wait waits by the test's clock. */
static void deliver_all(struct scene *scene)
{
	struct deliver *deliver = deliver_new(&scene->desk);
	struct err err;
	size_t busy;

	for (int i = 0; i < TURNS; i++) {
		if (deliver_turn(deliver, scene->db, &busy, &err) && busy > 0)
			continue;
		if (ask(scene, "SELECT count(*) FROM outbox WHERE state IN "
			"('queued', 'dot_sent')") == 0)
			break;
		scene->shift += 2 * USEC_MINUTE;
		ok(db_shift_clock(scene->db, scene->shift, &err), &err);
	}
	deliver_end(deliver, scene->db);
	deliver_free(&deliver);
}

static void count_copies(struct scene *scene)
{
	const int automatic = cutter_taken(scene->cutter, "auto");
	const int agent = cutter_taken(scene->cutter, "agent");
	struct sum *sum = &scene->sum;

	sum->runs++;
	sum->auto_once += automatic == 1;
	sum->auto_never += automatic == 0;
	sum->auto_twice += automatic > 1;
	sum->agent_once += agent == 1;
	sum->agent_again += agent > 1;
	sum->agent_never += agent == 0;
}

static void run(struct scene *scene, enum cutter_way way, enum cutter_how how,
		size_t at)
{
	scene->number++;
	queue(scene, OUTGOING_AUTOMATIC, "auto");
	queue(scene, OUTGOING_AGENT, "agent");
	cutter_arm(scene->cutter, way, how, at);
	deliver_all(scene);
	count_copies(scene);
}

/* Known to have arrived: then it did.  Not known: it may have, or not. */
static void check(struct scene *scene)
{
	struct sum *sum = &scene->sum;
	const int64_t sent = ask(scene, "SELECT count(*) FROM outbox WHERE "
				 "class = 'automatic' AND state = 'sent'");

	sum->doubt = ask(scene, "SELECT count(*) FROM outbox WHERE class = "
			 "'automatic' AND state = 'uncertain'");
	assert_int_equal(sum->auto_twice, 0);
	assert_int_equal(sum->agent_never, 0);
	assert_int_equal(sent + sum->doubt, sum->runs);
	assert_true(sum->auto_never <= sum->doubt);
	assert_int_equal(ask(scene, "SELECT count(*) FROM outbox WHERE class = "
			     "'agent' AND state <> 'sent'"), 0);
	assert_true(sum->doubt + sum->agent_again > 0);
	assert_true(sum->auto_once > sum->runs / 2);
}

static void write_secret(struct scene *scene)
{
	const int fd = mkstemp(scene->secret);

	assert_true(fd >= 0 && write(fd, "secret\n", 7) == 7);
	close(fd);
	scene->settings.smtp_secret.file = scene->secret;
}

static void begin(struct scene *scene, const char *conninfo)
{
	struct err err;

	scene->db = store_open(conninfo);
	scene->bare = db_open_bare(conninfo, &err);
	ok(scene->bare != NULL, &err);
	ok(ledger_desk(scene->db, "cut", &scene->desk_id, &err), &err);
	ok(outbox_autos(scene->db, scene->desk_id, true, &err), &err);
	scene->cutter = cutter_new();
	scene->settings.smtp = (struct smtp_settings){
		.endpoint = { .host = "127.0.0.1",
			      .port = cutter_port(scene->cutter),
			      .tls = STREAM_PLAIN },
		.login = { .kind = LOGIN_PASSWORD, .user = "desk" },
		.hello = "desk.example.test",
	};
	scene->settings.sessions = scene->settings.per_domain = 1;
	scene->desk.settings = &scene->settings;
	scene->desk.desk.id = scene->desk_id;
	write_secret(scene);
}

static void end(struct scene *scene)
{
	unlink(scene->secret);
	cutter_free(&scene->cutter);
	db_free(&scene->bare);
	db_free(&scene->db);
}

/* Both mails go over one connection that is whole: its sizes. */
static void measure(struct scene *scene, size_t sizes_r[2])
{
	run(scene, CUTTER_IN, CUTTER_FIN, SIZE_MAX);
	assert_int_equal(scene->sum.auto_once, 1);
	assert_int_equal(scene->sum.agent_once, 1);
	for (size_t way = CUTTER_IN; way <= CUTTER_OUT; way++)
		sizes_r[way] = cutter_bytes(scene->cutter,
					    (enum cutter_way)way);
}

static void test_cuts(void **state)
{
	static const char *const ways[] = { "from us", "to us" };
	static const char *const hows[] = { "FIN", "RST" };
	struct scene scene = { .secret = "/tmp/postdesk-secret-XXXXXX" };
	const size_t step = getenv("POSTDESK_LONG") == NULL ? STEP : 1;
	struct whole *whole = *state;
	size_t sizes[2];

	begin(&scene, whole->conninfo);
	measure(&scene, sizes);
	for (size_t way = CUTTER_IN; way <= CUTTER_OUT; way++)
		for (size_t how = CUTTER_FIN; how <= CUTTER_RST; how++) {
			/* Ids grow, and so may the lines that hold them. */
			for (size_t at = 0; at < sizes[way] + 4; at += step)
				run(&scene, (enum cutter_way)way,
				    (enum cutter_how)how, at);
			print_message("%s: %zu bytes, %s\n", ways[way],
				      sizes[way], hows[how]);
		}
	check(&scene);
	whole->sum = scene.sum;
	end(&scene);
}

static void tell(const struct sum *sum, usec_t time)
{
	printf("soak-smtp: %d sessions cut: automatic mails once %d, never %d, "
	       "%d twice, %" PRId64 " in doubt; agents' once %d, again %d, "
	       "%d lost; %" PRId64 " s\n", sum->runs, sum->auto_once,
	       sum->auto_never, sum->auto_twice, sum->doubt, sum->agent_once,
	       sum->agent_again, sum->agent_never, time / USEC_SECOND);
}

int main(void)
{
	const usec_t began = monotonic_now();
	struct whole whole = { .conninfo = database_start() };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_cuts, &whole),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);

	database_stop();
	if (failed == 0)
		tell(&whole.sum, monotonic_now() - began);
	else
		puts("soak-smtp: failed, see above");
	return failed;
}
