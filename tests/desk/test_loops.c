/* test_loops.c - desks of ours and peers of every kind, for thirty days.
 *
 * The loops of SURVIVAL.md (H83 to H89, G8, G9): how many automatic mails go
 * out in all, with a clock that jumps from mail to mail.
 */

#include "../fixture/post.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DESK	"support@ours.test"
#define OTHER	"help@others.test"
#define MONTH	(30 * USEC_DAY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A peer that answers every mail, as it is set up. */
struct peer {
	const char *from;	/* NULL: a new address each time, at a new
				 * host */
	const char *text;	/* NULL: some */
	const char *return_path;	/* NULL: `from`; "": null */
	const char *subject;	/* behind it stands a number */
	const char *fields;	/* more of them */
	bool begins;		/* it is who wrote first */
	bool cites;		/* In-Reply-To, References */
	bool signed_address;	/* answers to Reply-To, not to From */
	bool quotes;		/* our text behind ">" */
	bool copies;		/* our text as if it were its own */
	bool keeps_subject;	/* "Re: " and ours */
	bool proven;
	usec_t delay;
	usec_t time;		/* that it is given; 0: thirty days */
	int answers;		/* so far */
};

static const char *quoted(struct arena *arena, const char *text)
{
	const char *all = "";

	while (*text != '\0') {
		const size_t line = strcspn(text, "\n");

		all = arena_printf(arena, "%s> %.*s\r\n", all, (int)line,
				   text);
		text += line + (text[line] != '\0');
	}
	return all;
}

static const char *text_of(struct post *post, const struct peer *peer,
			   const struct post_mail *mail)
{
	struct arena *arena = post_arena(post);
	const char *ours = post_text(post, mail);

	return arena_printf(arena, "%s: number %d\r\n%s", peer->text == NULL
			    ? "We have your request and will look into it"
			    : peer->text, peer->answers,
			    peer->copies ? ours :
			    peer->quotes ? quoted(arena, ours) : "");
}

static const char *fields_of(struct post *post, const struct peer *peer,
			     const struct post_mail *mail)
{
	struct arena *arena = post_arena(post);
	const char *id = post_field(post, mail, "Message-ID");
	const char *subject = peer->keeps_subject
		? arena_printf(arena, "%s %s", peer->subject,
			       post_field(post, mail, "Subject"))
		: arena_printf(arena, "%s %d", peer->subject, peer->answers);

	return arena_printf(arena, "Subject: %s\r\n%s%s%s%s", subject,
		peer->fields == NULL ? "" : peer->fields,
		peer->cites ? "In-Reply-To: " : "", peer->cites ? id : "",
		peer->cites ? "\r\n" : "");
}

static const char *reply_address(struct post *post, const struct peer *peer,
				 const struct post_mail *mail)
{
	const char *to = post_field(post, mail, "Reply-To");
	size_t start = strcspn(to, "<");

	if (!peer->signed_address || to[0] == '\0')
		return DESK;
	start = to[start] == '<' ? start + 1 : 0;
	return arena_strndup(post_arena(post), to + start,
			     strcspn(to + start, ">"));
}

static void answer(struct post *post, const struct post_mail *mail,
		   void *context)
{
	struct peer *peer = context;
	struct arena *arena = post_arena(post);
	const int n = ++peer->answers;
	const char *to = reply_address(post, peer, mail);
	const char *from = peer->from != NULL ? peer->from :
		arena_printf(arena, "robot%d@n%d.peer.test", n, n);
	const char *bytes = arena_printf(arena,
		"From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%d@n.peer.test>\r\n"
		"%s\r\n%s", from, to, n, fields_of(post, peer, mail),
		text_of(post, peer, mail));

	post_send(post, &(struct post_mail){
		.from = peer->return_path != NULL ? peer->return_path : from,
		.to = to,
		.bytes = bytes, .size = strlen(bytes),
		.proven = peer->proven,
	}, peer->delay);
}

/* Who gets the notices, and says nothing. */
static void listen(struct post *post, const struct post_mail *mail,
		   void *context)
{
	(void)post;
	(void)mail;
	(void)context;
}

static struct post *post_of(struct peer *peer)
{
	struct post *post = post_new();

	post_add_desk(post, DESK);
	post_add_peer(post, "boss.test", listen, NULL);
	post_add_peer(post, "peer.test", answer, peer);
	return post;
}

static const struct {
	int line;
	const char *name;
	struct peer peer;
	int most;		/* automatic mails, in thirty days */
} rows[] = {
	/* A responder that says so, that has a telling subject, that only
	 * cites (H83), that only keeps our subject or our address. */
	{ __LINE__, "vacation with a header", { .from = "ann@peer.test",
	  .begins = true, .subject = "Re: away",
	  .fields = "Auto-Submitted: auto-replied\r\n",
	  .delay = USEC_SECOND, .proven = true }, 1 },
	{ __LINE__, "vacation by its subject", { .from = "ann@peer.test",
	  .begins = true, .subject = "Out of office: Kettle", .delay = USEC_SECOND,
	  .proven = true }, 1 },
	{ __LINE__, "vacation that cites", { .from = "ann@peer.test",
	  .begins = true, .subject = "I am in the mountains", .cites = true,
	  .delay = USEC_SECOND, .proven = true }, 1 },
	{ __LINE__, "vacation with our subject", { .from = "ann@peer.test",
	  .begins = true, .subject = "In the mountains:", .keeps_subject = true,
	  .delay = USEC_SECOND, .proven = true }, 1 },
	{ __LINE__, "vacation to the signed address", {
	  .from = "ann@peer.test", .begins = true, .subject = "I am in the mountains",
	  .signed_address = true, .delay = USEC_SECOND, .proven = true }, 1 },
	/* A peer without any mark, a new subject each time (H84). */
	{ __LINE__, "marker-less, unproven", { .from = "desk@peer.test",
	  .subject = "Ticket received", .delay = USEC_SECOND }, 3 },
	{ __LINE__, "marker-less, unproven, by the hour", {
	  .from = "desk@peer.test", .subject = "Ticket received",
	  .delay = USEC_HOUR + USEC_MINUTE }, 3 },
	{ __LINE__, "marker-less, proven", { .from = "desk@peer.test",
	  .subject = "Ticket received", .delay = USEC_SECOND,
	  .proven = true }, 3 },
	{ __LINE__, "marker-less, proven, by the hour", {
	  .from = "desk@peer.test", .subject = "Ticket received",
	  .delay = USEC_HOUR + USEC_MINUTE, .proven = true }, 3 },
	{ __LINE__, "marker-less, quoting", { .from = "desk@peer.test",
	  .subject = "Ticket received", .quotes = true,
	  .delay = USEC_SECOND, .proven = true }, 3 },
	{ __LINE__, "marker-less, copying", { .from = "desk@peer.test",
	  .subject = "Ticket received", .copies = true,
	  .delay = USEC_SECOND, .proven = true }, 1 },
	/* Bounces of all manners. */
	{ __LINE__, "bounces, null sender", {
	  .from = "mailer-daemon@peer.test", .return_path = "",
	  .subject = "Undelivered mail", .delay = USEC_SECOND }, 1 },
	/* From nobody in particular, and proven: only its words tell. */
	{ __LINE__, "bounces, by its subject", {
	  .from = "system@peer.test", .subject = "Undeliverable:",
	  .keeps_subject = true, .text = "Your mail could not be delivered to "
	  "first@peer.test: 550 5.1.1 User unknown",
	  .delay = USEC_SECOND, .proven = true }, 2 },
	{ __LINE__, "bounces, postmaster", {
	  .from = "postmaster@peer.test", .subject = "Your mail",
	  .copies = true, .delay = USEC_SECOND, .proven = true }, 1 },
	/* With a delay that no daily cap sees (H86). */
	{ __LINE__, "after 25 hours, unproven", { .from = "desk@peer.test",
	  .subject = "Ticket received", .delay = 25 * USEC_HOUR }, 5 },
	{ __LINE__, "after 25 hours, proven", { .from = "desk@peer.test",
	  .subject = "Ticket received", .delay = 25 * USEC_HOUR,
	  .proven = true }, 5 },
	/* The subject grows (H87). */
	{ __LINE__, "growing subject", { .from = "desk@peer.test",
	  .subject = "Re: AW: Fwd:", .keeps_subject = true,
	  .delay = USEC_SECOND, .proven = true }, 3 },
	/* Another address each time, and nothing cited. */
	{ __LINE__, "changing address, copying", { .subject = "Received",
	  .copies = true, .delay = USEC_SECOND, .proven = true }, 1 },
	{ __LINE__, "changing address, own words", { .subject = "Received",
	  .delay = USEC_SECOND, .proven = true }, 50 },
	{ __LINE__, "changing address, own words, slowly", {
	  .subject = "Received", .delay = 5 * USEC_MINUTE, .proven = true },
	  21 },
	/* Nothing tells these: they go on, as slowly as they are. */
	{ __LINE__, "changing address, few words, slowly", {
	  .subject = "Received", .text = "Got it", .delay = 5 * USEC_MINUTE,
	  .proven = true, .time = USEC_DAY }, 300 },
};

static void test_peers(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct peer peer = rows[i].peer;
		struct post *post = post_of(&peer);
		struct post_count count;

		post_write(post, peer.begins ? peer.from : "first@peer.test",
			   DESK,
			   "Subject: Kettle\r\n", "It leaks.", peer.proven, 0);
		post_run(post, peer.time == 0 ? MONTH : peer.time);
		count = post_counted(post, DESK);
		print_message("%-36s %4d mails %4d automatic (%d)%s\n",
			      rows[i].name, count.mails, count.automatic,
			      rows[i].most, count.opened ? " breaker" : "");
		wrong += count.automatic > rows[i].most ||
			 count.automatic < 1;
		post_free(&post);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_peers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
