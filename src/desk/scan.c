/* scan.c - the phrases of all rules, and where they stand in a text. */

#include "desk/scan.h"

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"
#include "desk/scan_tree.h"

enum { BYTES_LIMIT = 4 * 1024 * 1024 };

struct scan {
	struct arena *arena;
	struct wording *needles;
	size_t count, room, bytes;
	struct map numbers;	/* (void *) number + 1, by text and borders */

	/* Those that begin with a word of their own, and all others. */
	const struct scan_tree *words, *others;
	struct scan_filter filter;
};

struct scan *scan_new(struct arena *arena)
{
	struct scan *scan = ARENA_NEW(arena, struct scan);

	scan->arena = arena;
	scan->numbers.arena = arena;
	return scan;
}

static void grow(struct scan *scan)
{
	scan->room = scan->room == 0 ? 256 : scan->room * 2;
	scan->needles = arena_grow(scan->arena, scan->needles,
				   scan->count * sizeof(*scan->needles),
				   scan->room * sizeof(*scan->needles));
}

uint32_t scan_add(struct scan *scan, const struct wording *wording)
{
	size_t size = strlen(wording->folded);
	const char *key = arena_printf(scan->arena, "%d%d%s",
				       wording->open_start, wording->open_end,
				       wording->folded);
	uintptr_t known = (uintptr_t)map_get(&scan->numbers, key);

	if (known != 0)
		return (uint32_t)known - 1;
	if (size == 0 || scan->bytes + size > BYTES_LIMIT)
		return SCAN_NONE;
	if (scan->count == scan->room)
		grow(scan);
	scan->bytes += size;
	scan->needles[scan->count] = *wording;
	map_put(&scan->numbers, key, (void *)(uintptr_t)(scan->count + 1));
	return (uint32_t)scan->count++;
}

/* Must a word begin where it stands? */
static bool is_word(const struct wording *wording)
{
	const char *p = wording->folded, *end = p + strlen(p);

	return !wording->open_start && text_is_alnum(text_next(&p, end));
}

static const struct scan_tree *build(struct scan *scan, bool words)
{
	struct scan_entry *entries = ARENA_ARRAY(scan->arena,
						 struct scan_entry,
						 scan->count);
	size_t count = 0;

	for (uint32_t i = 0; i < scan->count; i++)
		if (is_word(&scan->needles[i]) == words)
			entries[count++] = (struct scan_entry){
				scan->needles[i].folded, i,
			};
	return scan_tree_new(scan->arena, &scan->filter, entries, count);
}

void scan_build(struct scan *scan)
{
	scan->words = build(scan, true);
	scan->others = build(scan, false);
}

/* A scan under way. */
struct finding {
	const struct scan *scan;
	const char *folded;
	uint64_t *found;
	struct buffer places;	/* struct place */
};

struct place {
	uint32_t number;
	const char *at;
};

static void take(void *context, uint32_t number, const char *at)
{
	struct finding *finding = context;
	const struct place place = { number, at };
	uint64_t *word = &finding->found[number / 64];
	const uint64_t bit = UINT64_C(1) << number % 64;

	if ((*word & bit) != 0 ||
	    !wording_stands(&finding->scan->needles[number], finding->folded,
			    at))
		return;
	*word |= bit;
	buffer_add(&finding->places, &place, sizeof(place));
}

/* From the order in which they were found to that of their numbers. */
static const struct scan_places *sort(struct arena *arena,
				      const struct finding *finding,
				      size_t words)
{
	struct scan_places *places = ARENA_NEW(arena, struct scan_places);
	const struct place *from = (const void *)finding->places.data;
	const size_t count = finding->places.size / sizeof(*from);
	uint32_t *before = ARENA_ARRAY(arena, uint32_t, words);

	for (size_t i = 1; i < words; i++)
		before[i] = before[i - 1] + (uint32_t)
			__builtin_popcountll(finding->found[i - 1]);
	*places = (struct scan_places){
		finding->found, before, ARENA_ARRAY(arena, const char *, count),
	};
	for (size_t i = 0; i < count; i++)
		places->at[scan_rank(places, from[i].number)] = from[i].at;
	return places;
}

/* Where the filter says that one may begin.  Within a word none of `words`
 * does: that is told by a byte, but for letters that are not ASCII, where
 * take() looks. */
static void look(struct finding *finding, const char *at, const char *end)
{
	const struct scan *scan = finding->scan;

	scan_tree_take(scan->others, at, end, take, finding);
	if (at == finding->folded || !ascii_alnum((unsigned char)at[-1]))
		scan_tree_take(scan->words, at, end, take, finding);
}

const struct scan_places *scan_text(const struct scan *scan,
				    struct arena *arena, const char *folded)
{
	const size_t words = scan->count / 64 + 1;
	const char *p = folded, *end = folded + strlen(folded);
	struct finding finding = {
		.scan = scan, .folded = folded, .places.arena = arena,
		.found = ARENA_ARRAY(arena, uint64_t, words),
	};

	for (; end - p >= SCAN_QUAD; p++)
		if (scan_filter_may(&scan->filter, scan_quad_at(p)))
			look(&finding, p, end);
	for (; p < end; p++)
		look(&finding, p, end);
	return sort(arena, &finding, words);
}
