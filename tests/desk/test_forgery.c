/* test_forgery.c - nobody gets into the ticket of somebody else by forging.
 *
 * Mails made from a number (tests/fixture/forged.h) go the whole way from
 * bytes to plan, against a desk that knows the tickets they are after.  What
 * any of them may do at most: stay with agents (where the token is genuine
 * and leaked), or join marked `unverified` (where nothing at all was said of
 * the sender and the ticket is named by something we hold).  FORGERIES says
 * how many; the seed of each is its number.
 */

#include "../fixture/siege.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define DEFAULT_FORGERIES 100000
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct trial {
	const struct forged *forged;
	struct siege_trial mail;
};

/* --- what a forged mail may never do; NULL: it did not --- */

/* Whoever it is about: nothing but the ticket that the plan names. */
static const char *strays(const struct plan *plan)
{
	for (size_t i = 0; i < plan->event_count; i++)
		if (plan->events[i].ticket_id != plan->ticket_id)
			return "an event in another ticket";
	for (size_t i = 0; i < plan->message_count; i++)
		if (plan->messages[i].ticket_id != plan->ticket_id)
			return "a message in another ticket";
	for (size_t i = 0; i < plan->mention_count; i++)
		if (plan->mentions[i].ticket_id != plan->ticket_id)
			return "an id given to another ticket";
	for (size_t i = 0; i < plan->clue_count; i++)
		if (plan->clues[i].ticket_id != plan->ticket_id)
			return "a clue given to another ticket";
	for (size_t i = 0; i < plan->relation_count; i++)
		if (plan->relations[i].kind == RELATION_APART)
			return "tickets kept apart";
	if (plan->merge_count > 0)
		return "tickets made one";
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (plan->outgoing[i].ticket_id != plan->ticket_id ||
		    strcmp(plan->outgoing[i].rcpt_to, plan->author) != 0)
			return "a mail to somebody else";
	return NULL;
}

/* Held for agents: only where a token of ours leaked. */
static const char *pending(const struct trial *trial)
{
	const struct plan *plan = &trial->mail.plan;

	if (!trial->forged->genuine)
		return "held without a genuine token";
	if (plan->ticket != NULL || plan->participant != NULL ||
	    plan->outgoing_count > 0 || plan->relation_count > 0 ||
	    plan->message_count != 1 ||
	    plan->messages[0].direction != MESSAGE_NOTE)
		return "held, and more than a note";
	return NULL;
}

/* Joined: only as the customer of whom nothing bad was said, named by what we
 * hold, and marked. */
static const char *joined(const struct trial *trial,
			  const struct siege_ticket *known)
{
	const struct plan *plan = &trial->mail.plan;
	const struct ticket *ticket = plan->ticket;

	if (strcmp(plan->author, SIEGE_CUSTOMER) != 0)
		return "somebody else joined";
	if (trial->mail.gist.auth.verdict != AUTH_NONE)
		return "joined in spite of the failure";
	if (!trial->forged->genuine && !trial->forged->cites)
		return "joined by a guess";
	if (plan->message_count != 1 || !plan->messages[0].unverified)
		return "joined without the mark";
	if (plan->participant != NULL || plan->outgoing_count > 0 ||
	    plan->by_person)
		return "joined, and more than a message";
	if (ticket->requester != known->id + 1 ||
	    strcmp(ticket->requester_address, SIEGE_CUSTOMER) != 0 ||
	    strcmp(ticket->subject, "Kettle") != 0)
		return "joined and changed whose it is";
	/* Agents look at it again; nothing else becomes of it. */
	if (ticket->state != known->state && ticket->state != TICKET_OPEN)
		return "joined and changed its state";
	return NULL;
}

static const char *reaches(const struct trial *trial)
{
	const struct plan *plan = &trial->mail.plan;
	const struct siege_ticket *known = siege_customers(plan->ticket_id);

	if (trial->mail.gist.auth.verdict == AUTH_PASS &&
	    strcmp(plan->author, SIEGE_CUSTOMER) == 0)
		return "passed as the customer";
	if (known == NULL)
		return NULL;
	if (plan->disposition == DISPOSITION_PENDING_JOIN)
		return pending(trial);
	if (plan->disposition == DISPOSITION_JOINED)
		return joined(trial, known);
	return "reached the ticket";
}

/* --- why, in the trace --- */

static bool says(const struct trial *trial, const char *words)
{
	return strstr(trial->mail.plan.trace, words) != NULL;
}

static const char *unexplained(struct arena *arena, const struct trial *trial)
{
	const struct plan *plan = &trial->mail.plan;
	bool forged = false;

	for (size_t i = 0; i < trial->mail.gist.tokens.count; i++)
		forged |= !token_verify(&trial->mail.gist.tokens.at[i].token,
					&siege_desk.ring, SIEGE_NOW);
	if (!says(trial, arena_printf(arena, "\"forged_token\":%s",
				      forged ? "true" : "false")))
		return "the trace is silent on the token";
	if (!says(trial, arena_printf(arena, "\"verdict\":\"%s\"",
				auth_word(trial->mail.gist.auth.verdict))))
		return "the trace is silent on the sender";
	if (trial->forged->cites &&
	    !says(trial, arena_printf(arena, "\"ticket\":%" PRId64 ",",
				      trial->forged->ticket)) &&
	    trial->forged->claim == CLAIM_SAME_ID)
		return "the trace is silent on the ticket";
	if (!says(trial, arena_printf(arena, "\"reason\":\"%s\"",
				      plan->reason)))
		return "the trace is silent on the end";
	return NULL;
}

/* --- all of them --- */

/* How each claim ended, for the table. */
struct ends {
	size_t own, unverified, held, without;
};

static void count_end(struct ends *ends, const struct plan *plan)
{
	if (siege_customers(plan->ticket_id) == NULL)
		*(plan->ticket_id == 0 ? &ends->without : &ends->own) += 1;
	else if (plan->disposition == DISPOSITION_PENDING_JOIN)
		ends->held++;
	else
		ends->unverified++;
}

static void print_ends(const struct ends ends[CLAIM_COUNT])
{
	printf("%-48s%10s%12s%8s%8s\n", "claim", "own", "unverified", "held",
	       "none");
	for (int i = 0; i < CLAIM_COUNT; i++)
		printf("%-48s%10zu%12zu%8zu%8zu\n",
		       forged_claim_text((enum forged_claim)i), ends[i].own,
		       ends[i].unverified, ends[i].held, ends[i].without);
}

static uint64_t forgery_count(void)
{
	const char *wish = getenv("FORGERIES");

	return wish == NULL ? DEFAULT_FORGERIES : strtoull(wish, NULL, 10);
}

static void test_forgeries(void **state)
{
	struct siege *siege = *state;
	const uint64_t count = forgery_count();
	struct ends ends[CLAIM_COUNT] = { { 0 } };
	ARENA(arena);

	for (uint64_t number = 0; number < count; number++) {
		struct forged forged = forged_make(arena, &siege_forgers, number);
		struct trial trial = {
			&forged, siege_try(arena, siege, forged.bytes,
					   forged.size),
		};
		const char *wrong = strays(&trial.mail.plan);

		if (wrong == NULL)
			wrong = reaches(&trial);
		if (wrong == NULL)
			wrong = unexplained(arena, &trial);
		if (wrong != NULL)
			fail_msg("mail %" PRIu64 " (%s; %s): %s\n%s\n%s",
				 number, forged_claim_text(forged.claim),
				 forged_sender_text(forged.sender), wrong,
				 forged.bytes, trial.mail.plan.trace);
		count_end(&ends[forged.claim], &trial.mail.plan);
		arena_reset(arena);
	}
	print_ends(ends);
}

/* --- and those who belong --- */

static char *upper(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *p = copy; *p != '\0'; p++)
		*p = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
	return copy;
}

static struct plan from_customer(struct arena *arena, struct siege *siege,
				 const char *fields)
{
	const char *bytes = arena_printf(arena,
		"Authentication-Results: mx.desk.test; "
		"dmarc=pass header.from=victim.test\r\n"
		"From: " SIEGE_CUSTOMER "\r\n%s"
		"Subject: Re: Kettle\r\n\r\nIt still leaks.\r\n", fields);

	return siege_try(arena, siege, bytes, strlen(bytes)).plan;
}

/* Without these the forgeries would fail for any reason: what they forge
 * does let the customer in, from every key that is valid, in any case. */
static void test_honest(void **state)
{
	const struct token_ring *ring = &siege_desk.ring;
	struct siege *siege = *state;
	ARENA(arena);

	for (size_t i = 0; i + 1 < ring->count; i++) {
		const struct token_ring one = { &ring->keys[i], 1, 5 };
		const char *token = token_sign(arena, &one, TOKEN_REPLY, 7, 0);
		const char *id = token_message_id(arena, &one, 7, 1, "x.test");
		const char *const ways[] = {
			arena_printf(arena, "To: support+%s@desk.test\r\n",
				     token),
			arena_printf(arena, "To: SUPPORT+%s@DESK.TEST\r\n",
				     upper(arena, token)),
			arena_printf(arena, "In-Reply-To: <%s>\r\n", id),
			arena_printf(arena, "References: <x@y> <%s>\r\n", id),
			"In-Reply-To: <in-7@mail.victim.test>\r\n",
		};

		for (size_t k = 0; k < COUNT(ways); k++) {
			struct plan plan = from_customer(arena, siege,
							 ways[k]);

			if (plan.disposition != DISPOSITION_JOINED ||
			    plan.ticket_id != 70 ||
			    plan.messages[0].unverified)
				fail_msg("%s%s", ways[k], plan.trace);
		}
	}
}

/* A stranger who cites an id before or after the customer does gains nothing
 * and takes nothing away: the customer's mails stay together. */
static void test_planted(void **state)
{
	static const char planted[] =
		"From: mallory@evil.test\r\nMessage-ID: <p@evil.test>\r\n"
		"References: <unseen@x> <cited-7@mail.victim.test>\r\n"
		"Subject: Re: Kettle\r\n\r\nMe too.\r\n";
	struct siege *siege = *state;
	struct siege_trial trial = siege_try(siege->arena, siege, planted,
					     sizeof(planted) - 1);
	struct plan plan = trial.plan;
	int64_t stranger = plan.ticket_id;

	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	history_apply(siege->history, &plan);
	/* Their branch of a discussion that he knows of. */
	plan = from_customer(siege->arena, siege,
			     "References: <cited-7@mail.victim.test>\r\n");
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.ticket_id, 70);
	/* The id that he was the first to cite leads nobody to him. */
	plan = from_customer(siege->arena, siege,
			     "Message-ID: <unseen@x>\r\n");
	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	assert_int_not_equal(plan.ticket_id, stranger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_forgeries, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_honest, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_planted, siege_open,
						siege_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
