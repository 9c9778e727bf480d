/* regex.c - PCRE2 that cannot run away. */

#include "base/regex_search.h"

#include "base/ascii.h"
#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	PATTERN_LIMIT = 1000,	/* bytes */
	NEST_LIMIT = 50,
	SHORT_REPEAT = 16,	/* characters; longer ones are charged */
	SHORT_LITERAL = 64,	/* bytes; so are these */
	SHORT_CODE = 384,	/* bytes; PCRE2 writes {2,9} out */
	LOOK_BACK_CHARACTERS = 60,
	DEEP_STACK = 512 * 1024,
	EVIL_TEXT_STEPS = REGEX_RULE_STEPS / 2,
	EVIL_STEPS = REGEX_RULE_STEPS,	/* on all of them */
};

struct regex {
	pcre2_code *code;
	pcre2_match_data *found;
	pcre2_match_context *limits;
	struct regex_traits traits;
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

static size_t above(size_t value, size_t limit)
{
	return value > limit ? value - limit : 0;
}

static void read_starts(struct regex_traits *traits, const pcre2_code *code)
{
	const uint32_t kind = fact(code, PCRE2_INFO_FIRSTCODETYPE);
	const uint32_t first = fact(code, PCRE2_INFO_FIRSTCODEUNIT);
	const uint8_t *map = NULL;
	bool others = kind != 1 || first >= 0x80;

	pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &map);
	traits->anchored = (fact(code, PCRE2_INFO_ALLOPTIONS) &
			    PCRE2_ANCHORED) != 0;
	traits->at_lines = kind == 2;
	traits->anywhere = kind == 0 && map == NULL;
	for (unsigned c = 0; c < 0x80; c++)
		traits->starts[c] = kind == 1 ?
			ascii_lower((int)c) == ascii_lower((int)first) :
			map == NULL || (map[c / 8] >> c % 8 & 1) != 0;
	/* k and s are the lower case of others; what is not ASCII may be the
	 * other case of anything that is not. */
	others = others || traits->starts['k'] || traits->starts['s'];
	for (unsigned c = 0xc0; others && c <= 0xff; c++)
		traits->starts[c] = true;
}

static void read_reads(struct regex_traits *traits, const pcre2_code *code,
		       const char *pattern)
{
	ARENA(scratch);
	const struct pattern read = pattern_read(scratch, pattern);
	size_t size = 0;

	pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size);
	traits->literal = above(strlen(pattern), SHORT_LITERAL);
	if (strchr(pattern, '{') != NULL && above(size, SHORT_CODE) > 0)
		traits->literal = above(size, SHORT_CODE);
	traits->reads = read.reach > SHORT_REPEAT ? read.reads : 0;
	/* A character has up to four bytes. */
	traits->reach = read.reach > SIZE_MAX / 4 ? SIZE_MAX : 4 * read.reach;
}

static bool runs_away(const struct regex *regex, const char *pattern)
{
	ARENA(scratch);
	struct regex_budget budget = { .steps = EVIL_STEPS };
	char text[REGEX_EVIL_SIZE];

	for (size_t i = 0; regex_evil(text, pattern, i); i++) {
		struct regex_subject subject = regex_subject(scratch, text,
							     sizeof(text));

		budget.rule_steps = EVIL_TEXT_STEPS;
		regex_match(regex, &subject, &budget, NULL, NULL);
		if (budget.exceeded)
			return true;
	}
	return false;
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
	/* What it reads on over is not charged yet: who runs away goes back
	 * and back. */
	read_starts(&regex->traits, regex->code);
	if (runs_away(regex, pattern))
		return refuse(err, pattern, "a pattern that does not run away "
			      "on long texts (a repetition within or beside "
			      "a repetition?)");
	read_reads(&regex->traits, regex->code, pattern);
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

/* Few patterns need more than the 32 KB that JIT takes from our stack. */
static int match_deep(const struct regex *regex,
		      const struct regex_attempt *attempt, uint32_t options)
{
	pcre2_jit_stack *stack = pcre2_jit_stack_create(32 * 1024, DEEP_STACK,
							NULL);
	int found;

	if (stack == NULL)
		abort();
	pcre2_jit_stack_assign(regex->limits, NULL, stack);
	found = pcre2_match(regex->code, (PCRE2_SPTR)attempt->text,
			    attempt->size, attempt->from, options,
			    regex->found, regex->limits);
	pcre2_jit_stack_assign(regex->limits, NULL, NULL);
	pcre2_jit_stack_free(stack);
	return found;
}

const struct regex_traits *regex_traits(const struct regex *regex)
{
	return &regex->traits;
}

enum regex_answer regex_try(const struct regex *regex,
			    const struct regex_attempt *attempt)
{
	uint32_t options = PCRE2_NO_UTF_CHECK |
			   (attempt->is_start ? 0 : PCRE2_NOTBOL) |
			   (attempt->is_end ? 0 : PCRE2_NOTEOL);
	int found;

	pcre2_set_match_limit(regex->limits, attempt->steps);
	pcre2_set_offset_limit(regex->limits, attempt->last);
	found = pcre2_match(regex->code, (PCRE2_SPTR)attempt->text,
			    attempt->size, attempt->from, options,
			    regex->found, regex->limits);
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = match_deep(regex, attempt, options);
	if (found >= 0)
		return REGEX_YES;
	return found == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_HARD;
}

struct regex_subject regex_subject(struct arena *arena, const char *text,
				   size_t size)
{
	return (struct regex_subject){ .arena = arena, .text = text,
				       .size = size };
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

bool regex_match(const struct regex *regex, struct regex_subject *subject,
		 struct regex_budget *budget, size_t *start_r, size_t *end_r)
{
	struct regex_span match;
	size_t see;

	if (!regex_search(regex, subject, budget, &see))
		return false;
	match = span_of(regex, 0, see);
	if (start_r != NULL && end_r != NULL) {
		*start_r = match.start;
		*end_r = match.end;
	}
	return true;
}

bool regex_capture(const struct regex *regex, struct regex_subject *subject,
		   struct regex_budget *budget, struct regex_span *match_r,
		   struct regex_span *groups_r)
{
	size_t see;

	if (!regex_search(regex, subject, budget, &see))
		return false;
	*match_r = span_of(regex, 0, see);
	for (size_t i = 0; i < regex->name_count; i++)
		groups_r[i] = span_of(regex, regex->groups[i], see);
	return true;
}
