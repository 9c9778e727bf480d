/* watch.c - look at the folders of rules again and again. */

#include "app/watch.h"

#include "app/bundle.h"
#include "app/log.h"
#include "app/publish.h"

#include <inttypes.h>

#define PAUSE (2 * USEC_SECOND)

/* The files of one desk, by their digests. */
struct folder {
	uint8_t tried[32];	/* published, or refused */
	uint8_t seen[32];	/* on the last look */
};

struct watch {
	struct world *world;
	struct folder *folders;
	usec_t due;
};

/* False where the folder cannot be read: that is no change. */
static bool look_at(const struct world_desk *desk, uint8_t digest_r[32])
{
	struct bundle bundle;
	struct err ignored;
	ARENA(arena);

	if (!bundle_read(arena, desk->settings->rules, &bundle, &ignored))
		return false;
	bundle_digest(&bundle, digest_r);
	return true;
}

struct watch *watch_new(struct world *world)
{
	struct watch *watch = ARENA_NEW(world->arena, struct watch);

	watch->world = world;
	watch->folders = ARENA_ARRAY(world->arena, struct folder,
				     world->desk_count);
	for (size_t i = 0; i < world->desk_count; i++)
		if (look_at(&world->desks[i], watch->folders[i].tried))
			memcpy(watch->folders[i].seen, watch->folders[i].tried,
			       sizeof(watch->folders[i].seen));
	return watch;
}

static void publish(const struct watch *watch, const struct world_desk *desk)
{
	int64_t version;
	struct err err;

	if (publish_desk(watch->world, desk, PUBLISH_ASKED, &version, &err))
		log_info("desk %s: its files changed; it works with ruleset "
			 "%" PRId64, desk->desk.name, version);
	else
		log_problem("desk %s: its files changed, the old rules stay: "
			    "%s", desk->desk.name, err.text);
}

static void look(const struct watch *watch, size_t i)
{
	const struct world_desk *desk = &watch->world->desks[i];
	struct folder *folder = &watch->folders[i];
	uint8_t digest[32];
	bool settled;

	if (!look_at(desk, digest))
		return;
	settled = memcmp(folder->seen, digest, sizeof(digest)) == 0;
	memcpy(folder->seen, digest, sizeof(digest));
	if (!settled || memcmp(folder->tried, digest, sizeof(digest)) == 0)
		return;
	memcpy(folder->tried, digest, sizeof(digest));
	publish(watch, desk);
}

void watch_look(struct watch *watch, usec_t now)
{
	if (now < watch->due)
		return;
	watch->due = now + PAUSE;
	for (size_t i = 0; i < watch->world->desk_count; i++)
		look(watch, i);
}
