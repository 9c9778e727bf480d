/* heard.c - one walk for two questions. */

#include "desk/heard.h"

#include "desk/spoken.h"

/* From the text as spoken_of() has it. */
static struct heard hear(const struct echo *echo, struct spoken spoken,
			 const char *author)
{
	struct echo_walk echoing = { .count = 0 };
	struct said_walk saying = { .words = 0 };
	struct word word;

	while (spoken_next(&spoken, &word)) {
		said_take(&saying, &word);
		echo_take(echo, &echoing, word.digest);
	}
	return (struct heard){ said_end(&saying, author),
			       echo_is_heard(&echoing) };
}

struct heard heard_in(const struct echo *echo, const char *visible,
		      const char *folded, const char *author)
{
	ARENA(scratch);

	/* What is longer ends in another word for each. */
	if (strnlen(visible, SAID_BYTES + 1) > SAID_BYTES)
		return (struct heard){ said_shape(visible, author),
				       echo_heard(echo, visible) };
	return hear(echo, folded != NULL ? spoken_in(folded)
		    : spoken_of(scratch, visible, SAID_BYTES), author);
}

struct heard heard_of(const struct echo *echo, const char *visible,
		      const char *author)
{
	return heard_in(echo, visible, NULL, author);
}
