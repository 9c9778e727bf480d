/* history_apply.c - what is known once a plan will have been done. */

#include "desk/history_add.h"

#include "base/text.h"
#include "mail/origin.h"

static void add_relations(struct history *history, struct known_ticket *ticket,
			  const struct plan_relation *relations, size_t count)
{
	struct plan_relation *all = ARENA_ARRAY(
		history->arena, struct plan_relation,
		ticket->relation_count + count);
	size_t known = ticket->relation_count;

	for (size_t i = 0; i < known; i++)
		all[i] = ticket->relations[i];
	for (size_t i = 0; i < count; i++)
		all[known + i] = relations[i];
	ticket->relations = all;
	ticket->relation_count = known + count;
}

static void join_said(struct arena *arena, struct known_ticket *whole,
		      const struct known_ticket *part)
{
	struct known_said *all = ARENA_ARRAY(arena, struct known_said,
					     whole->said_count +
					     part->said_count);
	size_t w = 0, p = 0, count = 0;

	while (w < whole->said_count || p < part->said_count)
		all[count++] = p == part->said_count ||
			(w < whole->said_count &&
			 whole->said[w].at >= part->said[p].at)
			? whole->said[w++] : part->said[p++];
	whole->said = all;
	whole->said_count = count;
	if (whole->last == NULL)
		whole->last = part->last;
}

void history_fold(struct history *history, int64_t id)
{
	struct known_ticket *part = history_itself(history, id);
	struct known_ticket *whole = history_root(history, part);

	if (part == NULL || part == whole)
		return;
	whole->participants = history_joined(history->arena,
					     &whole->participants,
					     &part->participants);
	whole->texts = history_joined(history->arena, &whole->texts,
				      &part->texts);
	join_said(history->arena, whole, part);
	whole->acknowledged |= part->acknowledged;
	whole->verified |= part->verified;
	whole->ticket.quiet |= part->ticket.quiet;
	add_relations(history, whole, part->relations, part->relation_count);
}

static void apply_ticket(struct history *history, const struct ticket *ticket)
{
	struct known_ticket *known = history_itself(history, ticket->id);

	history_apply_load(history, known == NULL ? NULL : &known->ticket,
			   ticket);
	if (known == NULL) {
		known = ARENA_NEW(history->arena, struct known_ticket);
		known->ticket = *ticket;
		history_add_ticket(history, known);
		if (ticket->number >= history->next_number)
			history->next_number = ticket->number + 1;
	}
	known->ticket = *ticket;
}

static void apply_tickets(struct history *history, const struct plan *plan)
{
	if (plan->ticket != NULL)
		apply_ticket(history, plan->ticket);
	for (size_t i = 0; i < plan->further_count; i++)
		apply_ticket(history, plan->further[i].ticket);
}

/* Where an agent writes, what was said just now comes first. */
static void apply_said(struct history *history, struct known_ticket *known,
		       const struct plan *plan)
{
	struct known_said *all;
	size_t count = 0;

	if (known->said_count == 0)
		return;
	all = ARENA_ARRAY(history->arena, struct known_said,
			  known->said_count + plan->message_count);
	for (size_t i = plan->message_count; i-- > 0;)
		all[count++] = (struct known_said){
			.direction = plan->messages[i].direction,
			.at = plan->now,
			.message_id = plan->messages[i].message_id,
			.from_address = plan->messages[i].from_address,
			.from_name = plan->messages[i].from_name,
			.visible = plan->messages[i].visible,
		};
	for (size_t i = 0; i < known->said_count; i++)
		all[count++] = known->said[i];
	known->said = all;
	known->said_count = count;
}

/* Which articles the customer was shown. */
static void apply_offers(struct history *history, const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);

	if (known != NULL && plan->offered.count > 0)
		known->offered = plan->offered;
}

/* What this mail said, and what we answered, may be quoted by the next. */
static void apply_texts(struct history *history, const struct plan *plan)
{
	struct known_ticket *known = history_ticket(history, plan->ticket_id);
	const char **all;
	size_t count = 0;

	if (known == NULL || plan->message_count == 0)
		return;
	apply_said(history, known, plan);
	all = ARENA_ARRAY(history->arena, const char *,
			  known->texts.count + plan->message_count);
	for (size_t i = plan->message_count; i-- > 0;) {
		if (plan->messages[i].direction == MESSAGE_NOTE)
			continue;
		all[count++] = plan->messages[i].text;
		known->verified |= plan->messages[i].direction == MESSAGE_IN &&
				   !plan->messages[i].unverified;
	}
	for (size_t i = 0; i < known->texts.count; i++)
		all[count++] = known->texts.at[i];
	known->texts = (struct strings){ all, count };
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
		known->bounced = known->complained = false;
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
			.branch = from->branch,
		};

		history_add_mention(history, &mention);
	}
}

/* What a person put elsewhere is found there by the next mail. */
static void apply_moves(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->mention_move_count; i++) {
		const struct plan_mention_move *move =
			&plan->mention_moves[i];
		struct known_mail *mail = history_same_id(history,
							  move->message_id);
		struct known_mention *known = map_get(&history->mentions,
						      move->message_id);

		for (; known != NULL; known = known->next)
			if (known->ticket != NULL &&
			    known->ticket->ticket.id == move->from_ticket)
				known->ticket = history_itself(
					history, move->ticket_id);
		for (; mail != NULL; mail = mail->next)
			if (mail->ticket_id == move->from_ticket)
				mail->ticket_id = move->ticket_id;
	}
	for (size_t i = 0; i < plan->clue_move_count; i++)
		history_move_clue(history, &plan->clue_moves[i]);
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
	history->autos_ten++;
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
		if (out->class == OUTGOING_ADMIN)
			history->notices_hour++;
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
	else
		known->soft++;
}

static void apply_complaint(struct history *history, const struct plan *plan)
{
	const struct known_outbox *known =
		history_outbox(history, plan->complained_outbox);

	if (plan->complained_outbox != 0 && known != NULL)
		address_for(history, known->recipient)->complained = true;
}

static void apply_mail(struct history *history, const struct plan *plan)
{
	struct known_mail *mail;

	/* A copy is no original. */
	if (plan->mail_id == 0 ||
	    plan->disposition == DISPOSITION_DUPLICATE)
		return;
	mail = ARENA_NEW(history->arena, struct known_mail);
	mail->id = plan->mail_id;
	memcpy(mail->sha256, plan->sha256, sizeof(mail->sha256));
	memcpy(mail->content, plan->content, sizeof(mail->content));
	mail->message_id = plan->message_id;
	mail->ticket_id = plan->ticket_id;
	mail->author = plan->author;
	mail->listed = strcmp(plan->origin, origin_word(ORIGIN_LIST)) == 0;
	history_add_mail(history, mail);
	if (plan->author[0] != '\0')
		history_add_sent(history, plan->author, plan->received);
}

static void apply_alarm(struct history *history, const struct plan *plan)
{
	if (plan->breaker != NULL)
		history->breaker = *plan->breaker;
	if (plan->shape != 0)
		history_add_said(history, plan->shape, plan->author,
				 plan->now);
	if (plan->own_words)
		history_add_echo(history, plan->author);
}

static void apply_links(struct history *history, const struct plan *plan)
{
	for (size_t i = 0; i < plan->relation_count; i++) {
		struct known_ticket *from = history_ticket(
			history, plan->relations[i].ticket_id);

		if (from != NULL)
			add_relations(history, from, &plan->relations[i], 1);
	}
	for (size_t i = 0; i < plan->merge_count; i++) {
		struct known_ticket *part = history_itself(
			history, plan->merges[i].ticket_id);

		if (part == NULL)
			continue;
		part->ticket.merged_into = plan->merges[i].into;
		history_fold(history, part->ticket.id);
	}
	for (size_t i = 0; i < plan->clue_count; i++)
		history_add_clue(history, &(struct known_clue){
			.kind = plan->clues[i].kind,
			.key = plan->clues[i].key,
			.ticket = history_itself(history,
						 plan->clues[i].ticket_id),
		});
}

/* It is one of those who wait. */
static void apply_response(struct history *history, const struct plan *plan)
{
	if (plan->response != NULL)
		history_add_load(history, plan->ticket->queue,
				 plan->ticket->urgency, 1);
}

void history_apply(struct history *history, const struct plan *plan)
{
	apply_tickets(history, plan);
	apply_offers(history, plan);
	apply_texts(history, plan);
	history_apply_people(history, plan);
	apply_sender(history, plan);
	apply_mentions(history, plan);
	apply_moves(history, plan);
	apply_outgoing(history, plan);
	history_apply_steps(history, plan);
	apply_bounce(history, plan);
	apply_complaint(history, plan);
	apply_alarm(history, plan);
	apply_links(history, plan);
	apply_response(history, plan);
	history_apply_draft(history, plan);
	apply_mail(history, plan);
}
