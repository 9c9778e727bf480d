/* world.c - settings, database and desks, opened in this order. */

#include "app/world.h"

#include "base/text.h"
#include "store/ledger.h"
#include "store/migrate.h"

static bool open_database(struct world *world, struct err *err)
{
	const struct settings *settings = world->settings;
	int applied;

	world->conninfo = settings->database;
	if (world->cluster == NULL && settings->database == NULL) {
		world->cluster = cluster_start(&(struct cluster_settings){
			.folder = arena_printf(world->arena, "%s/postgres",
					       settings->state),
			.kind = CLUSTER_DURABLE,
		}, err);
		if (world->cluster == NULL)
			return false;
	}
	if (world->cluster != NULL)
		world->conninfo = cluster_conninfo(world->cluster);
	return migrate_database(world->conninfo, &applied, err);
}

static bool find_desk(struct world *world, struct db *db, size_t index,
		      struct err *err)
{
	struct world_desk *desk = &world->desks[index];

	desk->settings = &world->settings->desks[index];
	desk->desk = desk->settings->desk;
	if (!ledger_desk(db, desk->desk.name, &desk->desk.id, err))
		return false;
	desk->desk.ring.desk_id = desk->desk.id;
	desk->secrets = &desk->desk.ring;
	return true;
}

static bool find_desks(struct world *world, struct err *err)
{
	struct db *db = db_open(world->conninfo, err);
	bool ok = db != NULL;

	world->desk_count = world->settings->desk_count;
	world->desks = ARENA_ARRAY(world->arena, struct world_desk,
				   world->desk_count);
	for (size_t i = 0; ok && i < world->desk_count; i++)
		ok = find_desk(world, db, i, err);
	db_free(&db);
	return ok;
}

struct world *world_over(struct settings *settings, struct cluster *cluster,
			 struct err *err)
{
	struct arena *arena = arena_new();
	struct world *world = ARENA_NEW(arena, struct world);

	world->arena = arena;
	world->settings = settings;
	world->cluster = cluster;
	if (open_database(world, err) && find_desks(world, err))
		return world;
	world_close(&world);
	return NULL;
}

struct world *world_open(const char *config, struct err *err)
{
	struct settings *settings = settings_load(config, err);

	return settings == NULL ? NULL : world_over(settings, NULL, err);
}

void world_close(struct world **world)
{
	struct arena *arena;

	if (*world == NULL)
		return;
	arena = (*world)->arena;
	if ((*world)->cluster != NULL)
		cluster_stop(&(*world)->cluster);
	settings_free(&(*world)->settings);
	arena_free(&arena);
	*world = NULL;
}

struct world_desk *world_find(struct world *world, const char *name,
			      struct err *err)
{
	if (name == NULL && world->desk_count == 1)
		return &world->desks[0];
	for (size_t i = 0; name != NULL && i < world->desk_count; i++)
		if (text_same(world->desks[i].desk.name, name))
			return &world->desks[i];
	if (name == NULL)
		err_permanent(err, "%s has %zu desks: say which one with "
			      "--desk NAME", world->settings->file,
			      world->desk_count);
	else
		err_permanent(err, "%s has no desk called \"%s\"",
			      world->settings->file, name);
	return NULL;
}
