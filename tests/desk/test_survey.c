/* test_survey.c - who may be asked how it was, and the mail that asks. */

#include "desk/survey.h"

#include "base/arena.h"
#include "mail/token.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define AFTER (2 * USEC_DAY)

static const struct token_key key = { .id = 'k', .secret = { 1, 2, 3 } };

static const struct desk usual = {
	.id = 3, .display_name = "Desk", .address = "support@desk.test",
	.token_address = "support@desk.test", .address_tokens = true,
	.ring = { &key, 1, 3 }, .language = "en",
	.caps = { .verified_hour = 5, .verified_day = 10,
		  .without_person = 5, .domain_hour = 100,
		  .desk_minute = 100, .desk_hour = 1000 },
	.survey = { .after = AFTER },
	.tell_closed = { .after = USEC_MINUTE },
};

/* What differs from a ticket whose customer is asked. */
struct scene {
	bool off, autos_off, no_tokens, open, merged, quiet, unproven;
	bool unknown, bounced, spam, no_reply;
	enum survey_kind kind;
	usec_t closed_ago, age;		/* 0: as usual */
	const char *queue;		/* of the ticket */
	int autos_day, alone;
	const char *language;		/* of the ticket */
};

static const struct {
	int line;
	struct scene scene;
	enum survey_verdict want;
} cases[] = {
	{ __LINE__, { 0 }, SURVEY_SEND },
	{ __LINE__, { .off = true }, SURVEY_OFF },
	{ __LINE__, { .no_tokens = true }, SURVEY_OFF },
	{ __LINE__, { .autos_off = true }, SURVEY_AUTOS_OFF },
	{ __LINE__, { .open = true }, SURVEY_NOT_OVER },
	{ __LINE__, { .merged = true }, SURVEY_NOT_OVER },
	{ __LINE__, { .closed_ago = AFTER - 1 }, SURVEY_NOT_OVER },
	{ __LINE__, { .closed_ago = AFTER }, SURVEY_SEND },
	{ __LINE__, { .age = 20 * USEC_DAY }, SURVEY_SEND },
	{ __LINE__, { .age = 20 * USEC_DAY + 1 }, SURVEY_OLD },
	{ __LINE__, { .queue = "billing" }, SURVEY_QUEUE },
	{ __LINE__, { .quiet = true }, SURVEY_STOPPED },
	{ __LINE__, { .unproven = true }, SURVEY_UNPROVEN },
	{ __LINE__, { .unknown = true }, SURVEY_UNPROVEN },
	{ __LINE__, { .bounced = true }, SURVEY_BOUNCED },
	{ __LINE__, { .spam = true }, SURVEY_SPAM },
	{ __LINE__, { .autos_day = 9 }, SURVEY_SEND },
	{ __LINE__, { .autos_day = 10 }, SURVEY_CAPPED },
	{ __LINE__, { .alone = 4 }, SURVEY_SEND },
	{ __LINE__, { .alone = 5 }, SURVEY_CAPPED },
	{ __LINE__, { .no_reply = true }, SURVEY_NO_REPLY },
	{ __LINE__, { .language = "de" }, SURVEY_SEND },
	/* To be told is another matter, with times of its own. */
	{ __LINE__, { .kind = SURVEY_CLOSED }, SURVEY_SEND },
	{ __LINE__, { .kind = SURVEY_CLOSED, .off = true }, SURVEY_OFF },
	{ __LINE__, { .kind = SURVEY_CLOSED, .closed_ago = USEC_MINUTE },
	  SURVEY_SEND },
	{ __LINE__, { .kind = SURVEY_CLOSED, .closed_ago = USEC_MINUTE - 1 },
	  SURVEY_NOT_OVER },
	{ __LINE__, { .kind = SURVEY_CLOSED, .queue = "billing" },
	  SURVEY_SEND },
	{ __LINE__, { .kind = SURVEY_CLOSED, .unproven = true },
	  SURVEY_UNPROVEN },
	{ __LINE__, { .kind = SURVEY_CLOSED, .no_reply = true },
	  SURVEY_NO_REPLY },
};

static const char text[] = "---\nsubject: '[#{{number}}] {{subject}}'\n---\n"
	"{{customer}}: {{score1|bad}} {{score5|good}} {{stop|stop}}\n";

static const struct templates *templates_of(struct arena *arena,
					    const struct scene *scene)
{
	const struct bundle_file files[] = {
		{ scene->no_reply ? "replies/ack/en.md"
				  : "replies/survey/en.md", text,
		  strlen(text) },
		{ scene->no_reply ? "replies/ack/de.md"
				  : "replies/closed/en.md", text,
		  strlen(text) },
	};
	struct err err;

	return template_load(arena, &(struct bundle){ files, 2 }, &err);
}

static struct history *history_of(struct arena *arena,
				  const struct scene *scene)
{
	struct history *history = history_new(arena);
	struct known_ticket *ticket = ARENA_NEW(arena, struct known_ticket);
	struct known_address *ann = ARENA_NEW(arena, struct known_address);

	ticket->ticket = (struct ticket){
		.id = 70, .number = 7, .subject = "Kettle",
		.state = scene->open ? TICKET_OPEN : TICKET_CLOSED,
		.queue = scene->queue == NULL ? "support" : scene->queue,
		.requester_address = "ann@example.org",
		.language = scene->language == NULL ? "" : scene->language,
		.created = NOW - (scene->age == 0 ? 9 * USEC_DAY : scene->age),
		.closed = NOW - (scene->closed_ago == 0 ? 3 * USEC_DAY
				 : scene->closed_ago),
		.merged_into = scene->merged ? 80 : 0,
		.quiet = scene->quiet,
	};
	*ann = (struct known_address){
		.id = 101, .contact_id = 100, .address = "ann@example.org",
		.name = "Ann", .language = "en", .bounced = scene->bounced,
		.spam = scene->spam,
		.autos_day = scene->autos_day,
		.autos_without_person = scene->alone,
	};
	history->now = NOW;
	history->autos = !scene->autos_off;
	history->activated = NOW - 20 * USEC_DAY;
	history->ids = (struct ids){ 1000, 1000 + SURVEY_IDS };
	history_add_ticket(history, ticket);
	if (!scene->unknown)
		history_add_address(history, ann);
	return history;
}

static struct survey ask(struct arena *arena, const struct scene *scene)
{
	static const char *const queues[] = { "support" };
	struct desk *desk = ARENA_NEW(arena, struct desk);

	*desk = usual;
	if (scene->off)
		desk->survey.after = desk->tell_closed.after = 0;
	desk->address_tokens = !scene->no_tokens;
	desk->survey.queues = (struct strings){ queues, 1 };
	return survey_plan(arena, desk, templates_of(arena, scene),
			   history_of(arena, scene),
			   &(struct survey_ask){ scene->kind, 7,
						 !scene->unproven });
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ARENA(a);
		struct survey got = ask(a, &cases[i].scene);

		if (got.verdict != cases[i].want)
			fail_msg("line %d: got %s", cases[i].line,
				 survey_word(got.verdict));
		assert_int_equal(got.plan.outgoing_count,
				 got.verdict == SURVEY_SEND);
	}
}

static void test_mail(void **state)
{
	ARENA(a);
	struct survey got = ask(a, &(struct scene){ .off = false });
	const struct plan_outgoing *out = got.plan.outgoing;

	(void)state;
	assert_string_equal(out->dedupe_key, "survey/70");
	assert_string_equal(out->rcpt_to, "ann@example.org");
	assert_string_equal(out->subject, "[#7] Kettle");
	assert_int_equal(out->class, OUTGOING_AUTOMATIC);
	assert_true(strncmp(out->text, "Ann: bad (support+k7.3s-",
			    strlen("Ann: bad (support+k7.3s-")) == 0);
	assert_non_null(strstr(out->bytes,
			       "\r\nAuto-Submitted: auto-generated\r\n"));
	assert_non_null(strstr(out->mail_from, "support+k1"));
	assert_int_equal(got.plan.mail_id, 0);
	assert_null(got.plan.ticket);
	assert_int_equal(got.plan.events[0].kind, EVENT_SURVEYED);
	assert_int_equal(got.plan.messages[0].direction, MESSAGE_OUT);
	assert_true(got.plan.mentions[0].automatic);
}

static void test_told(void **state)
{
	ARENA(a);
	struct survey got = ask(a, &(struct scene){ .kind = SURVEY_CLOSED });

	(void)state;
	assert_string_equal(got.plan.outgoing->dedupe_key, "closed/70");
	assert_string_equal(got.plan.outgoing->template, "closed");
	assert_int_equal(got.plan.events[0].kind, EVENT_ANSWERED);
	assert_string_equal(got.plan.events[0].detail, "closed");
}

/* The first of a batch counts for those behind it. */
static void test_batch(void **state)
{
	ARENA(a);
	const struct scene scene = { .alone = 4 };
	struct history *history = history_of(a, &scene);
	const struct templates *templates = templates_of(a, &scene);
	const struct survey_ask seven = { SURVEY_SCORE, 7, true };
	struct survey got = survey_plan(a, &usual, templates, history,
					&seven);

	(void)state;
	assert_int_equal(got.verdict, SURVEY_SEND);
	history_apply(history, &got.plan);
	got = survey_plan(a, &usual, templates, history, &seven);
	assert_int_equal(got.verdict, SURVEY_CAPPED);
	got = survey_plan(a, &usual, templates, history,
			  &(struct survey_ask){ SURVEY_SCORE, 8, true });
	assert_int_equal(got.verdict, SURVEY_NOT_OVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
