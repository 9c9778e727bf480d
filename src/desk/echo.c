/* echo.c - the runs of words of our replies, and whether a text has them. */

#include "desk/echo.h"

#include "desk/spoken.h"

#include <stdlib.h>

struct echo {
	uint64_t *runs;		/* in order, each once */
	size_t count, room;
};

/* The last words, in a ring. */
struct window {
	uint64_t words[ECHO_WORDS];
	size_t count;		/* seen since the start of the text */
};

/* A word more: does a run end with it? */
static bool window_push(struct window *window, const struct word *word,
			uint64_t *run_r)
{
	uint64_t run = 0;

	window->words[window->count++ % ECHO_WORDS] = spoken_digest(word);
	if (window->count < ECHO_WORDS)
		return false;
	for (size_t i = 0; i < ECHO_WORDS; i++)
		run = spoken_mix(run, window->words[(window->count + i) %
						    ECHO_WORDS]);
	*run_r = run;
	return true;
}

static void add_run(struct arena *arena, struct echo *echo, uint64_t run)
{
	if (echo->count == echo->room) {
		const size_t room = echo->room == 0 ? 256 : 2 * echo->room;
		uint64_t *more = ARENA_ARRAY(arena, uint64_t, room);

		for (size_t i = 0; i < echo->count; i++)
			more[i] = echo->runs[i];
		echo->runs = more;
		echo->room = room;
	}
	echo->runs[echo->count++] = run;
}

static void add_words(struct arena *arena, struct echo *echo, const char *text,
		      size_t size)
{
	ARENA(scratch);
	struct spoken spoken = spoken_of(
		scratch, arena_strndup(scratch, text, size), size);
	struct window window = { .count = 0 };
	struct word word;
	uint64_t run;

	while (spoken_next(&spoken, &word))
		if (window_push(&window, &word, &run))
			add_run(arena, echo, run);
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
	return echo;
}

/* Runs that were heard; the same one again is no further evidence. */
struct heard {
	uint64_t runs[ECHO_RUNS];
	size_t count;
};

static void hear(struct heard *heard, uint64_t run)
{
	for (size_t i = 0; i < heard->count; i++)
		if (heard->runs[i] == run)
			return;
	heard->runs[heard->count++] = run;
}

bool echo_heard(const struct echo *echo, const char *visible)
{
	ARENA(scratch);
	struct heard heard = { .count = 0 };
	struct window window = { .count = 0 };
	struct spoken spoken;
	struct word word;
	uint64_t run;

	if (echo == NULL || echo->count == 0)
		return false;
	spoken = spoken_of(scratch, visible, ECHO_BYTES);
	while (heard.count < ECHO_RUNS && spoken_next(&spoken, &word))
		if (window_push(&window, &word, &run) &&
		    bsearch(&run, echo->runs, echo->count,
			    sizeof(*echo->runs), by_value) != NULL)
			hear(&heard, run);
	return heard.count == ECHO_RUNS;
}
