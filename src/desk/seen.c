/* seen.c - mail that was here before, and our own that came back. */

#include "desk/planner.h"

#include <inttypes.h>

/* Was this mail here before?  The same bytes (another UIDVALIDITY, a restored
 * mailbox), or the same content under the same Message-ID (a list and direct,
 * two of our addresses).  A different mail under a known id is its own. */
bool seen_before(struct planner *planner)
{
	const struct message *message = planner->facts->message;
	const struct known_mail *earlier;
	const char *how = "same-bytes";

	earlier = history_same_bytes(planner->history, planner->facts->sha256);
	if (earlier == NULL && message->message_id[0] != '\0') {
		earlier = history_same_id(planner->history,
					  message->message_id);
		how = "same-message";
		if (earlier != NULL && memcmp(earlier->content,
					      planner->plan.content, 32) != 0)
			earlier = NULL;
	}
	if (earlier == NULL || earlier->id == planner->facts->mail_id)
		return false;
	planner_end(planner, DISPOSITION_DUPLICATE, how, "seen-before");
	planner->plan.ticket_id = earlier->ticket_id;
	if (earlier->ticket_id != 0)
		planner_event(planner, EVENT_DUPLICATE, how,
			      arena_printf(planner->arena, "mail %" PRId64,
					   earlier->id));
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
