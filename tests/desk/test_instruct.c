/* test_instruct.c - what each command does, what it refuses, what undoes it. */

#include "desk/instruct.h"

#include "base/buffer.h"
#include "desk/command.h"
#include "desk/correct.h"
#include "desk/relay.h"
#include "desk/step.h"
#include "desk/transcript.h"
#include "desk/history_add.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define ROWS_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const ours[] = { "support@desk.test" };
static const char *const queues[] = { "general", "billing" };
static const char *const addresses[] = { "maria@desk.test", "omar@desk.test" };
static const struct agent team[] = {
	{ .name = "Maria Kask", .address = "maria@desk.test", .tier = 1 },
	{ .name = "Omar", .address = "omar@desk.test", .tier = 1 },
};
static const char *const old_tags[] = { "trial", "vip" };
static const char *const people[] = { "ann@example.org", "bob@example.org" };
static const char reply_en[] =
	"---\nsubject: Refund\n---\n**Your** refund is on its way.\n";
static const char reply_el[] =
	"---\nsubject: R\n---\n\xce\x91\xce\xbd\xce\xbd\xce\xb1.\n";

static const struct desk desk = {
	.id = 5, .name = "acme", .display_name = "Acme Support",
	.address = "support@desk.test", .token_address = "support@desk.test",
	.address_tokens = true, .gist = { .ours = { ours, 1 } },
	.team = { team, 2 }, .agents = { addresses, 2 },
	.queues = { queues, 2 }, .ring = { &key, 1, 5 },
	.language = "en", .queue = "general",
	.relay = { "{agent}, {desk}", "", USEC_MINUTE, 1024 * 1024 },
};

/* A mail of Ann, one of Bob, and one of Eve that is held. */
static const struct correct_message messages[] = {
	{ .id = 11, .ticket_id = 70, .mail_id = 21, .direction = MESSAGE_IN,
	  .message_id = "a@x", .from_address = "ann@example.org",
	  .from_name = "Ann", .subject = "Kettle", .language = "en",
	  .contact_id = 1 },
	{ .id = 12, .ticket_id = 70, .mail_id = 22, .direction = MESSAGE_IN,
	  .message_id = "b@x", .from_address = "bob@example.org",
	  .from_name = "Bob", .subject = "Bills", .language = "en",
	  .contact_id = 2 },
	{ .id = 13, .ticket_id = 70, .mail_id = 23, .direction = MESSAGE_NOTE,
	  .message_id = "c@x", .from_address = "eve@example.org",
	  .from_name = "Eve", .subject = "Me too", .language = "en",
	  .held = true },
};
static const struct correct_mail eve = {
	.id = 23, .ticket_id = 70, .disposition = "pending-join",
	.by_person = true,
};
static const struct known_said said[] = {
	{ .direction = MESSAGE_IN, .at = NOW - USEC_HOUR, .message_id = "b@x",
	  .from_address = "bob@example.org", .from_name = "",
	  .visible = "It leaks." },
};

/* Ticket 7 is Ann's, Bob takes part; 8 is another; 9 is part of 8. */
static struct known_ticket *add(struct history *history, int64_t number,
				int64_t merged_into)
{
	struct known_ticket *known = ARENA_NEW(history->arena,
					       struct known_ticket);

	*known = (struct known_ticket){
		.ticket = {
			.id = 10 * number, .number = number,
			.state = TICKET_OPEN, .subject = "Kettle",
			.urgency = URGENCY_NORMAL, .queue = "general",
			.tier = 2, .tags = { old_tags, 2 }, .agent = "",
			.reasons = "a-rule", .language = "en",
			.requester = 1,
			.requester_address = "ann@example.org",
			.merged_into = merged_into,
		},
		.participants = { people, 2 },
		.messages = messages,
		.message_count = number == 7 ? ROWS_OF(messages) : 0,
		.said = said, .said_count = 1,
	};
	history_add_ticket(history, known);
	return known;
}

static const struct templates *templates_of(struct arena *arena)
{
	static const struct bundle_file files[] = {
		{ "replies/refund/en.md", reply_en, sizeof(reply_en) - 1 },
		{ "replies/refund/el.md", reply_el, sizeof(reply_el) - 1 },
	};
	const struct bundle bundle = { files, 2 };
	struct err err;
	const struct templates *templates = template_load(arena, &bundle,
							  &err);

	if (templates == NULL)
		fail_msg("%s", err.text);
	return templates;
}

struct world {
	struct arena *arena;
	struct history *history;
	struct decider decider;
};

static struct world world_of(struct arena *arena)
{
	struct world world = { .arena = arena };

	world.history = history_new(arena);
	world.history->now = NOW;
	world.history->next_number = 20;
	world.history->ids = (struct ids){ 1000, 1000 + 20 * DECIDE_IDS };
	add(world.history, 7, 0);
	add(world.history, 8, 0);
	add(world.history, 9, 80);
	history_add_held(world.history, &eve);
	world.decider = (struct decider){
		.desk = &desk, .templates = templates_of(arena),
	};
	return world;
}

/* One mail of hers: its commands, and the words below. */
struct turn {
	struct plan plan;
	struct instruct_outcome outcome;
	struct ticket before;
	const char *transcript;
};

static struct turn say_as(struct world *world, const struct agent *agent,
			  int64_t ticket, const char *text,
			  const struct relay_source *source)
{
	struct commands *commands = ARENA_NEW(world->arena, struct commands);
	struct planner *planner = planner_by_hand(world->arena,
						  &world->decider,
						  world->history);
	struct known_ticket *known = history_numbered(world->history, ticket);
	struct instruction *instruction = ARENA_NEW(world->arena,
						    struct instruction);
	const int64_t first = world->history->ids.next;
	struct turn turn = { .before = known == NULL ? (struct ticket){ 0 }
						     : known->ticket };

	*commands = command_read(world->arena, text, NULL);
	*instruction = (struct instruction){
		.agent = agent, .actor = agent->address,
		.commands = commands, .text = commands->rest,
		.source = source, .by_mail = true,
	};
	instruct_plan(planner, known, instruction, &turn.outcome);
	assert_true(world->history->ids.next - first <= DECIDE_IDS);
	turn.plan = planner->plan;
	turn.transcript = transcript_text(world->arena, instruction,
					  &turn.outcome);
	history_apply(world->history, &turn.plan);
	return turn;
}

static struct turn say(struct world *world, const char *text)
{
	return say_as(world, &team[0], 7, text, NULL);
}

static void put_changes(struct buffer *out, const struct turn *turn,
			struct arena *arena)
{
	struct step step = { .by = "" };

	if (turn->plan.ticket == NULL || turn->plan.new_ticket)
		return;
	step_compare(arena, &turn->before, turn->plan.ticket, &step);
	for (enum step_field f = 0; f < STEP_FIELD_COUNT; f++)
		if (step.fields[f].before != NULL && f != STEP_CLOSED &&
		    f != STEP_REASONS && f != STEP_UNTIL)
			buffer_printf(out, " %s:%s>%s", step_field_word(f),
				      step.fields[f].before,
				      step.fields[f].after);
}

/* "done | state:open>closed -bob 2 sent 1 note". */
static const char *summary(struct arena *arena, const struct turn *turn)
{
	const struct plan *plan = &turn->plan;
	struct buffer out = { .arena = arena };
	size_t notes = 0;

	buffer_printf(&out, "%s |", turn->outcome.word);
	put_changes(&out, turn, arena);
	for (size_t i = 0; i < plan->participant_count; i++)
		buffer_printf(&out, " +%s", plan->participants[i].address);
	for (size_t i = 0; i < plan->leaving_count; i++)
		buffer_printf(&out, " -%s", plan->leaving[i].address);
	for (size_t i = 0; i < plan->shunned_count; i++)
		buffer_printf(&out, " %s:%s", plan->shunned[i].shunned
			      ? "shun" : "greet", plan->shunned[i].address);
	for (size_t i = 0; i < plan->merge_count; i++)
		buffer_printf(&out, " merge:%" PRId64 ">%" PRId64,
			      plan->merges[i].ticket_id,
			      plan->merges[i].into);
	for (size_t i = 0; i < plan->message_count; i++)
		notes += plan->messages[i].direction == MESSAGE_NOTE;
	if (plan->outgoing_count > 0)
		buffer_printf(&out, " %zu sent", plan->outgoing_count);
	if (plan->cancelled_count > 0)
		buffer_printf(&out, " %zu cancelled", plan->cancelled_count);
	if (notes > 0)
		buffer_printf(&out, " %zu note", notes);
	if (plan->new_ticket)
		buffer_printf(&out, " new %" PRId64, plan->ticket->number);
	for (size_t i = 0; i < plan->further_count; i++)
		buffer_printf(&out, " %s%" PRId64, plan->further[i].new
			      ? "and new " : "and ",
			      plan->further[i].ticket->number);
	return buffer_string(&out);
}

/* What a mail does, and what "#undo" does after it; NULL: not asked. */
static const struct {
	int line;
	const char *text, *want, *undo;
} rows[] = {
	/* Words only; commands only send nothing. */
	{ __LINE__, "Hello Ann.\n", "done | 2 sent", "done | 2 cancelled" },
	{ __LINE__, "", "nothing-to-send | 0", "no-step | 0" },
	{ __LINE__, "#transcript\n", "done |", NULL },

	{ __LINE__, "#close\n", "done | state:open>closed",
	  "done | state:closed>open" },
	{ __LINE__, "#close\n\nHello Ann.\n",
	  "done | state:open>closed 2 sent",
	  "done | state:closed>open 2 cancelled" },
	{ __LINE__, "#close now\n", "argument-unwanted | 0", NULL },
	{ __LINE__, "Hello.\n#close\n", "misplaced | 1 note", NULL },
	{ __LINE__, "> #close\n", "done | 2 sent", NULL },
	{ __LINE__, "#open\n", "already-so |", NULL },
	{ __LINE__, "#pending 3d\n", "done | state:open>pending",
	  "done | state:pending>open" },
	{ __LINE__, "#pending\n", "done | state:open>pending",
	  "done | state:pending>open" },
	{ __LINE__, "#pending 1971-01-01\n", "in-the-past | 0 #pending 3d",
	  NULL },
	{ __LINE__, "#pending moon\n", "no-duration | 0", NULL },

	{ __LINE__, "#assign omar\n", "done | agent:>omar@desk.test",
	  "done | agent:omar@desk.test>" },
	{ __LINE__, "#assign omer\n", "no-such-agent | 0 #assign Omar", NULL },
	{ __LINE__, "#assign nobody\n", "done |", NULL },
	{ __LINE__, "#take\n", "done | agent:>maria@desk.test",
	  "done | agent:maria@desk.test>" },
	{ __LINE__, "#take it\n", "argument-unwanted | 0", NULL },
	{ __LINE__, "#queue billing\n", "done | queue:general>billing",
	  "done | queue:billing>general" },
	{ __LINE__, "#queue biling\n", "no-such-queue | 0 #queue billing",
	  NULL },
	{ __LINE__, "#queue general\n", "done |", NULL },
	{ __LINE__, "#urgency high\n", "done | urgency:normal>high",
	  "done | urgency:high>normal" },
	{ __LINE__, "#urgency highest\n", "no-urgency | 0", NULL },
	{ __LINE__, "#tier 3\n", "done | tier:2>3", "done | tier:3>2" },
	{ __LINE__, "#tier 4\n", "no-tier | 0", NULL },
	{ __LINE__, "#tag +new -trial\n", "done | tags:trial vip>new vip",
	  "done | tags:new vip>trial vip" },
	{ __LINE__, "#tag\n", "argument-missing | 0", NULL },
	{ __LINE__, "#lang el\n", "done | language:en>el",
	  "done | language:el>en" },
	{ __LINE__, "#lang greek!\n", "no-language | 0", NULL },

	{ __LINE__, "#note call her\n", "done | 1 note", "no-step | 0" },
	{ __LINE__, "#note\n\ncall her\n", "done | 1 note", NULL },
	{ __LINE__, "#note\n", "no-words | 0", NULL },
	{ __LINE__, "#note\n#close\nshe called\n",
	  "done | state:open>closed 1 note", "done | state:closed>open" },

	{ __LINE__, "#cc joe@example.org\n", "done | +joe@example.org",
	  "done | -joe@example.org" },
	{ __LINE__, "#cc joe@example.org\nHello.\n",
	  "done | +joe@example.org 3 sent",
	  "done | -joe@example.org 3 cancelled" },
	{ __LINE__, "#cc bob@example.org\n", "done |", NULL },
	{ __LINE__, "#cc omar@desk.test\n", "agent-address | 0", NULL },
	{ __LINE__, "#cc support@desk.test\n", "own-address | 0", NULL },
	{ __LINE__, "#cc joe\n", "no-address | 0", NULL },
	{ __LINE__, "#uncc\n", "done | -bob@example.org",
	  "done | +bob@example.org" },
	{ __LINE__, "#uncc bob@example.org\nHello.\n",
	  "done | -bob@example.org 1 sent", NULL },
	{ __LINE__, "#uncc ann@example.org\n",
	  "takes-no-part | 0 #uncc bob@example.org", NULL },
	{ __LINE__, "#uncc bop@example.org\n",
	  "takes-no-part | 0 #uncc bob@example.org", NULL },

	{ __LINE__, "#canned refund\n", "done | 2 sent",
	  "done | 2 cancelled" },
	{ __LINE__, "#canned refunt\n", "no-such-reply | 0 #canned refund",
	  NULL },
	{ __LINE__, "#canned\n", "argument-missing | 0", NULL },

	{ __LINE__, "#spam\n", "done | state:open>closed "
	  "tags:trial vip>spam trial vip shun:ann@example.org",
	  "done | state:closed>open tags:spam trial vip>trial vip "
	  "greet:ann@example.org" },
	{ __LINE__, "#spam ann\n", "argument-unwanted | 0", NULL },

	{ __LINE__, "#merge 8\n", "done | merge:70>80 and 8", NULL },
	{ __LINE__, "#merge 9\n", "done | merge:70>80 and 8", NULL },
	{ __LINE__, "#merge 7\n", "same-ticket | 0", NULL },
	{ __LINE__, "#merge 77\n", "no-such-ticket | 0", NULL },
	{ __LINE__, "#merge eight\n", "no-number | 0", NULL },
	{ __LINE__, "#join\n", "done | +eve@example.org", NULL },
	{ __LINE__, "#join 23\n", "done | +eve@example.org", NULL },
	{ __LINE__, "#join 22\n", "no-such-mail | 0", NULL },
	{ __LINE__, "#split\n", "done | +bob@example.org and new 20", NULL },
	{ __LINE__, "#split 22\n", "done | +bob@example.org and new 20",
	  NULL },
	{ __LINE__, "#split 99\n", "not-in-ticket | 0", NULL },
	{ __LINE__, "#split\n#merge 8\n", "not-together | 0", NULL },

	{ __LINE__, "#why\n", "done |", NULL },
	{ __LINE__, "#why not\n", "argument-unwanted | 0", NULL },
	{ __LINE__, "#help\n", "done |", NULL },
	{ __LINE__, "#help me\n", "argument-unwanted | 0", NULL },
	{ __LINE__, "#undo\n", "no-step | 0", NULL },
	{ __LINE__, "#undo 5\n", "no-step | 0", NULL },
	{ __LINE__, "#undo it\n", "no-number | 0", NULL },
	{ __LINE__, "#insist\nHello.\n", "done | 2 sent", NULL },
	{ __LINE__, "#insist now\n", "argument-unwanted | 0", NULL },
	{ __LINE__, "#transcript now\n", "argument-unwanted | 0", NULL },

	/* All or nothing, and all faults are told. */
	{ __LINE__, "#close\n#queue biling\n#assign omer\nHello.\n",
	  "no-such-queue | 1 note", NULL },
	{ __LINE__, "#clsoe\nHello.\n", "unknown-command | 1 note", NULL },
	{ __LINE__, "#take\n#queue billing\n#urgency low\n#tag +a\n",
	  "done | agent:>maria@desk.test queue:general>billing "
	  "urgency:normal>low tags:trial vip>a trial vip",
	  "done | agent:maria@desk.test> queue:billing>general "
	  "urgency:low>normal tags:a trial vip>trial vip" },
};

/* A fault changes nothing: "WORD | NOTES NEAREST". */
static const char *summary_of(struct arena *arena, const struct turn *turn)
{
	const struct command_fault *faults = turn->outcome.faults;

	if (turn->outcome.verdict != INSTRUCT_FAULT)
		return summary(arena, turn);
	assert_true(turn->outcome.fault_count > 0);
	assert_int_equal(turn->plan.outgoing_count, 0);
	assert_null(turn->plan.ticket);
	if (turn->plan.message_count > 0)
		return summary(arena, turn);
	return arena_printf(arena, "%s | 0%s%s", turn->outcome.word,
			    faults[0].why != COMMAND_IMPOSSIBLE ||
			    faults[0].nearest == NULL ? "" : " ",
			    faults[0].why != COMMAND_IMPOSSIBLE ||
			    faults[0].nearest == NULL ? ""
			    : faults[0].nearest);
}

static void test_commands(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS_OF(rows); i++) {
		ARENA(arena);
		struct world world = world_of(arena);
		struct turn turn = say(&world, rows[i].text);
		const char *got = summary_of(arena, &turn);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("line %d:\ngot  %s\nwant %s\n%s",
				 rows[i].line, got, rows[i].want,
				 turn.transcript);
		if (rows[i].undo == NULL)
			continue;
		turn = say(&world, "#undo\n");
		got = summary_of(arena, &turn);
		if (strcmp(got, rows[i].undo) != 0)
			fail_msg("line %d, undone:\ngot  %s\nwant %s\n%s",
				 rows[i].line, got, rows[i].undo,
				 turn.transcript);
	}
}

static void expect(int line, struct world *world, const struct turn *turn,
		   const char *want)
{
	const char *got = summary_of(world->arena, turn);

	if (strcmp(got, want) != 0)
		fail_msg("line %d:\ngot  %s\nwant %s\n%s", line, got, want,
			 turn->transcript);
}

#define EXPECT(turn, want) expect(__LINE__, &world, &(turn), want)

/* A second undo undoes the step before; then there is none. */
static void test_undo_twice(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#queue billing\n");

	(void)state;
	turn = say(&world, "#urgency high\n");
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | urgency:high>normal");
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | queue:billing>general");
	turn = say(&world, "#undo\n");
	EXPECT(turn, "no-step | 0");
}

static void test_undo_by_number(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#queue billing\n");
	const int64_t step = turn.plan.events[turn.plan.event_count - 1].id;

	(void)state;
	say(&world, "#urgency high\n");
	turn = say(&world, arena_printf(arena, "#undo %" PRId64 "\n", step));
	EXPECT(turn, "done | queue:billing>general");
	turn = say(&world, arena_printf(arena, "#undo %" PRId64 "\n", step));
	EXPECT(turn, "no-step | 0");
}

/* What another agent did is not hers; the command line may. */
static void test_undo_of_another(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#queue billing\n");

	(void)state;
	turn = say_as(&world, &team[1], 7, "#undo\n", NULL);
	EXPECT(turn, "no-step | 0");
	turn = say_as(&world, &team[1], 7, "#close\n", NULL);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | queue:billing>general");
}

/* What was changed again stays, and is told. */
static void test_undo_changed(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#queue billing\n#close\n");

	(void)state;
	say_as(&world, &team[1], 7, "#open\n", NULL);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | queue:billing>general");
	assert_non_null(strstr(turn.transcript, "state was changed again"));
	say(&world, "#close\n");
	say_as(&world, &team[1], 7, "#open\n", NULL);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "changed-since | 0");
}

static void leaves(struct world *world, enum known_way way)
{
	struct known_ticket *seven = history_numbered(world->history, 7);
	struct known_sent *all = arena_memdup(world->arena, seven->sent,
		seven->sent_count * sizeof(*all));

	for (size_t i = 0; i < seven->sent_count; i++) {
		all[i].way = way;
		all[i].ended = NOW + USEC_MINUTE;
	}
	seven->sent = all;
}

static void test_too_late(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "Hello.\n");

	(void)state;
	leaves(&world, WAY_SENT);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "too-late | 0");
	/* The agent learns when it left. */
	assert_non_null(strstr(turn.outcome.faults[0].reason,
			       "left at 1972-09-27T00:01:00Z"));
	/* But what else the mail did is taken back. */
	say(&world, "#close\nHello again.\n");
	leaves(&world, WAY_LEAVING);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | state:closed>open");
	assert_non_null(strstr(turn.transcript, "leaving just now"));
}

/* New words in place of those that are called back. */
static void test_undo_and_say(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "Hello.\n");

	(void)state;
	turn = say(&world, "#close\n#undo\nGood day.\n");
	EXPECT(turn, "done | state:open>closed 2 sent 2 cancelled");
	assert_int_equal(turn.plan.move_count, 1);
	assert_int_equal(turn.plan.moves[0].direction, MESSAGE_NOTE);
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | state:closed>open 2 cancelled");
}

static void test_undo_corrections(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#split 22\n");

	(void)state;
	turn = say(&world, "#undo\n");
	EXPECT(turn, "done | merge:1000>70");
	turn = say(&world, "#merge 8\n");
	/* Her mail to 7 is one to 8 now. */
	turn = say_as(&world, &team[0], 8, "#undo\n", NULL);
	EXPECT(turn, "done | merge:70>0 and 7");
	turn = say(&world, "#join 23\n");
	turn = say(&world, "#undo\n");
	assert_int_equal(turn.outcome.verdict, INSTRUCT_DONE);
	assert_int_equal(turn.plan.move_count, 1);
	assert_int_equal(turn.plan.further_count, 1);
}

static const struct message new_mail = {
	.message_id = "m@x", .subject = "Your order", .text = "",
};
static const struct relay_source new_source = { .message = &new_mail };

static void test_new(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say_as(&world, &team[0], 0,
		"#new to: Joe@Example.org\nHello Joe.\n", &new_source);
	const struct ticket *ticket = turn.plan.ticket;

	(void)state;
	EXPECT(turn, "done | +joe@example.org 1 sent new 20");
	assert_string_equal(ticket->subject, "Your order");
	assert_string_equal(ticket->agent, "maria@desk.test");
	assert_string_equal(ticket->requester_address, "joe@example.org");
	assert_int_equal(ticket->state, TICKET_OPEN);
	assert_int_equal(ticket->requester, turn.plan.address->contact_id);
	assert_string_equal(turn.plan.outgoing[0].rcpt_to, "joe@example.org");
	/* Taken back in time nobody was written to. */
	turn = say_as(&world, &team[0], 20, "#undo\n", NULL);
	EXPECT(turn, "done | state:open>closed 1 cancelled");
}

/* A notification's subject is of another customer, and of what we think. */
static void test_new_notified(void **state)
{
	static const struct {
		int line;
		const char *subject, *want;
	} subjects[] = {
		{ __LINE__, "RE: [#7] high, en: Kettle", "no-subject | 0" },
		{ __LINE__, "[#7] low: Kettle", "no-subject | 0" },
		{ __LINE__, "Order [#7]", "done | +joe@example.org 1 sent "
		  "new 20" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS_OF(subjects); i++) {
		ARENA(arena);
		struct world world = world_of(arena);
		const struct message mail = {
			.message_id = "m@x", .text = "",
			.subject = subjects[i].subject,
		};
		const struct relay_source source = { .message = &mail };
		struct turn turn = say_as(&world, &team[0], 0,
			"#new to: joe@example.org\nHello.\n", &source);

		expect(subjects[i].line, &world, &turn, subjects[i].want);
	}
}

static void test_new_wrong(void **state)
{
	static const struct {
		int line;
		const char *text;
		bool subject;
		const char *want;
	} wrong[] = {
		{ __LINE__, "#new to: joe@example.org\n", true,
		  "no-words | 0" },
		{ __LINE__, "#new to: joe@example.org\nHello.\n", false,
		  "no-subject | 0" },
		{ __LINE__, "#new to: omar@desk.test\nHello.\n", true,
		  "agent-address | 0" },
		{ __LINE__, "#new to: support@desk.test\nHello.\n", true,
		  "own-address | 0" },
		{ __LINE__, "#new to: joe\nHello.\n", true,
		  "no-address | 0" },
		{ __LINE__, "#close\n", true,
		  "no-such-ticket | 0 #new to: ann@example.org" },
		{ __LINE__, "#undo\n", true,
		  "no-such-ticket | 0 #new to: ann@example.org" },
		{ __LINE__, "#note\nHello.\n", true,
		  "no-such-ticket | 0 #new to: ann@example.org" },
		{ __LINE__, "Hello.\n", true,
		  "no-such-ticket | 0 #new to: ann@example.org" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS_OF(wrong); i++) {
		ARENA(arena);
		struct world world = world_of(arena);
		struct turn turn = say_as(&world, &team[0], 0, wrong[i].text,
			wrong[i].subject ? &new_source : NULL);

		expect(wrong[i].line, &world, &turn, wrong[i].want);
	}
}

static void test_part_of_another(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say_as(&world, &team[0], 9, "#queue billing\n",
				  NULL);

	(void)state;
	EXPECT(turn, "part-of-another | 0");
	turn = say_as(&world, &team[0], 9, "#close\n", NULL);
	EXPECT(turn, "part-of-another | 0");
	turn = say_as(&world, &team[0], 9, "Hello.\n", NULL);
	EXPECT(turn, "part-of-another | 1 note");
}

static void test_collision(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say_as(&world, &team[1], 7, "Hello.\n", NULL);

	(void)state;
	turn = say(&world, "#tag +late\nHello too.\n");
	EXPECT(turn, "answered-by-another |");
	assert_int_equal(turn.outcome.verdict, INSTRUCT_COLLIDES);
	assert_non_null(strstr(turn.outcome.collides, "Omar answered"));
	assert_non_null(strstr(turn.outcome.collides, "#insist"));
	/* Without words there is nothing to collide. */
	turn = say(&world, "#tag +late\n");
	EXPECT(turn, "done | tags:trial vip>late trial vip");
	turn = say(&world, "#insist\nHello too.\n");
	EXPECT(turn, "done | 2 sent");
	/* What was called back is no answer. */
	say(&world, "#undo\n");
	say_as(&world, &team[1], 7, "#undo\n", NULL);
	turn = say(&world, "Hello too.\n");
	EXPECT(turn, "done | 2 sent");
}

/* She answers a notification that was sent after the other's answer. */
static void test_seen(void **state)
{
	static const char *const cited[] = { "notice@desk.test" };
	static const struct message answer = {
		.message_id = "m@x", .subject = "", .text = "",
		.in_reply_to = { cited, 1 },
	};
	const struct relay_source source = { .message = &answer };
	ARENA(arena);
	struct world world = world_of(arena);
	struct known_ticket *seven = history_numbered(world.history, 7);
	struct known_sent *all;
	struct turn turn = say_as(&world, &team[1], 7, "Hello.\n", NULL);

	(void)state;
	all = ARENA_ARRAY(arena, struct known_sent, seven->sent_count + 1);
	for (size_t i = 0; i < seven->sent_count; i++)
		all[i] = seven->sent[i];
	all[seven->sent_count++] = (struct known_sent){
		.id = 900, .recipient = "maria@desk.test",
		.message_id = "notice@desk.test", .created = NOW - 1,
	};
	seven->sent = all;
	turn = say_as(&world, &team[0], 7, "Hello too.\n", &source);
	EXPECT(turn, "answered-by-another |");
	all[seven->sent_count - 1].created = NOW;
	turn = say_as(&world, &team[0], 7, "Hello too.\n", &source);
	EXPECT(turn, "done | 2 sent");
}

static void test_canned_words(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#canned refund\n\nSee you.\n");

	(void)state;
	assert_string_equal(turn.plan.messages[0].visible,
			    "Your refund is on its way.\n\nSee you.\n");
	say(&world, "#undo\n");
	turn = say(&world, "#lang el\n#canned REFUND\n");
	assert_non_null(strstr(turn.plan.messages[0].visible,
			       "\xce\x91\xce\xbd\xce\xbd\xce\xb1."));
}

static void test_told(void **state)
{
	ARENA(arena);
	struct world world = world_of(arena);
	struct turn turn = say(&world, "#why\n");

	(void)state;
	assert_true(turn.outcome.wanted);
	assert_string_equal(turn.outcome.told.at[1], "because of: a-rule");
	assert_null(turn.plan.ticket);
	turn = say(&world, "#help\n");
	assert_true(turn.outcome.wanted);
	assert_int_equal(turn.outcome.told.count, COMMAND_COUNT);
	turn = say(&world, "#close\n");
	assert_false(turn.outcome.wanted);
	turn = say(&world, "#open\n#transcript\n");
	assert_true(turn.outcome.wanted);
	turn = say(&world, "#queue biling\n#assign omer\n");
	assert_int_equal(turn.outcome.fault_count, 2);
	assert_int_equal(turn.outcome.faults[1].line, 2);
	assert_string_equal(turn.outcome.faults[1].text, "#assign omer");
	assert_string_equal(turn.outcome.faults[1].nearest, "#assign Omar");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_undo_twice),
		cmocka_unit_test(test_undo_by_number),
		cmocka_unit_test(test_undo_of_another),
		cmocka_unit_test(test_undo_changed),
		cmocka_unit_test(test_too_late),
		cmocka_unit_test(test_undo_and_say),
		cmocka_unit_test(test_undo_corrections),
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_new_notified),
		cmocka_unit_test(test_new_wrong),
		cmocka_unit_test(test_part_of_another),
		cmocka_unit_test(test_collision),
		cmocka_unit_test(test_seen),
		cmocka_unit_test(test_canned_words),
		cmocka_unit_test(test_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
