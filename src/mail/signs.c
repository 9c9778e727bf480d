/* signs.c - senders, subjects and parts that only mail systems have. */

#include "mail/signs.h"

#include "base/text.h"
#include "mail/automatic.h"
#include "mail/field.h"
#include "mail/role.h"

bool signs_report_type(struct arena *arena, const struct message *message,
			  const char *kind)
{
	const char *type = message_header(message, "Content-Type");
	const char *report = type == NULL ? NULL :
			     field_parameter(arena, type, "report-type");

	return report != NULL && text_starts(type, "multipart/") &&
	       text_same(report, kind);
}

const struct part *signs_part(const struct message *message,
				 const char *type)
{
	for (size_t i = 0; i < message->part_count; i++)
		if (strcmp(message->parts[i].type, type) == 0)
			return &message->parts[i];
	return NULL;
}

/* Names of mail systems, for those that send under a name of their own. */
static bool is_system_name(const char *name)
{
	static const char *const names[] = {
		"mail deliver", "mailer-daemon", "mailer daemon",
		"mail daemon", "system administrator",
		"mail administrator", "mail.deliver", "internet mail",
		"delivery subsystem", "email delivery", "interscan",
		"ndr administrator", "mail system",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_find(name, names[i]) != NULL)
			return true;
	return false;
}

/* RFC 5321 4.5.5: reports are sent with a null reverse-path; some write the
 * name of the daemon instead. */
static bool has_null_path(const struct message *message)
{
	const char *path = message->return_path.address;

	return message->has_return_path &&
	       (path[0] == '\0' || (role_of(path) == ROLE_MAILER &&
				    !text_starts(path, "postmaster")));
}

static enum signs_sender sender_of(struct arena *arena,
				   const struct message *message)
{
	enum signs_sender sender = message->from.count == 0 ?
				   SENDER_DAEMON : SENDER_UNKNOWN;

	if (has_null_path(message))
		return SENDER_DAEMON;
	for (size_t i = 0; i < message->from.count; i++) {
		const struct mailbox *from = &message->from.at[i];

		if (is_system_name(from->name) ||
		    is_system_name(from->address))
			return SENDER_DAEMON;
		if (role_of(from->address) == ROLE_MAILER)
			sender = text_starts(from->address, "postmaster") ?
				 SENDER_OFFICE : SENDER_DAEMON;
		else if (role_of(from->address) != ROLE_NONE)
			sender = SENDER_MACHINE;
	}
	if (sender == SENDER_UNKNOWN &&
	    automatic_read(arena, message).kind != AUTOMATIC_NONE)
		sender = SENDER_MACHINE;
	return sender;
}

static void gather_dsn(struct signs *signs)
{
	const struct message *message = signs->message;

	for (size_t i = 0; i < message->part_count; i++) {
		const struct part *part = &message->parts[i];

		if (part->text != NULL &&
		    (strcmp(part->type, "message/delivery-status") == 0 ||
		     strcmp(part->type,
			    "message/global-delivery-status") == 0))
			dsn_read(signs->arena, part->text, &signs->dsn);
	}
}

struct signs signs_gather(struct arena *arena,
				const struct message *message)
{
	struct signs signs = {
		.arena = arena, .message = message,
		.sender = sender_of(arena, message),
		.report = signs_report_type(arena, message,
					       "delivery-status"),
		.subject = notice_subject(arena, message->subject),
		.failed = message_header(message, "X-Failed-Recipients"),
	};

	gather_dsn(&signs);
	return signs;
}

/* Without a mail system's name, a person could have written it: only what no
 * person writes counts, and no answer. */
static bool is_beyond_people(const struct signs *signs)
{
	const struct notice *notice = &signs->notice;
	bool known = notice->system != NULL && notice->system[0] != '\0';

	if (signs->failed != NULL || signs->dsn.count > 0)
		return signs->subject || notice->system != NULL;
	if (signs->message->in_reply_to.count > 0)
		return false;
	if (signs->sender == SENDER_OFFICE)
		return known || (signs->subject && (notice->count > 0 ||
			signs_part(signs->message, "message/rfc822")));
	return signs->subject && notice->count > 0 &&
	       (known || (signs->sender == SENDER_MACHINE &&
			  notice->system != NULL));
}

bool signs_convince(struct signs *signs)
{
	if (signs->sender < SENDER_OFFICE && !signs->report &&
	    !signs->subject && signs->failed == NULL &&
	    signs->dsn.count == 0)
		return false;
	signs->notice = notice_read(signs->arena,
				       signs->message->text);
	if (signs->report)
		return signs->sender >= SENDER_OFFICE ||
		       signs->subject || signs->dsn.count > 0;
	if (signs->sender == SENDER_DAEMON)
		return signs->dsn.count > 0 || signs->failed != NULL ||
		       signs->subject || signs->notice.system != NULL;
	return is_beyond_people(signs);
}
