/* test_button.c - whose tap counts, and what was written besides. */

#include "desk/button.h"

#include "base/arena.h"
#include "mail/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define YES .person = true, .admit = ADMIT_JOIN, .state = TICKET_OPEN
#define UNPROVEN .person = true, .admit = ADMIT_UNVERIFIED

static const struct {
	int line;
	struct button_facts facts;
	enum button_verdict want;
} cases[] = {
	{ __LINE__, { YES }, BUTTON_IDLE },
	{ __LINE__, { YES, .button = BUTTON_SOLVED }, BUTTON_PRESSED },
	{ __LINE__, { YES, .button = BUTTON_ARTICLE3 }, BUTTON_PRESSED },
	{ __LINE__, { YES, .button = BUTTON_STOP }, BUTTON_PRESSED },
	{ __LINE__, { YES, .button = BUTTON_SCORE1 }, BUTTON_PRESSED },

	/* A program presses nothing, whoever it may be. */
	{ __LINE__, { .admit = ADMIT_JOIN, .button = BUTTON_SOLVED },
	  BUTTON_MACHINE },
	{ __LINE__, { .admit = ADMIT_JOIN, .button = BUTTON_STOP },
	  BUTTON_MACHINE },

	/* To have the address is not enough. */
	{ __LINE__, { .person = true, .admit = ADMIT_PENDING,
	  .button = BUTTON_STOP }, BUTTON_STRANGER },
	{ __LINE__, { .person = true, .admit = ADMIT_OWN_TICKET,
	  .button = BUTTON_SOLVED }, BUTTON_STRANGER },
	{ __LINE__, { .person = true, .admit = ADMIT_COLLEAGUE,
	  .button = BUTTON_SOLVED }, BUTTON_STRANGER },

	/* Who is not proven may only be left alone. */
	{ __LINE__, { UNPROVEN, .button = BUTTON_SOLVED }, BUTTON_UNPROVEN },
	{ __LINE__, { UNPROVEN, .button = BUTTON_ARTICLE1 },
	  BUTTON_UNPROVEN },
	{ __LINE__, { UNPROVEN, .button = BUTTON_SCORE5 }, BUTTON_UNPROVEN },
	{ __LINE__, { UNPROVEN, .button = BUTTON_STOP }, BUTTON_PRESSED },
	{ __LINE__, { UNPROVEN, .button = BUTTON_STOP, .quiet = true },
	  BUTTON_AGAIN },

	/* What is so already; a score may be another. */
	{ __LINE__, { .person = true, .admit = ADMIT_JOIN,
	  .state = TICKET_CLOSED, .button = BUTTON_SOLVED }, BUTTON_AGAIN },
	{ __LINE__, { .person = true, .admit = ADMIT_JOIN,
	  .state = TICKET_PENDING, .button = BUTTON_SOLVED },
	  BUTTON_PRESSED },
	{ __LINE__, { YES, .button = BUTTON_STOP, .quiet = true },
	  BUTTON_AGAIN },
	{ __LINE__, { YES, .button = BUTTON_SOLVED, .quiet = true },
	  BUTTON_PRESSED },
	{ __LINE__, { .person = true, .admit = ADMIT_JOIN,
	  .state = TICKET_CLOSED, .button = BUTTON_SCORE2 },
	  BUTTON_PRESSED },

	/* Who has more to say is not done. */
	{ __LINE__, { YES, .button = BUTTON_SOLVED, .besides = true },
	  BUTTON_BESIDES },
	{ __LINE__, { YES, .button = BUTTON_ARTICLE1, .besides = true },
	  BUTTON_BESIDES },
	{ __LINE__, { YES, .button = BUTTON_STOP, .besides = true },
	  BUTTON_PRESSED },
	{ __LINE__, { YES, .button = BUTTON_SCORE1, .besides = true },
	  BUTTON_PRESSED },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum button_verdict got = button_judge(&cases[i].facts);

		if (got != cases[i].want)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 button_verdict_word(got),
				 button_verdict_word(cases[i].want));
	}
}

static const struct {
	int line;
	const char *subject, *visible, *besides;
} texts[] = {
	{ __LINE__, "[#7] It is solved", "It is solved", "" },
	{ __LINE__, "[#7] It is solved", "\n It is\nsolved \n\n", "" },
	{ __LINE__, "[#7] It is solved", "", "" },
	{ __LINE__, "[#7] It is solved", "It is solved\nThanks!", "Thanks!" },
	{ __LINE__, "[#7] It is solved", "It is solved, but", "It is solved, "
	  "but" },
	{ __LINE__, "[#7] It is solved", "It is solvedx", "It is solvedx" },
	{ __LINE__, "[#7] It is solved", "It issolved", "It issolved" },
	{ __LINE__, "[#7] It is solved", "It is", "It is" },
	{ __LINE__, "[#7] It is solved", "No!\nIt is solved",
	  "No!\nIt is solved" },
	{ __LINE__, "Not at all", "It is solved", "It is solved" },
	{ __LINE__, "", "It is solved", "It is solved" },
	{ __LINE__, "[#7] ", "It is solved", "It is solved" },
	{ __LINE__, "[#7] Το πρόβλημα λύθηκε", "Το πρόβλημα λύθηκε\nΕυχαριστώ",
	  "Ευχαριστώ" },
};

static void test_besides(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *got = button_besides(a, texts[i].subject,
						 texts[i].visible);

		if (strcmp(got, texts[i].besides) != 0)
			fail_msg("line %d: `%s`", texts[i].line, got);
	}
}

static const struct token_key key = { .id = 'k', .secret = { 1, 2, 3 } };

/* The token of an address of ours. */
static struct token token_in(const char *address)
{
	struct token token;
	const char *plus = strchr(address, '+');
	ARENA(a);

	assert_non_null(plus);
	assert_true(token_read(arena_strndup(a, plus + 1,
					     strcspn(plus + 1, "@")), &token));
	return token;
}

static void test_address(void **state)
{
	static const enum button all[] = {
#define ROW(name, item, word) name,
		BUTTONS(ROW)
#undef ROW
	};
	struct desk desk = {
		.token_address = "support@desk.test", .address_tokens = true,
		.ring = { &key, 1, 3 },
	};
	struct token_ring other = { &key, 1, 4 };
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *address = button_address(a, &desk, 1042, all[i]);
		struct token token = token_in(address);

		assert_int_equal(button_of(&token), all[i]);
		assert_int_equal(token.ticket, 1042);
		assert_true(token_verify(&token, &desk.ring, 0));
		assert_false(token_verify(&token, &other, 0));
		/* One wish is no other, and no other ticket. */
		token.item = token.item == 1 ? 2 : 1;
		assert_false(token_verify(&token, &desk.ring, 0));
	}
	desk.address_tokens = false;
	assert_string_equal(button_address(a, &desk, 1, BUTTON_STOP), "");
	desk.address_tokens = true;
	desk.token_address = "a-very-long-address-that-leaves-no-room-for-it"
		"@desk.test";
	assert_string_equal(button_address(a, &desk, 1, BUTTON_STOP), "");
}

static void test_items(void **state)
{
	struct token token = { .role = TOKEN_STATUS };

	(void)state;
	token.item = 0;
	assert_int_equal(button_of(&token), BUTTON_NONE);
	token.item = BUTTON_ARTICLE3;
	assert_int_equal(button_of(&token), BUTTON_ARTICLE3);
	token.item = BUTTON_ARTICLE3 + 1;
	assert_int_equal(button_of(&token), BUTTON_NONE);
	token.item = BUTTON_SOLVED + (1ll << 32);
	assert_int_equal(button_of(&token), BUTTON_NONE);
	token = (struct token){ .role = TOKEN_AGENT, .item = BUTTON_SOLVED };
	assert_int_equal(button_of(&token), BUTTON_NONE);

	assert_int_equal(button_score(BUTTON_STOP), 0);
	assert_int_equal(button_score(BUTTON_SCORE1), 1);
	assert_int_equal(button_score(BUTTON_SCORE5), 5);
	assert_int_equal(button_score(BUTTON_ARTICLE1), 0);
	assert_int_equal(button_article(BUTTON_SCORE5), 0);
	assert_int_equal(button_article(BUTTON_ARTICLE1), 1);
	assert_int_equal(button_article(BUTTON_ARTICLE3), 3);
	assert_true(button_solves(BUTTON_SOLVED));
	assert_true(button_solves(BUTTON_ARTICLE2));
	assert_false(button_solves(BUTTON_SCORE5));
	assert_false(button_solves(BUTTON_STOP));
	assert_string_equal(button_word(BUTTON_SCORE3), "score3");
	assert_string_equal(button_word(BUTTON_NONE), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_besides),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
