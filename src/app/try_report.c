/* try_report.c - keep what the plans say, and print it. */

#include "app/try_report.h"

#include "app/ticket_facts.h"
#include "base/json.h"
#include "base/map.h"
#include "base/text.h"

#include <inttypes.h>

struct candidate {
	struct ticket_kept *ticket;
	const char *evidence;		/* static storage */
	int score;
	bool proven, held;
};

struct mail {
	const char *file, *disposition, *how, *origin, *answer;
	const char *visible;		/* NULL: it became no message */
	bool unverified;		/* nothing proves who wrote it */
	struct strings rules, articles;
	struct ticket_kept *ticket;	/* NULL: none */
	struct candidate *candidates;	/* best first */
	size_t candidate_count;
	struct ticket_kept **related;
	size_t related_count;
	struct mail *next;
	const char *reasons;		/* of the urgency, a line each */
};

struct ticket_kept {
	struct ticket ticket;
	struct ticket_kept *into;	/* what it is part of; NULL: its own */
	struct ticket_kept *next;
};

struct outgoing {
	struct plan_outgoing out;
	const char *file;		/* of the mail that it answers */
	struct ticket_kept *ticket;
	struct outgoing *next;
};

struct try_report {
	struct arena *arena;
	struct map tickets;		/* by id */
	struct mail *mails, **mails_end;
	struct ticket_kept *first_ticket, **tickets_end;
	struct outgoing *outgoing, **outgoing_end;
};

struct try_report *try_report_new(struct arena *arena)
{
	struct try_report *report = ARENA_NEW(arena, struct try_report);

	report->arena = arena;
	report->tickets.arena = arena;
	report->mails_end = &report->mails;
	report->tickets_end = &report->first_ticket;
	report->outgoing_end = &report->outgoing;
	return report;
}

static struct strings keep_words(struct arena *arena,
				 const struct strings *tags)
{
	const char **at = ARENA_ARRAY(arena, const char *, tags->count);

	for (size_t i = 0; i < tags->count; i++)
		at[i] = arena_strdup(arena, tags->at[i]);
	return (struct strings){ at, tags->count };
}

static struct ticket_kept *keep_ticket(struct try_report *report,
				       const struct plan *plan)
{
	struct arena *arena = report->arena;
	const char *key = arena_printf(arena, "%" PRId64, plan->ticket_id);
	struct ticket_kept *kept = map_get(&report->tickets, key);

	if (kept == NULL && plan->ticket != NULL) {
		kept = ARENA_NEW(arena, struct ticket_kept);
		map_put(&report->tickets, key, kept);
		*report->tickets_end = kept;
		report->tickets_end = &kept->next;
	}
	if (plan->ticket == NULL)
		return kept;
	kept->ticket = *plan->ticket;
	kept->ticket.subject = arena_strdup(arena, plan->ticket->subject);
	kept->ticket.queue = arena_strdup(arena, plan->ticket->queue);
	kept->ticket.language = arena_strdup(arena, plan->ticket->language);
	kept->ticket.agent = arena_strdup(arena, plan->ticket->agent);
	kept->ticket.reasons = arena_strdup(arena, plan->ticket->reasons);
	kept->ticket.requester_address =
		arena_strdup(arena, plan->ticket->requester_address);
	kept->ticket.tags = keep_words(arena, &plan->ticket->tags);
	return kept;
}

static struct ticket_kept *find_ticket(const struct try_report *report,
				       int64_t id)
{
	return map_get(&report->tickets,
		       arena_printf(report->arena, "%" PRId64, id));
}

/* The ticket, or what it is part of in the end. */
static struct ticket_kept *whole(struct ticket_kept *ticket)
{
	while (ticket != NULL && ticket->into != NULL)
		ticket = ticket->into;
	return ticket;
}

static void keep_links(const struct try_report *report, struct mail *mail,
		       const struct plan *plan)
{
	struct arena *arena = report->arena;

	mail->candidates = ARENA_ARRAY(arena, struct candidate,
				       plan->candidate_count);
	for (size_t i = 0; i < plan->candidate_count; i++) {
		const struct plan_candidate *from = &plan->candidates[i];
		struct candidate *to = &mail->candidates[mail->candidate_count];

		to->ticket = find_ticket(report, from->ticket_id);
		to->evidence = from->evidence;
		to->score = from->score;
		to->proven = from->proven;
		to->held = from->held;
		mail->candidate_count += to->ticket != NULL;
	}
	mail->related = ARENA_ARRAY(arena, struct ticket_kept *,
				    plan->relation_count);
	for (size_t i = 0; i < plan->relation_count; i++) {
		const struct plan_relation *relation = &plan->relations[i];
		struct ticket_kept *other = find_ticket(report,
			relation->other_id == plan->ticket_id
				? relation->ticket_id : relation->other_id);

		if (other != NULL)
			mail->related[mail->related_count++] = other;
	}
	for (size_t i = 0; i < plan->merge_count; i++) {
		struct ticket_kept *part = find_ticket(
			report, plan->merges[i].ticket_id);

		if (part != NULL)
			part->into = find_ticket(report, plan->merges[i].into);
	}
}

static void keep_outgoing(struct try_report *report,
			  const struct plan_outgoing *out,
			  const struct mail *mail)
{
	struct outgoing *kept = ARENA_NEW(report->arena, struct outgoing);

	kept->file = mail->file;
	kept->ticket = mail->ticket;
	kept->out.message_id = arena_strdup(report->arena, out->message_id);
	kept->out.mail_from = arena_strdup(report->arena, out->mail_from);
	kept->out.rcpt_to = arena_strdup(report->arena, out->rcpt_to);
	kept->out.template = arena_strdup(report->arena, out->template);
	kept->out.language = arena_strdup(report->arena, out->language);
	kept->out.subject = arena_strdup(report->arena, out->subject);
	kept->out.because = arena_strdup(report->arena, out->because);
	kept->out.text = arena_strdup(report->arena, out->text);
	*report->outgoing_end = kept;
	report->outgoing_end = &kept->next;
}

void try_report_add(struct try_report *report, const char *file,
		    const struct plan *plan)
{
	struct mail *mail = ARENA_NEW(report->arena, struct mail);

	mail->rules = keep_words(report->arena, &plan->rules);
	mail->file = file;
	mail->disposition = disposition_word(plan->disposition);
	mail->how = arena_strdup(report->arena, plan->how);
	mail->origin = arena_strdup(report->arena, plan->origin);
	mail->answer = arena_strdup(report->arena, plan->answer);
	if (plan->message_count > 0)
		mail->visible = arena_strdup(report->arena,
					     plan->messages[0].visible);
	mail->unverified = plan->message_count > 0 &&
			   plan->messages[0].unverified;
	mail->articles = keep_words(report->arena, &plan->offered);
	if (plan->ticket_id != 0)
		mail->ticket = keep_ticket(report, plan);
	keep_links(report, mail, plan);
	if (plan->ticket != NULL)
		mail->reasons = arena_strdup(report->arena,
					     plan->ticket->reasons);
	*report->mails_end = mail;
	report->mails_end = &mail->next;
	for (size_t i = 0; i < plan->outgoing_count; i++)
		keep_outgoing(report, &plan->outgoing[i], mail);
}

/* --- JSON --- */

static const char *or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

static void put_number(struct json *json, const char *key,
		       struct ticket_kept *ticket)
{
	json_key(json, key);
	if (ticket == NULL)
		json_null(json);
	else
		json_int(json, whole(ticket)->ticket.number);
}

static void put_links(struct json *json, const struct mail *mail)
{
	json_key(json, "candidates");
	json_open(json, '[');
	for (size_t i = 0; i < mail->candidate_count; i++) {
		const struct candidate *candidate = &mail->candidates[i];

		json_open(json, '{');
		put_number(json, "ticket", candidate->ticket);
		json_put(json, "evidence", candidate->evidence);
		json_put_int(json, "score", candidate->score);
		json_put_bool(json, "signed", candidate->proven);
		json_put_bool(json, "held", candidate->held);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_key(json, "related");
	json_open(json, '[');
	for (size_t i = 0; i < mail->related_count; i++)
		json_int(json, whole(mail->related[i])->ticket.number);
	json_close(json, ']');
}

static void put_words(struct json *json, const char *key,
		      const struct strings *words)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < words->count; i++)
		json_string(json, words->at[i]);
	json_close(json, ']');
}

static void put_mail(struct json *json, const struct mail *mail)
{
	const struct ticket_kept *ticket = whole(mail->ticket);

	json_open(json, '{');
	json_put(json, "file", mail->file);
	json_put(json, "disposition", mail->disposition);
	put_number(json, "ticket", mail->ticket);
	json_put(json, "how", mail->how);
	json_put(json, "origin", or_null(mail->origin));
	json_put(json, "answer", or_null(mail->answer));
	json_put(json, "urgency", ticket == NULL
		 ? NULL : urgency_word(ticket->ticket.urgency));
	json_put(json, "queue", ticket == NULL ? NULL : ticket->ticket.queue);
	put_words(json, "rules", &mail->rules);
	put_words(json, "articles", &mail->articles);
	json_put(json, "visible", mail->visible);
	put_links(json, mail);
	json_put_bool(json, "unverified", mail->unverified);
	json_close(json, '}');
}

static void put_ticket(struct json *json, const struct try_report *report,
		       const struct ticket_kept *kept)
{
	const struct ticket *ticket = &kept->ticket;

	json_open(json, '{');
	json_put_int(json, "number", ticket->number);
	json_put(json, "subject", ticket->subject);
	json_put(json, "state", ticket_state_word(ticket->state));
	json_put(json, "urgency", urgency_word(ticket->urgency));
	json_put(json, "queue", ticket->queue);
	json_put(json, "requester", or_null(ticket->requester_address));
	json_put(json, "language", or_null(ticket->language));
	put_words(json, "tags", &ticket->tags);
	put_number(json, "merged_into", kept->into);
	json_put(json, "agent", ticket->agent == NULL
		 ? NULL : or_null(ticket->agent));
	ticket_facts_reasons(json, ticket->reasons);
	json_key(json, "mails");
	json_open(json, '[');
	for (const struct mail *m = report->mails; m != NULL; m = m->next)
		if (whole(m->ticket) == kept)
			json_string(json, m->file);
	json_close(json, ']');
	json_close(json, '}');
}

static void put_outgoing(struct json *json, const struct outgoing *kept)
{
	json_open(json, '{');
	json_put(json, "file", kept->file);
	json_put(json, "envelope", kept->out.mail_from);
	json_put(json, "to", kept->out.rcpt_to);
	put_number(json, "ticket", kept->ticket);
	json_put(json, "template", kept->out.template);
	json_put(json, "language", kept->out.language);
	json_put(json, "subject", kept->out.subject);
	json_put(json, "because", kept->out.because);
	json_put(json, "message_id", kept->out.message_id);
	json_put(json, "text", kept->out.text);
	json_close(json, '}');
}

void try_report_json(const struct try_report *report, struct arena *arena)
{
	struct buffer out = { .arena = arena };
	struct json json = { .out = &out };

	json_open(&json, '{');
	json_key(&json, "mails");
	json_open(&json, '[');
	for (const struct mail *m = report->mails; m != NULL; m = m->next)
		put_mail(&json, m);
	json_close(&json, ']');
	json_key(&json, "tickets");
	json_open(&json, '[');
	for (const struct ticket_kept *t = report->first_ticket; t != NULL;
	     t = t->next)
		put_ticket(&json, report, t);
	json_close(&json, ']');
	json_key(&json, "outgoing");
	json_open(&json, '[');
	for (const struct outgoing *o = report->outgoing; o != NULL;
	     o = o->next)
		put_outgoing(&json, o);
	json_close(&json, ']');
	json_close(&json, '}');
	puts(buffer_string(&out));
}

/* --- for people --- */

static void print_mail(const struct mail *mail)
{
	const struct ticket_kept *ticket = whole(mail->ticket);

	printf("%s\n  %s", mail->file, mail->disposition);
	if (ticket != NULL)
		printf(" #%" PRId64 " (%s), %s, queue %s",
		       ticket->ticket.number, mail->how,
		       urgency_word(ticket->ticket.urgency),
		       ticket->ticket.queue);
	ticket_facts_lines(mail->reasons);
	printf("\n  written by: %s", mail->origin);
	if (mail->answer[0] != '\0')
		printf("   answer: %s", mail->answer);
	for (size_t i = 0; i < mail->rules.count; i++)
		printf("%s%s", i == 0 ? "\n  rules: " : ", ",
		       mail->rules.at[i]);
	for (size_t i = 0; i < mail->articles.count; i++)
		printf("%s%s", i == 0 ? "\n  offered: " : ", ",
		       mail->articles.at[i]);
	putchar('\n');
}

void try_report_print(const struct try_report *report, struct arena *arena)
{
	for (const struct mail *m = report->mails; m != NULL; m = m->next)
		print_mail(m);
	for (const struct outgoing *o = report->outgoing; o != NULL;
	     o = o->next) {
		const char *text = o->out.text;

		printf("\nWould be sent to %s (%s, %s, because: %s):\n"
		       "  Subject: %s\n\n", o->out.rcpt_to, o->out.template,
		       o->out.language, o->out.because, o->out.subject);
		while (*text != '\0') {
			size_t line = strcspn(text, "\n");

			printf("  %s\n", arena_strndup(arena, text, line));
			text += line + (text[line] != '\0');
		}
	}
}
