/* batch.c - people, tickets and messages of a batch of plans, set by set. */

#include "store/batch.h"

#include "base/ascii.h"
#include "base/search.h"
#include "store/shown.h"

bool batch_opens(const struct plan *plan, int64_t ticket_id)
{
	return plan->new_ticket && plan->ticket_id == ticket_id &&
	       plan->move_count == 0;
}

void batch_people(struct db *db, const struct batch *batch)
{
	struct table contacts = { .arena = batch->arena };
	struct table addresses = { .arena = batch->arena };
	struct table languages = { .arena = batch->arena };
	struct table persons = { .arena = batch->arena };
	struct table heard = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];
		const struct plan_address *new = plan->address;
		const bool sure = plan->language != NULL &&
				  plan->language[0] != '\0';
		const bool new_person = new != NULL && plan->by_person &&
			strcmp(new->address, plan->author) == 0;

		if (new != NULL) {
			TABLE_ADD(&contacts, value_int(new->contact_id),
				  value_text(new->name),
				  value_text(plan->language),
				  value_usec(plan->now));
			TABLE_ADD(&addresses, value_int(new->id),
				  value_int(new->contact_id),
				  value_text(new->address),
				  value_text(new->name),
				  value_usec(plan->now),
				  value_moment(new_person ? plan->now : 0));
		}
		if (plan->contact_id != 0 && sure)
			TABLE_ADD(&languages, value_int(plan->contact_id),
				  value_text(plan->language));
		if (!plan->by_person)
			continue;
		if (!new_person)
			TABLE_ADD(&persons, value_text(plan->author),
				  value_usec(plan->now));
		TABLE_ADD(&heard, value_text(plan->author));
	}
	tx_do_table(db, SQL_COMMIT_CONTACTS, batch->desk_id, &contacts);
	tx_do_table(db, SQL_COMMIT_ADDRESSES, batch->desk_id, &addresses);
	tx_do_table(db, SQL_COMMIT_LANGUAGES, batch->desk_id, &languages);
	tx_do_table(db, SQL_COMMIT_PERSONS, batch->desk_id, &persons);
	tx_do_table(db, SQL_COMMIT_UNMUTES, batch->desk_id, &heard);
}

static void add_ticket(struct table *table, const struct ticket *ticket)
{
	TABLE_ADD(table, value_int(ticket->id), value_int(ticket->number),
		  value_text(ticket_state_word(ticket->state)),
		  value_text(ticket->subject),
		  value_text(urgency_word(ticket->urgency)),
		  value_int(ticket->score), value_text(ticket->queue),
		  value_int(ticket->tier), value_id(ticket->requester),
		  value_text(ticket->requester_address),
		  value_text(ticket->language), value_usec(ticket->created),
		  value_usec(ticket->updated), value_moment(ticket->closed),
		  value_text(ticket->agent), value_text(ticket->reasons),
		  value_moment(ticket->until));
}

/* How a ticket is after the batch: what the last plan says counts. */
struct touched {
	const struct ticket *ticket;
	bool new;
};

struct touched_tickets {
	struct map by_id;
	struct touched *at;
	size_t count;
};

static void touch(struct touched_tickets *all, const struct ticket *ticket,
		  bool new)
{
	struct touched *known;
	char id[ASCII_DECIMAL];

	ascii_decimal(id, ticket->id);
	known = map_get(&all->by_id, id);
	if (known == NULL) {
		known = &all->at[all->count++];
		map_put(&all->by_id, id, known);
	}
	known->ticket = ticket;
	known->new |= new;
}

static void touch_all(struct touched_tickets *all, const struct plan *plan)
{
	if (plan->ticket != NULL)
		touch(all, plan->ticket, plan->new_ticket);
	for (size_t i = 0; i < plan->further_count; i++)
		touch(all, plan->further[i].ticket, plan->further[i].new);
}

static void queue_tickets(struct db *db, const struct batch *batch,
			  const struct touched_tickets *all)
{
	struct table fresh = { .arena = batch->arena };
	struct table changed = { .arena = batch->arena };
	struct table tags = { .arena = batch->arena };
	struct table kept = { .arena = batch->arena };
	struct table ids = { .arena = batch->arena };

	for (size_t i = 0; i < all->count; i++) {
		const struct ticket *ticket = all->at[i].ticket;

		add_ticket(all->at[i].new ? &fresh : &changed, ticket);
		if (!all->at[i].new)
			TABLE_ADD(&ids, value_int(ticket->id));
		for (size_t t = 0; t < ticket->tags.count; t++)
			TABLE_ADD(all->at[i].new ? &tags : &kept,
				  value_int(ticket->id),
				  value_text(ticket->tags.at[t]));
	}
	tx_do_table(db, SQL_COMMIT_TICKETS, batch->desk_id, &fresh);
	tx_do_table(db, SQL_COMMIT_TICKET_CHANGES, batch->desk_id, &changed);
	tx_do_table(db, SQL_COMMIT_TAGS_NEW, batch->desk_id, &tags);
	tx_do_table(db, SQL_COMMIT_TAGS, batch->desk_id, &kept);
	/* No tag at all is an empty list of what stays, but still a list. */
	if (ids.rows > 0 && kept.rows == 0)
		TABLE_ADD(&kept, value_int(0), value_text(""));
	if (ids.rows > 0)
		TX_DO(db, SQL_COMMIT_TAGS_GONE, value_int(batch->desk_id),
		      table_column(&ids, 0), table_column(&kept, 0),
		      table_column(&kept, 1));
}

static void queue_responses(struct db *db, const struct batch *batch)
{
	struct table responses = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		if (plan->response == NULL)
			continue;
		TABLE_ADD(&responses, value_int(plan->ticket_id),
			  value_text(plan->ticket->queue),
			  value_text(urgency_word(plan->ticket->urgency)),
			  value_int(plan->response->ahead),
			  value_moment(plan->response->promised),
			  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_RESPONSES, batch->desk_id, &responses);
}

static void queue_fields(struct db *db, const struct batch *batch)
{
	struct table fields = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		for (size_t f = 0; f < plan->field_count; f++)
			TABLE_ADD(&fields, value_int(plan->ticket_id),
				  value_text(plan->fields[f].name),
				  value_text(plan->fields[f].value),
				  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_FIELDS, batch->desk_id, &fields);
}

static void queue_numbers(struct db *db, const struct batch *batch)
{
	struct table participants = { .arena = batch->arena };
	int64_t greatest = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		if (plan->new_ticket && plan->ticket->number > greatest)
			greatest = plan->ticket->number;
		for (size_t f = 0; f < plan->further_count; f++)
			if (plan->further[f].new &&
			    plan->further[f].ticket->number > greatest)
				greatest = plan->further[f].ticket->number;
		if (plan->participant != NULL)
			TABLE_ADD(&participants, value_int(plan->ticket_id),
				  value_text(plan->participant),
				  value_usec(plan->now));
	}
	if (greatest > 0)
		TX_DO(db, SQL_COMMIT_NUMBER, value_int(batch->desk_id),
		      value_int(greatest));
	tx_do_table(db, SQL_COMMIT_PARTICIPANTS, batch->desk_id,
		    &participants);
}

void batch_tickets(struct db *db, const struct batch *batch)
{
	struct touched_tickets all = { .by_id.arena = batch->arena };
	size_t most = batch->count;

	for (size_t i = 0; i < batch->count; i++)
		most += batch->plans[i]->further_count;
	all.at = ARENA_ARRAY(batch->arena, struct touched, most + 1);
	for (size_t i = 0; i < batch->count; i++)
		touch_all(&all, batch->plans[i]);
	queue_tickets(db, batch, &all);
	queue_numbers(db, batch);
	queue_fields(db, batch);
	queue_responses(db, batch);
}

static const char *short_id(const char *message_id)
{
	return message_id == NULL || strlen(message_id) > BATCH_ID_MOST
		? "" : message_id;
}

static bool is_automatic(const struct plan *plan, int64_t message_row)
{
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (plan->outgoing[i].message_row == message_row)
			return plan->outgoing[i].class == OUTGOING_AUTOMATIC;
	return false;
}

/* Of its subject and of what was written now.  None of our own acknowledgement:
 * who looks for one of its words looks for no ticket that everybody got it
 * for. */
static struct value words_of(struct arena *arena, const struct plan *plan,
			     const struct plan_message *message)
{
	const char *visible = message->visible;
	const char *const texts[] = {
		message->subject, visible[0] != '\0' ? visible : message->text,
	};
	const size_t count = is_automatic(plan, message->id) ? 0 : 2;
	size_t size;
	const char *vector = search_vector(arena, texts, count, &size);

	return value_words(vector, size);
}

/* What was written now stands there once: in the text. */
static struct value none_if(struct value value, bool none)
{
	value.null = none;
	return value;
}

static void add_messages(struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->message_count; i++) {
		const struct plan_message *message = &plan->messages[i];
		bool all = strcmp(message->visible, message->text) == 0;
		const char *shown = all ? NULL :
			shown_of(table->arena, message->text,
				 message->visible);

		TABLE_ADD(table, value_int(message->id),
			  value_int(message->ticket_id),
			  value_id(plan->mail_id),
			  value_text(message_direction_word(
					  message->direction)),
			  value_text(message->message_id),
			  value_text(message->from_address),
			  value_text(message->from_name),
			  value_text(message->subject),
			  value_text(message->text),
			  none_if(value_text(message->visible),
				  all || shown != NULL),
			  none_if(value_text(shown), shown == NULL),
			  value_text(message->language),
			  value_bool(message->unverified),
			  value_usec(plan->now),
			  words_of(table->arena, plan, message));
	}
}

static void add_events(struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->event_count; i++)
		TABLE_ADD(table, value_int(plan->events[i].id),
			  value_int(plan->events[i].ticket_id),
			  value_id(plan->mail_id),
			  value_text(event_word(plan->events[i].kind)),
			  value_text(plan->events[i].word),
			  value_text(plan->events[i].detail),
			  value_usec(plan->now),
			  value_json(plan->events[i].undo));
}

/* Of the ticket that the plan opens, and not named twice: what comes again is
 * added to the first. */
static bool is_new_mention(const struct plan *plan, size_t i)
{
	const struct plan_mention *mention = &plan->mentions[i];

	if (!batch_opens(plan, mention->ticket_id))
		return false;
	for (size_t k = 0; k < i; k++)
		if (strcmp(plan->mentions[k].message_id,
			   mention->message_id) == 0)
			return false;
	return true;
}

static void add_mentions(struct table *opening, struct table *others,
			 const struct plan *plan)
{
	for (size_t i = 0; i < plan->mention_count; i++) {
		const struct plan_mention *mention = &plan->mentions[i];

		if (short_id(mention->message_id)[0] == '\0')
			continue;
		TABLE_ADD(is_new_mention(plan, i) ? opening : others,
			  value_text(mention->message_id),
			  value_id(mention->ticket_id),
			  value_bool(mention->ours),
			  value_bool(mention->automatic),
			  value_bool(mention->received),
			  value_text(mention->branch));
	}
}

void batch_messages(struct db *db, const struct batch *batch)
{
	struct table messages = { .arena = batch->arena };
	struct table events = { .arena = batch->arena };
	struct table opening = { .arena = batch->arena };
	struct table mentions = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		add_messages(&messages, batch->plans[i]);
		add_events(&events, batch->plans[i]);
		add_mentions(&opening, &mentions, batch->plans[i]);
	}
	tx_do_table(db, SQL_COMMIT_MESSAGES, batch->desk_id, &messages);
	tx_do_table(db, SQL_COMMIT_EVENTS, batch->desk_id, &events);
	tx_do_table(db, SQL_COMMIT_MENTIONS_NEW, batch->desk_id, &opening);
	tx_do_table(db, SQL_COMMIT_MENTIONS, batch->desk_id, &mentions);
}
