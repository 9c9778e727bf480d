/* test_attempt.c - each reply of a server, for each class of mail. */

#include "app/attempt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW	(20000 * USEC_DAY)
#define AUTO	OUTGOING_AUTOMATIC
#define AGENT	OUTGOING_AGENT
#define ADMIN	OUTGOING_ADMIN

static const struct {
	int line;
	enum outgoing_class class;
	int attempts, uncertain;
	usec_t age;
	enum smtp_outcome outcome;
	enum outbox_result want;
	usec_t again;		/* from now; 0: never */
} cases[] = {
	{ __LINE__, AUTO, 0, 0, 0, SMTP_SENT, OUTBOX_SENT, 0 },
	{ __LINE__, AUTO, 0, 0, 0, SMTP_REFUSED, OUTBOX_FAILED, 0 },
	{ __LINE__, AGENT, 0, 0, 0, SMTP_REFUSED, OUTBOX_FAILED, 0 },

	/* Greylisting ends within minutes; later the steps are long. */
	{ __LINE__, AUTO, 0, 0, 0, SMTP_LATER, OUTBOX_RETRY, USEC_MINUTE },
	{ __LINE__, AUTO, 1, 0, 0, SMTP_LATER, OUTBOX_RETRY,
	  2 * USEC_MINUTE },
	{ __LINE__, AUTO, 5, 0, 0, SMTP_LATER, OUTBOX_RETRY,
	  30 * USEC_MINUTE },
	{ __LINE__, AUTO, 99, 0, 0, SMTP_LATER, OUTBOX_RETRY,
	  30 * USEC_MINUTE },
	{ __LINE__, AGENT, 0, 0, 0, SMTP_LATER, OUTBOX_RETRY, USEC_MINUTE },
	{ __LINE__, AGENT, 1, 0, 0, SMTP_LATER, OUTBOX_RETRY,
	  5 * USEC_MINUTE },
	{ __LINE__, AGENT, 4, 0, 0, SMTP_LATER, OUTBOX_RETRY, USEC_HOUR },
	{ __LINE__, AGENT, 99, 0, 0, SMTP_LATER, OUTBOX_RETRY, USEC_HOUR },
	{ __LINE__, ADMIN, 0, 0, 0, SMTP_LATER, OUTBOX_RETRY, USEC_MINUTE },

	/* Given up by age, the edge on both sides. */
	{ __LINE__, AUTO, 9, 0, 4 * USEC_HOUR, SMTP_LATER, OUTBOX_RETRY,
	  30 * USEC_MINUTE },
	{ __LINE__, AUTO, 9, 0, 4 * USEC_HOUR + 1, SMTP_LATER, OUTBOX_FAILED,
	  0 },
	{ __LINE__, AGENT, 9, 0, 5 * USEC_DAY, SMTP_LATER, OUTBOX_RETRY,
	  USEC_HOUR },
	{ __LINE__, AGENT, 9, 0, 5 * USEC_DAY + 1, SMTP_LATER, OUTBOX_FAILED,
	  0 },
	{ __LINE__, ADMIN, 9, 0, 4 * USEC_HOUR + 1, SMTP_LATER,
	  OUTBOX_FAILED, 0 },

	/* No answer to the dot: a machine's words never go twice, an agent's
	 * once more. */
	{ __LINE__, AUTO, 0, 0, 0, SMTP_UNCERTAIN, OUTBOX_UNCERTAIN, 0 },
	{ __LINE__, ADMIN, 0, 0, 0, SMTP_UNCERTAIN, OUTBOX_UNCERTAIN, 0 },
	{ __LINE__, AGENT, 0, 0, 0, SMTP_UNCERTAIN, OUTBOX_UNCERTAIN,
	  USEC_MINUTE },
	{ __LINE__, AGENT, 1, 1, 0, SMTP_UNCERTAIN, OUTBOX_UNCERTAIN, 0 },
	{ __LINE__, AGENT, 3, 0, 0, SMTP_UNCERTAIN, OUTBOX_UNCERTAIN,
	  30 * USEC_MINUTE },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct outbox_mail mail = {
			.desk_id = 1, .id = 7, .class = cases[i].class,
			.attempts = cases[i].attempts,
			.uncertain = cases[i].uncertain,
			.created = NOW - cases[i].age,
		};
		const usec_t due = cases[i].again == 0 ? 0 :
						NOW + cases[i].again;
		const struct smtp_reply reply = { .code = 450 };
		struct outbox_outcome end;

		attempt_judge(&mail, cases[i].outcome, &reply, NOW, &end);
		if (end.result != cases[i].want || end.due != due ||
		    end.id != 7 || end.desk_id != 1 || end.code != 450)
			fail_msg("line %d: %s, again after %lld s",
				 cases[i].line, outbox_result_word(end.result),
				 (long long)((end.due - NOW) / USEC_SECOND));
	}
}

static const struct {
	int line;
	int code;
	const char *text;
	bool us;
} refusals[] = {
	{ __LINE__, 550, "550 5.7.1 relaying denied", true },
	{ __LINE__, 554, "554 5.7.0 go away", true },
	{ __LINE__, 550, "550 5.3.2 no service here", true },
	{ __LINE__, 503, "503 5.5.1 wrong order", true },
	/* The recipient, or the mail. */
	{ __LINE__, 550, "550 5.1.1 no such user", false },
	{ __LINE__, 552, "552 5.2.2 the mailbox is full", false },
	{ __LINE__, 550, "550 5.6.7 no UTF-8 here", false },
	/* Not said in a way that can be relied on. */
	{ __LINE__, 550, "550 relaying denied", false },
	{ __LINE__, 550, "550 5.7", false },
	{ __LINE__, 550, "550", false },
	{ __LINE__, 450, "450 4.7.1 greylisted", false },
	{ __LINE__, 0, "", false },
};

static void test_blame(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct smtp_reply reply = { .code = refusals[i].code };

		snprintf(reply.text, sizeof(reply.text), "%s",
			 refusals[i].text);
		if (attempt_blames_us(&reply) != refusals[i].us)
			fail_msg("line %d", refusals[i].line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_blame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
