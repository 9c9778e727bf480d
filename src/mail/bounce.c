/* bounce.c - whom a report names, and what it reports. */

#include "mail/bounce.h"

#include "base/text.h"
#include "mail/signs.h"
#include "mail/failure.h"
#include "mail/field.h"
#include "mail/ses.h"

/* Of a copy below a notice, whose end no one marks. */
enum { HEAD_BYTES = 16000 };

static void add_recipient(struct signs *signs, const char *address)
{
	struct dsn *dsn = &signs->dsn;

	if (dsn->at == NULL)
		dsn->at = ARENA_ARRAY(signs->arena, struct dsn_recipient,
				      DSN_RECIPIENTS);
	if (dsn->count < DSN_RECIPIENTS)
		dsn->at[dsn->count++] = (struct dsn_recipient){
			.address = address,
			.action = "", .status = "", .diagnostic = "",
		};
}

/* The addresses of a list such as X-Failed-Recipients. */
static void add_failed(struct signs *signs)
{
	const char *p = signs->failed;

	while (p != NULL && *p != '\0') {
		size_t len;

		p += strspn(p, ", \t<>");
		len = strcspn(p, ", \t>");
		if (memchr(p, '@', len) != NULL)
			add_recipient(signs, arena_strndup(signs->arena,
							      p, len));
		p += len;
	}
}

static void add_noticed(struct signs *signs)
{
	for (size_t i = 0; i < signs->notice.count; i++)
		add_recipient(signs, signs->notice.at[i].address);
}

/* The head of the returned mail, from a part or from below the notice. */
static const char *original_head(const struct signs *signs)
{
	static const char *const types[] = {
		"message/rfc822", "text/rfc822-headers", "message/global",
		"message/global-headers", "message/rfc822-headers",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		const struct part *part = signs_part(signs->message,
						    types[i]);

		if (part != NULL && part->text != NULL)
			return part->text;
	}
	return signs->notice.original == NULL ? "" :
	       arena_strndup(signs->arena, signs->notice.original,
			     strnlen(signs->notice.original, HEAD_BYTES));
}

static const char *original_id(const struct signs *signs)
{
	const struct message *message = signs->message;
	const char *id = dsn_find(signs->arena, original_head(signs),
				  "Message-ID");
	const char *start;

	if (id == NULL || strchr(id, '<') == NULL)
		return message->in_reply_to.count == 1 ?
		       message->in_reply_to.at[0] : NULL;
	start = strchr(id, '<') + 1;
	return arena_strndup(signs->arena, start, strcspn(start, "> "));
}

/* Named nowhere in the notice: whom the returned mail was sent to. */
static void add_original(struct signs *signs)
{
	const char *to = dsn_find(signs->arena, original_head(signs),
				  "To");
	const char *open = to == NULL ? NULL : strchr(to, '<');

	if (to == NULL || strchr(to, ',') != NULL)
		return;
	signs->failed = open == NULL ? to : open;
	add_failed(signs);
}

/* The best source that names anybody; a failure of nobody is still told. */
static void name_recipients(struct signs *signs)
{
	struct dsn *dsn = &signs->dsn;

	if (dsn->count == 0 &&
	    text_find(signs->notice.told, "\nFinal-Recipient:") != NULL)
		dsn_read(signs->arena, signs->notice.told, dsn);
	if (dsn->count == 0)
		add_failed(signs);
	if (dsn->count == 0)
		add_noticed(signs);
	if (dsn->count == 0)
		add_original(signs);
	if (dsn->count == 0)
		add_recipient(signs, "");
}

static const struct bounce *build(const struct signs *signs)
{
	struct arena *arena = signs->arena;
	struct bounce *bounce = ARENA_NEW(arena, struct bounce);
	struct bounce_recipient *recipients =
		ARENA_ARRAY(arena, struct bounce_recipient,
			    signs->dsn.count);

	for (size_t i = 0; i < signs->dsn.count; i++)
		recipients[i] = failure_judge(arena, &signs->dsn.at[i],
					      &signs->notice);
	bounce->recipients = recipients;
	bounce->count = signs->dsn.count;
	bounce->original_message_id = original_id(signs);
	return bounce;
}

/* A report of nothing but success. */
static bool is_all_success(const struct dsn *dsn)
{
	for (size_t i = 0; i < dsn->count; i++)
		if (dsn->at[i].action[0] == '\0' ||
		    !failure_is_none(dsn->at[i].action))
			return false;
	return dsn->count > 0;
}

/* A person may send us such a text to look at. */
static bool is_ses(struct signs *signs, struct ses_notification *ses_r)
{
	if (!ses_read(signs->arena, signs->message->text, ses_r))
		return false;
	signs_settle(signs);
	return signs->sender != SENDER_UNKNOWN;
}

const struct bounce *bounce_read(struct arena *arena,
				 const struct message *message)
{
	struct signs signs = signs_gather(arena, message);
	struct ses_notification ses;

	if (is_ses(&signs, &ses)) {
		if (strcmp(ses.type, "bounce") != 0)
			return NULL;
		signs.dsn = ses.recipients;
		signs.notice.told = "";
		return build(&signs);
	}
	if (!signs_convince(&signs) || is_all_success(&signs.dsn))
		return NULL;
	name_recipients(&signs);
	return build(&signs);
}

/* The type that an ARF report claims, as one of our words. */
static const char *known_type(struct arena *arena, const char *claimed)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		REPORT_TYPES(ROW)
#undef ROW
	};
	const char *keyword = field_keyword(arena, claimed);

	for (size_t i = 0; i <= REPORT_OTHER; i++)
		if (text_same(keyword, words[i]))
			return words[i];
	return words[REPORT_OTHER];
}

static const struct report *report_new(const struct signs *signs,
				       const char *type)
{
	struct report *report = ARENA_NEW(signs->arena, struct report);

	report->type = type;
	report->original_message_id = original_id(signs);
	return report;
}

/* Complaints from before RFC 5965: the mail itself under such a subject
 * (Hotmail's JMRP). */
static bool is_old_complaint(const struct message *message)
{
	return text_starts(message->subject,
			   "complaint about message from ") &&
	       signs_part(message, "message/rfc822") != NULL;
}

/* RFC 5965 and RFC 8098. */
static const char *other_report(struct arena *arena,
				const struct message *message)
{
	const struct part *part = signs_part(message,
						"message/feedback-report");
	const char *type = NULL;

	if (part != NULL && part->text != NULL)
		type = dsn_find(arena, part->text, "Feedback-Type");
	if (type != NULL && type[0] != '\0')
		return known_type(arena, type);
	if (part != NULL || is_old_complaint(message) ||
	    signs_report_type(arena, message, "feedback-report"))
		return "abuse";
	if (signs_part(message, "message/disposition-notification") ||
	    signs_report_type(arena, message, "disposition-notification"))
		return "mdn";
	return NULL;
}

static const char *ses_report(const struct ses_notification *ses)
{
	if (strcmp(ses->type, "bounce") == 0)
		return NULL;
	return strcmp(ses->type, "complaint") == 0 ? "abuse" : "delivered";
}

const struct report *bounce_report(struct arena *arena,
				   const struct message *message)
{
	const char *type = other_report(arena, message);
	struct signs signs = { .arena = arena, .message = message };
	struct ses_notification ses;

	if (type != NULL)
		return report_new(&signs, type);
	signs = signs_gather(arena, message);
	if (is_ses(&signs, &ses))
		type = ses_report(&ses);
	else if (is_all_success(&signs.dsn) &&
		 signs_convince(&signs))
		type = "delivered";
	return type == NULL ? NULL : report_new(&signs, type);
}
