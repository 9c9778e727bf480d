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

/* Names of mail systems, for those that send under an address of their own;
 * a person may be an administrator. */
static enum signs_sender sender_of_name(const char *name)
{
	static const struct name {
		const char *words;
		enum signs_sender sender;
	} names[] = {
		{ "mail deliver", SENDER_DAEMON },
		{ "mail.deliver", SENDER_DAEMON },
		{ "mailer-daemon", SENDER_DAEMON },
		{ "mailer daemon", SENDER_DAEMON },
		{ "mail daemon", SENDER_DAEMON },
		{ "delivery subsystem", SENDER_DAEMON },
		{ "email delivery", SENDER_DAEMON },
		{ "ndr administrator", SENDER_DAEMON },
		{ "system administrator", SENDER_OFFICE },
		{ "mail administrator", SENDER_OFFICE },
		{ "postmaster", SENDER_OFFICE },
		{ "internet mail", SENDER_OFFICE },
		{ "mail system", SENDER_OFFICE },
		{ "interscan", SENDER_OFFICE },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_find(name, names[i].words) != NULL)
			return names[i].sender;
	return SENDER_UNKNOWN;
}

static enum signs_sender sender_of_address(const char *address)
{
	switch (role_of(address)) {
	case ROLE_MAILER:
		return text_starts(address, "post") ? SENDER_OFFICE :
						      SENDER_DAEMON;
	case ROLE_LIST:
	case ROLE_NO_REPLY:
	case ROLE_MONITOR:
		return SENDER_MACHINE;
	case ROLE_NONE:
		break;
	}
	return sender_of_name(address);
}

/* RFC 5321 4.5.5: reports have a null reverse-path; some systems write their
 * daemon's name there. */
static enum signs_sender sender_of_path(const struct message *message)
{
	const char *path = message->return_path.address;

	if (!message->has_return_path)
		return SENDER_UNKNOWN;
	if (path[0] == '\0')
		return SENDER_NULL;
	return sender_of_address(path) == SENDER_DAEMON ? SENDER_DAEMON :
							  SENDER_UNKNOWN;
}

static enum signs_sender sender_of(const struct message *message)
{
	enum signs_sender sender = sender_of_path(message);

	if (message->from.count == 0)
		sender = SENDER_DAEMON;
	for (size_t i = 0; i < message->from.count; i++) {
		const struct mailbox *from = &message->from.at[i];
		enum signs_sender name = sender_of_name(from->name);
		enum signs_sender address = sender_of_address(from->address);

		if (name > sender)
			sender = name;
		if (address > sender)
			sender = address;
	}
	return sender;
}

void signs_settle(struct signs *signs)
{
	if (signs->sender == SENDER_UNKNOWN &&
	    automatic_read(signs->arena, signs->message).kind !=
	    AUTOMATIC_NONE)
		signs->sender = SENDER_MACHINE;
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
		.sender = sender_of(message),
		.report = signs_report_type(arena, message,
					    "delivery-status"),
		.subject = notice_subject(arena, message->subject),
		.failed = message_header(message, "X-Failed-Recipients"),
	};

	gather_dsn(&signs);
	return signs;
}

/* How much speaks for a bounce, beside the sender. */
static int weight(const struct signs *signs)
{
	const struct notice *notice = &signs->notice;
	bool named = notice->count > 0 ||
		     signs_part(signs->message, "message/rfc822") != NULL;
	int sum = 0;

	if (signs->failed != NULL || signs->dsn.count > 0)
		sum += 2;
	if (notice->system != NULL)
		sum += notice->system[0] == '\0' ? 1 : 2;
	return sum + signs->subject + named;
}

/* The less a mail system the sender is, the more is asked.  What answers us
 * is a person's, unless only programs write so. */
static bool is_enough(const struct signs *signs)
{
	static const int needed[SENDER_COUNT] = {
		[SENDER_UNKNOWN] = 4,
		[SENDER_MACHINE] = 3,
		[SENDER_OFFICE] = 2,
		[SENDER_NULL] = 2,
		[SENDER_DAEMON] = 1,
	};

	if (signs->sender < SENDER_NULL &&
	    signs->message->in_reply_to.count > 0)
		return false;
	if (signs->sender < SENDER_OFFICE && !signs->subject)
		return false;
	return weight(signs) >= needed[signs->sender];
}

bool signs_convince(struct signs *signs)
{
	if (signs->sender < SENDER_OFFICE && !signs->report &&
	    !signs->subject && signs->failed == NULL)
		return false;
	signs_settle(signs);
	signs->notice = notice_read(signs->arena, signs->message->text);
	if (signs->report)
		return signs->sender >= SENDER_OFFICE || signs->subject ||
		       signs->dsn.count > 0;
	return is_enough(signs);
}
