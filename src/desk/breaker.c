/* breaker.c - open, on trial, closed: a matter of time alone. */

#include "desk/breaker.h"

#include <stddef.h>
#include <string.h>

#define REST		USEC_HOUR
#define REST_MOST	USEC_DAY
#define TRIAL		USEC_HOUR

enum { TRIAL_PART = 5 };

enum breaker_state breaker_state(const struct breaker *breaker, usec_t now)
{
	if (breaker->until == 0 || now >= breaker->until + TRIAL)
		return BREAKER_CLOSED;
	return now < breaker->until ? BREAKER_OPEN : BREAKER_TRIAL;
}

int breaker_limit(enum breaker_state state, int least, int usual)
{
	const int limit = usual > least / BREAKER_TIMES
		? BREAKER_TIMES * usual : least;

	if (state != BREAKER_TRIAL)
		return limit;
	return limit > TRIAL_PART ? limit / TRIAL_PART : 1;
}

struct breaker breaker_open(const struct breaker *before,
			    enum breaker_reason why, usec_t now)
{
	usec_t rest = REST;

	if (breaker_state(before, now) != BREAKER_CLOSED)
		rest = 2 * (before->until - before->since);
	if (rest > REST_MOST)
		rest = REST_MOST;
	return (struct breaker){ now, now + rest, why };
}

struct breaker breaker_in(enum breaker_state state, usec_t now)
{
	static const usec_t from_now[] = {
		[BREAKER_OPEN] = 1, [BREAKER_TRIAL] = 0,
	};

	if (state == BREAKER_CLOSED)
		return (struct breaker){ .until = 0 };
	return (struct breaker){ now, now + from_now[state], BREAKER_RATE };
}

static const char *const states[] = {
#define ROW(name, word) [name] = word,
	BREAKER_STATES(ROW)
#undef ROW
};

static const char *const reasons[] = {
#define ROW(name, word) [name] = word,
	BREAKER_REASONS(ROW)
#undef ROW
};

static bool find(const char *const *words, size_t count, const char *word,
		 size_t *found_r)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0) {
			*found_r = i;
			return true;
		}
	return false;
}

const char *breaker_state_word(enum breaker_state state)
{
	return states[state];
}

bool breaker_state_read(const char *word, enum breaker_state *state_r)
{
	size_t found;

	if (!find(states, sizeof(states) / sizeof(states[0]), word, &found))
		return false;
	*state_r = (enum breaker_state)found;
	return true;
}

const char *breaker_reason_word(enum breaker_reason reason)
{
	return reasons[reason];
}

bool breaker_reason_read(const char *word, enum breaker_reason *reason_r)
{
	size_t found;

	if (!find(reasons, sizeof(reasons) / sizeof(reasons[0]), word, &found))
		return false;
	*reason_r = (enum breaker_reason)found;
	return true;
}
