/* relay_letter.c - an agent's answer as a draft: to whom, in what words. */

#include "desk/relay_letter.h"

#include "base/buffer.h"
#include "base/text.h"
#include "desk/cite.h"
#include "desk/leak.h"
#include "desk/planner.h"
#include "desk/team.h"
#include "mail/prefix.h"
#include "mail/safe.h"
#include "mail/token.h"
#include "mail/verbatim.h"

#include <inttypes.h>

/* Of the customer's words that are quoted below an answer. */
enum { QUOTE_LINES = 20, QUOTE_BYTES = 2000 };

/* --- to whom --- */

static bool is_reachable(const struct relay_letter *out, const char *address)
{
	const struct desk *desk = out->planner->decider->desk;
	const struct agent *agent = out->relay->agent;
	bool utf8;

	return safe_address(address, &utf8) &&
	       !origin_is_ours(address, &desk->gist.ours) &&
	       (agent == NULL || !text_same(agent->address, address));
}

/* With a local part beyond ASCII in them the same bytes would need SMTPUTF8 on
 * the way to everybody: such an address is answered alone or not at all. */
static size_t plain_only(const struct relay_letter *out, const char **to,
			 size_t count)
{
	size_t kept = 0;
	bool utf8;

	for (size_t i = 0; i < count; i++) {
		const char *plain = safe_ascii(out->planner->arena, to[i]);

		if (count == 1 || (safe_address(plain, &utf8) && !utf8))
			to[kept++] = plain;
	}
	return kept;
}

void relay_letter_address(struct relay_letter *out)
{
	const struct known_ticket *ticket = out->ticket;
	const char *first = ticket->ticket.requester_address;
	const struct strings *all = &ticket->participants;
	const char **to = ARENA_ARRAY(out->planner->arena, const char *,
				      all->count + 1);
	size_t count = 0;

	if (first != NULL && first[0] != '\0' && is_reachable(out, first) &&
	    (all->count == 0 || strings_find(all, first) != NULL))
		to[count++] = first;
	for (size_t i = 0; i < all->count; i++)
		if ((first == NULL || !text_same(all->at[i], first)) &&
		    is_reachable(out, all->at[i]))
			to[count++] = all->at[i];
	out->to = (struct strings){ to, plain_only(out, to, count) };
}

/* --- what --- */

/* What a customer wrote into a subject or a line may name an agent, or look
 * like an address of ours: it is left out, and stops no answer. */
static bool may_leave(const struct relay_letter *out, const char *text,
		      size_t size)
{
	const struct leak_look look = {
		.desk = out->planner->decider->desk,
		.ticket = out->ticket,
		.allowed = out->token,
	};

	return leak_find(&look, text, size) == LEAK_NONE;
}

/* Text with "{agent}" and "{desk}" in it. */
static const char *name_of(struct arena *arena, const struct desk *desk,
			   const struct agent *agent)
{
	const char *p = desk->relay.name == NULL ? "{desk}"
						 : desk->relay.name;
	struct buffer out = { .arena = arena };

	if (agent == NULL)
		return desk->display_name;
	while (*p != '\0') {
		if (text_starts(p, "{agent}")) {
			buffer_text(&out, agent->name);
			p += strlen("{agent}");
		} else if (text_starts(p, "{desk}")) {
			buffer_text(&out, desk->display_name);
			p += strlen("{desk}");
		} else {
			buffer_char(&out, *p++);
		}
	}
	return buffer_string(&out);
}

/* The subject of the ticket, once with its number and once with "Re:". */
static const char *subject_of(const struct relay_letter *letter)
{
	struct arena *arena = letter->planner->arena;
	const struct known_ticket *ticket = letter->ticket;
	const char *subject = ticket->ticket.subject;
	const char *tag = arena_printf(arena, "[#%" PRId64 "]",
				       ticket->ticket.number);
	const char *rest;

	while (prefix_read(arena, subject, &rest) != PREFIX_NONE)
		subject = rest;
	if (!may_leave(letter, subject, strlen(subject)))
		subject = "";
	if (strstr(subject, tag) != NULL)
		tag = "";
	return arena_printf(arena, "%s%s%s%s",
			    ticket->last == NULL ? "" : "Re: ", tag,
			    tag[0] == '\0' || subject[0] == '\0' ? "" : " ",
			    subject);
}

/* The last words of the customer, so that he sees what is answered; unless
 * the agent quoted them herself.  What must not leave is left out. */
static void quote_last(struct buffer *out, const struct relay_letter *letter)
{
	const struct known_ticket *ticket = letter->ticket;
	const char *text = NULL, *said = letter->relay->text;
	size_t lines = 0, bytes = 0;

	for (size_t i = 0; i < ticket->said_count && text == NULL; i++)
		if (ticket->said[i].direction == MESSAGE_IN)
			text = ticket->said[i].visible;
	if (text == NULL || said[0] == '>' || strstr(said, "\n>") != NULL)
		return;
	buffer_char(out, '\n');
	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		if (lines++ == QUOTE_LINES || (bytes += size) > QUOTE_BYTES) {
			buffer_text(out, "> [\u2026]\n");
			return;
		}
		if (may_leave(letter, text, size))
			buffer_printf(out, "> %.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
}

/* The agent's words, without lines that she quotes and that may not leave. */
static const char *words_of(const struct relay_letter *letter)
{
	const char *text = letter->relay->text;
	struct buffer out = { .arena = letter->planner->arena };

	while (*text != '\0') {
		size_t size = strcspn(text, "\n");

		if (text[0] != '>' || may_leave(letter, text, size))
			buffer_printf(&out, "%.*s\n", (int)size, text);
		text += size + (text[size] == '\n');
	}
	return buffer_string(&out);
}

static struct strings references_of(const struct relay_letter *letter,
				    const struct strings *ids)
{
	const char **at = ARENA_ARRAY(letter->planner->arena, const char *,
				      ids->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < ids->count; i++)
		if (may_leave(letter, ids->at[i], strlen(ids->at[i])))
			at[count++] = ids->at[i];
	return (struct strings){ at, count };
}

static const char *markdown_of(const struct relay_letter *letter)
{
	struct arena *arena = letter->planner->arena;
	const struct desk *desk = letter->planner->decider->desk;
	const char *signature = desk->relay.signature;
	struct buffer quote = { .arena = arena };
	struct buffer out = { .arena = arena };

	quote_last(&quote, letter);
	buffer_text(&out, verbatim_markdown(arena, words_of(letter)));
	if (signature != NULL && signature[0] != '\0')
		buffer_printf(&out, "\n%s\n", signature);
	if (!desk->address_tokens)
		buffer_printf(&out, "\n\\[%s\\]\n", letter->token);
	buffer_printf(&out, "\n%s", verbatim_markdown(
			arena, buffer_string(&quote)));
	return buffer_string(&out);
}

struct draft relay_letter_draft(const struct relay_letter *letter)
{
	struct planner *planner = letter->planner;
	const struct desk *desk = planner->decider->desk;
	const struct known_ticket *ticket = letter->ticket;
	const struct message *last = ticket->last;
	struct cites cites = { .in_reply_to = "", .thread_topic = NULL };

	if (last != NULL)
		cites = cite_mail(planner->arena, last, last->message_id,
				  false, planner->history->now,
				  (unsigned)letter->id);
	return (struct draft){
		.from = { name_of(planner->arena, desk, letter->relay->agent),
			  desk->address },
		.to = { "", letter->to.at[0] },
		.cc = { letter->to.at + 1, letter->to.count - 1 },
		.reply_to = !desk->address_tokens ? desk->address :
			token_address(planner->arena, desk->token_address,
				      letter->token),
		.message_id = token_message_id(planner->arena, &desk->ring,
			ticket->ticket.number, letter->id,
			desk->address + strcspn(desk->address, "@") + 1),
		.in_reply_to = may_leave(letter, cites.in_reply_to,
					 strlen(cites.in_reply_to))
			? cites.in_reply_to : "",
		.references = references_of(letter, &cites.references),
		.thread_topic = cites.thread_topic != NULL &&
				may_leave(letter, cites.thread_topic,
					  strlen(cites.thread_topic))
			? cites.thread_topic : NULL,
		.thread_index = cites.thread_index,
		.subject = subject_of(letter),
		.date = planner->history->now,
		.language = ticket->ticket.language == NULL ||
			    ticket->ticket.language[0] == '\0'
			? desk->language : ticket->ticket.language,
		.markdown = markdown_of(letter),
		.automatic = DRAFT_HUMAN,
		.files = letter->files,
	};
}
