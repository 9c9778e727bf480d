/* tally.c - count changes by their words. */

#include "desk/tally.h"

enum { ROWS_LIMIT = 10000, FIRST_ROOM = 64 };

static void grow(struct tally *tally)
{
	size_t room = tally->room == 0 ? FIRST_ROOM : 2 * tally->room;
	struct tally_row **list = ARENA_ARRAY(tally->arena, struct tally_row *,
					      room);

	if (tally->count > 0)
		memcpy(list, tally->list, tally->count * sizeof(*list));
	tally->list = list;
	tally->room = room;
}

/* NULL where there are too many. */
static struct tally_row *row_of(struct tally *tally, struct arena *scratch,
				enum outcome_aspect aspect, const char *before,
				const char *after)
{
	const char *key = arena_printf(scratch, "%d\n%s\n%s", (int)aspect,
				       before, after);
	struct tally_row *row = map_get(&tally->rows, key);

	if (row != NULL || tally->count == ROWS_LIMIT)
		return row;
	if (tally->count == tally->room)
		grow(tally);
	row = ARENA_NEW(tally->arena, struct tally_row);
	row->aspect = aspect;
	row->before = arena_strdup(tally->arena, before);
	row->after = arena_strdup(tally->arena, after);
	tally->rows.arena = tally->arena;
	map_put(&tally->rows, key, row);
	tally->list[tally->count++] = row;
	return row;
}

static void count(struct tally *tally, struct arena *scratch,
		  enum outcome_aspect aspect, const char *before,
		  const char *after, bool apart)
{
	struct tally_row *row = row_of(tally, scratch, aspect, before, after);

	if (row == NULL)
		tally->others++;
	else if (apart)
		row->apart++;
	else
		row->mails++;
}

/* What a pattern caught is another value in each mail: the names of fields are
 * counted, "order" for "order: 1042". */
static const char *counted(struct arena *arena, enum outcome_aspect aspect,
			   const char *line)
{
	return aspect == OUTCOME_FIELDS
		? arena_strndup(arena, line, strcspn(line, ":")) : line;
}

void tally_add(struct tally *tally, const struct outcome *before,
	       const struct outcome *after, bool apart)
{
	unsigned differ = outcome_differ(before, after);
	ARENA(scratch);

	for (size_t i = 0; i < OUTCOME_COUNT; i++) {
		const char *old = before->values[i], *new = after->values[i];
		const char *line;

		if ((differ & 1u << i) == 0)
			continue;
		if (outcome_kind(i) == OUTCOME_ONE) {
			count(tally, scratch, i, old, new, apart);
			continue;
		}
		for (const char *at = old; (line = outcome_gain(scratch, new,
							&at)) != NULL;)
			count(tally, scratch, i, counted(scratch, i, line), "",
			      apart);
		for (const char *at = new; (line = outcome_gain(scratch, old,
							&at)) != NULL;)
			count(tally, scratch, i, "", counted(scratch, i, line),
			      apart);
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct tally_row *left = *(struct tally_row *const *)a;
	const struct tally_row *right = *(struct tally_row *const *)b;
	int64_t more = right->mails + right->apart - left->mails - left->apart;
	int words;

	if (left->aspect != right->aspect)
		return left->aspect < right->aspect ? -1 : 1;
	if (more != 0)
		return more < 0 ? -1 : 1;
	words = strcmp(left->before, right->before);
	return words != 0 ? words : strcmp(left->after, right->after);
}

void tally_sort(struct tally *tally)
{
	if (tally->count > 0)
		qsort(tally->list, tally->count, sizeof(tally->list[0]),
		      by_weight);
}

const char *tally_change(struct arena *arena, const struct tally_row *row)
{
	return outcome_change(arena, row->aspect, row->before, row->after);
}
