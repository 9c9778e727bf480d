/* ticket.c - the stable words of tickets. */

#include "desk/ticket.h"

#define WORD(name, word) [name] = word,

static const char *const states[] = { TICKET_STATES(WORD) };
static const char *const urgencies[] = { URGENCIES(WORD) };

static bool find(const char *const *words, size_t count, const char *word,
		 size_t *index_r)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i], word) != 0)
			continue;
		*index_r = i;
		return true;
	}
	return false;
}

const char *ticket_state_word(enum ticket_state state)
{
	return states[state];
}

const char *urgency_word(enum urgency urgency)
{
	return urgencies[urgency];
}

bool ticket_state_read(const char *word, enum ticket_state *state_r)
{
	size_t index;

	if (!find(states, sizeof(states) / sizeof(states[0]), word, &index))
		return false;
	*state_r = (enum ticket_state)index;
	return true;
}

bool urgency_read(const char *word, enum urgency *urgency_r)
{
	size_t index;

	if (!find(urgencies, sizeof(urgencies) / sizeof(urgencies[0]), word,
		  &index))
		return false;
	*urgency_r = (enum urgency)index;
	return true;
}
