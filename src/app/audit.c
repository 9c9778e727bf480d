/* audit.c - hold every folder against the ledger, and say what is missing. */

#include "app/audit.h"

#include "app/comparison.h"
#include "app/look.h"
#include "app/options.h"
#include "app/progress.h"
#include "app/retire.h"
#include "app/table.h"
#include "base/json.h"
#include "store/audit.h"

#include <inttypes.h>
#include <sysexits.h>

enum { BROKEN_NAMED = 20, WHOLE = 500, FOLDERS = 3 };

struct audit {
	struct look *look;
	bool digests;
	struct audit_totals totals;
	struct comparison *folders;
	size_t folder_count;
	int64_t broken[BROKEN_NAMED];	/* mails whose bytes are not whole */
	int64_t broken_count;
};

static bool compare_mailbox(struct audit *audit,
			    const struct settings_mailbox *mailbox,
			    struct err *err)
{
	struct look *look = audit->look;
	struct comparing with = {
		.arena = look->arena, .db = look->db, .desk = look->desk,
		.mailbox = mailbox,
	};
	struct comparison *at = audit->folders + audit->folder_count;

	if (!db_now(look->db, &with.began, err) ||
	    !ledger_mailbox(look->db, look->desk->desk.id, mailbox->name,
			    &with.ledger, err) ||
	    !comparison_mailbox(&with, at, err))
		return false;
	audit->folder_count++;
	if (mailbox->retire == NULL)
		return true;
	audit->folder_count += 2;
	return comparison_folder(&with, mailbox->retire, NULL, at + 1, err) &&
	       comparison_folder(&with, RETIRE_OVERSIZE, NULL, at + 2, err);
}

static bool compare_all(struct audit *audit, struct err *err)
{
	const struct settings_desk *settings = audit->look->desk->settings;

	audit->folders = ARENA_ARRAY(audit->look->arena, struct comparison,
				     FOLDERS * settings->mailbox_count);
	for (size_t i = 0; i < settings->mailbox_count; i++)
		if (!compare_mailbox(audit, &settings->mailboxes[i], err))
			return false;
	return true;
}

static bool look_at_bytes(struct audit *audit, struct err *err)
{
	struct progress progress = progress_begin("mails",
						  audit->totals.mails);
	size_t looked = WHOLE;
	int64_t after = 0;

	while (looked == WHOLE) {
		int64_t broken[WHOLE];
		size_t count;

		if (!audit_whole(audit->look->db, audit->look->desk->desk.id,
				 &after, WHOLE, audit->digests, &looked,
				 broken, &count, err))
			return false;
		for (size_t i = 0; i < count; i++)
			if (audit->broken_count++ < BROKEN_NAMED)
				audit->broken[audit->broken_count - 1] =
					broken[i];
		progress_step(&progress, (int64_t)looked);
	}
	progress_end(&progress);
	return true;
}

/* What must not be. */
static int64_t gaps_of(const struct audit *audit)
{
	int64_t gaps = audit->broken_count + audit->totals.without_ticket;

	for (size_t i = 0; i < audit->folder_count; i++)
		gaps += audit->folders[i].unknown;
	return gaps;
}

/* --- for people --- */

static const char *number(struct arena *arena, int64_t count)
{
	return arena_printf(arena, "%" PRId64, count);
}

static void print_folders(const struct audit *audit)
{
	static const struct table_column columns[] = {
		{ "mailbox", 12, false }, { "folder", 0, false },
		{ "mails", 8, true }, { "known", 8, true },
		{ "coming", 7, true }, { "left", 6, true },
		{ "gone", 6, true }, { "unknown", 8, true },
	};
	struct arena *arena = audit->look->arena;
	struct table_view view = table_begin(arena, columns, 8);

	for (size_t i = 0; i < audit->folder_count; i++) {
		const struct comparison *at = &audit->folders[i];

		if (at->closed != NULL) {
			const char *part = arena_printf(arena, "%s %s: %s",
				at->mailbox, at->folder, at->closed);

			table_below(&view, TABLE_DIM, &part, 1);
			continue;
		}
		table_row(&view, at->unknown > 0 ? TABLE_BAD : TABLE_PLAIN,
			  (const char *[]){
			at->mailbox, at->folder, number(arena, at->here),
			number(arena, at->known), number(arena, at->coming),
			number(arena, at->skipped), number(arena, at->gone),
			number(arena, at->unknown) });
	}
}

static void print_counts(const char *what, const struct audit_count *counts,
			 size_t count)
{
	printf("%s: ", what);
	for (size_t i = 0; i < count; i++)
		printf("%s%" PRId64 " %s", i == 0 ? "" : ", ",
		       counts[i].count, counts[i].word);
	puts(count == 0 ? "nothing" : "");
}

static void print_unknown(const struct audit *audit)
{
	struct arena *arena = audit->look->arena;

	for (size_t i = 0; i < audit->folder_count; i++) {
		const struct comparison *at = &audit->folders[i];

		for (size_t k = 0; k < COMPARISON_NAMED &&
				   (int64_t)k < at->unknown; k++)
			printf("  unknown: %s %s, mail %" PRId64 " of %s, "
			       "%s\n", at->mailbox, at->folder,
			       at->named[k].item,
			       clock_render(arena, at->named[k].received),
			       table_size(arena, (int64_t)at->named[k].size));
	}
}

static void print_advice(const struct audit *audit)
{
	bool moved = false, waiting = false;

	for (size_t i = 0; i < audit->folder_count; i++) {
		bool inbox = i == 0 || audit->folders[i - 1].mailbox !=
					       audit->folders[i].mailbox;

		waiting |= inbox && audit->folders[i].unknown > 0;
		moved |= !inbox && audit->folders[i].unknown > 0;
	}
	if (waiting)
		puts("Mail has waited in its mailbox for more than 15 "
		     "minutes: does `postdesk run` run, and what does its log "
		     "say?");
	if (moved)
		puts("Mail lies where the ledger moves mail to, and the ledger "
		     "does not know it: `postdesk reconcile` takes it in.");
	for (int64_t i = 0; i < audit->broken_count && i < BROKEN_NAMED; i++)
		printf("The bytes of mail %" PRId64 " are not those that were "
		       "taken in.\n", audit->broken[i]);
	if (audit->totals.without_ticket > 0)
		printf("%" PRId64 " mails ended in a ticket that is not "
		       "there.\n", audit->totals.without_ticket);
}

static void print(const struct audit *audit)
{
	const struct audit_totals *totals = &audit->totals;
	const int64_t gaps = gaps_of(audit);

	print_folders(audit);
	puts("");
	printf("ledger: %" PRId64 " mails, of which %" PRId64 " wait for "
	       "their turn\n", totals->mails, totals->pending);
	print_counts("ended as", totals->dispositions,
		     totals->disposition_count);
	print_counts("outbox", totals->outbox, totals->outbox_count);
	print_unknown(audit);
	puts("");
	if (gaps == 0)
		printf("No gap: every mail is in the ledger, every mail that "
		       "ended has one disposition,\nand the bytes are %s.\n",
		       audit->digests ? "those that came" : "all there");
	else
		printf("%" PRId64 " gaps.\n", gaps);
	print_advice(audit);
}

/* --- for machines --- */

static void json_counts(struct json *json, const char *key,
			const struct audit_count *counts, size_t count)
{
	json_key(json, key);
	json_open(json, '{');
	for (size_t i = 0; i < count; i++)
		json_put_int(json, counts[i].word, counts[i].count);
	json_close(json, '}');
}

static void json_folder(struct json *json, const struct comparison *at)
{
	json_open(json, '{');
	json_put(json, "mailbox", at->mailbox);
	json_put(json, "folder", at->folder);
	json_put(json, "closed", at->closed);
	json_put_int(json, "mails", at->here);
	json_put_int(json, "known", at->known);
	json_put_int(json, "copies", at->copies);
	json_put_int(json, "coming", at->coming);
	json_put_int(json, "left", at->skipped);
	json_put_int(json, "gone", at->gone);
	json_put_int(json, "unknown", at->unknown);
	json_close(json, '}');
}

static void print_json(const struct audit *audit)
{
	struct buffer out = { .arena = audit->look->arena };
	struct json json = { .out = &out };
	const struct audit_totals *totals = &audit->totals;

	json_open(&json, '{');
	json_put_int(&json, "gaps", gaps_of(audit));
	json_key(&json, "folders");
	json_open(&json, '[');
	for (size_t i = 0; i < audit->folder_count; i++)
		json_folder(&json, &audit->folders[i]);
	json_close(&json, ']');
	json_put_int(&json, "mails", totals->mails);
	json_put_int(&json, "pending", totals->pending);
	json_counts(&json, "ended", totals->dispositions,
		    totals->disposition_count);
	json_counts(&json, "outbox", totals->outbox, totals->outbox_count);
	json_put_int(&json, "without_ticket", totals->without_ticket);
	json_put_int(&json, "broken_bytes", audit->broken_count);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

int audit_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	bool as_json = false;
	struct look look;
	struct audit audit = { .look = &look };
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
		OPTION_JSON(as_json),
		{ "bytes", NULL, NULL, &audit.digests,
		  "digest all stored bytes again (reads all of them)" },
	};
	const struct options options = {
		"audit [OPTION...]",
		"Prove that the mail servers, the ledger and the dispositions "
		"agree; name what\ndoes not.  Nothing is changed.  Exit 1: "
		"there are gaps.", rows, 4, 0, 0,
	};
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "audit", config, desk, &status))
		return status;
	if (!compare_all(&audit, &err) ||
	    !audit_totals(look.db, look.arena, look.desk->desk.id,
			  &audit.totals, &err) ||
	    !look_at_bytes(&audit, &err)) {
		status = look_failed("audit", &err);
	} else {
		if (as_json)
			print_json(&audit);
		else
			print(&audit);
		status = gaps_of(&audit) == 0 ? 0 : 1;
	}
	look_end(&look);
	return status;
}
