/* evidence.c - gather what speaks for a line being quoted. */

#include "mail/evidence.h"

#include "mail/attribution.h"
#include "mail/attributionword.h"
#include "mail/headerblock.h"
#include "mail/recall.h"

/* A quote wrapped by another client leaves the ends of its lines without a
 * mark: "> ... a long line that did not\nfit\n> ...". */
#define WRAP_FROM 60
#define WRAP_AT 72
#define WRAP_TAIL 40

#define MAX_DIVIDER 160

/* Marks nest: those that begin and end at each line are counted first. */
struct nesting {
	int quote, block, header, signature;
};

static int *nesting_of(struct nesting *at, const struct mark *mark)
{
	switch (mark->kind) {
	case MARK_HEADER:
		return &at->header;
	case MARK_SIGNATURE:
		return &at->signature;
	case MARK_QUOTE:
		break;
	}
	return strcmp(mark->source, "blockquote") == 0 ? &at->block :
							 &at->quote;
}

/* The first line that ends behind the offset. */
static size_t line_at(const struct lines *lines, size_t offset)
{
	size_t low = 0, high = lines->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (lines->at[middle].next <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Only lines that lie in the mark with all of their words count. */
static void count_mark(struct nesting *nesting, const struct lines *lines,
		       const struct mark *mark)
{
	size_t first = line_at(lines, mark->start);
	size_t last = line_at(lines, mark->end);

	if (first < lines->count && lines->at[first].text < mark->start)
		first++;
	if (last < lines->count && lines->at[last].start < mark->end &&
	    lines->at[last].tail <= mark->end)
		last++;
	if (first >= last)
		return;
	++*nesting_of(&nesting[first], mark);
	--*nesting_of(&nesting[last], mark);
}

static void add_marks(struct arena *arena, struct evidence *evidence,
		      const struct lines *lines, const struct message *message)
{
	struct nesting *nesting =
		ARENA_ARRAY(arena, struct nesting, lines->count + 1);
	struct nesting now = { .quote = 0 };

	for (size_t i = 0; i < message->mark_count; i++)
		count_mark(nesting, lines, &message->marks[i]);
	for (size_t i = 0; i < lines->count; i++) {
		now.quote += nesting[i].quote;
		now.block += nesting[i].block;
		now.header += nesting[i].header;
		now.signature += nesting[i].signature;
		evidence[i].html_quote = now.quote > 0;
		evidence[i].html_block = now.block > 0;
		evidence[i].html_header = now.header > 0;
		evidence[i].html_signature = now.signature > 0;
	}
}

/* Do the weak marks at line `i` count?  Bars and guillemets need company of
 * their kind and something above that announces a quote; initials, company. */
static bool weak_counts(struct arena *arena, const struct lines *lines,
			size_t first, size_t last)
{
	size_t above = first;

	if (last - first < 2)
		return false;
	if (lines->at[first].weak == WEAK_INITIALS)
		return true;
	while (above > 0 && line_is_blank(&lines->at[above - 1]))
		above--;
	for (size_t up = 1; up <= 4 && up <= above; up++) {
		struct head head = evidence_head(arena, lines, above - up);

		if (head.trust != HEAD_NONE && head.lines >= up)
			return true;
	}
	return false;
}

static void add_weak(struct arena *arena, struct evidence *evidence,
		     const struct lines *lines)
{
	for (size_t i = 0; i < lines->count;) {
		size_t last = i + 1;

		if (lines->at[i].weak == WEAK_NONE) {
			i++;
			continue;
		}
		while (last < lines->count &&
		       lines->at[last].weak == lines->at[i].weak)
			last++;
		if (weak_counts(arena, lines, i, last))
			for (size_t k = i; k < last; k++)
				evidence[k].marked = true;
		i = last;
	}
}

/* Nothing but addresses of the web, and perhaps the quote mark of the line
 * below: programs that spell out links break lines there. */
static bool is_spelt_link(const char *text, size_t size)
{
	while (size > 0 && strchr(" >", text[size - 1]) != NULL)
		size--;
	return size > 9 && (memcmp(text, "(http", 5) == 0 ||
			    memcmp(text, "<http", 5) == 0) &&
	       memchr(text, ' ', size) == NULL;
}

/* The rest of a bracket that the line above opened. */
static bool closes(const struct lines *lines, const struct line *above,
		   const char *text, size_t size)
{
	const char *before = lines->bytes + above->text;
	size_t length = above->tail - above->text;

	return memchr(before, '(', length) != NULL &&
	       memchr(before, ')', length) == NULL && text[size - 1] == ')' &&
	       memchr(text, ' ', size) == NULL;
}

/* Is the unmarked line `i` the end of the quoted line above, cut off by
 * wrapping?  Quoted lines must stand right above and below. */
static bool is_wrapped(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	const struct line *above = &lines->at[i - 1];
	const char *text = lines->bytes + line->text;
	size_t size = line->tail - line->text, word = 0;
	size_t length = above->end - above->start;

	if (above->depth == 0 || lines->at[i + 1].depth != above->depth)
		return false;
	if (is_spelt_link(text, size))
		return true;
	if (line_is_blank(above) || size > WRAP_TAIL)
		return false;
	if (closes(lines, above, text, size))
		return true;
	while (word < size && text[word] != ' ')
		word++;
	return length >= WRAP_FROM && length + word >= WRAP_AT &&
	       text[0] >= 'a' && text[0] <= 'z' &&
	       strchr(".?!:", lines->bytes[above->tail - 1]) == NULL;
}

const struct evidence *evidence_of(struct arena *arena,
				   const struct lines *lines,
				   const struct message *message,
				   const struct strings *known)
{
	struct evidence *evidence =
		ARENA_ARRAY(arena, struct evidence, lines->count + 1);
	const bool *held = recall_lines(arena, lines, known);

	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->at[i];

		evidence[i].blank = line_is_blank(line) && line->depth == 0;
		evidence[i].held = held[i];
		evidence[i].marked = line->depth > 0;
	}
	for (size_t i = 1; i + 1 < lines->count; i++)
		if (!evidence[i].blank && line_is_plain(&lines->at[i]) &&
		    is_wrapped(lines, i))
			evidence[i].marked = true;
	add_weak(arena, evidence, lines);
	if (message->mark_count > 0)
		add_marks(arena, evidence, lines, message);
	return evidence;
}

static enum head_trust trust_of(enum headerblock_intro intro)
{
	switch (intro) {
	case HEADERBLOCK_FORWARDED:
		return HEAD_FORWARD;
	case HEADERBLOCK_ORIGINAL:
		return HEAD_BLOCK;
	case HEADERBLOCK_BARE:
		break;
	}
	return HEAD_BARE;
}

/* Drawn by a program: alone, without fields below, only such a line counts. */
static bool is_framed(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];

	return !line_is_blank(line) &&
	       strchr("#-=_*~[", lines->bytes[line->text]) != NULL;
}

/* "## Please reply above this line ##", between ornaments. */
static bool is_divider(struct arena *arena, const struct lines *lines,
		       size_t i)
{
	const struct line *line = &lines->at[i];
	size_t size = line->tail - line->text;

	return size >= 20 && size <= MAX_DIVIDER &&
	       attributionword_divides(line_caseless(arena, lines, i));
}

struct head evidence_head(struct arena *arena, const struct lines *lines,
			  size_t i)
{
	struct attribution attribution;
	enum headerblock_intro intro;
	struct headerblock block;

	if (headerblock_at(arena, lines, i, &block))
		return (struct head){ trust_of(block.intro), block.next - i };
	if (is_framed(lines, i)) {
		intro = headerblock_intro_at(arena, lines, i);
		if (intro != HEADERBLOCK_BARE)
			return (struct head){ trust_of(intro), 1 };
	}
	if (is_framed(lines, i) && is_divider(arena, lines, i))
		return (struct head){ HEAD_STRONG, 1 };
	attribution = attribution_at(arena, lines, i);
	switch (attribution.trust) {
	case ATTRIBUTION_STRONG:
		return (struct head){ HEAD_STRONG, attribution.lines };
	case ATTRIBUTION_WEAK:
		return (struct head){ HEAD_WEAK, attribution.lines };
	case ATTRIBUTION_NONE:
		break;
	}
	return (struct head){ HEAD_NONE, 0 };
}
