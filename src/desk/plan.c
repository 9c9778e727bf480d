/* plan.c - the stable words of plans. */

#include "desk/plan.h"

#define WORD(name, word) [name] = word,

const char *disposition_word(enum disposition disposition)
{
	static const char *const words[] = { DISPOSITIONS(WORD) };

	return words[disposition];
}

const char *event_word(enum event_kind kind)
{
	static const char *const words[] = { EVENT_KINDS(WORD) };

	return words[kind];
}

const char *message_direction_word(enum message_direction direction)
{
	static const char *const words[] = { MESSAGE_DIRECTIONS(WORD) };

	return words[direction];
}

const char *draft_state_word(enum draft_state state)
{
	static const char *const words[] = { DRAFT_STATES(WORD) };

	return words[state];
}

const char *relation_word(enum relation_kind kind)
{
	static const char *const words[] = { RELATION_KINDS(WORD) };

	return words[kind];
}

const char *clue_word(enum clue_kind kind)
{
	static const char *const words[] = { CLUE_KINDS(WORD) };

	return words[kind];
}

const char *outgoing_class_word(enum outgoing_class class)
{
	static const char *const words[] = { OUTGOING_CLASSES(WORD) };

	return words[class];
}
