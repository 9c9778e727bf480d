/* test_respond.c - one row per refusal, their order, and both sides of caps. */

#include "desk/respond.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct desk desk = {
	.ack_unverified = ACK_NEUTRAL,
	.caps = { .address_hour = 1, .address_day = 3, .verified_hour = 5,
		  .verified_day = 10, .without_person = 5, .domain_hour = 20,
		  .desk_minute = 60, .desk_hour = 500 },
};

static const struct message from_ann = {
	.has_return_path = true,
	.return_path = { "", "ann@example.org" },
};
static const struct message from_relay = {
	.has_return_path = true,
	.return_path = { "", "bounce-1@relay.test" },
};
static const struct message from_null = {
	.has_return_path = true, .return_path = { "", "" },
};
static const struct message no_envelope = { .return_path = { "", "" } };
static const struct message two_froms = {
	.has_return_path = true,
	.return_path = { "", "ann@example.org" },
	.defects = 1ull << DEFECT_MANY_FROM,
};
static const struct message hops_50 = {
	.has_return_path = true, .received_fields = 50,
	.return_path = { "", "ann@EXAMPLE.org" },
};
static const struct message hops_51 = {
	.has_return_path = true, .received_fields = 51,
	.return_path = { "", "ann@example.org" },
};

static const struct message many_fields = {
	.has_return_path = true,
	.return_path = { "", "ann@example.org" },
	.defects = 1ull << DEFECT_TOO_MANY_FIELDS,
};

static const struct origin person = { .kind = ORIGIN_PERSON,
				      .may_answer = true };
static const struct origin noreply = { .kind = ORIGIN_PERSON };
static const struct origin robot = { .kind = ORIGIN_ROBOT };
static const struct origin ourselves = { .kind = ORIGIN_OURSELVES };

#define ANN .author = "ann@example.org", .message = &from_ann, \
	.origin = &person, .autos = true
#define PASS .auth = AUTH_PASS

static const struct {
	int line;
	struct respond_facts facts;
	const char *want;
} cases[] = {
	{ __LINE__, { ANN, PASS }, "send" },
	{ __LINE__, { ANN }, "send-neutral" },
	{ __LINE__, { ANN, PASS, .autos = false }, "automatic-mail-off" },
	{ __LINE__, { ANN, PASS, .before_activation = true },
	  "older-than-activation" },
	{ __LINE__, { ANN, PASS, .author = "" }, "no-sound-author" },
	{ __LINE__, { ANN, PASS, .message = &from_null }, "null-sender" },
	{ __LINE__, { ANN, PASS, .ourselves = true }, "from-ourselves" },
	{ __LINE__, { ANN, PASS, .origin = &ourselves }, "from-ourselves" },
	{ __LINE__, { ANN, PASS, .origin = &robot }, "automatic-mail" },
	{ __LINE__, { ANN, PASS, .origin = &noreply }, "automatic-mail" },
	{ __LINE__, { ANN, PASS, .answers_automatic = true },
	  "answers-our-automatic-mail" },
	{ __LINE__, { ANN, PASS, .own_words = true }, "our-own-words" },
	{ __LINE__, { ANN, PASS, .message = &hops_51 }, "too-many-hops" },
	{ __LINE__, { ANN, PASS, .message = &hops_50 }, "send" },
	{ __LINE__, { ANN, PASS, .message = &two_froms }, "malformed" },
	{ __LINE__, { ANN, PASS, .message = &many_fields }, "malformed" },
	{ __LINE__, { ANN, .auth = AUTH_FAIL }, "authentication-failed" },
	{ __LINE__, { ANN, .message = &from_relay }, "envelope-differs" },
	{ __LINE__, { ANN, .message = &no_envelope }, "envelope-differs" },
	{ __LINE__, { ANN, .message = &hops_50 }, "send-neutral" },
	{ __LINE__, { ANN, PASS, .message = &from_relay }, "send" },
	{ __LINE__, { ANN, PASS, .agent = true }, "from-agent" },
	{ __LINE__, { ANN, PASS, .spam = true }, "taken-for-spam" },
	{ __LINE__, { ANN, PASS, .spam = true, .bounced = true },
	  "taken-for-spam" },
	{ __LINE__, { ANN, PASS, .bounced = true }, "address-bounced" },
	{ __LINE__, { ANN, PASS, .complained = true }, "address-complained" },
	{ __LINE__, { ANN, PASS, .suppressed = true }, "suppressed-by-rule" },
	{ __LINE__, { ANN, PASS, .acknowledged = true, .follow_up = true },
	  "already-acknowledged" },
	{ __LINE__, { ANN, PASS, .follow_up = true }, "follow-up" },
	{ __LINE__, { ANN, PASS, .said = true }, "said-before" },

	/* Caps: proven senders have their own, others half of theirs. */
	{ __LINE__, { ANN, PASS, .autos_hour = 4, .autos_day = 9 }, "send" },
	{ __LINE__, { ANN, PASS, .autos_hour = 5 }, "cap-address" },
	{ __LINE__, { ANN, PASS, .autos_day = 10 }, "cap-address" },
	{ __LINE__, { ANN, .autos_hour = 1 }, "cap-address" },
	{ __LINE__, { ANN, .autos_day = 1 }, "cap-address" },
	{ __LINE__, { ANN, PASS, .autos_without_person = 4 }, "send" },
	{ __LINE__, { ANN, PASS, .autos_without_person = 5 },
	  "muted-until-a-person-writes" },
	{ __LINE__, { ANN, .domain_hour = 19 }, "send-neutral" },
	{ __LINE__, { ANN, .domain_hour = 20 }, "cap-domain" },
	{ __LINE__, { ANN, PASS, .domain_hour = 20 }, "send" },
	{ __LINE__, { ANN, PASS, .desk_minute = 59, .desk_hour = 499 },
	  "send" },
	{ __LINE__, { ANN, PASS, .desk_ten = 49, .breaker_limit = 50 },
	  "send" },
	{ __LINE__, { ANN, PASS, .desk_ten = 50, .breaker_limit = 50 },
	  "breaker-open" },
	{ __LINE__, { ANN, PASS, .breaker = BREAKER_OPEN }, "breaker-open" },
	{ __LINE__, { ANN, PASS, .breaker = BREAKER_TRIAL, .desk_ten = 500 },
	  "send" },
	{ __LINE__, { ANN, PASS, .desk_minute = 60 }, "cap-desk" },
	{ __LINE__, { ANN, PASS, .desk_hour = 500 }, "cap-desk" },

	/* The order: the mail itself, then the past, then the caps.  A person's
	 * mail is not called a machine's because it cannot be answered. */
	{ __LINE__, { ANN, PASS, .origin = &noreply, .message = &hops_51 },
	  "too-many-hops" },
	{ __LINE__, { ANN, PASS, .origin = &noreply,
		      .message = &many_fields }, "malformed" },
	{ __LINE__, { ANN, PASS, .origin = &robot, .message = &hops_51 },
	  "automatic-mail" },
	{ __LINE__, { ANN, .origin = &robot, .auth = AUTH_FAIL },
	  "automatic-mail" },
	{ __LINE__, { ANN, PASS, .bounced = true, .desk_hour = 500 },
	  "address-bounced" },
	{ __LINE__, { ANN, PASS, .autos = false, .origin = &robot },
	  "automatic-mail-off" },
};

static void test_judge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = respond_word(
			respond_judge(&cases[i].facts, &desk));

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: got %s, want %s", cases[i].line,
				 got, cases[i].want);
	}
}

static void test_unverified_setting(void **state)
{
	const struct respond_facts unproven = { ANN };
	const struct respond_facts proven = { ANN, PASS };
	const struct respond_facts forwarded = { ANN, .forwarded = true };
	struct desk other = desk;

	(void)state;
	other.ack_unverified = ACK_NEVER;
	assert_int_equal(respond_judge(&unproven, &other), RESPOND_UNVERIFIED);
	assert_int_equal(respond_judge(&proven, &other), RESPOND_SEND);
	other.ack_unverified = ACK_NORMAL;
	assert_int_equal(respond_judge(&unproven, &other), RESPOND_SEND);
	/* What an agent forwarded may repeat words that are not his. */
	assert_int_equal(respond_judge(&forwarded, &other),
			 RESPOND_SEND_NEUTRAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judge),
		cmocka_unit_test(test_unverified_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
