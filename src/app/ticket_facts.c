/* ticket_facts.c - agent, reasons and fields of a ticket. */

#include "app/ticket_facts.h"

#include <stdio.h>

/* Names of fields are words, so that the first colon ends them. */
static void put_field(struct json *json, const char *field)
{
	const char *colon = strstr(field, ": ");
	ARENA(scratch);

	if (colon != NULL)
		json_put(json, arena_strndup(scratch, field,
					     (size_t)(colon - field)),
			 colon + 2);
}

void ticket_facts_json(struct json *json, const struct report_ticket *ticket)
{
	json_put(json, "agent",
		 ticket->agent[0] == '\0' ? NULL : ticket->agent);
	json_key(json, "reasons");
	json_open(json, '[');
	for (size_t i = 0; i < ticket->reasons.count; i++)
		json_string(json, ticket->reasons.at[i]);
	json_close(json, ']');
	json_key(json, "fields");
	json_open(json, '{');
	for (size_t i = 0; i < ticket->fields.count; i++)
		put_field(json, ticket->fields.at[i]);
	json_close(json, '}');
}

void ticket_facts_print(const struct report_ticket *ticket)
{
	for (size_t i = 0; i < ticket->reasons.count; i++)
		printf("    %s\n", ticket->reasons.at[i]);
	if (ticket->agent[0] != '\0')
		printf("  assigned to %s\n", ticket->agent);
	for (size_t i = 0; i < ticket->fields.count; i++)
		printf("  %s\n", ticket->fields.at[i]);
}

void ticket_facts_reasons(struct json *json, const char *lines)
{
	json_key(json, "reasons");
	json_open(json, '[');
	while (lines != NULL && *lines != '\0') {
		const size_t size = strcspn(lines, "\n");

		json_bytes(json, lines, size);
		lines += size + (lines[size] != '\0');
	}
	json_close(json, ']');
}

void ticket_facts_lines(const char *lines)
{
	while (lines != NULL && *lines != '\0') {
		const size_t size = strcspn(lines, "\n");

		printf("\n    %.*s", (int)size, lines);
		lines += size + (lines[size] != '\0');
	}
}
