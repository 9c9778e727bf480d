/* tickets.c - the table of tickets. */

#include "app/tickets.h"

#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "app/ticket_facts.h"
#include "base/json.h"
#include "base/text.h"
#include "desk/ticket.h"
#include "store/report.h"

#include <inttypes.h>
#include <sysexits.h>

static enum table_tone tone_of(const struct report_ticket *ticket)
{
	if (text_same(ticket->state, "closed") || ticket->merged_into != 0)
		return TABLE_DIM;
	if (text_same(ticket->urgency, "critical"))
		return TABLE_BAD;
	return text_same(ticket->urgency, "high") ? TABLE_WARN : TABLE_PLAIN;
}

/* A ticket that is part of another has no state that counts. */
static const char *state_of(struct arena *arena,
			    const struct report_ticket *ticket)
{
	return ticket->merged_into == 0 ? ticket->state
		: arena_printf(arena, "in %" PRId64, ticket->merged_into);
}

static void print_tickets(const struct look *look,
			  const struct report_ticket *tickets, size_t count)
{
	static const struct table_column columns[] = {
		{ "number", 6, true }, { "state", 7, false },
		{ "urgency", 8, false }, { "queue", 12, false },
		{ "lang", 4, false }, { "age", 6, true },
		{ "from", 26, false }, { "subject", 0, false },
	};
	struct table_view view = table_begin(look->arena, columns, 8);
	int held = 0;

	for (size_t i = 0; i < count; i++) {
		const struct report_ticket *ticket = &tickets[i];
		const char *subject = ticket->subject[0] == '\0'
			? "(no subject)" : ticket->subject;

		table_row(&view, tone_of(ticket), (const char *[]){
			arena_printf(look->arena, "%" PRId64, ticket->number),
			state_of(look->arena, ticket), ticket->urgency, ticket->queue,
			ticket->language[0] == '\0' ? "?" : ticket->language,
			table_age(look->arena, ticket->created, look->now),
			ticket->requester, subject,
		});
		held += ticket->held;
	}
	printf("%zu ticket%s\n", count, count == 1 ? "" : "s");
	if (held > 0)
		printf("%d held mail%s for consent: `postdesk mail list "
		       "--disposition pending-join`\n", held,
		       held == 1 ? " waits" : "s wait");
}

static void put_ticket(struct json *json, struct arena *arena,
		       const struct report_ticket *ticket)
{
	json_open(json, '{');
	json_put_int(json, "number", ticket->number);
	json_put(json, "state", ticket->state);
	json_put(json, "urgency", ticket->urgency);
	json_put_int(json, "score", ticket->score);
	json_put(json, "queue", ticket->queue);
	json_put_int(json, "tier", ticket->tier);
	json_put(json, "subject", ticket->subject);
	json_put(json, "requester", ticket->requester);
	json_put(json, "language", ticket->language);
	json_key(json, "tags");
	json_open(json, '[');
	for (size_t i = 0; i < ticket->tags.count; i++)
		json_string(json, ticket->tags.at[i]);
	json_close(json, ']');
	ticket_facts_json(json, ticket);
	json_put_int(json, "messages", ticket->messages);
	json_put_int(json, "held", ticket->held);
	json_key(json, "merged_into");
	if (ticket->merged_into == 0)
		json_null(json);
	else
		json_int(json, ticket->merged_into);
	json_put(json, "created", clock_render(arena, ticket->created));
	json_put(json, "updated", clock_render(arena, ticket->updated));
	json_close(json, '}');
}

static void json_tickets(struct arena *arena,
			 const struct report_ticket *tickets, size_t count)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '[');
	for (size_t i = 0; i < count; i++)
		put_ticket(&json, arena, &tickets[i]);
	json_close(&json, ']');
	puts(buffer_string(&out));
}

int tickets_main(int argc, char **argv)
{
	const char *config = NULL, *desk = NULL, *limit = NULL;
	struct report_ticket_filter filter = { 0 };
	bool json = false;
	const struct option_row rows[] = {
		OPTION_CONFIG(config), OPTION_DESK(desk), OPTION_JSON(json),
		{ "state", "WORD", &filter.state, NULL,
		  "new, open, pending or closed" },
		{ "queue", "NAME", &filter.queue, NULL, "of this queue" },
		{ "urgency", "WORD", &filter.urgency, NULL,
		  "low, normal, high or critical" },
		{ "text", "WORDS", &filter.text, NULL,
		  "that hold all these words, in any language" },
		{ "limit", "N", &limit, NULL, "at most so many (100)" },
	};
	const struct options options = {
		"tickets [OPTION...]", "The tickets, newest first.", rows,
		sizeof(rows) / sizeof(rows[0]), 0, 0,
	};
	struct report_ticket *tickets;
	struct look look;
	struct err err;
	int64_t most;
	size_t count;
	int status;

	if (options_read(&options, argc, argv, &status) < 0)
		return status;
	if (limit != NULL) {
		if (!look_number(limit, &most)) {
			fprintf(stderr, "postdesk tickets: --limit %s: "
				"expected a number\n", limit);
			return EX_USAGE;
		}
		filter.limit = (size_t)most;
	}
	if (!look_begin(&look, "tickets", config, desk, &status))
		return status;
	status = 0;
	if (!report_tickets(look.db, look.arena, look.desk->desk.id, &filter,
			    &tickets, &count, &err))
		status = look_failed("tickets", &err);
	else if (json)
		json_tickets(look.arena, tickets, count);
	else
		print_tickets(&look, tickets, count);
	look_end(&look);
	return status;
}
