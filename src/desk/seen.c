/* seen.c - mail that was here before, and our own that came back. */

#include "desk/stage_answer.h"
#include "desk/stage_join.h"

#include "mail/subject.h"

#include <inttypes.h>

/* Where the words of a text end; what stands behind is white. */
static size_t words_end(const char *text)
{
	size_t size = strlen(text);

	while (size > 0 && strchr(" \t\n", text[size - 1]) != NULL)
		size--;
	return size;
}

/* Is `longer` the text, with lines of somebody else's below it? */
static bool continues(const char *text, const char *longer)
{
	size_t size = words_end(text);

	return size > 0 && strncmp(text, longer, size) == 0 &&
	       (longer[size] == '\n' || words_end(longer) == size);
}

/* A list puts its name before the subject and a footer below the text, so that
 * the copy that came directly has other words; only a list may have added
 * some.  Senders that use one Message-ID for all their mail write different
 * texts under it, or attach different files: which, is not known any more. */
static bool is_copy_by_list(const struct planner *planner,
			    const struct known_mail *earlier)
{
	const struct message *message = planner->facts->message;
	const struct known_ticket *ticket =
		history_ticket(planner->history, earlier->ticket_id);
	struct arena *arena = planner->arena;
	bool listed = message_header(message, "List-Id") != NULL;

	if (ticket == NULL || planner->author[0] == '\0' ||
	    message_has_attachment(message) ||
	    strcmp(earlier->author, planner->author) != 0 ||
	    strcmp(subject_base(arena, message->subject),
		   subject_base(arena, ticket->ticket.subject)) != 0)
		return false;
	for (size_t i = 0; i < ticket->texts.count; i++)
		if ((earlier->listed &&
		     continues(message->text, ticket->texts.at[i])) ||
		    (listed && continues(ticket->texts.at[i], message->text)))
			return true;
	return false;
}

static bool same_content(const struct planner *planner,
			 const struct known_mail *earlier)
{
	return memcmp(earlier->content, planner->plan.content, 32) == 0;
}

static const struct known_mail *
find_under_id(const struct planner *planner, const char *id,
	      bool (*is_same)(const struct planner *, const struct known_mail *))
{
	const struct known_mail *mail = history_same_id(planner->history, id);

	while (mail != NULL && (mail->id == planner->facts->mail_id ||
				!is_same(planner, mail)))
		mail = mail->next;
	return mail;
}

static bool same_author(const struct planner *planner,
			const struct known_mail *earlier)
{
	return strcmp(earlier->author, planner->author) == 0;
}

bool seen_id(const struct planner *planner)
{
	const char *id = planner->facts->message->message_id;

	return id[0] != '\0' && find_under_id(planner, id, same_author) != NULL;
}

/* The mail that this is a copy of, or NULL.  The same bytes (another
 * UIDVALIDITY, a restored mailbox), or the same content under the same
 * Message-ID (two of our addresses, a list and direct).  A different mail
 * under a known id is its own. */
static const struct known_mail *find_earlier(const struct planner *planner,
					     const char **how_r)
{
	const char *id = planner->facts->message->message_id;
	const struct known_mail *earlier;

	*how_r = "same-bytes";
	earlier = history_same_bytes(planner->history, planner->facts->sha256);
	if (earlier != NULL || id[0] == '\0')
		return earlier;
	*how_r = "same-message";
	earlier = find_under_id(planner, id, same_content);
	return earlier != NULL ? earlier
		: find_under_id(planner, id, is_copy_by_list);
}

/* What came by a list first got no answer; its direct copy is the customer's
 * own mail, and may have one: unless it was held, in the ticket of others. */
static void answer_copy(struct planner *planner,
			const struct known_mail *earlier)
{
	const struct known_ticket *ticket =
		history_ticket(planner->history, earlier->ticket_id);

	if (!earlier->listed || ticket == NULL || ticket->acknowledged ||
	    !standing_participant(planner, ticket) ||
	    !planner_is_person(planner))
		return;
	planner->ticket = ticket->ticket;
	planner_classify(planner, NULL);
	answer_plan(planner);
}

bool seen_before(struct planner *planner)
{
	const char *how;
	const struct known_mail *earlier = find_earlier(planner, &how);

	if (earlier == NULL || earlier->id == planner->facts->mail_id)
		return false;
	planner_end(planner, DISPOSITION_DUPLICATE, how, "seen-before");
	planner->plan.ticket_id = planner_whole(planner, earlier->ticket_id);
	if (earlier->ticket_id != 0)
		planner_event(planner, EVENT_DUPLICATE, how,
			      arena_printf(planner->arena, "mail %" PRId64,
					   earlier->id));
	if (strcmp(how, "same-message") == 0)
		answer_copy(planner, earlier);
	return true;
}

/* A mail by which the operator looks whether mail arrives here.  No row knows
 * it: its Message-ID itself is the proof. */
static bool is_probe(const struct planner *planner)
{
	const char *id = planner->facts->message->message_id;
	const char *left = arena_strndup(planner->arena, id, strcspn(id, "@"));
	struct token token;

	return token_read(left, &token) && token.role == TOKEN_PROBE &&
	       token_verify(&token, &planner->decider->desk->ring,
			    planner->history->now);
}

/* Our own mail that found its way back, by a list or a forwarding. */
bool seen_our_own(struct planner *planner)
{
	const char *id = planner->facts->message->message_id;
	const struct known_mention *known =
		id[0] == '\0' ? NULL : history_mention(planner->history, id);

	while (known != NULL && !known->ours)
		known = known->next;
	if (known == NULL && !is_probe(planner))
		return false;
	planner_end(planner, DISPOSITION_NOTED, "own-message-id",
		    "our-own-mail");
	return true;
}
