/* reconcile.c - take in what was moved and is not in the ledger. */

#include "app/audit.h"

#include "app/comparison.h"
#include "app/fetch.h"
#include "app/look.h"
#include "app/options.h"
#include "base/failpoint.h"
#include "base/json.h"
#include "store/audit.h"

#include <inttypes.h>

/* A folder has mails of its own in the ledger: its numbers are its own. */
struct folder {
	const struct look *look;
	struct ledger_mailbox ledger;
	int64_t taken;
};

static bool take(void *context, int64_t epoch,
		 const struct source_mail *mails, size_t count,
		 struct err *err)
{
	struct folder *folder = context;
	size_t added;

	if (!FAILPOINT(RECONCILE_READ, err) ||
	    (folder->ledger.epoch != epoch &&
	     !ledger_epoch(folder->look->db, &folder->ledger, epoch, err)) ||
	    !fetch_store(folder->look->db, &folder->ledger, mails, count, true,
			 &added, err))
		return false;
	folder->taken += (int64_t)added;
	return FAILPOINT(RECONCILED, err) && audit_settle(folder->look->db, &folder->ledger, err);
}

static bool reconcile_folder(const struct look *look,
			     const struct settings_mailbox *mailbox,
			     const char *name, int64_t *taken, struct err *err)
{
	const int64_t desk_id = look->desk->desk.id;
	struct comparing with = {
		.arena = look->arena, .db = look->db, .desk = look->desk,
		.mailbox = mailbox, .began = look->now,
	};
	struct folder folder = { .look = look };
	const struct comparison_taker taker = { take, &folder };
	struct comparison comparison;

	if (!ledger_mailbox(look->db, desk_id, mailbox->name, &with.ledger,
			    err) ||
	    !ledger_mailbox(look->db, desk_id,
			    arena_printf(look->arena, "%s/%s", mailbox->name,
					 name), &folder.ledger, err) ||
	    !FAILPOINT(RECONCILE, err) ||
	    !audit_settle(look->db, &folder.ledger, err) ||
	    !comparison_folder(&with, name, &taker, &comparison, err))
		return false;
	*taken += folder.taken;
	return true;
}

static bool reconcile_all(const struct look *look, int64_t *taken,
			  struct err *err)
{
	const struct settings_desk *settings = look->desk->settings;

	for (size_t i = 0; i < settings->mailbox_count; i++) {
		const struct settings_mailbox *mailbox =
			&settings->mailboxes[i];

		if (mailbox->retire != NULL &&
		    (!reconcile_folder(look, mailbox, mailbox->retire, taken,
				       err) ||
		     !reconcile_folder(look, mailbox, FETCH_OVERSIZE, taken,
				       err)))
			return false;
	}
	return true;
}

static void report(const struct look *look, int64_t taken, bool as_json)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };

	if (!as_json && taken == 0) {
		puts("The ledger knows all mail that was moved.");
	} else if (!as_json) {
		printf("%" PRId64 " mails taken in; `postdesk run` makes "
		       "tickets of them, and nobody is answered by "
		       "machine.\n", taken);
	} else {
		json_open(&json, '{');
		json_put_int(&json, "taken", taken);
		json_close(&json, '}');
		puts(buffer_string(&out));
	}
}

int reconcile_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
	};
	const struct options options = {
		"reconcile [OPTION...]",
		"After a fail-over, or when a backup was put back: take in "
		"again mail that was moved\nout of its mailbox and that the "
		"database does not know.  It is never answered by\nmachine.  "
		"`postdesk audit` shows what there is.", rows, 3, 0, 0,
	};
	struct look look;
	struct err err;
	int64_t taken = 0;
	int status = 0;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "reconcile", config, desk, &status))
		return status;
	if (reconcile_all(&look, &taken, &err))
		report(&look, taken, as_json);
	else
		status = look_failed("reconcile", &err);
	look_end(&look);
	return status;
}
