/* planner.c - the effects of a plan, one verb each. */

#include "desk/planner.h"

#include "base/buffer.h"
#include "base/hmac.h"
#include "base/text.h"

#include <assert.h>

/* What a person reads, for telling a copy from another mail that uses the
 * same Message-ID again. */
static void digest_content(struct arena *arena, const struct message *message,
			   const char *author, uint8_t content_r[32])
{
	struct buffer all = { .arena = arena };
	size_t size = message->text_size;

	/* What passes mail on adds and drops empty lines at its end. */
	while (size > 0 && strchr(" \t\n", message->text[size - 1]) != NULL)
		size--;
	buffer_printf(&all, "%s\n%s\n%lld\n", author, message->subject,
		      message->has_date ? (long long)message->date : 0);
	buffer_add(&all, message->text, size);
	for (size_t i = 0; i < message->part_count; i++)
		if (message->parts[i].use == PART_ATTACHMENT)
			buffer_add(&all, message->parts[i].sha256, 32);
	hmac_digest(buffer_string(&all), all.size, content_r);
}

static void look_at(struct planner *planner, const struct hours *hours)
{
	usec_t now = planner->history->now;

	planner->hours = hours;
	planner->open = hours_open(hours, now);
	if (!hours_opening(hours, now, &planner->opens))
		planner->opens = PLANNER_NEVER;
}

void planner_look_at_hours(struct planner *planner)
{
	const struct desk *desk = planner->decider->desk;

	look_at(planner, cover_hours(&desk->cover, desk->hours,
				     planner->ticket.queue,
				     planner->ticket.urgency));
}

struct planner *planner_new(struct arena *arena, const struct decider *decider,
			    const struct decide_facts *facts,
			    struct history *history)
{
	struct planner *planner = ARENA_NEW(arena, struct planner);
	const struct message *message = facts->message;
	struct plan *plan = &planner->plan;

	planner->arena = arena;
	planner->decider = decider;
	planner->facts = facts;
	planner->rehearsal = facts->rehearsal;
	planner->history = history;
	planner->folded = ARENA_NEW(arena, struct planner_fold);
	planner->author = text_lower(arena, message_author(message));
	if (planner->author[0] != '\0')
		planner->known = history_address(history, planner->author);
	look_at(planner, decider->desk->hours);
	/* In-Reply-To, References, its own id and that of a mail attached to
	 * it, and the ids of what goes out. */
	planner->mention_room = message->in_reply_to.count +
				message->references.count + 2 +
				PLANNER_OUTGOING;
	planner->mentions = ARENA_ARRAY(arena, struct plan_mention,
					planner->mention_room);
	plan->mail_id = facts->mail_id;
	plan->now = history->now;
	plan->received = facts->received;
	plan->unparsed = facts->unparsed;
	plan->subject = message->subject;
	plan->origin = origin_word(facts->gist->origin.kind);
	plan->answer = "";
	plan->author = planner->author;
	plan->message_id = message->message_id;
	plan->language = facts->gist->language == NULL
		? "" : facts->gist->language;
	memcpy(plan->sha256, facts->sha256, sizeof(plan->sha256));
	if (!planner->rehearsal)
		digest_content(arena, message, planner->author,
			       plan->content);
	plan->events = planner->events;
	plan->messages = planner->messages;
	plan->mentions = planner->mentions;
	plan->outgoing = planner->outgoing;
	plan->notifications = planner->notifications;
	plan->relations = planner->relations;
	plan->merges = planner->merges;
	return planner;
}

struct planner *planner_by_hand(struct arena *arena,
				const struct decider *decider,
				struct history *history)
{
	static const struct message message = {
		.message_id = "", .subject = "", .text = "",
		.sender = { "", "" }, .return_path = { "", "" },
	};
	static const struct gist gist = {
		.fold = { .visible = "" },
		.identity = { .kind = IDENTITY_FROM },
	};
	struct decide_facts *facts = ARENA_NEW(arena, struct decide_facts);
	struct planner *planner;

	*facts = (struct decide_facts){
		.received = history->now, .message = &message, .gist = &gist,
	};
	planner = planner_new(arena, decider, facts, history);
	planner->plan.how = "by-hand";
	planner->plan.reason = planner->plan.origin = "";
	return planner;
}

void planner_end(struct planner *planner, enum disposition disposition,
		 const char *how, const char *reason)
{
	planner->plan.disposition = disposition;
	planner->plan.how = how;
	planner->plan.reason = reason;
}

int64_t planner_whole(const struct planner *planner, int64_t ticket_id)
{
	const struct known_ticket *ticket =
		history_ticket(planner->history, ticket_id);

	return ticket == NULL ? ticket_id : ticket->ticket.id;
}

void planner_event_in(struct planner *planner, int64_t ticket_id,
		      enum event_kind kind, const char *word,
		      const char *detail)
{
	struct plan *plan = &planner->plan;

	assert(plan->event_count < PLANNER_EVENTS);
	planner->events[plan->event_count++] = (struct plan_event){
		.id = history_take_id(planner->history),
		.ticket_id = ticket_id,
		.kind = kind,
		.word = word,
		.detail = detail,
	};
}

void planner_event(struct planner *planner, enum event_kind kind,
		   const char *word, const char *detail)
{
	planner_event_in(planner, planner->plan.ticket_id, kind, word, detail);
}

void planner_mention(struct planner *planner,
		     const struct plan_mention *mention)
{
	struct plan *plan = &planner->plan;

	for (size_t i = 0; i < plan->mention_count; i++) {
		struct plan_mention *known = &planner->mentions[i];

		if (strcmp(known->message_id, mention->message_id) != 0)
			continue;
		known->received |= mention->received;
		return;
	}
	assert(plan->mention_count < planner->mention_room);
	planner->mentions[plan->mention_count++] = *mention;
}

void planner_relate(struct planner *planner, int64_t ticket_id, int64_t other,
		    enum relation_kind kind)
{
	struct plan *plan = &planner->plan;

	for (size_t i = 0; i < plan->relation_count; i++)
		if (planner->relations[i].ticket_id == ticket_id &&
		    planner->relations[i].other_id == other)
			return;
	assert(plan->relation_count < PLANNER_RELATIONS);
	planner->relations[plan->relation_count++] = (struct plan_relation){
		ticket_id, other, kind };
}

static void mention_all(struct planner *planner, const struct strings *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		planner_mention(planner, &(struct plan_mention){
			.message_id = ids->at[i],
			.ticket_id = planner->plan.ticket_id,
			.branch = planner->match.branch.cited,
		});
}

static void leave_clues(struct planner *planner)
{
	const struct clues *clues = &planner->match.clues;
	struct plan_clue *at = ARENA_ARRAY(planner->arena, struct plan_clue,
					   clues->count);

	for (size_t i = 0; i < clues->count; i++) {
		at[i] = clues->at[i];
		at[i].ticket_id = planner->plan.ticket_id;
	}
	planner->plan.clues = at;
	planner->plan.clue_count = clues->count;
}

/* Folded again where we know what may be quoted: the surest way, in any
 * language and without any mark. */
const char *planner_visible(const struct planner *planner,
			    const struct known_ticket *ticket)
{
	const struct decide_facts *facts = planner->facts;
	struct planner_fold *folded = planner->folded;

	if (facts->unparsed || ticket == NULL || ticket->texts.count == 0)
		return facts->gist->fold.visible;
	/* It is asked by several, nearly always of the same ticket. */
	if (folded->ticket != ticket)
		*folded = (struct planner_fold){
			ticket, fold_text(planner->arena, facts->message,
					  &ticket->texts).visible };
	return folded->visible;
}

void planner_receive(struct planner *planner, enum message_direction direction)
{
	const struct message *message = planner->facts->message;
	const struct gist *gist = planner->facts->gist;
	struct plan *plan = &planner->plan;
	const struct mailbox *from = message->from.count > 0
		? &message->from.at[0] : NULL;

	if (message->message_id[0] != '\0')
		planner_mention(planner, &(struct plan_mention){
			.message_id = message->message_id,
			.ticket_id = plan->ticket_id,
			.received = true,
			.branch = planner->match.branch.own,
		});
	/* Where a sender who failed, or who is held, leads to, others shall
	 * not be led. */
	if (direction == MESSAGE_IN && gist->auth.verdict != AUTH_FAIL) {
		mention_all(planner, &message->in_reply_to);
		mention_all(planner, &message->references);
		leave_clues(planner);
	}
	/* An agent attached it: it is here as if it had come by itself. */
	if (gist->identity.original != NULL)
		planner_mention(planner, &(struct plan_mention){
			.message_id = gist->identity.original,
			.ticket_id = plan->ticket_id,
			.received = true,
		});
	planner->messages[plan->message_count++] = (struct plan_message){
		.id = history_take_id(planner->history),
		.ticket_id = plan->ticket_id,
		.direction = direction,
		.message_id = message->message_id,
		.from_address = from == NULL ? "" : from->address,
		.from_name = from == NULL ? "" : from->name,
		.subject = message->subject,
		.text = message->text,
		.visible = planner_visible(planner, history_ticket(
			planner->history, plan->ticket_id)),
		.language = plan->language,
		.unverified = gist->auth.verdict != AUTH_PASS,
	};
	plan->parts = message->parts;
	plan->part_count = message->part_count;
}

int64_t planner_contact(struct planner *planner)
{
	struct plan_address *address;

	if (planner->author[0] == '\0')
		return 0;
	if (planner->known != NULL && planner->known->contact_id != 0) {
		planner->plan.contact_id = planner->known->contact_id;
		return planner->plan.contact_id;
	}
	address = ARENA_NEW(planner->arena, struct plan_address);
	address->id = history_take_id(planner->history);
	address->contact_id = history_take_id(planner->history);
	address->address = planner->author;
	address->name = planner->facts->message->from.at[0].name;
	planner->plan.address = address;
	planner->plan.contact_id = address->contact_id;
	return address->contact_id;
}

bool planner_is_person(const struct planner *planner)
{
	return planner->facts->gist->origin.kind == ORIGIN_PERSON;
}

bool planner_kept_out(struct planner *planner)
{
	const struct judgement *judgement = &planner->judgement;

	if (planner->facts->released || judgement->verdict == RULE_KEEP)
		return false;
	planner_end(planner, judgement->verdict == RULE_DROP
			    ? DISPOSITION_DROPPED : DISPOSITION_QUARANTINED,
		    "rule", judgement->verdict_rule);
	return true;
}

void planner_classify(struct planner *planner,
		      const struct known_ticket *ticket)
{
	const struct situation situation = planner_situation(planner, ticket);
	struct judgement *judgement = &planner->judgement;
	const char **names;

	*judgement = classify_ticket(planner->arena, planner->decider->rules,
				     planner->facts->mail_class,
				     planner->decider->desk, &situation);
	names = ARENA_ARRAY(planner->arena, const char *,
			    judgement->reason_count);
	for (size_t i = 0; i < judgement->reason_count; i++)
		names[i] = judgement->reasons[i].rule;
	planner->plan.rules = (struct strings){ names,
						judgement->reason_count };
}
