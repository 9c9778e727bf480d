/* erase.c - show what would go, and with --yes let it go. */

#include "app/erase.h"

#include "app/actor.h"
#include "app/look.h"
#include "app/options.h"
#include "base/json.h"
#include "base/text.h"
#include "mail/origin.h"
#include "store/erase.h"

#include <inttypes.h>
#include <sysexits.h>

struct request {
	const char *config, *desk, *address;
	bool yes, json;
};

static void print_report(const struct erase_report *report, bool yes)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->counts[i].rows > 0)
			printf("  %8" PRId64 "  %s\n", report->counts[i].rows,
			       report->counts[i].what);
	printf("%s: %" PRId64 " mail%s of this person, %" PRId64 " ticket%s "
	       "opened by him.\n", yes ? "Erased" : "Would be erased",
	       report->mails, report->mails == 1 ? "" : "s", report->tickets,
	       report->tickets == 1 ? "" : "s");
	if (report->left > 0)
		printf("%" PRId64 " of the mails were moved on the mail "
		       "server: `fetch` removes them there %s.\n",
		       report->left, yes ? "within the hour" : "too");
	if (!yes)
		puts("Nothing was changed.  --yes does it; there is no way "
		     "back.");
}

static void put_report(struct arena *arena, const struct erase_report *report,
		       bool yes)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_bool(&json, "erased", yes);
	json_put_int(&json, "mails", report->mails);
	json_put_int(&json, "tickets", report->tickets);
	json_put_int(&json, "left_on_server", report->left);
	json_key(&json, "rows");
	json_open(&json, '{');
	for (size_t i = 0; i < report->count; i++)
		json_put_int(&json, report->counts[i].what,
			     report->counts[i].rows);
	json_close(&json, '}');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

/* Whom the settings name is not a person who wrote to the desk. */
static bool check(const struct desk *desk, const char *address,
		  struct err *err)
{
	if (strings_find(&desk->agents, address) != NULL)
		return err_permanent(err, "%s is an agent of the settings",
				     address);
	if (origin_is_ours(address, &desk->gist.ours))
		return err_permanent(err, "%s is the desk's own address",
				     address);
	return true;
}

static int erase(const struct look *look, const struct request *request)
{
	const char *address = text_lower(look->arena, request->address);
	struct erase_report report;
	struct err err;

	if (!check(&look->desk->desk, address, &err) ||
	    !erase_person(look->db, look->arena, look->desk->desk.id,
			  &(struct erase_wish){
				.address = address,
				.author = actor_name(look->arena),
				.really = request->yes,
			  }, &report, &err))
		return look_failed("erase", &err);
	if (request->json)
		put_report(look->arena, &report, request->yes);
	else
		print_report(&report, request->yes);
	return 0;
}

int erase_main(int argc, char **argv)
{
	struct request request = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(request.config), OPTION_DESK(request.desk),
		OPTION_JSON(request.json),
		{ "yes", NULL, NULL, &request.yes, "do it" },
	};
	const struct options options = {
		"erase [OPTION...] ADDRESS", "A person's data out of every "
		"table, by one of his addresses: what he wrote, what was\n"
		"sent to him, his names.  What others wrote stays, and the "
		"ledger keeps one row for\neach mail.  Without --yes it only "
		"says what would go.", rows, 4, 1, 1,
	};
	struct look look;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	request.address = argv[first];
	if (!look_begin(&look, "erase", request.config, request.desk,
			&status))
		return status;
	status = erase(&look, &request);
	look_end(&look);
	return status;
}
