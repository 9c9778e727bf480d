/* test_storms.c - two desks at each other, bombs, and mail that comes round.
 *
 * H70, H80, H81, H83, H85, H86 and H89 of SURVIVAL.md and the breaker of G8,
 * with a clock that jumps from mail to mail.
 */

#include "../fixture/post.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DESK	"support@ours.test"
#define OTHER	"help@others.test"
#define KETTLE	"Subject: Kettle\r\n"
#define MONTH	(30 * USEC_DAY)

/* What becomes of a mail of ours on its way. */
struct road {
	const char *next;	/* where it goes on to */
	const char *strips[4];	/* header fields that it loses */
	const char *adds;	/* fields that it gets */
	const char *from;	/* NULL: the envelope sender stays */
	bool proven;
	int passed;
};

static bool is_stripped(const struct road *road, const char *line)
{
	for (size_t i = 0; i < 4 && road->strips[i] != NULL; i++)
		if (text_starts(line, road->strips[i]))
			return true;
	return false;
}

/* The same mail without some lines of its header. */
static const char *stripped(struct arena *arena, const struct road *road,
			    const struct post_mail *mail)
{
	const char *at = arena_strndup(arena, mail->bytes, mail->size);
	const char *out = road->adds == NULL ? "" : road->adds;

	while (strncmp(at, "\r\n", 2) != 0 && *at != '\0') {
		const size_t line = strcspn(at, "\n") + 1;

		if (!is_stripped(road, at))
			out = arena_printf(arena, "%s%.*s", out, (int)line,
					   at);
		at += line;
	}
	return arena_printf(arena, "%s%s", out, at);
}

static void pass_on(struct post *post, const struct post_mail *mail,
		    void *context)
{
	struct road *road = context;
	const char *bytes = stripped(post_arena(post), road, mail);

	road->passed++;
	post_send(post, &(struct post_mail){
		.from = road->from == NULL ? mail->from : road->from,
		.to = road->next, .bytes = bytes, .size = strlen(bytes),
		.proven = road->proven }, USEC_SECOND);
}

static void listen(struct post *post, const struct post_mail *mail,
		   void *context)
{
	int *heard = context;

	(void)post;
	(void)mail;
	++*heard;
}

static struct post *desks(bool both, int *told)
{
	struct post *post = post_new();

	post_add_desk(post, DESK);
	if (both)
		post_add_desk(post, OTHER);
	post_add_peer(post, "boss.test", listen, told);
	return post;
}

/* G9: from the address of one to the other, and back; then with what marks
 * our mail lost on the way. */
static void test_two_desks(void **state)
{
	int told = 0;
	struct post *post = desks(true, &told);

	(void)state;
	post_write(post, OTHER, DESK, KETTLE, "It leaks.", true, 0);
	post_write(post, DESK, OTHER, KETTLE, "It leaks.", true, USEC_DAY);
	post_run(post, MONTH);
	assert_in_range(post_counted(post, NULL).automatic, 1, 2);
	assert_int_equal(told, 0);
	post_free(&post);
}

/* Two desks, and somebody between them who has everything go on, the sender
 * put in anew each time. */
static void test_two_desks_far_apart(void **state)
{
	int told = 0;
	struct post *post = desks(true, &told);
	struct road there = {
		.next = OTHER, .from = "a@one.way.test", .proven = true,
		.strips = { "From:", "Auto-Submitted:", "X-Auto-Response",
			    "In-Reply-To:" },
		.adds = "From: <a@one.way.test>\r\n",
	}, back = {
		.next = DESK, .from = "b@two.way.test", .proven = true,
		.strips = { "From:", "Auto-Submitted:", "X-Auto-Response",
			    "In-Reply-To:" },
		.adds = "From: <b@two.way.test>\r\n",
	};

	(void)state;
	/* What a answers goes to b, who is the other desk to us. */
	post_add_peer(post, "one.way.test", pass_on, &back);
	post_add_peer(post, "two.way.test", pass_on, &there);
	post_write(post, "b@two.way.test", DESK, KETTLE, "It leaks.", true, 0);
	post_run(post, MONTH);
	assert_in_range(post_counted(post, NULL).automatic, 1, 2);
	assert_int_equal(told, 0);
	post_free(&post);
}

/* A forwarder back to us, as it is and under his own name; a list that sends
 * to all its members, of which we are one. */
static void test_comes_back(void **state)
{
	static const struct {
		int line;
		struct road road;
		int most;
	} rows[] = {
		{ __LINE__, { .next = DESK }, 1 },
		{ __LINE__, { .next = DESK, .from = "ann@peer.test",
			      .proven = true,
			      .strips = { "From:", "Auto-Submitted:",
					  "X-Auto-Response", "References:" },
			      .adds = "From: <ann@peer.test>\r\n" }, 1 },
		{ __LINE__, { .next = DESK, .from = "ann@peer.test",
			      .proven = true,
			      .strips = { "From:", "Auto-Submitted:",
					  "X-Auto-Response", "Message-ID:" },
			      .adds = "From: <ann@peer.test>\r\n"
				      "Message-ID: <new@peer.test>\r\n" }, 1 },
		{ __LINE__, { .next = DESK, .from = "list-bounces@peer.test",
			      .adds = "List-Id: <l.peer.test>\r\n" }, 1 },
		{ __LINE__, { .next = DESK, .from = "all@peer.test",
			      .proven = true,
			      .strips = { "Auto-Submitted:", "Message-ID:",
					  "X-Auto-Response" },
			      .adds = "Message-ID: <new@peer.test>\r\n" }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int told = 0;
		struct post *post = desks(false, &told);
		struct road road = rows[i].road;

		post_add_peer(post, "peer.test", pass_on, &road);
		post_write(post, "ann@peer.test", DESK, KETTLE, "It leaks.",
			   true, 0);
		post_run(post, MONTH);
		if (post_counted(post, DESK).automatic > rows[i].most ||
		    road.passed < 1)
			fail_msg("line %d: %d automatic, %d passed on",
				 rows[i].line,
				 post_counted(post, DESK).automatic,
				 road.passed);
		post_free(&post);
	}
}

/* Mails of a bomb, in ten minutes; `make soak-loops` takes ten thousand. */
static int bomb_mails = 200;

struct bomb {
	int line;
	const char *from;	/* "@x": many there; ".x": of many hosts */
	bool proven, alike;	/* are its texts? */
	int automatic, opened;
};

/* A number as a word that no other has. */
static const char *word_of(struct arena *arena, int number)
{
	char word[8] = "aaaaaa";

	for (size_t i = 0; i < 6; i++, number /= 10)
		word[i] = (char)('a' + number % 10);
	return arena_strdup(arena, word);
}

static const char *sender_of(struct arena *arena, const struct bomb *bomb,
			     int i)
{
	switch (bomb->from[0]) {
	case '@':
		return arena_printf(arena, "p%d%s", i, bomb->from);
	case '.':
		return arena_printf(arena, "p%d@d%d%s", i, i, bomb->from);
	default:
		return bomb->from;
	}
}

static struct post_count drop(const struct bomb *bomb, int *told)
{
	struct post *post = desks(false, told);
	struct arena *arena = post_arena(post);
	struct post_count count;

	for (int i = 0; i < bomb_mails; i++)
		post_write(post, sender_of(arena, bomb, i), DESK,
			   arena_printf(arena, "Subject: Order %d\r\n", i),
			   arena_printf(arena, "Where is what I bought for %d, "
					"said %s, and when?", i, bomb->alike
					? "she" : word_of(arena, i)),
			   bomb->proven, 10 * USEC_MINUTE * i / bomb_mails);
	post_run(post, 20 * USEC_MINUTE);
	count = post_counted(post, DESK);
	post_free(&post);
	return count;
}

/* H89: all are stored; what goes out holds to the caps, and where those are
 * many opens the breaker, of which the admin is told once. */
static void test_bombs(void **state)
{
	static const struct bomb rows[] = {
		{ __LINE__, "ann@peer.test", false, false, 1, 0 },
		{ __LINE__, "ann@peer.test", true, false, 5, 0 },
		{ __LINE__, "ann@peer.test", true, true, 2, 0 },
		{ __LINE__, "@peer.test", false, false, 20, 0 },
		{ __LINE__, ".peer.test", false, false, 50, 1 },
		{ __LINE__, ".peer.test", true, false, 50, 1 },
		{ __LINE__, ".peer.test", true, true, 20, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int told = 0;
		const struct post_count count = drop(&rows[i], &told);

		if (count.mails != bomb_mails ||
		    count.tickets != bomb_mails ||
		    count.automatic != rows[i].automatic ||
		    count.opened != rows[i].opened ||
		    told != rows[i].opened)
			fail_msg("line %d: %d mails, %d tickets, %d automatic, "
				 "opened %d times, told %d times",
				 rows[i].line, count.mails, count.tickets,
				 count.automatic, count.opened, told);
	}
}

/* After an hour it tries again, a little at a time; a person closes it at
 * once.  The admin is told of the first only. */
static void test_breaker(void **state)
{
	int told = 0;
	struct post *post = desks(false, &told);
	static const struct {
		int line;
		usec_t pause;
		int automatic, opened;	/* more of them, by a hundred mails */
	} rows[] = {
		{ __LINE__, 0, 50, 1 },
		{ __LINE__, 58 * USEC_MINUTE, 0, 0 },
		{ __LINE__, USEC_MINUTE, 10, 1 },	/* on trial */
		{ __LINE__, USEC_HOUR, 0, 0 },
		{ __LINE__, 2 * USEC_HOUR, 50, 1 },	/* passed */
	};
	int mail = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct post_count before = post_counted(post, DESK);
		struct post_count after;

		post_run(post, rows[i].pause);
		for (int k = 0; k < 100; k++, mail++)
			post_write(post, arena_printf(post_arena(post),
						      "p@d%d.test", mail),
				   DESK, KETTLE, word_of(post_arena(post),
							 mail), true, k);
		post_run(post, USEC_MINUTE);
		after = post_counted(post, DESK);
		if (after.automatic - before.automatic != rows[i].automatic ||
		    after.opened - before.opened != rows[i].opened)
			fail_msg("line %d: %d automatic, opened %d times",
				 rows[i].line,
				 after.automatic - before.automatic,
				 after.opened - before.opened);
	}
	assert_int_equal(told, 2);
	post_close_breaker(post, DESK);
	post_write(post, "p@x.test", DESK, KETTLE, "It leaks.", true, 0);
	post_run(post, USEC_MINUTE);
	assert_int_equal(post_counted(post, DESK).automatic, 111);
	post_free(&post);
}

/* Our own words from five addresses within an hour open it, from four they
 * do not; a customer's answer that quotes them counts for nothing. */
static void test_own_words(void **state)
{
	static const char ours[] = "Thank you for writing to us. Your message "
		"has arrived; its number is #5. One of us will read it and "
		"write back to you as soon as we can.\r\n";
	static const char quoting[] = "Still leaks.\r\n\r\nOn Monday, Acme "
		"wrote:\r\n> Thank you for writing to us. Your message has "
		"arrived; its number is\r\n> #5. One of us will read it and "
		"write back to you as soon as we can.\r\n";
	int told = 0;
	struct post *post = desks(false, &told);

	(void)state;
	for (int i = 0; i < 10; i++) {
		struct arena *arena = post_arena(post);
		const int who = i < 5 ? 4 : i;

		post_write(post, arena_printf(arena, "p@c%d.test", i), DESK,
			   "Subject: Re: Kettle\r\n", quoting, true,
			   USEC_MINUTE * i);
		post_write(post, arena_printf(arena, "p@d%d.test", who), DESK,
			   KETTLE, ours, true, USEC_MINUTE * i + 1);
	}
	post_run(post, 8 * USEC_MINUTE - 1);
	assert_int_equal(post_counted(post, DESK).opened, 0);
	assert_int_equal(post_counted(post, DESK).automatic, 8);
	post_run(post, USEC_HOUR);
	assert_int_equal(post_counted(post, DESK).opened, 1);
	assert_int_equal(post_counted(post, DESK).automatic, 9);
	assert_int_equal(told, 1);
	post_free(&post);
}

/* What gets our mail, and calls it abuse. */
static void complain(struct post *post, const struct post_mail *mail,
		     void *context)
{
	const char *id = post_field(post, mail, "Message-ID");
	const bool *forges = context;
	char *other = arena_strdup(post_arena(post), id);
	const char *bytes;

	if (*forges)
		other[strcspn(other, "@") - 1] ^= 1;
	bytes = arena_printf(post_arena(post),
		"From: <fbl@provider.test>\r\nTo: <" DESK ">\r\n"
		"Message-ID: <complaint@provider.test>\r\n"
		"Subject: Abuse report\r\nMIME-Version: 1.0\r\n"
		"Content-Type: multipart/report; "
		"report-type=feedback-report; boundary=b\r\n\r\n"
		"--b\r\n\r\nThis is a report.\r\n"
		"--b\r\nContent-Type: message/feedback-report\r\n\r\n"
		"Feedback-Type: abuse\r\nVersion: 1\r\n"
		"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
		"Message-ID: %s\r\n\r\n--b--\r\n", other);
	post_send(post, &(struct post_mail){
		.from = "fbl@provider.test", .to = DESK, .bytes = bytes,
		.size = strlen(bytes), .proven = true }, USEC_SECOND);
}

/* H80: no automatic mail to who complained, until a proven person wrote, and
 * the admin is told; a complaint about no mail of ours does nothing. */
static void test_complaint(void **state)
{
	static const char *const words[] = { "One.", "Two.", "Three.",
					     "Four." };
	static const struct {
		int line;
		bool forges;
		int want[4];	/* after each of Ann's mails */
		int told;
	} rows[] = {
		{ __LINE__, false, { 1, 1, 1, 2 }, 2 },
		{ __LINE__, true, { 1, 2, 2, 3 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int told = 0;
		struct post *post = desks(false, &told);
		bool forges = rows[i].forges;

		post_add_peer(post, "peer.test", complain, &forges);
		for (size_t k = 0; k < 4; k++) {
			/* All but the third are proven. */
			post_write(post, "ann@peer.test", DESK, KETTLE,
				   words[k], k != 2, 0);
			post_run(post, 2 * USEC_HOUR);
			if (post_counted(post, DESK).automatic !=
			    rows[i].want[k])
				fail_msg("line %d, mail %zu", rows[i].line, k);
		}
		assert_int_equal(told, rows[i].told);
		assert_int_equal(post_counted(post, DESK).tickets, 4);
		post_free(&post);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_desks),
		cmocka_unit_test(test_two_desks_far_apart),
		cmocka_unit_test(test_comes_back),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_breaker),
		cmocka_unit_test(test_own_words),
		cmocka_unit_test(test_complaint),
	};

	if (argc > 1)
		bomb_mails = (int)strtol(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
