/* world.h - what every command starts from: settings, database, desks.
 *
 * Opening it reads postdesk.yaml, starts or finds the embedded PostgreSQL
 * (or takes the server that the settings name), brings the schema up to date
 * and finds the desks' ids.
 *
 * Ownership: world_close() frees it all.
 * Errors:    as those of what it opens.
 */
#ifndef APP_WORLD_H
#define APP_WORLD_H

#include "app/cluster.h"
#include "app/settings.h"
#include "store/db.h"

struct world_desk {
	const struct settings_desk *settings;
	struct desk desk;		/* with the database's id */
	struct token_ring *secrets;	/* the keys of that desk */
};

struct world {
	struct arena *arena;
	struct settings *settings;
	struct cluster *cluster;	/* NULL: a server of the operator's */
	const char *conninfo;
	struct world_desk *desks;
	size_t desk_count;
};

struct world *world_open(const char *config, struct err *err);
void world_close(struct world **world);

/* The same over a cluster that runs already (`postdesk try`).  Takes both
 * over, also when it fails. */
struct world *world_over(struct settings *settings, struct cluster *cluster,
			 struct err *err);

/* The desk of that name; NULL: the only one.  NULL and *err otherwise. */
struct world_desk *world_find(struct world *world, const char *name,
			      struct err *err);

#endif
