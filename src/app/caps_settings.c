/* caps_settings.c - how much automatic mail, and what makes a ticket urgent. */

#include "app/caps_settings.h"

#include "desk/desk.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define CAP(name) \
	{ .key = #name, .read = schema_int, .least = 0, .most = 1000000, \
	  .offset = offsetof(struct desk_caps, name) }

static const struct schema_field caps_fields[] = {
	CAP(address_hour), CAP(address_day), CAP(verified_hour),
	CAP(verified_day), CAP(without_person), CAP(domain_hour),
	CAP(desk_minute), CAP(desk_hour),
};

SCHEMA_READ(caps_settings)
{
	(void)field;
	return schema_read(reader, node, caps_fields, COUNT(caps_fields), at);
}

#define THRESHOLD(word, name) \
	{ .key = word, .read = schema_int, .least = -1000, .most = 1000, \
	  .offset = offsetof(struct desk, name) }

static const struct schema_field urgency_fields[] = {
	THRESHOLD("low", score_low), THRESHOLD("high", score_high),
	THRESHOLD("critical", score_critical),
};

SCHEMA_READ(caps_settings_urgency)
{
	struct desk *desk = at;

	(void)field;
	if (!schema_read(reader, node, urgency_fields, COUNT(urgency_fields),
			 at))
		return false;
	if (desk->score_low >= desk->score_high ||
	    desk->score_high >= desk->score_critical)
		return yaml_expected(node, reader->err, "low below high, high "
				     "below critical (now %d, %d, %d)",
				     desk->score_low, desk->score_high,
				     desk->score_critical);
	return true;
}
