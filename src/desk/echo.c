/* echo.c - the runs of words of our replies, and whether a text has them. */

#include "desk/echo.h"

#include "desk/spoken.h"

#include <stdlib.h>

/* Runs are many, and most texts have none of them: a bit for each tells most
 * others at once. */
enum { BITS = 16 };		/* of which a run has one */

#define FACTOR 0x9e3779b97f4a7c15u	/* its powers weigh the words of a run */

struct echo {
	uint64_t *runs;		/* in order, each once */
	size_t count, room;
	uint64_t *filter;	/* of BITS a run */
	size_t bits;		/* a power of two; 0: no runs */
};

static uint64_t factor_of_first(void)
{
	uint64_t factor = 1;

	for (int i = 0; i < ECHO_WORDS; i++)
		factor *= FACTOR;
	return factor;
}

/* A word more, and the first one out: does a run end with it? */
static bool push(struct echo_walk *walk, uint64_t digest)
{
	uint64_t *word = &walk->words[walk->count++ % ECHO_WORDS];

	walk->run = walk->run * FACTOR + digest - *word * factor_of_first();
	*word = digest;
	return walk->count >= ECHO_WORDS;
}

static void add_run(struct arena *arena, struct echo *echo, uint64_t run)
{
	if (echo->count == echo->room) {
		echo->room = echo->room == 0 ? 256 : 2 * echo->room;
		echo->runs = arena_grow(arena, echo->runs,
					echo->count * sizeof(*echo->runs),
					echo->room * sizeof(*echo->runs));
	}
	echo->runs[echo->count++] = run;
}

static void add_words(struct arena *arena, struct echo *echo, const char *text,
		      size_t size)
{
	ARENA(scratch);
	struct spoken spoken = spoken_of(
		scratch, arena_strndup(scratch, text, size), size);
	struct echo_walk walk = { .count = 0 };
	struct word word;

	while (spoken_next(&spoken, &word))
		if (push(&walk, word.digest))
			add_run(arena, echo, walk.run);
}

/* What follows the front matter. */
static const char *body_of(const char *text)
{
	const char *end = strncmp(text, "---\n", 4) == 0
		? strstr(text + 3, "\n---\n") : NULL;

	return end == NULL ? text : end + 5;
}

/* What a placeholder stands for is not ours to know. */
static void add_reply(struct arena *arena, struct echo *echo, const char *text)
{
	const char *at = body_of(text), *open;

	while ((open = strstr(at, "{{")) != NULL) {
		const char *close = strstr(open, "}}");

		add_words(arena, echo, at, (size_t)(open - at));
		if (close == NULL)
			return;
		at = close + 2;
	}
	add_words(arena, echo, at, strlen(at));
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *one = a, *two = b;

	return (*one > *two) - (*one < *two);
}

static size_t bit_of(const struct echo *echo, uint64_t run)
{
	return ((run ^ run >> 32) * FACTOR >> 32) & (echo->bits - 1);
}

static void fill_filter(struct arena *arena, struct echo *echo)
{
	echo->bits = 64;
	while (echo->bits < BITS * echo->count)
		echo->bits *= 2;
	echo->filter = ARENA_ARRAY(arena, uint64_t, echo->bits / 64);
	for (size_t i = 0; i < echo->count; i++) {
		const size_t bit = bit_of(echo, echo->runs[i]);

		echo->filter[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

const struct echo *echo_load(struct arena *arena, const struct bundle *bundle)
{
	struct echo *echo = ARENA_NEW(arena, struct echo);
	size_t kept = 0;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_file *file = &bundle->files[i];

		if (strncmp(file->name, "replies/", 8) == 0)
			add_reply(arena, echo, arena_strndup(arena, file->bytes,
							     file->size));
	}
	if (echo->count == 0)
		return echo;
	qsort(echo->runs, echo->count, sizeof(*echo->runs), by_value);
	for (size_t i = 0; i < echo->count; i++)
		if (i == 0 || echo->runs[i] != echo->runs[kept - 1])
			echo->runs[kept++] = echo->runs[i];
	echo->count = kept;
	fill_filter(arena, echo);
	return echo;
}

static bool is_ours(const struct echo *echo, uint64_t run)
{
	const size_t bit = bit_of(echo, run);

	return (echo->filter[bit / 64] >> bit % 64 & 1) != 0 &&
	       bsearch(&run, echo->runs, echo->count, sizeof(*echo->runs),
		       by_value) != NULL;
}

/* The same one again is no further evidence. */
static void hear(struct echo_walk *walk)
{
	for (size_t i = 0; i < walk->heard; i++)
		if (walk->runs[i] == walk->run)
			return;
	walk->runs[walk->heard++] = walk->run;
}

void echo_take(const struct echo *echo, struct echo_walk *walk,
	       uint64_t digest)
{
	if (echo != NULL && echo->count > 0 && !echo_is_heard(walk) &&
	    push(walk, digest) && is_ours(echo, walk->run))
		hear(walk);
}

bool echo_is_heard(const struct echo_walk *walk)
{
	return walk->heard == ECHO_RUNS;
}

bool echo_heard(const struct echo *echo, const char *visible)
{
	ARENA(scratch);
	struct echo_walk walk = { .count = 0 };
	struct spoken spoken = spoken_of(scratch, visible, ECHO_BYTES);
	struct word word;

	while (!echo_is_heard(&walk) && spoken_next(&spoken, &word))
		echo_take(echo, &walk, word.digest);
	return echo_is_heard(&walk);
}
