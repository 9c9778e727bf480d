/* keys.c - what history must be read for a batch of mails. */

#include "desk/match.h"

#include "base/text.h"
#include "desk/agentkeys.h"
#include "desk/breaker.h"
#include "mail/subject.h"

/* A list of texts without repetition. */
struct set {
	struct arena *arena;
	struct map seen;
	const char **at;
	size_t count, room;
};

static void put(struct set *set, const char *text)
{
	const char **more;

	if (text == NULL || text[0] == '\0' ||
	    map_get(&set->seen, text) != NULL)
		return;
	map_put(&set->seen, text, set);
	if (set->count == set->room) {
		set->room = set->room == 0 ? 64 : set->room * 2;
		more = ARENA_ARRAY(set->arena, const char *, set->room);
		for (size_t i = 0; i < set->count; i++)
			more[i] = set->at[i];
		set->at = more;
	}
	set->at[set->count++] = text;
}

static void put_all(struct set *set, const struct strings *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		put(set, texts->at[i]);
}

struct numbers {
	int64_t *at;
	size_t count;
};

static void put_domain(struct set *domains, const char *address)
{
	const char *at = strrchr(address, '@');

	if (at != NULL)
		put(domains, at + 1);
}

/* Agents name tickets and people in their commands. */
static void put_agents(const struct agent_keys *agents,
		       struct numbers *tickets, struct set *addresses,
		       struct set *domains)
{
	for (size_t i = 0; i < agents->ticket_count; i++)
		tickets->at[tickets->count++] = agents->tickets[i];
	for (size_t i = 0; i < agents->address_count; i++) {
		put(addresses, agents->addresses[i]);
		put_domain(domains, agents->addresses[i]);
	}
}

/* What the tokens claim; whether they may is found out later. */
static void put_claims(const struct token_claims *claims,
		       struct numbers *tickets, struct numbers *outbox,
		       struct numbers *drafts)
{
	for (size_t i = 0; i < claims->count; i++) {
		const struct token *token = &claims->at[i].token;

		if (token->role == TOKEN_RETURN)
			outbox->at[outbox->count++] = token->item;
		else
			tickets->at[tickets->count++] = token->ticket;
		if (token->role == TOKEN_CONFIRM)
			drafts->at[drafts->count++] = token->item;
	}
}

/* Our mail that a report names. */
static void put_reported(const struct report *report, struct numbers *outbox)
{
	struct token token;

	if (report != NULL && report->original_message_id != NULL &&
	    token_read_id(report->original_message_id, &token))
		outbox->at[outbox->count++] = token.item;
}

static void put_tag(const struct message *message, struct numbers *tickets)
{
	int64_t number = subject_number(message->subject);

	if (number != 0)
		tickets->at[tickets->count++] = number;
}

static void put_mail(struct set *ids, struct set *own, struct set *addresses,
		     struct set *domains, const struct match_source *mail)
{
	const struct bounce *bounce = mail->gist->bounce;

	put(ids, mail->message->message_id);
	put(own, mail->message->message_id);
	put_all(ids, &mail->message->in_reply_to);
	put_all(ids, &mail->message->references);
	if (bounce != NULL)
		put(ids, bounce->original_message_id);
	put(addresses, mail->author);
	/* Of a proven sender's domain nobody asks: respond_caps(). */
	if (mail->gist->auth.verdict != AUTH_PASS)
		put_domain(domains, mail->author);
}

/* How far the nearest limit of all automatic mail is, whatever the breaker is
 * by now; each mail of the batch has one answer at most. */
static int64_t quiet_of(const struct desk *desk, size_t count)
{
	const struct desk_caps *caps = &desk->caps;
	int least = caps->desk_minute < caps->desk_hour ? caps->desk_minute :
							  caps->desk_hour;

	if (desk->breaker > 0) {
		const int limit = breaker_limit(BREAKER_TRIAL, desk->breaker,
						0);

		least = limit < least ? limit : least;
	}
	return least > (int64_t)count ? least - (int64_t)count : 0;
}

/* Is it new?  Then no more. */
static bool is_new(struct map *seen, const struct plan_clue *clue)
{
	const char *whole = arena_printf(seen->arena, "%s/%s",
					 clue_word(clue->kind), clue->key);

	if (map_get(seen, whole) != NULL)
		return false;
	map_put(seen, whole, seen);
	return true;
}

/* The clues of all mails, each once. */
static struct clues all_clues(struct arena *arena, const struct desk *desk,
			      const struct match_source *mails, size_t count)
{
	struct clues *each = ARENA_ARRAY(arena, struct clues, count);
	struct map seen = { .arena = arena };
	struct plan_clue *all;
	size_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		each[i] = clues_of(arena, desk, mails[i].message,
				   mails[i].author);
		sum += each[i].count;
	}
	all = ARENA_ARRAY(arena, struct plan_clue, sum);
	sum = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < each[i].count; k++)
			if (is_new(&seen, &each[i].at[k]))
				all[sum++] = each[i].at[k];
	return (struct clues){ all, sum };
}

static int64_t *shapes_of(struct arena *arena,
			  const struct match_source *mails, size_t count)
{
	int64_t *shapes = ARENA_ARRAY(arena, int64_t, count);

	for (size_t i = 0; i < count; i++)
		shapes[i] = mails[i].shape;
	return shapes;
}

struct keys match_keys(struct arena *arena, const struct desk *desk,
		       const struct match_source *mails, size_t count)
{
	const struct clues clues = all_clues(arena, desk, mails, count);
	const struct agent_keys agents = agentkeys_of(arena, desk, mails,
						      count);
	struct set ids = { .arena = arena, .seen = { .arena = arena } };
	struct set own = ids, addresses = ids, domains = ids;
	struct numbers tickets = { 0 }, outbox = { 0 }, drafts = { 0 };
	uint8_t (*sha256)[32] = arena_alloc(arena, 32 * count);
	size_t claims = 0;

	for (size_t i = 0; i < count; i++)
		claims += mails[i].gist->tokens.count;
	tickets.at = ARENA_ARRAY(arena, int64_t, claims + count +
						  agents.ticket_count);
	outbox.at = ARENA_ARRAY(arena, int64_t, claims + count);
	drafts.at = ARENA_ARRAY(arena, int64_t, claims);
	for (size_t i = 0; i < count; i++) {
		put_mail(&ids, &own, &addresses, &domains, &mails[i]);
		put_claims(&mails[i].gist->tokens, &tickets, &outbox,
			   &drafts);
		put_reported(mails[i].gist->report, &outbox);
		put_tag(mails[i].message, &tickets);
		memcpy(sha256[i], mails[i].sha256, 32);
	}
	put_agents(&agents, &tickets, &addresses, &domains);
	return (struct keys){
		.shapes = shapes_of(arena, mails, count),
		.shape_count = count,
		.message_ids = { ids.at, ids.count },
		.own_ids = { own.at, own.count },
		.addresses = { addresses.at, addresses.count },
		.domains = { domains.at, domains.count },
		.domain_most = desk->caps.domain_hour,
		.autos_quiet = quiet_of(desk, count),
		.autos_most = desk->caps.desk_hour,
		.ticket_numbers = tickets.at, .ticket_count = tickets.count,
		.agent_numbers = agents.writing,
		.agent_count = agents.writing_count,
		.move_numbers = agents.moving,
		.move_count = agents.moving_count,
		.outbox_ids = outbox.at, .outbox_count = outbox.count,
		.draft_ids = drafts.at, .draft_count = drafts.count,
		.sha256 = (const uint8_t (*)[32])sha256,
		.sha256_count = count,
		.clues = clues.at, .clue_count = clues.count,
		.window = desk->subject_window,
		.team = assignment_most(&desk->assignment) == ASSIGNMENT_NONE
			? (struct strings){ NULL, 0 } : desk->agents,
		.served = assignment_most(&desk->assignment) ==
			  ASSIGNMENT_STICKY,
	};
}
