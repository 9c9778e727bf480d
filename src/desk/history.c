/* history.c - what is known, looked up by key and grown plan by plan. */

#include "desk/history.h"

#include "base/text.h"

#include <assert.h>
#include <inttypes.h>

struct history *history_new(struct arena *arena)
{
	struct history *history = ARENA_NEW(arena, struct history);
	struct map empty = { .arena = arena };

	history->arena = arena;
	history->tickets = history->numbers = history->mentions = empty;
	history->addresses = history->mails = history->message_ids = empty;
	history->outbox = history->domains = empty;
	return history;
}

/* Ids and digests as map keys. */
struct decimal {
	char text[24];
};

struct hex {
	char text[65];
};

static struct decimal decimal_of(int64_t id)
{
	struct decimal key;

	snprintf(key.text, sizeof(key.text), "%" PRId64, id);
	return key;
}

static struct hex hex_of(const uint8_t sha256[32])
{
	static const char digits[] = "0123456789abcdef";
	struct hex key;

	for (size_t i = 0; i < 32; i++) {
		key.text[2 * i] = digits[sha256[i] >> 4];
		key.text[2 * i + 1] = digits[sha256[i] & 15];
	}
	key.text[64] = '\0';
	return key;
}

void history_add_ticket(struct history *history, struct known_ticket *ticket)
{
	map_put(&history->tickets, decimal_of(ticket->ticket.id).text, ticket);
	map_put(&history->numbers, decimal_of(ticket->ticket.number).text,
		ticket);
}

void history_add_mention(struct history *history,
			 const struct known_mention *mention)
{
	struct known_mention *copy, *first, *known;

	first = map_get(&history->mentions, mention->message_id);
	for (known = first; known != NULL; known = known->next) {
		if (known->ticket != mention->ticket)
			continue;
		known->ours |= mention->ours;
		known->automatic |= mention->automatic;
		known->received |= mention->received;
		return;
	}
	copy = arena_memdup(history->arena, mention, sizeof(*mention));
	copy->next = first;
	map_put(&history->mentions, mention->message_id, copy);
}

void history_add_address(struct history *history,
			 struct known_address *address)
{
	map_put(&history->addresses, address->address, address);
}

/* The first of equal mails stays the one that others are copies of. */
void history_add_mail(struct history *history, struct known_mail *mail)
{
	struct hex key = hex_of(mail->sha256);

	if (map_get(&history->mails, key.text) == NULL)
		map_put(&history->mails, key.text, mail);
	if (mail->message_id[0] != '\0' &&
	    map_get(&history->message_ids, mail->message_id) == NULL)
		map_put(&history->message_ids, mail->message_id, mail);
}

void history_add_domain(struct history *history, struct known_domain *domain)
{
	map_put(&history->domains, domain->domain, domain);
}

void history_add_outbox(struct history *history, struct known_outbox *outbox)
{
	map_put(&history->outbox, decimal_of(outbox->id).text, outbox);
}

struct known_ticket *history_ticket(const struct history *history, int64_t id)
{
	return map_get(&history->tickets, decimal_of(id).text);
}

struct known_ticket *history_number(const struct history *history,
				    int64_t number)
{
	return map_get(&history->numbers, decimal_of(number).text);
}

const struct known_mention *history_mention(const struct history *history,
					    const char *message_id)
{
	return map_get(&history->mentions, message_id);
}

struct known_address *history_address(const struct history *history,
				      const char *address)
{
	return map_get(&history->addresses, address);
}

int history_domain_hour(const struct history *history, const char *domain)
{
	const struct known_domain *known = map_get(&history->domains, domain);

	return known == NULL ? 0 : known->autos_hour;
}

struct known_mail *history_same_bytes(const struct history *history,
				      const uint8_t sha256[32])
{
	return map_get(&history->mails, hex_of(sha256).text);
}

struct known_mail *history_same_id(const struct history *history,
				   const char *message_id)
{
	return map_get(&history->message_ids, message_id);
}

struct known_outbox *history_outbox(const struct history *history, int64_t id)
{
	return map_get(&history->outbox, decimal_of(id).text);
}

int64_t history_take_id(struct history *history)
{
	assert(history->ids.next < history->ids.end);
	return history->ids.next++;
}

/* --- what a plan changes --- */

static void apply_ticket(struct history *history, const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);

	if (plan->ticket == NULL)
		return;
	if (known == NULL) {
		known = ARENA_NEW(history->arena, struct known_ticket);
		known->ticket = *plan->ticket;
		history_add_ticket(history, known);
		if (plan->ticket->number >= history->next_number)
			history->next_number = plan->ticket->number + 1;
	}
	known->ticket = *plan->ticket;
}

/* What this mail said, and what we answered, may be quoted by the next. */
static void apply_texts(struct history *history, const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);
	const char **all;
	size_t count = 0;

	if (known == NULL || plan->message_count == 0)
		return;
	all = ARENA_ARRAY(history->arena, const char *,
			  known->texts.count + plan->message_count);
	for (size_t i = plan->message_count; i-- > 0;)
		if (plan->messages[i].direction != MESSAGE_NOTE)
			all[count++] = plan->messages[i].text;
	for (size_t i = 0; i < known->texts.count; i++)
		all[count++] = known->texts.at[i];
	known->texts = (struct strings){ all, count };
}

static void apply_participant(struct history *history,
			      const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);
	const char **all;
	size_t count;

	if (plan->participant == NULL || known == NULL)
		return;
	count = known->participants.count;
	all = ARENA_ARRAY(history->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		all[i] = known->participants.at[i];
	all[count] = plan->participant;
	known->participants.at = all;
	known->participants.count = count + 1;
}

static struct known_address *address_for(struct history *history,
					 const char *address)
{
	struct known_address *known = history_address(history, address);

	if (known != NULL)
		return known;
	known = ARENA_NEW(history->arena, struct known_address);
	known->address = address;
	known->name = known->language = "";
	history_add_address(history, known);
	return known;
}

static void apply_sender(struct history *history, const struct plan *plan)
{
	struct known_address *known;

	if (plan->author[0] == '\0')
		return;
	known = address_for(history, plan->author);
	if (plan->address != NULL) {
		known->id = plan->address->id;
		known->contact_id = plan->address->contact_id;
		known->name = plan->address->name;
	}
	if (plan->language[0] != '\0')
		known->language = plan->language;
	if (plan->by_person) {
		known->autos_without_person = 0;
		known->bounced = false;
	}
}

static void apply_mentions(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->mention_count; i++) {
		const struct plan_mention *from = &plan->mentions[i];
		struct known_mention mention = {
			.message_id = from->message_id,
			.ticket = history_ticket(history, from->ticket_id),
			.ours = from->ours,
			.automatic = from->automatic,
			.received = from->received,
		};

		history_add_mention(history, &mention);
	}
}

static void count_domain(struct history *history, const char *name)
{
	struct known_domain *known = map_get(&history->domains, name);

	if (known == NULL) {
		known = ARENA_NEW(history->arena, struct known_domain);
		known->domain = name;
		history_add_domain(history, known);
	}
	known->autos_hour++;
}

static void apply_automatic(struct history *history, int64_t ticket_id,
			    const char *recipient)
{
	struct known_ticket *ticket = history_ticket(history, ticket_id);
	struct known_address *known = address_for(history, recipient);
	const char *at = strrchr(recipient, '@');

	known->autos_hour++;
	known->autos_day++;
	known->autos_without_person++;
	history->autos_minute++;
	history->autos_hour++;
	if (ticket != NULL)
		ticket->acknowledged = true;
	if (at != NULL)
		count_domain(history, at + 1);
}

static void apply_outgoing(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->outgoing_count; i++) {
		const struct plan_outgoing *out = &plan->outgoing[i];
		struct known_outbox *known;

		known = ARENA_NEW(history->arena, struct known_outbox);
		known->id = out->id;
		known->ticket_id = out->ticket_id;
		known->recipient = text_lower(history->arena, out->rcpt_to);
		known->automatic = out->class == OUTGOING_AUTOMATIC;
		history_add_outbox(history, known);
		if (known->automatic)
			apply_automatic(history, out->ticket_id,
					known->recipient);
	}
}

static void apply_bounce(struct history *history, const struct plan *plan)
{
	struct known_outbox *known;

	if (plan->bounced_outbox == 0)
		return;
	known = history_outbox(history, plan->bounced_outbox);
	if (known == NULL)
		return;
	known->bounced = true;
	if (plan->bounced_hard)
		address_for(history, known->recipient)->bounced = true;
}

static void apply_mail(struct history *history, const struct plan *plan)
{
	struct known_mail *mail;

	if (plan->mail_id == 0)
		return;
	mail = ARENA_NEW(history->arena, struct known_mail);
	mail->id = plan->mail_id;
	memcpy(mail->sha256, plan->sha256, sizeof(mail->sha256));
	memcpy(mail->content, plan->content, sizeof(mail->content));
	mail->message_id = plan->message_id;
	mail->ticket_id = plan->ticket_id;
	mail->author = plan->author;
	history_add_mail(history, mail);
}

void history_apply(struct history *history, const struct plan *plan)
{
	apply_ticket(history, plan);
	apply_texts(history, plan);
	apply_participant(history, plan);
	apply_sender(history, plan);
	apply_mentions(history, plan);
	apply_outgoing(history, plan);
	apply_bounce(history, plan);
	apply_mail(history, plan);
}
