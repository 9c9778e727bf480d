/* view.c - does a test hold for this mail? */

#include "desk/view.h"

#include "base/text.h"

enum {
	WORDS_LIMIT = 128 * 1024,	/* at each end */
	PATTERN_HEAD = 48 * 1024,
	PATTERN_TAIL = 16 * 1024,
	EXCERPT_AROUND = 30,
	EXCERPT_LIMIT = 120,
	CAPTURE_LIMIT = 200,
};

struct view view_of(struct arena *arena, const struct message *message,
		    const struct gist *gist)
{
	const char *visible = gist->fold.visible;
	const char *all = message->text != NULL ? message->text : "";
	const char *name = message->from.count > 0 ? message->from.at[0].name :
			   "";

	return (struct view){
		.arena = arena, .message = message, .gist = gist,
		.subject.plain = message->subject,
		.body.plain = visible != NULL ? visible : all,
		.body_all.plain = all,
		.from_name.plain = name,
		.budget = REGEX_MAIL_BUDGET,
		.excerpt = "",
	};
}

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

static const char *const *places(struct view *view, struct view_text *text)
{
	if (text->places == NULL)
		text->places = scan_text(view->scan, view->arena,
					 folded(view, text));
	return text->places;
}

/* What was found, with some of what stands around it, as one line. */
static bool found(struct view *view, const char *text, size_t start,
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

	return found(view, text, start, start + strlen(words->folded));
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
	const char *const *seen = places(view, text);

	for (size_t i = 0; i < test->count; i++) {
		const struct wording *words = &test->words[i];
		const struct needles *needles = &test->needles[i];
		const char *at = needles->count > 0 ? seen[needles->at[0]] :
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
		  const char *text, size_t size)
{
	struct regex_span match, groups[REGEX_NAMES];

	if (!regex_capture(regex, text, size, &view->budget, &match, groups))
		return false;
	keep_captures(view, regex, text, groups);
	return found(view, text, match.start, match.end);
}

static bool matches(struct view *view, const struct regex *regex,
		    const char *text)
{
	size_t size = strlen(text);
	size_t head = size > PATTERN_HEAD + PATTERN_TAIL ? PATTERN_HEAD : size;

	while (head < size && is_inside(text[head]))
		head--;
	if (finds(view, regex, text, head))
		return true;
	if (head == size)
		return false;
	text = tail(text, PATTERN_TAIL);
	return finds(view, regex, text, strlen(text));
}

static bool is_value(struct view *view, const struct condition *test,
		     const char *text)
{
	for (size_t i = 0; i < test->count; i++)
		if (text_same(test->values[i], text))
			return found(view, text, 0, strlen(text));
	return false;
}

/* A short text: a header, a name, an address. */
static bool line_holds(struct view *view, const struct condition *test,
		       const char *text)
{
	switch (test->matcher) {
	case MATCH_WORDS:
		return has_words(view, test, wording_fold(view->arena, text,
							  WORDS_LIMIT));
	case MATCH_REGEX:
		for (size_t i = 0; i < test->count; i++)
			if (matches(view, test->regexes[i], text))
				return true;
		return false;
	case MATCH_PRESENT:
		return found(view, text, 0, 0);
	default:
		return is_value(view, test, text);
	}
}

/* Does anything stand there that the pattern requires? */
static bool may_match(const char *const *seen, const struct needles *needles)
{
	for (size_t i = 0; i < needles->count; i++)
		if (seen[needles->at[i]] != NULL)
			return true;
	return needles->count == 0;
}

static bool scan_matches(struct view *view, const struct condition *test,
			 struct view_text *text)
{
	const char *const *seen = places(view, text);

	for (size_t i = 0; i < test->count; i++)
		if (may_match(seen, &test->needles[i]) &&
		    matches(view, test->regexes[i], text->plain))
			return true;
	return false;
}

static bool text_holds(struct view *view, const struct condition *test,
		       struct view_text *text)
{
	if (test->matcher == MATCH_WORDS)
		return view->scan == NULL ?
		       has_words(view, test, folded(view, text)) :
		       scan_has_words(view, test, text);
	if (test->matcher == MATCH_REGEX && view->scan != NULL)
		return scan_matches(view, test, text);
	return line_holds(view, test, text->plain);
}

static bool header_holds(struct view *view, const struct condition *test)
{
	const char *value;
	size_t from = 0;

	while ((value = message_next_header(view->message, test->header,
					    &from)) != NULL)
		if (line_holds(view, test, value))
			return true;
	return false;
}

/* An address is itself or of a domain that is named as "@domain". */
static bool address_holds(struct view *view, const struct condition *test,
			  const char *address)
{
	const char *domain = strrchr(address, '@');

	return line_holds(view, test, address) ||
	       (test->matcher == MATCH_IS && domain != NULL &&
		is_value(view, test, domain));
}

static bool mailboxes_hold(struct view *view, const struct condition *test,
			   const struct mailboxes *mailboxes)
{
	for (size_t i = 0; i < mailboxes->count; i++)
		if (address_holds(view, test, mailboxes->at[i].address))
			return true;
	return false;
}

/* "*.example.org" is all that lies below it. */
static bool is_domain(struct view *view, const struct condition *test,
		      const char *domain)
{
	for (size_t i = 0; i < test->count; i++) {
		const char *value = test->values[i];

		if (value[0] == '*' ? text_ends(domain, value + 1)
				    : text_same(domain, value))
			return found(view, domain, 0, strlen(domain));
	}
	return false;
}

static bool domains_hold(struct view *view, const struct condition *test)
{
	const struct mailboxes *from = &view->message->from;

	for (size_t i = 0; i < from->count; i++) {
		const char *at = strrchr(from->at[i].address, '@');

		if (at != NULL && (test->matcher == MATCH_IS
				   ? is_domain(view, test, at + 1)
				   : line_holds(view, test, at + 1)))
			return true;
	}
	return false;
}

static bool is_within(const struct condition *test, int64_t size)
{
	return size > test->over && (test->under == 0 || size < test->under);
}

static bool part_holds(struct view *view, const struct condition *test,
		       const struct part *part)
{
	if (test->kind == CONDITION_PART) {
		for (size_t i = 0; i < test->count; i++)
			if (!part_holds(view, test->children[i], part))
				return false;
		return test->count > 0 || found(view, part->name, 0,
						strlen(part->name));
	}
	if (test->field == FIELD_ATTACHMENT_SIZE)
		return is_within(test, (int64_t)part->size);
	return line_holds(view, test, test->field == FIELD_ATTACHMENT_NAME
			  ? part->name : part->type);
}

static bool attachments_hold(struct view *view, const struct condition *test)
{
	for (size_t i = 0; i < view->message->part_count; i++) {
		const struct part *part = &view->message->parts[i];

		if (part->use == PART_ATTACHMENT &&
		    part_holds(view, test, part))
			return true;
	}
	return false;
}

static bool size_holds(const struct view *view, const struct condition *test)
{
	int64_t size = 0;

	for (size_t i = 0; i < view->message->part_count; i++)
		size += (int64_t)view->message->parts[i].size;
	return is_within(test, size);
}

bool view_holds(struct view *view, const struct condition *test)
{
	const struct message *message = view->message;
	const char *language = view->gist->language;

	if (test->kind == CONDITION_PART)
		return attachments_hold(view, test);
	switch (test->field) {
	case FIELD_SUBJECT:
		return text_holds(view, test, &view->subject);
	case FIELD_BODY:
		return text_holds(view, test, &view->body);
	case FIELD_BODY_ALL:
		return text_holds(view, test, &view->body_all);
	case FIELD_TEXT:
		return text_holds(view, test, &view->subject) ||
		       text_holds(view, test, &view->body);
	case FIELD_HEADER:
		return header_holds(view, test);
	case FIELD_FROM:
		return mailboxes_hold(view, test, &message->from);
	case FIELD_FROM_NAME:
		return text_holds(view, test, &view->from_name);
	case FIELD_DOMAIN:
		return domains_hold(view, test);
	case FIELD_TO:
		return mailboxes_hold(view, test, &message->to);
	case FIELD_CC:
		return mailboxes_hold(view, test, &message->cc);
	case FIELD_ATTACHMENT_NAME:
	case FIELD_ATTACHMENT_TYPE:
	case FIELD_ATTACHMENT_SIZE:
		return attachments_hold(view, test);
	case FIELD_LANGUAGE:
		return language != NULL && line_holds(view, test, language);
	case FIELD_ORIGIN:
		return line_holds(view, test,
				  origin_word(view->gist->origin.kind));
	case FIELD_AUTH:
		return line_holds(view, test,
				  auth_word(view->gist->auth.verdict));
	case FIELD_SIZE:
		return size_holds(view, test);
	default:
		return false;
	}
}
