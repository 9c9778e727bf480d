/* try.c - a throw-away world, and every mail through all of it. */

#include "app/try.h"

#include "app/file.h"
#include "app/ingest.h"
#include "app/options.h"
#include "app/publish.h"
#include "app/try_input.h"
#include "app/try_report.h"
#include "app/waker.h"
#include "base/hmac.h"
#include "mail/parse.h"
#include "store/ledger_raw.h"
#include "store/outbox.h"

#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sysexits.h>
#include <unistd.h>

/* A desk that takes every mail as its own, on whatever host this is. */
static const char shipped_desk[] =
	"key_file: keys\n"
	"state: state\n"
	"desks:\n"
	"  - name: try\n"
	"    display_name: Support\n"
	"    address: support@example.com\n"
	"    mailboxes:\n"
	"      - name: inbox\n"
	"        path: mail\n"
	"    smtp: { host: localhost, port: 25, tls: plain }\n";

/* Nobody can use it: it signs ids in a database that is removed at once. */
static const char shipped_keys[] =
	"a 000102030405060708090a0b0c0d0e0f"
	"101112131415161718191a1b1c1d1e1f\n";

/* A database in memory is copied and removed in a tenth of the time, if there
 * is plenty for it and for what the mails grow to in it. */
#define MEMORY_FOLDER "/dev/shm"
#define MEMORY_LEAST (512ull * 1024 * 1024)
enum { MEMORY_A_BYTE = 8 };

struct attempt {
	struct arena *arena;
	size_t size;			/* of all mails */
	const char *folder;		/* removed in the end */
	const char *config;		/* NULL: the shipped desk */
	usec_t start;			/* when the first mail arrives */
	struct world *world;
	struct db *db;
	struct ingest *ingest;
	struct ledger_mailbox mailbox;
	struct try_report *report;
	const char *file;		/* of the mail that is decided */
};

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

static const char *parent_folder(size_t size)
{
	const char *tmp = getenv("TMPDIR");
	struct statvfs memory;

	if (tmp != NULL)
		return tmp;
	if (access(MEMORY_FOLDER, W_OK | X_OK) != 0 ||
	    statvfs(MEMORY_FOLDER, &memory) != 0 ||
	    (uint64_t)memory.f_bavail * memory.f_frsize <
	    MEMORY_LEAST + (uint64_t)size * MEMORY_A_BYTE)
		return "/tmp";
	return MEMORY_FOLDER;
}

static bool make_folder(struct attempt *attempt, struct err *err)
{
	char *folder = arena_printf(attempt->arena, "%s/postdesk-try-XXXXXX",
				    parent_folder(attempt->size));

	if (mkdtemp(folder) == NULL)
		return err_temporary(err, "%s: %s", folder, strerror(errno));
	/* The database below it may belong to another user. */
	chmod(folder, 0711);
	attempt->folder = folder;
	if (attempt->config != NULL)
		return true;
	attempt->config = folder;
	return file_create(arena_printf(attempt->arena, "%s/postdesk.yaml",
					folder), 0600, shipped_desk, err) &&
	       file_create(arena_printf(attempt->arena, "%s/keys", folder),
			   0600, shipped_keys, err);
}

/* Where the template of the database is kept between runs. */
static const char *cache_folder(struct arena *arena)
{
	const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME");

	if (geteuid() == 0)
		return "/var/cache/postdesk";
	if (cache != NULL && cache[0] == '/')
		return arena_printf(arena, "%s/postdesk", cache);
	if (home != NULL && home[0] == '/')
		return arena_printf(arena, "%s/.cache/postdesk", home);
	return arena_printf(arena, "/tmp/postdesk-%ld", (long)geteuid());
}

/* The business clock of the throw-away database stands at `moment` now. */
static bool set_clock(struct db *db, usec_t moment, struct err *err)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return db_shift_clock(db, moment - now.tv_sec * USEC_SECOND -
			      now.tv_nsec / 1000, err);
}

static void keep(void *context, const struct plan *plan)
{
	struct attempt *attempt = context;

	try_report_add(attempt->report, attempt->file, plan);
}

static bool open_world(struct attempt *attempt, struct err *err)
{
	struct settings *settings = settings_load(attempt->config, err);
	struct cluster *cluster;

	if (settings == NULL)
		return false;
	cluster = cluster_template(cache_folder(attempt->arena),
				   arena_printf(attempt->arena, "%s/postgres",
						attempt->folder), err);
	if (cluster == NULL) {
		settings_free(&settings);
		return false;
	}
	attempt->db = db_open(cluster_conninfo(cluster), err);
	/* The desk is there before the first mail comes. */
	if (attempt->db == NULL ||
	    !set_clock(attempt->db, attempt->start - USEC_MINUTE, err)) {
		settings_free(&settings);
		cluster_stop(&cluster);
		return false;
	}
	attempt->world = world_over(settings, cluster, err);
	return attempt->world != NULL;
}

static bool begin(struct attempt *attempt, struct err *err)
{
	struct world_desk *desk;
	int64_t version;

	if (!make_folder(attempt, err) || !open_world(attempt, err))
		return false;
	desk = &attempt->world->desks[0];
	if (!publish_desk(attempt->world, desk, PUBLISH_ASKED, &version, err) ||
	    !outbox_autos(attempt->db, desk->desk.id, true, err) ||
	    !ledger_mailbox(attempt->db, desk->desk.id, "try",
			    &attempt->mailbox, err) ||
	    !ledger_epoch(attempt->db, &attempt->mailbox, 1, err))
		return false;
	attempt->report = try_report_new(attempt->arena);
	attempt->ingest = ingest_new(desk);
	ingest_observe(attempt->ingest, keep, attempt);
	return true;
}

static void end(struct attempt *attempt)
{
	ingest_free(&attempt->ingest);
	db_free(&attempt->db);
	world_close(&attempt->world);
	if (attempt->folder != NULL)
		nftw(attempt->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A file was not delivered by anybody: where it carries no envelope, the
 * author is taken for the sender, as a mail server would have noted. */
static const char *envelope_of(struct arena *arena, const char *bytes,
			       size_t size)
{
	const struct message *message = parse_minimal(arena, bytes, size);

	if (message->has_return_path || message_author(message)[0] == '\0')
		return "";
	return arena_printf(arena, "Return-Path: <%s>\r\n",
			    message_author(message));
}

static bool store(struct attempt *attempt, struct arena *arena,
		  struct ledger_new *row, const char *envelope,
		  const char *bytes, size_t size, struct err *err)
{
	struct buffer raw = { .arena = arena };
	size_t added;

	buffer_text(&raw, envelope);
	buffer_add(&raw, bytes, size);
	row->bytes = buffer_string(&raw);
	row->size = row->bytes_size = raw.size;
	hmac_digest(raw.data, raw.size, row->sha256);
	return ledger_add(attempt->db, &attempt->mailbox, row, 1, false,
			  &added, err);
}

/* The same of a mail of which this is the first piece. */
static bool store_large(struct attempt *attempt, const struct try_mail *mail,
			struct try_place *place, const struct ledger_new *row,
			const char *envelope, const char *bytes, size_t size,
			struct err *err)
{
	struct ledger_large *large = ledger_large_begin(attempt->db,
							&attempt->mailbox,
							err);
	bool added, good = large != NULL &&
			   ledger_large_add(large, envelope, strlen(envelope),
					    err) &&
			   ledger_large_add(large, bytes, size, err);
	ARENA(piece);

	while (good && place->at < mail->size) {
		arena_reset(piece);
		good = try_input_read(piece, mail, place, &bytes, &size,
				      err) &&
		       ledger_large_add(large, bytes, size, err);
	}
	if (!good) {
		ledger_large_abandon(&large);
		return false;
	}
	return ledger_large_end(&large, &attempt->mailbox, row, false, &added,
				err);
}

static bool take(struct attempt *attempt, const struct try_mail *mail,
		 int64_t item, struct err *err)
{
	ARENA(arena);
	usec_t now = attempt->start + (item - 1) * USEC_SECOND;
	struct ledger_new row = { .item = item, .received = now };
	struct try_place place = { 0 };
	const char *bytes, *envelope;
	size_t size, done;

	if (!try_input_read(arena, mail, &place, &bytes, &size, err))
		return false;
	envelope = envelope_of(arena, bytes, size);
	attempt->file = mail->file;
	if (!set_clock(attempt->db, now, err) ||
	    !(place.at < mail->size
		? store_large(attempt, mail, &place, &row, envelope, bytes,
			      size, err)
		: store(attempt, arena, &row, envelope, bytes, size, err)))
		return false;
	do {
		if (!ingest_batch(attempt->ingest, attempt->db, &done, err))
			return false;
	} while (done > 0);
	return true;
}

static int run(struct attempt *attempt, const struct try_input *input,
	       bool json)
{
	struct err err;

	if (!begin(attempt, &err)) {
		fprintf(stderr, "postdesk try: %s\n", err.text);
		return EX_UNAVAILABLE;
	}
	for (size_t i = 0; i < input->count && !waker_stopped(); i++)
		if (!take(attempt, &input->mails[i], (int64_t)i + 1, &err)) {
			fprintf(stderr, "postdesk try: %s\n", err.text);
			return EX_SOFTWARE;
		}
	if (json)
		try_report_json(attempt->report, attempt->arena);
	else
		try_report_print(attempt->report, attempt->arena);
	return waker_stopped() ? EX_TEMPFAIL : 0;
}

/* The moment of --now, or this one. */
static bool read_start(const char *given, usec_t *start_r)
{
	struct timespec now;

	if (given != NULL)
		return clock_parse(given, start_r);
	clock_gettime(CLOCK_REALTIME, &now);
	*start_r = now.tv_sec * USEC_SECOND;
	return true;
}

int try_main(int argc, char **argv)
{
	const char *now = NULL;
	bool json = false;
	ARENA(arena);
	struct attempt attempt = { .arena = arena };
	const struct option_row rows[] = {
		{ "config", "DIR", &attempt.config, NULL,
		  "your desk and rules; else the shipped ones" },
		{ "now", "RFC3339", &now, NULL,
		  "when the first mail arrives; else now" },
		OPTION_JSON(json),
	};
	const struct options options = {
		"try [OPTION...] PATH...",
		"What Postdesk would do with these mails: files, mboxes,\n"
		"Maildirs, or folders of .eml files.  Nothing is sent and\n"
		"nothing is kept.",
		rows, sizeof(rows) / sizeof(rows[0]), 1, -1,
	};
	struct try_input input;
	struct waker *waker;
	struct err err;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!read_start(now, &attempt.start)) {
		fprintf(stderr, "postdesk try: --now %s: expected a time such "
			"as 2026-03-01T09:30:00Z\n", now);
		return EX_USAGE;
	}
	if (!try_input_list(arena, argv + first, (size_t)(argc - first),
			    &input, &err)) {
		fprintf(stderr, "postdesk try: %s\n", err.text);
		return EX_NOINPUT;
	}
	for (size_t i = 0; i < input.count; i++)
		attempt.size += input.mails[i].size;
	/* So that an interrupt removes the database too. */
	waker = waker_new(NULL);
	status = run(&attempt, &input, json);
	end(&attempt);
	waker_free(&waker);
	return status;
}
