/* signature.c - find the signature at the end of a run of lines. */

#include "mail/signature.h"

#include "mail/sigline.h"
#include "base/text.h"

/* How far up a signature is looked for, in lines that are not blank. */
#define MAX_TAIL 40

/* Most lines behind a delimiter: RFC 3676 asks for four, companies for many
 * more.  "--" without its space and rules stand in texts as well. */
#define MAX_SIGNED 30
#define MAX_DASHED 15
#define MAX_CLOSED 12
#define MAX_NAMED 10

/* A line of so many bytes is more than "Hi Bob,". */
#define MIN_WORDS 16

/* The last lines of the run that are not blank, the last one first.  Most are
 * never asked for their traits: above the first line of text no signature
 * begins but one with a delimiter. */
struct tail {
	struct arena *arena;
	const struct lines *lines;
	const struct mailbox *sender;
	const struct sigwords *words;
	size_t first, last;	/* the run */
	size_t count;
	bool whole;		/* the run has no more lines than these */
	size_t line[MAX_TAIL];
	unsigned traits[MAX_TAIL];
	bool known[MAX_TAIL];	/* the traits are */
};

static struct tail tail_of(struct arena *arena, const struct lines *lines,
			   size_t first, size_t last,
			   const struct mailbox *sender)
{
	struct tail tail = {
		.arena = arena, .lines = lines, .sender = sender,
		.words = sigwords_new(arena),
		.first = first, .last = last, .whole = true,
	};

	for (size_t i = last; i-- > first;) {
		if (line_is_blank(&lines->at[i]))
			continue;
		if (tail.count == MAX_TAIL) {
			tail.whole = false;
			break;
		}
		tail.line[tail.count++] = i;
	}
	return tail;
}

static unsigned traits_of(struct tail *tail, size_t k)
{
	if (!tail->known[k])
		tail->traits[k] = sigline_traits(tail->arena, tail->words,
						 tail->lines, tail->line[k],
						 tail->sender);
	tail->known[k] = true;
	return tail->traits[k];
}

/* The delimiter with its space, as only programs write it. */
static bool is_exact(const struct tail *tail, size_t k)
{
	const struct line *line = &tail->lines->at[tail->line[k]];

	return line->end - line->start == 3 &&
	       memcmp(tail->lines->bytes + line->start, "-- ", 3) == 0;
}

/* Is a blank line, or nothing, above? */
static bool stands_apart(const struct tail *tail, size_t k)
{
	size_t i = tail->line[k];

	return i == tail->first || line_is_blank(&tail->lines->at[i - 1]);
}

/* How many of the k lines below have one of these traits. */
static size_t count_below(struct tail *tail, size_t k, unsigned traits)
{
	size_t count = 0;

	while (k-- > 0)
		count += (traits_of(tail, k) & traits) != 0;
	return count;
}

/* Only what begins with neither a letter nor a digit that is seen. */
static bool may_delimit(const struct tail *tail, size_t k)
{
	const struct line *line = &tail->lines->at[tail->line[k]];
	const char *p = tail->lines->bytes + line->text;
	const uint32_t c = text_next(&p, tail->lines->bytes + line->tail);

	return !text_is_alnum(c) || text_is_invisible(c);
}

static bool delimits(struct tail *tail, size_t k)
{
	const unsigned any = SIGLINE_NAME | SIGLINE_CONTACT | SIGLINE_TITLE |
			     SIGLINE_DEVICE | SIGLINE_CLOSE |
			     SIGLINE_ORNAMENT;

	if (is_exact(tail, k))
		return k <= MAX_SIGNED;
	if (k > MAX_DASHED || !may_delimit(tail, k))
		return false;
	if (traits_of(tail, k) & SIGLINE_DELIMITER)
		return count_below(tail, k, any) * 2 >= k;
	if (traits_of(tail, k) & SIGLINE_RULE)
		return stands_apart(tail, k) && k > 0 &&
		       (traits_of(tail, k - 1) & any) != 0 &&
		       count_below(tail, k, any) * 4 >= k * 3 &&
		       count_below(tail, k, SIGLINE_CONTACT) > 0;
	return false;
}

/* The topmost delimiter that holds, as a count of lines to take; or 0. */
static size_t take_delimited(struct tail *tail)
{
	for (size_t k = tail->count; k-- > 0;)
		if (delimits(tail, k))
			return k + 1;
	return 0;
}

/* Devices and ornaments at the very end. */
static size_t take_added(struct tail *tail)
{
	size_t k = 0;

	while (k < tail->count && (traits_of(tail, k) &
				   (SIGLINE_DEVICE | SIGLINE_ORNAMENT)) != 0)
		k++;
	return k;
}

/* Behind the topmost line whose lines below, down to `from`, may all follow a
 * name; they are `most` at most. */
static size_t reach(struct tail *tail, size_t from, size_t most)
{
	const unsigned any = SIGLINE_NAME | SIGLINE_CONTACT | SIGLINE_TITLE |
			     SIGLINE_DEVICE | SIGLINE_ORNAMENT | SIGLINE_CLOSE;
	size_t k = from;

	while (k < tail->count && k - from < most &&
	       (traits_of(tail, k) & any) != 0)
		k++;
	return k < tail->count ? k + 1 : k;
}

/* A close, with a name below it or nothing.  "Thanks" alone is a word to us;
 * a close that a name follows is none. */
static size_t take_closed(struct tail *tail, size_t from)
{
	for (size_t k = reach(tail, from, MAX_CLOSED); k-- > from;) {
		const unsigned traits = traits_of(tail, k);

		if (!(traits & SIGLINE_CLOSE) ||
		    (k == tail->count - 1 && tail->whole))
			continue;
		if (k == from && !(traits & SIGLINE_THANKS))
			return k + 1;
		if (k > from && (traits_of(tail, k - 1) &
				 (SIGLINE_NAME | SIGLINE_CLOSE)))
			return k + 1;
	}
	return from;
}

/* Is there more above than a greeting?  Who was asked for his address answers
 * with a block that looks like a signature. */
static bool says_something(const struct tail *tail, size_t k)
{
	for (size_t i = k + 1; i < tail->count; i++) {
		const struct line *line = &tail->lines->at[tail->line[i]];

		if (line->tail - line->text >= MIN_WORDS)
			return true;
	}
	return !tail->whole;
}

/* A name that stands apart: the sender's alone, or one with ways to reach its
 * bearer below. */
static size_t take_named(struct tail *tail, size_t from)
{
	for (size_t k = reach(tail, from, MAX_NAMED); k-- > from;) {
		const unsigned traits = traits_of(tail, k);

		if (!(traits & SIGLINE_NAME) || !stands_apart(tail, k) ||
		    (k == tail->count - 1 && tail->whole))
			continue;
		if (k == from ? (traits & (SIGLINE_SENDER |
					   SIGLINE_DASHED)) != 0 :
				count_below(tail, k, SIGLINE_CONTACT) >
				count_below(tail, from, SIGLINE_CONTACT) &&
				says_something(tail, k))
			return k + 1;
	}
	return from;
}

size_t signature_find(struct arena *arena, const struct lines *lines,
		      size_t first, size_t last, const struct mailbox *sender,
		      enum signature_depth depth)
{
	struct tail tail = tail_of(arena, lines, first, last, sender);
	size_t taken = take_delimited(&tail);

	if (taken == 0)
		taken = take_added(&tail);
	if (depth == SIGNATURE_CLOSES) {
		taken = take_closed(&tail, taken);
		taken = take_named(&tail, taken);
	}
	while (taken > 0 && taken < tail.count &&
	       (traits_of(&tail, taken) & SIGLINE_ORNAMENT) != 0)
		taken++;
	return taken == 0 ? last : tail.line[taken - 1];
}

bool signature_is_delimited(struct arena *arena, const struct lines *lines,
			    size_t first, size_t last)
{
	first = lines_next(lines, first);
	return first < last && sigline_is_delimiter(arena, lines, first);
}
