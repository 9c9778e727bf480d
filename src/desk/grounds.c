/* grounds.c - what rules ask that the mail does not say. */

#include "desk/redecide.h"

#include "desk/rule.h"

static unsigned of_field(enum rule_field field)
{
	switch (field) {
	case FIELD_FOLLOW_UP:
	case FIELD_STATE:
	case FIELD_QUEUE:
		return 1u << REDECIDE_TICKET;
	case FIELD_CONTACT:
	case FIELD_SENDER_MAILS:
		return 1u << REDECIDE_COUNTERS;
	case FIELD_HOURS:
	case FIELD_WEEKDAY:
	case FIELD_HOLIDAY:
		return 1u << REDECIDE_HOURS;
	default:
		return 0;
	}
}

static unsigned of_condition(const struct condition *condition)
{
	unsigned grounds = 0;

	if (condition->kind == CONDITION_TEST)
		return of_field(condition->field);
	for (size_t i = 0; i < condition->count; i++)
		grounds |= of_condition(condition->children[i]);
	return grounds;
}

/* A rule that the mail settles alone rests on nothing else. */
unsigned redecide_grounds(const struct rules *rules,
			  const struct mail_class *mail_class)
{
	unsigned grounds = 0;

	for (size_t i = 0; i < mail_class->count; i++)
		if (mail_class->hits[i].open)
			grounds |= of_condition(
				rules->at[mail_class->hits[i].rule].when);
	return grounds;
}
