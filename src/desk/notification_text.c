/* notification_text.c - what was written, what is known, how to answer. */

#include "desk/notification_text.h"

#include "base/text.h"
#include "desk/leak.h"
#include "desk/team.h"
#include "desk/template.h"
#include "mail/verbatim.h"

#include <inttypes.h>

enum { HISTORY_MOST = 8, LINE_BYTES = 200 };

/* One line of a mail each, frame included: broken in two it would be none. */
static const struct {
	const char *language, *words;
} markers[] = {
	{ "en", "Answer above this line. What stands below is not sent." },
	{ "de", "Über dieser Zeile antworten. Der Rest wird nicht gesendet." },
	{ "fr", "Répondez au-dessus de cette ligne. "
	  "Le reste n’est pas envoyé." },
	{ "es", "Responda por encima de esta línea. "
	  "Lo de abajo no se envía." },
	{ "el", "Απαντήστε πάνω από αυτή τη γραμμή. "
	  "Τα υπόλοιπα δεν στέλνονται." },
	{ "et", "Vastake selle rea kohal. Allpool olevat ei saadeta." },
	{ "he", "נא להשיב מעל השורה הזאת. מה שמתחתיה לא יישלח." },
	{ "pt", "Responda acima desta linha. "
	  "O que está abaixo não é enviado." },
	{ "ru", "Отвечайте выше этой строки. "
	  "Всё, что ниже, не отправляется." },
};

const char *notification_marker(const struct agent *agent)
{
	for (size_t l = 0; l < agent->languages.count; l++)
		for (size_t i = 0; i < sizeof(markers) / sizeof(*markers); i++)
			if (text_same(agent->languages.at[l],
				      markers[i].language))
				return markers[i].words;
	return markers[0].words;
}

const char *notification_line(struct arena *arena, const char *text,
			      size_t limit)
{
	return text_line(arena, text, strlen(text), limit);
}

const char *notification_subject(struct arena *arena,
				 const struct ticket *ticket)
{
	const char *language = ticket->language;

	return arena_printf(arena, "[#%" PRId64 "] %s%s%s: %s", ticket->number,
			    urgency_word(ticket->urgency),
			    language == NULL || language[0] == '\0' ? ""
				    : ", ",
			    language == NULL ? "" : language,
			    ticket->subject[0] == '\0' ? "(no subject)"
				    : notification_line(arena, ticket->subject,
							LINE_BYTES));
}

/* A line that looks like the marker would cut off an agent's answer. */
static const char *unmarked(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	while (*text != '\0') {
		if (text_starts(text, LEAK_MARK_OPEN)) {
			buffer_text(&out, "## -");
			text += strlen(LEAK_MARK_OPEN);
		} else {
			buffer_char(&out, *text++);
		}
	}
	return buffer_string(&out);
}

void notification_put_words(struct buffer *out, const char *text)
{
	buffer_text(out, verbatim_markdown(out->arena,
					   unmarked(out->arena, text)));
}

/* A value that somebody else wrote, on one line. */
static void put_value(struct buffer *out, const char *value)
{
	template_put_value(out, unmarked(out->arena, value));
}

static void put_line(struct buffer *out, const char *what, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buffer_printf(out, "- %s: ", what);
	put_value(out, value);
	buffer_char(out, '\n');
}

static const char *who(struct arena *arena,
		       const struct notification_said *said)
{
	const char *name = notification_line(arena, said->from_name, 80);

	if (said->from_address[0] == '\0')
		return name;
	return name[0] == '\0' ? said->from_address
		: arena_printf(arena, "%s <%s>", name, said->from_address);
}

/* On her clocks. */
static const char *moment(struct arena *arena,
			  const struct notification_facts *facts, usec_t at)
{
	const struct hours *hours = facts->agent->hours != NULL
		? facts->agent->hours : facts->desk->hours;

	char *text;

	if (hours == NULL)
		return clock_render(arena, at);
	text = arena_strdup(arena, clock_render(arena, zone_local(hours->zone,
								  at)));
	if (strlen(text) < strlen("2026-03-01T09:30"))
		return text;
	text[strlen("2026-03-01")] = ' ';
	text[strlen("2026-03-01T09:30")] = '\0';
	return text;
}

/* Is it what the agent is told of? */
static bool is_news(const struct notification_facts *facts,
		    const struct notification_ticket *ticket,
		    const struct notification_said *said)
{
	for (size_t i = 0; said->mail_id != 0 && i < facts->cause_count; i++)
		if (facts->causes[i].ticket_id == ticket->ticket.id &&
		    facts->causes[i].mail_id == said->mail_id &&
		    said->direction != MESSAGE_OUT)
			return true;
	return false;
}

static void put_news(struct buffer *out,
		     const struct notification_facts *facts,
		     const struct notification_ticket *ticket)
{
	for (size_t i = ticket->said_count; i-- > 0;) {
		const struct notification_said *said = &ticket->said[i];

		if (!is_news(facts, ticket, said))
			continue;
		put_value(out, who(out->arena, said));
		buffer_printf(out, " wrote%s%s:\n\n",
			      said->unverified
				      ? " (not proven who it is)" : "",
			      said->direction == MESSAGE_NOTE
				      ? " (held: not part of the ticket yet)"
				      : "");
		notification_put_words(out, said->visible);
		if (strlen(said->visible) >= NOTIFICATION_WORDS)
			buffer_printf(out, "\n\\[\u2026\\] All of it: "
				      "postdesk show %" PRId64 "\n",
				      ticket->ticket.number);
		buffer_char(out, '\n');
	}
}

static const char *what_happened(enum notification_kind kind)
{
	static const char *const words[] = {
		[NOTIFICATION_NEW] = "It is a new ticket",
		[NOTIFICATION_ANSWER] = "The customer wrote again",
		[NOTIFICATION_ASSIGNED] = "It was given to you",
		[NOTIFICATION_PENDING] = "Somebody who does not take part "
			"wrote; #join lets him in",
		[NOTIFICATION_UNDELIVERED] = "A mail to the customer did not "
			"arrive",
		[NOTIFICATION_RESTED] = "It rested until now",
		[NOTIFICATION_RULE] = "A rule asks to tell you",
	};

	return words[kind];
}

static void put_causes(struct buffer *out,
		       const struct notification_facts *facts,
		       const struct notification_ticket *ticket)
{
	for (size_t i = 0; i < facts->cause_count; i++) {
		const struct notification_cause *cause = &facts->causes[i];
		bool said = false;

		for (size_t k = 0; k < i; k++)
			said |= facts->causes[k].kind == cause->kind &&
				facts->causes[k].ticket_id ==
					cause->ticket_id;
		if (said || cause->ticket_id != ticket->ticket.id)
			continue;
		buffer_printf(out, "- %s", what_happened(cause->kind));
		if (cause->kind == NOTIFICATION_RULE) {
			buffer_text(out, ": ");
			put_value(out, cause->because);
		}
		buffer_text(out, ".\n");
	}
}

static void put_ticket(struct buffer *out,
		       const struct notification_facts *facts,
		       const struct notification_ticket *of)
{
	const struct ticket *ticket = &of->ticket;
	const char *reasons = ticket->reasons == NULL ? "" : ticket->reasons;
	const struct agent *agent = team_find(&facts->desk->team,
					      ticket->agent);

	buffer_printf(out, "Ticket %" PRId64 "\n\n", ticket->number);
	put_causes(out, facts, of);
	put_line(out, "Urgency", urgency_word(ticket->urgency));
	while (*reasons != '\0') {
		size_t size = strcspn(reasons, "\n");

		put_line(out, "Because", arena_strndup(out->arena, reasons,
						       size));
		reasons += size + (reasons[size] == '\n');
	}
	put_line(out, "Queue", arena_printf(out->arena, "%s, tier %d",
					    ticket->queue, ticket->tier));
	put_line(out, "State", ticket_state_word(ticket->state));
	put_line(out, "Assigned to", agent != NULL ? agent->name : "nobody");
	if (of->promised != 0)
		put_line(out, "Answer promised by",
			 moment(out->arena, facts, of->promised));
	for (size_t i = 0; i < of->file_count; i++) {
		const struct notification_file *file = &of->files[i];

		put_line(out, "File", file->bytes != NULL
			? arena_printf(out->arena, "%s, attached", file->name)
			: arena_printf(out->arena, "%s, %" PRId64 " KB: "
				"postdesk show %" PRId64 " --attachment %d",
				file->name, (file->size + 1023) / 1024,
				ticket->number, file->number));
	}
}

static const char *part_of(const struct notification_said *said)
{
	switch (said->direction) {
	case MESSAGE_IN:
		return "";
	case MESSAGE_NOTE:
		return " (note)";
	case MESSAGE_OUT:
		break;
	}
	return said->automatic ? " (answered automatically)" : " (answered)";
}

/* What was said before, newest first, so that nobody asks again. */
static void put_history(struct buffer *out,
			const struct notification_facts *facts,
			const struct notification_ticket *ticket)
{
	size_t count = 0;

	for (size_t i = 0; i < ticket->said_count; i++) {
		const struct notification_said *said = &ticket->said[i];

		if (is_news(facts, ticket, said) || count == HISTORY_MOST)
			continue;
		if (count++ == 0)
			buffer_text(out, "\nBefore that\n\n");
		buffer_printf(out, "- %s ", moment(out->arena, facts,
						   said->at));
		put_value(out, who(out->arena, said));
		buffer_printf(out, "%s: ", part_of(said));
		put_value(out, notification_line(out->arena, said->visible,
						 LINE_BYTES));
		buffer_char(out, '\n');
	}
}

static void put_others(struct buffer *out,
		       const struct notification_ticket *ticket)
{
	for (size_t i = 0; i < ticket->other_count; i++) {
		const struct notification_other *other = &ticket->others[i];

		if (i == 0)
			buffer_text(out, "\nAlso open, of this customer or "
				    "the organisation\n\n");
		buffer_printf(out, "- %" PRId64 " (%s, %s) ", other->number,
			      other->state, other->urgency);
		put_value(out, arena_printf(out->arena, "%s, %s",
					    other->subject,
					    other->requester));
		buffer_char(out, '\n');
	}
}

static void put_ways(struct buffer *out, const char *answer, int64_t number)
{
	if (answer != NULL) {
		buffer_text(out, "\nYour answer to this mail goes to the "
			    "customer, from the desk\\. Lines such as "
			    "\\#note, \\#close or \\#pending 3d above it are "
			    "commands; \\#help lists them all\\.\n");
		return;
	}
	buffer_printf(out, "\nAnswers by mail are not possible here "
		      "\\(postdesk doctor says why\\)\\. To answer: "
		      "postdesk reply %" PRId64 "\n", number);
}

const char *notification_text(struct arena *arena,
			      const struct notification_facts *facts,
			      const struct notification_ticket *ticket,
			      const char *answer)
{
	struct buffer out = { .arena = arena };

	buffer_printf(&out, "\\#\\#\\- %s \\-\\#\\#\n\n",
		      notification_marker(facts->agent));
	put_news(&out, facts, ticket);
	buffer_text(&out, "\n---\n\n");
	put_ticket(&out, facts, ticket);
	put_history(&out, facts, ticket);
	put_others(&out, ticket);
	put_ways(&out, answer, ticket->ticket.number);
	return buffer_string(&out);
}
