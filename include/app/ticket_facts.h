/* ticket_facts.h - what rules made of a ticket: its agent, why it is as urgent
 * as it is, and its fields. */
#ifndef APP_TICKET_FACTS_H
#define APP_TICKET_FACTS_H

#include "base/json.h"
#include "store/report.h"

/* "agent", "reasons" and "fields" of an object that is open. */
void ticket_facts_json(struct json *json, const struct report_ticket *ticket);

/* The same as lines, where there is something to say. */
void ticket_facts_print(const struct report_ticket *ticket);

/* The lines of struct ticket's reasons (NULL: none): as "reasons", and each
 * behind a line end. */
void ticket_facts_reasons(struct json *json, const char *lines);
void ticket_facts_lines(const char *lines);

#endif
