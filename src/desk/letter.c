/* letter.c - put an automatic answer into its envelope. */

#include "desk/letter.h"

#include "desk/cite.h"
#include "mail/token.h"

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? address : at + 1;
}

/* Where an address cannot carry the token, the text does: a line of its own
 * that survives in what the customer quotes. */
static const char *with_token(struct arena *arena, const struct letter *letter,
			      const char *token)
{
	if (letter->desk->address_tokens)
		return letter->rendered->markdown;
	return arena_printf(arena, "%s\n\n\\[%s\\]\n",
			    letter->rendered->markdown, token);
}

struct draft letter_draft(struct arena *arena, const struct letter *letter)
{
	const struct desk *desk = letter->desk;
	const struct message *message = letter->message;
	const char *token = token_sign(arena, &desk->ring, TOKEN_REPLY,
				       letter->number, 0);
	const char *reply_to = desk->address;
	const struct cites cites = cite_mail(arena, message, letter->answered,
					     letter->neutral, letter->now,
					     (unsigned)letter->item);

	if (desk->address_tokens)
		reply_to = token_address(arena, desk->token_address, token);
	return (struct draft){
		.from = { desk->display_name, desk->address },
		.to = { letter->neutral ? "" : message->from.at[0].name,
			message_author(message) },
		.reply_to = reply_to,
		.message_id = token_message_id(arena, &desk->ring,
					       letter->number, letter->item,
					       domain_of(desk->address)),
		.in_reply_to = cites.in_reply_to,
		.references = cites.references,
		.thread_topic = cites.thread_topic,
		.thread_index = cites.thread_index,
		.subject = letter->rendered->subject,
		.date = letter->now,
		.language = letter->rendered->language,
		.markdown = with_token(arena, letter, token),
		.plain_only = letter->neutral,
		.automatic = DRAFT_REPLIED,
	};
}
