/* corrector_clue.c - which subjects go with the messages that go.
 *
 * A subject that a message which stays has too goes on leading to where it is.
 * Conversations and ids of other systems stay: they are not told by what is
 * kept of a message.
 */

#include "desk/corrector.h"

#include "desk/clue.h"

static const char *key_of(struct arena *arena, const struct plan_clue *clue)
{
	return arena_printf(arena, "%s/%s", clue_word(clue->kind), clue->key);
}

static struct clues clues_in(const struct corrector *corrector,
			     const struct correct_message *message)
{
	if (message->direction == MESSAGE_OUT)
		return (struct clues){ 0 };
	return clues_of_subject(corrector->arena, message->subject,
				message->from_address);
}

/* What stays, and what was taken down already. */
static void mark(struct map *settled, const struct clues *clues)
{
	for (size_t i = 0; i < clues->count; i++)
		map_put(settled, key_of(settled->arena, &clues->at[i]),
			settled);
}

static void move_those(struct corrector *corrector, struct map *settled,
		       const struct clues *clues, const struct plan_move *move)
{
	struct plan *plan = &corrector->out.plan;

	for (size_t i = 0; i < clues->count; i++)
		if (map_get(settled, key_of(corrector->arena,
					    &clues->at[i])) == NULL)
			corrector->clues[plan->clue_move_count++] =
				(struct plan_clue_move){
					clues->at[i].kind, clues->at[i].key,
					move->from_ticket, move->ticket_id };
	mark(settled, clues);
}

void corrector_move_clues(struct corrector *corrector)
{
	const struct correct_facts *facts = corrector->facts;
	struct plan *plan = &corrector->out.plan;
	struct map settled = { .arena = corrector->arena };
	size_t moved = 0;

	corrector->clues = ARENA_ARRAY(corrector->arena, struct plan_clue_move,
				       plan->move_count * CLUES_OF_SUBJECT);
	plan->clue_moves = corrector->clues;
	for (size_t i = 0; i < facts->message_count; i++) {
		struct clues clues = clues_in(corrector, &facts->messages[i]);

		if (!corrector_moves(corrector, &facts->messages[i]))
			mark(&settled, &clues);
	}
	/* Both lists are in the order of time. */
	for (size_t i = 0; moved < plan->move_count; i++) {
		struct clues clues = clues_in(corrector, &facts->messages[i]);

		if (corrector->moves[moved].message_row ==
		    facts->messages[i].id)
			move_those(corrector, &settled, &clues,
				   &corrector->moves[moved++]);
	}
}
