/* ticket_show.c - one ticket with all of its past. */

#include "app/tickets.h"

#include "app/attachment.h"
#include "app/look.h"
#include "app/options.h"
#include "app/table.h"
#include "app/ticket_facts.h"
#include "base/json.h"
#include "base/text.h"
#include "store/report.h"

#include <inttypes.h>
#include <sysexits.h>

static void print_indented(struct arena *arena, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		printf("    %s\n", arena_strndup(arena, text, len));
		text += len + (text[len] == '\n');
	}
}

static void print_relations(const struct report_show *show)
{
	const struct report_ticket *ticket = &show->ticket;

	if (ticket->merged_into != 0)
		printf("  part of ticket %" PRId64 " (to take it back: "
		       "`postdesk merge --undo %" PRId64 "`)\n",
		       ticket->merged_into, ticket->number);
	for (size_t i = 0; i < show->part_count; i++)
		printf("  ticket %" PRId64 " is part of it\n",
		       show->parts[i]);
	for (size_t i = 0; i < show->relation_count; i++) {
		const struct report_relation *relation = &show->relations[i];

		if (text_same(relation->kind, "apart"))
			printf("  kept apart from ticket %" PRId64 "\n",
			       relation->number);
		else if (text_same(relation->kind, "child"))
			printf("  %s ticket %" PRId64 "\n", relation->ours
			       ? "child of" : "its child:", relation->number);
		else
			printf("  related to ticket %" PRId64 "\n",
			       relation->number);
	}
}

/* Whose customer it is, where the settings name one; else NULL. */
static const char *organisation_of_requester(const struct look *look,
					     const struct report_show *show)
{
	const struct organisation *found =
		organisation_of(&look->desk->desk.organisations,
				show->ticket.requester);

	return found == NULL ? NULL : found->name;
}

static void print_head(const struct look *look, const struct report_show *show)
{
	const struct report_ticket *ticket = &show->ticket;
	const char *organisation = organisation_of_requester(look, show);
	struct arena *arena = look->arena;

	printf("Ticket %" PRId64 ": %s\n", ticket->number,
	       ticket->subject[0] == '\0' ? "(no subject)" : ticket->subject);
	printf("  state %s, urgency %s (score %d), queue %s, tier %d, "
	       "language %s\n", ticket->state, ticket->urgency, ticket->score,
	       ticket->queue, ticket->tier,
	       ticket->language[0] == '\0' ? "unknown" : ticket->language);
	ticket_facts_print(ticket);
	printf("  opened %s\n", clock_render(arena, ticket->created));
	for (size_t i = 0; i < ticket->tags.count; i++)
		printf("%s%s", i == 0 ? "  tags " : ", ", ticket->tags.at[i]);
	if (ticket->tags.count > 0)
		putchar('\n');
	for (size_t i = 0; i < show->participants.count; i++)
		printf("%s%s", i == 0 ? "  with " : ", ",
		       show->participants.at[i]);
	if (show->participants.count > 0)
		putchar('\n');
	if (organisation != NULL)
		printf("  of %s\n", organisation);
	print_relations(show);
}

/* Numbers by which it can be split off or let in. */
static void print_number(const struct report_show *show,
			 const struct report_message *message)
{
	if (message->mail_id != 0)
		printf("  mail %" PRId64, message->mail_id);
	else
		printf("  message %" PRId64, message->id);
	if (message->ticket_number != show->ticket.number)
		printf(", of ticket %" PRId64, message->ticket_number);
	putchar('\n');
	if (message->pending)
		printf("  (to let it in: `postdesk join %" PRId64 "`)\n",
		       message->mail_id);
}

static void print_messages(struct arena *arena, const struct report_show *show)
{
	for (size_t i = 0; i < show->message_count; i++) {
		const struct report_message *message = &show->messages[i];

		printf("\n%s  %s  %s%s%s\n",
		       clock_render(arena, message->created),
		       message->direction, message->from_address[0] == '\0'
			       ? message->from_name : message->from_address,
		       message->unverified ? "  (unverified)" : "",
		       message->pending ? "  (held: may not join yet)" : "");
		print_number(show, message);
		print_indented(arena, message->visible);
	}
	for (size_t i = 0; i < show->attachment_count; i++)
		printf("\n  attachment %zu: %s (%s, %s), mail %" PRId64 "\n",
		       i + 1, show->attachments[i].name, show->attachments[i].type,
		       table_size(arena, show->attachments[i].size),
		       show->attachments[i].mail_id);
}

static void print_past(struct arena *arena, const struct report_show *show)
{
	puts("\nHistory");
	for (size_t i = 0; i < show->event_count; i++) {
		const struct report_event *event = &show->events[i];

		printf("  %s  %-13s %s%s%s", clock_render(arena, event->at),
		       event->kind, event->word,
		       event->detail[0] == '\0' ? "" : ": ", event->detail);
		if (event->ticket_number != show->ticket.number)
			printf("  (ticket %" PRId64 ")", event->ticket_number);
		putchar('\n');
	}
	if (show->outgoing_count > 0)
		puts("\nSent from here");
	for (size_t i = 0; i < show->outgoing_count; i++)
		printf("  %s  to %s: %s%s%s\n",
		       clock_render(arena, show->outgoing[i].created),
		       show->outgoing[i].rcpt_to, show->outgoing[i].state,
		       show->outgoing[i].reply[0] == '\0' ? "" : ", ",
		       show->outgoing[i].reply);
}

static void put_messages(struct json *json, struct arena *arena,
			 const struct report_show *show)
{
	json_key(json, "messages");
	json_open(json, '[');
	for (size_t i = 0; i < show->message_count; i++) {
		const struct report_message *message = &show->messages[i];

		json_open(json, '{');
		json_put_int(json, "id", message->id);
		json_put_int(json, "mail", message->mail_id);
		json_put_int(json, "ticket", message->ticket_number);
		json_put(json, "direction", message->direction);
		json_put(json, "from", message->from_address);
		json_put(json, "from_name", message->from_name);
		json_put(json, "subject", message->subject);
		json_put(json, "text", message->text);
		json_put(json, "visible", message->visible);
		json_put(json, "language", message->language);
		json_put_bool(json, "unverified", message->unverified);
		json_put_bool(json, "pending", message->pending);
		json_put(json, "at", clock_render(arena, message->created));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_events(struct json *json, struct arena *arena,
		       const struct report_show *show)
{
	json_key(json, "events");
	json_open(json, '[');
	for (size_t i = 0; i < show->event_count; i++) {
		json_open(json, '{');
		json_put_int(json, "id", show->events[i].id);
		json_put(json, "kind", show->events[i].kind);
		json_put(json, "word", show->events[i].word);
		json_put(json, "detail", show->events[i].detail);
		json_put_int(json, "ticket", show->events[i].ticket_number);
		json_put(json, "at", clock_render(arena, show->events[i].at));
		json_close(json, '}');
	}
	json_close(json, ']');
	json_key(json, "outgoing");
	json_open(json, '[');
	for (size_t i = 0; i < show->outgoing_count; i++) {
		json_open(json, '{');
		json_put(json, "to", show->outgoing[i].rcpt_to);
		json_put(json, "state", show->outgoing[i].state);
		json_put(json, "template", show->outgoing[i].template);
		json_put(json, "language", show->outgoing[i].language);
		json_put(json, "subject", show->outgoing[i].subject);
		json_put(json, "reply", show->outgoing[i].reply);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_relations(struct json *json, const struct report_show *show)
{
	json_key(json, "merged_into");
	if (show->ticket.merged_into == 0)
		json_null(json);
	else
		json_int(json, show->ticket.merged_into);
	json_key(json, "parts");
	json_open(json, '[');
	for (size_t i = 0; i < show->part_count; i++)
		json_int(json, show->parts[i]);
	json_close(json, ']');
	json_key(json, "relations");
	json_open(json, '[');
	for (size_t i = 0; i < show->relation_count; i++) {
		json_open(json, '{');
		json_put_int(json, "ticket", show->relations[i].number);
		json_put(json, "kind", show->relations[i].kind);
		json_put_bool(json, "ours", show->relations[i].ours);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_key(json, "participants");
	json_open(json, '[');
	for (size_t i = 0; i < show->participants.count; i++)
		json_string(json, show->participants.at[i]);
	json_close(json, ']');
}

static void json_show(const struct look *look, const struct report_show *show)
{
	struct arena *arena = look->arena;
	const struct report_ticket *ticket = &show->ticket;
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_put_int(&json, "number", ticket->number);
	json_put(&json, "subject", ticket->subject);
	json_put(&json, "state", ticket->state);
	json_put(&json, "urgency", ticket->urgency);
	json_put_int(&json, "score", ticket->score);
	json_put(&json, "queue", ticket->queue);
	json_put(&json, "requester", ticket->requester);
	json_put(&json, "organisation", organisation_of_requester(look, show));
	json_put(&json, "language", ticket->language);
	ticket_facts_json(&json, ticket);
	put_relations(&json, show);
	put_messages(&json, arena, show);
	put_events(&json, arena, show);
	json_close(&json, '}');
	puts(buffer_string(&out));
}

/* What the command line asks for. */
struct asked {
	const char *config, *desk;
	bool json;
	const char *attachment, *output;
};

static int show_ticket(const struct look *look, int64_t number,
		       const struct asked *asked)
{
	struct report_show show;
	struct err err;

	if (!report_show(look->db, look->arena, look->desk->desk.id, number,
			 &show, &err))
		return look_failed("show", &err);
	if (asked->attachment != NULL)
		return attachment_write(look, &show, asked->attachment,
					asked->output);
	if (asked->json) {
		json_show(look, &show);
		return 0;
	}
	print_head(look, &show);
	print_messages(look->arena, &show);
	print_past(look->arena, &show);
	return 0;
}

int tickets_show_main(int argc, char **argv)
{
	struct asked asked = { 0 };
	const struct option_row rows[] = {
		OPTION_CONFIG(asked.config), OPTION_DESK(asked.desk),
		OPTION_JSON(asked.json),
		{ "attachment", "N", &asked.attachment, NULL,
		  "write this attachment to a file" },
		{ "output", "FILE", &asked.output, NULL,
		  "the file, a new one; - for standard output" },
	};
	const struct options options = {
		"show [OPTION...] NUMBER", "One ticket: what was written, "
		"what was done, and what was sent.", rows, 5, 1, 1,
	};
	struct look look;
	int64_t number;
	int first, status;

	first = options_read(&options, argc, argv, &status);
	if (first < 0)
		return status;
	if (!look_number(argv[first], &number)) {
		fprintf(stderr, "postdesk show: %s is not a ticket number\n",
			argv[first]);
		return EX_USAGE;
	}
	if (!look_begin(&look, "show", asked.config, asked.desk,
			&status))
		return status;
	status = show_ticket(&look, number, &asked);
	look_end(&look);
	return status;
}
