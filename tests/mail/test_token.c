/* test_token.c - every forgery refused, every honest copy accepted. */

#include "mail/token.h"

#include "base/buffer.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW	(20000 * USEC_DAY)

static const struct token_key keys[] = {
	{ .id = 'b', .secret = "the key that signs now.........", },
	{ .id = 'a', .secret = "the key that signed before.....",
	  .not_after = NOW },
};

static const struct token_ring ring = {
	.keys = keys, .count = 2, .desk_id = 7,
};
static const struct token_ring old_ring = {
	.keys = keys + 1, .count = 1, .desk_id = 7,
};

static bool passes(const char *text, const struct token_ring *by, usec_t now)
{
	struct token token;

	return token_read(text, &token) && token_verify(&token, by, now);
}

static const struct {
	int line;
	enum token_role role;
	int64_t ticket, item;
	const char *start;	/* of the token, before the MAC */
	int64_t want_ticket, want_item;
} roles[] = {
	{ __LINE__, TOKEN_REPLY, 1042, 0, "b1042r-", 1042, 0 },
	{ __LINE__, TOKEN_REPLY, 1, 0, "b1r-", 1, 0 },
	{ __LINE__, TOKEN_REPLY, 1042, 9, "b1042r-", 1042, 0 },
	{ __LINE__, TOKEN_RETURN, 1042, 77, "b77v-", 0, 77 },
	{ __LINE__, TOKEN_PROBE, 1042, 1700000000, "b1700000000p-", 0,
	  1700000000 },
	{ __LINE__, TOKEN_MESSAGE_ID, 1042, 77, "pd.b1042.77.", 1042, 77 },
	{ __LINE__, TOKEN_AGENT, 1042, 3, "b1042.3a-", 1042, 3 },
	{ __LINE__, TOKEN_AGENT, 0, 3, "b0.3a-", 0, 3 },
	{ __LINE__, TOKEN_CONFIRM, 1042, 8, "b1042.8c-", 1042, 8 },
	{ __LINE__, TOKEN_STATUS, 1042, 0, "b1042s-", 1042, 0 },
	{ __LINE__, TOKEN_REPLY, 999999999999999999, 0,
	  "b999999999999999999r-", 999999999999999999, 0 },
};

static void test_roles(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *text = token_sign(a, &ring, roles[i].role,
					      roles[i].ticket, roles[i].item);
		size_t start = strlen(roles[i].start);
		struct token token;

		if (strncmp(text, roles[i].start, start) != 0 ||
		    strlen(text) != start + 26 ||
		    !token_read(text, &token) ||
		    token.role != roles[i].role || token.key != 'b' ||
		    token.ticket != roles[i].want_ticket ||
		    token.item != roles[i].want_item ||
		    !token_verify(&token, &ring, NOW))
			fail_msg("line %d: %s", roles[i].line, text);
	}
}

/* A flip that only changes the case of a letter is an honest copy. */
static bool same_but_case(const char *a, const char *b)
{
	for (; *a != '\0'; a++, b++)
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
	return true;
}

static void test_bit_flips(void **state)
{
	ARENA(a);
	int accepted = 0, refused = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *text = token_sign(a, &ring, roles[i].role,
					      roles[i].ticket, roles[i].item);

		for (size_t bit = 0; bit < 8 * strlen(text); bit++) {
			char *forged = arena_strdup(a, text);

			forged[bit / 8] =
				(char)(forged[bit / 8] ^ (1 << bit % 8));
			if (passes(forged, &ring, NOW) !=
			    same_but_case(text, forged))
				fail_msg("line %d: %s", roles[i].line, forged);
			if (same_but_case(text, forged))
				accepted++;
			else
				refused++;
		}
	}
	assert_true(accepted > 0);
	assert_true(refused > 1000);
}

/* Each bit of the 128, and the two that the last digit has left over. */
static void test_every_mac_digit(void **state)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	ARENA(a);
	const char *text = token_sign(a, &ring, TOKEN_REPLY, 1042, 0);
	size_t start = strlen(text) - 26;
	int passed = 0;

	(void)state;
	for (size_t i = 0; i < 26; i++)
		for (size_t d = 0; d < 32; d++) {
			char *forged = arena_strdup(a, text);

			forged[start + i] = digits[d];
			passed += passes(forged, &ring, NOW);
		}
	assert_int_equal(passed, 26);	/* itself, once a place */
}

static void test_others(void **state)
{
	ARENA(a);
	const char *mine = token_sign(a, &ring, TOKEN_REPLY, 1042, 0);
	const char *other = token_sign(a, &ring, TOKEN_REPLY, 1043, 0);
	const char *agent = token_sign(a, &ring, TOKEN_AGENT, 1042, 0);
	struct token_ring desk = ring, empty = { .desk_id = 7 };

	(void)state;
	desk.desk_id = 8;
	assert_true(passes(mine, &ring, NOW));
	assert_false(passes(mine, &desk, NOW));
	assert_false(passes(mine, &empty, NOW));
	/* The MAC of another ticket, of another role. */
	assert_false(passes(arena_printf(a, "b1042r-%s", other + 7), &ring,
			    NOW));
	assert_false(passes(arena_printf(a, "b1042r-%s", agent + 7), &ring,
			    NOW));
	/* Another key of the ring, a key that we never had. */
	assert_false(passes(arena_printf(a, "a%s", mine + 1), &ring, NOW));
	assert_false(passes(arena_printf(a, "z%s", mine + 1), &ring, NOW));
	assert_false(passes(mine, &old_ring, NOW));
}

static void test_key_expiry(void **state)
{
	ARENA(a);
	const char *old = token_sign(a, &old_ring, TOKEN_REPLY, 1042, 0);

	(void)state;
	assert_true(passes(old, &ring, NOW - 1));
	assert_true(passes(old, &ring, NOW));
	assert_false(passes(old, &ring, NOW + 1));
	assert_true(passes(token_sign(a, &ring, TOKEN_REPLY, 1042, 0), &ring,
			   NOW + 10000 * USEC_DAY));
}

static void test_case(void **state)
{
	ARENA(a);
	char *text = token_sign(a, &ring, TOKEN_MESSAGE_ID, 1042, 77);

	(void)state;
	for (char *p = text; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	assert_true(passes(text, &ring, NOW));
}

#define MAC26 "abcdefghijklmnopqrstuvwxyz"

static const struct {
	int line;
	const char *text;
	bool sound;
} shapes[] = {
	{ __LINE__, "a1042r-" MAC26, true },
	{ __LINE__, "A1042R-" MAC26, true },
	{ __LINE__, "a1042.7a-" MAC26, true },
	{ __LINE__, "pd.a1042.7." MAC26, true },
	{ __LINE__, "", false },
	{ __LINE__, "a", false },
	{ __LINE__, "1042r-" MAC26, false },
	{ __LINE__, "a01042r-" MAC26, false },
	{ __LINE__, "a0r-" MAC26, false },
	{ __LINE__, "a-1r-" MAC26, false },
	{ __LINE__, "a1042-" MAC26, false },
	{ __LINE__, "a1042x-" MAC26, false },
	{ __LINE__, "a1042m-" MAC26, false },
	{ __LINE__, "a1042.7r-" MAC26, false },
	{ __LINE__, "a1042.7v-" MAC26, false },
	{ __LINE__, "a1042.a-" MAC26, false },
	{ __LINE__, "a1042.07a-" MAC26, false },
	{ __LINE__, "a1042r" MAC26, false },
	{ __LINE__, "a1042r-bcdefghijklmnopqrstuvwxyz", false },
	{ __LINE__, "a1042r-" MAC26 "a", false },
	{ __LINE__, "a1042r-1bcdefghijklmnopqrstuvwxyz", false },
	{ __LINE__, "a999999999999999999r-" MAC26, true },
	{ __LINE__, "a1000000000000000000r-" MAC26, false },
	{ __LINE__, "pd.a1042." MAC26, false },
	{ __LINE__, "pd.1042.7." MAC26, false },
	{ __LINE__, "pd.a1042.7-" MAC26, false },
	{ __LINE__, " a1042r-" MAC26, false },
};

static void test_shapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct token token;

		if (token_read(shapes[i].text, &token) != shapes[i].sound)
			fail_msg("line %d: %s", shapes[i].line,
				 shapes[i].text);
	}
}

static void test_truncated(void **state)
{
	ARENA(a);
	const char *text = token_sign(a, &ring, TOKEN_REPLY, 1042, 0);

	(void)state;
	for (size_t len = 0; len < strlen(text); len++)
		assert_false(passes(arena_strndup(a, text, len), &ring, NOW));
}

static void test_addresses(void **state)
{
	ARENA(a);
	const char *token = token_sign(a, &ring, TOKEN_REPLY,
				       999999999999999999, 0);
	const char *address = token_address(a, "sixteen.octets..@a.test",
					    token);

	(void)state;
	assert_string_equal(token_address(a, "support@a.test", "b1r-x"),
			    "support+b1r-x@a.test");
	assert_non_null(address);
	assert_int_equal(strcspn(address, "@"), 64);
	assert_null(token_address(a, "seventeen.octets.@a.test", token));
	assert_null(token_address(a, "support", token));
	assert_string_equal(token_message_id(a, &ring, 1, 2, "a.test"),
			    arena_printf(a, "%s@a.test",
					 token_sign(a, &ring, TOKEN_MESSAGE_ID,
						    1, 2)));
}

static struct mailboxes one_mailbox(struct arena *arena, const char *address)
{
	struct mailbox *at = ARENA_NEW(arena, struct mailbox);

	at->address = address;
	at->name = "a5r-" MAC26;	/* a name proves nothing */
	return (struct mailboxes){ at, 1, 1 };
}

static void test_find_everywhere(void **state)
{
	ARENA(a);
	const struct header headers[] = {
		{ "delivered-to", "<s+a3r-" MAC26 "@x.test>" },
		{ "X-Original-To", "s+A4R-" MAC26 "@x.test" },
		{ "Envelope-To", "s@x.test, s+a5r-" MAC26 "@x.test" },
		{ "Subject", "a99r-" MAC26 },
	};
	const char *replied[] = { "pd.a6.1." MAC26 "@x.test" };
	const char *referenced[] = { "n@y.test", "pd.a7.1." MAC26 "@x.test",
				     "pd.a6.1." MAC26 "@x.test" };
	const struct message message = {
		.headers = headers, .header_count = 4,
		.to = one_mailbox(a, "s+a1r-" MAC26 "@x.test"),
		.cc = one_mailbox(a, "s+a2r-" MAC26 "@x.test"),
		.in_reply_to = { replied, 1 },
		.references = { referenced, 3 },
		.text = "see [a8r-" MAC26 "] and\npd.a9.1." MAC26 ".\n"
			"xa10r-" MAC26 " b a11r-" MAC26 "q",
	};
	static const enum token_place places[] = {
		TOKEN_IN_ADDRESS, TOKEN_IN_ADDRESS, TOKEN_IN_ADDRESS,
		TOKEN_IN_ADDRESS, TOKEN_IN_ADDRESS, TOKEN_IN_REFERENCE,
		TOKEN_IN_REFERENCE, TOKEN_IN_BODY, TOKEN_IN_BODY,
	};
	struct token_claims claims = token_find(a, &message);

	(void)state;
	assert_int_equal(claims.count, 9);
	for (size_t i = 0; i < claims.count; i++) {
		assert_int_equal(claims.at[i].token.ticket, i + 1);
		assert_int_equal(claims.at[i].place, places[i]);
	}
}

/* A local part with more behind the token is another's; text may go on. */
static void test_ends(void **state)
{
	static const struct {
		const char *text;
		size_t in_address, in_body;
	} rows[] = {
		{ "s+a1r-" MAC26 "@x.test", 1, 1 },
		{ "s+a1r-" MAC26, 1, 1 },
		{ "s+a1r-" MAC26 "=@x.test", 0, 1 },
		{ "s+a1r-" MAC26 "+y@x.test", 0, 1 },
		{ "s+a1r-" MAC26 ".@x.test", 0, 1 },
		{ "s+a1r-" MAC26 "\xe2\x90\x80@x.test", 0, 1 },
		{ "s+a1r-" MAC26 "a@x.test", 0, 0 },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct message message = {
			.to = one_mailbox(a, rows[i].text),
		}, text = { .text = rows[i].text };

		assert_int_equal(token_find(a, &message).count,
				 rows[i].in_address);
		assert_int_equal(token_find(a, &text).count, rows[i].in_body);
	}
}

/* Megabytes of half tokens: bounded in number, and linear in time. */
static void test_find_is_bounded(void **state)
{
	ARENA(a);
	struct buffer text = { .arena = a };
	struct message message = { 0 };

	(void)state;
	for (int i = 1; i <= 60; i++)
		buffer_printf(&text, "b%dr-%s ", i, MAC26);
	message.text = buffer_string(&text);
	assert_int_equal(token_find(a, &message).count, 50);
	text.size = 0;
	for (int i = 0; i < 300000; i++)
		buffer_text(&text, "pd.a1.pd.a1r-abc");
	message.text = buffer_string(&text);
	assert_int_equal(token_find(a, &message).count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_bit_flips),
		cmocka_unit_test(test_every_mac_digit),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_key_expiry),
		cmocka_unit_test(test_case),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_find_everywhere),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_find_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
