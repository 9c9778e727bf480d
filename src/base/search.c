/* search.c - words with their places, and questions about them. */

#include "base/search.h"

#include "base/buffer.h"
#include "base/text.h"

#include <string.h>

/* The next word of a folded text, from *p on; false at its end. */
static bool next_word(const char **p, const char *end, const char **word_r,
		      size_t *size_r)
{
	const char *at = *p;

	while (at < end) {
		const char *start = at;

		if (!text_is_alnum(text_next(&at, end)))
			continue;
		*word_r = start;
		*size_r = (size_t)(at - start);
		while (at < end) {
			const char *before = at;

			if (!text_is_alnum(text_next(&at, end))) {
				at = before;
				break;
			}
			/* What is longer is known by its beginning. */
			if (at - start <= SEARCH_WORD)
				*size_r = (size_t)(at - start);
		}
		*p = at;
		return true;
	}
	*p = end;
	return false;
}

/* ":12 "; printf() costs more than all the rest. */
static void put_place(struct buffer *out, int place)
{
	char digits[16], *at = digits + sizeof(digits);

	*--at = ' ';
	do
		*--at = (char)('0' + place % 10);
	while ((place /= 10) > 0);
	*--at = ':';
	buffer_add(out, at, (size_t)(digits + sizeof(digits) - at));
}

char *search_vector(struct arena *arena, const char *const *texts,
		    size_t count)
{
	struct buffer out = { .arena = arena };
	int place = 0;

	for (size_t i = 0; i < count; i++) {
		const char *p = text_fold(arena, texts[i], SEARCH_BYTES);
		const char *end = p + strlen(p), *word;
		size_t size;

		while (next_word(&p, end, &word, &size)) {
			buffer_add(&out, word, size);
			put_place(&out, ++place);
		}
	}
	return buffer_string(&out);
}

/* --- questions --- */

struct asking {
	struct arena *arena;
	struct buffer out;
	int words;
	bool either;		/* "or" stands before what comes */
};

/* One part: a word, or some in this order.  What is no letter gives none. */
static void ask(struct asking *asking, const char *start, const char *end,
		bool not, bool begins)
{
	struct buffer part = { .arena = asking->arena };
	const char *p = text_fold(asking->arena,
				  arena_strndup(asking->arena, start,
						(size_t)(end - start)),
				  SEARCH_BYTES);
	const char *stop = p + strlen(p), *word;
	size_t size;
	int words = 0;

	while (asking->words < SEARCH_ASKED &&
	       next_word(&p, stop, &word, &size)) {
		buffer_printf(&part, "%s'%.*s'", words == 0 ? "" : " <-> ",
			      (int)size, word);
		words++;
		asking->words++;
	}
	if (words == 0)
		return;
	if (asking->out.size > 0)
		buffer_text(&asking->out, asking->either ? " | " : " & ");
	buffer_printf(&asking->out, "%s(%s%s)", not ? "!" : "",
		      buffer_string(&part), begins ? ":*" : "");
	asking->either = false;
}

static bool is_or(const char *start, const char *end)
{
	return end - start == 2 && (start[0] | 0x20) == 'o' &&
	       (start[1] | 0x20) == 'r';
}

char *search_query(struct arena *arena, const char *words)
{
	struct asking asking = { .arena = arena, .out = { .arena = arena } };
	const char *p = words;

	while (*p != '\0') {
		const char *start, *end;
		bool not;

		p += strspn(p, " \t\n");
		not = *p == '-';
		p += not;
		if (*p == '"') {
			start = p + 1;
			end = start + strcspn(start, "\"");
			p = end + (*end == '"');
			ask(&asking, start, end, not, false);
			continue;
		}
		start = p;
		p = end = p + strcspn(p, " \t\n\"");
		if (!not && is_or(start, end))
			asking.either = true;
		else
			ask(&asking, start, end, not,
			    end > start && end[-1] == '*');
	}
	return buffer_string(&asking.out);
}
