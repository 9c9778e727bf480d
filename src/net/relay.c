/* relay.c - relays that put their own Message-ID, and how they tell it. */

#include "net/relay.h"

#include "base/text.h"

#include <string.h>

static const struct relay {
	/* Its hosts: `start`, perhaps more and a dot, a region, `end`. */
	const char *start, *end;
	const char *says;	/* before the id, which ends the reply */
	const char *letters;	/* that an id is made of */
	size_t least, most;	/* how many */
	/* The ids end in @REGION and this; of its first region in another. */
	const char *domain, *first_region, *first_domain;
} relays[] = {
	/* Amazon SES: "250 Ok 0102…-000000". */
	{ "email-smtp", ".amazonaws.com", "250 Ok ",
	  "0123456789abcdef-", 40, 100,
	  ".amazonses.com", "us-east-1", "email.amazonses.com" },
};

/* The region in a host of this relay, or NULL. */
static const char *region_of(struct arena *arena, const struct relay *relay,
			     const char *host)
{
	size_t size = strlen(host), end = strlen(relay->end);
	const char *region, *stop;

	if (!text_starts(host, relay->start) || !text_ends(host, relay->end) ||
	    size <= strlen(relay->start) + end)
		return NULL;
	stop = host + size - end;
	region = strchr(host, '.');
	if (region == NULL || region + 1 >= stop ||
	    memchr(region + 1, '.', (size_t)(stop - region - 1)) != NULL)
		return NULL;
	return text_lower(arena, arena_strndup(arena, region + 1,
				(size_t)(stop - region - 1)));
}

static const char *domain_of(struct arena *arena, const struct relay *relay,
			     const char *host)
{
	const char *region = region_of(arena, relay, host);

	if (region == NULL)
		return NULL;
	if (strcmp(region, relay->first_region) == 0)
		return relay->first_domain;
	return arena_printf(arena, "%s%s", region, relay->domain);
}

/* The id that ends the reply, or NULL. */
static const char *id_in(const struct relay *relay, const char *reply)
{
	const char *id = reply + strlen(relay->says);
	size_t size;

	if (strncmp(reply, relay->says, strlen(relay->says)) != 0)
		return NULL;
	size = strspn(id, relay->letters);
	return id[size] == '\0' && size >= relay->least &&
	       size <= relay->most ? id : NULL;
}

const char *relay_message_id(struct arena *arena, const char *host,
			     const char *domain, const char *reply)
{
	for (size_t i = 0; i < sizeof(relays) / sizeof(relays[0]); i++) {
		const char *id = id_in(&relays[i], reply);
		const char *of = domain != NULL
			? domain : domain_of(arena, &relays[i], host);

		if (id != NULL && of != NULL)
			return arena_printf(arena, "%s@%s", id, of);
	}
	return NULL;
}
