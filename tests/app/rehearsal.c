/* rehearsal.c - play a session against the postbox, then count everywhere. */

#include "rehearsal.h"

#include "app/fetch.h"
#include "app/ingest.h"
#include "app/publish.h"
#include "base/hmac.h"
#include "folder.h"
#include "hurry.h"
#include "store/outbox.h"
#include "store/tx.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

enum { MAILS = 3, ANSWERED = 2, TURNS = 60, HURRY = 200 };

struct rehearsal {
	struct arena *arena;		/* of the run */
	struct arena *kept;
	const char *folder;
	struct world *world;
	struct world_desk *desk;
	struct settings_mailbox mailbox;
	struct db *db, *bare;
	struct ingest *ingest;
	struct postbox *postbox;
	struct postbox_mail mails[MAILS];
	int number;			/* of the run */
	struct err failure;		/* the first of the run */
	struct rehearsal_sum sum;
};

static void ok(bool done, const struct err *err)
{
	if (!done)
		fail_msg("%s", err->text);
}

static int64_t ask(struct rehearsal *scene, const char *sql)
{
	int64_t number = -1;
	struct err err;

	ok(db_execute(scene->bare, sql, &number, &err), &err);
	return number;
}

/* Words that only this mail holds, each enough to know it by.  No other mail's
 * are one bit apart. */
static const char *name_of(struct arena *arena, int run, size_t mail)
{
	const uint32_t mixed = (uint32_t)run * 2654435761u;

	return arena_printf(arena, "%08" PRIx32 ".%c", mixed, "adp"[mail]);
}

static const char *subject(struct arena *arena, int run, size_t mail)
{
	return arena_printf(arena, "Subject: lamp %s",
			    name_of(arena, run, mail));
}

static const char *message_id(struct arena *arena, int run, size_t mail)
{
	return arena_printf(arena, "Message-ID: <%s@customer.test>",
			    name_of(arena, run, mail));
}

static const char *text(struct arena *arena, int run, size_t mail)
{
	return arena_printf(arena, "The lamp no. %s is ",
			    name_of(arena, run, mail));
}

static const char *sender(struct arena *arena, int run, size_t mail)
{
	return arena_printf(arena, "%s@customer.test",
			    name_of(arena, run, mail));
}

/* Each of another size and time. */
static void make_mail(struct rehearsal *scene, size_t k)
{
	static const char *const states[] = { "old.", "broken.", "too hot." };
	struct arena *arena = scene->arena;
	const int run = scene->number;
	const char *bytes = arena_printf(arena,
		"Return-Path: <%s>\r\nFrom: Ann <%s>\r\n"
		"To: support@desk.test\r\n%s\r\n%s\r\n\r\n%s%s\r\n",
		sender(arena, run, k), sender(arena, run, k),
		subject(arena, run, k),
		message_id(arena, run, k), text(arena, run, k), states[k]);
	const time_t now = time(NULL);

	scene->mails[k] = (struct postbox_mail){
		.bytes = bytes, .size = strlen(bytes),
		.received = k == 0 ? 1577880000 : now + 60 + (time_t)k,
	};
}

static void ingest_all(struct rehearsal *scene)
{
	size_t done = 1;
	struct err err;

	while (done > 0)
		ok(ingest_batch(scene->ingest, scene->db, &done, &err), &err);
}

/* False: the connection was lost. */
static bool turn(struct rehearsal *scene, struct fetch *fetch, struct err *err)
{
	size_t done;

	if (!fetch_batch(fetch, scene->db, &done, err))
		return false;
	ingest_all(scene);
	if (done > 0)
		return true;
	if (postbox_expects(scene->postbox))
		return fetch_wait(fetch, -1, err);
	/* Something was overlooked: whoever comes anew looks at all. */
	fetch_hang_up(fetch);
	return true;
}

static bool is_finished(struct rehearsal *scene)
{
	ARENA(arena);

	return postbox_is_empty(scene->postbox) &&
	       ask(scene, arena_printf(arena, "SELECT count(*) FROM mail m "
			"JOIN mailbox b ON b.desk_id = m.desk_id AND "
			"b.id = m.mailbox_id AND b.epoch = m.epoch "
			"WHERE b.name = '%s' AND m.retire <> 'done'",
			scene->mailbox.name)) == 0;
}

static void go(struct rehearsal *scene)
{
	struct fetch *fetch = fetch_new(scene->desk, &scene->mailbox);
	int turns = 0;
	struct err err;

	scene->failure.kind = ERR_NONE;
	while (turns++ < TURNS && !is_finished(scene)) {
		if (turn(scene, fetch, &err))
			continue;
		if (scene->failure.kind == ERR_NONE) {
			scene->failure = err;
			hurry_by(1);
		}
		fetch_hang_up(fetch);
	}
	scene->sum.unfinished += turns > TURNS;
	fetch_free(&fetch);
}

/* A number of the mails of this run.  `m` is the mail, `raw` its bytes. */
static int count(struct rehearsal *scene, const char *what)
{
	ARENA(arena);

	return (int)ask(scene, arena_printf(arena, "SELECT %s FROM mail m "
		"JOIN mailbox b ON b.desk_id = m.desk_id AND "
		"b.id = m.mailbox_id, LATERAL (SELECT string_agg(bytes, '' "
		"ORDER BY chunk) FROM mail_raw r WHERE r.desk_id = m.desk_id "
		"AND r.mail_id = m.id) x(raw) WHERE b.name = '%s'", what,
		scene->mailbox.name));
}

/* `raw` holds two of the three words: one of them may have been harmed. */
static const char *is_own(struct rehearsal *scene, struct arena *arena, size_t k)
{
	const int run = scene->number;

	return arena_printf(arena, "((position('%s'::bytea IN raw) > 0)::int "
		"+ (position('%s'::bytea IN raw) > 0)::int + "
		"(position('%s'::bytea IN raw) > 0)::int >= 2)",
		subject(arena, run, k),
		message_id(arena, run, k), text(arena, run, k));
}

/* Rows of that mail: all, with its very bytes, and under another's number. */
static void check_rows(struct rehearsal *scene, size_t k, bool again)
{
	struct rehearsal_sum *sum = &scene->sum;
	ARENA(arena);
	const char *own = is_own(scene, arena, k);
	const int rows = count(scene, arena_printf(arena,
		"count(*) FILTER (WHERE %s)", own));
	uint8_t sha256[32];
	int same;

	hmac_digest(scene->mails[k].bytes, scene->mails[k].size, sha256);
	same = count(scene, arena_printf(arena, "count(*) FILTER (WHERE "
		"sha256(raw) = m.sha256 AND m.sha256 = '\\x%s')",
		hmac_hex(arena, sha256, sizeof(sha256))));
	sum->lost += rows == 0;
	sum->rows_twice += rows > 1 && !again;
	sum->altered += rows > 0 && same == 0;
	sum->foreign += count(scene, arena_printf(arena, "count(*) FILTER "
		"(WHERE m.epoch = 42 AND m.item = %zu AND NOT %s)", k + 1,
		own));
}

static void check_answer(struct rehearsal *scene, size_t k)
{
	ARENA(arena);
	const int answers = (int)ask(scene, arena_printf(arena,
		"SELECT count(*) FROM outbox WHERE desk_id = %" PRId64
		" AND class = 'automatic' AND address = '%s'",
		scene->desk->desk.id, sender(arena, scene->number, k)));

	scene->sum.answers_twice += answers > (k > 0);
	scene->sum.no_answer += answers < (k > 0);
}

static void check_server(struct rehearsal *scene, size_t k)
{
	const struct postbox_count count = postbox_look(scene->postbox, k);

	scene->sum.server_lost += count.all == 0;
	scene->sum.server_twice += count.all > 1;
	scene->sum.not_retired += count.processed == 0;
}

static void check(struct rehearsal *scene, bool again)
{
	const int tickets = count(scene, "count(DISTINCT m.ticket_id)");

	scene->sum.runs++;
	scene->sum.mails += MAILS;
	scene->sum.tickets_twice += tickets > MAILS;
	scene->sum.no_ticket += tickets < MAILS;
	for (size_t k = 0; k < MAILS; k++) {
		check_rows(scene, k, again);
		check_answer(scene, k);
		check_server(scene, k);
	}
}

void rehearsal_run(struct rehearsal *scene, enum postbox_kind kind,
		   const struct harm *harm)
{
	arena_reset(scene->arena);
	scene->number++;
	scene->mailbox.name = arena_printf(scene->arena, "n%d",
					   scene->number);
	for (size_t k = 0; k < MAILS; k++)
		make_mail(scene, k);
	postbox_fill(scene->postbox, kind, scene->mails, MAILS,
		     MAILS - ANSWERED);
	postbox_arm(scene->postbox, harm);
	/* An answer whose tag is harmed is waited for as well. */
	hurry_by(harm->how == HARM_STALL || harm->how == HARM_FLIP ||
		 harm->how == HARM_INJECT ? HURRY : 1);
	go(scene);
	hurry_by(1);
	if (harm->how == HARM_STALL && scene->failure.kind != ERR_NONE &&
	    strstr(scene->failure.text, "timed out") == NULL)
		scene->sum.unnoticed++;
	check(scene, kind == POSTBOX_ANEW || harm->how == HARM_FLIP);
}

void rehearsal_measure(struct rehearsal *scene, enum postbox_kind kind,
		       size_t sizes_r[2])
{
	const struct harm none = { .at = SIZE_MAX };

	rehearsal_run(scene, kind, &none);
	/* The server has heard of the end a little later. */
	do {
		for (size_t way = HARM_IN; way <= HARM_OUT; way++)
			sizes_r[way] = postbox_bytes(scene->postbox,
						     (enum harm_way)way);
	} while (sizes_r[HARM_OUT] == 0);
	assert_int_equal(scene->failure.kind, ERR_NONE);
}

/* The shipped ones, wherever the test runs. */
static const char *rules_folder(struct arena *arena)
{
	const char *srcdir = getenv("srcdir");
	char *whole = realpath(srcdir == NULL ? ".." : srcdir, NULL);
	const char *folder;

	assert_non_null(whole);
	folder = arena_printf(arena, "%s/rules", whole);
	free(whole);
	return folder;
}

static const char *write_settings(struct rehearsal *scene, const char *conninfo)
{
	const char *yaml = arena_printf(scene->kept,
		"state: state\n"
		"database: |-\n  %s\n"
		"key_file: keys\n"
		"desks:\n"
		"- name: cut\n"
		"  address: support@desk.test\n"
		"  ack_unverified: neutral\n"
		"  caps: { domain_hour: 1000000, desk_minute: 1000000,\n"
		"    desk_hour: 1000000 }\n"
		"  breaker: 0\n"
		"  rules: '%s'\n"
		"  mailboxes:\n"
		"  - host: 127.0.0.1\n"
		"    port: %d\n"
		"    tls: plain\n"
		"    user: desk\n"
		"    password_file: password\n"
		"  smtp: { host: 127.0.0.1, tls: plain, port: 25 }\n",
		conninfo, rules_folder(scene->kept),
		postbox_port(scene->postbox));

	folder_file(scene->kept, scene->folder, "keys",
		    "a 000102030405060708090a0b0c0d0e0f"
		    "101112131415161718191a1b1c1d1e1f\n", 0600);
	folder_file(scene->kept, scene->folder, "password", "secret\n",
		    0600);
	return folder_file(scene->kept, scene->folder, "postdesk.yaml", yaml,
			   0600);
}

struct rehearsal *rehearsal_open(const char *conninfo)
{
	struct rehearsal *scene = calloc(1, sizeof(*scene));
	struct err err;

	assert_non_null(scene);
	scene->arena = arena_new();
	scene->kept = arena_new();
	scene->folder = folder_new(scene->kept);
	scene->postbox = postbox_new();
	scene->world = world_open(write_settings(scene, conninfo), &err);
	ok(scene->world != NULL, &err);
	scene->desk = &scene->world->desks[0];
	ok(publish_first(scene->world, scene->desk, &err), &err);
	scene->db = db_open(conninfo, &err);
	ok(scene->db != NULL, &err);
	scene->bare = db_open_bare(conninfo, &err);
	ok(scene->bare != NULL, &err);
	ok(outbox_autos(scene->db, scene->desk->desk.id, true, &err), &err);
	scene->ingest = ingest_new(scene->desk);
	scene->mailbox = scene->desk->settings->mailboxes[0];
	/* While it stalls, this time is spent in full. */
	scene->mailbox.poll = USEC_SECOND / 10;
	return scene;
}

void rehearsal_close(struct rehearsal **rehearsal)
{
	struct rehearsal *scene = *rehearsal;

	ingest_free(&scene->ingest);
	postbox_free(&scene->postbox);
	db_free(&scene->bare);
	db_free(&scene->db);
	world_close(&scene->world);
	folder_delete(scene->folder);
	arena_free(&scene->kept);
	arena_free(&scene->arena);
	free(scene);
	*rehearsal = NULL;
}

struct rehearsal_sum rehearsal_sum(struct rehearsal *scene)
{
	const struct rehearsal_sum sum = scene->sum;

	scene->sum = (struct rehearsal_sum){ 0 };
	return sum;
}
