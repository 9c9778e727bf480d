/* ids.c - read Message-IDs out of a field. */

#include "mail/ids.h"

#include "base/text.h"
#include "mail/guard.h"

/* The text between `p` and `end` without white space, or NULL if that is no
 * id.  Folding may have put spaces into long ids. */
static const char *read_id(struct arena *arena, const char *p, const char *end)
{
	char *id;
	size_t used = 0;

	if (end - p > LIMIT_MESSAGE_ID)
		return NULL;
	id = arena_alloc(arena, (size_t)(end - p) + 1);
	for (; p < end; p++)
		if (*p != ' ' && *p != '\t' && *p != '<')
			id[used++] = *p;
	return used == 0 ? NULL : id;
}

/* The next id at or behind *p, which moves on; NULL when there is none. */
static const char *next_id(struct arena *arena, const char **p)
{
	const char *id = NULL, *end;

	while (id == NULL) {
		*p = strchr(*p, '<');
		if (*p == NULL)
			return NULL;
		end = *p + 1 + strcspn(*p + 1, ">");
		id = read_id(arena, *p + 1, end);
		*p = end;
	}
	return id;
}

/* In-Reply-To of old programs, and References that lost their brackets: words
 * that look like ids. */
static const char *next_bare_id(struct arena *arena, const char **p)
{
	while (**p != '\0') {
		const char *start = *p + strspn(*p, " \t,;");
		size_t size = strcspn(start, " \t,;");

		*p = start + size;
		if (size > 2 && size <= LIMIT_MESSAGE_ID &&
		    memchr(start, '@', size) != NULL)
			return arena_strndup(arena, start, size);
	}
	return NULL;
}

struct kept {
	const char **at;	/* a ring behind the first one */
	size_t count;
};

/* Keep the first id and the last ones: they name the thread and the mail that
 * is answered. */
static void keep(struct kept *kept, const char *id, uint64_t *defects)
{
	for (size_t i = 0; i < kept->count; i++)
		if (strcmp(kept->at[i], id) == 0)
			return;
	if (kept->count == LIMIT_REFERENCES) {
		*defects |= 1ull << DEFECT_TOO_MANY_REFERENCES;
		memmove(kept->at + 1, kept->at + 2,
			(LIMIT_REFERENCES - 2) * sizeof(*kept->at));
		kept->count--;
	}
	kept->at[kept->count++] = id;
}

struct strings ids_list(struct arena *arena, const char *field,
			uint64_t *defects)
{
	struct kept kept = { NULL, 0 };
	const char *id;

	if (field == NULL)
		return (struct strings){ NULL, 0 };
	kept.at = ARENA_ARRAY(arena, const char *, LIMIT_REFERENCES);
	if (strchr(field, '<') == NULL)
		while ((id = next_bare_id(arena, &field)) != NULL)
			keep(&kept, id, defects);
	else
		while ((id = next_id(arena, &field)) != NULL)
			keep(&kept, id, defects);
	return (struct strings){ kept.at, kept.count };
}

const char *ids_one(struct arena *arena, const char *field)
{
	const char *p = field, *id;

	if (field == NULL)
		return "";
	id = next_id(arena, &p);
	if (id == NULL && strchr(field, '<') == NULL)
		id = read_id(arena, field, field + strcspn(field, " \t>"));
	return id == NULL ? "" : id;
}
