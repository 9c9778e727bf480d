/* corrector_mention.c - which Message-IDs go with the messages that go. */

#include "desk/corrector.h"

bool corrector_moves(const struct corrector *corrector,
		     const struct correct_message *message)
{
	for (size_t i = 0; i < corrector->out.plan.move_count; i++)
		if (corrector->moves[i].message_row == message->id)
			return true;
	return false;
}

/* How often a Message-ID is named, and by whom. */
struct named {
	const char *id;
	int64_t from_ticket;
	bool arrived;		/* is the own id of a message that moves */
	bool stays;		/* a message that stays names it too */
};

struct naming {
	struct map by_id;
	struct named **all;
	size_t count;
	struct arena *arena;
};

static struct named *named_of(struct naming *naming, const char *id)
{
	struct named *named = map_get(&naming->by_id, id);

	if (named != NULL)
		return named;
	named = ARENA_NEW(naming->arena, struct named);
	named->id = id;
	map_put(&naming->by_id, id, named);
	naming->all[naming->count++] = named;
	return named;
}

static void name_id(struct naming *naming, const char *id, bool own,
		    const struct correct_message *message, bool moved)
{
	struct named *named;

	if (id[0] == '\0')
		return;
	named = named_of(naming, id);
	if (!moved) {
		named->stays = true;
		return;
	}
	named->from_ticket = message->ticket_id;
	named->arrived |= own;
}

static void name_all(struct naming *naming, const struct corrector *corrector)
{
	const struct correct_facts *facts = corrector->facts;

	for (size_t i = 0; i < facts->message_count; i++) {
		const struct correct_message *message = &facts->messages[i];
		const bool moved = corrector_moves(corrector, message);

		name_id(naming, message->message_id, true, message, moved);
		for (size_t c = 0; c < message->cites.count; c++)
			name_id(naming, message->cites.at[c], false, message,
				moved);
	}
}

static size_t room_for(const struct correct_facts *facts)
{
	size_t room = facts->message_count;

	for (size_t i = 0; i < facts->message_count; i++)
		room += facts->messages[i].cites.count;
	return room;
}

/* An id goes where its own message goes; one that is merely cited, where all
 * those go that cite it. */
void corrector_move_mentions(struct corrector *corrector, int64_t ticket_id)
{
	const size_t room = room_for(corrector->facts);
	struct plan *plan = &corrector->out.plan;
	struct naming naming = {
		.arena = corrector->arena,
		.by_id = { .arena = corrector->arena },
		.all = ARENA_ARRAY(corrector->arena, struct named *, room),
	};

	corrector->mentions = ARENA_ARRAY(corrector->arena,
					  struct plan_mention_move, room);
	plan->mention_moves = corrector->mentions;
	name_all(&naming, corrector);
	for (size_t i = 0; i < naming.count; i++) {
		const struct named *named = naming.all[i];

		if (named->from_ticket == 0 ||
		    (named->stays && !named->arrived))
			continue;
		corrector->mentions[plan->mention_move_count++] =
			(struct plan_mention_move){ named->id,
						    named->from_ticket,
						    ticket_id };
	}
}
