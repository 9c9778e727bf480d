/* history.c - what is known, looked up by key and grown plan by plan. */

#include "base/ascii.h"
#include "desk/correct.h"
#include "desk/history_add.h"

#include <assert.h>

struct history *history_new(struct arena *arena)
{
	struct history *history = ARENA_NEW(arena, struct history);
	struct map empty = { .arena = arena };

	history->arena = arena;
	history->tickets = history->numbers = history->mentions = empty;
	history->addresses = history->mails = history->message_ids = empty;
	history->outbox = history->domains = history->clues = empty;
	history->senders = history->echoes = history->said = empty;
	history->expectations = history->held = empty;
	history->drafts = history->asked = history->muted = empty;
	history->loads = history->served = empty;
	return history;
}

/* Ids and digests as map keys. */
struct decimal {
	char text[ASCII_DECIMAL];
};

struct hex {
	char text[65];
};

static struct decimal decimal_of(int64_t id)
{
	struct decimal key;

	ascii_decimal(key.text, id);
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
	const char *branch = mention->branch == NULL ? "" : mention->branch;
	struct known_mention *copy, *first, *known;

	first = map_get(&history->mentions, mention->message_id);
	for (known = first; known != NULL; known = known->next) {
		if (known->ticket != mention->ticket)
			continue;
		known->ours |= mention->ours;
		known->automatic |= mention->automatic;
		known->received |= mention->received;
		/* Two subjects in one ticket: either leads there. */
		if (strcmp(known->branch, branch) != 0)
			known->branch = "";
		return;
	}
	copy = arena_memdup(history->arena, mention, sizeof(*mention));
	copy->branch = branch;
	copy->next = first;
	map_put(&history->mentions, mention->message_id, copy);
}

struct clue_key {
	char text[160];
};

static struct clue_key clue_key_of(enum clue_kind kind, const char *key)
{
	struct clue_key whole;

	snprintf(whole.text, sizeof(whole.text), "%s/%s", clue_word(kind),
		 key);
	return whole;
}

void history_add_clue(struct history *history, const struct known_clue *clue)
{
	const struct clue_key key = clue_key_of(clue->kind, clue->key);
	struct known_clue *first = map_get(&history->clues, key.text), *copy;

	for (const struct known_clue *c = first; c != NULL; c = c->next)
		if (c->ticket == clue->ticket)
			return;
	copy = arena_memdup(history->arena, clue, sizeof(*clue));
	copy->next = first;
	map_put(&history->clues, key.text, copy);
}

void history_move_clue(struct history *history,
		       const struct plan_clue_move *move)
{
	struct known_clue *clue = map_get(
		&history->clues, clue_key_of(move->kind, move->key).text);

	for (; clue != NULL; clue = clue->next)
		if (clue->ticket != NULL &&
		    clue->ticket->ticket.id == move->from_ticket)
			clue->ticket = history_itself(history,
						      move->ticket_id);
}

const struct known_clue *history_clue(const struct history *history,
				      enum clue_kind kind, const char *key)
{
	return map_get(&history->clues, clue_key_of(kind, key).text);
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
	struct known_mail *first, *known;

	if (map_get(&history->mails, key.text) == NULL)
		map_put(&history->mails, key.text, mail);
	if (mail->message_id[0] == '\0')
		return;
	first = map_get(&history->message_ids, mail->message_id);
	for (known = first; known != NULL; known = known->next)
		if (known->id == mail->id)
			return;
	mail->next = first;
	map_put(&history->message_ids, mail->message_id, mail);
}

void history_add_domain(struct history *history, struct known_domain *domain)
{
	map_put(&history->domains, domain->domain, domain);
}

void history_add_echo(struct history *history, const char *address)
{
	map_put(&history->echoes, address, history);
}

void history_add_said(struct history *history, int64_t shape,
		      const char *author, usec_t at)
{
	const struct decimal key = decimal_of(shape);
	struct said *said = ARENA_NEW(history->arena, struct said);

	*said = (struct said){ author, at, map_get(&history->said, key.text) };
	map_put(&history->said, key.text, said);
}

const struct said *history_said(const struct history *history, int64_t shape)
{
	return map_get(&history->said, decimal_of(shape).text);
}

void history_add_outbox(struct history *history, struct known_outbox *outbox)
{
	map_put(&history->outbox, decimal_of(outbox->id).text, outbox);
}

void history_add_held(struct history *history, const struct correct_mail *mail)
{
	map_put(&history->held, decimal_of(mail->id).text, (void *)mail);
}

const struct correct_mail *history_held(const struct history *history,
					int64_t mail_id)
{
	return map_get(&history->held, decimal_of(mail_id).text);
}

struct known_ticket *history_itself(const struct history *history, int64_t id)
{
	return map_get(&history->tickets, decimal_of(id).text);
}

/* No ticket is merged into itself, but a chain could be made by hand that
 * comes back: it is followed so far only. */
enum { MERGES_MOST = 64 };

struct known_ticket *history_root(const struct history *history,
				  struct known_ticket *ticket)
{
	for (int i = 0; ticket != NULL && i < MERGES_MOST; i++) {
		struct known_ticket *next;

		if (ticket->ticket.merged_into == 0)
			break;
		next = history_itself(history, ticket->ticket.merged_into);
		if (next == NULL)
			break;
		ticket = next;
	}
	return ticket;
}

struct known_ticket *history_ticket(const struct history *history, int64_t id)
{
	return history_root(history, history_itself(history, id));
}

struct known_ticket *history_numbered(const struct history *history,
				      int64_t number)
{
	return map_get(&history->numbers, decimal_of(number).text);
}

struct known_ticket *history_number(const struct history *history,
				    int64_t number)
{
	return history_root(history, history_numbered(history, number));
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

static bool points_at(const struct history *history,
		      const struct known_ticket *from,
		      const struct known_ticket *to, enum relation_kind kind)
{
	for (size_t i = 0; i < from->relation_count; i++) {
		const struct plan_relation *relation = &from->relations[i];

		if (relation->kind == kind &&
		    (relation->other_id == to->ticket.id ||
		     history_ticket(history, relation->other_id) == to))
			return true;
	}
	return false;
}

bool history_related(const struct history *history,
		     const struct known_ticket *a,
		     const struct known_ticket *b, enum relation_kind kind)
{
	return points_at(history, a, b, kind) || points_at(history, b, a, kind);
}
