/* ctl.c - automatic mail on and off, the outbox, the schema. */

#include "app/ctl.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "base/json.h"
#include "base/text.h"
#include "store/outbox.h"
#include "store/report.h"

#include <inttypes.h>
#include <sysexits.h>

int ctl_autos_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk),
	};
	const struct options options = {
		"autos [OPTION...] on | off", "Switch automatic mail on or "
		"off.  Off holds at once, for every host;\ntickets go on.",
		rows, 2, 1, 1,
	};
	struct look look;
	struct err err;
	int first, status;
	bool on;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	on = strcmp(argv[first], "on") == 0;
	if (!on && strcmp(argv[first], "off") != 0) {
		fprintf(stderr, "postdesk autos: expected on or off\n");
		return EX_USAGE;
	}
	if (!look_begin(&look, "autos", config, desk, &status))
		return status;
	status = 0;
	if (outbox_autos(look.db, look.desk->desk.id, on, &err))
		printf("Automatic mail of the desk %s is %s.\n",
		       look.desk->desk.name, on ? "on" : "off");
	else
		status = look_failed("autos", &err);
	look_end(&look);
	return status;
}

static void print_outbox(const struct look *look,
			 const struct report_outgoing *mails, size_t count)
{
	static const struct table_column columns[] = {
		{ "id", 8, true }, { "state", 9, false },
		{ "class", 9, false }, { "ticket", 6, true },
		{ "age", 6, true }, { "tries", 5, true },
		{ "to", 26, false }, { "last word of the server", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 8);

	for (size_t i = 0; i < count; i++) {
		const struct report_outgoing *mail = &mails[i];
		bool bad = text_same(mail->state, "failed") ||
			   text_same(mail->state, "uncertain");

		table_row(&view, bad ? TABLE_BAD : TABLE_PLAIN,
			  (const char *[]){
			arena_printf(look->arena, "%" PRId64, mail->id),
			mail->state, mail->class, mail->ticket_number == 0 ? ""
				: arena_printf(look->arena, "%" PRId64,
					       mail->ticket_number),
			table_age(look->arena, mail->created, look->now),
			arena_printf(look->arena, "%d", mail->attempts),
			mail->rcpt_to, mail->reply,
		});
	}
	printf("%zu mail%s\n", count, count == 1 ? "" : "s");
}

static void json_outbox(struct arena *arena,
			const struct report_outgoing *mails, size_t count)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(&json, '{');
		json_put_int(&json, "id", mails[i].id);
		json_put(&json, "state", mails[i].state);
		json_put(&json, "class", mails[i].class);
		json_put_int(&json, "ticket", mails[i].ticket_number);
		json_put(&json, "to", mails[i].rcpt_to);
		json_put(&json, "subject", mails[i].subject);
		json_put(&json, "template", mails[i].template);
		json_put(&json, "language", mails[i].language);
		json_put(&json, "because", mails[i].because);
		json_put(&json, "message_id", mails[i].message_id);
		json_put_int(&json, "attempts", mails[i].attempts);
		json_put(&json, "reply", mails[i].reply);
		json_put(&json, "created",
			 clock_render(arena, mails[i].created));
		json_close(&json, '}');
	}
	json_close(&json, ']');
	puts(buffer_string(&out));
}

int ctl_outbox_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL, *state = NULL;
	bool json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk), OPTION_JSON(json),
		{ "state", "WORD", &state, NULL,
		  "held, queued, dot_sent, sent, failed, uncertain, "
		  "cancelled" },
	};
	const struct options options = {
		"outbox [OPTION...]", "What was sent, waits to be sent, or "
		"could not be sent; newest first.", rows, 4, 0, 0,
	};
	struct report_outgoing *mails;
	struct look look;
	struct err err;
	size_t count;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (!look_begin(&look, "outbox", config, desk, &status))
		return status;
	status = 0;
	if (!report_outbox(look.db, look.arena, look.desk->desk.id, state, 0,
			   &mails, &count, &err))
		status = look_failed("outbox", &err);
	else if (json)
		json_outbox(look.arena, mails, count);
	else
		print_outbox(&look, mails, count);
	look_end(&look);
	return status;
}

int ctl_migrate_main(int argc, char **argv)
{
	const char *config = NULL;
	const struct option_row rows[] = { OPTION_CONFIG(config) };
	const struct options options = {
		"migrate [OPTION...]", "Bring the database to this program's "
		"schema.  Every start does it too.", rows, 1, 0, 0,
	};
	struct world *world;
	struct err err;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	/* Opening the world migrates. */
	world = world_open(options_config(config), &err);
	if (world == NULL)
		return look_failed("migrate", &err);
	puts("The database has this program's schema.");
	world_close(&world);
	return 0;
}
