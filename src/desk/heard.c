/* heard.c - one walk for two questions. */

#include "desk/heard.h"

#include "desk/spoken.h"

struct heard heard_of(const struct echo *echo, const char *visible,
		      const char *author)
{
	ARENA(scratch);
	struct echo_walk echoing = { .count = 0 };
	struct said_walk saying = { .words = 0 };
	struct spoken spoken;
	struct word word;

	/* What is longer ends in another word for each. */
	if (strnlen(visible, SAID_BYTES + 1) > SAID_BYTES)
		return (struct heard){ said_shape(visible, author),
				       echo_heard(echo, visible) };
	spoken = spoken_of(scratch, visible, SAID_BYTES);
	while (spoken_next(&spoken, &word)) {
		const uint64_t digest = spoken_digest(&word);

		said_take(&saying, &word, digest);
		echo_take(echo, &echoing, digest);
	}
	return (struct heard){ said_end(&saying, author),
			       echo_is_heard(&echoing) };
}
