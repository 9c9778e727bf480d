/* agentkeys.c - what must be known before an agent's commands are carried out. */

#include "desk/agentkeys.h"

#include "desk/proof.h"

/* Who cannot sign cannot make us read anything. */
static bool names_ticket(const struct token_claim *claim,
			 const struct token_ring *ring)
{
	return claim->place == TOKEN_IN_ADDRESS &&
	       (claim->token.role == TOKEN_AGENT ||
		claim->token.role == TOKEN_CONFIRM) &&
	       token_verify(&claim->token, ring, 0);
}

static void put_command(struct agent_keys *keys, const struct command *command,
			int64_t ticket)
{
	switch (command->kind) {
	case COMMAND_MERGE:
		keys->tickets[keys->ticket_count++] = command->number;
		break;
	case COMMAND_CC:
	case COMMAND_NEW:
		keys->addresses[keys->address_count++] = command->argument;
		break;
	case COMMAND_SPLIT:
	case COMMAND_JOIN:
	case COMMAND_UNDO:
		keys->moving[keys->moving_count++] = ticket;
		break;
	default:
		break;
	}
}

static struct commands commands_of(struct arena *arena, const struct desk *desk,
				   const struct gist *gist)
{
	return command_read_above(arena, gist->fold.visible,
				  agentkeys_above(&gist->fold),
				  &desk->aliases);
}

size_t agentkeys_above(const struct fold *fold)
{
	size_t size = 0;

	for (size_t i = 0; i < fold->count &&
	     fold->parts[i].kind == FOLD_VISIBLE; i++)
		size += fold->parts[i].end - fold->parts[i].start;
	return size;
}

/* Of an answer to a draft, the commands are in the draft: any of them. */
static void put_claim(struct arena *arena, struct agent_keys *keys,
		      const struct desk *desk, const struct gist *gist,
		      const struct token *token)
{
	const struct commands commands = token->role == TOKEN_AGENT
		? commands_of(arena, desk, gist) : (struct commands){ 0 };

	keys->writing[keys->writing_count++] = token->ticket;
	if (token->role == TOKEN_CONFIRM)
		keys->moving[keys->moving_count++] = token->ticket;
	for (size_t i = 0; i < commands.count; i++)
		put_command(keys, &commands.at[i], token->ticket);
}

/* The first few of a mail: who needs more than these has no powers. */
enum { CLAIMS = 2 };

struct agent_keys agentkeys_of(struct arena *arena, const struct desk *desk,
			       const struct match_source *mails, size_t count)
{
	const size_t most = count * CLAIMS * COMMAND_LINES;
	struct agent_keys keys = {
		.tickets = ARENA_ARRAY(arena, int64_t, most),
		.moving = ARENA_ARRAY(arena, int64_t, most),
		.writing = ARENA_ARRAY(arena, int64_t, most),
		.addresses = ARENA_ARRAY(arena, const char *, most),
	};

	for (size_t i = 0; i < count; i++) {
		const struct token_claims *claims = &mails[i].gist->tokens;
		int taken = 0;

		for (size_t k = 0; k < claims->count && taken < CLAIMS; k++) {
			if (!names_ticket(&claims->at[k], &desk->ring))
				continue;
			put_claim(arena, &keys, desk, mails[i].gist,
				  &claims->at[k].token);
			taken++;
		}
	}
	return keys;
}
