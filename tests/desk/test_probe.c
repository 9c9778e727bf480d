/* test_probe.c - a mail to ourselves, and those that only look like one. */

#include "desk/decide.h"

#include "mail/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW	(20000 * USEC_DAY)

static const struct token_key keys[] = {
	{ .id = 'b', .secret = "the key that signs now........." },
	{ .id = 'a', .secret = "the key that signed before.....",
	  .not_after = NOW - 1 },
};
static const struct token_key foreign[] = {
	{ .id = 'b', .secret = "the key of somebody else......." },
};

static const struct desk desk = {
	.id = 7, .name = "acme", .address = "support@example.test",
	.ring = { .keys = keys, .count = 2, .desk_id = 7 },
	.language = "en", .queue = "support",
	.score_low = -10, .score_high = 10, .score_critical = 20,
};

/* What becomes of a small mail of this Message-ID, which no row knows. */
static struct plan decide(struct arena *arena, const char *message_id)
{
	struct history *history = history_new(arena);
	struct reader *reader = reader_new();
	const struct bundle none = { NULL, 0 };
	const char *raw = arena_printf(arena,
		"From: Ann <ann@example.org>\r\n"
		"To: support@example.test\r\n"
		"Subject: kettle\r\n"
		"Message-ID: <%s>\r\n\r\nIt leaks.\r\n", message_id);
	const struct message *message = parse_message(arena, reader, raw,
						      strlen(raw));
	struct gist gist = gist_of(arena, message, &desk.gist);
	struct mail_class class;
	struct rules *rules;
	struct plan plan;
	struct err err;

	reader_free(&reader);
	rules = rules_load(&none, &err);
	if (rules == NULL)
		fail_msg("%s", err.text);
	class = classify_mail(arena, rules, message, &gist);
	history->now = NOW;
	history->next_number = 1;
	history->ids = (struct ids){ 100, 100 + DECIDE_IDS };
	plan = decide_mail(arena, &(struct decider){
		.desk = &desk, .rules = rules,
	}, &(struct decide_facts){
		.mail_id = 1, .received = NOW, .message = message,
		.gist = &gist, .mail_class = &class,
	}, history);
	rules_free(&rules);
	return plan;
}

static void test_probe(void **state)
{
	static const struct {
		int line;
		enum token_role role;
		int64_t desk_id;
		const struct token_key *keys;
		const char *before, *after;
		enum disposition want;
	} cases[] = {
		{ __LINE__, TOKEN_PROBE, 7, keys, "", "@example.test",
		  DISPOSITION_NOTED },
		{ __LINE__, TOKEN_PROBE, 7, keys, "", "@other.test",
		  DISPOSITION_NOTED },
		/* another desk's, an old key's, a stranger's */
		{ __LINE__, TOKEN_PROBE, 8, keys, "", "@example.test",
		  DISPOSITION_TICKETED },
		{ __LINE__, TOKEN_PROBE, 7, keys + 1, "", "@example.test",
		  DISPOSITION_TICKETED },
		{ __LINE__, TOKEN_PROBE, 7, foreign, "", "@example.test",
		  DISPOSITION_TICKETED },
		/* every customer of ours holds tokens of these roles */
		{ __LINE__, TOKEN_REPLY, 7, keys, "", "@example.test",
		  DISPOSITION_TICKETED },
		{ __LINE__, TOKEN_RETURN, 7, keys, "", "@example.test",
		  DISPOSITION_TICKETED },
		/* more than the token */
		{ __LINE__, TOKEN_PROBE, 7, keys, "x", "@example.test",
		  DISPOSITION_TICKETED },
		{ __LINE__, TOKEN_PROBE, 7, keys, "", "x@example.test",
		  DISPOSITION_TICKETED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(arena);
		const struct token_ring ring = {
			.keys = cases[i].keys, .count = 1,
			.desk_id = cases[i].desk_id,
		};
		const char *token = token_sign(arena, &ring, cases[i].role, 5,
					       1700000000);
		struct plan plan = decide(arena, arena_printf(arena, "%s%s%s",
			cases[i].before, token, cases[i].after));

		if (plan.disposition != cases[i].want)
			fail_msg("line %d: %s", cases[i].line,
				 disposition_word(plan.disposition));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_probe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
