/* test_threads.c - which mails end in one ticket, in any order of arrival.
 *
 * Whole mails, from bytes to plan, on a desk that knows nothing at first;
 * each plan is known to the next mail.
 */

#include "../fixture/siege.h"

#include "base/hmac.h"
#include "mail/parse.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ANN	"ann@victim.test"
#define BOB	"bob@other.test"

/* Mails in a few words. */
#define A(name)		.from = ANN, .id = name
#define B(name)		.from = BOB, .id = name
#define TO(name)	.answers = name
#define REFS(names)	.cites = names
#define ON(words)	.subject = words
#define P		.auth = AUTH_PASS
#define MACHINE		.more = "Auto-Submitted: auto-generated\r\n"

/* A mail in a few words. */
struct mail {
	const char *from;
	const char *id;			/* "1": the Message-ID 1@x.test */
	const char *answers;		/* In-Reply-To, in the same way */
	const char *cites;		/* References, parted by blanks */
	const char *subject;
	const char *more;		/* fields, each with its line end */
	enum auth_verdict auth;
};

/* A desk that grows, and what has become of its mails. */
struct world {
	struct siege *siege;
	struct arena *arena;
	struct desk desk;
	struct history *history;
};

static struct world world_new(struct siege *siege, struct arena *arena)
{
	struct world world = {
		.siege = siege, .arena = arena, .desk = siege_desk,
		.history = history_new(arena),
	};

	world.desk.subject_window = USEC_DAY;
	world.history->now = SIEGE_NOW;
	world.history->autos = true;
	world.history->activated = SIEGE_NOW - USEC_DAY;
	world.history->next_number = 1;
	world.history->ids = (struct ids){ 1000, 1000000 };
	return world;
}

static void put_ids(struct buffer *out, const char *field, const char *ids)
{
	if (ids == NULL)
		return;
	buffer_printf(out, "%s:", field);
	while (*ids != '\0') {
		size_t size = strcspn(ids, " ");

		buffer_printf(out, " <%.*s@x.test>", (int)size, ids);
		ids += size + strspn(ids + size, " ");
	}
	buffer_printf(out, "\r\n");
}

static const char *bytes_of(struct arena *arena, const struct mail *mail,
			    size_t *size_r)
{
	static const char *const results[] = {
		[AUTH_PASS] = "Authentication-Results: mx.desk.test; "
			      "dmarc=pass header.from=%s\r\n",
		[AUTH_FAIL] = "Authentication-Results: mx.desk.test; "
			      "dmarc=fail header.from=%s\r\n",
	};
	struct buffer out = { .arena = arena };

	buffer_printf(&out, "Return-Path: <%s>\r\n", mail->from);
	if (mail->auth == AUTH_PASS || mail->auth == AUTH_FAIL) {
		const char *domain = strchr(mail->from, '@') + 1;
		const char *result = results[mail->auth];
		const char *hole = strstr(result, "%s");

		buffer_printf(&out, "%.*s%s%s", (int)(hole - result), result,
			      domain, hole + 2);
	}
	buffer_printf(&out, "From: %s\r\nSubject: %s\r\n", mail->from,
		      mail->subject == NULL ? "Kettle" : mail->subject);
	put_ids(&out, "Message-ID", mail->id);
	put_ids(&out, "In-Reply-To", mail->answers);
	put_ids(&out, "References", mail->cites);
	buffer_printf(&out, "%s\r\nIt leaks, says %s.\r\n",
		      mail->more == NULL ? "" : mail->more, mail->id);
	*size_r = out.size;
	return buffer_string(&out);
}

static struct plan arrive(struct world *world, const struct mail *mail,
			  int64_t mail_id)
{
	struct arena *arena = world->arena;
	struct decider decider = world->siege->decider;
	struct decide_facts facts = { .mail_id = mail_id,
				      .received = SIEGE_NOW };
	struct mail_class *found = ARENA_NEW(arena, struct mail_class);
	struct gist *gist = ARENA_NEW(arena, struct gist);
	struct plan plan;
	size_t size;
	const char *bytes = bytes_of(arena, mail, &size);

	decider.desk = &world->desk;
	facts.message = parse_message(arena, world->siege->reader, bytes,
				      size);
	*gist = gist_of(arena, facts.message, &siege_desk.gist);
	*found = classify_mail(arena, decider.rules, facts.message, gist);
	facts.gist = gist;
	facts.mail_class = found;
	hmac_digest(bytes, size, facts.sha256);
	plan = decide_mail(arena, &decider, &facts, world->history);
	history_apply(world->history, &plan);
	return plan;
}

/* --- single cases: the ticket of each mail in the end --- */

enum { MAILS_MOST = 5 };

static const struct {
	int line;
	struct mail mails[MAILS_MOST];
	const char *want;		/* numbers, parted by blanks */
	enum new_subject new_subject;
} cases[] = {
	/* An answer, and a late parent. */
	{ __LINE__, { { A("1") }, { A("2"), TO("1") } }, .want = "1 1" },
	{ __LINE__, { { A("2"), TO("1") }, { A("1") } }, .want = "1 1" },
	{ __LINE__, { { A("1") }, { B("2"), TO("1") } }, .want = "1 2" },
	{ __LINE__, { { A("2"), TO("1") }, { B("1") } }, .want = "1 2" },
	/* A sibling of a mail that never came. */
	{ __LINE__, { { A("2"), TO("1") }, { A("3"), TO("1") } },
	  .want = "1 1" },
	/* Two branches become one when a mail cites both. */
	{ __LINE__, { { A("2"), REFS("1") }, { A("4"), REFS("3") },
		      { A("5"), REFS("1 3") } }, .want = "1 1 1" },
	{ __LINE__, { { A("2"), REFS("1"), P }, { A("4"), REFS("3"), P },
		      { A("5"), REFS("1 3"), P } }, .want = "1 1 1" },
	/* Not by a mail of somebody else, nor by one that failed. */
	{ __LINE__, { { A("2"), REFS("1") }, { A("4"), REFS("3") },
		      { B("5"), REFS("1 3"), P } }, .want = "1 2 3" },
	{ __LINE__, { { A("2"), REFS("1") }, { A("4"), REFS("3") },
		      { A("5"), REFS("1 3"), .auth = AUTH_FAIL } },
	  .want = "1 2 3" },
	/* Who was proven once is not moved by who is not. */
	{ __LINE__, { { A("2"), REFS("1"), P }, { A("4"), REFS("3"), P },
		      { A("5"), REFS("1 3") } }, .want = "1 2 2" },
	{ __LINE__, { { A("2"), REFS("1"), P }, { A("4"), REFS("3") },
		      { A("5"), REFS("1 3") } }, .want = "1 2 2" },
	/* What a sender cites who failed leads nobody to him. */
	{ __LINE__, { { A("2"), REFS("1"), .auth = AUTH_FAIL },
		      { A("3"), REFS("1"), P } }, .want = "1 2" },
	/* His own ticket comes before the nearer one of another. */
	{ __LINE__, { { A("1") }, { B("2"), TO("1") },
		      { A("3"), TO("2"), REFS("1 2") } }, .want = "1 2 1" },

	/* A new subject in an answer; what was only added is none. */
	{ __LINE__, { { A("1") }, { A("2"), TO("1"), ON("Invoice") } },
	  .want = "1 2" },
	{ __LINE__, { { A("1") }, { A("2"), TO("1"), ON("Invoice") } },
	  .want = "1 1", .new_subject = NEW_SUBJECT_JOIN },
	{ __LINE__, { { A("2"), TO("1"), ON("Invoice") }, { A("1") } },
	  .want = "1 2" },
	{ __LINE__, { { A("1") }, { A("2"), REFS("1"), ON("Invoice") } },
	  .want = "1 1" },
	{ __LINE__, { { A("1") }, { A("2"), TO("1"), ON("AW: Kettle") },
		      { A("3"), TO("1"), ON("[Acme #1] Re: kettle") },
		      { A("4"), TO("1"), ON("Tea (was: Kettle)") },
		      { A("5"), TO("1"), ON("Re:") } }, .want = "1 1 1 1 1" },
	{ __LINE__, { { A("1"), ON("") },
		      { A("2"), TO("1"), ON("Invoice") } }, .want = "1 1" },
	{ __LINE__, { { A("1") }, { A("2"), TO("1"), ON("abc") } },
	  .want = "1 1" },
	{ __LINE__, { { A("1") }, { A("2"), TO("1"), ON("abcd") } },
	  .want = "1 2" },
	/* A program that goes on under other subjects. */
	{ __LINE__, { { A("1"), ON("PROBLEM disk"), MACHINE },
		      { A("2"), TO("1"), ON("RECOVERY disk"), MACHINE } },
	  .want = "1 1" },
	/* Siblings under another subject are no siblings. */
	{ __LINE__, { { A("2"), TO("1") }, { A("3"), TO("1"), ON("Invoice") },
		      { A("4"), TO("3"), REFS("1 3"), ON("Re: Invoice") } },
	  .want = "1 2 2" },

	/* A subject alone never joins; with a proven sender it does. */
	{ __LINE__, { { A("1"), ON("Kettle is leaking") },
		      { A("2"), ON("Kettle is leaking") } },
	  .want = "1 2" },
	{ __LINE__, { { A("1"), ON("Kettle is leaking"), P },
		      { A("2"), ON("Re: Kettle is leaking"), P },
		      { B("3"), ON("Re: Kettle is leaking"), P } },
	  .want = "1 1 2" },
	{ __LINE__, { { A("1"), ON("Help"), P },
		      { A("2"), ON("Help"), P } }, .want = "1 2" },
	/* Nor does it make two tickets one. */
	{ __LINE__, { { A("1"), ON("Kettle is leaking"), P },
		      { A("3"), REFS("2"), ON("Tea is cold"), P },
		      { A("4"), REFS("2"), ON("Kettle is leaking"), P } },
	  .want = "1 2 2" },
};

static int64_t ticket_of(const struct world *world, int64_t id)
{
	const struct known_ticket *ticket = history_ticket(world->history, id);

	return ticket == NULL ? 0 : ticket->ticket.number;
}

static void test_cases(void **state)
{
	struct siege *siege = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		ARENA(arena);
		struct world world = world_new(siege, arena);
		struct buffer got = { .arena = arena };
		int64_t ids[MAILS_MOST];
		size_t count = 0;

		world.desk.new_subject = cases[i].new_subject;
		for (; count < MAILS_MOST &&
		       cases[i].mails[count].from != NULL; count++)
			ids[count] = arrive(&world, &cases[i].mails[count],
					    (int64_t)count + 1).ticket_id;
		for (size_t k = 0; k < count; k++)
			buffer_printf(&got, "%s%" PRId64, k == 0 ? "" : " ",
				      ticket_of(&world, ids[k]));
		if (strcmp(buffer_string(&got), cases[i].want) != 0)
			fail_msg("line %d: %s", cases[i].line,
				 buffer_string(&got));
	}
}

/* --- what a plan says of it --- */

static const struct plan_relation *relation(const struct plan *plan,
					    enum relation_kind kind)
{
	for (size_t i = 0; i < plan->relation_count; i++)
		if (plan->relations[i].kind == kind)
			return &plan->relations[i];
	return NULL;
}

static void test_child(void **state)
{
	static const struct mail first = { A("1") };
	static const struct mail second = { A("2"), TO("1"), ON("Invoice") };
	ARENA(arena);
	struct world world = world_new(*state, arena);
	struct plan parent = arrive(&world, &first, 1);
	struct plan child = arrive(&world, &second, 2);

	assert_string_equal(child.reason, "new-subject");
	assert_int_equal(relation(&child, RELATION_CHILD)->ticket_id,
			 child.ticket_id);
	assert_int_equal(relation(&child, RELATION_CHILD)->other_id,
			 parent.ticket_id);
	/* The other way round the same of the two is the child. */
	world = world_new(*state, arena);
	child = arrive(&world, &second, 1);
	parent = arrive(&world, &first, 2);
	assert_int_equal(relation(&parent, RELATION_CHILD)->ticket_id,
			 child.ticket_id);
	assert_int_equal(relation(&parent, RELATION_CHILD)->other_id,
			 parent.ticket_id);
}

/* A late parent of others is linked with all of them, and nobody is linked
 * twice. */
static void test_related(void **state)
{
	static const struct mail mails[] = {
		{ A("2"), TO("1") }, { B("3"), TO("1") },
		{ .from = "cleo@third.test", .id = "1" },
		{ A("4"), TO("2"), REFS("1 2") },
	};
	ARENA(arena);
	struct world world = world_new(*state, arena);
	struct plan plans[4];

	for (size_t i = 0; i < 4; i++)
		plans[i] = arrive(&world, &mails[i], (int64_t)i + 1);
	assert_int_equal(plans[0].relation_count, 0);
	assert_int_equal(plans[1].relation_count, 1);
	assert_int_equal(plans[2].relation_count, 2);
	assert_int_equal(plans[3].ticket_id, plans[0].ticket_id);
	assert_int_equal(plans[3].relation_count, 0);
}

/* A mail to many people brings many answers: they are not all linked. */
static void test_mass_mail(void **state)
{
	ARENA(arena);
	struct world world = world_new(*state, arena);

	for (int i = 0; i < 20; i++) {
		const struct mail mail = {
			.from = arena_printf(arena, "p%d@many.test", i),
			.id = arena_printf(arena, "%d", i + 2), TO("1"),
		};
		struct plan plan = arrive(&world, &mail, i + 1);

		assert_true(plan.new_ticket);
		if (plan.relation_count != (i < 16 ? (size_t)i : 0))
			fail_msg("mail %d: %zu", i, plan.relation_count);
	}
}

/* One ticket, one acknowledgement, and what was urgent stays so. */
static void test_unite(void **state)
{
	static const struct mail mails[] = {
		{ A("2"), REFS("1"), P },
		{ A("4"), REFS("3"), P },
		{ A("5"), REFS("1 3"), P },
	};
	static const char *const tag[] = { "hot" };
	ARENA(arena);
	struct world world = world_new(*state, arena);
	struct plan first = arrive(&world, &mails[0], 1), second, third;
	struct known_ticket *part;

	second = arrive(&world, &mails[1], 2);
	part = history_ticket(world.history, second.ticket_id);
	part->ticket.urgency = URGENCY_CRITICAL;
	part->ticket.state = TICKET_PENDING;
	part->ticket.tags = (struct strings){ tag, 1 };
	third = arrive(&world, &mails[2], 3);
	assert_int_equal(third.merge_count, 1);
	assert_int_equal(third.merges[0].ticket_id, second.ticket_id);
	assert_int_equal(third.merges[0].into, first.ticket_id);
	assert_int_equal(third.ticket->urgency, URGENCY_CRITICAL);
	assert_int_equal(third.ticket->state, TICKET_OPEN);
	assert_non_null(strings_find(&third.ticket->tags, "hot"));
	assert_int_equal(third.outgoing_count, 0);
	assert_int_equal(third.candidate_count, 2);
	assert_non_null(strstr(third.trace, "\"united\":[2]"));
}

/* A person said that they are two; a closed one stays as it is. */
static void test_not_united(void **state)
{
	static const struct mail mails[] = {
		{ A("2"), REFS("1") }, { A("4"), REFS("3") },
		{ A("5"), REFS("1 3") },
	};

	for (int closed = 0; closed < 2; closed++) {
		ARENA(arena);
		struct world world = world_new(*state, arena);
		struct plan first = arrive(&world, &mails[0], 1);
		struct plan second = arrive(&world, &mails[1], 2), third;
		const struct plan_relation apart = {
			first.ticket_id, second.ticket_id, RELATION_APART };

		if (closed)
			history_ticket(world.history, first.ticket_id)
				->ticket.state = TICKET_CLOSED;
		else
			history_apply(world.history, &(struct plan){
				.relations = &apart, .relation_count = 1,
				.author = "" });
		third = arrive(&world, &mails[2], 3);
		assert_int_equal(third.merge_count, 0);
		assert_int_equal(third.ticket_id, second.ticket_id);
	}
}

/* --- any order --- */

enum { SETS = 60, ORDERS = 25, SIZE = 8 };

struct chance {
	uint64_t state;
};

static size_t roll(struct chance *chance, size_t sides)
{
	chance->state = chance->state * 6364136223846793005u +
			1442695040888963407u;
	return (size_t)(chance->state >> 33) % sides;
}

/* Mails of three senders that cite those before them, now by one field, now by
 * both; some never arrive, and some begin something new. */
static void make_set(struct arena *arena, struct chance *chance,
		     struct mail mails[SIZE])
{
	static const char *const people[] = { ANN, BOB, "cleo@third.test" };
	static const char *const subjects[] = { "Kettle", "Re: Kettle",
						"Invoice", "Re: Invoice" };
	const enum auth_verdict auth = roll(chance, 2) == 0 ? AUTH_NONE
							    : AUTH_PASS;

	for (size_t i = 0; i < SIZE; i++) {
		/* The first two ids are of mails that nobody sees. */
		size_t parent = roll(chance, i + 2);

		mails[i] = (struct mail){
			.from = people[roll(chance, 3)],
			.id = arena_printf(arena, "%zu", i + 2),
			.subject = subjects[roll(chance, 8) % 4 *
					    (roll(chance, 4) == 0)],
			.auth = auth,
		};
		if (roll(chance, 3) > 0)
			mails[i].answers = arena_printf(arena, "%zu", parent);
		if (roll(chance, 3) > 0)
			mails[i].cites = arena_printf(arena, "%zu %zu",
						      roll(chance, parent + 1),
						      parent);
	}
}

static void shuffle(struct chance *chance, size_t order[SIZE])
{
	for (size_t i = SIZE; i-- > 1;) {
		size_t other = roll(chance, i + 1), kept = order[i];

		order[i] = order[other];
		order[other] = kept;
	}
}

/* The first mail with which each shares a ticket. */
static void judge(struct siege *siege, const struct mail mails[SIZE],
		  const size_t order[SIZE], size_t first_r[SIZE])
{
	ARENA(arena);
	struct world world = world_new(siege, arena);
	int64_t ids[SIZE];

	for (size_t i = 0; i < SIZE; i++)
		ids[order[i]] = arrive(&world, &mails[order[i]],
				       (int64_t)i + 1).ticket_id;
	for (size_t i = 0; i < SIZE; i++) {
		first_r[i] = 0;
		while (ticket_of(&world, ids[first_r[i]]) !=
		       ticket_of(&world, ids[i]))
			first_r[i]++;
	}
}

static void test_any_order(void **state)
{
	for (size_t set = 0; set < SETS; set++) {
		ARENA(arena);
		struct chance chance = { 1000 + set };
		size_t order[SIZE], want[SIZE], got[SIZE];
		struct mail mails[SIZE];

		make_set(arena, &chance, mails);
		for (size_t i = 0; i < SIZE; i++)
			order[i] = i;
		judge(*state, mails, order, want);
		for (size_t run = 0; run < ORDERS; run++) {
			shuffle(&chance, order);
			judge(*state, mails, order, got);
			for (size_t i = 0; i < SIZE; i++)
				if (got[i] != want[i])
					fail_msg("set %zu, order %zu: mail "
						 "%zu is with %zu, not %zu",
						 set, run, i, got[i], want[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_child, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_related, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_mass_mail, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_unite, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_not_united, siege_open,
						siege_close),
		cmocka_unit_test_setup_teardown(test_any_order, siege_open,
						siege_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
