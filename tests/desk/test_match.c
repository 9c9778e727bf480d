/* test_match.c - each kind of evidence, ties, forgeries, and their order. */

#include "desk/match.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)

static const struct token_key keys[] = {
	{ .id = 'b', .secret = { 1, 2, 3 } },
	{ .id = 'a', .secret = { 9 }, .not_after = NOW - 1 },
};
static const struct token_ring ring = { keys, 2, 5 };
static const struct desk desk = {
	.ring = { keys, 2, 5 }, .subject_window = 14 * USEC_DAY,
};

static struct known_ticket one = { .ticket = { .id = 70, .number = 7 } };
static struct known_ticket two = { .ticket = { .id = 80, .number = 8 } };
static struct known_ticket three = { .ticket = { .id = 90, .number = 9 } };

static const struct known_mention mentions[] = {
	{ .message_id = "in-one@x", .ticket = &one, .received = true },
	{ .message_id = "out-one@x", .ticket = &one, .ours = true,
	  .automatic = true },
	{ .message_id = "word-one@x", .ticket = &one },
	{ .message_id = "in-two@x", .ticket = &two, .received = true },
	{ .message_id = "word-two@x", .ticket = &two },
	{ .message_id = "in-three@x", .ticket = &three, .received = true },
	{ .message_id = "both@x", .ticket = &two, .received = true },
	{ .message_id = "both@x", .ticket = &one, .received = true },
	{ .message_id = "nobody@x", .ours = true, .automatic = true },
};

static struct history *known(struct arena *arena)
{
	struct history *history = history_new(arena);

	history->now = NOW;
	history_add_ticket(history, &one);
	history_add_ticket(history, &two);
	history_add_ticket(history, &three);
	for (size_t i = 0; i < sizeof(mentions) / sizeof(mentions[0]); i++)
		history_add_mention(history, &mentions[i]);
	return history;
}

static struct match look(struct arena *arena, const struct message *message,
			 const struct gist *gist,
			 const struct history *history)
{
	return match_mail(arena, &(struct match_source){
		.message = message, .gist = gist,
		.author = "ann@example.org" }, &desk, history);
}

/* What a mail cites, as words parted by blanks. */
static struct strings split(struct arena *arena, const char *words)
{
	const char **at = ARENA_ARRAY(arena, const char *, strlen(words) + 1);
	size_t count = 0;

	while (*words != '\0') {
		size_t size = strcspn(words, " ");

		at[count++] = arena_strndup(arena, words, size);
		words += size + strspn(words + size, " ");
	}
	return (struct strings){ at, count };
}

/* A token as the mail carries it; forged: its last character is another. */
struct sign {
	enum token_place place;
	enum token_role role;
	int64_t ticket;
	enum { SOUND, FORGED, EXPIRED } kind;
};

static struct token_claim claim_of(struct arena *arena,
				   const struct sign *sign)
{
	const struct token_ring old = { &keys[1], 1, 5 };
	struct token_claim claim = { .place = sign->place };
	char *text = token_sign(arena, sign->kind == EXPIRED ? &old : &ring,
				sign->role, sign->ticket,
				sign->role == TOKEN_REPLY ? 0 : 1);

	assert_true(token_read(text, &claim.token));
	if (sign->kind == FORGED)
		claim.token.mac[0] = claim.token.mac[0] == 'a' ? 'b' : 'a';
	return claim;
}

#define ADDRESS(n)	{ TOKEN_IN_ADDRESS, TOKEN_REPLY, n, SOUND }
#define OUR_ID(n)	{ TOKEN_IN_REFERENCE, TOKEN_MESSAGE_ID, n, SOUND }
#define BODY(n)		{ TOKEN_IN_BODY, TOKEN_REPLY, n, SOUND }

static const struct {
	int line;
	const char *own, *in_reply_to, *references;
	struct sign signs[2];
	/* The candidates, best first: "7 in-reply-to 60, 8 …"; the winner is
	 * the first of them, unless a "?" stands before. */
	const char *want;
} cases[] = {
	{ __LINE__, "new@x", "", "", { { 0 } }, "" },
	{ __LINE__, "", "unknown@x", "unknown@y", { { 0 } }, "" },

	/* Each kind alone. */
	{ __LINE__, "", "", "", { ADDRESS(7) }, "7 address-token 100" },
	{ __LINE__, "", "", "", { OUR_ID(7) }, "7 signed-message-id 90" },
	{ __LINE__, "", "", "", { BODY(7) }, "7 body-token 80" },
	{ __LINE__, "", "in-one@x", "", { { 0 } }, "7 in-reply-to 60" },
	{ __LINE__, "", "", "in-one@x", { { 0 } }, "7 references 50" },
	{ __LINE__, "", "word-one@x", "", { { 0 } }, "7 mentioned 30" },
	{ __LINE__, "", "", "word-one@x", { { 0 } }, "7 mentioned 30" },

	/* Others cited this mail before it came. */
	{ __LINE__, "word-one@x", "", "", { { 0 } }, "7 mentioned 30" },

	/* The nearer reference counts more; from the tenth on all the same. */
	{ __LINE__, "", "", "in-two@x in-one@x", { { 0 } },
	  "7 references 50, 8 references 49" },
	{ __LINE__, "", "", "in-one@x a b c d e f g in-two@x", { { 0 } },
	  "8 references 50, 7 references 42" },
	{ __LINE__, "", "", "in-one@x a b c d e f g h i j k l", { { 0 } },
	  "7 references 41" },

	/* The best evidence for a ticket, not the last or the sum. */
	{ __LINE__, "word-one@x", "in-one@x", "in-one@x", { BODY(7) },
	  "7 body-token 80" },
	{ __LINE__, "", "in-two@x", "in-two@x in-three@x", { BODY(7) },
	  "7 body-token 80, 8 in-reply-to 60, 9 references 50" },

	/* Two that are equally good: none is clear, the older comes first. */
	{ __LINE__, "", "in-two@x in-one@x", "", { { 0 } },
	  "?7 in-reply-to 60, 8 in-reply-to 60" },
	{ __LINE__, "", "both@x", "", { { 0 } },
	  "?7 in-reply-to 60, 8 in-reply-to 60" },
	{ __LINE__, "", "", "", { ADDRESS(8), ADDRESS(7) },
	  "?7 address-token 100, 8 address-token 100" },
	{ __LINE__, "", "both@x", "", { ADDRESS(8) },
	  "8 address-token 100, 7 in-reply-to 60" },
	{ __LINE__, "", "in-three@x", "word-two@x word-one@x", { { 0 } },
	  "9 in-reply-to 60, 7 mentioned 30, 8 mentioned 29" },

	/* A token for a ticket that is not there, in a place or a role where
	 * we put none, forged, or of a key that is over. */
	{ __LINE__, "", "", "", { ADDRESS(70) }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_ADDRESS, TOKEN_MESSAGE_ID, 7, SOUND } }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_REFERENCE, TOKEN_REPLY, 7, SOUND } }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_BODY, TOKEN_MESSAGE_ID, 7, SOUND } }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_ADDRESS, TOKEN_RETURN, 0, SOUND } }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_ADDRESS, TOKEN_REPLY, 7, FORGED } }, "" },
	{ __LINE__, "", "", "",
	  { { TOKEN_IN_ADDRESS, TOKEN_REPLY, 7, EXPIRED } }, "" },
	{ __LINE__, "", "in-two@x", "",
	  { { TOKEN_IN_ADDRESS, TOKEN_REPLY, 7, FORGED } },
	  "8 in-reply-to 60" },
};

static struct match match_case(struct arena *arena, size_t i)
{
	struct message message = {
		.message_id = cases[i].own, .subject = "",
		.in_reply_to = split(arena, cases[i].in_reply_to),
		.references = split(arena, cases[i].references),
	};
	struct token_claim claims[2];
	struct gist gist = { .tokens = { claims, 0 } };

	for (size_t s = 0; s < 2 && cases[i].signs[s].role != 0; s++)
		claims[gist.tokens.count++] =
			claim_of(arena, &cases[i].signs[s]);
	return look(arena, &message, &gist, known(arena));
}

static const char *say(struct arena *arena, const struct match *match)
{
	const char *text = match->count > 0 && match->winner == NULL
		? "?" : "";

	for (size_t i = 0; i < match->count; i++)
		text = arena_printf(arena, "%s%s%lld %s %d", text,
				    i > 0 ? ", " : "",
				    (long long)match->candidates[i].ticket
					    ->ticket.number,
				    match_word(match->candidates[i].evidence),
				    match->candidates[i].score);
	return text;
}

static void test_candidates(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct match match = match_case(arena, i);
		bool forged = cases[i].signs[0].kind != SOUND;

		if (strcmp(say(arena, &match), cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 say(arena, &match));
		if (match.winner != NULL &&
		    match.winner != match.candidates)
			fail_msg("line %d: not the first wins", cases[i].line);
		if (match.forged != forged)
			fail_msg("line %d: forged is %d", cases[i].line,
				 match.forged);
	}
}

/* What admission asks of the winner. */
static void test_proven_and_held(void **state)
{
	static const struct {
		int line;
		const char *in_reply_to;
		struct sign sign;
		bool proven, held;
	} rows[] = {
		{ __LINE__, "", ADDRESS(7), true, true },
		{ __LINE__, "in-one@x", ADDRESS(7), true, true },
		{ __LINE__, "in-one@x", { 0 }, false, true },
		{ __LINE__, "out-one@x", { 0 }, false, true },
		{ __LINE__, "word-one@x", { 0 }, false, true },
		{ __LINE__, "word-one@x in-one@x", { 0 }, false, true },
		{ __LINE__, "in-one@x word-one@x", { 0 }, false, true },
		{ __LINE__, "in-one@x",
		  { TOKEN_IN_ADDRESS, TOKEN_REPLY, 7, FORGED }, false, true },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message message = {
			.message_id = "", .subject = "",
			.in_reply_to = split(arena, rows[i].in_reply_to),
		};
		struct token_claim claim;
		struct gist gist = { .tokens = { &claim, 0 } };
		struct match match;

		if (rows[i].sign.role != 0) {
			claim = claim_of(arena, &rows[i].sign);
			gist.tokens.count = 1;
		}
		match = look(arena, &message, &gist, known(arena));
		if (match.winner == NULL ||
		    match.winner->proven != rows[i].proven ||
		    match.winner->held != rows[i].held)
			fail_msg("line %d", rows[i].line);
	}
}

/* The loop test that works when the other side sets no header. */
static void test_answers_automatic(void **state)
{
	static const struct {
		int line;
		const char *in_reply_to, *references;
		bool want;
	} rows[] = {
		{ __LINE__, "in-one@x", "in-two@x", false },
		{ __LINE__, "out-one@x", "", true },
		{ __LINE__, "", "out-one@x a b", true },
		{ __LINE__, "nobody@x", "", true },
	};
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct message message = {
			.message_id = "", .subject = "",
			.in_reply_to = split(arena, rows[i].in_reply_to),
			.references = split(arena, rows[i].references),
		};
		const struct gist gist = { 0 };

		if (look(arena, &message, &gist, known(arena))
			    .answers_automatic != rows[i].want)
			fail_msg("line %d", rows[i].line);
	}
}

/* A mail that cites a hundred tickets costs no more than one that cites
 * sixteen, and what is certain still wins. */
static void test_many_tickets(void **state)
{
	ARENA(arena);
	struct history *history = known(arena);
	const char **ids = ARENA_ARRAY(arena, const char *, 100);
	const struct sign sign = ADDRESS(7);
	struct token_claim claim = claim_of(arena, &sign);
	const struct gist gist = { .tokens = { &claim, 1 } };
	struct match match;

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		struct known_ticket *ticket = ARENA_NEW(arena,
							struct known_ticket);

		ticket->ticket.number = 1000 + (int64_t)i;
		ids[i] = arena_printf(arena, "%zu@y", i);
		history_add_mention(history, &(struct known_mention){
			.message_id = ids[i], .ticket = ticket,
			.received = true });
	}
	match = look(arena, &(struct message){
		.message_id = "", .subject = "",
		.references = { ids, 100 } }, &gist, history);
	assert_int_equal(match.count, 16);
	assert_non_null(match.winner);
	assert_ptr_equal(match.winner->ticket, &one);
}

static bool holds(const struct strings *strings, const char *text)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->at[i], text) == 0)
			return true;
	return false;
}

/* The one read asks for all that the decision will look at. */
static void test_keys(void **state)
{
	ARENA(arena);
	const struct sign signs[] = {
		ADDRESS(7), { TOKEN_IN_ADDRESS, TOKEN_RETURN, 0, SOUND },
	};
	const struct token_claim claims[] = { claim_of(arena, &signs[0]),
					      claim_of(arena, &signs[1]) };
	const struct mailbox ann = { "Ann", "Ann@Example.org" };
	const struct message message = {
		.message_id = "own@x", .subject = "", .from = { &ann, 1, 1 },
		.from_fields = 1,
		.in_reply_to = split(arena, "parent@x"),
		.references = split(arena, "oldest@x parent@x"),
	};
	const struct gist gist = { .tokens = { claims, 2 },
				   .fold = { .visible = "It leaks." } };
	const uint8_t sha256[32] = { 4 };
	const struct match_source mail = { &message, &gist, sha256,
					   "ann@example.org", 17 };
	struct keys wanted = match_keys(arena, &desk, &mail, 1);

	(void)state;
	assert_int_equal(wanted.shape_count, 1);
	assert_int_equal(wanted.shapes[0], 17);
	assert_true(holds(&wanted.message_ids, "own@x"));
	assert_true(holds(&wanted.message_ids, "parent@x"));
	assert_true(holds(&wanted.message_ids, "oldest@x"));
	assert_true(holds(&wanted.own_ids, "own@x"));
	assert_int_equal(wanted.own_ids.count, 1);
	assert_true(holds(&wanted.addresses, "ann@example.org"));
	assert_int_equal(wanted.ticket_count, 1);
	assert_int_equal(wanted.ticket_numbers[0], 7);
	assert_int_equal(wanted.outbox_count, 1);
	assert_int_equal(wanted.outbox_ids[0], 1);
	assert_int_equal(wanted.sha256_count, 1);
	assert_memory_equal(wanted.sha256[0], sha256, 32);
	assert_int_equal(wanted.domains.count, 1);
	assert_true(holds(&wanted.domains, "example.org"));
}

/* What the limits of automatic mail let nobody ask for. */
static void test_limits(void **state)
{
	static const struct {
		int line;
		int minute, hour, breaker;
		enum auth_verdict auth;
		int64_t quiet;
		size_t domains;
	} limits[] = {
		{ __LINE__, 60, 500, 0, AUTH_NONE, 59, 1 },
		{ __LINE__, 60, 40, 0, AUTH_PASS, 39, 0 },
		{ __LINE__, 60, 500, 50, AUTH_FAIL, 9, 1 },
		{ __LINE__, 60, 500, 2, AUTH_PASS, 0, 0 },
		{ __LINE__, 0, 500, 0, AUTH_PASS, 0, 0 },
	};
	ARENA(arena);
	const struct message message = { .message_id = "own@x",
					 .subject = "" };
	const uint8_t sha256[32] = { 4 };

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const struct gist gist = { .auth.verdict = limits[i].auth,
					   .fold = { .visible = "" } };
		const struct match_source mail = { &message, &gist, sha256,
						   "ann@example.org", 17 };
		const struct desk limited = {
			.caps = { .domain_hour = 20,
				  .desk_minute = limits[i].minute,
				  .desk_hour = limits[i].hour },
			.breaker = limits[i].breaker,
		};
		const struct keys wanted = match_keys(arena, &limited, &mail,
						      1);

		if (wanted.autos_quiet != limits[i].quiet ||
		    wanted.autos_most != limits[i].hour ||
		    wanted.domain_most != 20 ||
		    wanted.domains.count != limits[i].domains)
			fail_msg("line %d", limits[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_candidates),
		cmocka_unit_test(test_proven_and_held),
		cmocka_unit_test(test_answers_automatic),
		cmocka_unit_test(test_many_tickets),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
