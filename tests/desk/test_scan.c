/* test_scan.c - the scan says what looking one by one says. */

#include "desk/view.h"

#include "base/buffer.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The same numbers in every run. */
static uint32_t pick(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

#define PICK(seed, array) \
	((array)[pick((seed), sizeof(array) / sizeof((array)[0]))])

static const char *const letters[] = {
	"a", "a", "b", "c", " ", " ", "é", "σ", "ς", "ם", "מ", "ב", "õ", "-",
	"7", "'", "’", ".", "A", "Σ",
};

static const char *some_letters(struct arena *arena, uint64_t *seed,
				uint32_t most)
{
	struct buffer out = { .arena = arena };

	for (uint32_t i = 1 + pick(seed, most); i > 0; i--)
		buffer_text(&out, PICK(seed, letters));
	return buffer_string(&out);
}

/* One of the phrases stands in them. */
static const char *some_text(struct arena *arena, uint64_t *seed,
			     const struct wording *phrases, uint32_t count)
{
	return arena_printf(arena, "%s%s%s", some_letters(arena, seed, 30),
			    phrases[pick(seed, count)].folded,
			    some_letters(arena, seed, 30));
}

static void check_places(const struct scan *scan, struct arena *arena,
			 const struct wording *phrases, const uint32_t *numbers,
			 size_t count, const char *text)
{
	const char *folded = wording_fold(arena, text, 1000);
	const struct scan_places *places = scan_text(scan, arena, folded);

	for (size_t i = 0; i < count; i++)
		if (scan_place(places, numbers[i]) !=
		    wording_find(&phrases[i], folded))
			fail_msg("`%s`%d%d in `%s`: %s", phrases[i].folded,
				 phrases[i].open_start, phrases[i].open_end,
				 folded, scan_place(places, numbers[i]));
}

/* Many phrases of few letters: they begin, end and lie in one another.  Some
 * have few bytes, others more than the tables of beginnings look at. */
static void test_same_places(void **state)
{
	static const uint32_t lengths[] = { 2, 4, 4, 9, 14 };
	uint64_t seed = 1;

	(void)state;
	for (int set = 0; set < 60; set++) {
		ARENA(a);
		struct scan *scan = scan_new(a);
		struct wording phrases[100];
		uint32_t numbers[100];
		size_t count = 0;

		while (count < 100) {
			const char *text = some_letters(a, &seed,
							PICK(&seed, lengths));

			if (!wording_read(a, text, &phrases[count]))
				continue;
			phrases[count].open_start = pick(&seed, 3) == 0;
			phrases[count].open_end = pick(&seed, 3) == 0;
			numbers[count] = scan_add(scan, &phrases[count]);
			assert_int_not_equal(numbers[count], SCAN_NONE);
			count++;
		}
		scan_build(scan);
		for (int i = 0; i < 12; i++)
			check_places(scan, a, phrases, numbers, count,
				     some_text(a, &seed, phrases, 100));
	}
}

static void test_numbers(void **state)
{
	ARENA(a);
	struct scan *scan = scan_new(a);
	struct wording one, same, open, none = { .folded = "" };

	(void)state;
	assert_true(wording_read(a, "Σήμα", &one));
	assert_true(wording_read(a, "σημα", &same));
	assert_true(wording_read(a, "σημα*", &open));
	assert_int_equal(scan_add(scan, &one), scan_add(scan, &same));
	assert_int_not_equal(scan_add(scan, &one), scan_add(scan, &open));
	assert_int_equal(scan_add(scan, &none), SCAN_NONE);
}

/* What does not fit is left to others. */
static void test_full(void **state)
{
	ARENA(a);
	struct scan *scan = scan_new(a);
	size_t bytes = 0;

	(void)state;
	for (int i = 0; bytes < 5 * 1024 * 1024; i++) {
		const struct wording wording = {
			.folded = arena_printf(a, "%0200d", i),
		};

		bytes += 200;
		assert_true((scan_add(scan, &wording) == SCAN_NONE) ==
			    (bytes > 4 * 1024 * 1024));
	}
}

/* A rule set and a mail, judged with the scan and without. */
struct pair {
	struct arena *arena;
	const struct condition *when;
	struct scan *scan;
	uint64_t hits;
};

static struct pair pair_of(struct arena *arena, const char *pattern)
{
	const char *file = arena_printf(arena, "body: { regex: '%s' }\n",
					pattern);
	struct err err = { 0 };
	const struct yaml *yaml = yaml_parse(arena, "1", file, strlen(file),
					     &err);
	struct pair pair = { .arena = arena, .scan = scan_new(arena) };

	if (yaml == NULL)
		fail_msg("%s", err.text);
	/* Refused: a pattern that runs away. */
	pair.when = condition_read(arena, yaml, &err);
	if (pair.when != NULL)
		scan_add_condition(pair.scan, arena, pair.when);
	scan_build(pair.scan);
	return pair;
}

static void check_pair(struct pair *pair, const char *pattern,
		       const char *text)
{
	ARENA(a);
	const struct message message = { .text = text, .subject = "" };
	const struct gist gist = { .fold = { .visible = text } };
	struct view without = view_of(a, &message, &gist), with = without;
	bool hit = view_holds(&without, pair->when);

	with.scan = pair->scan;
	if (view_holds(&with, pair->when) != hit)
		fail_msg("`%s` on `%s`: %d without the scan", pattern, text,
			 hit);
	assert_string_equal(with.excerpt, without.excerpt);
	assert_false(with.budget.exceeded);
	assert_true(with.budget.steps >= without.budget.steps);
	pair->hits += hit;
}

static const char *const pieces[] = {
	"error", "rech", "ung", "τιμο", "λόγιο", "ς", "חשבון", "ית", "õpi",
	"K", "s", " ", "-", "é", "й", "\\d", "\\w", "\\s", ".", "[ab]",
	"[^x]", "\\b", "\\.", "ß", "ÿ", "ſ", "в", "ι", "", "",
};
static const char *const times[] = {
	"", "", "", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}?", "+?",
};

static void put_pattern(struct buffer *out, uint64_t *seed, int depth)
{
	uint32_t count = 1 + pick(seed, 4);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t kind = pick(seed, 8);

		if (kind == 0 && depth > 0) {
			buffer_text(out, pick(seed, 2) ? "(" : "(?:");
			put_pattern(out, seed, depth - 1);
			buffer_text(out, "|");
			put_pattern(out, seed, depth - 1);
			buffer_text(out, ")");
		} else {
			buffer_text(out, PICK(seed, pieces));
			if (kind == 1)
				buffer_text(out, PICK(seed, pieces));
		}
		/* Nothing is there to repeat behind these. */
		if (pick(seed, 3) == 0 && out->size > 0 &&
		    strchr("b|(:", out->data[out->size - 1]) == NULL)
			buffer_text(out, PICK(seed, times));
	}
}

/* Texts of the same pieces, as they are and as they are seldom written. */
static const char *const texts[] = {
	"error", "ERROR", "rech", "RECH", "ung", "τιμο", "ΤΙΜΟ", "λόγιο",
	"ΛΌΓΙΟ", "λο\xcc\x81γιο", "ς", "Σ", "חשבון", "ית", "õpi", "ÕPI",
	"K", "k", "\xe2\x84\xaa", "s", "ſ", " ", "  ", "\n", "-", "é", "É",
	"e\xcc\x81", "й", "Й", "7", ".", "a", "b", "ß", "ẞ", "ÿ", "Ÿ", "в",
	"\xe1\xb2\x80", "ι", "\xcd\x85", "ᾳ", "x",
};

static void test_patterns(void **state)
{
	uint64_t seed = 7, hits = 0;
	int compiled = 0, judged = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		ARENA(a);
		struct buffer pattern = { .arena = a };
		struct pair pair;

		put_pattern(&pattern, &seed, 2);
		if (pattern.size == 0)
			continue;
		pair = pair_of(a, buffer_string(&pattern));
		if (pair.when == NULL)
			continue;
		compiled++;
		for (int k = 0; k < 12; k++, judged++) {
			struct buffer text = { .arena = a };

			for (uint32_t n = 1 + pick(&seed, 30); n > 0; n--)
				buffer_text(&text, PICK(&seed, texts));
			check_pair(&pair, buffer_string(&pattern),
				   buffer_string(&text));
		}
		hits += pair.hits;
		condition_free(pair.when);
	}
	/* Both outcomes were seen, often. */
	assert_true(compiled > 2000);
	assert_true(hits > 1000 && hits < (uint64_t)judged - 1000);
}

/* What was too much for the scan is looked for one by one. */
static void test_left_out(void **state)
{
	static const struct {
		int line;
		const char *when;
		bool hit;
	} rows[] = {
		{ __LINE__, "body: [shop, help]\n", true },
		{ __LINE__, "body: [shop]\n", false },
		{ __LINE__, "body: { regex: 'h.lp' }\n", true },
		{ __LINE__, "body: { regex: 'sh.p' }\n", false },
	};
	const struct message message = { .text = "Help", .subject = "" };
	const struct gist gist = { .fold = { .visible = "Help" } };
	ARENA(a);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = { 0 };
		const struct yaml *yaml = yaml_parse(a, "1", rows[i].when,
						     strlen(rows[i].when),
						     &err);
		const struct condition *when = condition_read(a, yaml, &err);
		struct scan *empty = scan_new(a);
		struct view view = view_of(a, &message, &gist);

		assert_non_null(when);
		scan_build(empty);
		view.scan = empty;
		if (view_holds(&view, when) != rows[i].hit)
			fail_msg("line %d", rows[i].line);
		condition_free(when);
	}
}

/* Every character there is, each on a line of its own. */
static const char *all_characters(struct arena *arena)
{
	char *all = arena_room(arena, 0x20000 * 5 + 1), *out = all;

	for (uint32_t c = 0x20; c < 0x20000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		out += text_put(out, c);
		*out++ = '\n';
	}
	*out = '\0';
	return all;
}

/* Each character that the pattern `one` matches in `all` is let through where
 * it stands among others. */
static uint64_t check_character(struct arena *arena, const char *one,
				const char *all)
{
	const char *pattern = arena_printf(arena, "zz%szz", one);
	struct pair pair = pair_of(arena, pattern);
	struct err err = { 0 };
	struct regex *regex = regex_new(one, REGEX_CASELESS, &err);
	size_t size = strlen(all), start, end;

	assert_non_null(regex);
	assert_non_null(pair.when);
	for (size_t from = 0; from < size; from += end) {
		struct regex_budget budget = REGEX_MAIL_BUDGET;
		struct regex_subject subject = regex_subject(arena, all + from,
							     size - from);

		if (!regex_match(regex, &subject, &budget, &start, &end))
			break;
		check_pair(&pair, pattern, arena_printf(arena, "zz%.*szz",
					(int)(end - start),
					all + from + start));
	}
	condition_free(pair.when);
	regex_free(&regex);
	return pair.hits;
}

/* Whatever the case of a letter, and whatever PCRE2 takes for its case. */
static void test_every_letter(void **state)
{
	ARENA(kept);
	const char *all = all_characters(kept);
	static const struct { uint32_t from, to; } ranges[] = {
		{ 0x21, 0x7e }, { 0xc0, 0x17f }, { 0x370, 0x3ff },
		{ 0x400, 0x45f }, { 0x5d0, 0x5ea },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		for (uint32_t c = ranges[i].from; c <= ranges[i].to; c++) {
			ARENA(a);
			char bytes[5] = "";
			bool word = text_is_alnum(c);

			if (!word && c >= 0x80)
				continue;
			/* A quote ends the YAML. */
			if (c == '\'')
				continue;
			text_put(bytes, c);
			assert_true(check_character(a, word ? bytes :
				arena_printf(a, "\\%s", bytes), all) > 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_places),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_every_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
