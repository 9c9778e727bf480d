/* headerblock.c - recognise the header of an earlier mail in a text. */

#include "mail/headerblock.h"

#include "mail/headerfield.h"
#include "mail/headerintro.h"
#include "mail/notesline.h"
#include "base/text.h"

/* Limits: of empty lines below the line above the fields, of that line in
 * bytes, of the lines that Notes puts between author and recipient. */
#define EMPTY_ABOVE 8
#define INTRO_BYTES 240
#define NOTES_LINES 8

#define BIT(field) (1u << (field))

/* A line above the fields. */
struct intro {
	enum headerblock_intro kind;
	bool ruled;		/* it begins with a rule of dashes or the like */
	bool by;		/* it names who forwarded */
	size_t rest;		/* what stands behind it in its line */
	size_t next;		/* the line behind it */
};

/* Behind a mark of a rule at `p`, or `p`: ASCII, U+2010 to U+2015 (Proton) or
 * U+2500 and U+2501 (Evolution in Vietnamese). */
static const char *skip_rule_mark(const char *p, const char *end)
{
	if (p < end && strchr("-_=*~#+", *p) != NULL)
		return p + 1;
	if (end - p >= 3 && memcmp(p, "\xe2\x80", 2) == 0 &&
	    (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0x95)
		return p + 3;
	if (end - p >= 3 && memcmp(p, "\xe2\x94", 2) == 0 &&
	    (unsigned char)p[2] <= 0x81)
		return p + 3;
	return p;
}

/* Behind the marks at `p`; how many there were in *count_r. */
static const char *skip_rule(const char *p, const char *end, size_t *count_r)
{
	const char *next;

	*count_r = 0;
	while ((next = skip_rule_mark(p, end)) > p) {
		p = next;
		(*count_r)++;
	}
	return p;
}

/* Where a rule of two or more marks starts at or behind `p`, or `end`. */
static const char *find_rule(const char *p, const char *end)
{
	for (; p < end; p++) {
		size_t count;

		skip_rule(p, end, &count);
		if (count >= 2)
			return p;
	}
	return end;
}

/* The words of p..end without rules, colons and spaces around them. */
static char *bare_words(struct arena *arena, const char *p, const char *end)
{
	char *words = text_caseless(arena, p, (size_t)(end - p));
	size_t len = strlen(words);
	static const char colon[] = "\xef\xbc\x9a";

	for (;;) {
		if (len > 0 && strchr("-_=*~#+ :.", words[len - 1]) != NULL)
			len--;
		else if (len >= 3 && (memcmp(words + len - 3, colon, 3) == 0 ||
			  skip_rule_mark(words + len - 3, words + len) ==
			  words + len))
			len -= 3;
		else
			break;
	}
	words[len] = '\0';
	return words + strspn(words, "-_=*~#+ ");
}

static bool ends_in_rule(const struct lines *lines, size_t i)
{
	const struct line *line = &lines->at[i];
	const char *end = lines->bytes + line->tail;

	return line->tail - line->text >= 3 && end[-1] == '-' && end[-2] == '-';
}

/* "---- Forwarded by ANN on 01/08/2001 11:10 AM ----", often wrapped. */
static bool read_forwarded_by(const struct lines *lines, size_t i,
			      const char *words, struct intro *intro)
{
	if (!headerintro_by(words))
		return false;
	intro->kind = HEADERBLOCK_FORWARDED;
	intro->by = true;
	for (size_t n = 0; n < 3 && i + n < lines->count; n++) {
		if (n > 0 && line_is_blank(&lines->at[i + n]))
			break;
		if (ends_in_rule(lines, i + n)) {
			intro->next = i + n + 1;
			break;
		}
	}
	intro->rest = lines->at[i].tail;
	return true;
}

/* Is line `i` one that stands above fields? */
static bool read_intro(struct arena *arena, const struct lines *lines,
		       size_t i, struct intro *intro)
{
	const struct line *line = &lines->at[i];
	const char *p = lines->bytes + line->text, *words, *rule;
	const char *end = lines->bytes + line->tail;
	size_t marks;

	*intro = (struct intro){ .rest = line->tail, .next = i + 1 };
	if (p == end)
		return false;
	words = skip_rule(p, end, &marks);
	intro->ruled = marks >= 3;
	if (words == end)
		return marks >= 5;
	/* Others end in a colon ("Begin forwarded message:"). */
	if (marks < 2 && end[-1] != ':' && (unsigned char)end[-1] != 0x9a &&
	    end - p > 60)
		return false;
	if (end - p > INTRO_BYTES && marks < 2)
		return false;
	rule = marks < 2 ? end : find_rule(words, end);
	if (rule - words > INTRO_BYTES)
		return false;
	if (end - p <= INTRO_BYTES)
		intro->kind = headerintro_of(bare_words(arena, words, end));
	if (intro->kind != HEADERBLOCK_BARE)
		return true;
	words = bare_words(arena, words, rule);
	if (marks >= 3 && read_forwarded_by(lines, i, words, intro))
		return true;
	intro->kind = marks < 2 ? HEADERBLOCK_BARE : headerintro_of(words);
	intro->rest = (size_t)(skip_rule(rule, end, &marks) - lines->bytes);
	return intro->kind != HEADERBLOCK_BARE ||
	       (intro->ruled && marks >= 3 && intro->rest == line->tail);
}

static size_t count_main(unsigned seen)
{
	return (size_t)__builtin_popcount(seen & HEADERFIELD_MAIN);
}

/* Enough of a header?  People write "From: Rome, To: Paris" as well. */
static bool is_enough(const struct headerblock *block, const struct intro *intro,
		      unsigned seen)
{
	const char *from = block->values[HEADERBLOCK_FROM];
	bool address = from != NULL && strchr(from, '@') != NULL;

	if (block->intro != HEADERBLOCK_BARE)
		return count_main(seen) >= 2 ||
		       ((seen & BIT(HEADERBLOCK_FROM)) && address);
	if (!(seen & BIT(HEADERBLOCK_FROM)) ||
	    (!address && !(seen & BIT(HEADERBLOCK_SUBJECT))))
		return false;
	return count_main(seen) >= (intro->ruled && address ? 2 : 3);
}

/* "Ann Author   03/30/2000 11:33 AM": Notes puts the date there. */
static void split_author(struct arena *arena, struct headerblock *block)
{
	const char *from = block->values[HEADERBLOCK_FROM], *date;

	if (from == NULL || block->values[HEADERBLOCK_DATE] != NULL)
		return;
	date = notesline_date(from);
	if (date == NULL)
		return;
	block->values[HEADERBLOCK_DATE] = date;
	block->values[HEADERBLOCK_FROM] =
		text_line(arena, from, (size_t)(date - from), INTRO_BYTES);
}

/* Author and date without labels, then recipients and subject with them. */
static bool read_notes(struct arena *arena, const struct lines *lines,
		       size_t i, struct headerblock *block)
{
	struct notesline notes = { .from = "", .date = "", .next = i };
	bool signed_ = notesline_at(arena, lines, i, &notes);
	unsigned seen;

	if (!signed_ && block->intro != HEADERBLOCK_FORWARDED)
		return false;
	block->fields = i;
	block->depth = lines->at[i].depth;
	i = lines_next(lines, notes.next);
	for (size_t n = 0; n < NOTES_LINES && i < lines->count; n++) {
		struct headerfield label = headerfield_at(arena, lines, i);

		if (label.field < HEADERBLOCK_OTHER)
			break;
		i = lines_next(lines, i + 1);
	}
	if (i == lines->count)
		return false;
	seen = headerfield_read(arena, lines, i, block);
	if (!(seen & BIT(HEADERBLOCK_TO)) || !(seen & BIT(HEADERBLOCK_SUBJECT)))
		return false;
	if (signed_ && notes.from[0] != '\0')
		block->values[HEADERBLOCK_FROM] = notes.from;
	if (signed_)
		block->values[HEADERBLOCK_DATE] = notes.date;
	return true;
}

/* Zoho writes the line above the fields below them again. */
static void skip_repeated(struct arena *arena, const struct lines *lines,
			  struct headerblock *block)
{
	size_t i = lines_next(lines, block->next);
	const char *above;

	if (i == lines->count || block->first == block->fields)
		return;
	above = line_caseless(arena, lines, block->first);
	if (block->intro != HEADERBLOCK_BARE &&
	    strcmp(above, line_caseless(arena, lines, i)) == 0)
		block->next = i + 1;
}

static bool read_block(struct arena *arena, const struct lines *lines,
		       const struct intro *intro, size_t i,
		       struct headerblock *block)
{
	struct headerblock other;
	unsigned seen;

	if (i == lines->count)
		return false;
	block->fields = i;
	block->depth = lines->at[i].depth;
	other = *block;
	seen = headerfield_read(arena, lines, i, block);
	if (is_enough(block, intro, seen)) {
		split_author(arena, block);
		skip_repeated(arena, lines, block);
		return true;
	}
	*block = other;
	return read_notes(arena, lines, i, block);
}

bool headerblock_at(struct arena *arena, const struct lines *lines, size_t i,
		    struct headerblock *block_r)
{
	struct intro intro;
	size_t fields;

	*block_r = (struct headerblock){ .first = i };
	if (line_is_blank(&lines->at[i]))
		return false;
	if (!read_intro(arena, lines, i, &intro)) {
		intro = (struct intro){ .next = i };
		if (headerfield_at(arena, lines, i).field < HEADERBLOCK_OTHER)
			return read_block(arena, lines, &intro, i, block_r);
		return read_notes(arena, lines, i, block_r);
	}
	block_r->intro = intro.kind;
	if (intro.rest < lines->at[i].tail) {
		unsigned seen = headerfield_inline(arena,
			lines->bytes + intro.rest,
			lines->at[i].tail - intro.rest, block_r);

		block_r->fields = i;
		block_r->next = i + 1;
		block_r->depth = lines->at[i].depth;
		return is_enough(block_r, &intro, seen);
	}
	fields = lines_next(lines, intro.next);
	if (fields - intro.next <= EMPTY_ABOVE &&
	    read_block(arena, lines, &intro, fields, block_r))
		return true;
	/* Says enough, whatever stands below it (Notes in two columns). */
	block_r->fields = block_r->next = intro.next;
	block_r->depth = lines->at[i].depth;
	return intro.by;
}

bool headerblock_next(struct arena *arena, const struct lines *lines,
		      size_t i, struct headerblock *block_r)
{
	for (; i < lines->count; i++)
		if (headerblock_at(arena, lines, i, block_r))
			return true;
	return false;
}

bool headerblock_forwards(struct arena *arena, const struct lines *lines,
			  size_t i)
{
	struct intro intro;

	return !line_is_blank(&lines->at[i]) &&
	       read_intro(arena, lines, i, &intro) &&
	       intro.kind == HEADERBLOCK_FORWARDED;
}

enum headerblock_intro headerblock_intro_at(struct arena *arena,
					    const struct lines *lines,
					    size_t i)
{
	struct intro intro;

	if (line_is_blank(&lines->at[i]) ||
	    !read_intro(arena, lines, i, &intro) ||
	    intro.rest < lines->at[i].tail)
		return HEADERBLOCK_BARE;
	return intro.kind;
}
