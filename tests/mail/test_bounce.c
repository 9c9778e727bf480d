/* test_bounce.c - reports, the plain words of many mail systems, and people
 * who write about bounces. */

#include "mail/bounce.h"

#include "mail/origin.h"
#include "mail/parse.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DAEMON "Return-Path: <>\nFrom: Mail Delivery System " \
	"<MAILER-DAEMON@mx.test>\nTo: desk@desk.test\n"
#define FAILED DAEMON "Subject: Undelivered Mail Returned to Sender\n"
#define REPORT "MIME-Version: 1.0\nContent-Type: multipart/report; " \
	"report-type=delivery-status; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\n"
#define STATUS "\n--b\nContent-Type: message/delivery-status\n\n" \
	"Reporting-MTA: dns; mx.test\n\n"
#define ORIGINAL "\n--b\nContent-Type: message/rfc822\n\n" \
	"Message-ID: <our.1@desk.test>\nTo: ann@example.org\n\nHello\n--b--\n"
#define COPY "Received: from desk.test by mx.test\n" \
	"Message-ID: <our.2@desk.test>\nFrom: desk@desk.test\n\nHello\n"

static struct reader *reader;

static int open_reader(void **state)
{
	(void)state;
	reader = reader_new();
	return 0;
}

static int close_reader(void **state)
{
	(void)state;
	reader_free(&reader);
	return 0;
}

static const struct message *read_mail(struct arena *arena, const char *mail)
{
	return parse_message(arena, reader, mail, strlen(mail));
}

static bool same(const char *got, const char *want)
{
	return got == NULL || want == NULL ? got == want :
	       strcmp(got, want) == 0;
}

/* One failed recipient. */
struct row {
	int line;
	const char *mail;
	const char *address, *action, *status, *reply, *class, *reason;
};

static void check(const struct row *row)
{
	ARENA(arena);
	const struct bounce *bounce =
		bounce_read(arena, read_mail(arena, row->mail));
	const struct bounce_recipient *got;

	if (bounce == NULL || bounce->count != 1)
		fail_msg("line %d: %zu recipients", row->line,
			 bounce == NULL ? 0 : bounce->count);
	got = &bounce->recipients[0];
	if (!same(got->address, row->address) ||
	    !same(got->action, row->action) ||
	    !same(got->status, row->status) ||
	    !same(got->reply_code, row->reply) ||
	    !same(got->class, row->class) || !same(got->reason, row->reason))
		fail_msg("line %d: %s %s %s %s %s %s", row->line,
			 got->address, got->action, got->status,
			 got->reply_code == NULL ? "-" : got->reply_code,
			 got->class, got->reason == NULL ? "-" : got->reason);
}

#define CHECK(rows) \
	for (size_t i = 0; i < sizeof(rows) / sizeof((rows)[0]); i++) \
		check(&(rows)[i])

static void test_standard(void **state)
{
	static const struct row rows[] = {
#define DSN(fields, ...) { __LINE__, FAILED REPORT "Sorry." STATUS fields \
			   ORIGINAL, "ann@example.org", __VA_ARGS__ }
		DSN("Final-Recipient: rfc822; ann@example.org\n"
		    "Action: failed\nStatus: 5.1.1\n"
		    "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n",
		    "failed", "5.1.1", "550", "hard", "user-unknown"),
		DSN("FINAL-RECIPIENT:RFC822;<ann@example.org>\n"
		    "ACTION: Failed (no luck)\nSTATUS: 5.2.2 (full)\n",
		    "failed", "5.2.2", NULL, "soft", "mailbox-full"),
		DSN("Original-Recipient: rfc822;ann@example.org\n"
		    "Final-Recipient: rfc822;ann@inside.test\n"
		    "Action: delayed\nStatus: 4.4.1\n"
		    "Diagnostic-Code: X-Postfix; connect to\n"
		    "    mx.example.org: Connection refused\n",
		    "delayed", "4.4.1", NULL, "delayed", "network"),
		DSN("Final-Recipient: rfc822; ann@example.org\n"
		    "Status: 5.0.0\nAction: failed\n"
		    "Diagnostic-Code: smtp; 552 5.3.4 Message too big\n",
		    "failed", "5.3.4", "552", "soft", "too-big"),
		/* A temporary status proves no address dead. */
		DSN("Final-Recipient: rfc822; ann@example.org\n"
		    "Action: failed\nStatus: 4.0.0\n"
		    "Diagnostic-Code: smtp; Host not found\n",
		    "failed", "4.0.0", NULL, "soft", "host-unknown"),
		/* The server's own answer beats the reporter's guess. */
		DSN("Final-Recipient: rfc822; ann@example.org\n"
		    "Action: failed\nStatus: 5.1.0\nDiagnostic-Code: smtp; "
		    "5.1.0 - Unknown error 550-'5.7.1 Access denied'\n",
		    "failed", "5.7.1", "550", "soft", "blocked"),
		DSN("Final-Recipient: rfc822; ann@example.org\n"
		    "Action: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; "
		    "554 4.4.7 Message expired <421 4.4.2 Timed out>\n",
		    "failed", "4.4.2", "421", "soft", "expired"),
#undef DSN
		/* H78: a bounce of a bounce is about the outer recipient. */
		{ __LINE__, FAILED REPORT "Sorry." STATUS "Final-Recipient: "
		  "rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\n"
		  "\n--b\nContent-Type: message/rfc822\n\nMIME-Version: 1.0\n"
		  "Content-Type: multipart/report; report-type=delivery-"
		  "status; boundary=c\n\n--c\nContent-Type: message/delivery-"
		  "status\n\nFinal-Recipient: rfc822; bob@example.org\n"
		  "Action: failed\nStatus: 5.2.2\n--c--\n--b--\n",
		  "ann@example.org", "failed", "5.1.1", NULL, "hard",
		  "user-unknown" },
	};

	(void)state;
	CHECK(rows);
}

/* Each system as it writes: wording and form of its own. */
static void test_systems(void **state)
{
	static const struct row rows[] = {
#define TEXT(text, status, reply, class, reason) \
	{ __LINE__, FAILED "\n" text, "ann@example.org", "failed", \
	  status, reply, class, reason }
		/* Exim */
		TEXT("This message was created automatically by mail delivery "
		     "software.\n\nA message that you sent could not be "
		     "delivered to one or more of its\nrecipients. The "
		     "following address(es) failed:\n\n  ann@example.org\n"
		     "    host mx.example.org [192.0.2.1]\n    SMTP error from "
		     "remote mail server after RCPT TO:<ann@example.org>:\n"
		     "    550 5.1.1 No such user\n\n------ This is a copy of "
		     "the message. ------\n\n" COPY,
		     "5.1.1", "550", "hard", "user-unknown"),
		/* The same words about the sender prove nothing. */
		TEXT("A message that you sent could not be delivered.\n\n"
		     "  ann@example.org\n    SMTP error after MAIL FROM:"
		     "<desk@desk.test>:\n    553 5.1.0 x does not exist\n",
		     "5.1.0", "553", "soft", "rejected"),
		/* qmail */
		TEXT("Hi. This is the qmail-send program at mx.test.\nI'm "
		     "afraid I wasn't able to deliver your message.\n\n"
		     "<ann@example.org>:\n192.0.2.1 does not like recipient.\n"
		     "Remote host said: 550 mailbox full <x@other.test>\n"
		     "Giving up.\n\n--- Below this line is a copy of the "
		     "message.\n\n" COPY,
		     "5.0.0", "550", "soft", "mailbox-full"),
		/* Postfix */
		TEXT("I'm sorry to have to inform you that your message could "
		     "not\nbe delivered to one or more recipients.\n\n"
		     "<ann@example.org>: host mx.example.org[192.0.2.1] said: "
		     "552 5.2.2\n    <b@other.test>: over quota (in reply to "
		     "RCPT TO command)\n",
		     "5.2.2", "552", "soft", "mailbox-full"),
		/* sendmail */
		TEXT("   ----- The following addresses had permanent fatal "
		     "errors -----\n<ann@example.org>\n    (reason: 550 5.7.1 "
		     "Spam refused)\n\n   ----- Transcript of session follows "
		     "-----\n... while talking to mx.example.org.:\n>>> DATA\n"
		     "<<< 550 5.7.1 Spam refused\n",
		     "5.7.1", "550", "soft", "spam"),
		/* sendmail 5: only the transcript names anybody. */
		TEXT("   ----- Transcript of session follows -----\n554 "
		     "<ann@example.org>... 550 Host unknown\n\n   ----- "
		     "Unsent message follows -----\n" COPY,
		     "5.0.0", "550", "hard", "host-unknown"),
		/* Exchange 5.5 */
		TEXT("Your message\n\n  To:      team@desk.test\n  Subject: "
		     "Hello\n\ndid not reach the following recipient(s):\n\n"
		     "ann@example.org on Thu, 1 Jan 2004 10:00:00\n    The "
		     "recipient name is not recognized\n",
		     "5.0.0", NULL, "hard", "user-unknown"),
		/* Exchange, in X.400 form */
		TEXT("did not reach the following recipient(s):\n\nc=US;a= ;"
		     "o=Site;dda:SMTP=ann@example.org; on Thu\n    Unknown "
		     "Recipient\n",
		     "5.0.0", NULL, "hard", "user-unknown"),
		/* Gmail */
		TEXT("Delivery to the following recipient failed permanently:"
		     "\n\n     ann@example.org\n\nTechnical details:\nThe "
		     "account has been disabled\n\n----- Original message "
		     "-----\n\n" COPY,
		     "5.0.0", NULL, "hard", "disabled"),
		/* Yahoo */
		TEXT("Sorry, we were unable to deliver your message to the "
		     "following address.\n\n<ann@example.org>:\nRemote host "
		     "said: 554 5.7.1 listed at spamhaus\n",
		     "5.7.1", "554", "soft", "blocked"),
		/* GMX and 1&1 */
		TEXT("A message that you sent could not be delivered to one "
		     "or more of\nits recipients. The following address\n"
		     "failed:\n\n\"ann@example.org\":\nSMTP error from remote "
		     "server:\n5.2.2 Mailbox Full\n",
		     "5.2.2", NULL, "soft", "mailbox-full"),
		/* OpenSMTPD */
		TEXT("    An error has occurred while attempting to deliver a "
		     "message for\n    the following list of recipients:\n\n"
		     "ann@example.org: Envelope expired\n\n    Below is a "
		     "copy of the original message:\n\n" COPY,
		     "5.0.0", NULL, "soft", "expired"),
		/* DragonFly */
		TEXT("There was an error delivering your mail to "
		     "<ann@example.org>.\n\nmx.example.org [192.0.2.1] did "
		     "not like our final DATA:\n550 5.7.26 fails DMARC\n\n"
		     "Message headers follow.\n\n" COPY,
		     "5.7.26", "550", "soft", "auth-failure"),
		/* MailMarshal: the reason stands before the recipient. */
		TEXT("Could not be delivered because of\n\n550 5.1.1 User "
		     "unknown\n\nThe following recipients were affected:\n"
		     "    ann@example.org\n\nAdditional Information\n",
		     "5.1.1", "550", "hard", "user-unknown"),
		/* Domino */
		TEXT("Your message: Hello\nwas not delivered to:\n   "
		     "ann@example.org\nbecause:\n   User ann not listed in "
		     "Domino Directory\n",
		     "5.0.0", NULL, "hard", "user-unknown"),
		/* KDDI */
		TEXT("Your mail sent on: Thu, 1 Jan 2004\n     Could not be "
		     "delivered to: <ann@example.org>\n     As their mailbox "
		     "is full.\n",
		     "5.0.0", NULL, "soft", "mailbox-full"),
		/* m-FILTER refuses after the text: a filter, not a mailbox. */
		TEXT("以下のメールアドレスへの送信に失敗しました。\n"
		     "ann@example.org\n\n-------server message\n550 unknown "
		     "user\n\n-------SMTP command\nDATA\n\n-------original "
		     "message\n" COPY,
		     "5.0.0", "550", "soft", "filtered"),
		/* IMail, LSMTP, hMailServer, PowerMTA */
		TEXT("undeliverable to ann@example.org\n\nOriginal message "
		     "follows.\n\n" COPY, "5.0.0", NULL, "soft", NULL),
		TEXT("Error-for:  ann@example.org\nError-Text: 554 Message "
		     "looping\n", "5.0.0", "554", "soft", "network"),
		TEXT("The following recipient(s) could not be reached:\n\n"
		     "ann@example.org\n   Remote server replied: 550 5.1.1 "
		     "User unknown\n", "5.1.1", "550", "hard", "user-unknown"),
		TEXT("Delivery to the following recipients failed permanently:"
		     "\n\n   * ann@example.org\n\nSMTP:RCPT host 192.0.2.1: "
		     "553 5.3.0 No such user here\n",
		     "5.3.0", "553", "hard", "user-unknown"),
		/* CommuniGate, IronPort, Smail, Activehunter, MailFoundry */
		TEXT("Failed to deliver to 'ann@example.org'\nSMTP module("
		     "domain example.org) reports:\n host mx.example.org "
		     "says:\n 550 5.1.1 unknown user\n",
		     "5.1.1", "550", "hard", "user-unknown"),
		TEXT("The following message to <ann@example.org> was "
		     "undeliverable.\nThe reason for the problem:\n5.1.0 - "
		     "Unknown error 552-'5.2.2 mailbox full'\n",
		     "5.2.2", "552", "soft", "mailbox-full"),
		TEXT("|-------- Failed addresses follow: --------|\n "
		     "<ann@example.org> ... unknown host\n|-------- Message "
		     "text follows: --------|\n" COPY,
		     "5.0.0", NULL, "hard", "host-unknown"),
		TEXT("  ----- The following addresses had permanent fatal "
		     "errors -----\n\n>>> ann@example.org <ann@example.org>"
		     "\n\n550 sorry, no mailbox here by that name\n\n  "
		     "----- original message -----\n" COPY,
		     "5.0.0", "550", "hard", "user-unknown"),
		TEXT("Unable to deliver message to: <ann@example.org>\n"
		     "Delivery failed for the following reason:\nServer mx "
		     "failed with: 550 5.7.1 blacklisted\n",
		     "5.7.1", "550", "soft", "blocked"),
		/* PMDF, Post.Office, James, SurfControl, GroupWise */
		TEXT("Your message cannot be delivered to the following "
		     "recipients:\n\n  Recipient address: ann@example.org\n"
		     "  Reason: Over quota\n",
		     "5.0.0", NULL, "soft", "mailbox-full"),
		TEXT("This Message was undeliverable due to the following "
		     "reason:\n\n    Recipient: <ann@example.org>\n    "
		     "Reason:    5.1.1 <ann@example.org>... User Unknown\n",
		     "5.1.1", NULL, "hard", "user-unknown"),
		TEXT("Message details:\n  RCPT TO: ann@example.org\n\nError "
		     "message below:\n550 - no such user here\n",
		     "5.0.0", "550", "hard", "user-unknown"),
		TEXT("Your message could not be sent.\nAddressed To: "
		     "ann@example.org\n\nFailed to send: 554 5.7.1 relaying "
		     "denied\n", "5.7.1", "554", "soft", "no-relay"),
		TEXT("The message that you sent was undeliverable to the "
		     "following:\n\tann@example.org (user not found)\n",
		     "5.0.0", NULL, "hard", "user-unknown"),
		/* In their own words */
		TEXT("Το μήνυμά σας δεν παραδόθηκε:\n\n<ann@example.org>:\n"
		     "550 5.1.1 User unknown\n",
		     "5.1.1", "550", "hard", "user-unknown"),
		TEXT("Ihre Nachricht konnte nicht zugestellt werden:\n\n"
		     "ann@example.org\n550 5.1.1 User unknown\n",
		     "5.1.1", "550", "hard", "user-unknown"),
#undef TEXT
		/* A machine that is no mail system, and one without a name. */
		{ __LINE__, "From: no-reply@isp.test\nSubject: Undeliverable\n"
		  "\nYour mail\n  could not be delivered to: <ann@example.org>"
		  "\n  as their mailbox is full.\n", "ann@example.org",
		  "failed", "5.0.0", NULL, "soft", "mailbox-full" },
		{ __LINE__, "From: gate@isp.test\nSubject: Undeliverable\n\nA "
		  "message that you sent could not be delivered:\n\n  "
		  "ann@example.org\n    550 5.1.1 no\n", "ann@example.org",
		  "failed", "5.1.1", "550", "hard", "user-unknown" },
		/* X-Failed-Recipients needs no words that we know. */
		{ __LINE__, DAEMON "Subject: ?\nX-Failed-Recipients: "
		  "ann@example.org\n\nעולם\n", "ann@example.org", "failed",
		  "5.0.0", NULL, "soft", NULL },
		/* Nobody is named but in the returned mail. */
		{ __LINE__, FAILED "MIME-Version: 1.0\nContent-Type: "
		  "multipart/mixed; boundary=b\n\n--b\n\nUser unknown\n"
		  ORIGINAL, "ann@example.org", "failed", "5.0.0", NULL,
		  "hard", "user-unknown" },
		{ __LINE__, FAILED "\nSorry.\n", "", "failed", "5.0.0", NULL,
		  "soft", NULL },
		/* A warning */
		{ __LINE__, DAEMON "Subject: Delayed Mail (still being "
		  "retried)\n\nYour message could not be delivered for 2 "
		  "hours.\nIt will be retried until it is 5 days old.\n\n"
		  "<ann@example.org>: connect to mx: Connection timed out\n",
		  "ann@example.org", "delayed", "4.0.0", NULL, "delayed",
		  "expired" },
		/* SES over SNS */
		{ __LINE__, "From: no-reply@sns.test\nSubject: Notification\n"
		  "\n{\"notificationType\":\"Bounce\",\"bounce\":{"
		  "\"bouncedRecipients\":[{\"emailAddress\":"
		  "\"ann@example.org\",\"action\":\"failed\",\"status\":"
		  "\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user "
		  "unknown\"}]},\"mail\":{\"messageId\":\"1\"}}\n",
		  "ann@example.org", "failed", "5.1.1", "550", "hard",
		  "user-unknown" },
	};

	(void)state;
	CHECK(rows);
}

/* What people write is never a bounce. */
static void test_people(void **state)
{
#define ANN "Return-Path: <ann@example.org>\nFrom: ann@example.org\n"
	static const struct {
		int line;
		const char *mail;
	} rows[] = {
		{ __LINE__, ANN "Subject: Printer\n\nIt jams.\n" },
		{ __LINE__, ANN "Subject: Delivery failed\n\nMy mail could "
		  "not be delivered to bob@example.org. Why?\n" },
		{ __LINE__, ANN "Subject: Undeliverable\n\nbob@example.org: "
		  "what does it mean?\n" },
		{ __LINE__, ANN "Subject: Fwd: Undelivered Mail Returned to "
		  "Sender\n\nI got this:\n\n> I'm sorry to have to inform you "
		  "that your message could not\n> be delivered to one or more "
		  "recipients.\n>\n> <bob@example.org>: 550 User unknown\n" },
		{ __LINE__, ANN "Subject: Undelivered Mail Returned to Sender"
		  "\nIn-Reply-To: <1@desk.test>\n\nThis message was created "
		  "automatically. A message that you sent could not be "
		  "delivered to\n\nbob@example.org\n" },
		{ __LINE__, ANN "Subject: Re: failure notice\n\n<bob@example."
		  "org>: is gone.\n" },
		/* A report attached by a person. */
		{ __LINE__, ANN "Subject: Please look\nMIME-Version: 1.0\n"
		  "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nWhy?\n"
		  "--b\nContent-Type: message/delivery-status\n\nReporting-"
		  "MTA: dns; a\n\nFinal-Recipient: rfc822; bob@example.org\n"
		  "Action: failed\nStatus: 5.1.1\n--b--\n" },
		/* Machines that report no delivery. */
		{ __LINE__, "Return-Path: <>\nFrom: ann@example.org\nSubject:"
		  " Automatic reply: Hello\n\nI am away.\n" },
		{ __LINE__, DAEMON "Subject: Quota report\n\nAll is well.\n" },
		/* An administrator, a parcel, a forward with its parts. */
		{ __LINE__, "Return-Path: <admin@example.org>\nFrom: System "
		  "Administrator <admin@example.org>\nSubject: Delivery "
		  "problem with your mail\n\nDear desk, is it down?\n" },
		{ __LINE__, "Return-Path: <>\nFrom: shop@example.org\nSubject: "
		  "Delivery delayed: your parcel\n\nIt comes on Monday.\n" },
		{ __LINE__, ANN "Subject: Fwd: Undelivered Mail Returned to "
		  "Sender\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
		  "boundary=b\n\n--b\n\nThis is the mail system. Your message "
		  "could not be delivered to one or more recipients.\n\n"
		  "<bob@example.org>: no\n--b\nContent-Type: message/delivery-"
		  "status\n\nFinal-Recipient: rfc822; bob@example.org\n"
		  "Action: failed\n--b--\n" },
		/* A postmaster may be a person, and a person may ask. */
		{ __LINE__, "Return-Path: <postmaster@example.org>\nFrom: "
		  "postmaster@example.org\nSubject: Re: delivery failed\n"
		  "In-Reply-To: <1@desk.test>\n\nYour mail could not be "
		  "delivered to bob@example.org, I look into it.\n" },
		{ __LINE__, "Return-Path: <ann@example.org>\nFrom: "
		  "ann@example.org\nSubject: SES\n\n{\"notificationType\":"
		  "\"Bounce\",\"mail\":{}}\n" },
		{ __LINE__, "\n" },
	};
#undef ANN

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		const struct message *message = read_mail(arena,
							  rows[i].mail);

		if (bounce_read(arena, message) != NULL ||
		    bounce_report(arena, message) != NULL)
			fail_msg("line %d", rows[i].line);
	}
}

/* Several recipients, each with its own fate; success among them. */
static void test_several(void **state)
{
	static const char mail[] = FAILED REPORT "Sorry." STATUS
		"Final-Recipient: rfc822; a@example.org\nAction: failed\n"
		"Status: 5.1.1\n\nFinal-Recipient: rfc822; b@example.org\n"
		"Action: delivered\nStatus: 2.1.5\n\n\n"
		"Final-Recipient: rfc822; c@example.org\nAction: delayed\n"
		"Status: 4.2.2\n" ORIGINAL;
	static const char text[] = FAILED "\nUnable to deliver message to the "
		"following address(es).\n\n<a@example.org>:\nover quota.\n\n"
		"<b@example.org>:\nNo such user.\n\n<a@example.org>:\nagain\n";
	const struct bounce *bounce;
	ARENA(arena);

	(void)state;
	bounce = bounce_read(arena, read_mail(arena, mail));
	assert_non_null(bounce);
	assert_int_equal(bounce->count, 3);
	assert_string_equal(bounce->recipients[0].class, "hard");
	assert_null(bounce->recipients[1].class);
	assert_string_equal(bounce->recipients[1].action, "delivered");
	assert_string_equal(bounce->recipients[2].class, "delayed");
	assert_string_equal(bounce->original_message_id, "our.1@desk.test");

	bounce = bounce_read(arena, read_mail(arena, text));
	assert_non_null(bounce);
	assert_int_equal(bounce->count, 2);
	assert_string_equal(bounce->recipients[0].reason, "mailbox-full");
	assert_string_equal(bounce->recipients[1].reason, "user-unknown");
}

static void test_original_id(void **state)
{
	static const char text[] = FAILED "\nI wasn't able to deliver your "
		"message.\n\n<a@example.org>:\nNo.\n\n--- Below this line is "
		"a copy of the message.\n\n" COPY;
	static const char headers[] = FAILED REPORT "Sorry." STATUS
		"Final-Recipient: rfc822; a@example.org\nAction: failed\n"
		"\n--b\nContent-Type: text/rfc822-headers\n\nSubject: Hello\n"
		"Message-Id:\n <our.3@desk.test>\n--b--\n";
	static const char cited[] = DAEMON "Subject: failure notice\n"
		"In-Reply-To: <our.4@desk.test>\n\n<a@example.org>:\nNo.\n";
	ARENA(arena);

	(void)state;
	assert_string_equal(bounce_read(arena, read_mail(arena, text))
			    ->original_message_id, "our.2@desk.test");
	assert_string_equal(bounce_read(arena, read_mail(arena, headers))
			    ->original_message_id, "our.3@desk.test");
	assert_string_equal(bounce_read(arena, read_mail(arena, cited))
			    ->original_message_id, "our.4@desk.test");
}

/* H78 (success), H79, H80: reports that are no bounces. */
static void test_reports(void **state)
{
	static const struct {
		int line;
		const char *mail, *type;
	} rows[] = {
		{ __LINE__, DAEMON "Subject: Delivered\n" REPORT "Good." STATUS
		  "Final-Recipient: rfc822; a@example.org\nAction: relayed\n"
		  "Status: 2.0.0\n--b--\n", "delivered" },
		{ __LINE__, "From: ann@example.org\nSubject: Read: Hello\n"
		  "MIME-Version: 1.0\nContent-Type: multipart/report; "
		  "report-type=\"disposition-notification\"; boundary=b\n\n"
		  "--b\n\nRead.\n--b\nContent-Type: message/disposition-"
		  "notification\n\nDisposition: manual-action/MDN-sent-"
		  "manually; displayed\n--b--\n", "mdn" },
		/* H79: what was deleted unread is a report as well. */
		{ __LINE__, "Return-Path: <>\nFrom: ann@example.org\nSubject: "
		  "Not read: Hello\nMIME-Version: 1.0\nContent-Type: "
		  "multipart/report; report-type=disposition-notification; "
		  "boundary=b\n\n--b\n\nGone.\n--b\nContent-Type: message/"
		  "disposition-notification\n\nDisposition: automatic-action/"
		  "MDN-sent-automatically; deleted\n--b--\n", "mdn" },
		{ __LINE__, "From: fbl@isp.test\nSubject: complaint\n"
		  "MIME-Version: 1.0\nContent-Type: multipart/report; "
		  "report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n"
		  "--b\nContent-Type: message/feedback-report\n\n"
		  "Feedback-Type: fraud\nVersion: 1\n--b--\n", "fraud" },
		{ __LINE__, "From: fbl@isp.test\nSubject: complaint\n"
		  "MIME-Version: 1.0\nContent-Type: multipart/report; "
		  "report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n"
		  "--b\nContent-Type: message/feedback-report\n\n"
		  "Feedback-Type: Invented (x)\n--b--\n", "other" },
		{ __LINE__, "From: staff@isp.test\nSubject: complaint about "
		  "message from 192.0.2.1\nMIME-Version: 1.0\nContent-Type: "
		  "multipart/mixed; boundary=b\n" ORIGINAL, "abuse" },
		{ __LINE__, "From: no-reply@sns.test\n\n{\"notificationType\":"
		  "\"Complaint\",\"mail\":{}}\n", "abuse" },
		{ __LINE__, "From: no-reply@sns.test\n\n{\"notificationType\":"
		  "\"Delivery\",\"mail\":{}}\n", "delivered" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ARENA(arena);
		const struct message *message = read_mail(arena,
							  rows[i].mail);
		const struct report *report = bounce_report(arena, message);

		if (bounce_read(arena, message) != NULL || report == NULL ||
		    strcmp(report->type, rows[i].type) != 0)
			fail_msg("line %d: %s", rows[i].line,
				 report == NULL ? "none" : report->type);
	}
}

/* H78: 50 recipients are kept, and no more than the limit ever. */
static void test_many(void **state)
{
	ARENA(arena);
	struct buffer mail = { .arena = arena };
	const struct bounce *bounce;

	(void)state;
	buffer_text(&mail, FAILED REPORT "Sorry." STATUS);
	for (int i = 0; i < 300; i++) {
		buffer_printf(&mail, "Final-Recipient: rfc822; a%d@x.test\n"
			      "Action: failed\nStatus: 5.1.1\n\n", i);
		if (i == 49) {
			struct buffer fifty = { .arena = arena };

			buffer_add(&fifty, mail.data, mail.size);
			buffer_text(&fifty, "--b--\n");
			bounce = bounce_read(arena, read_mail(arena,
						buffer_string(&fifty)));
			assert_int_equal(bounce->count, 50);
		}
	}
	bounce = bounce_read(arena, read_mail(arena, buffer_string(&mail)));
	assert_int_equal(bounce->count, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standard),
		cmocka_unit_test(test_systems),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_original_id),
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
