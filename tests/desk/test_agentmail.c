/* test_agentmail.c - forged agents get nothing, and true ones what they say.
 *
 * Mails go the whole way from bytes to plan.  Ticket 7 is a customer's, and
 * Maria its agent; each row of the table lacks one thing, and the whole plan
 * is looked through for whatever a forger might gain.
 */

#include "../fixture/siege.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/agentkeys.h"
#include "desk/proof.h"
#include "desk/history_add.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- mails with tokens in them --- */

/* "{maria}" in a mail is what this says it is. */
struct word {
	const char *name, *value;
};

static const struct token_key other_keys[] = {
	{ .id = 'b', .secret = "the key of somebody else......." },
	{ .id = 'q', .secret = "the key that signs now........." },
};

static const struct agent *agent(size_t i)
{
	return &siege_desk.team.at[i];
}

/* Its MAC with the last digit but `back` changed. */
static const char *bent(struct arena *arena, const char *address, size_t back)
{
	char *bad = arena_strdup(arena, address);
	char *digit = strchr(bad, '@') - 1 - back;

	*digit = *digit == 'a' ? 'b' : 'a';
	return bad;
}

static const char *with_ring(struct arena *arena, const struct token_key *key,
			     int64_t desk_id)
{
	struct desk desk = siege_desk;

	desk.ring = (struct token_ring){ key, 1, desk_id };
	return proof_address(arena, &desk, agent(0), 7, SIEGE_NOW);
}

static const char *of_role(struct arena *arena, enum token_role role,
			   int64_t ticket, int64_t item)
{
	return token_address(arena, siege_desk.token_address,
			     token_sign(arena, &siege_desk.ring, role, ticket,
					item));
}

/* The first character of `from` behind the plus becomes `to`. */
static const char *swapped(struct arena *arena, const char *address,
			   const char *from, const char *to)
{
	const char *at = strstr(address, from);

	return arena_printf(arena, "%.*s%s%s", (int)(at - address), address,
			    to, at + strlen(from));
}

enum { WORDS = 20 };

static void tell_words(struct arena *arena, struct word words[WORDS])
{
	const struct desk *desk = &siege_desk;
	const usec_t past = SIEGE_NOW - (PROOF_DAYS + 1) * USEC_DAY;
	const char *maria = proof_address(arena, desk, agent(0), 7, SIEGE_NOW);
	const char *eight = proof_address(arena, desk, agent(0), 8, SIEGE_NOW);
	const char *mac = strchr(eight, '@') - 26;
	const struct word all[WORDS] = {
		{ "maria", maria },
		{ "jonas", proof_address(arena, desk, agent(1), 7,
					 SIEGE_NOW) },
		{ "eight", eight },
		{ "gone", proof_address(arena, desk, agent(0), 999,
					SIEGE_NOW) },
		{ "new", proof_address(arena, desk, agent(0), 0, SIEGE_NOW) },
		{ "old", proof_address(arena, desk, agent(0), 7, past) },
		{ "bent", bent(arena, maria, 0) },
		{ "bent2", bent(arena, maria, 25) },
		{ "item", swapped(arena, maria, ".", ".1") },
		{ "moved", arena_printf(arena, "%.*s%s",
			(int)(strchr(maria, '@') - 26 - maria), maria, mac) },
		{ "cut", arena_printf(arena, "%.*s@desk.test",
			(int)(strchr(maria, '@') - 1 - maria), maria) },
		{ "long", swapped(arena, maria, "@", "a@") },
		{ "desk6", with_ring(arena, siege_desk.ring.keys, 6) },
		{ "foreign", with_ring(arena, &other_keys[0], 5) },
		{ "unknown", with_ring(arena, &other_keys[1], 5) },
		{ "expired", with_ring(arena, &siege_desk.ring.keys[2], 5) },
		{ "reply", of_role(arena, TOKEN_REPLY, 7, 0) },
		{ "return", of_role(arena, TOKEN_RETURN, 0, 7) },
		{ "status", of_role(arena, TOKEN_STATUS, 7, 3) },
		{ "confirm", of_role(arena, TOKEN_CONFIRM, 7, 3) },
	};

	memcpy(words, all, sizeof(all));
}

static const char *filled(struct arena *arena, const char *text)
{
	struct word words[WORDS];
	struct buffer out = { .arena = arena };

	tell_words(arena, words);
	while (*text != '\0') {
		size_t plain = strcspn(text, "{"), size, i;

		buffer_add(&out, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		size = strcspn(++text, "}");
		for (i = 0; i < WORDS; i++)
			if (strlen(words[i].name) == size &&
			    strncmp(words[i].name, text, size) == 0)
				break;
		if (i == WORDS)
			fail_msg("no word {%.*s}", (int)size, text);
		buffer_text(&out, words[i].value);
		text += size + 1;
	}
	return buffer_string(&out);
}

/* --- what no forged mail may do; NULL: it did not --- */

/* A question to an agent, or the acknowledgement of a customer's ticket. */
static bool is_harmless(const struct plan *plan,
			const struct plan_outgoing *out)
{
	if (out->class == OUTGOING_AUTOMATIC)
		return plan->new_ticket &&
		       strcmp(out->rcpt_to, plan->author) == 0;
	return out->class == OUTGOING_ADMIN &&
	       strcmp(out->template, "draft") == 0 &&
	       (strcmp(out->rcpt_to, SIEGE_AGENT) == 0 ||
		strcmp(out->rcpt_to, SIEGE_SECOND) == 0);
}

static const char *harm(const struct plan *plan)
{
	if (plan->ticket != NULL && !plan->new_ticket)
		return "a ticket changed";
	if (!plan->new_ticket && plan->participant != NULL)
		return "somebody takes part";
	if (plan->participant_count > 0)
		return "more take part";
	if (plan->merge_count > 0 || plan->move_count > 0 ||
	    plan->admission_count > 0 || plan->field_count > 0)
		return "something was put elsewhere";
	if (plan->settlement.id != 0)
		return "a draft was settled";
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (!is_harmless(plan, &plan->outgoing[i]))
			return "a mail to somebody";
	for (size_t i = 0; i < plan->message_count; i++)
		if (!plan->new_ticket &&
		    plan->messages[i].direction != MESSAGE_NOTE)
			return "words that customers see";
	return NULL;
}

#define BODY	"Subject: Re: Kettle\nMessage-ID: <new@staff.test>\n"	\
		"Date: Tue, 1 Oct 2024 09:00:00 +0000\n\n"		\
		"#close\n\nDear Ann, the account is 12345.\n"
#define AR	"Authentication-Results: mx.desk.test; "
#define PASS	AR "dmarc=pass header.from=staff.test\n"
#define EVIL	AR "dmarc=pass header.from=evil.test\n"
#define MARIA	"From: Maria Lind <maria@staff.test>\n"
#define TO(who)	"To: Acme <{" who "}>\n"

#define DRAFT(why)	"drafted " why
#define PENDING		"pending-join not-that-agent"

static const struct {
	int line;
	const char *mail, *want;	/* disposition, reason */
} forgeries[] = {
	/* A true address, a true name, and no server that proves it. */
	{ __LINE__, MARIA TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=fail header.from=staff.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=none header.from=staff.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=temperror header.from=staff.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "none\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, AR "spf=pass smtp.mailfrom=eve@evil.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "dkim=pass header.d=evil.test\n" MARIA TO("maria")
	  BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=pass header.from=evil.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "auth=pass smtp.auth=eve@evil.test\n" MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, "Authentication-Results: mx.evil.test; dmarc=pass "
	  "header.from=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, "Authentication-Results: mx.desk.test.evil.test; "
	  "dmarc=pass header.from=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=fail (dmarc=pass) header.from=staff.test\n"
	  MARIA TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "spf=fail smtp.mailfrom=\"x; dmarc=pass "
	  "header.from=staff.test\"\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, "Authentication-Results: mx.desk.test 2; dmarc=pass "
	  "header.from=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, AR "dmarc=fail header.from=staff.test\n" PASS MARIA
	  TO("maria") BODY, DRAFT("not-authenticated") },
	{ __LINE__, AR "none\n" PASS MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, "ARC-Authentication-Results: i=1; mx.desk.test; "
	  "dmarc=pass header.from=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, "Received-SPF: pass (maria@staff.test)\n"
	  "DKIM-Signature: v=1; d=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },
	{ __LINE__, "X-Authentication-Results: mx.desk.test; dmarc=pass "
	  "header.from=staff.test\n" MARIA TO("maria") BODY,
	  DRAFT("not-authenticated") },

	/* A true and proven agent, and no address that we signed so. */
	{ __LINE__, PASS MARIA "To: support@desk.test\n" BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("bent") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("bent2") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("item") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("moved") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("cut") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("long") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("desk6") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("foreign") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("unknown") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("expired") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("return") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("status") BODY,
	  "pending-join not-a-participant" },
	{ __LINE__, PASS MARIA TO("gone") BODY, "ticketed" },
	{ __LINE__, PASS MARIA TO("reply") BODY,
	  "pending-join not-a-participant" },
	{ __LINE__, PASS MARIA TO("confirm") BODY, "noted no-such-draft" },

	/* One that we signed, for something else. */
	{ __LINE__, PASS MARIA TO("jonas") BODY, DRAFT("other-agent") },
	{ __LINE__, PASS MARIA TO("old") BODY, DRAFT("expired") },
	{ __LINE__, PASS MARIA "To: {maria}, {eight}\n" BODY,
	  DRAFT("many-tokens") },
	{ __LINE__, PASS MARIA TO("maria") "Cc: {jonas}\n" BODY,
	  DRAFT("many-tokens") },
	{ __LINE__, MARIA TO("new") BODY, DRAFT("not-authenticated") },

	/* The true address where it proves nothing. */
	{ __LINE__, PASS MARIA "To: support@desk.test\n"
	  "Subject: {maria}\n\n#close\n", "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\n"
	  "Subject: x\n\n#close\n{maria}\n", "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\n"
	  "References: <{maria}>\nIn-Reply-To: <{maria}>\n" BODY,
	  "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\n"
	  "Reply-To: {maria}\n" BODY, "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\nBcc: {maria}\n" BODY,
	  "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\nResent-To: {maria}\n"
	  BODY, "ticketed" },
	{ __LINE__, PASS "From: \"{maria}\" <maria@staff.test>\n"
	  "To: \"{maria}\" <support@desk.test>\n" BODY, "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\nSender: {maria}\n"
	  BODY, "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\n"
	  "X-Forwarded-To: {maria}\n" BODY, "ticketed" },
	{ __LINE__, PASS MARIA "To: support@desk.test\nSubject: #close 7\n"
	  "\nPlease.\n", "ticketed" },

	/* Nobody, two, or somebody who looks like her. */
	{ __LINE__, PASS MARIA "From: eve@evil.test\n" TO("maria") BODY,
	  DRAFT("from-unsound") },
	{ __LINE__, PASS "From: maria@staff.test, eve@evil.test\n"
	  TO("maria") BODY, DRAFT("from-unsound") },
	{ __LINE__, PASS "From: Team: maria@staff.test;\n" TO("maria") BODY,
	  DRAFT("from-unsound") },
	{ __LINE__, PASS TO("maria") BODY, PENDING },
	{ __LINE__, PASS "From: <>\n" TO("maria") BODY, PENDING },
	{ __LINE__, EVIL "From: eve@evil.test\n" TO("maria") BODY, PENDING },
	{ __LINE__, EVIL "From: \"maria@staff.test\" <eve@evil.test>\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, EVIL "From: \"maria@staff.test\"@evil.test\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, PASS "From: =?utf-8?q?maria=40staff.test?= "
	  "<eve@evil.test>\n" TO("maria") BODY, PENDING },
	{ __LINE__, PASS "From: =?utf-8?q?maria=40staff.test?=@evil.test\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, AR "dmarc=pass header.from=staff.test.evil.test\n"
	  "From: maria@staff.test.evil.test\n" TO("maria") BODY, PENDING },
	{ __LINE__, PASS "From: maria+x@staff.test\n" TO("maria") BODY,
	  PENDING },
	{ __LINE__, PASS "From: m\xd0\xb0ria@staff.test\n" TO("maria") BODY,
	  PENDING },
	{ __LINE__, EVIL "From: eve@evil.test\nSender: maria@staff.test\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, EVIL "From: eve@evil.test\nReply-To: maria@staff.test\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, EVIL "From: eve@evil.test\n"
	  "Resent-From: maria@staff.test\nResent-Sender: maria@staff.test\n"
	  TO("maria") BODY, PENDING },
	{ __LINE__, AR "dmarc=pass header.from=victim.test\n"
	  "From: " SIEGE_CUSTOMER "\n" TO("maria") BODY, PENDING },
	{ __LINE__, AR "dmarc=pass header.from=desk.test\n"
	  "From: support@desk.test\n" TO("maria") BODY, PENDING },

	{ __LINE__, EVIL "From: eve@evil.test\n" TO("old") BODY,
	  "ticketed eve@evil.test" },

	/* What passes mail on, and what answers by itself. */
	{ __LINE__, PASS "From: Maria via Team <team@lists.test>\n"
	  "X-Original-From: maria@staff.test\nList-Id: <team.lists.test>\n"
	  TO("maria") BODY, DRAFT("by-a-list") },
	{ __LINE__, PASS MARIA TO("maria") "Auto-Submitted: auto-replied\n"
	  BODY, "noted automatic" },
	{ __LINE__, PASS MARIA TO("maria") "Precedence: bulk\n" BODY,
	  "noted automatic" },
	{ __LINE__, PASS "From: " SIEGE_CUSTOMER "\n" TO("maria")
	  "Auto-Submitted: auto-replied\n" BODY, "noted automatic" },
};

static const char *end_of(struct arena *arena, const struct plan *plan)
{
	if (plan->disposition == DISPOSITION_TICKETED)
		return strcmp(plan->author, SIEGE_AGENT) == 0 ? "ticketed"
			: arena_printf(arena, "ticketed %s", plan->author);
	return arena_printf(arena, "%s %s",
			    disposition_word(plan->disposition),
			    plan->reason);
}

static void test_forgeries(void **state)
{
	struct siege *siege = *state;

	assert_true(COUNT(forgeries) >= 50);
	for (size_t i = 0; i < COUNT(forgeries); i++) {
		ARENA(arena);
		const char *mail = filled(arena, forgeries[i].mail);
		const struct siege_trial trial = siege_try(
			arena, siege, mail, strlen(mail));
		const char *end = end_of(arena, &trial.plan);
		const char *bad = harm(&trial.plan);

		if (strcmp(end, forgeries[i].want) != 0 || bad != NULL)
			fail_msg("line %d: %s%s%s", forgeries[i].line, end,
				 bad == NULL ? "" : ", ",
				 bad == NULL ? "" : bad);
	}
}

/* --- true ones --- */

#define TRUE_ONE	PASS MARIA TO("maria")				\
			"Message-ID: <true@staff.test>\nSubject: Re: Kettle\n"

/* The words that leave, or NULL. */
static const char *relayed(const struct plan *plan)
{
	for (size_t i = 0; i < plan->outgoing_count; i++)
		if (plan->outgoing[i].class == OUTGOING_AGENT)
			return plan->outgoing[i].text;
	return NULL;
}

static const struct {
	int line;
	const char *mail, *end, *words;	/* words: part of what is relayed,
					 * NULL: nothing is */
	enum ticket_state state;
} truths[] = {
	{ __LINE__, TRUE_ONE "\nDear Ann, yes.\n", "joined done", "yes",
	  TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\n#close\n\nDear Ann, yes.\n", "joined done",
	  "yes", TICKET_CLOSED },
	{ __LINE__, TRUE_ONE "\n#Close.\n", "joined done", NULL,
	  TICKET_CLOSED },
	{ __LINE__, TRUE_ONE "\n#note\nOnly we know.\n", "joined done", NULL,
	  TICKET_OPEN },

	/* Commands in the wrong place: in a quote, below words, below a
	 * quote, in a signature, in the other form of the text, in a file. */
	{ __LINE__, TRUE_ONE "\nDear Ann, yes.\n\nOn Monday Ann wrote:\n"
	  "> #close\n> #assign jonas\n", "joined done", "yes", TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\nDear Ann, yes.\n\n-- \nMaria\n#close\n",
	  "joined done", "yes", TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\nDear Ann, yes.\n#close\n", "joined fault",
	  NULL, TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\n> How is it?\n\n#close\n", "joined fault",
	  NULL, TICKET_OPEN },
	{ __LINE__, TRUE_ONE "MIME-Version: 1.0\n"
	  "Content-Type: multipart/alternative; boundary=b\n\n"
	  "--b\nContent-Type: text/plain\n\nDear Ann, yes.\n"
	  "--b\nContent-Type: text/html\n\n<p>#close</p><p>Dear Ann, no."
	  "</p>\n--b--\n", "joined done", "yes", TICKET_OPEN },
	{ __LINE__, TRUE_ONE "MIME-Version: 1.0\n"
	  "Content-Type: text/html\n\n<div>#close</div><div><br></div>"
	  "<div>Dear Ann, yes.</div><blockquote type=cite>#spam"
	  "</blockquote>\n", "joined done", "yes", TICKET_CLOSED },
	{ __LINE__, TRUE_ONE "MIME-Version: 1.0\n"
	  "Content-Type: multipart/mixed; boundary=b\n\n"
	  "--b\nContent-Type: text/plain\n\nDear Ann, yes.\n"
	  "--b\nContent-Type: text/plain\nContent-Disposition: attachment; "
	  "filename=a.txt\n\n#close\n--b--\n", "joined done", "yes",
	  TICKET_OPEN },

	/* What is no command, and two that contradict the grammar. */
	{ __LINE__, TRUE_ONE "\n#1234 is my order\n", "joined fault", NULL,
	  TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\n#close; drop table ticket\nDear Ann\n",
	  "joined fault", NULL, TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\n#take\n#clsoe\nDear Ann\n", "joined fault",
	  NULL, TICKET_OPEN },

	/* An answer goes where its address says, whatever Reply-To says and
	 * however it quotes. */
	{ __LINE__, TRUE_ONE "Reply-To: eve@evil.test\n\nDear Ann, yes.\n",
	  "joined done", "yes", TICKET_OPEN },
	{ __LINE__, TRUE_ONE "\nDear Ann, yes.\n\nFrom: Ann <ann@victim.test>"
	  "\nSent: Monday\nTo: Acme\nSubject: Kettle\n\nIt leaks.\n",
	  "joined done", "yes", TICKET_OPEN },
};

static void test_truths(void **state)
{
	struct siege *siege = *state;

	for (size_t i = 0; i < COUNT(truths); i++) {
		ARENA(arena);
		const char *mail = filled(arena, truths[i].mail);
		const struct siege_trial trial = siege_try(
			arena, siege, mail, strlen(mail));
		const struct plan *plan = &trial.plan;
		const char *end = end_of(arena, plan);
		const char *words = relayed(plan);
		enum ticket_state after = plan->ticket == NULL
			? TICKET_OPEN : plan->ticket->state;

		if (strcmp(end, truths[i].end) != 0 ||
		    plan->ticket_id != 70 || after != truths[i].state ||
		    (words == NULL) != (truths[i].words == NULL) ||
		    (words != NULL &&
		     strstr(words, truths[i].words) == NULL))
			fail_msg("line %d: %s, %s, \"%s\"", truths[i].line,
				 end, ticket_state_word(after),
				 words == NULL ? "" : words);
	}
}

/* --- drafts --- */

static struct siege_trial try(struct arena *arena, struct siege *siege,
			      const char *mail)
{
	const char *bytes = filled(arena, mail);

	return siege_try(arena, siege, bytes, strlen(bytes));
}

/* What is held is whole, and the agent is asked, where it goes to nobody
 * else, without the signed address that came with the mail. */
static void test_held(void **state)
{
	struct siege *siege = *state;
	ARENA(arena);
	const struct siege_trial trial = try(arena, siege, MARIA TO("maria")
		BODY "Call *her* now, please.\n\n-- \nMaria\n");
	const struct plan *plan = &trial.plan;
	const struct plan_outgoing *asked = &plan->outgoing[0];

	assert_non_null(plan->draft);
	assert_int_equal(plan->draft->ticket_id, 70);
	assert_string_equal(plan->draft->agent, SIEGE_AGENT);
	assert_string_equal(plan->draft->why, "not-authenticated");
	assert_true(text_starts(plan->draft->text, "#close\n\nDear Ann"));
	assert_true(text_starts(plan->draft->words, "Dear Ann, the account"));
	assert_null(strstr(plan->draft->words, "#close"));
	assert_true(plan->draft->asked);
	assert_int_equal(plan->message_count, 1);
	assert_int_equal(plan->messages[0].direction, MESSAGE_NOTE);
	assert_int_equal(plan->outgoing_count, 1);
	assert_string_equal(asked->rcpt_to, SIEGE_AGENT);
	assert_int_equal(asked->class, OUTGOING_ADMIN);
	assert_non_null(strstr(asked->text, "> #close\n"));
	assert_non_null(strstr(asked->text, "12345.\n> Call *her* now, please.\n"));
	assert_non_null(strstr(asked->bytes, "c-"));
	assert_null(strstr(asked->bytes, "a-"));
	assert_non_null(strstr(plan->trace, "\"proof\":\"not-authenticated\""));
}

/* Without a pin nothing can be proven by mail: it is held, and the agent is
 * told, but no answer lets it go. */
static void test_no_pin(void **state)
{
	struct siege *siege = *state;
	struct desk desk = siege_desk;
	struct decider before = siege->decider;
	ARENA(arena);
	struct siege_trial trial;

	desk.gist.pins.count = 0;
	siege->decider.desk = &desk;
	trial = try(arena, siege, PASS MARIA TO("maria") BODY);
	siege->decider = before;
	assert_string_equal(end_of(arena, &trial.plan), "drafted no-pin");
	assert_null(harm(&trial.plan));
	assert_int_equal(trial.plan.outgoing_count, 1);
	assert_null(strstr(trial.plan.outgoing[0].bytes, "\nReply-To:"));
}

/* Out of a backup it may have left before: nobody is asked, nothing leaves. */
static void test_silent(void **state)
{
	struct siege *siege = *state;
	struct siege_trial trial;
	ARENA(arena);

	siege->silent = true;
	trial = try(arena, siege, TRUE_ONE "\n#close\nDear Ann, yes.\n");
	siege->silent = false;
	assert_string_equal(end_of(arena, &trial.plan),
			    "drafted taken-in-silently");
	assert_null(harm(&trial.plan));
	assert_int_equal(trial.plan.outgoing_count, 0);
}

/* A forger who knows the address asks her three times an hour, not more; and
 * what is older than the desk asks nobody. */
static void test_asked(void **state)
{
	struct siege *siege = *state;
	const usec_t activated = siege->history->activated;
	struct siege_trial trial;
	ARENA(arena);

	for (int told = 0; told < 5; told++) {
		trial = try(arena, siege, MARIA TO("maria") BODY);
		assert_int_equal(trial.plan.outgoing_count, told < 3);
		assert_int_equal(trial.plan.draft->asked, told < 3);
		history_add_asked(siege->history, SIEGE_AGENT, 1);
	}
	history_add_asked(siege->history, SIEGE_AGENT, -5);
	siege->history->activated = SIEGE_NOW + USEC_DAY;
	trial = try(arena, siege, MARIA TO("maria") BODY);
	siege->history->activated = activated;
	assert_int_equal(trial.plan.outgoing_count, 0);
}

#define ANSWER(how)	how MARIA TO("confirm")				     \
			"Message-ID: <answer@staff.test>\nSubject: Re: x\n"

static const struct {
	int line;
	const char *mail, *end;
	enum draft_state before, after;
	usec_t age;
} answers[] = {
	{ __LINE__, ANSWER(PASS) "\nyes\n", "joined said-yes",
	  DRAFT_HELD, DRAFT_SENT, 0 },
	{ __LINE__, ANSWER("") "\nYes.\n\nOn Monday Acme wrote:\n> x\n",
	  "joined said-yes", DRAFT_HELD, DRAFT_SENT, 0 },
	{ __LINE__, ANSWER(PASS) "\nΝαι!\n", "joined said-yes",
	  DRAFT_HELD, DRAFT_SENT, PROOF_DRAFT_AGE - 1 },
	{ __LINE__, ANSWER(PASS) "\nyes\n", "noted too-late",
	  DRAFT_HELD, DRAFT_HELD, PROOF_DRAFT_AGE },
	{ __LINE__, ANSWER(PASS) "\nyes\n", "noted settled-before",
	  DRAFT_SENT, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(PASS) "\nyes\n", "noted settled-before",
	  DRAFT_DROPPED, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(PASS) "\nNo\n", "noted said-no",
	  DRAFT_HELD, DRAFT_DROPPED, 0 },
	{ __LINE__, ANSWER(PASS) "\nyes but not today\n",
	  "noted says-neither", DRAFT_HELD, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(PASS) "\nI am away until Monday.\n",
	  "noted says-neither", DRAFT_HELD, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(PASS) "\n> yes\n\nWhat is this?\n",
	  "noted says-neither", DRAFT_HELD, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(PASS) "Auto-Submitted: auto-replied\n\nyes\n",
	  "noted automatic", DRAFT_HELD, DRAFT_HELD, 0 },
	{ __LINE__, ANSWER(AR "dmarc=fail header.from=staff.test\n")
	  "\nyes\n", "noted authentication-failed", DRAFT_HELD, DRAFT_HELD,
	  0 },
	{ __LINE__, PASS "From: jonas@staff.test\n" TO("confirm")
	  "Subject: x\n\nyes\n", "noted not-that-agent", DRAFT_HELD,
	  DRAFT_HELD, 0 },
	{ __LINE__, EVIL "From: eve@evil.test\n" TO("confirm")
	  "Subject: x\n\nyes\n", "noted not-that-agent", DRAFT_HELD,
	  DRAFT_HELD, 0 },
	{ __LINE__, MARIA "From: eve@evil.test\n" TO("confirm")
	  "Subject: x\n\nyes\n", "noted not-that-agent", DRAFT_HELD,
	  DRAFT_HELD, 0 },
};

static const char *again(struct arena *arena, struct siege *siege,
			 const char *mail)
{
	const struct siege_trial trial = try(arena, siege, mail);

	return end_of(arena, &trial.plan);
}

static void test_answers(void **state)
{
	struct siege *siege = *state;
	static struct known_draft draft = {
		.id = 3, .ticket_id = 70, .agent = SIEGE_AGENT,
		.why = "not-authenticated",
		.text = "#close\n\nDear Ann, held.\n", .leading = 24,
		.words = "Dear Ann, held.\n",
	};

	history_add_draft(siege->history, &draft);
	for (size_t i = 0; i < COUNT(answers); i++) {
		ARENA(arena);
		struct siege_trial trial;
		const struct plan *plan = &trial.plan;
		const char *words;
		bool sent = answers[i].after == DRAFT_SENT;
		bool ends = answers[i].after != DRAFT_HELD;

		draft.state = answers[i].before;
		draft.created = SIEGE_NOW - answers[i].age;
		trial = try(arena, siege, answers[i].mail);
		words = relayed(plan);
		if (strcmp(end_of(arena, plan), answers[i].end) != 0 ||
		    (plan->settlement.id == 3) != ends ||
		    (ends && plan->settlement.state != answers[i].after) ||
		    (words != NULL) != sent ||
		    (sent && (strstr(words, "held") == NULL ||
			      plan->ticket->state != TICKET_CLOSED)) ||
		    (!sent && plan->ticket != NULL))
			fail_msg("line %d: %s", answers[i].line,
				 end_of(arena, plan));
		/* Twice in one batch: the second finds it settled. */
		history_apply_draft(siege->history, plan);
		if (sent)
			assert_string_equal("noted settled-before",
				again(arena, siege, answers[i].mail));
	}
}

/* --- the rows that hostile mail and other desks taught us --- */

static const struct {
	int line;
	const char *row, *mail, *end;
	bool works;		/* an agent's own mail, which may act */
} lessons[] = {
	{ __LINE__, "H61 a third party's mail to a customer's address",
	  AR "dmarc=pass header.from=slack.test\nFrom: no-reply@slack.test\n"
	  TO("reply") "Subject: Confirm\n\nYour code is 123456.\n",
	  "pending-join not-a-participant", false },
	{ __LINE__, "H62 spoofed agent", AR "dmarc=none "
	  "header.from=staff.test\n" MARIA "To: support@desk.test\n" BODY,
	  "ticketed", false },
	{ __LINE__, "H63 no token, commands in the subject", PASS MARIA
	  "To: support@desk.test\nSubject: #close 7\n\n#close\n", "ticketed",
	  false },
	{ __LINE__, "H64 expired", PASS MARIA TO("old") BODY,
	  DRAFT("expired"), false },
	{ __LINE__, "H65 a command in a quote", TRUE_ONE "\nDear Ann, yes.\n\n"
	  "> #assign jonas\n", "joined done", true },
	{ __LINE__, "H66 a shell in a note", TRUE_ONE "\n#note $(rm -r /)\n",
	  "joined done", true },
	{ __LINE__, "H66 more behind a command", TRUE_ONE "\n#close; drop\n",
	  "joined fault", false },
	{ __LINE__, "H67 out of office", PASS MARIA TO("maria")
	  "Auto-Submitted: auto-replied\nSubject: Away\n\nI am away.\n",
	  "noted automatic", false },
	{ __LINE__, "H67 out of office, by its subject alone", PASS MARIA
	  TO("maria") "X-Auto-Response-Suppress: All\n"
	  "Subject: Automatic reply: Kettle\n\nI am away.\n",
	  "noted automatic", false },
	{ __LINE__, "H69 another Reply-To", TRUE_ONE
	  "Reply-To: eve@evil.test\n\nDear Ann, yes.\n", "joined done",
	  true },
	{ __LINE__, "H70 our own address", AR "dmarc=pass "
	  "header.from=desk.test\nFrom: support@desk.test\n" TO("maria") BODY,
	  PENDING, false },
	{ __LINE__, "H70 a signed address as author", AR "dmarc=pass "
	  "header.from=desk.test\nFrom: {maria}\n" TO("maria") BODY,
	  PENDING, false },
	{ __LINE__, "H71 another detail", PASS "From: maria+x@staff.test\n"
	  TO("maria") BODY, PENDING, false },
	{ __LINE__, "H71 other dots", PASS "From: m.aria@staff.test\n"
	  TO("maria") BODY, PENDING, false },
	{ __LINE__, "H71 another case", PASS "From: MARIA@Staff.Test\n"
	  TO("maria") "Subject: x\n\nDear Ann, yes.\n", "joined done", true },
	{ __LINE__, "2.6 commands alone say nothing", TRUE_ONE "\n#take\n",
	  "joined done", true },
	{ __LINE__, "2.6 a word with a colon is no command", TRUE_ONE
	  "\nNote: the part is ordered.\n", "joined done", true },
	{ __LINE__, "2.6 an answer to a forwarded notification", EVIL
	  "From: eve@evil.test\n" TO("maria") BODY, PENDING, false },
	{ __LINE__, "2.7 Auto-Submitted: no", TRUE_ONE "Auto-Submitted: No \n"
	  "\nDear Ann, yes.\n", "joined done", true },
};

static void test_lessons(void **state)
{
	struct siege *siege = *state;

	for (size_t i = 0; i < COUNT(lessons); i++) {
		ARENA(arena);
		const struct siege_trial trial = try(arena, siege,
						     lessons[i].mail);
		const char *end = end_of(arena, &trial.plan);
		const char *bad = harm(&trial.plan);

		if (strcmp(end, lessons[i].end) != 0 ||
		    (bad != NULL && !lessons[i].works &&
		     strcmp(end, "joined fault") != 0))
			fail_msg("line %d, %s: %s%s%s", lessons[i].line,
				 lessons[i].row, end, bad == NULL ? "" : ", ",
				 bad == NULL ? "" : bad);
		if (strcmp(end, "joined fault") == 0)
			assert_null(relayed(&trial.plan));
	}
}

/* --- what must be read before --- */

static void test_keys(void **state)
{
	static const struct {
		int line;
		const char *mail;
		size_t writing, moving, tickets, addresses;
	} rows[] = {
		{ __LINE__, TRUE_ONE "\nYes.\n", 1, 0, 0, 0 },
		{ __LINE__, TRUE_ONE "\n#merge 8\n#merge 9\n", 1, 0, 2, 0 },
		{ __LINE__, TRUE_ONE "\n#split\n#cc bob@example.org\n", 1, 1,
		  0, 1 },
		{ __LINE__, TRUE_ONE "\nHello\n#merge 8\n", 1, 0, 0, 0 },
		{ __LINE__, ANSWER("") "\nyes\n", 1, 1, 0, 0 },
		{ __LINE__, MARIA TO("bent") "\n#merge 8\n", 0, 0, 0, 0 },
		{ __LINE__, MARIA "To: {maria}, {jonas}, {eight}\n\n"
		  "#merge 8\n", 2, 0, 2, 0 },
		{ __LINE__, MARIA "To: support@desk.test\n\n{maria}\n"
		  "#merge 8\n", 0, 0, 0, 0 },
	};
	struct siege *siege = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		ARENA(arena);
		const struct siege_trial trial = try(arena, siege,
						     rows[i].mail);
		const struct match_source source = {
			.message = trial.message, .gist = &trial.gist,
			.author = trial.plan.author,
		};
		const struct agent_keys keys = agentkeys_of(
			arena, &siege_desk, &source, 1);

		if (keys.writing_count != rows[i].writing ||
		    keys.moving_count != rows[i].moving ||
		    keys.ticket_count != rows[i].tickets ||
		    keys.address_count != rows[i].addresses)
			fail_msg("line %d: %zu %zu %zu %zu", rows[i].line,
				 keys.writing_count, keys.moving_count,
				 keys.ticket_count, keys.address_count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forgeries),
		cmocka_unit_test(test_truths),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_no_pin),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_asked),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_lessons),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests(tests, siege_open, siege_close);
}
