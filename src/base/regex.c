/* regex.c - PCRE2 that cannot run away. */

#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	PATTERN_LIMIT = 1000,	/* bytes */
	NEST_LIMIT = 50,
	WINDOW = 512,		/* places where a match may start */
	REACH = 512,		/* a match may end so far behind them */
	LOOK_BACK = 256,	/* what lookbehind and \b may see */
	EASY_STEPS = 4,		/* enough for most places of most mails */
	LOOP_STEPS = 16,
	SLICE = 64,
	EVIL_SIZE = 2048,
	LOOK_BACK_CHARACTERS = 60,
	DEEP_STACK = 512 * 1024,
};

struct regex {
	pcre2_code *code;
	pcre2_match_data *found;
	pcre2_match_context *limits;
	int64_t place_steps;	/* charged for each place */
	char **names;		/* of groups, by number; owned */
	uint32_t *groups;	/* their numbers */
	size_t name_count;
};

static bool refuse(struct err *err, const char *pattern, const char *why)
{
	return err_permanent(err, "found `%s`, expected %s", pattern, why);
}

static bool check(const char *pattern, struct err *err)
{
	if (strlen(pattern) > PATTERN_LIMIT)
		return err_permanent(err, "found a pattern of %zu bytes, "
				     "expected at most %d", strlen(pattern),
				     PATTERN_LIMIT);
	if (pattern[0] == '\0')
		return err_permanent(err, "found an empty pattern");
	/* (*LIMIT_MATCH=…) and its like would switch the guards off. */
	if (strncmp(pattern, "(*", 2) == 0)
		return refuse(err, pattern, "a pattern without (* at its "
			      "start");
	return true;
}

static pcre2_code *compile(const char *pattern, unsigned flags,
			   struct err *err)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
			   PCRE2_USE_OFFSET_LIMIT;
	unsigned char why[128];
	pcre2_code *code;
	PCRE2_SIZE at;
	int fault;

	if (context == NULL)
		abort();
	if (flags & REGEX_CASELESS)
		options |= PCRE2_CASELESS;
	if (flags & REGEX_MULTILINE)
		options |= PCRE2_MULTILINE;
	pcre2_set_parens_nest_limit(context, NEST_LIMIT);
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			     options, &fault, &at, context);
	pcre2_compile_context_free(context);
	if (code == NULL) {
		pcre2_get_error_message(fault, why, sizeof(why));
		err_permanent(err, "found `%s`, wrong at character %zu: %s",
			      pattern, at + 1, why);
	}
	return code;
}

static uint32_t fact(const pcre2_code *code, uint32_t what)
{
	uint32_t value = 0;

	pcre2_pattern_info(code, what, &value);
	return value;
}

static bool check_code(const pcre2_code *code, const char *pattern,
		       struct err *err)
{
	/* One step may compare a whole window. */
	if (fact(code, PCRE2_INFO_BACKREFMAX) > 0)
		return refuse(err, pattern, "a pattern without back "
			      "references");
	if (fact(code, PCRE2_INFO_MAXLOOKBEHIND) > LOOK_BACK_CHARACTERS)
		return refuse(err, pattern, "a lookbehind of at most 60 "
			      "characters");
	return true;
}

/* Long texts on which careless patterns run away; `%` stands for the first
 * plain character of the pattern. */
static const char *const evil[] = {
	"a", "0", " ", "%", "a ", "% ", "%a", "%%%%%%%%%%%%%%%%%%%%!", "a,",
	"\n", "<", "=", "-", ".", "α",
};

static bool is_plain(char c)
{
	return strchr("\\()[]{}?*+|^$.:!<=", c) == NULL &&
	       (unsigned char)c < 0x80;
}

/* Fill `text` with the i-th of them.  All plain characters of the pattern
 * stand at its end, for PCRE2 does not search where one is missing. */
static void fill_evil(char text[EVIL_SIZE], const char *pattern, size_t i)
{
	size_t length = strlen(pattern), unit = strlen(evil[i]);
	size_t end = EVIL_SIZE;
	char first = 'x';

	for (size_t k = 0; k < length; k++) {
		const char c = pattern[k];

		text[--end] = is_plain(c) ? c : '!';
		if (is_plain(c) && first == 'x')
			first = c;
	}
	text[--end] = '\n';
	text[--end] = '!';
	memset(text, '.', end);
	for (size_t at = 0; at + unit <= end; at += unit)
		for (size_t k = 0; k < unit; k++)
			text[at + k] = evil[i][k] == '%' ? first : evil[i][k];
}

static bool runs_away(const struct regex *regex, const char *pattern,
		      size_t i)
{
	struct regex_budget budget = { .steps = REGEX_MATCH_STEPS / 2 };
	char text[EVIL_SIZE];

	fill_evil(text, pattern, i);
	regex_match(regex, text, sizeof(text), &budget, NULL, NULL);
	return budget.exceeded;
}

/* PCRE2's table: two bytes of the number, then the name, sorted by name. */
static bool read_names(struct regex *regex, const char *pattern,
		       struct err *err)
{
	const uint32_t count = fact(regex->code, PCRE2_INFO_NAMECOUNT);
	const uint32_t size = fact(regex->code, PCRE2_INFO_NAMEENTRYSIZE);
	PCRE2_SPTR table;

	if (count == 0)
		return true;
	if (count > REGEX_NAMES)
		return refuse(err, pattern, "at most 20 names");
	pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
	regex->names = calloc(count, sizeof(regex->names[0]));
	regex->groups = calloc(count, sizeof(regex->groups[0]));
	if (regex->names == NULL || regex->groups == NULL)
		abort();
	for (; regex->name_count < count; regex->name_count++, table += size) {
		const uint32_t group = (uint32_t)(table[0] << 8 | table[1]);
		size_t at = regex->name_count;

		for (; at > 0 && regex->groups[at - 1] > group; at--) {
			regex->groups[at] = regex->groups[at - 1];
			regex->names[at] = regex->names[at - 1];
		}
		regex->groups[at] = group;
		regex->names[at] = strdup((const char *)table + 2);
		if (regex->names[at] == NULL)
			abort();
	}
	return true;
}

size_t regex_names(const struct regex *regex, const char *const **names_r)
{
	*names_r = (const char *const *)regex->names;
	return regex->name_count;
}

static bool prepare(struct regex *regex, const char *pattern, struct err *err)
{
	if (!check_code(regex->code, pattern, err) ||
	    !read_names(regex, pattern, err))
		return false;
	if (pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) != 0)
		return refuse(err, pattern, "a smaller pattern: this one "
			      "cannot be compiled to run fast");
	regex->found = pcre2_match_data_create(regex->name_count == 0 ? 1 :
		regex->groups[regex->name_count - 1] + 1, NULL);
	regex->limits = pcre2_match_context_create(NULL);
	if (regex->found == NULL || regex->limits == NULL)
		abort();
	/* A repetition may read on without taking a step. */
	regex->place_steps = strpbrk(pattern, "*+{") == NULL ? EASY_STEPS :
			     LOOP_STEPS;
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++)
		if (runs_away(regex, pattern, i))
			return refuse(err, pattern, "a pattern that does not "
				      "run away on long texts (a repetition "
				      "within or beside a repetition?)");
	return true;
}

struct regex *regex_new(const char *pattern, unsigned flags, struct err *err)
{
	struct regex *regex;

	if (!check(pattern, err))
		return NULL;
	regex = calloc(1, sizeof(*regex));
	if (regex == NULL)
		abort();
	regex->code = compile(pattern, flags, err);
	if (regex->code == NULL || !prepare(regex, pattern, err))
		regex_free(&regex);
	return regex;
}

void regex_free(struct regex **regex)
{
	if (*regex == NULL)
		return;
	pcre2_match_context_free((*regex)->limits);
	pcre2_match_data_free((*regex)->found);
	pcre2_code_free((*regex)->code);
	for (size_t i = 0; i < (*regex)->name_count; i++)
		free((*regex)->names[i]);
	free((*regex)->names);
	free((*regex)->groups);
	free(*regex);
	*regex = NULL;
}

/* A stretch of the subject and what may be spent on it. */
struct search {
	const struct regex *regex;
	const char *text;	/* where the window begins to see */
	size_t size;
	uint32_t options;
	int64_t *steps;
};

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_HARD };

/* Few patterns need more than the 32 KB that JIT takes from our stack. */
static int match_deep(const struct search *search, size_t from)
{
	const struct regex *regex = search->regex;
	pcre2_jit_stack *stack = pcre2_jit_stack_create(32 * 1024, DEEP_STACK,
							NULL);
	int found;

	if (stack == NULL)
		abort();
	pcre2_jit_stack_assign(regex->limits, NULL, stack);
	found = pcre2_match(regex->code, (PCRE2_SPTR)search->text,
			    search->size, from, search->options, regex->found,
			    regex->limits);
	pcre2_jit_stack_assign(regex->limits, NULL, NULL);
	pcre2_jit_stack_free(stack);
	return found;
}

/* Matches that start from `from` up to and with `last`, each place with at
 * most `each` steps. */
static enum answer try(const struct search *search, size_t from, size_t last,
		       int64_t each)
{
	const struct regex *regex = search->regex;
	int64_t cost = each > regex->place_steps ? each : regex->place_steps;
	int found;

	*search->steps -= cost * (int64_t)(last - from + 1);
	pcre2_set_match_limit(regex->limits, (uint32_t)each);
	pcre2_set_offset_limit(regex->limits, last);
	found = pcre2_match(regex->code, (PCRE2_SPTR)search->text,
			    search->size, from, search->options, regex->found,
			    regex->limits);
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = match_deep(search, from);
	if (found >= 0)
		return ANSWER_YES;
	return found == PCRE2_ERROR_NOMATCH ? ANSWER_NO : ANSWER_HARD;
}

static bool is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* One place, with more and more steps: what it takes is what is charged, but
 * for the factor between two tries. */
static enum answer try_hard(const struct search *search, size_t at)
{
	int64_t each = EASY_STEPS;

	while (*search->steps > 0) {
		enum answer answer;

		each *= 16;
		if (each > *search->steps)
			each = *search->steps;
		answer = try(search, at, at, each);
		if (answer != ANSWER_HARD)
			return answer;
	}
	return ANSWER_HARD;
}

static enum answer try_slice(const struct search *search, size_t from,
			     size_t last)
{
	enum answer answer = try(search, from, last, EASY_STEPS);

	if (answer != ANSWER_HARD)
		return answer;
	for (size_t at = from; at <= last; at++) {
		if (at < search->size && is_inside(search->text[at]))
			continue;
		answer = try_hard(search, at);
		if (answer != ANSWER_NO)
			return answer;
	}
	return ANSWER_NO;
}

static enum answer try_window(const struct search *search, size_t from,
			      size_t last)
{
	enum answer answer = try(search, from, last, EASY_STEPS);

	while (answer == ANSWER_HARD && from <= last) {
		size_t end = from + SLICE - 1 < last ? from + SLICE - 1 : last;

		while (end + 1 < search->size &&
		       is_inside(search->text[end + 1]))
			end++;
		answer = try_slice(search, from, end);
		if (answer != ANSWER_NO)
			return answer;
		if (end >= last)
			return ANSWER_NO;
		answer = ANSWER_HARD;
		from = end + 1;
	}
	return answer;
}

/* The nearest beginning of a character at or before `at`. */
static size_t border(const char *text, size_t size, size_t at)
{
	while (at > 0 && at < size && is_inside(text[at]))
		at--;
	return at;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The window whose places begin at `from`; the last place in *last_r. */
static struct search window_at(const struct regex *regex, const char *subject,
			       size_t size, size_t from, size_t *see_r,
			       size_t *last_r)
{
	size_t see = border(subject, size,
			    from > LOOK_BACK ? from - LOOK_BACK : 0);
	size_t next = border(subject, size, smaller(from + WINDOW, size));
	size_t end = border(subject, size, smaller(next + REACH, size));

	*see_r = see;
	*last_r = next == size ? size : next - 1;
	return (struct search){
		.regex = regex, .text = subject + see, .size = end - see,
		.options = PCRE2_NO_UTF_CHECK |
			   (see > 0 ? PCRE2_NOTBOL : 0) |
			   (end < size ? PCRE2_NOTEOL : 0),
	};
}

/* What lies before the window of the match in *see_r. */
static bool find(const struct regex *regex, const char *subject, size_t size,
		 struct regex_budget *budget, size_t *see_r)
{
	int64_t allowed = budget->steps < REGEX_MATCH_STEPS ? budget->steps :
			  REGEX_MATCH_STEPS;
	int64_t steps = allowed;
	enum answer answer = ANSWER_NO;
	size_t see = 0, last = 0;

	for (size_t from = 0; answer == ANSWER_NO && from <= size;
	     from = last + 1) {
		struct search search = window_at(regex, subject, size, from,
						 &see, &last);

		search.steps = &steps;
		answer = steps <= 0 ? ANSWER_HARD :
			 try_window(&search, from - see, last - see);
	}
	budget->steps -= allowed - (steps > 0 ? steps : 0);
	if (answer == ANSWER_HARD)
		budget->exceeded = true;
	*see_r = see;
	return answer == ANSWER_YES;
}

static struct regex_span span_of(const struct regex *regex, uint32_t group,
				 size_t see)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(regex->found);
	const PCRE2_SIZE start = at[2 * (size_t)group];

	if (start == PCRE2_UNSET)
		return (struct regex_span){ 0 };
	return (struct regex_span){ see + start,
				    see + at[2 * (size_t)group + 1] };
}

bool regex_match(const struct regex *regex, const char *subject, size_t size,
		 struct regex_budget *budget, size_t *start_r, size_t *end_r)
{
	struct regex_span match;
	size_t see;

	if (!find(regex, subject, size, budget, &see))
		return false;
	match = span_of(regex, 0, see);
	if (start_r != NULL && end_r != NULL) {
		*start_r = match.start;
		*end_r = match.end;
	}
	return true;
}

bool regex_capture(const struct regex *regex, const char *subject, size_t size,
		   struct regex_budget *budget, struct regex_span *match_r,
		   struct regex_span *groups_r)
{
	size_t see;

	if (!find(regex, subject, size, budget, &see))
		return false;
	*match_r = span_of(regex, 0, see);
	for (size_t i = 0; i < regex->name_count; i++)
		groups_r[i] = span_of(regex, regex->groups[i], see);
	return true;
}
