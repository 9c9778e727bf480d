/* test_proof.c - the table of powers, row by row, and the signed address. */

#include "desk/proof.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW	(20700 * USEC_DAY + 9 * USEC_HOUR)

#define SOUND	.token = PROOF_TOKEN_VALID, .sender = PROOF_FROM_AGENT,	\
		.pinned = true, .auth = AUTH_PASS

static const struct {
	int line;
	struct proof_facts facts;
	const char *verdict, *effect;
} cases[] = {
	{ __LINE__, { SOUND }, "proven", "agent" },

	/* Without a token nobody is an agent. */
	{ __LINE__, { .token = PROOF_TOKEN_NONE,
		      .sender = PROOF_FROM_CUSTOMER }, "no-agent", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_NONE, .sender = PROOF_FROM_AGENT,
		      .pinned = true, .auth = AUTH_PASS },
	  "no-token", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_FORGED,
		      .sender = PROOF_FROM_AGENT, .pinned = true,
		      .auth = AUTH_PASS }, "forged-token", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_FORGED,
		      .sender = PROOF_FROM_CUSTOMER },
	  "forged-token", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_ELSEWHERE,
		      .sender = PROOF_FROM_AGENT, .pinned = true,
		      .auth = AUTH_PASS }, "token-elsewhere", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_ELSEWHERE,
		      .sender = PROOF_FROM_CUSTOMER },
	  "no-agent", "customer" },

	/* With one, each thing that may lack. */
	{ __LINE__, { SOUND, .automatic = true }, "automatic", "noted" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID,
		      .sender = PROOF_FROM_CUSTOMER, .pinned = true,
		      .auth = AUTH_PASS }, "not-that-agent", "pending-join" },
	{ __LINE__, { .token = PROOF_TOKEN_EXPIRED,
		      .sender = PROOF_FROM_CUSTOMER },
	  "no-agent", "customer" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID, .sender = PROOF_FROM_AGENT,
		      .auth = AUTH_NONE }, "no-pin", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID,
		      .sender = PROOF_FROM_SEVERAL, .pinned = true,
		      .auth = AUTH_PASS }, "from-unsound", "draft" },
	{ __LINE__, { SOUND, .listed = true }, "by-a-list", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID,
		      .sender = PROOF_FROM_COLLEAGUE, .pinned = true,
		      .auth = AUTH_PASS }, "other-agent", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_MANY, .sender = PROOF_FROM_AGENT,
		      .pinned = true, .auth = AUTH_PASS },
	  "many-tokens", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_EXPIRED,
		      .sender = PROOF_FROM_AGENT, .pinned = true,
		      .auth = AUTH_PASS }, "expired", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID, .sender = PROOF_FROM_AGENT,
		      .pinned = true, .auth = AUTH_NONE },
	  "not-authenticated", "draft" },
	{ __LINE__, { .token = PROOF_TOKEN_VALID, .sender = PROOF_FROM_AGENT,
		      .pinned = true, .auth = AUTH_FAIL },
	  "not-authenticated", "draft" },

	{ __LINE__, { SOUND, .past.silent = true }, "taken-in-silently",
	  "draft" },
	{ __LINE__, { SOUND, .past.replayed = true }, "used-message-id",
	  "draft" },

	/* The order: a machine with a stranger's name is a machine. */
	{ __LINE__, { .token = PROOF_TOKEN_VALID,
		      .sender = PROOF_FROM_CUSTOMER, .automatic = true },
	  "automatic", "noted" },
	{ __LINE__, { .token = PROOF_TOKEN_EXPIRED,
		      .sender = PROOF_FROM_COLLEAGUE, .listed = true },
	  "no-pin", "draft" },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum proof_verdict verdict = proof_judge(&cases[i].facts);

		if (strcmp(proof_word(verdict), cases[i].verdict) != 0 ||
		    strcmp(proof_effect_word(proof_effect(verdict)),
			   cases[i].effect) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 proof_word(verdict));
	}
}

/* Of all facts that there can be, one kind alone has powers. */
static void test_exhaust(void **state)
{
	int powers = 0;

	(void)state;
	for (int bits = 0; bits < 6 * 4 * 8 * 3 * 4; bits++) {
		const struct proof_facts facts = {
			.token = (enum proof_token)(bits % 6),
			.sender = (enum proof_sender)(bits / 6 % 4),
			.automatic = bits / 24 % 2 != 0,
			.listed = bits / 48 % 2 != 0,
			.pinned = bits / 96 % 2 != 0,
			.auth = (enum auth_verdict)(bits / 192 % 3),
			.past = { .silent = bits / 576 % 2 != 0,
				  .replayed = bits / 1152 != 0 },
		};

		powers += proof_effect(proof_judge(&facts)) == PROOF_ACTS;
	}
	assert_int_equal(powers, 1);
}

static const struct token_key keys[] = {
	{ .id = 'a', .secret = "the key that signs now.........", },
};

static const struct agent agents[] = {
	{ .name = "Maria Lind", .address = "maria@example.org" },
	{ .name = "Jonas Berg", .address = "jonas@example.org" },
};

static const struct strings pins = { (const char *const[]){ "mx.test" }, 1 };

static struct desk desk_of(const char *base)
{
	return (struct desk){
		.token_address = base, .address_tokens = true,
		.ring = { keys, 1, 7 },
		.team = { agents, 2 },
		.gist = { .pins = pins },
	};
}

static const char *verdict_at(const char *to, const char *from, usec_t now,
			      int64_t *ticket_r)
{
	const struct desk desk = desk_of("support@example.org");
	const struct mailbox recipient = { "", to }, author = { "", from };
	const struct message message = {
		.to = { &recipient, 1, 1 },
		.from_fields = 1, .from = { &author, 1, 1 },
		.text = "",
	};
	struct gist gist = { .auth = { AUTH_PASS, "" } };
	struct proof proof;
	ARENA(arena);

	gist.tokens = token_find(arena, &message);
	proof = proof_of(&desk, &message, &gist,
			 (struct proof_past){ .silent = false }, now);
	*ticket_r = proof.ticket;
	return proof_word(proof.verdict);
}

static void test_address(void **state)
{
	const struct desk desk = desk_of("support@example.org");
	const usec_t over = (20700 + PROOF_DAYS + 1) * USEC_DAY;
	const struct {
		int line;
		const struct agent *agent;
		int64_t ticket;
		const char *from;
		usec_t now;
		const char *want;
	} rows[] = {
		{ __LINE__, &agents[0], 7, "maria@example.org", NOW,
		  "proven" },
		{ __LINE__, &agents[0], 7, "Maria@Example.ORG", NOW,
		  "proven" },
		{ __LINE__, &agents[0], 0, "maria@example.org", NOW,
		  "proven" },
		{ __LINE__, &agents[0], 99999999, "maria@example.org", NOW,
		  "proven" },
		{ __LINE__, &agents[0], 7, "jonas@example.org", NOW,
		  "other-agent" },
		{ __LINE__, &agents[0], 7, "ann@example.net", NOW,
		  "not-that-agent" },
		{ __LINE__, &agents[0], 7, "maria@example.org", over - 1,
		  "proven" },
		{ __LINE__, &agents[0], 7, "maria@example.org", over,
		  "expired" },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *to = proof_address(arena, &desk, rows[i].agent,
					       rows[i].ticket, NOW);
		int64_t ticket;
		const char *got;

		assert_non_null(to);
		assert_true(strcspn(to, "@") <= 64);
		got = verdict_at(to, rows[i].from, rows[i].now, &ticket);
		if (strcmp(got, rows[i].want) != 0 ||
		    ticket != rows[i].ticket)
			fail_msg("line %d: %s", rows[i].line, got);
	}
}

/* No room for it, or an operator whose server drops what follows a plus. */
static void test_no_address(void **state)
{
	struct desk desk = desk_of("customer-support-eu@example.org");
	ARENA(arena);

	(void)state;
	assert_null(proof_address(arena, &desk, &agents[0], 7, NOW));
	desk = desk_of("support@example.org");
	assert_true(proof_is_possible(&desk));
	desk.gist.pins.count = 0;
	assert_false(proof_is_possible(&desk));
	desk = desk_of("support@example.org");
	desk.address_tokens = false;
	assert_null(proof_address(arena, &desk, &agents[0], 7, NOW));
	assert_false(proof_is_possible(&desk));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_exhaust),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_no_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
