/* test_decide.c - each end that a mail can find, and what its plan holds. */

#include "desk/decide.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW (1000 * USEC_DAY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char rules_text[] =
	"- name: lottery\n  when: { subject: lottery }\n  drop: junk\n"
	"- name: odd\n  when: { subject: odd }\n  quarantine: look at it\n"
	"- name: fire\n  when: { subject: fire }\n  urgency: +60\n";
static const char reply_text[] =
	"---\nsubject: 'Yours: {{number}}'\n---\nHello {{customer}}.\n";

static const struct bundle_file files[] = {
	{ "rules/1.yaml", rules_text, sizeof(rules_text) - 1 },
	{ "replies/ack/en.md", reply_text, sizeof(reply_text) - 1 },
	{ "replies/ack-neutral/en.md", reply_text, sizeof(reply_text) - 1 },
};
static const struct bundle bundle = { files, COUNT(files) };

static const struct token_key key = { .id = 'a', .secret = { 1, 2, 3 } };
static const char *const ours[] = { "support@desk.test", "@desk.test" };

static const struct desk desk = {
	.id = 5, .name = "acme", .display_name = "Acme",
	.address = "support@desk.test", .token_address = "support@desk.test",
	.address_tokens = true,
	.gist = { .ours = { ours, 2 } },
	.ring = { &key, 1, 5 },
	.language = "en", .queue = "support",
	.ack_unverified = ACK_NEUTRAL,
	.caps = { 10, 10, 10, 10, 10, 10, 10, 10 },
	.reopen = { .within = 30 * USEC_DAY },
	.score_high = 30, .score_critical = 80, .score_low = -10,
};

/* One world for one decision. */
struct scene {
	struct arena *arena;
	struct rules *rules;
	struct decider decider;
	struct history *history;
};

/* Ann has ticket 7, our answer to her lies in row 61 of the outbox, and one
 * mail of hers is known by its bytes. */
static void tell_past(struct arena *arena, struct history *history,
		      enum ticket_state state)
{
	static const char *const people[] = { "ann@example.org" };
	static struct known_outbox outbox = {
		.id = 61, .ticket_id = 70, .automatic = true,
		.recipient = "ann@example.org",
	};
	static struct known_mail seen = {
		.id = 11, .sha256 = { 5 }, .message_id = "seen@x",
		.ticket_id = 70, .author = "ann@example.org",
	};
	static struct known_address ann = {
		.id = 101, .contact_id = 100, .address = "ann@example.org",
		.name = "Ann", .language = "",
	};
	struct known_ticket *seven = ARENA_NEW(arena, struct known_ticket);

	*seven = (struct known_ticket){
		.ticket = { .id = 70, .number = 7, .state = state,
			    .subject = "Kettle", .queue = "support",
			    .requester = 100, .language = "",
			    .requester_address = "ann@example.org",
			    .closed = state == TICKET_CLOSED
				    ? NOW - USEC_DAY : 0 },
		.participants = { people, 1 }, .acknowledged = true,
	};
	history_add_ticket(history, seven);
	history_add_mention(history, &(struct known_mention){
		.message_id = "in-seven@x", .ticket = seven,
		.received = true });
	history_add_mention(history, &(struct known_mention){
		.message_id = "ours@desk.test", .ticket = seven, .ours = true,
		.automatic = true });
	history_add_outbox(history, &outbox);
	history_add_mail(history, &seen);
	history_add_address(history, &ann);
}

static struct scene scene_new(struct arena *arena, enum ticket_state state)
{
	struct scene scene = { .arena = arena };
	struct err err;

	scene.rules = rules_load(&bundle, &err);
	if (scene.rules == NULL)
		fail_msg("%s", err.text);
	scene.decider = (struct decider){
		.desk = &desk, .rules = scene.rules,
		.ruleset = 3,
		.templates = template_load(arena, &bundle, &err),
	};
	if (scene.decider.templates == NULL)
		fail_msg("%s", err.text);
	scene.history = history_new(arena);
	scene.history->now = NOW;
	scene.history->autos = true;
	scene.history->activated = NOW - USEC_DAY;
	scene.history->next_number = 8;
	scene.history->ids = (struct ids){ 1000, 1000 + 8 * DECIDE_IDS };
	tell_past(arena, scene.history, state);
	return scene;
}

/* A mail in a few words; what is not said is harmless. */
struct mail {
	const char *from;	/* NULL: ann@example.org */
	const char *id;		/* NULL: new@x */
	const char *reply_to;	/* the id in In-Reply-To, NULL: none */
	const char *subject;	/* NULL: Kettle */
	const char *text;
	uint8_t sha;		/* its first byte; 5 is known */
	enum origin_kind origin;
	enum auth_verdict auth;
	enum token_role token;	/* in To; 0: none */
	bool forged;
	const char *bounce_class;	/* a bounce that says so */
	const char *about;	/* the Message-ID that it names */
	bool silent, released, truncated, unparsed;
	int hops;
	bool listed;		/* with a List-Id */
	bool attached;		/* with a file */
	const struct header *index;	/* a Thread-Index, or NULL */
};

static const char *or_else(const char *text, const char *other)
{
	return text == NULL ? other : text;
}

static const struct header list_id[] = { { "List-Id", "<l.example.org>" } };

static const struct part file = { .use = PART_ATTACHMENT };

static struct message *message_of(struct arena *arena, const struct mail *mail)
{
	struct message *message = ARENA_NEW(arena, struct message);
	struct mailbox *from = ARENA_NEW(arena, struct mailbox);
	const char **parent = ARENA_NEW(arena, const char *);

	*from = (struct mailbox){ "Somebody",
				  or_else(mail->from, "ann@example.org") };
	*parent = mail->reply_to;
	*message = (struct message){
		.message_id = or_else(mail->id, "new@x"),
		.in_reply_to = { parent, mail->reply_to != NULL },
		.subject = or_else(mail->subject, "Kettle"),
		.from_fields = 1, .from = { from, 1, 1 },
		.sender = { "", "" },
		.has_return_path = true, .return_path = *from,
		.received_fields = mail->hops,
		.text_source = TEXT_PLAIN,
		.text = or_else(mail->text, "It leaks."),
	};
	message->text_size = strlen(message->text);
	message->parts = &file;
	message->part_count = mail->attached;
	message->headers = list_id;
	message->header_count = mail->listed;
	if (mail->index != NULL) {
		message->headers = mail->index;
		message->header_count = 1;
	}
	return message;
}

static const struct bounce *bounce_of(struct arena *arena,
				      const struct mail *mail)
{
	struct bounce_recipient *about = ARENA_NEW(arena,
						   struct bounce_recipient);
	struct bounce *bounce = ARENA_NEW(arena, struct bounce);

	if (mail->bounce_class == NULL)
		return NULL;
	*about = (struct bounce_recipient){
		.address = "ann@example.org", .action = "failed",
		.class = mail->bounce_class,
	};
	*bounce = (struct bounce){ about, 1, mail->about };
	return bounce;
}

/* To the ticket's signed address, or to our signed return path. */
static struct token_claims tokens_of(struct arena *arena,
				     const struct mail *mail)
{
	struct token_claim *claim = ARENA_NEW(arena, struct token_claim);
	bool back = mail->token == TOKEN_RETURN;

	if (mail->token == 0)
		return (struct token_claims){ claim, 0 };
	claim->place = TOKEN_IN_ADDRESS;
	assert_true(token_read(token_sign(arena, &desk.ring, mail->token,
					  back ? 0 : 7, back ? 61 : 0),
			       &claim->token));
	if (mail->forged)
		claim->token.mac[0] = claim->token.mac[0] == 'a' ? 'b' : 'a';
	return (struct token_claims){ claim, 1 };
}

static struct gist *gist_for(struct arena *arena, const struct mail *mail)
{
	struct gist *gist = ARENA_NEW(arena, struct gist);

	*gist = (struct gist){
		.fold = { .visible = or_else(mail->text, "It leaks.") },
		.origin = { .kind = mail->origin,
			    .word = origin_word(mail->origin),
			    .may_answer = mail->origin == ORIGIN_PERSON,
			    .answer_word = "person" },
		.bounce = bounce_of(arena, mail),
		.auth = { mail->auth, "" },
		.tokens = tokens_of(arena, mail),
	};
	return gist;
}

static struct plan decide(struct scene *scene, const struct mail *mail)
{
	struct message *message = message_of(scene->arena, mail);
	struct gist *gist = gist_for(scene->arena, mail);
	struct mail_class *found = ARENA_NEW(scene->arena, struct mail_class);
	struct decide_facts facts = {
		.mail_id = 21, .received = NOW - USEC_MINUTE,
		.silent = mail->silent, .released = mail->released,
		.truncated = mail->truncated, .unparsed = mail->unparsed,
		.sha256 = { mail->sha }, .message = message, .gist = gist,
		.mail_class = found,
	};

	*found = classify_mail(scene->arena, scene->rules, message, gist);
	return decide_mail(scene->arena, &scene->decider, &facts,
			   scene->history);
}

#define BOB .from = "bob@example.org"
#define TO_SEVEN .token = TOKEN_REPLY

/* "disposition how reason ticket answer", the ticket by its number. */
static const struct {
	int line;
	struct mail mail;
	const char *want;
} cases[] = {
	{ __LINE__, { BOB }, "ticketed new first-mail 8 send-neutral" },
	{ __LINE__, { BOB, .auth = AUTH_PASS },
	  "ticketed new first-mail 8 send" },
	{ __LINE__, { BOB, .auth = AUTH_FAIL },
	  "ticketed new first-mail 8 authentication-failed" },

	/* Seen before: by its bytes, whatever else it is. */
	{ __LINE__, { .sha = 5 }, "duplicate same-bytes seen-before 7 " },
	{ __LINE__, { BOB, .sha = 5, .origin = ORIGIN_BOUNCE },
	  "duplicate same-bytes seen-before 7 " },
	/* Another mail under a known id is no copy. */
	{ __LINE__, { BOB, .id = "seen@x" },
	  "ticketed new first-mail 8 send-neutral" },

	/* Our own mail comes back. */
	{ __LINE__, { .from = "support@desk.test", .id = "ours@desk.test",
		      .origin = ORIGIN_OURSELVES },
	  "noted own-message-id our-own-mail 0 " },
	{ __LINE__, { .id = "ours@desk.test", TO_SEVEN },
	  "noted own-message-id our-own-mail 0 " },

	/* Reports: only our signed return path says whose they are. */
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_BOUNCE, .bounce_class = "hard",
		      .token = TOKEN_RETURN },
	  "bounce-recorded return-path bounce 7 " },
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_BOUNCE, .bounce_class = "hard" },
	  "noted none bounce 0 " },
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_BOUNCE, .bounce_class = "hard",
		      .token = TOKEN_RETURN, .forged = true },
	  "noted none bounce 0 " },
	/* Our id alone: to be seen in the ticket, and nothing else. */
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_BOUNCE, .bounce_class = "hard",
		      .about = "ours@desk.test" },
	  "noted own-message-id bounce 7 " },
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_BOUNCE, .bounce_class = "hard",
		      .about = "in-seven@x" },
	  "noted none bounce 0 " },
	{ __LINE__, { .from = "mailer-daemon@mx.test",
		      .origin = ORIGIN_REPORT, .token = TOKEN_RETURN },
	  "noted none report 0 " },
	/* Citing a ticket does not make a report join it. */
	{ __LINE__, { .origin = ORIGIN_BOUNCE, TO_SEVEN },
	  "noted none bounce 0 " },

	/* Joining. */
	{ __LINE__, { TO_SEVEN, .auth = AUTH_PASS },
	  "joined address-token join 7 already-acknowledged" },
	{ __LINE__, { TO_SEVEN },
	  "joined address-token join-unverified 7 already-acknowledged" },
	{ __LINE__, { .reply_to = "in-seven@x" },
	  "joined in-reply-to join-unverified 7 already-acknowledged" },
	{ __LINE__, { TO_SEVEN, .from = "ANN@Example.org" },
	  "joined address-token join-unverified 7 already-acknowledged" },

	/* Held for agents. */
	{ __LINE__, { BOB, TO_SEVEN, .auth = AUTH_PASS },
	  "pending-join address-token not-a-participant 7 " },
	{ __LINE__, { TO_SEVEN, .auth = AUTH_FAIL },
	  "pending-join address-token authentication-failed 7 " },

	/* A guess: one's own ticket, with one's own answer. */
	{ __LINE__, { BOB, .reply_to = "in-seven@x", .auth = AUTH_PASS },
	  "ticketed new related 8 send" },
	{ __LINE__, { .reply_to = "in-seven@x", .auth = AUTH_FAIL },
	  "ticketed new related 8 authentication-failed" },
	{ __LINE__, { BOB, TO_SEVEN, .forged = true },
	  "ticketed new first-mail 8 send-neutral" },

	/* Kept out by a rule, unless a person let it out. */
	{ __LINE__, { BOB, .subject = "Lottery" },
	  "dropped rule lottery 0 " },
	{ __LINE__, { BOB, .subject = "Odd" },
	  "quarantined rule odd 0 " },
	{ __LINE__, { BOB, .subject = "Lottery", .released = true },
	  "ticketed new first-mail 8 send-neutral" },
	{ __LINE__, { BOB, .subject = "Odd", .released = true },
	  "ticketed new first-mail 8 send-neutral" },
	/* A rule that drops does not keep a customer out of his ticket. */
	{ __LINE__, { TO_SEVEN, .subject = "Lottery" },
	  "joined address-token join-unverified 7 already-acknowledged" },

	/* Going round. */
	{ __LINE__, { BOB, .hops = 100 },
	  "ticketed new first-mail 8 too-many-hops" },
	{ __LINE__, { BOB, .hops = 101 },
	  "quarantined none too-many-hops 0 " },
	{ __LINE__, { BOB, .hops = 101, .released = true },
	  "ticketed new first-mail 8 too-many-hops" },

	/* Machines. */
	{ __LINE__, { BOB, .origin = ORIGIN_RESPONDER },
	  "noted none responder 0 " },
	{ __LINE__, { BOB, .origin = ORIGIN_ROBOT },
	  "ticketed new first-mail 8 automatic-mail" },
	{ __LINE__, { BOB, .origin = ORIGIN_LIST },
	  "ticketed new first-mail 8 automatic-mail" },

	/* Old mail, and who answers our automatic mail: no answer. */
	{ __LINE__, { BOB, .silent = true, .auth = AUTH_PASS },
	  "ticketed new first-mail 8 older-than-activation" },
	{ __LINE__, { BOB, .reply_to = "ours@desk.test", .auth = AUTH_PASS },
	  "ticketed new related 8 answers-our-automatic-mail" },
};

static long long number_of(const struct scene *scene, const struct plan *plan)
{
	const struct known_ticket *known;

	if (plan->ticket != NULL)
		return plan->ticket->number;
	known = history_ticket(scene->history, plan->ticket_id);
	return known == NULL ? 0 : known->ticket.number;
}

static void test_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan = decide(&scene, &cases[i].mail);
		const char *got = arena_printf(arena, "%s %s %s %lld %s",
			disposition_word(plan.disposition), plan.how,
			plan.reason, number_of(&scene, &plan), plan.answer);

		if (strcmp(got, cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line, got);
		rules_free(&scene.rules);
	}
}

/* What ends a mail without a ticket of its own changes nothing and sends
 * nothing; no plan takes more ids than were promised. */
static void test_restraint(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan = decide(&scene, &cases[i].mail);
		bool opens = plan.disposition == DISPOSITION_TICKETED;

		if (scene.history->ids.next - 1000 > DECIDE_IDS)
			fail_msg("line %d: %lld ids", cases[i].line,
				 (long long)scene.history->ids.next - 1000);
		if (plan.new_ticket != opens)
			fail_msg("line %d: a ticket", cases[i].line);
		if (plan.disposition == DISPOSITION_NOTED &&
		    plan.bounced_outbox != 0)
			fail_msg("line %d: a bounce", cases[i].line);
		if (!opens && plan.outgoing_count > 0)
			fail_msg("line %d: an answer", cases[i].line);
		if (!opens && plan.disposition != DISPOSITION_JOINED &&
		    (plan.ticket != NULL || plan.participant != NULL))
			fail_msg("line %d: a changed ticket", cases[i].line);
		rules_free(&scene.rules);
	}
}

static size_t events(const struct plan *plan, enum event_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->event_count; i++)
		count += plan->events[i].kind == kind;
	return count;
}

/* The same words under the same Message-ID, on another way: other bytes. */
static void test_seen_by_content(void **state)
{
	static const struct mail first = { BOB, .sha = 1 };
	static const struct mail copy = { BOB, .sha = 2, .hops = 3 };
	static const struct mail other = { BOB, .sha = 3, .text = "Fixed." };
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);
	struct plan plan = decide(&scene, &first);

	(void)state;
	plan.mail_id = 20;
	history_apply(scene.history, &plan);
	plan = decide(&scene, &copy);
	assert_int_equal(plan.disposition, DISPOSITION_DUPLICATE);
	assert_string_equal(plan.how, "same-message");
	assert_int_equal(number_of(&scene, &plan), 8);
	assert_int_equal(events(&plan, EVENT_DUPLICATE), 1);
	assert_int_equal(plan.message_count, 0);
	plan = decide(&scene, &other);
	assert_int_not_equal(plan.disposition, DISPOSITION_DUPLICATE);
	rules_free(&scene.rules);
}

/* Some senders use one Message-ID for all their mail: each is a mail of its
 * own, none joins the first one's ticket, and a copy of any is a copy. */
static void test_one_id_for_all(void **state)
{
	static const struct mail parcels[] = {
		{ BOB, .sha = 1, .text = "Parcel A" },
		{ BOB, .sha = 2, .text = "Parcel B" },
		{ BOB, .sha = 3, .text = "Parcel B\n2" },
	};
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);

	(void)state;
	for (size_t i = 0; i < COUNT(parcels); i++) {
		struct plan plan = decide(&scene, &parcels[i]);

		assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
		assert_string_equal(plan.reason, "first-mail");
		plan.mail_id = 100 + (int64_t)i;
		history_apply(scene.history, &plan);
	}
	for (size_t i = 0; i < COUNT(parcels); i++) {
		struct mail copy = parcels[i];
		struct plan plan;

		copy.sha = 9;
		plan = decide(&scene, &copy);
		assert_int_equal(plan.disposition, DISPOSITION_DUPLICATE);
		assert_int_equal(number_of(&scene, &plan), 8 + (int)i);
		assert_int_equal(plan.outgoing_count, 0);
	}
	rules_free(&scene.rules);
}

/* By a list and directly, in either order: one ticket, one answer. */
static void test_by_list_and_direct(void **state)
{
	static const struct mail direct = { BOB, .sha = 1, .auth = AUTH_PASS };
	static const struct mail by_list = {
		BOB, .sha = 2, .listed = true, .origin = ORIGIN_LIST,
		.subject = "[kettles] Kettle",
		.text = "It leaks.\n\n-- \nList of kettles",
	};
	const struct mail *const orders[][2] = {
		{ &direct, &by_list }, { &by_list, &direct },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(orders); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan = decide(&scene, orders[i][0]);
		size_t answers = plan.outgoing_count;

		assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
		plan.mail_id = 20;
		history_apply(scene.history, &plan);
		plan = decide(&scene, orders[i][1]);
		assert_int_equal(plan.disposition, DISPOSITION_DUPLICATE);
		assert_string_equal(plan.how, "same-message");
		assert_int_equal(number_of(&scene, &plan), 8);
		answers += plan.outgoing_count;
		assert_int_equal(answers, 1);
		plan.mail_id = 22;
		history_apply(scene.history, &plan);
		plan = decide(&scene, orders[i][1]);
		assert_int_equal(plan.outgoing_count, 0);
		assert_int_equal(events(&plan, EVENT_NOT_ANSWERED), 0);
		rules_free(&scene.rules);
	}
}

/* What was not answered once is not answered because it comes again: only the
 * direct copy of what a list brought. */
static void test_copy_without_answer(void **state)
{
	static const struct {
		int line;
		struct mail first, copy;
	} rows[] = {
		{ __LINE__, { BOB, .sha = 1, .silent = true },
		  { BOB, .sha = 2 } },
		{ __LINE__, { BOB, .sha = 1, .origin = ORIGIN_LIST },
		  { BOB, .sha = 1 } },
		{ __LINE__, { BOB, .sha = 1, .origin = ORIGIN_LIST },
		  { BOB, .sha = 2, .origin = ORIGIN_ROBOT } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan = decide(&scene, &rows[i].first);

		plan.mail_id = 20;
		history_apply(scene.history, &plan);
		plan = decide(&scene, &rows[i].copy);
		if (plan.disposition != DISPOSITION_DUPLICATE ||
		    plan.outgoing_count != 0)
			fail_msg("line %d: %s", rows[i].line,
				 disposition_word(plan.disposition));
		rules_free(&scene.rules);
	}
}

/* What looks like a copy by a list and is none. */
static void test_no_copy_by_list(void **state)
{
	static const struct mail first = { BOB, .sha = 1,
					   .text = "It\nleaks." };
	static const struct {
		int line;
		struct mail mail;
		bool copy;
	} rows[] = {
		/* What was attached to the first is not known. */
		{ __LINE__, { BOB, .listed = true, .attached = true,
			      .text = "It\nleaks.\nFoot" }, false },
		/* Less than the first, which came by no list. */
		{ __LINE__, { BOB, .text = "It" }, false },
		{ __LINE__, { BOB, .listed = true, .text = "It\nleaks.\nFoot",
			      .subject = "Re: [l] Kettle" }, true },
		{ __LINE__, { BOB, .listed = false,
			      .text = "It\nleaks.\nFoot" }, false },
		{ __LINE__, { BOB, .listed = true,
			      .text = "It\nleaks. Foot" }, false },
		{ __LINE__, { BOB, .listed = true, .text = "It\nleaks.\nFoot",
			      .subject = "Pot" }, false },
		{ __LINE__, { BOB, .listed = true, .text = "It does.\nFoot" },
		  false },
		{ __LINE__, { BOB, .listed = true, .text = "" }, false },
		{ __LINE__, { BOB, .listed = true, .id = "other@x",
			      .text = "It\nleaks.\nFoot" }, false },
		{ __LINE__, { .from = "eve@example.org", .listed = true,
			      .text = "It\nleaks.\nFoot" }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail mail = rows[i].mail;
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan = decide(&scene, &first);

		plan.mail_id = 20;
		history_apply(scene.history, &plan);
		mail.sha = 2;
		plan = decide(&scene, &mail);
		if ((plan.disposition == DISPOSITION_DUPLICATE) !=
		    rows[i].copy)
			fail_msg("line %d: %s", rows[i].line,
				 disposition_word(plan.disposition));
		rules_free(&scene.rules);
	}
}

/* The second report of one failure is kept, and marks nothing again. */
static void test_bounce(void **state)
{
	static const struct {
		int line;
		const char *class;
		bool bounced, hard;
		int64_t marked;
		int soft;		/* before, of other mails */
	} rows[] = {
		{ __LINE__, "hard", false, true, 61, 0 },
		{ __LINE__, "soft", false, false, 61, 0 },
		{ __LINE__, "hard", true, false, 0, 0 },
		{ __LINE__, "soft", true, false, 0, 0 },
		/* The fifth mail that fails softly is one too many. */
		{ __LINE__, "soft", false, false, 61, 3 },
		{ __LINE__, "soft", false, true, 61, 4 },
		{ __LINE__, "soft", true, false, 0, 4 },
		/* A delay is no failure, which may come yet. */
		{ __LINE__, "delayed", false, false, 0, 0 },
		{ __LINE__, "delayed", false, false, 0, 4 },
		/* It says nothing of our recipient. */
		{ __LINE__, "-", false, false, 0, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct mail mail = {
			.from = "mailer-daemon@mx.test",
			.origin = ORIGIN_BOUNCE, .token = TOKEN_RETURN,
			.bounce_class = rows[i].class,
		};
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		struct plan plan;

		history_outbox(scene.history, 61)->bounced = rows[i].bounced;
		history_outbox(scene.history, 61)->soft = rows[i].soft;
		plan = decide(&scene, &mail);
		if (plan.bounced_outbox != rows[i].marked ||
		    plan.bounced_hard != rows[i].hard ||
		    events(&plan, EVENT_BOUNCED) != 1)
			fail_msg("line %d", rows[i].line);
		history_outbox(scene.history, 61)->bounced = false;
		history_outbox(scene.history, 61)->soft = 0;
		rules_free(&scene.rules);
	}
}

/* Only a person brings a ticket back to life. */
static void test_reopening(void **state)
{
	static const struct {
		int line;
		enum ticket_state before;
		enum origin_kind origin;
		enum ticket_state after;
	} rows[] = {
		{ __LINE__, TICKET_NEW, ORIGIN_PERSON, TICKET_NEW },
		{ __LINE__, TICKET_OPEN, ORIGIN_PERSON, TICKET_OPEN },
		{ __LINE__, TICKET_PENDING, ORIGIN_PERSON, TICKET_OPEN },
		{ __LINE__, TICKET_CLOSED, ORIGIN_PERSON, TICKET_OPEN },
		{ __LINE__, TICKET_NEW, ORIGIN_RESPONDER, TICKET_NEW },
		{ __LINE__, TICKET_OPEN, ORIGIN_RESPONDER, TICKET_OPEN },
		{ __LINE__, TICKET_PENDING, ORIGIN_RESPONDER,
		  TICKET_PENDING },
		{ __LINE__, TICKET_CLOSED, ORIGIN_RESPONDER, TICKET_CLOSED },
		{ __LINE__, TICKET_NEW, ORIGIN_ROBOT, TICKET_NEW },
		{ __LINE__, TICKET_OPEN, ORIGIN_ROBOT, TICKET_OPEN },
		{ __LINE__, TICKET_PENDING, ORIGIN_ROBOT, TICKET_PENDING },
		{ __LINE__, TICKET_CLOSED, ORIGIN_ROBOT, TICKET_CLOSED },
		{ __LINE__, TICKET_NEW, ORIGIN_LIST, TICKET_NEW },
		{ __LINE__, TICKET_OPEN, ORIGIN_LIST, TICKET_OPEN },
		{ __LINE__, TICKET_PENDING, ORIGIN_LIST, TICKET_PENDING },
		{ __LINE__, TICKET_CLOSED, ORIGIN_LIST, TICKET_CLOSED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct mail mail = { TO_SEVEN, .origin = rows[i].origin };
		ARENA(arena);
		struct scene scene = scene_new(arena, rows[i].before);
		struct plan plan = decide(&scene, &mail);

		if (plan.disposition != DISPOSITION_JOINED ||
		    plan.ticket->state != rows[i].after ||
		    events(&plan, EVENT_REOPENED) !=
		    (rows[i].before != rows[i].after))
			fail_msg("line %d: %s", rows[i].line,
				 ticket_state_word(plan.ticket->state));
		rules_free(&scene.rules);
	}
}

/* The bytes that leave stand in the conversation of the mail; to a sender who
 * was not proven they name nothing but the mail. */
static void test_answer_cites(void **state)
{
	static const struct header index = {
		"Thread-Index", "AdAAAAAAAAECAwQFBgcICQoLDA0ODw==",
	};
	static const struct mail mail = {
		BOB, .subject = "AW: Pot", .reply_to = "parent@x",
		.index = &index, .auth = AUTH_PASS,
	};
	struct mail unproven = mail;
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);
	struct plan plan = decide(&scene, &mail);
	const char *bytes;

	(void)state;
	assert_int_equal(plan.outgoing_count, 1);
	bytes = plan.outgoing[0].bytes;
	assert_non_null(strstr(bytes, "\r\nIn-Reply-To: <new@x>\r\n"));
	assert_non_null(strstr(bytes, "\r\nReferences: <parent@x>\r\n"
			       " <new@x>\r\n"));
	assert_non_null(strstr(bytes, "\r\nThread-Topic: Pot\r\n"));
	/* The head, and five octets more. */
	assert_non_null(strstr(bytes, "\r\nThread-Index: "
			       "AdAAAAAAAAECAwQFBgcICQoLDA0OD"));
	unproven.auth = AUTH_NONE;
	plan = decide(&scene, &unproven);
	assert_int_equal(plan.outgoing_count, 1);
	bytes = plan.outgoing[0].bytes;
	assert_non_null(strstr(bytes, "\r\nReferences: <new@x>\r\n"));
	assert_null(strstr(bytes, "parent@x"));
	assert_null(strstr(bytes, "Thread-"));
	rules_free(&scene.rules);
}

/* Thanks are added and change nothing; a word more, and it is a mail. */
static void test_thanks(void **state)
{
	static const struct {
		int line;
		enum ticket_state before;
		struct mail mail;
		enum ticket_state after;
		bool thanked;
	} rows[] = {
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!" },
		  TICKET_CLOSED, true },
		{ __LINE__, TICKET_PENDING, { .text = "Thank you!" },
		  TICKET_PENDING, true },
		{ __LINE__, TICKET_CLOSED, { .text = "Perfect, thanks" },
		  TICKET_CLOSED, true },
		{ __LINE__, TICKET_PENDING, { .text = "Perfect, thanks" },
		  TICKET_OPEN, false },
		{ __LINE__, TICKET_CLOSED,
		  { .text = "Thanks, but it still leaks" }, TICKET_OPEN,
		  false },
		{ __LINE__, TICKET_OPEN, { .text = "Thank you!" },
		  TICKET_OPEN, false },
		{ __LINE__, TICKET_NEW, { .text = "Thank you!" },
		  TICKET_NEW, false },
		/* Names: of the desk, and the sender's own. */
		{ __LINE__, TICKET_CLOSED, { .text = "Thanks Acme, Somebody" },
		  TICKET_CLOSED, true },
		/* A machine that thanks is a machine. */
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .origin = ORIGIN_ROBOT },
		  TICKET_CLOSED, false },
		/* There is more to it, or we do not know. */
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .attached = true },
		  TICKET_OPEN, false },
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .truncated = true },
		  TICKET_OPEN, false },
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .unparsed = true },
		  TICKET_OPEN, false },
		/* A subject of one's own says more. */
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .subject = "Re: [#7] Kettle" },
		  TICKET_CLOSED, true },
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .subject = "Thanks a lot" },
		  TICKET_CLOSED, true },
		{ __LINE__, TICKET_CLOSED, { .text = "Thank you!",
					     .subject = "Fire" },
		  TICKET_OPEN, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail mail = rows[i].mail;
		ARENA(arena);
		struct scene scene = scene_new(arena, rows[i].before);
		struct plan plan;

		mail.token = TOKEN_REPLY;
		mail.auth = AUTH_PASS;
		plan = decide(&scene, &mail);
		if (plan.disposition != DISPOSITION_JOINED ||
		    plan.ticket->state != rows[i].after ||
		    events(&plan, EVENT_THANKED) != rows[i].thanked ||
		    plan.message_count != 1 || plan.outgoing_count != 0)
			fail_msg("line %d: %s", rows[i].line,
				 ticket_state_word(plan.ticket->state));
		assert_true((plan.ticket->closed != 0) ==
			    (rows[i].after == TICKET_CLOSED));
		rules_free(&scene.rules);
	}
}

/* Closed too long ago: a ticket of its own, linked, with its own answer; the
 * next mail of the kind joins that one. */
static void test_closed_too_long(void **state)
{
	static const struct mail mail = { .reply_to = "in-seven@x",
					  .auth = AUTH_PASS, .id = "one@x" };
	static const struct mail second = { .reply_to = "in-seven@x",
					    .auth = AUTH_PASS, .sha = 2,
					    .id = "two@x", .text = "And?" };
	static const struct mail thanks = { .reply_to = "in-seven@x",
					    .auth = AUTH_PASS, .sha = 3,
					    .id = "three@x",
					    .text = "Thanks!" };
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_CLOSED);
	struct plan plan;

	(void)state;
	history_number(scene.history, 7)->ticket.closed = NOW - 30 * USEC_DAY;
	plan = decide(&scene, &thanks);
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.ticket->state, TICKET_CLOSED);
	plan = decide(&scene, &mail);
	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	assert_string_equal(plan.reason, "closed-too-long");
	assert_string_equal(plan.answer, "send");
	assert_int_equal(plan.relation_count, 1);
	assert_int_equal(plan.relations[0].other_id, 70);
	assert_int_equal(events(&plan, EVENT_RELATED), 1);
	assert_int_equal(history_number(scene.history, 7)->ticket.state,
			 TICKET_CLOSED);
	plan.mail_id = 20;
	history_apply(scene.history, &plan);
	plan = decide(&scene, &second);
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.ticket->number, 8);
	rules_free(&scene.rules);
}

/* Who joined the old one unproven, by its token, joins no newer one by its
 * subject alone. */
static void test_closed_too_long_unproven(void **state)
{
	static const struct mail first = { .auth = AUTH_PASS, .id = "one@x",
					   .subject = "Kettle of my aunt" };
	static const struct mail late = { TO_SEVEN, .id = "two@x", .sha = 2,
					  .subject = "Kettle of my aunt",
					  .text = "And?" };
	struct mail proven = late;
	struct desk own = desk;
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_CLOSED);
	struct plan plan;

	(void)state;
	own.subject_window = 14 * USEC_DAY;
	scene.decider.desk = &own;
	proven.auth = AUTH_PASS;
	history_number(scene.history, 7)->ticket.closed = NOW - 30 * USEC_DAY;
	plan = decide(&scene, &first);
	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	plan.mail_id = 20;
	history_apply(scene.history, &plan);
	plan = decide(&scene, &late);
	assert_int_equal(plan.disposition, DISPOSITION_TICKETED);
	assert_string_equal(plan.reason, "closed-too-long");
	plan = decide(&scene, &proven);
	assert_int_equal(plan.disposition, DISPOSITION_JOINED);
	assert_int_equal(plan.ticket->number, 8);
	rules_free(&scene.rules);
}

/* A follow-up can raise the urgency, and never lowers it. */
static void test_urgency_of_follow_up(void **state)
{
	static const struct mail fire = { TO_SEVEN, .subject = "Fire" };
	static const struct mail calm = { TO_SEVEN };
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);
	struct plan plan = decide(&scene, &fire);

	(void)state;
	assert_int_equal(plan.ticket->urgency, URGENCY_HIGH);
	assert_int_equal(plan.ticket->score, 60);
	history_apply(scene.history, &plan);
	plan = decide(&scene, &calm);
	assert_int_equal(plan.ticket->urgency, URGENCY_HIGH);
	assert_int_equal(plan.ticket->score, 60);
	rules_free(&scene.rules);
}

/* A stranger's words are a note: nobody is added, nothing is told. */
static void test_pending_join(void **state)
{
	static const struct mail mail = { BOB, TO_SEVEN, .subject = "fire" };
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_CLOSED);
	struct plan plan = decide(&scene, &mail);

	(void)state;
	assert_int_equal(plan.disposition, DISPOSITION_PENDING_JOIN);
	assert_int_equal(plan.message_count, 1);
	assert_int_equal(plan.messages[0].direction, MESSAGE_NOTE);
	assert_null(plan.participant);
	assert_null(plan.ticket);
	assert_int_equal(events(&plan, EVENT_PENDING_JOIN), 1);
	assert_int_equal(events(&plan, EVENT_REOPENED), 0);
	assert_int_equal(events(&plan, EVENT_CLASSIFIED), 0);
	/* What rules say waits with it (desk/correct_join.c). */
	assert_int_equal(plan.rules.count, 1);
	assert_non_null(strstr(plan.trace, "\"score\":60"));
	assert_non_null(strstr(plan.trace, "\"urgency\":\"high\""));
	rules_free(&scene.rules);
}

/* One's own ticket keeps the guess for agents. */
static void test_related(void **state)
{
	static const struct mail mail = { BOB, .reply_to = "in-seven@x" };
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);
	struct plan plan = decide(&scene, &mail);

	(void)state;
	assert_int_equal(plan.relation_count, 1);
	assert_int_equal(plan.relations[0].ticket_id, plan.ticket_id);
	assert_int_equal(plan.relations[0].other_id, 70);
	assert_int_equal(plan.relations[0].kind, RELATION_RELATED);
	assert_int_equal(events(&plan, EVENT_RELATED), 1);
	assert_string_equal(plan.participant, "bob@example.org");
	assert_int_equal(plan.outgoing_count, 1);
	assert_string_equal(plan.outgoing[0].rcpt_to, "bob@example.org");
	rules_free(&scene.rules);
}

/* Whom a report is about is in its trace, and whether that is proven. */
static void test_report_names_ticket(void **state)
{
	static const struct mail rows[] = {
		{ .from = "mailer-daemon@mx.test", .origin = ORIGIN_BOUNCE,
		  .bounce_class = "hard", .token = TOKEN_RETURN },
		{ .from = "mailer-daemon@mx.test", .origin = ORIGIN_BOUNCE,
		  .bounce_class = "hard", .about = "ours@desk.test" },
		{ .from = "mailer-daemon@mx.test", .origin = ORIGIN_BOUNCE,
		  .bounce_class = "hard", .about = "others@x" },
	};
	ARENA(arena);
	struct scene scene = scene_new(arena, TICKET_OPEN);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct plan plan = decide(&scene, &rows[i]);

		assert_int_equal(plan.candidate_count, i < 2);
		if (i == 2)
			break;
		assert_int_equal(plan.candidates[0].ticket_id, 70);
		assert_string_equal(plan.candidates[0].evidence,
				    "delivery-report");
		assert_int_equal(plan.candidates[0].proven, i == 0);
	}
	rules_free(&scene.rules);
}

/* Who ends the silence after unanswered automatic mail. */
/* A first answer is owed to people whose mail opens a ticket; by when, is
 * promised where it was said. */
static void test_response(void **state)
{
	static const struct expectation band = { 3, 40, USEC_HOUR,
						 2 * USEC_HOUR };
	static const struct {
		int line;
		struct mail mail;
		bool owed, promised;
	} rows[] = {
		{ __LINE__, { BOB, .auth = AUTH_PASS }, true, true },
		{ __LINE__, { BOB }, true, true },
		{ __LINE__, { BOB, .silent = true }, true, false },
		{ __LINE__, { BOB, .origin = ORIGIN_ROBOT }, false, false },
		{ __LINE__, { TO_SEVEN, .auth = AUTH_PASS }, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);
		const struct plan_response *response;

		history_add_band(scene.history, "support", URGENCY_NORMAL,
				 &band);
		history_add_load(scene.history, "support", URGENCY_NORMAL, 2);
		response = decide(&scene, &rows[i].mail).response;
		if ((response != NULL) != rows[i].owed)
			fail_msg("line %d", rows[i].line);
		if (response != NULL && (response->ahead != 2 ||
		    (response->promised == 0) == rows[i].promised ||
		    (rows[i].promised &&
		     response->promised < NOW + 2 * USEC_HOUR)))
			fail_msg("line %d: %d, %lld", rows[i].line,
				 response->ahead,
				 (long long)response->promised);
		rules_free(&scene.rules);
	}
}

static void test_by_person(void **state)
{
	static const struct {
		int line;
		struct mail mail;
		bool want;
	} rows[] = {
		{ __LINE__, { BOB, .auth = AUTH_PASS }, true },
		{ __LINE__, { TO_SEVEN, .auth = AUTH_PASS }, true },
		{ __LINE__, { BOB }, false },
		{ __LINE__, { BOB, .auth = AUTH_FAIL }, false },
		{ __LINE__, { BOB, .auth = AUTH_PASS,
			      .origin = ORIGIN_ROBOT }, false },
		{ __LINE__, { BOB, .auth = AUTH_PASS,
			      .reply_to = "ours@desk.test" }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ARENA(arena);
		struct scene scene = scene_new(arena, TICKET_OPEN);

		if (decide(&scene, &rows[i].mail).by_person != rows[i].want)
			fail_msg("line %d", rows[i].line);
		rules_free(&scene.rules);
	}
}

static void assert_same_plan(const struct plan *a, const struct plan *b)
{
	assert_int_equal(a->disposition, b->disposition);
	assert_int_equal(a->ticket_id, b->ticket_id);
	assert_string_equal(a->trace, b->trace);
	assert_memory_equal(a->content, b->content, 32);
	assert_int_equal(a->event_count, b->event_count);
	for (size_t i = 0; i < a->event_count; i++) {
		assert_int_equal(a->events[i].id, b->events[i].id);
		assert_string_equal(a->events[i].word, b->events[i].word);
	}
	assert_int_equal(a->mention_count, b->mention_count);
	for (size_t i = 0; i < a->mention_count; i++)
		assert_string_equal(a->mentions[i].message_id,
				    b->mentions[i].message_id);
	assert_int_equal(a->outgoing_count, b->outgoing_count);
	for (size_t i = 0; i < a->outgoing_count; i++) {
		assert_string_equal(a->outgoing[i].mail_from,
				    b->outgoing[i].mail_from);
		assert_int_equal(a->outgoing[i].size, b->outgoing[i].size);
		assert_memory_equal(a->outgoing[i].bytes, b->outgoing[i].bytes,
				    a->outgoing[i].size);
	}
}

/* The same facts give the same plan, to the last byte of the answer. */
static void test_made_again(void **state)
{
	ARENA(first);
	ARENA(second);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scene one = scene_new(first, TICKET_OPEN);
		struct scene two = scene_new(second, TICKET_OPEN);
		struct plan plan = decide(&one, &cases[i].mail);
		struct plan again = decide(&two, &cases[i].mail);

		assert_same_plan(&plan, &again);
		rules_free(&one.rules);
		rules_free(&two.rules);
		arena_reset(first);
		arena_reset(second);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_restraint),
		cmocka_unit_test(test_seen_by_content),
		cmocka_unit_test(test_one_id_for_all),
		cmocka_unit_test(test_by_list_and_direct),
		cmocka_unit_test(test_copy_without_answer),
		cmocka_unit_test(test_no_copy_by_list),
		cmocka_unit_test(test_bounce),
		cmocka_unit_test(test_reopening),
		cmocka_unit_test(test_answer_cites),
		cmocka_unit_test(test_thanks),
		cmocka_unit_test(test_closed_too_long),
		cmocka_unit_test(test_closed_too_long_unproven),
		cmocka_unit_test(test_urgency_of_follow_up),
		cmocka_unit_test(test_pending_join),
		cmocka_unit_test(test_related),
		cmocka_unit_test(test_report_names_ticket),
		cmocka_unit_test(test_response),
		cmocka_unit_test(test_by_person),
		cmocka_unit_test(test_made_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
