/* cluster.h - the private PostgreSQL in the state folder.
 *
 * For those who have no database server: FOLDER/postgres holds a cluster that
 * listens on a unix socket in that same folder and nowhere else.  The folder
 * is open to its owner only, who is the user that runs us, or, under root,
 * `postgres` or `nobody`, because PostgreSQL refuses root.
 *
 * Several programs may use one folder at a time: the first starts the server,
 * the last one out stops it.  A server that was left behind by a crash is
 * taken over as it is.
 *
 * Ownership: a struct cluster is ended with cluster_stop().
 * Errors:    permanent, with the last line of what PostgreSQL said.
 */
#ifndef APP_CLUSTER_H
#define APP_CLUSTER_H

#include "base/arena.h"
#include "base/err.h"

enum cluster_kind {
	CLUSTER_DURABLE,	/* fsync: what is committed stays */
	CLUSTER_THROWAWAY,	/* `try` and tests: fast, lost in a crash;
				 * its clock may be moved (db_shift_clock()) */
	CLUSTER_FLEETING,	/* the same, ours alone: it ends with us */
};

struct cluster_settings {
	const char *folder;	/* absolute; made if missing */
	enum cluster_kind kind;
};

struct cluster;

/* Make the cluster where there is none, start it where it does not run, and
 * wait until it answers.  NULL and *err. */
struct cluster *cluster_start(const struct cluster_settings *settings,
			      struct err *err);

/* The conninfo for db_open() and migrate_database().  Borrowed. */
const char *cluster_conninfo(const struct cluster *cluster);

/* Stop the server, unless another program still uses it; sets NULL. */
void cluster_stop(struct cluster **cluster);

/* The same as cluster_start() for a new throw-away cluster with the schema
 * already in it: a copy of a template below `cache`, which is made once (and
 * again after the schema or PostgreSQL changed).  initdb takes a second, the
 * copy a fraction of it.  The caller removes `folder` in the end. */
struct cluster *cluster_template(const char *cache, const char *folder,
				 struct err *err);

#endif
