/* identity.c - the mail of its author, whoever passed it on. */

#include "mail/identity.h"

#include "base/text.h"
#include "mail/automatic.h"
#include "mail/boundary.h"
#include "mail/handover.h"
#include "mail/listmail.h"
#include "mail/token.h"

/* What an agent answers to a signed address of his quotes a customer, and hands
 * over no mail of his.  Whether the address is true is found out later. */
static bool is_to_agent(struct arena *arena, const struct message *message)
{
	const struct token_claims claims = token_find(arena, message);

	for (size_t i = 0; i < claims.count; i++)
		if (claims.at[i].place == TOKEN_IN_ADDRESS &&
		    (claims.at[i].token.role == TOKEN_AGENT ||
		     claims.at[i].token.role == TOKEN_CONFIRM))
			return true;
	return false;
}

/* Programs that act for an agent forward nothing of a customer's. */
static const struct forward *forward_of(struct arena *arena,
					const struct message *message)
{
	if (automatic_read(arena, message).kind != AUTOMATIC_NONE)
		return NULL;
	return forward_read(arena, message);
}

static const struct message *undo_forward(struct arena *arena,
					  const struct message *message,
					  const struct gist_desk *desk,
					  const struct forward *forward,
					  struct identity *identity_r)
{
	const struct message *attached = handover_attached(message, forward);
	const struct message *undone;

	identity_r->kind = IDENTITY_UNPROVEN;
	if (auth_judge(arena, message, &desk->pins).verdict != AUTH_PASS)
		return message;
	identity_r->kind = IDENTITY_NO_ADDRESS;
	undone = handover_undo(arena, message, forward, desk);
	if (undone == NULL)
		return message;
	identity_r->kind = IDENTITY_FORWARDED;
	identity_r->words = forward->message;
	if (attached != NULL && attached->message_id[0] != '\0')
		identity_r->original = attached->message_id;
	return undone;
}

/* A list breaks signatures, which is not held against the author.  But anybody
 * can write a list's name: where a server says that the sender is false, the
 * list must be proven. */
static bool is_forged(struct arena *arena, const struct message *message,
		      const char *list, const struct gist_desk *desk)
{
	struct mailbox sender = { "", list };
	struct message as_list = *message;

	as_list.from = (struct mailboxes){ &sender, 1, 1 };
	return auth_judge(arena, message, &desk->pins).verdict == AUTH_FAIL &&
	       auth_judge(arena, &as_list, &desk->pins).verdict != AUTH_PASS;
}

/* The list is no author, and must not become one. */
static const struct message *nobodys(struct arena *arena,
				     const struct message *message)
{
	struct message *undone = arena_memdup(arena, message,
					      sizeof(*message));

	undone->defects |= 1ull << DEFECT_BAD_FROM;
	return undone;
}

static const struct message *undo_list(struct arena *arena,
				       const struct message *message,
				       const struct gist_desk *desk,
				       struct identity *identity_r)
{
	bool forged = is_forged(arena, message, identity_r->via, desk);
	const struct message *undone = forged ? NULL :
		listmail_undo(arena, message, identity_r->via, desk);

	if (forged && !text_same(message_author(message), identity_r->via)) {
		identity_r->via = NULL;
		return message;
	}
	identity_r->kind = undone == NULL ? IDENTITY_HIDDEN : IDENTITY_LIST;
	return undone == NULL ? nobodys(arena, message) : undone;
}

const struct message *identity_undo(struct arena *arena,
				    const struct message *message,
				    const struct gist_desk *desk,
				    struct identity *identity_r)
{
	const struct forward *forward;

	*identity_r = (struct identity){ .kind = IDENTITY_FROM };
	message = boundary_cut(arena, message, &desk->received_by);
	identity_r->via = listmail_by(message, &desk->lists);
	if (identity_r->via != NULL)
		return undo_list(arena, message, desk, identity_r);
	identity_r->via = strings_find(&desk->agents,
				       message_author(message));
	forward = identity_r->via == NULL || is_to_agent(arena, message)
		? NULL : forward_of(arena, message);
	if (forward != NULL)
		return undo_forward(arena, message, desk, forward, identity_r);
	identity_r->via = NULL;
	return message;
}

const char *identity_word(enum identity_kind kind)
{
	static const char *const words[] = {
#define ROW(name, word) [name] = word,
		IDENTITIES(ROW)
#undef ROW
	};

	return words[kind];
}
