/* phrase.c - find the phrases of a table at borders of words. */

#include "mail/phrase.h"

#include "base/text.h"

/* Han, kana, Hangul and Thai put no space between words. */
static bool is_dense(uint32_t c)
{
	return (c >= 0x0e00 && c <= 0x0e7f) || (c >= 0x2e80 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7af) || (c >= 0xf900 && c <= 0xfaff);
}

static bool joins(uint32_t a, uint32_t b)
{
	return text_is_alnum(a) && text_is_alnum(b) && !is_dense(a) &&
	       !is_dense(b);
}

static uint32_t char_before(const char *text, const char *p)
{
	const char *q = p;

	if (q == text)
		return ' ';
	do
		q--;
	while (q > text && ((unsigned char)*q & 0xc0) == 0x80);
	return text_next(&q, p);
}

static uint32_t char_at(const char *p)
{
	return *p == '\0' ? ' ' : text_next(&p, p + strnlen(p, 4));
}

static bool borders(const char *text, const char *at, size_t len)
{
	return !joins(char_before(text, at), char_at(at)) &&
	       !joins(char_before(text, at + len), char_at(at + len));
}

static const char *find(const char *text, const char *phrase)
{
	size_t len = strlen(phrase);
	const char *p = text;

	while ((p = strstr(p, phrase)) != NULL) {
		if (borders(text, p, len))
			return p;
		p++;
	}
	return NULL;
}

const struct phrase *phrase_in(const char *text, const struct phrase *table,
			       size_t count, size_t *at_r)
{
	for (size_t i = 0; i < count; i++) {
		const char *p = find(text, table[i].text);

		if (p == NULL)
			continue;
		if (at_r != NULL)
			*at_r = (size_t)(p - text);
		return &table[i];
	}
	return NULL;
}

/* Does the text start with the row, and is that longer than what it started
 * with so far? */
static bool starts_longer(const char *text, const struct phrase *row,
			  size_t *longest)
{
	size_t len = 0;

	/* Nearly all differ in the second letter. */
	while (row->text[len] != '\0' && text[len] == row->text[len])
		len++;
	if (row->text[len] != '\0' || len <= *longest ||
	    !borders(text, text, len))
		return false;
	*longest = len;
	return true;
}

const struct phrase *phrase_starts(const char *text,
				   const struct phrase *table, size_t count)
{
	const struct phrase *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < count; i++)
		if (table[i].text[0] == text[0] &&
		    starts_longer(text, &table[i], &longest))
			best = &table[i];
	return best;
}

void phrase_index_make(struct arena *arena, const struct phrase *table,
		       size_t count, struct phrase_index *index_r)
{
	*index_r = (struct phrase_index){
		.table = table,
		.next = arena_room(arena, count * sizeof(*index_r->next)),
	};
	/* From the last one, so that they are in their order. */
	for (size_t i = count; i-- > 0;) {
		uint16_t *first =
			&index_r->first[(unsigned char)table[i].text[0]];

		index_r->next[i] = *first;
		*first = (uint16_t)(i + 1);
	}
}

const struct phrase *phrase_index_starts(const struct phrase_index *index,
					 const char *text)
{
	const struct phrase *best = NULL;
	size_t longest = 0;

	for (size_t i = index->first[(unsigned char)text[0]]; i != 0;
	     i = index->next[i - 1])
		if (starts_longer(text, &index->table[i - 1], &longest))
			best = &index->table[i - 1];
	return best;
}

const struct phrase *phrase_ends(const char *text,
				 const struct phrase *table, size_t count)
{
	const struct phrase *best = NULL;
	size_t size = strlen(text), longest = 0;

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(table[i].text);
		const char *at = text + size - len;

		if (len > longest && len <= size &&
		    memcmp(at, table[i].text, len) == 0 &&
		    borders(text, at, len)) {
			best = &table[i];
			longest = len;
		}
	}
	return best;
}

size_t phrase_count(const char *text, const struct phrase *table,
		    size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += find(text, table[i].text) != NULL;
	return found;
}
