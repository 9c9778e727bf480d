/* regex_search.c - a subject window by window, each step counted. */

#include "base/regex_search.h"

#include "base/stretch.h"

enum {
	WINDOW = 512,		/* places where a match may start */
	REACH = 512,		/* a match may end so far behind them */
	LOOK_BACK = 256,	/* what lookbehind and \b may see */
	EASY_STEPS = 4,		/* enough for most places of most mails */
	SLICE = 64,
	READ_IN_A_STEP = 8,	/* bytes */
	CHEAP_STRIDE = 2,
	PASS_IN_A_STEP = 4,	/* places where no match can start */
};

/* A window of the subject and what may be spent on it. */
struct search {
	const struct regex *regex;
	struct regex_attempt window;
	int64_t stride;		/* a step of PCRE2 costs so many of ours */
	int64_t *steps;
};

static bool is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Places from `from` up to and with `last` where a match may begin, or more:
 * where a step is cheap they are not worth counting.  The end of the text is
 * one of them. */
static int64_t count_places(const struct search *search, size_t from,
			    size_t last)
{
	const struct regex_traits *traits = regex_traits(search->regex);
	const char *text = search->window.text;
	int64_t count = last == search->window.size;

	if (traits->anchored)
		return 1;
	if (traits->anywhere || search->stride <= CHEAP_STRIDE)
		return (int64_t)(last - from) + 1;
	if (last >= search->window.size)
		last = search->window.size - 1;
	if (search->window.size == 0)
		return 1;
	for (size_t i = from; !traits->at_lines && i <= last; i++)
		count += traits->starts[(unsigned char)text[i]];
	for (size_t i = from; traits->at_lines && i <= last; i++)
		count += i == from || text[i - 1] == '\n';
	/* Never nothing: what is charged must grow with each try. */
	return count > 0 ? count : 1;
}

static enum regex_answer try(const struct search *search, size_t from,
			     size_t last, int64_t each)
{
	struct regex_attempt attempt = search->window;

	attempt.from = from;
	attempt.last = last;
	attempt.steps = (uint32_t)each;
	*search->steps -= 1 + (int64_t)(last - from) / PASS_IN_A_STEP +
		each * search->stride * count_places(search, from, last);
	return regex_try(search->regex, &attempt);
}

/* One place, with more and more steps: what it takes is what is charged, but
 * for the factor between two tries. */
static enum regex_answer try_hard(const struct search *search, size_t at)
{
	int64_t each = EASY_STEPS;

	while (*search->steps > 0) {
		int64_t left = *search->steps / search->stride + 1;
		enum regex_answer answer;

		each *= 4;
		if (each > left)
			each = left;
		answer = try(search, at, at, each);
		if (answer != REGEX_HARD)
			return answer;
	}
	return REGEX_HARD;
}

static enum regex_answer try_slice(const struct search *search, size_t from,
				   size_t last)
{
	enum regex_answer answer = try(search, from, last, EASY_STEPS);

	if (answer != REGEX_HARD)
		return answer;
	for (size_t at = from; at <= last; at++) {
		if (at < search->window.size &&
		    is_inside(search->window.text[at]))
			continue;
		answer = try_hard(search, at);
		if (answer != REGEX_NO)
			return answer;
	}
	return REGEX_NO;
}

static enum regex_answer try_window(const struct search *search)
{
	const char *text = search->window.text;
	size_t from = search->window.from, last = search->window.last;
	enum regex_answer answer = try(search, from, last, EASY_STEPS);

	while (answer == REGEX_HARD && from <= last) {
		size_t end = from + SLICE - 1 < last ? from + SLICE - 1 : last;

		while (end + 1 < search->window.size &&
		       is_inside(text[end + 1]))
			end++;
		answer = try_slice(search, from, end);
		if (answer != REGEX_NO)
			return answer;
		if (end >= last)
			return REGEX_NO;
		answer = REGEX_HARD;
		from = end + 1;
	}
	return answer;
}

/* The nearest beginning of a character at or before `at`. */
static size_t border(const struct regex_subject *subject, size_t at)
{
	while (at > 0 && at < subject->size && is_inside(subject->text[at]))
		at--;
	return at;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How much a step of PCRE2 may read, in steps of ours. */
static int64_t stride_of(const struct regex_traits *traits,
			 struct regex_subject *subject, size_t see, size_t end)
{
	size_t longest = 0;

	if (traits->reads != 0 && subject->stretches == NULL)
		subject->stretches = stretch_measure(subject->arena,
						     subject->text,
						     subject->size);
	if (traits->reads != 0)
		longest = smaller(stretch_longest(subject->stretches,
						  traits->reads, see, end),
				  traits->reach);
	longest = smaller(longest + traits->literal, end - see);
	return 1 + (int64_t)longest / READ_IN_A_STEP;
}

/* The window whose places begin at `from`; the last place in *last_r. */
static struct search window_at(const struct regex *regex,
			       struct regex_subject *subject, size_t from,
			       size_t *see_r, size_t *last_r)
{
	size_t see = border(subject, from > LOOK_BACK ? from - LOOK_BACK : 0);
	size_t next = border(subject, smaller(from + WINDOW, subject->size));
	size_t end = border(subject, smaller(next + REACH, subject->size));

	*see_r = see;
	*last_r = next == subject->size ? next : next - 1;
	return (struct search){
		.regex = regex,
		.window = {
			.text = subject->text + see, .size = end - see,
			.is_start = see == 0, .is_end = end == subject->size,
			.from = from - see, .last = *last_r - see,
		},
		.stride = stride_of(regex_traits(regex), subject, see, end),
	};
}

bool regex_search(const struct regex *regex, struct regex_subject *subject,
		  struct regex_budget *budget, size_t *see_r)
{
	int64_t allowed = budget->steps < budget->rule_steps ? budget->steps :
			  budget->rule_steps;
	int64_t steps = allowed;
	enum regex_answer answer = REGEX_NO;
	size_t last = 0;

	for (size_t from = 0; answer == REGEX_NO && from <= subject->size;
	     from = last + 1) {
		struct search search = window_at(regex, subject, from, see_r,
						 &last);

		search.steps = &steps;
		answer = steps <= 0 ? REGEX_HARD : try_window(&search);
	}
	budget->steps -= allowed - (steps > 0 ? steps : 0);
	budget->rule_steps -= allowed - (steps > 0 ? steps : 0);
	if (answer == REGEX_HARD)
		budget->exceeded = true;
	return answer == REGEX_YES;
}
