/* reconcile.c - take in what was moved and is not in the ledger. */

#include "app/audit.h"

#include "app/comparison.h"
#include "app/fetch.h"
#include "app/haul.h"
#include "app/look.h"
#include "app/options.h"
#include "app/retire.h"
#include "base/failpoint.h"
#include "base/json.h"
#include "store/audit.h"
#include "store/lineage.h"

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

static bool take_large(void *context, int64_t epoch, struct source *source,
		       const struct source_item *item, struct err *err)
{
	struct folder *folder = context;
	enum haul haul;

	if (folder->ledger.epoch != epoch &&
	    !ledger_epoch(folder->look->db, &folder->ledger, epoch, err))
		return false;
	haul = haul_mail(folder->look->db, &folder->ledger, source, item, true,
			 err);
	if (haul == HAUL_UNREAD || haul == HAUL_UNSTORED)
		return false;
	folder->taken += haul == HAUL_ADDED;
	return audit_settle(folder->look->db, &folder->ledger, err);
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
	const struct comparison_taker taker = { take, take_large, &folder };
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
		     !reconcile_folder(look, mailbox, RETIRE_OVERSIZE, taken,
				       err)))
			return false;
	}
	return true;
}

/* What was found; `doubted` is asked for only where the database changed. */
struct found {
	int64_t taken;
	size_t doubted;
	bool changed;
};

/* Where another database answers, nothing works with it before this. */
static bool reconcile(const struct look *look, struct found *found,
		      struct err *err)
{
	const int64_t desk_id = look->desk->desk.id;
	struct lineage lineage;

	if (!lineage_read(look->db, desk_id, &lineage, err))
		return false;
	found->changed = lineage.noticed != 0;
	if (found->changed &&
	    !lineage_begin(look->db, desk_id, &found->doubted, err))
		return false;
	return reconcile_all(look, &found->taken, err) &&
	       (!found->changed ||
		lineage_settle(look->db, desk_id, found->taken, err));
}

static void report_text(const struct found *found)
{
	if (found->taken == 0)
		puts("The ledger knows all mail that was moved.");
	else
		printf("%" PRId64 " mails taken in; `postdesk run` makes "
		       "tickets of them, and nobody is answered by "
		       "machine.\n", found->taken);
	if (found->changed)
		printf("The database is another one than before: %zu mails "
		       "that it held ready may have left\nbefore and are not "
		       "sent again, but for agents'; mail that is still in its "
		       "mailbox\ncomes in silently if it came before this was "
		       "noticed. The workers go on now.\n", found->doubted);
}

static void report(const struct look *look, const struct found *found,
		   bool as_json)
{
	struct buffer out = { .arena = look->arena };
	struct json json = { .out = &out };

	if (!as_json) {
		report_text(found);
		return;
	}
	json_open(&json, '{');
	json_put_int(&json, "taken", found->taken);
	json_put_bool(&json, "changed", found->changed);
	json_put_int(&json, "doubted", (int64_t)found->doubted);
	json_close(&json, '}');
	puts(buffer_string(&out));
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
		"`postdesk audit` shows what there is.  Workers that found "
		"another\ndatabase than before stand still until this has "
		"run.", rows, 3, 0, 0,
	};
	struct look look;
	struct found found = { 0 };
	struct err err;
	int status = 0;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "reconcile", config, desk, &status))
		return status;
	if (reconcile(&look, &found, &err))
		report(&look, &found, as_json);
	else
		status = look_failed("reconcile", &err);
	look_end(&look);
	return status;
}
