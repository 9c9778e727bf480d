/* findings.c - count, and keep the first. */

#include "app/findings.h"

#include "base/buffer.h"

struct findings *findings_new(struct arena *arena, size_t limit)
{
	struct findings *findings = ARENA_NEW(arena, struct findings);

	findings->arena = arena;
	findings->limit = limit;
	findings->tally.arena = arena;
	return findings;
}

/* Twice the room; what was there before stays behind in the arena. */
static void *grow(struct arena *arena, const void *list, size_t count,
		  size_t *room, size_t size)
{
	void *larger;

	*room = *room == 0 ? 64 : 2 * *room;
	larger = arena_alloc(arena, *room * size);
	if (count > 0)
		memcpy(larger, list, count * size);
	return larger;
}

static struct outcome keep_outcome(struct arena *arena,
				   const struct outcome *from)
{
	struct outcome kept;

	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		kept.values[i] = arena_strdup(arena, from->values[i]);
	return kept;
}

static void find_last(struct findings *findings)
{
	findings->last = 0;
	for (size_t i = 1; i < findings->count; i++)
		if (findings->list[i].mail_id >
		    findings->list[findings->last].mail_id)
			findings->last = i;
}

/* Several processes find them in any order: the first are those of the lowest
 * ids, else each run would list others. */
static struct finding *place_for(struct findings *findings, int64_t mail_id)
{
	if (findings->count < findings->limit) {
		if (findings->count == findings->room)
			findings->list = grow(findings->arena, findings->list,
					      findings->count, &findings->room,
					      sizeof(*findings->list));
		return &findings->list[findings->count++];
	}
	if (findings->count == 0 ||
	    mail_id > findings->list[findings->last].mail_id)
		return NULL;
	return &findings->list[findings->last];
}

static void keep(struct findings *findings, const struct finding *finding)
{
	struct arena *arena = findings->arena;
	struct finding *kept = place_for(findings, finding->mail_id);

	if (kept == NULL)
		return;
	*kept = *finding;
	if (findings->count == findings->limit)
		find_last(findings);
	kept->subject = arena_strdup(arena, finding->subject);
	kept->author = arena_strdup(arena, finding->author);
	kept->before = keep_outcome(arena, &finding->before);
	kept->after = keep_outcome(arena, &finding->after);
}

static void note_moved(struct findings *findings, int64_t mail_id)
{
	if (findings->moved_count == findings->moved_room)
		findings->moved = grow(findings->arena, findings->moved,
				       findings->moved_count,
				       &findings->moved_room,
				       sizeof(mail_id));
	findings->moved[findings->moved_count++] = mail_id;
}

void findings_add(struct findings *findings, const struct finding *finding)
{
	findings->mails++;
	findings->judged += finding->judged;
	findings->unread += finding->unread;
	findings->drifted += finding->drifted;
	findings->apart += finding->grounds != 0;
	for (size_t i = 0; i < REDECIDE_GROUND_COUNT; i++)
		findings->grounds[i] += (finding->grounds & 1u << i) != 0;
	if (finding->changed == 0)
		return;
	findings->changed++;
	tally_add(&findings->tally, &finding->before, &finding->after,
		  finding->grounds != 0);
	if ((finding->changed & 1u << OUTCOME_DISPOSITION) != 0)
		note_moved(findings, finding->mail_id);
	keep(findings, finding);
}

static int by_mail(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;

	return (left->mail_id > right->mail_id) -
	       (left->mail_id < right->mail_id);
}

static int by_id(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

void findings_follow(struct findings *findings, const int64_t *ids,
		     size_t count)
{
	findings->grounds[REDECIDE_EARLIER] = (int64_t)count;
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->list[i];

		if (count > 0 && bsearch(&finding->mail_id, ids, count,
					 sizeof(ids[0]), by_id) != NULL)
			finding->grounds |= 1u << REDECIDE_EARLIER;
	}
}

void findings_sort(struct findings *findings)
{
	tally_sort(&findings->tally);
	if (findings->count > 0)
		qsort(findings->list, findings->count,
		      sizeof(findings->list[0]), by_mail);
}

const char *findings_grounds(struct arena *arena, unsigned grounds)
{
	struct buffer out = { .arena = arena };

	for (size_t i = 0; i < REDECIDE_GROUND_COUNT; i++)
		if ((grounds & 1u << i) != 0)
			buffer_printf(&out, "%s%s", out.size == 0 ? "" : ", ",
				      redecide_ground_word(i));
	return buffer_string(&out);
}
