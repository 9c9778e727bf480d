/* bounce.c - reports of deliveries: is it one, whom it names, and why. */

#include "mail/bounce.h"

#include "base/text.h"
#include "mail/dsn.h"
#include "mail/field.h"
#include "mail/notice.h"
#include "mail/reason.h"
#include "mail/role.h"
#include "mail/ses.h"

/* Bytes of a diagnostic that are kept. */
enum { DIAGNOSTIC_SHOWN = 500 };

/* What is gathered from a mail before it is judged. */
struct evidence {
	struct arena *arena;
	const struct message *message;
	struct dsn dsn;
	struct notice notice;
	bool daemon;		/* a mail system is the sender */
	bool subject;		/* the subject of a bounce */
	const char *failed;	/* X-Failed-Recipients, or NULL */
};

static bool is_report_of(struct arena *arena, const struct message *message,
			 const char *kind)
{
	const char *type = message_header(message, "Content-Type");
	const char *report = type == NULL ? NULL :
			     field_parameter(arena, type, "report-type");

	return report != NULL && text_starts(type, "multipart/") &&
	       text_same(report, kind);
}

static const struct part *find_part(const struct message *message,
				    const char *type)
{
	for (size_t i = 0; i < message->part_count; i++)
		if (strcmp(message->parts[i].type, type) == 0)
			return &message->parts[i];
	return NULL;
}

/* Display names of mail systems, for those that send under a name of their
 * own. */
static bool is_system_name(const char *name)
{
	static const char *const names[] = {
		"mail deliver", "mailer-daemon", "mailer daemon",
		"mail daemon", "postmaster", "system administrator",
		"mail administrator", "mail.deliver", "internet mail",
		"delivery subsystem", "email delivery", "interscan",
		"ndr administrator", "mail system",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_find(name, names[i]) != NULL)
			return true;
	return false;
}

static bool is_daemon(const struct message *message)
{
	if (message->has_return_path &&
	    (message->return_path.address[0] == '\0' ||
	     role_of(message->return_path.address) == ROLE_MAILER))
		return true;
	for (size_t i = 0; i < message->from.count; i++)
		if (role_of(message->from.at[i].address) == ROLE_MAILER ||
		    is_system_name(message->from.at[i].name) ||
		    is_system_name(message->from.at[i].address))
			return true;
	return message->from.count == 0;
}

/* Not a mail system, but no person either. */
static bool is_machine(const struct message *message)
{
	for (size_t i = 0; i < message->from.count; i++)
		if (role_of(message->from.at[i].address) != ROLE_NONE)
			return true;
	return message_header(message, "Auto-Submitted") != NULL ||
	       message_header(message, "Precedence") != NULL;
}

static void gather_dsn(struct evidence *evidence)
{
	const struct message *message = evidence->message;

	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->text != NULL &&
		    (strcmp(part->type, "message/delivery-status") == 0 ||
		     strcmp(part->type,
			    "message/global-delivery-status") == 0))
			dsn_read(evidence->arena, part->text, &evidence->dsn);
	}
}

static struct evidence gather(struct arena *arena,
			      const struct message *message)
{
	struct evidence evidence = {
		.arena = arena, .message = message,
		.daemon = is_daemon(message),
		.subject = notice_subject(arena, message->subject),
		.failed = message_header(message, "X-Failed-Recipients"),
	};

	gather_dsn(&evidence);
	return evidence;
}

/* Nobody's answer and nobody's forward.  The text is read only where a mail
 * system or a bounce's subject gives reason to. */
static bool is_bounce(struct evidence *evidence)
{
	const struct message *message = evidence->message;
	struct arena *arena = evidence->arena;

	if (!evidence->daemon && !evidence->subject &&
	    evidence->failed == NULL && evidence->dsn.count == 0)
		return false;
	evidence->notice = notice_read(arena, message->text);
	if (is_report_of(arena, message, "delivery-status"))
		return evidence->daemon || evidence->subject ||
		       evidence->dsn.count > 0;
	if (evidence->daemon)
		return evidence->dsn.count > 0 || evidence->failed != NULL ||
		       evidence->subject || evidence->notice.system != NULL;
	if (evidence->failed != NULL || evidence->dsn.count > 0)
		return evidence->subject || evidence->notice.system != NULL;
	return evidence->notice.system != NULL &&
	       (evidence->notice.system[0] != '\0' || is_machine(message)) &&
	       evidence->notice.count > 0 && message->in_reply_to.count == 0;
}

static void add_recipient(struct evidence *evidence, const char *address)
{
	struct dsn *dsn = &evidence->dsn;

	if (dsn->at == NULL)
		dsn->at = ARENA_ARRAY(evidence->arena, struct dsn_recipient,
				      DSN_RECIPIENTS);
	if (dsn->count < DSN_RECIPIENTS)
		dsn->at[dsn->count++] = (struct dsn_recipient){
			.address = address,
			.action = "", .status = "", .diagnostic = "",
		};
}

/* The addresses of a list such as X-Failed-Recipients. */
static void add_failed(struct evidence *evidence)
{
	const char *p = evidence->failed;

	while (p != NULL && *p != '\0') {
		size_t len;

		p += strspn(p, ", \t<>");
		len = strcspn(p, ", \t>");
		if (memchr(p, '@', len) != NULL)
			add_recipient(evidence, arena_strndup(evidence->arena,
							      p, len));
		p += len;
	}
}

static void add_noticed(struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->notice.count; i++)
		add_recipient(evidence, evidence->notice.at[i].address);
}

/* The head of the returned mail, from a part or from below the notice. */
static const char *original_head(const struct evidence *evidence)
{
	static const char *const types[] = {
		"message/rfc822", "text/rfc822-headers", "message/global",
		"message/global-headers", "message/rfc822-headers",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		const struct part *part = find_part(evidence->message,
						    types[i]);

		if (part != NULL && part->text != NULL)
			return part->text;
	}
	return evidence->notice.original == NULL ? "" :
	       evidence->notice.original;
}

static const char *original_id(const struct evidence *evidence)
{
	const struct message *message = evidence->message;
	const char *id = dsn_find(evidence->arena, original_head(evidence),
				  "Message-ID");
	const char *start;

	if (id == NULL || strchr(id, '<') == NULL)
		return message->in_reply_to.count == 1 ?
		       message->in_reply_to.at[0] : NULL;
	start = strchr(id, '<') + 1;
	return arena_strndup(evidence->arena, start, strcspn(start, "> "));
}

/* Named nowhere in the notice: whom the returned mail was sent to. */
static void add_original(struct evidence *evidence)
{
	const char *to = dsn_find(evidence->arena, original_head(evidence),
				  "To");
	const char *open = to == NULL ? NULL : strchr(to, '<');

	if (to == NULL || strchr(to, ',') != NULL)
		return;
	evidence->failed = open == NULL ? to : open;
	add_failed(evidence);
}

/* The lines of the notice about this recipient. */
static const char *noticed(const struct evidence *evidence,
			   const char *address)
{
	const struct notice *notice = &evidence->notice;

	for (size_t i = 0; i < notice->count; i++)
		if (text_same(notice->at[i].address, address))
			return notice->at[i].diagnostic;
	return "";
}

/* The best source that names anybody; a failure of nobody is still told. */
static void name_recipients(struct evidence *evidence)
{
	struct dsn *dsn = &evidence->dsn;

	if (dsn->count == 0 &&
	    text_find(evidence->notice.told, "\nFinal-Recipient:") != NULL)
		dsn_read(evidence->arena, evidence->notice.told, dsn);
	if (dsn->count == 0)
		add_failed(evidence);
	if (dsn->count == 0)
		add_noticed(evidence);
	if (dsn->count == 0)
		add_original(evidence);
	if (dsn->count == 0)
		add_recipient(evidence, "");
}

static const char *action_of(const struct evidence *evidence,
			     const struct dsn_recipient *recipient)
{
	static const char *const known[] = {
		"failed", "delayed", "delivered", "relayed", "expanded",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(recipient->action, known[i]) == 0)
			return known[i];
	return evidence->notice.delayed ? "delayed" : "failed";
}

static bool is_success(const char *action)
{
	return action[0] == 'r' || action[0] == 'e' ||
	       strcmp(action, "delivered") == 0;
}

/* RFC 3463 says "other" with zeros: a code in the diagnostic is better. */
static bool is_vague(const char *status)
{
	return strlen(status) < 5 || strcmp(status + 1, ".0.0") == 0;
}

/* Permanent or temporary without more: RFC 3463 2. */
static const char *bare_status(const char *action, const char *reply)
{
	bool temporary = reply != NULL ? reply[0] == '4' : action[0] == 'd';

	return temporary ? "4.0.0" : "5.0.0";
}

/* From the nearest to the widest: the server's own words, the report's
 * field, the lines about the recipient, all that was told. */
static struct codes codes_of(struct arena *arena, const char *status,
			     const char *texts[3], const char *action)
{
	struct codes codes = reason_codes(arena, texts[0]);
	bool sure = codes.paired;

	for (size_t i = 1; i < 3; i++) {
		struct codes found = reason_codes(arena, texts[i]);

		if (codes.reply == NULL)
			codes.reply = found.reply;
		if (codes.status == NULL)
			codes.status = found.status;
	}
	if ((!sure && !is_vague(status)) || (codes.status == NULL && status[0] != '\0'))
		codes.status = status;
	if (codes.status == NULL && !is_success(action))
		codes.status = bare_status(action, codes.reply);
	return codes;
}

/* A temporary status proves no address dead. */
static const char *class_of(const char *action, const char *status,
			    enum reason reason)
{
	if (is_success(action))
		return NULL;
	if (action[0] == 'd')
		return "delayed";
	return reason_is_hard(reason) && status[0] != '4' ? "hard" : "soft";
}

static const char *first_of(const char *texts[3])
{
	for (size_t i = 0; i < 2; i++)
		if (texts[i][0] != '\0')
			return texts[i];
	return texts[2];
}

static struct bounce_recipient judge(const struct evidence *evidence,
				     const struct dsn_recipient *recipient)
{
	struct arena *arena = evidence->arena;
	const char *action = action_of(evidence, recipient);
	const char *texts[3] = {
		recipient->diagnostic,
		noticed(evidence, recipient->address),
		evidence->notice.told,
	};
	const char *diagnostic = first_of(texts);
	struct codes codes = codes_of(arena, recipient->status, texts,
				      action);
	enum reason reason = reason_of(arena, codes, diagnostic, texts[2]);

	return (struct bounce_recipient){
		.address = recipient->address,
		.action = action,
		.status = codes.status,
		.reply_code = codes.reply,
		.class = class_of(action, codes.status, reason),
		.reason = is_success(action) ? NULL : reason_word(reason),
		.diagnostic = diagnostic[0] == '\0' ? NULL :
			      text_line(arena, diagnostic, strlen(diagnostic),
					DIAGNOSTIC_SHOWN),
	};
}

static const struct bounce *build(const struct evidence *evidence)
{
	struct arena *arena = evidence->arena;
	struct bounce *bounce = ARENA_NEW(arena, struct bounce);
	struct bounce_recipient *recipients =
		ARENA_ARRAY(arena, struct bounce_recipient,
			    evidence->dsn.count);

	for (size_t i = 0; i < evidence->dsn.count; i++)
		recipients[i] = judge(evidence, &evidence->dsn.at[i]);
	bounce->recipients = recipients;
	bounce->count = evidence->dsn.count;
	bounce->original_message_id = original_id(evidence);
	return bounce;
}

/* A report of nothing but success. */
static bool is_all_success(const struct dsn *dsn)
{
	for (size_t i = 0; i < dsn->count; i++)
		if (dsn->at[i].action[0] == '\0' ||
		    !is_success(dsn->at[i].action))
			return false;
	return dsn->count > 0;
}

const struct bounce *bounce_read(struct arena *arena,
				 const struct message *message)
{
	struct evidence evidence = gather(arena, message);
	struct ses_notification ses;

	if (ses_read(arena, message->text, &ses)) {
		if (strcmp(ses.type, "bounce") != 0)
			return NULL;
		evidence.dsn = ses.recipients;
		evidence.notice.told = "";
		return build(&evidence);
	}
	if (!is_bounce(&evidence) || is_all_success(&evidence.dsn))
		return NULL;
	name_recipients(&evidence);
	return build(&evidence);
}

static const struct report *report_new(struct arena *arena, const char *type)
{
	struct report *report = ARENA_NEW(arena, struct report);

	report->type = type;
	return report;
}

const struct report *bounce_report(struct arena *arena,
				   const struct message *message)
{
	const struct part *feedback = find_part(message,
						"message/feedback-report");
	struct evidence evidence;
	struct ses_notification ses;
	const char *type = NULL;

	if (feedback != NULL ||
	    is_report_of(arena, message, "feedback-report")) {
		if (feedback != NULL && feedback->text != NULL)
			type = dsn_find(arena, feedback->text,
					"Feedback-Type");
		return report_new(arena, type == NULL || type[0] == '\0' ?
				  "abuse" : field_keyword(arena, type));
	}
	if (is_report_of(arena, message, "disposition-notification") ||
	    find_part(message, "message/disposition-notification") != NULL)
		return report_new(arena, "mdn");
	if (ses_read(arena, message->text, &ses)) {
		if (strcmp(ses.type, "bounce") == 0)
			return NULL;
		return report_new(arena, strcmp(ses.type, "complaint") == 0 ?
				  "abuse" : "delivered");
	}
	evidence = gather(arena, message);
	return is_bounce(&evidence) && is_all_success(&evidence.dsn) ?
	       report_new(arena, "delivered") : NULL;
}
