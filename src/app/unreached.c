/* unreached.c - a fault for each address to which nothing gets through. */

#include "app/unreached.h"

#include "store/drafts.h"

#define KIND "mail to "

/* NULL: no room, or a name too long to be one. */
static struct unreached_one *find(struct unreached *unreached,
				  const char *address)
{
	struct unreached_one *one;
	int size;

	for (size_t i = 0; i < unreached->count; i++)
		if (strcmp(unreached->at[i].kind + strlen(KIND), address) == 0)
			return &unreached->at[i];
	if (unreached->count == UNREACHED_MOST)
		return NULL;
	one = &unreached->at[unreached->count];
	*one = (struct unreached_one){ .fault.kind = one->kind };
	size = snprintf(one->kind, sizeof(one->kind), KIND "%s", address);
	if (size >= (int)sizeof(one->kind))
		return NULL;
	unreached->count++;
	return one;
}

/* Those that are told of and over make room. */
static void forget(struct unreached *unreached, size_t i)
{
	unreached->at[i] = unreached->at[--unreached->count];
	unreached->at[i].fault.kind = unreached->at[i].kind;
}

static bool is_muted(const struct mute_row *rows, size_t count,
		     const char *address)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].muted && strcmp(rows[i].address, address) == 0)
			return true;
	return false;
}

bool unreached_look(struct unreached *unreached, struct db *db,
		    const struct world_desk *desk, struct err *err)
{
	ARENA(arena);
	struct mute_row *rows;
	struct err why;
	size_t count;

	if (!mutes_list(db, arena, desk->desk.id, KIND, &rows, &count, err))
		return false;
	err_permanent(&why, "what was told to this address came back; nothing "
		      "is told to it until it writes to the desk");
	for (size_t i = 0; i < count; i++)
		find(unreached, rows[i].address);
	for (size_t i = unreached->count; i-- > 0;) {
		struct unreached_one *one = &unreached->at[i];

		if (is_muted(rows, count, one->kind + strlen(KIND))) {
			fault_seen(&one->fault, db, desk, &why);
			continue;
		}
		fault_over(&one->fault, db, desk);
		forget(unreached, i);
	}
	return true;
}
