/* origin.c - from the marks of a mail to its kind, and whether it may be
 * answered. */

#include "mail/origin.h"

#include "base/text.h"
#include "mail/absence.h"
#include "mail/automatic.h"
#include "mail/field.h"
#include "mail/role.h"
#include "base/ascii.h"

/* RFC 5321 6.3 counts Received fields to find loops; no honest path is
 * longer than this. */
enum { HOPS = 50, EVIDENCE = 16 };

/* What is gathered until one kind is left. */
struct traces {
	struct arena *arena;
	enum automatic_kind kind;
	enum origin_reason reason;
	const char **evidence;
	size_t count;
};

static void add_evidence(struct traces *traces, const char *name,
			 const char *value)
{
	const char *line = arena_printf(traces->arena, "%s: %.200s",
					name, value);

	if (traces->count < EVIDENCE)
		traces->evidence[traces->count++] =
			text_line(traces->arena, line, strlen(line), 200);
}

/* The first of the weightiest traces names the reason. */
static void trace(struct traces *traces, enum automatic_kind kind,
		  enum origin_reason reason, const char *name,
		  const char *value)
{
	add_evidence(traces, name, value);
	if (kind > traces->kind) {
		traces->kind = kind;
		traces->reason = reason;
	}
}

static void trace_fields(struct traces *traces, const struct message *message)
{
	struct automatic automatic = automatic_read(traces->arena, message);

	traces->kind = automatic.kind;
	traces->reason = automatic.reason;
	for (size_t i = 0; i < automatic.evidence.count; i++)
		traces->evidence[traces->count++] = automatic.evidence.at[i];
}

static void trace_role(struct traces *traces, enum role role,
		       const char *name, const char *address)
{
	if (role == ROLE_LIST)
		trace(traces, AUTOMATIC_LIST, BECAUSE_LIST_SENDER, name,
		      address);
	else if (role != ROLE_NONE)
		trace(traces, AUTOMATIC_ROBOT, BECAUSE_ROLE_SENDER, name,
		      address);
}

static void trace_senders(struct traces *traces,
			  const struct message *message)
{
	const char *envelope = message->return_path.address;

	for (size_t i = 0; i < message->from.count; i++)
		trace_role(traces, role_of(message->from.at[i].address),
			   "From", message->from.at[i].address);
	for (size_t i = 0; i < message->reply_to.count; i++)
		if (role_of(message->reply_to.at[i].address) == ROLE_NO_REPLY)
			trace(traces, AUTOMATIC_ROBOT, BECAUSE_ROLE_SENDER,
			      "Reply-To", message->reply_to.at[i].address);
	if (message->sender.address[0] != '\0')
		trace_role(traces, role_of(message->sender.address),
			   "Sender", message->sender.address);
	if (message->has_return_path && envelope[0] == '\0')
		trace(traces, AUTOMATIC_ROBOT, BECAUSE_NULL_SENDER,
		      "Return-Path", "<>");
	else if (message->has_return_path)
		trace_role(traces, role_of_envelope(envelope),
			   "Return-Path", envelope);
}

/* Monitors that send under any name and mark nothing else. */
static void trace_monitor(struct traces *traces,
			  const struct message *message)
{
	static const struct monitor {
		const char *system, *start;
	} monitors[] = {
		{ "Nagios, Icinga",  "** PROBLEM " },
		{ "Nagios, Icinga",  "** RECOVERY " },
		{ "Nagios, Icinga",  "** ACKNOWLEDGEMENT " },
		{ "Nagios, Icinga",  "PROBLEM Service Alert:" },
		{ "Nagios, Icinga",  "PROBLEM Host Alert:" },
		{ "Alertmanager",    "[FIRING:" },
		{ "Alertmanager",    "[RESOLVED]" },
		{ "Grafana",         "[Alerting] " },
		{ "Grafana",         "[OK] " },
		{ "CloudWatch",      "ALARM: \"" },
		{ "cron",            "Cron <" },
		{ "Logwatch",        "Logwatch for " },
		{ "Monit",           "monit alert -- " },
	};

	for (size_t i = 0; i < sizeof(monitors) / sizeof(monitors[0]); i++)
		if (text_starts(message->subject, monitors[i].start))
			trace(traces, AUTOMATIC_ROBOT, BECAUSE_MONITORING,
			      monitors[i].system, message->subject);
}

/* RFC 5546: answers to an invitation; a REQUEST is a person's. */
static bool is_calendar_answer(struct arena *arena, const char *method)
{
	static const char *const answers[] = {
		"reply", "counter", "declinecounter", "refresh",
	};
	const char *word = field_keyword(arena, method);

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (text_same(word, answers[i]))
			return true;
	return false;
}

static void trace_calendar(struct traces *traces,
			   const struct message *message)
{
	const char *type = message_header(message, "Content-Type");
	const char *method = NULL;

	if (type != NULL && text_starts(type, "text/calendar"))
		method = field_parameter(traces->arena, type, "method");
	for (size_t i = 0; i < message->part_count && method == NULL; i++) {
		const struct part *part = &message->parts[i];

		if (!text_same(part->type, "text/calendar") ||
		    part->text == NULL)
			continue;
		method = text_find(part->text, "\nMETHOD:");
		if (method != NULL)
			method = arena_strndup(traces->arena, method + 8,
					       strcspn(method + 8, "\n"));
	}
	if (method != NULL && is_calendar_answer(traces->arena, method))
		trace(traces, AUTOMATIC_ROBOT, BECAUSE_CALENDAR_ANSWER,
		      "METHOD", method);
}

/* Out-of-office words count with a machine's mark, or where the subject is in
 * the form that only programs write. */
static void trace_absence(struct traces *traces,
			  const struct message *message,
			  const struct fold *fold)
{
	enum absence subject = absence_in_subject(traces->arena,
						  message->subject);
	const char *text = fold != NULL && fold->visible != NULL ?
			   fold->visible : message->text;
	bool marked = traces->kind == AUTOMATIC_ROBOT;

	if (subject == ABSENCE_SAID ||
	    (subject == ABSENCE_HINTED &&
	     absence_in_text(traces->arena, text))) {
		trace(traces, AUTOMATIC_RESPONDER, BECAUSE_OUT_OF_OFFICE,
		      "Subject", message->subject);
	} else if (marked && message->in_reply_to.count > 0 &&
		   absence_in_text(traces->arena, text)) {
		trace(traces, AUTOMATIC_RESPONDER, BECAUSE_OUT_OF_OFFICE,
		      "Text", "words of absence");
	}
}

static bool is_same_or_detailed(const char *address, const char *ours)
{
	size_t local = strcspn(ours, "@");

	return text_same(address, ours) ||
	       (local > 0 && text_same(address + strcspn(address, "@"),
				       ours + local) &&
		ascii_compare(address, ours, local) == 0 &&
		address[local] == '+');
}

bool origin_is_ours(const char *address, const struct strings *ours)
{
	const char *domain = strrchr(address, '@');

	for (size_t i = 0; ours != NULL && domain != NULL && i < ours->count;
	     i++)
		if (is_same_or_detailed(address, ours->at[i]) ||
		    (ours->at[i][0] == '@' && text_same(ours->at[i], domain)))
			return true;
	return false;
}

/* Nobody wrote it, or one cannot say who: no From, several, or <>.  Whether
 * the one author can be reached is desk/respond's question. */
static bool is_authorless(const struct message *message)
{
	const char *from = message_header(message, "From");
	size_t addresses = 0;

	for (size_t i = 0; i < message->from.count; i++)
		if (strchr(message->from.at[i].address, '@') != NULL)
			addresses++;
	return message->from_fields != 1 || addresses > 1 || from == NULL ||
	       text_same(from, "<>");
}

/* Refusals that do not depend on the kind: the first, or BECAUSE_PERSON. */
static enum origin_reason unanswerable(const struct message *message)
{
	static const uint64_t broken =
		UINT64_C(1) << DEFECT_EMPTY |
		UINT64_C(1) << DEFECT_UNPARSED |
		UINT64_C(1) << DEFECT_HEADER_TOO_BIG |
		UINT64_C(1) << DEFECT_TOO_MANY_FIELDS;

	if (is_authorless(message))
		return BECAUSE_NO_AUTHOR;
	if (message->received_fields > HOPS)
		return BECAUSE_HOPS;
	if ((message->defects & broken) != 0)
		return BECAUSE_MALFORMED;
	return BECAUSE_PERSON;
}

static enum origin_kind kind_of(enum automatic_kind kind)
{
	switch (kind) {
	case AUTOMATIC_RESPONDER:
		return ORIGIN_RESPONDER;
	case AUTOMATIC_LIST:
		return ORIGIN_LIST;
	case AUTOMATIC_ROBOT:
		return ORIGIN_ROBOT;
	case AUTOMATIC_NONE:
		break;
	}
	return ORIGIN_PERSON;
}

struct origin origin_judge(struct arena *arena, const struct message *message,
			   const struct fold *fold,
			   const struct bounce *bounce,
			   const struct report *report,
			   const struct strings *ours)
{
	const char *author = message_author(message);
	struct traces traces = {
		.arena = arena,
		.evidence = ARENA_ARRAY(arena, const char *, EVIDENCE),
	};
	struct origin origin;
	enum origin_reason answer;

	trace_fields(&traces, message);
	trace_senders(&traces, message);
	trace_calendar(&traces, message);
	trace_monitor(&traces, message);
	trace_absence(&traces, message, fold);
	origin.kind = kind_of(traces.kind);
	if (bounce != NULL) {
		origin.kind = ORIGIN_BOUNCE;
		traces.reason = BECAUSE_BOUNCE;
		if (bounce->count > 0)
			add_evidence(&traces, "Failed",
				     bounce->recipients[0].address);
	} else if (report != NULL) {
		origin.kind = ORIGIN_REPORT;
		traces.reason = BECAUSE_REPORT;
		add_evidence(&traces, "Report", report->type);
	} else if (origin_is_ours(author, ours)) {
		origin.kind = ORIGIN_OURSELVES;
		traces.reason = BECAUSE_OURSELVES;
		add_evidence(&traces, "From", author);
	}
	answer = origin.kind == ORIGIN_PERSON ? unanswerable(message) :
						traces.reason;
	origin.word = origin_reason_word(traces.reason);
	origin.evidence = (struct strings){ traces.evidence, traces.count };
	origin.may_answer = answer == BECAUSE_PERSON;
	origin.answer_word = origin_reason_word(answer);
	return origin;
}

const char *origin_reason_word(enum origin_reason reason)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		ORIGIN_REASONS(ROW)
#undef ROW
	};

	return words[reason];
}

const char *origin_word(enum origin_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		ORIGIN_KINDS(ROW)
#undef ROW
	};

	return words[kind];
}
