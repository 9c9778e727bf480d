/* match_apart.c - between tickets that a person keeps apart, the mail that is
 * answered decides.
 *
 * A message that was split off leaves its old ticket's token behind in the
 * address books of those who wrote it, and our signed ids in their References.
 * Such evidence is as good as before, but it is of the time before.
 */

#include "desk/match.h"

#include "base/text.h"

static bool takes_part(const struct known_ticket *ticket, const char *author)
{
	for (size_t i = 0; i < ticket->participants.count; i++)
		if (text_same(ticket->participants.at[i], author))
			return true;
	return false;
}

/* Where the mail of that id was received or sent; NULL: nowhere. */
static const struct known_ticket *held_at(const struct history *history,
					  const char *id)
{
	const struct known_mention *known = history_mention(history, id);

	for (; known != NULL; known = known->next)
		if (known->ticket != NULL && (known->received || known->ours))
			return history_root(history, known->ticket);
	return NULL;
}

/* The nearest mail that it cites and that we hold. */
static const struct known_ticket *answered(const struct message *message,
					   const struct history *history)
{
	const struct strings *replied = &message->in_reply_to;
	const struct strings *refs = &message->references;
	const struct known_ticket *ticket = NULL;

	for (size_t i = 0; ticket == NULL && i < replied->count; i++)
		ticket = held_at(history, replied->at[i]);
	for (size_t i = refs->count; ticket == NULL && i-- > 0;)
		ticket = held_at(history, refs->at[i]);
	return ticket;
}

static struct known_ticket *sent_in(const struct strings *ids,
				    const struct token *token,
				    const struct history *history)
{
	for (size_t i = 0; i < ids->count; i++) {
		const struct known_mention *known =
			text_find(ids->at[i], token->mac) == NULL
				? NULL : history_mention(history, ids->at[i]);

		for (; known != NULL; known = known->next)
			if (known->ours && known->ticket != NULL)
				return history_root(history, known->ticket);
	}
	return NULL;
}

struct known_ticket *match_sent(const struct message *message,
				const struct token *token,
				const struct history *history)
{
	struct known_ticket *ticket = sent_in(&message->in_reply_to, token,
					      history);

	return ticket != NULL ? ticket
		: sent_in(&message->references, token, history);
}

void match_apart(struct match_candidate *at, size_t count,
		 const struct message *message, const struct history *history)
{
	const struct known_ticket *ticket = answered(message, history);
	const struct match_candidate *nearest = NULL;

	/* Who has no part in it is not led away from where he may have. */
	if (ticket == NULL || !takes_part(ticket, message_author(message)))
		return;
	for (size_t i = 0; i < count; i++)
		if (at[i].ticket == ticket)
			nearest = &at[i];
	for (size_t i = 0; nearest != NULL && i < count; i++)
		if (at[i].score >= nearest->score &&
		    history_related(history, at[i].ticket, ticket,
				    RELATION_APART))
			at[i].score = nearest->score - 1;
}
