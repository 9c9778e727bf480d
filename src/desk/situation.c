/* situation.c - tests of the past and of the clock. */

#include "desk/situation.h"

#include "base/text.h"

void situation_set_clock(struct situation *situation,
			 const struct hours *hours, usec_t received)
{
	struct civil civil = { 0 };

	clock_split(hours == NULL ? received :
		    zone_local(hours->zone, received), &civil);
	situation->received = received;
	situation->weekday = civil.weekday;
	situation->closed = !hours_open(hours, received);
	situation->holiday = hours_holiday(hours, received);
}

static bool is_value(const struct condition *test, const char *value)
{
	for (size_t i = 0; i < test->count; i++)
		if (text_same(test->values[i], value))
			return true;
	return false;
}

/* Names of organisations are compared as words are. */
static bool is_name(const struct condition *test, const char *name)
{
	ARENA(scratch);
	const char *folded = wording_fold(scratch, name, strlen(name));

	if (folded[0] == '\0')
		return false;
	for (size_t i = 0; i < test->count; i++)
		if (strcmp(folded, wording_fold(scratch, test->values[i],
					strlen(test->values[i]))) == 0)
			return true;
	return false;
}

static bool is_contact(const struct situation *situation,
		       const struct condition *test)
{
	if (is_value(test, situation->known ? "known" : "new"))
		return true;
	for (size_t i = 0; i < situation->addresses.count; i++)
		if (is_value(test, situation->addresses.at[i]))
			return true;
	return false;
}

/* This mail is one of them; what came later is none. */
static bool is_often(const struct situation *situation,
		     const struct condition *test)
{
	const usec_t since = situation->received - test->within;
	int64_t count = 1;

	for (size_t i = 0; i < situation->sent_count; i++)
		count += situation->sent[i] > since &&
			 situation->sent[i] <= situation->received;
	return count > test->over && (test->under == 0 || count < test->under);
}

static bool is_answer(const struct condition *test, bool answer)
{
	return is_value(test, answer ? "yes" : "no");
}

bool situation_holds(const struct situation *situation,
		     const struct condition *test)
{
	static const char *const days[] = { "sun", "mon", "tue", "wed", "thu",
					    "fri", "sat" };
	const struct known_ticket *ticket = situation->ticket;

	switch (test->field) {
	case FIELD_ORGANISATION:
		return is_name(test, situation->organisation);
	case FIELD_CONTACT:
		return is_contact(situation, test);
	case FIELD_SENDER_MAILS:
		return is_often(situation, test);
	case FIELD_BY:
		return is_value(test, situation->agent ? "agent" : "customer");
	case FIELD_FOLLOW_UP:
		return is_answer(test, ticket != NULL);
	case FIELD_STATE:
		return ticket != NULL &&
		       is_value(test, ticket_state_word(ticket->ticket.state));
	case FIELD_QUEUE:
		return is_value(test, situation->queue);
	case FIELD_HOURS:
		return is_value(test, situation->closed ? "outside" :
				"inside");
	case FIELD_WEEKDAY:
		return is_value(test, days[situation->weekday]);
	case FIELD_HOLIDAY:
		return is_answer(test, situation->holiday);
	default:
		return false;
	}
}
