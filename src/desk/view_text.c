/* view_text.c - does a text hold what a test asks of it? */

#include "desk/view_text.h"

#include "base/text.h"

enum {
	WORDS_LIMIT = 128 * 1024,	/* at each end */
	PATTERN_HEAD = 48 * 1024,
	PATTERN_TAIL = 16 * 1024,
	EXCERPT_AROUND = 30,
	EXCERPT_LIMIT = 120,
	CAPTURE_LIMIT = 200,
};

static bool is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The last `size` bytes, from the beginning of a character. */
static const char *tail(const char *text, size_t size)
{
	size_t whole = strlen(text);
	const char *at = text + (whole > size ? whole - size : 0);

	while (is_inside(*at))
		at++;
	return at;
}

static const char *folded(struct view *view, struct view_text *text)
{
	size_t size;

	if (text->folded != NULL)
		return text->folded;
	size = strlen(text->plain);
	text->folded = wording_fold(view->arena, text->plain,
				    size > 2 * WORDS_LIMIT ? WORDS_LIMIT :
				    size);
	if (size > 2 * WORDS_LIMIT)
		text->folded = arena_printf(view->arena, "%s\n%s",
			text->folded,
			wording_fold(view->arena,
				     tail(text->plain, WORDS_LIMIT),
				     WORDS_LIMIT));
	return text->folded;
}

static const struct scan_places *places(struct view *view,
					struct view_text *text)
{
	if (text->places == NULL)
		text->places = scan_text(view->scan, view->arena,
					 folded(view, text));
	return text->places;
}

/* What was found, with some of what stands around it, as one line. */
bool view_found(struct view *view, const char *text, size_t start,
		size_t end)
{
	size_t from = start > EXCERPT_AROUND ? start - EXCERPT_AROUND : 0;
	size_t to = end + strnlen(text + end, EXCERPT_AROUND);

	while (from > 0 && is_inside(text[from]))
		from--;
	while (is_inside(text[to]))
		to++;
	view->excerpt = text_line(view->arena, text + from, to - from,
				  EXCERPT_LIMIT);
	return true;
}

static bool found_words(struct view *view, const struct wording *words,
			const char *text, const char *at)
{
	size_t start = (size_t)(at - text);

	return view_found(view, text, start, start + strlen(words->folded));
}

static bool has_words(struct view *view, const struct condition *test,
		      const char *text)
{
	for (size_t i = 0; i < test->count; i++) {
		const struct wording *words = &test->words[i];
		const char *at = wording_find(words, text);

		if (at != NULL)
			return found_words(view, words, text, at);
	}
	return false;
}

/* The same by the scan, but for words that were too many for it. */
static bool scan_has_words(struct view *view, const struct condition *test,
			   struct view_text *text)
{
	const struct scan_places *seen = places(view, text);

	for (size_t i = 0; i < test->count; i++) {
		const struct wording *words = &test->words[i];
		const struct needles *needles = &test->needles[i];
		const char *at = needles->count > 0 ?
			scan_place(seen, needles->at[0]) :
			wording_find(words, text->folded);

		if (at != NULL)
			return found_words(view, words, text->folded, at);
	}
	return false;
}

/* Keep what its named groups caught: nothing is not kept. */
static void keep_captures(struct view *view, const struct regex *regex,
			  const char *text, const struct regex_span *groups)
{
	const char *const *names;
	const size_t count = regex_names(regex, &names);
	struct capture *captures = ARENA_ARRAY(view->arena, struct capture,
					       count);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const char *value = text_line(view->arena,
			text + groups[i].start,
			groups[i].end - groups[i].start, CAPTURE_LIMIT);

		if (value[0] == '\0')
			continue;
		captures[kept++] = (struct capture){
			arena_strdup(view->arena, names[i]), value };
	}
	view->captures = (struct captures){ captures, kept };
}

static bool finds(struct view *view, const struct regex *regex,
		  struct regex_subject *subject)
{
	struct regex_span match, groups[REGEX_NAMES];

	if (!regex_capture(regex, subject, &view->budget, &match, groups))
		return false;
	keep_captures(view, regex, subject->text, groups);
	return view_found(view, subject->text, match.start, match.end);
}

/* What patterns see of a text. */
static void show_ends(struct view *view, struct view_text *text)
{
	size_t size = strlen(text->plain);
	size_t head = size > PATTERN_HEAD + PATTERN_TAIL ? PATTERN_HEAD : size;
	const char *end = head < size ? tail(text->plain, PATTERN_TAIL) :
			  text->plain + size;

	while (head < size && is_inside(text->plain[head]))
		head--;
	text->head = regex_subject(view->arena, text->plain, head);
	text->tail = regex_subject(view->arena, end, strlen(end));
}

static bool matches(struct view *view, const struct regex *regex,
		    struct view_text *text)
{
	if (text->head.text == NULL)
		show_ends(view, text);
	return finds(view, regex, &text->head) ||
	       (text->tail.size > 0 && finds(view, regex, &text->tail));
}

bool view_is_value(struct view *view, const struct condition *test,
		   const char *text)
{
	for (size_t i = 0; i < test->count; i++)
		if (text_same(test->values[i], text))
			return view_found(view, text, 0, strlen(text));
	return false;
}

/* Does anything stand there that the pattern requires? */
static bool may_match(struct view *view, struct view_text *text,
		      const struct needles *needles)
{
	if (view->scan == NULL || needles->count == 0)
		return true;
	for (size_t i = 0; i < needles->count; i++)
		if (scan_place(places(view, text), needles->at[i]) != NULL)
			return true;
	return false;
}

/* Does the scan of the text say that the test does not hold?  It says so of
 * nearly all. */
static bool scan_refuses(struct view *view, const struct condition *test,
			 struct view_text *text)
{
	return view->scan != NULL && test->needle_set->whole &&
	       !scan_any(places(view, text), test->needle_set);
}

bool view_text_holds(struct view *view, const struct condition *test,
		     struct view_text *text)
{
	switch (test->matcher) {
	case MATCH_WORDS:
		if (scan_refuses(view, test, text))
			return false;
		return view->scan == NULL ?
		       has_words(view, test, folded(view, text)) :
		       scan_has_words(view, test, text);
	case MATCH_REGEX:
		if (scan_refuses(view, test, text))
			return false;
		for (size_t i = 0; i < test->count; i++)
			if (may_match(view, text, &test->needles[i]) &&
			    matches(view, test->regexes[i], text))
				return true;
		return false;
	case MATCH_PRESENT:
		return view_found(view, text->plain, 0, 0);
	default:
		return view_is_value(view, test, text->plain);
	}
}

bool view_line_holds(struct view *view, const struct condition *test,
		     const char *line)
{
	struct view_text text = { .plain = line };

	if (test->matcher == MATCH_WORDS)
		return has_words(view, test, folded(view, &text));
	/* The scan does not look into it: its needles are none. */
	return view_text_holds(view, test, &text);
}
