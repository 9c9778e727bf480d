/* match.c - gather the evidence for tickets and weigh it. */

#include "desk/match.h"

#include "base/text.h"
#include "mail/subject.h"

/* What the subject adds to the conversation. */
enum { TOPIC_SCORE = 3 };

static const int scores[] = {
#define ROW(name, word, score) [name] = score,
	MATCH_EVIDENCE(ROW)
#undef ROW
};

struct gathering {
	struct match_candidate *at;
	size_t count;
	struct arena *arena;
	const struct history *history;
	const struct message *message;
	struct branch branch;
	bool answers_automatic, forged;
};

static struct match_candidate *candidate_for(struct gathering *all,
					     struct known_ticket *ticket)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].ticket == ticket)
			return &all->at[i];
	if (all->count == MATCH_CANDIDATES)
		return NULL;
	all->at[all->count] = (struct match_candidate){ .ticket = ticket };
	return &all->at[all->count++];
}

/* `distance` is how many ids stand between this one and the mail itself. */
static void add(struct gathering *all, struct known_ticket *ticket,
		const struct match_candidate *found, int distance)
{
	struct match_candidate *candidate;
	int score = scores[found->evidence] - (distance < 9 ? distance : 9);

	/* What was found of a merged ticket speaks for the whole. */
	candidate = candidate_for(all, history_root(all->history, ticket));
	if (candidate == NULL)
		return;
	candidate->proven |= found->proven;
	candidate->held |= found->held;
	candidate->cited |= found->cited;
	candidate->linked |= found->linked;
	candidate->clue |= found->clue;
	candidate->topic |= found->topic;
	if (score <= candidate->score)
		return;
	candidate->score = score;
	candidate->evidence = found->evidence;
	candidate->id = found->id;
}

/* Is the mail on the branch under which the ticket has this id?  What we wrote
 * may bear another subject than the ticket. */
static bool on_branch(const struct gathering *all,
		      const struct known_mention *known, const char *branch)
{
	return subject_alike(branch, known->branch) ||
	       (known->ours && known->ticket != NULL &&
		subject_alike(branch, subject_base(
			all->arena, known->ticket->ticket.subject)));
}

/* A Message-ID that the mail cites. */
static void add_id(struct gathering *all, const char *id,
		   enum match_evidence evidence, int distance)
{
	const struct known_mention *known = history_mention(all->history, id);

	for (; known != NULL; known = known->next) {
		struct match_candidate found = {
			.evidence = known->received || known->ours
				? evidence : MATCH_MENTIONED,
			.held = true,
			.cited = true,
			.linked = on_branch(all, known, all->branch.cited),
			.id = id,
		};

		all->answers_automatic |= known->automatic;
		if (known->ticket != NULL)
			add(all, known->ticket, &found, distance);
	}
}

/* The mail's own id where others cited it before it came: the late parent.
 * Where it came before, this is another mail by a sender who uses one id for
 * many, and has nothing to do with the first. */
static void add_own_id(struct gathering *all, const char *id)
{
	const struct known_mention *known = history_mention(all->history, id);

	for (; known != NULL; known = known->next) {
		bool cited = !known->received && !known->ours;
		const struct match_candidate found = {
			.evidence = cited ? MATCH_MENTIONED : MATCH_SAME_ID,
			.held = cited, .cited = cited,
			.linked = cited &&
				  on_branch(all, known, all->branch.own),
			.id = id,
		};

		if (known->ticket != NULL)
			add(all, known->ticket, &found, 0);
	}
}

static bool place_evidence(const struct token_claim *claim,
			   enum match_evidence *evidence_r)
{
	switch (claim->place) {
	case TOKEN_IN_ADDRESS:
		*evidence_r = MATCH_ADDRESS;
		return claim->token.role == TOKEN_REPLY ||
		       claim->token.role == TOKEN_STATUS;
	case TOKEN_IN_REFERENCE:
		*evidence_r = MATCH_MESSAGE_ID;
		return claim->token.role == TOKEN_MESSAGE_ID;
	case TOKEN_IN_BODY:
		*evidence_r = MATCH_BODY;
		return claim->token.role == TOKEN_REPLY;
	}
	return false;
}

static void add_token(struct gathering *all, const struct token_claim *claim,
		      const struct token_ring *ring)
{
	struct match_candidate found = { .proven = true, .held = true,
					 .id = claim->token.mac };
	struct known_ticket *ticket = NULL;

	if (!token_verify(&claim->token, ring, all->history->now)) {
		all->forged = true;
		return;
	}
	if (!place_evidence(claim, &found.evidence))
		return;
	if (found.evidence == MATCH_MESSAGE_ID)
		ticket = match_sent(all->message, &claim->token, all->history);
	if (ticket == NULL)
		ticket = history_number(all->history, claim->token.ticket);
	if (ticket != NULL)
		add(all, ticket, &found, 0);
}

static void add_ids(struct gathering *all, const struct message *message)
{
	const struct strings *refs = &message->references;

	for (size_t i = 0; i < message->in_reply_to.count; i++)
		add_id(all, message->in_reply_to.at[i], MATCH_IN_REPLY_TO,
		       0);
	/* The last reference is the parent, the first the oldest. */
	for (size_t i = refs->count; i-- > 0;)
		add_id(all, refs->at[i], MATCH_REFERENCES,
		       (int)(refs->count - 1 - i));
	if (message->message_id[0] != '\0')
		add_own_id(all, message->message_id);
}

/* The number that our answers put into subjects: anybody can write one.  Who
 * takes part in that ticket had it from an automatic mail of ours. */
static void add_tag(struct gathering *all, const struct match_source *mail)
{
	const struct match_candidate found = { .evidence = MATCH_TAG,
					       .id = mail->message->subject };
	struct known_ticket *ticket = history_number(
		all->history, subject_number(mail->message->subject));

	if (ticket == NULL)
		return;
	all->answers_automatic |= ticket->acknowledged &&
		strings_find(&ticket->participants, mail->author) != NULL;
	add(all, ticket, &found, 0);
}

static const enum match_evidence clue_evidence[] = {
	[CLUE_THREAD_INDEX] = MATCH_THREAD_INDEX,
	[CLUE_FOREIGN_ID] = MATCH_FOREIGN_ID,
	[CLUE_SUBJECT] = MATCH_SUBJECT,
	[CLUE_SUBJECT_FROM] = MATCH_SUBJECT_FROM,
};

static void add_clues(struct gathering *all, const struct clues *clues)
{
	for (size_t i = 0; i < clues->count; i++) {
		const struct plan_clue *clue = &clues->at[i];
		bool topic = clue->kind == CLUE_THREAD_INDEX &&
			     strchr(clue->key, CLUE_TOPIC) != NULL;
		const struct match_candidate found = {
			.evidence = clue_evidence[clue->kind],
			.clue = topic || clue->kind == CLUE_FOREIGN_ID ||
				clue->kind == CLUE_SUBJECT_FROM,
			.topic = topic,
			.id = clue->key,
		};
		const struct known_clue *known = history_clue(
			all->history, clue->kind, clue->key);

		for (; known != NULL; known = known->next)
			if (known->ticket != NULL)
				add(all, known->ticket, &found, 0);
	}
}

static void weigh_topics(struct gathering *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].evidence == MATCH_THREAD_INDEX &&
		    all->at[i].topic)
			all->at[i].score += TOPIC_SCORE;
}

static int by_score(const void *a, const void *b)
{
	const struct match_candidate *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	/* The older ticket first, so that the order is always the same. */
	return (x->ticket->ticket.number > y->ticket->ticket.number) -
	       (x->ticket->ticket.number < y->ticket->ticket.number);
}

struct match match_mail(struct arena *arena, const struct match_source *mail,
			const struct desk *desk, const struct history *history)
{
	const struct gist *gist = mail->gist;
	struct match_candidate *at = ARENA_ARRAY(
		arena, struct match_candidate, MATCH_CANDIDATES);
	struct gathering all = {
		.at = at, .arena = arena, .history = history,
		.message = mail->message,
		.branch = branch_of(arena, desk, mail->message, gist),
	};
	struct clues clues = clues_of(arena, desk, mail->message,
				      mail->author);

	for (size_t i = 0; i < gist->tokens.count; i++)
		add_token(&all, &gist->tokens.at[i], &desk->ring);
	add_ids(&all, mail->message);
	add_tag(&all, mail);
	add_clues(&all, &clues);
	weigh_topics(&all);
	match_apart(at, all.count, mail->message, history);
	qsort(at, all.count, sizeof(*at), by_score);
	return (struct match){
		.candidates = at,
		.count = all.count,
		.winner = all.count == 0 ||
			  (all.count > 1 && at[0].score == at[1].score)
				  ? NULL : &at[0],
		.answers_automatic = all.answers_automatic,
		.forged = all.forged,
		.branch = all.branch,
		.clues = clues,
	};
}

bool match_leaves(const struct match_candidate *candidate)
{
	return candidate->cited && !candidate->linked;
}

bool match_guesses(const struct match_candidate *candidate)
{
	return !candidate->proven && !candidate->cited && !candidate->clue;
}

int match_score(enum match_evidence evidence)
{
	return scores[evidence];
}

const char *match_word(enum match_evidence evidence)
{
	static const char *const words[] = {
#define ROW(name, word, score) [name] = word,
		MATCH_EVIDENCE(ROW)
#undef ROW
	};

	return words[evidence];
}
