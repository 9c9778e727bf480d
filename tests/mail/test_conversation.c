/* test_conversation.c - one id for a conversation, none for nonsense. */

#include "mail/conversation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* 01, then 21 octets; the second has an answer's 5 octets behind them. */
#define FIRST	"AQHZabcdefghijklmnopqrstuvwxyA=="
#define ANSWER	"AQHZabcdefghijklmnopqrstuvwxyABBQkNE"
#define ID	"0101d969b71d79f8218a39259a7a29aabb2dbafc31c8"

static const struct {
	int line;
	const char *index, *topic;
	const char *want, *want_topic;
} cases[] = {
	{ __LINE__, FIRST, "Printer", ID, "printer" },
	{ __LINE__, ANSWER, "Re: Printer", ID, "printer" },
	{ __LINE__, ANSWER, NULL, ID, "" },
	{ __LINE__, FIRST, "=?utf-8?B?4oCm?=", ID, "" },
	{ __LINE__, NULL, "Printer", "", "" },
	{ __LINE__, "", "Printer", "", "printer" },
	{ __LINE__, "AQHZabcdefghijklmnopqrstuvw=", NULL, "", "" }, /* 20 */
	{ __LINE__, "BQHZabcdefghijklmnopqrstuvwxyA==", NULL, "", "" },
	{ __LINE__, "AQHZ!!!!efghijklmnopqrstuvwxyA==", NULL, "", "" },
};

static void test_conversations(void **state)
{
	ARENA(arena);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct header headers[] = {
			{ cases[i].index == NULL ? "X" : "Thread-Index",
			  cases[i].index },
			{ cases[i].topic == NULL ? "Y" : "thread-topic",
			  cases[i].topic },
		};
		const struct conversation got = conversation_of(
			arena, &(struct message){ .headers = headers,
						  .header_count = 2 });

		if (strcmp(got.id, cases[i].want) != 0 ||
		    strcmp(got.topic, cases[i].want_topic) != 0)
			fail_msg("line %d: \"%s\" \"%s\"", cases[i].line,
				 got.id, got.topic);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
