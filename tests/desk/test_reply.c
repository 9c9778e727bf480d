/* test_reply.c - which reply is taken while the desk is open or closed, in
 * which language, and what the trace keeps of it. */

#include "desk/stage_answer.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define REPLY(name, text) { "replies/" name ".md", \
	"---\nsubject: s\n---\n" text, sizeof("---\nsubject: s\n---\n" text) - 1 }

static const struct bundle_file files[] = {
	REPLY("ack/en", "A {{promise|soon}} {{opens|open}}"),
	REPLY("ack/el", "A-el {{promise|soon}} {{opens|open}}"),
	REPLY("ack/de", "A-de"),
	REPLY("ack-closed/en", "C {{promise|soon}} {{opens|open}}"),
	REPLY("ack-closed/el", "C-el {{promise|soon}} {{opens|open}}"),
	REPLY("ack-neutral/en", "N {{subject|none}}{{customer|none}}"),
	REPLY("ack-neutral-closed/en", "NC {{subject|none}}{{customer|none}}"),
	REPLY("ack-follow-up/en", "F {{earlier|none}}"),
	REPLY("ack-incident/en", "I {{incident|something}}"),
	REPLY("ack-incident/el", "I-el {{incident|something}}"),
	REPLY("ack-neutral-incident/en", "NI {{incident|something}}"),
	REPLY("spares/en", "S"),
	REPLY("tyres/en", "T"),
	REPLY("tyres/el", "T-el"),
	REPLY("tyres-closed/en", "TC {{opens|open}}"),
	REPLY("tyres-holiday/en", "TH {{holiday|off}} {{opens|open}}"),
	REPLY("tyres-holiday/el", "TH-el {{holiday|off}}"),
};

/* Open on Mondays from nine to five; on one of them somebody is ill. */
static const struct hours_span monday[] = { { 9 * 60, 17 * 60 } };

/* An hour before, in, and an hour after them. */
#define EARLY	"2026-03-02T08:00:00Z"
#define IN	"2026-03-02T10:00:00Z"
#define LATE	"2026-03-02T18:00:00Z"
#define ILL	"2026-03-10T18:00:00Z"
#define OFF	"2026-03-16T23:59:59Z"

/* An hour later, as is promised. */
#define BY_NINE		"by Monday at 09\\:00"
#define BY_ELEVEN	"by Monday at 11\\:00"
#define BY_SEVEN	"by Monday at 19\\:00"
#define EL_BY_NINE	"έως τη Δευτέρα στις 09\\:00"

enum calendar { NONE, MONDAYS, NEVER };
enum sender { PROVEN, NEUTRAL };

static const struct {
	int line;
	enum calendar calendar;
	const char *now;
	enum sender sender;
	const char *language, *last, *chosen;	/* chosen: by a rule */
	const char *reply, *text;
} cases[] = {
	/* Open, always or now: as without hours. */
	{ __LINE__, NONE, LATE, PROVEN, "en", "", NULL,
	  "ack", "A " BY_SEVEN " \\(UTC\\) open" },
	{ __LINE__, MONDAYS, IN, PROVEN, "en", "", NULL,
	  "ack", "A " BY_ELEVEN " open" },
	{ __LINE__, MONDAYS, IN, PROVEN, "el", "", NULL,
	  "ack", "A-el έως τη Δευτέρα στις 11\\:00 open" },
	{ __LINE__, MONDAYS, IN, NEUTRAL, "en", "", NULL,
	  "ack-neutral", "N nonenone" },
	/* Closed: until today, and until a week from now. */
	{ __LINE__, MONDAYS, EARLY, PROVEN, "en", "", NULL,
	  "ack-closed", "C " BY_NINE " on Monday at 09\\:00" },
	{ __LINE__, MONDAYS, LATE, PROVEN, "en", "", NULL,
	  "ack-closed", "C " BY_SEVEN " on Monday\\, 9 March\\, at 09\\:00" },
	{ __LINE__, MONDAYS, ILL, PROVEN, "en", "", NULL,
	  "ack-closed", "C by Tuesday at 19\\:00 on Monday\\, 23 March\\, "
	  "at 09\\:00" },
	{ __LINE__, MONDAYS, EARLY, PROVEN, "el", "", NULL,
	  "ack-closed", "C-el " EL_BY_NINE " τη Δευτέρα στις 09\\:00" },
	{ __LINE__, MONDAYS, EARLY, NEUTRAL, "en", "", NULL,
	  "ack-neutral-closed", "NC nonenone" },
	/* The language of last time, and that of the desk. */
	{ __LINE__, MONDAYS, EARLY, PROVEN, NULL, "el", NULL,
	  "ack-closed", "C-el " EL_BY_NINE " τη Δευτέρα στις 09\\:00" },
	{ __LINE__, MONDAYS, EARLY, PROVEN, "fi", "", NULL,
	  "ack-closed", "C " BY_NINE " on Monday at 09\\:00" },
	/* Rather open in German than closed in English. */
	{ __LINE__, MONDAYS, EARLY, PROVEN, "de", "", NULL, "ack", "A-de" },
	/* What a rule chose, with and without a closed one beside it. */
	{ __LINE__, MONDAYS, IN, PROVEN, "en", "", "tyres", "tyres", "T" },
	{ __LINE__, MONDAYS, EARLY, PROVEN, "en", "", "tyres",
	  "tyres-closed", "TC on Monday at 09\\:00" },
	{ __LINE__, MONDAYS, EARLY, PROVEN, "en", "", "spares",
	  "spares", "S" },
	{ __LINE__, MONDAYS, EARLY, PROVEN, "en", "", "no-such",
	  "ack-closed", "C " BY_NINE " on Monday at 09\\:00" },
	{ __LINE__, MONDAYS, EARLY, NEUTRAL, "en", "", "tyres",
	  "ack-neutral-closed", "NC nonenone" },
	/* On a day off, with and without words for it; named in the language
	 * of the desk.  The evening before, and the night behind it. */
	{ __LINE__, MONDAYS, OFF, PROVEN, "en", "", "tyres",
	  "tyres-holiday", "TH Ill on Monday\\, 23 March\\, at 09\\:00" },
	{ __LINE__, MONDAYS, OFF, PROVEN, "el", "", "tyres",
	  "tyres-holiday", "TH-el off" },
	{ __LINE__, MONDAYS, OFF, PROVEN, "en", "", NULL,
	  "ack-closed", "C by Tuesday at 01\\:00 on Monday\\, 23 March\\, "
	  "at 09\\:00" },
	{ __LINE__, MONDAYS, OFF, NEUTRAL, "en", "", "tyres",
	  "ack-neutral-closed", "NC nonenone" },
	{ __LINE__, MONDAYS, "2026-03-15T23:59:59Z", PROVEN, "en", "", "tyres",
	  "tyres-closed", "TC on Monday\\, 23 March\\, at 09\\:00" },
	{ __LINE__, MONDAYS, "2026-03-17T00:00:00Z", PROVEN, "en", "", "tyres",
	  "tyres-closed", "TC on Monday at 09\\:00" },
	/* Nothing true could be said of the next opening. */
	{ __LINE__, NEVER, OFF, PROVEN, "en", "", "tyres", "tyres", "T" },
	{ __LINE__, NEVER, EARLY, PROVEN, "en", "", NULL,
	  "ack", "A " BY_NINE " open" },
};

struct scene {
	struct arena *arena;
	struct desk desk;
	struct hours hours;
	struct hours_date ill;
	struct decider decider;
	struct message message;
	struct gist gist;
	struct known_address known;
	struct decide_facts facts;
};

static struct scene *scene_new(struct arena *arena, enum calendar calendar)
{
	struct scene *scene = ARENA_NEW(arena, struct scene);
	struct mailbox *ann = ARENA_NEW(arena, struct mailbox);
	const struct bundle bundle = { files, sizeof(files) /
					      sizeof(files[0]) };
	struct err err = { 0 };

	ann->name = "Ann";
	ann->address = "ann@example.org";
	scene->message = (struct message){
		.message_id = "", .subject = "Printer", .text = "",
		.from_fields = 1, .from = { ann, 1, 1 },
	};
	scene->ill = (struct hours_date){
		.midnight = clock_civil(2026, 3, 16), .name = "Ill",
	};
	scene->hours.zone = zone_load(arena, "UTC");
	scene->hours.dates = &scene->ill;
	scene->hours.date_count = 1;
	if (calendar == MONDAYS)
		scene->hours.week[1] = (struct hours_day){ monday, 1 };
	scene->desk.language = "en";
	scene->desk.promises.desk.of[URGENCY_NORMAL] =
		scene->desk.promises.desk.of[URGENCY_HIGH] =
		scene->desk.promises.desk.of[URGENCY_CRITICAL] =
		(struct promise_term){ PROMISE_CLOCK, USEC_HOUR, 0 };
	scene->desk.display_name = "Acme";
	scene->desk.hours = calendar == NONE ? NULL : &scene->hours;
	scene->decider = (struct decider){
		.desk = &scene->desk,
		.templates = template_load(arena, &bundle, &err),
	};
	if (scene->decider.templates == NULL)
		fail_msg("%s", err.text);
	scene->known.address = "ann@example.org";
	scene->facts.message = &scene->message;
	scene->facts.gist = &scene->gist;
	return scene;
}

static struct planner *planner_at(struct arena *arena, struct scene *scene,
				  const char *now, const char *language,
				  const char *last)
{
	struct history *history = history_new(arena);
	struct planner *planner;

	assert_true(clock_parse(now, &history->now));
	scene->known.language = last;
	history_add_address(history, &scene->known);
	scene->gist.language = language;
	planner = planner_new(arena, &scene->decider, &scene->facts, history);
	planner->ticket.queue = "general";
	planner->ticket.urgency = URGENCY_NORMAL;
	await_expect(planner);
	return planner;
}

static void test_cases(void **state)
{
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct planner *planner = planner_at(a,
			scene_new(a, cases[i].calendar), cases[i].now,
			cases[i].language, cases[i].last);
		struct rendered rendered;

		planner->ticket.number = 7;
		planner->ticket.subject = "Printer";
		planner->judgement.template = cases[i].chosen;
		if (!reply_render(planner, cases[i].sender == NEUTRAL,
				  &rendered))
			fail_msg("line %d: no reply", cases[i].line);
		if (strcmp(planner->reply, cases[i].reply) != 0)
			fail_msg("line %d: %s", cases[i].line, planner->reply);
		if (strcmp(rendered.markdown, cases[i].text) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 rendered.markdown);
	}
}

/* A ticket that follows a closed one: in its language, or as any other. */
static void test_follow_up(void **state)
{
	static const struct {
		int line;
		const char *language, *chosen;
		enum sender sender;
		bool late;
		const char *reply;
	} rows[] = {
		{ __LINE__, "en", NULL, PROVEN, true, "ack-follow-up" },
		{ __LINE__, "en", NULL, PROVEN, false, "ack" },
		{ __LINE__, "en", NULL, NEUTRAL, true, "ack-neutral" },
		{ __LINE__, "en", "tyres", PROVEN, true, "tyres" },
		{ __LINE__, "el", NULL, PROVEN, true, "ack" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct known_ticket earlier = { .ticket = { .number = 5 } };
		struct match_candidate winner = { .ticket = &earlier };
		struct planner *planner = planner_at(a, scene_new(a, NONE),
			EARLY, rows[i].language, "");
		struct rendered rendered;

		planner->ticket.subject = "Printer";
		planner->match.winner = &winner;
		planner->reopen = rows[i].late ? REOPEN_TOO_LATE
					       : REOPEN_WRITES;
		planner->judgement.template = rows[i].chosen;
		assert_true(reply_render(planner, rows[i].sender == NEUTRAL,
					 &rendered));
		if (strcmp(planner->reply, rows[i].reply) != 0)
			fail_msg("line %d: %s", rows[i].line, planner->reply);
		if (strcmp(planner->reply, "ack-follow-up") == 0)
			assert_string_equal(rendered.markdown, "F 5");
	}
}

/* The hours of the ticket's queue, and none for what is urgent enough. */
static void test_cover(void **state)
{
	static const struct {
		int line;
		const char *queue;
		enum urgency urgency;
		const char *now, *reply, *text;
	} rows[] = {
		{ __LINE__, "general", URGENCY_HIGH, EARLY,
		  "ack-closed", "C " BY_NINE " on Monday at 09\\:00" },
		{ __LINE__, "general", URGENCY_CRITICAL, EARLY,
		  "ack", "A " BY_NINE " open" },
		{ __LINE__, "nights", URGENCY_NORMAL, EARLY,
		  "ack", "A " BY_NINE " open" },
		{ __LINE__, "nights", URGENCY_NORMAL, IN,
		  "ack-closed", "C " BY_ELEVEN " on Monday at 20\\:00" },
		{ __LINE__, "nights", URGENCY_CRITICAL, IN,
		  "ack", "A " BY_ELEVEN " open" },
	};
	static const struct hours_span night[] = { { 20 * 60, 33 * 60 } };
	ARENA(a);
	struct hours nights = { .zone = zone_load(a, "UTC") };
	const struct cover_queue queue = { "nights", &nights };

	(void)state;
	for (int day = 0; day < 7; day++)
		nights.week[day] = (struct hours_day){ night, 1 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene *scene = scene_new(a, MONDAYS);
		struct planner *planner = planner_at(a, scene, rows[i].now,
						     "en", "");
		struct rendered rendered;

		scene->desk.cover = (struct cover){ &queue, 1,
						    1 << URGENCY_CRITICAL };
		planner->ticket = (struct ticket){
			.number = 7, .subject = "Printer",
			.queue = rows[i].queue, .urgency = rows[i].urgency,
		};
		await_expect(planner);
		assert_true(reply_render(planner, false, &rendered));
		if (strcmp(planner->reply, rows[i].reply) != 0 ||
		    strcmp(rendered.markdown, rows[i].text) != 0)
			fail_msg("line %d: %s, %s", rows[i].line,
				 planner->reply, rendered.markdown);
	}
}

/* On the customer's clock where his mail shows another; a clock that nobody
 * has, UTC, and that of who sent the mail on are none. */
static void test_clock(void **state)
{
	static const struct {
		int line;
		usec_t east;
		enum identity_kind identity;
		const char *text;
	} rows[] = {
		{ __LINE__, 0, IDENTITY_FROM,
		  "C " BY_NINE " on Monday at 09\\:00" },
		{ __LINE__, -5 * USEC_HOUR, IDENTITY_FROM,
		  "C by Monday at 04\\:00 \\(UTC\\-5\\) "
		  "on Monday at 04\\:00 \\(UTC\\-5\\)" },
		{ __LINE__, -5 * USEC_HOUR, IDENTITY_FORWARDED,
		  "C " BY_NINE " on Monday at 09\\:00" },
		{ __LINE__, 15 * USEC_HOUR, IDENTITY_FROM,
		  "C " BY_NINE " on Monday at 09\\:00" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene *scene = scene_new(a, MONDAYS);
		struct rendered rendered;
		struct planner *planner;

		scene->message.date_east = rows[i].east;
		scene->gist.identity.kind = rows[i].identity;
		planner = planner_at(a, scene, EARLY, "en", "");
		planner->ticket.subject = "Printer";
		assert_true(reply_render(planner, false, &rendered));
		if (strcmp(rendered.markdown, rows[i].text) != 0)
			fail_msg("line %d: %s", rows[i].line,
				 rendered.markdown);
	}
}

/* A reply for some days: in its language, and where nothing else is chosen. */
static void test_notice(void **state)
{
	static const struct {
		int line;
		const char *now, *language, *chosen, *notice;
		enum sender sender;
		bool late;
		const char *reply;
	} rows[] = {
		{ __LINE__, IN, "en", NULL, "spares", PROVEN, false, "spares" },
		{ __LINE__, IN, "en", NULL, "spares", PROVEN, true, "spares" },
		{ __LINE__, EARLY, "en", NULL, "tyres", PROVEN, false,
		  "tyres-closed" },
		{ __LINE__, IN, "en", "tyres", "spares", PROVEN, false,
		  "tyres" },
		{ __LINE__, IN, "en", NULL, "spares", NEUTRAL, false,
		  "ack-neutral" },
		{ __LINE__, IN, "el", NULL, "spares", PROVEN, false, "ack" },
		{ __LINE__, IN, "en", NULL, "no-such", PROVEN, false, "ack" },
		{ __LINE__, ILL, "en", NULL, "spares", PROVEN, false,
		  "ack-closed" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hours_notice notice = {
			clock_civil(2026, 3, 1), clock_civil(2026, 3, 2),
			rows[i].notice,
		};
		struct scene *scene = scene_new(a, MONDAYS);
		struct rendered rendered;
		struct planner *planner;

		scene->hours.notices = (struct hours_notices){ &notice, 1 };
		planner = planner_at(a, scene, rows[i].now, rows[i].language,
				     "");
		planner->ticket.subject = "Printer";
		planner->judgement.template = rows[i].chosen;
		planner->reopen = rows[i].late ? REOPEN_TOO_LATE
					       : REOPEN_WRITES;
		assert_true(reply_render(planner, rows[i].sender == NEUTRAL,
					 &rendered));
		if (strcmp(planner->reply, rows[i].reply) != 0)
			fail_msg("line %d: %s", rows[i].line, planner->reply);
	}
}

/* While a fault is known, in hours and outside of them. */
static void test_incident(void **state)
{
	static const char *const said[] = { "en Down *now*.", "de Kaputt." };
	static const struct incident at[] = {
		{ "billing", { NULL, 0 } }, { "", { said, 2 } },
	};
	static const struct incidents none = { NULL, 0 }, all = { at, 2 },
				      billing = { at, 1 };
	static const struct {
		int line;
		const struct incidents *run;
		const char *queue, *now, *language, *chosen;
		enum sender sender;
		const char *reply, *text;
	} rows[] = {
		{ __LINE__, &none, "billing", IN, "en", NULL, PROVEN,
		  "ack", "A " BY_ELEVEN " open" },
		{ __LINE__, &billing, "orders", IN, "en", NULL, PROVEN,
		  "ack", "A " BY_ELEVEN " open" },
		{ __LINE__, &billing, "billing", IN, "en", NULL, PROVEN,
		  "ack-incident", "I something" },
		{ __LINE__, &all, "billing", IN, "en", NULL, PROVEN,
		  "ack-incident", "I something" },
		{ __LINE__, &all, "orders", IN, "en", NULL, PROVEN,
		  "ack-incident", "I Down \\*now\\*\\." },
		{ __LINE__, &all, "orders", LATE, "en", NULL, PROVEN,
		  "ack-incident", "I Down \\*now\\*\\." },
		{ __LINE__, &all, "orders", IN, "el", NULL, PROVEN,
		  "ack-incident", "I-el something" },
		{ __LINE__, &all, "orders", IN, "de", NULL, PROVEN,
		  "ack", "A-de" },
		{ __LINE__, &all, "orders", LATE, "en", NULL, NEUTRAL,
		  "ack-neutral-incident", "NI Down \\*now\\*\\." },
		/* What a rule chose has its own words for it, or none. */
		{ __LINE__, &all, "orders", IN, "en", "spares", PROVEN,
		  "spares", "S" },
		{ __LINE__, &all, "orders", EARLY, "en", "tyres", PROVEN,
		  "tyres-closed", "TC on Monday at 09\\:00" },
	};
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct planner *planner = planner_at(a, scene_new(a, MONDAYS),
						     rows[i].now,
						     rows[i].language, "");
		struct rendered rendered;

		planner->history->incidents = *rows[i].run;
		planner->ticket.subject = "Printer";
		planner->ticket.queue = rows[i].queue;
		planner->judgement.template = rows[i].chosen;
		assert_true(reply_render(planner, rows[i].sender == NEUTRAL,
					 &rendered));
		if (strcmp(planner->reply, rows[i].reply) != 0 ||
		    strcmp(rendered.markdown, rows[i].text) != 0)
			fail_msg("line %d: %s, %s", rows[i].line,
				 planner->reply, rendered.markdown);
	}
}

static void test_no_reply(void **state)
{
	static const struct bundle_file only[] = { REPLY("ack/de", "A") };
	const struct bundle bundle = { only, 1 };
	ARENA(a);
	struct scene *scene = scene_new(a, MONDAYS);
	struct rendered rendered;
	struct planner *planner;
	struct err err;

	(void)state;
	scene->decider.templates = template_load(a, &bundle, &err);
	planner = planner_at(a, scene, EARLY, "en", "");
	assert_false(reply_render(planner, false, &rendered));
	assert_string_equal(planner->reply, "ack");
}

static void has(const struct planner *planner, const char *text)
{
	const char *trace = trace_render(planner);

	if (strstr(trace, text) == NULL)
		fail_msg("%s not in %s", text, trace);
}

static void test_trace(void **state)
{
	static const struct incident running[] = {
		{ "billing", { NULL, 0 } }, { "", { NULL, 0 } },
	};
	ARENA(a);
	struct planner *planner = planner_at(a, scene_new(a, NONE), EARLY,
					     "en", "");
	struct rendered rendered;

	(void)state;
	planner->plan.how = planner->plan.reason = "new";
	has(planner, "\"reply\":null,\"open\":true,\"origin\"");
	planner = planner_at(a, scene_new(a, MONDAYS), "2026-03-16T09:00:00Z",
			     "en", "");
	planner->plan.how = planner->plan.reason = "new";
	planner->ticket.subject = "Printer";
	assert_true(reply_render(planner, false, &rendered));
	has(planner, "\"reply\":\"ack-closed\",\"open\":false,"
	    "\"opens\":\"2026-03-23T09:00:00Z\",\"zone\":\"UTC\","
	    "\"date\":\"Ill\"");
	planner = planner_at(a, scene_new(a, NEVER), EARLY, "en", "");
	planner->plan.how = planner->plan.reason = "new";
	has(planner, "\"open\":false,\"opens\":null");
	assert_null(strstr(trace_render(planner), "\"incidents\""));
	planner->history->incidents = (struct incidents){ running, 2 };
	has(planner, "\"incidents\":[\"billing\",\"*\"]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_follow_up),
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_notice),
		cmocka_unit_test(test_incident),
		cmocka_unit_test(test_no_reply),
		cmocka_unit_test(test_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
