/* batch_ends.c - outgoing mail of a batch, and the end of its mails. */

#include "store/batch.h"

#include "base/text.h"

static void add_body(struct table *bodies, struct map *seen,
		     const struct plan_outgoing *out, usec_t now)
{
	char id[ASCII_DECIMAL];

	ascii_decimal(id, out->body_id);
	if (map_get(seen, id) != NULL)
		return;
	map_put(seen, id, (void *)out);
	TABLE_ADD(bodies, value_int(out->body_id), value_text(out->message_id),
		  value_text(out->subject), value_text(out->text),
		  value_bytes(out->bytes, out->size), value_usec(now));
}

void batch_add_outgoing(struct table *outbox, struct table *bodies,
			struct map *seen, const struct plan_outgoing *out,
			usec_t now)
{
	const char *address = text_lower(outbox->arena, out->rcpt_to);
	const char *at = strrchr(address, '@');

	add_body(bodies, seen, out, now);
	TABLE_ADD(outbox, value_int(out->id), value_int(out->body_id),
		  value_id(out->ticket_id), value_id(out->message_row),
		  value_text(outgoing_class_word(out->class)),
		  value_text(out->dedupe_key), value_text(out->template),
		  value_text(out->language), value_text(out->because),
		  value_text(out->mail_from), value_text(out->rcpt_to),
		  value_text(address), value_text(at == NULL ? "" : at + 1),
		  value_usec(out->due), value_usec(now),
		  value_text(out->hold_until == 0 ? "queued" : "held"));
}

static void add_pace(struct table *pace, const struct plan *plan)
{
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (plan->outgoing[i].class == OUTGOING_AUTOMATIC)
			TABLE_ADD(pace, value_usec(plan->now));
}

static void add_breaker(struct table *breakers, const struct breaker *breaker)
{
	TABLE_ADD(breakers, value_usec(breaker->since),
		  value_usec(breaker->until),
		  value_text(breaker_reason_word(breaker->why)));
}

void batch_outgoing(struct db *db, const struct batch *batch)
{
	struct table outbox = { .arena = batch->arena };
	struct table bodies = { .arena = batch->arena };
	struct table pace = { .arena = batch->arena };
	struct table breakers = { .arena = batch->arena };
	struct map seen = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		for (size_t o = 0; o < plan->outgoing_count; o++)
			batch_add_outgoing(&outbox, &bodies, &seen,
					   &plan->outgoing[o], plan->now);
		add_pace(&pace, plan);
		if (plan->breaker != NULL)
			add_breaker(&breakers, plan->breaker);
	}
	tx_do_table(db, SQL_COMMIT_BODIES, batch->desk_id, &bodies);
	tx_do_table(db, SQL_COMMIT_OUTBOX, batch->desk_id, &outbox);
	tx_do_table(db, SQL_COMMIT_PACE, batch->desk_id, &pace);
	tx_do_table(db, SQL_COMMIT_BREAKER, batch->desk_id, &breakers);
	if (outbox.rows > 0)
		tx_notify(db, DB_CHANNEL_OUTBOX, batch->desk_id);
}

void batch_returns(struct db *db, const struct batch *batch)
{
	struct table bounces = { .arena = batch->arena };
	struct table complaints = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		if (plan->bounced_outbox != 0)
			TABLE_ADD(&bounces, value_int(plan->bounced_outbox),
				  value_bool(plan->bounced_hard),
				  value_usec(plan->now));
		if (plan->complained_outbox != 0)
			TABLE_ADD(&complaints,
				  value_int(plan->complained_outbox),
				  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_BOUNCES, batch->desk_id, &bounces);
	tx_do_table(db, SQL_COMMIT_MUTES, batch->desk_id, &bounces);
	tx_do_table(db, SQL_COMMIT_COMPLAINTS, batch->desk_id, &complaints);
}

static void add_attachments(struct table *table, const struct plan *plan)
{
	for (size_t i = 0; i < plan->part_count; i++) {
		const struct part *part = &plan->parts[i];

		if (part->use != PART_ATTACHMENT)
			continue;
		TABLE_ADD(table, value_int(plan->mail_id),
			  value_int((int64_t)i), value_text(part->name),
			  value_text(part->type),
			  value_text(part->disposition),
			  value_text(part->encoding),
			  value_text(part->content_id),
			  value_int((int64_t)part->offset),
			  value_int((int64_t)part->length),
			  value_int((int64_t)part->size),
			  value_bytes(part->sha256, 32));
	}
}

static const char *rule_lines(struct arena *arena, const struct strings *rules)
{
	struct buffer lines = { .arena = arena };

	for (size_t i = 0; i < rules->count; i++)
		buffer_printf(&lines, "%s%s", i == 0 ? "" : "\n",
			      rules->at[i]);
	return buffer_string(&lines);
}

static void add_end(struct table *table, const struct plan *plan)
{
	const char *id = plan->message_id == NULL ||
			 strlen(plan->message_id) > BATCH_ID_MOST
		? "" : plan->message_id;

	TABLE_ADD(table, value_int(plan->mail_id),
		  value_text(disposition_word(plan->disposition)),
		  value_id(plan->ticket_id), value_text(plan->how),
		  value_text(plan->reason), value_text(plan->author),
		  value_text(id), value_bytes(plan->content, 32),
		  value_text(plan->subject), value_text(plan->origin),
		  value_text(plan->answer),
		  value_text(rule_lines(table->arena, &plan->rules)),
		  value_bool(plan->unparsed), value_usec(plan->now),
		  value_id(plan->shape));
}

void batch_ends(struct db *db, const struct batch *batch)
{
	struct table attachments = { .arena = batch->arena };
	struct table ends = { .arena = batch->arena };
	struct table traces = { .arena = batch->arena };

	for (size_t i = 0; i < batch->count; i++) {
		const struct plan *plan = batch->plans[i];

		if (plan->mail_id == 0)
			continue;
		add_attachments(&attachments, plan);
		add_end(&ends, plan);
		TABLE_ADD(&traces, value_int(plan->mail_id),
			  value_int(batch->ruleset),
			  value_text(plan->trace == NULL ? "{}" : plan->trace),
			  value_usec(plan->now));
	}
	tx_do_table(db, SQL_COMMIT_ATTACHMENTS, batch->desk_id, &attachments);
	tx_do_table(db, SQL_COMMIT_ENDS, batch->desk_id, &ends);
	tx_do_table(db, SQL_COMMIT_TRACES, batch->desk_id, &traces);
	if (ends.rows > 0)
		tx_notify(db, DB_CHANNEL_ENDED, batch->desk_id);
}
