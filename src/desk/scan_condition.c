/* scan_condition.c - what the scan looks for on behalf of a condition. */

#include "desk/scan.h"

#include "base/pattern.h"
#include "base/text.h"

enum {
	SHORTEST = 3,		/* bytes of a required word that tells */
	REQUIRED_SIZE = 200,	/* of it is looked for at most */
};

/* May this character of a pattern be looked for in a folded text: does every
 * character that it matches, whatever its case, fold as it does?  Greek iota
 * also matches a mark that folding drops.  The others are the scripts whose
 * every letter is tried in tests. */
static bool is_safe(uint32_t c)
{
	return (c >= ' ' && c < 0x7f) ||
	       (c >= 0xc0 && c <= 0x17f && c != 0xd7 && c != 0xf7) ||
	       (c >= 0x386 && c <= 0x3ce && c != 0x387 && c != 0x399 &&
		c != 0x3b9) ||
	       (c >= 0x400 && c <= 0x45f) || (c >= 0x5d0 && c <= 0x5ea);
}

/* The longest stretch of safe characters, folded. */
static const char *safe_part(struct arena *arena, const char *required)
{
	const char *p = required, *end = required + strlen(required);
	const char *start = p, *best = p;
	size_t size = 0;

	while (p < end) {
		if (!is_safe(text_next(&p, end)))
			start = p;
		if ((size_t)(p - start) <= size || p - start > REQUIRED_SIZE)
			continue;
		size = (size_t)(p - start);
		best = start;
	}
	return wording_fold(arena, arena_strndup(arena, best, size),
			    REQUIRED_SIZE);
}

/* Nothing where one of the words tells too little. */
static struct needles add_pattern(struct scan *scan, struct arena *arena,
				  const char *text)
{
	const struct pattern pattern = pattern_read(arena, text);
	uint32_t *at = ARENA_ARRAY(arena, uint32_t, pattern.required_count);

	for (size_t i = 0; i < pattern.required_count; i++) {
		const struct wording word = {
			.folded = safe_part(arena, pattern.required[i]),
			.open_start = true, .open_end = true,
		};

		if (strlen(word.folded) < SHORTEST)
			return (struct needles){ NULL, 0 };
		at[i] = scan_add(scan, &word);
		if (at[i] == SCAN_NONE)
			return (struct needles){ NULL, 0 };
	}
	return (struct needles){ at, pattern.required_count };
}

static void add_words(struct scan *scan, struct arena *arena,
		      const struct condition *test)
{
	uint32_t *at = ARENA_ARRAY(arena, uint32_t, test->count);

	for (size_t i = 0; i < test->count; i++) {
		at[i] = scan_add(scan, &test->words[i]);
		test->needles[i] = (struct needles){ &at[i],
						     at[i] != SCAN_NONE };
	}
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void add_bits(struct arena *arena, struct needle_set *set,
		     uint32_t *numbers, size_t count)
{
	struct needle_bits *at = ARENA_ARRAY(arena, struct needle_bits, count);

	if (count > 0)
		qsort(numbers, count, sizeof(*numbers), by_number);
	for (size_t i = 0; i < count; i++) {
		const uint32_t word = numbers[i] / 64;

		if (set->count == 0 || at[set->count - 1].word != word)
			at[set->count++].word = word;
		at[set->count - 1].bits |= UINT64_C(1) << numbers[i] % 64;
	}
	set->at = at;
}

/* All needles of a test together. */
static void add_set(struct arena *arena, const struct condition *test)
{
	size_t count = 0, all = 0;
	uint32_t *numbers;

	test->needle_set->whole = true;
	for (size_t i = 0; i < test->count; i++) {
		all += test->needles[i].count;
		test->needle_set->whole &= test->needles[i].count > 0;
	}
	numbers = ARENA_ARRAY(arena, uint32_t, all);
	for (size_t i = 0; i < test->count; i++)
		for (size_t k = 0; k < test->needles[i].count; k++)
			numbers[count++] = test->needles[i].at[k];
	add_bits(arena, test->needle_set, numbers, count);
}

/* Other fields are short, or many. */
static bool is_scanned(enum rule_field field)
{
	return field == FIELD_SUBJECT || field == FIELD_BODY ||
	       field == FIELD_BODY_ALL || field == FIELD_TEXT ||
	       field == FIELD_FROM_NAME;
}

void scan_add_condition(struct scan *scan, struct arena *arena,
			const struct condition *condition)
{
	if (condition->kind != CONDITION_TEST) {
		for (size_t i = 0; i < condition->count; i++)
			scan_add_condition(scan, arena,
					   condition->children[i]);
		return;
	}
	if (!is_scanned(condition->field))
		return;
	if (condition->matcher == MATCH_WORDS)
		add_words(scan, arena, condition);
	else if (condition->matcher == MATCH_REGEX)
		for (size_t i = 0; i < condition->count; i++)
			condition->needles[i] = add_pattern(scan, arena,
						condition->values[i]);
	else
		return;
	add_set(arena, condition);
}
