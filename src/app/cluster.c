/* cluster.c - make, start, share and stop the private PostgreSQL. */

#include "config.h"

#include "app/cluster.h"

#include "app/pgtool.h"
#include "app/postmaster.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct cluster {
	struct arena *arena;
	const char *folder;	/* the state folder */
	const char *data;	/* folder/postgres */
	const char *conninfo;
	enum cluster_kind kind;
	struct pgtool tool;
	int users;		/* locked, shared, by everyone who uses it */
	pid_t postmaster;	/* CLUSTER_FLEETING: our child; else 0 */
};

static const char settings_all[] =
	"listen_addresses = ''\n"
	"unix_socket_directories = '.'\n"
	"unix_socket_permissions = 0700\n"
	"max_connections = 60\n"
	"log_min_messages = warning\n"
	"log_timezone = 'UTC'\n"
	"timezone = 'UTC'\n"
	"default_toast_compression = lz4\n"
	"wal_compression = lz4\n"
	"jit = off\n";

static const char settings_throwaway[] =
	"fsync = off\n"
	"synchronous_commit = off\n"
	"full_page_writes = off\n"
	"wal_level = minimal\n"
	"max_wal_senders = 0\n"
	"autovacuum = off\n"
	"postdesk.throwaway = on\n";

/* The role that owns the data is no superuser: what the schema revokes from
 * it holds. */
static const char first_sql[] =
	"CREATE ROLE postdesk LOGIN;\n"
	"ALTER DATABASE postgres RENAME TO postdesk;\n"
	"ALTER DATABASE postdesk OWNER TO postdesk;\n";

static int remove_one(const char *path, const struct stat *info, int kind,
		      struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool failed(struct err *err, const char *path)
{
	return err_permanent(err, "%s: %s", path, strerror(errno));
}

static bool append(const char *path, const char *text, struct err *err)
{
	FILE *file = fopen(path, "a");
	bool written;

	if (file == NULL)
		return failed(err, path);
	written = fputs(text, file) >= 0;
	return (fclose(file) == 0 && written) || failed(err, path);
}

/* Two thirds of a new cluster are databases to make others from. */
static const char fleeting_sql[] =
	"UPDATE pg_database SET datistemplate = false;\n\n"
	"DROP DATABASE template0;\n\n"
	"DROP DATABASE template1;\n";

/* Make the data folder beside its place, so that one that is half made never
 * stands there, and move it in when it is complete. */
static bool make_data(struct cluster *cluster, struct err *err)
{
	const char *fresh = arena_printf(cluster->arena, "%s.new",
					 cluster->data);
	const char *conf = arena_printf(cluster->arena, "%s/postgresql.conf",
					fresh);
	const bool throwaway = cluster->kind != CLUSTER_DURABLE;
	/* The last two are for the throw-away kind only. */
	const char *const initdb[] = {
		"initdb", "-D", PGTOOL_FOLDER, "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C", "--lc-ctype=C.UTF-8",
		"--no-instructions", "--data-checksums",
		throwaway ? "--no-sync" : NULL,
		"--wal-segsize=1", NULL
	};
	const char *const single[] = {
		"postgres", "--single", "-j", "-D", PGTOOL_FOLDER, "template1",
		NULL
	};
	const char *const smaller[] = {
		"postgres", "--single", "-j", "-D", PGTOOL_FOLDER, "postdesk",
		NULL
	};
	bool made;

	remove_tree(fresh);
	if (mkdir(fresh, 0700) != 0 ||
	    (geteuid() == 0 &&
	     chown(fresh, cluster->tool.uid, cluster->tool.gid) != 0))
		return failed(err, fresh);
	cluster->tool.folder = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (cluster->tool.folder < 0)
		return failed(err, fresh);
	made = pgtool_run(&cluster->tool, initdb, NULL, err) &&
	       append(conf, settings_all, err) &&
	       (!throwaway || append(conf, settings_throwaway, err)) &&
	       pgtool_run(&cluster->tool, single, first_sql, err) &&
	       (cluster->kind != CLUSTER_FLEETING ||
		pgtool_run(&cluster->tool, smaller, fleeting_sql, err));
	close(cluster->tool.folder);
	cluster->tool.folder = -1;
	if (!made)
		return false;
	return rename(fresh, cluster->data) == 0 || failed(err, cluster->data);
}

/* The version that made the data, NULL where there are none. */
static const char *data_version(const struct cluster *cluster)
{
	const char *path = arena_printf(cluster->arena, "%s/PG_VERSION",
					cluster->data);
	FILE *file = fopen(path, "r");
	char line[16] = "";

	if (file == NULL)
		return NULL;
	if (fgets(line, sizeof(line), file) != NULL)
		line[strcspn(line, "\n")] = '\0';
	fclose(file);
	return arena_strdup(cluster->arena, line);
}

static bool open_data(struct cluster *cluster, struct err *err)
{
	const char *version = data_version(cluster);
	struct stat info;

	if (!pgtool_find(cluster->arena, version, &cluster->tool, err))
		return false;
	if (version == NULL && !make_data(cluster, err))
		return false;
	cluster->tool.folder = open(cluster->data,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (cluster->tool.folder < 0 ||
	    fstat(cluster->tool.folder, &info) != 0)
		return failed(err, cluster->data);
	/* Whoever owns it goes on owning it. */
	if (geteuid() == 0 && info.st_uid != 0) {
		cluster->tool.uid = info.st_uid;
		cluster->tool.gid = info.st_gid;
	}
	return true;
}

static bool is_running(const struct cluster *cluster)
{
	static const char *const status[] = { "pg_ctl", "status", "-D",
					      PGTOOL_FOLDER, NULL };
	struct err ignored;

	/* Without its lock file there is nothing to ask. */
	return faccessat(cluster->tool.folder, "postmaster.pid", F_OK, 0) == 0 &&
	       pgtool_run(&cluster->tool, status, NULL, &ignored);
}

/* What the server said last: why it does not start. */
static const char *last_line(const struct cluster *cluster)
{
	FILE *file = fopen(arena_printf(cluster->arena, "%s/server.log",
					cluster->data), "r");
	char line[240], last[240] = "it is empty";

	if (file == NULL)
		return strerror(errno);
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0')
			memcpy(last, line, sizeof(last));
	}
	fclose(file);
	return arena_strdup(cluster->arena, last);
}

static bool start_server(struct cluster *cluster, struct err *err)
{
	static const char *const start[] = {
		"pg_ctl", "start", "-D", PGTOOL_FOLDER, "-w", "-t", "60", "-s",
		"-l", PGTOOL_FOLDER "/server.log", NULL
	};

	if (is_running(cluster))
		return true;
	if (cluster->kind == CLUSTER_FLEETING) {
		cluster->postmaster = postmaster_start(&cluster->tool, err);
		return cluster->postmaster > 0 ||
		       (err->kind == ERR_PERMANENT &&
			err_permanent(err, "%s/server.log: %s", cluster->data,
				      last_line(cluster)));
	}
	return pgtool_run(&cluster->tool, start, NULL, err) ||
	       err_permanent(err, "%s/server.log: %s", cluster->data,
			     last_line(cluster));
}

static void stop_server(const struct cluster *cluster)
{
	const char *const stop[] = {
		"pg_ctl", "stop", "-D", PGTOOL_FOLDER, "-w", "-t", "60", "-s",
		"-m", "fast", NULL
	};
	struct err ignored;

	if (cluster->postmaster > 0)
		postmaster_stop(cluster->postmaster);
	else
		pgtool_run(&cluster->tool, stop, NULL, &ignored);
}

/* host='…' with quotes and backslashes escaped. */
static const char *conninfo_of(struct arena *arena, const char *host)
{
	char *quoted = arena_alloc(arena, strlen(host) * 2 + 1), *to = quoted;

	for (; *host != '\0'; host++) {
		if (*host == '\'' || *host == '\\')
			*to++ = '\\';
		*to++ = *host;
	}
	return arena_printf(arena, "host='%s' dbname=postdesk user=postdesk",
			    quoted);
}

/* The path of a unix socket is short; a deep folder is named by descriptor,
 * which our children inherit. */
static const char *socket_folder(const struct cluster *cluster)
{
	const size_t room = sizeof(((struct sockaddr_un *)0)->sun_path);
	int fd;

	if (strlen(cluster->data) + sizeof("/.s.PGSQL.5432") <= room)
		return cluster->data;
	fd = open(cluster->data, O_PATH | O_DIRECTORY);
	return arena_printf(cluster->arena, "/proc/self/fd/%d", fd);
}

/* A lock file in the state folder; -1 and *err. */
static int lock_file(const struct cluster *cluster, const char *name, int how,
		     struct err *err)
{
	const char *path = arena_printf(cluster->arena, "%s/%s",
					cluster->folder, name);
	const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0) {
		failed(err, path);
		return -1;
	}
	while (flock(fd, how) != 0) {
		if (errno == EINTR)
			continue;
		failed(err, path);
		close(fd);
		return -1;
	}
	return fd;
}

static bool make_folder(struct arena *arena, const char *folder,
			struct err *err)
{
	char *path = arena_strdup(arena, folder);

	for (char *p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		return failed(err, folder);
	return true;
}

/* Starting and stopping exclude each other by the first lock; that somebody
 * uses the server is known by the second. */
static bool start_locked(struct cluster *cluster, struct err *err)
{
	const int door = lock_file(cluster, "postgres.lock", LOCK_EX, err);
	bool started;

	if (door < 0)
		return false;
	cluster->users = lock_file(cluster, "postgres.users", LOCK_SH, err);
	started = cluster->users >= 0 && open_data(cluster, err) &&
		  start_server(cluster, err);
	close(door);
	return started;
}

static void free_cluster(struct cluster *cluster)
{
	struct arena *arena = cluster->arena;

	if (cluster->users >= 0)
		close(cluster->users);
	if (cluster->tool.folder >= 0)
		close(cluster->tool.folder);
	arena_free(&arena);
}

struct cluster *cluster_start(const struct cluster_settings *settings,
			      struct err *err)
{
	struct arena *arena = arena_new();
	struct cluster *cluster = ARENA_NEW(arena, struct cluster);

	*cluster = (struct cluster){
		.arena = arena,
		.folder = arena_strdup(arena, settings->folder),
		.data = arena_printf(arena, "%s/postgres", settings->folder),
		.kind = settings->kind,
		.tool.folder = -1,
		.users = -1,
	};
	if (!make_folder(arena, settings->folder, err) ||
	    !start_locked(cluster, err)) {
		free_cluster(cluster);
		err_prefix(err, "private PostgreSQL");
		return NULL;
	}
	cluster->conninfo = conninfo_of(arena, socket_folder(cluster));
	return cluster;
}

const char *cluster_conninfo(const struct cluster *cluster)
{
	return cluster->conninfo;
}

void cluster_stop(struct cluster **cluster)
{
	struct err ignored;
	int door;

	if (*cluster == NULL)
		return;
	door = lock_file(*cluster, "postgres.lock", LOCK_EX, &ignored);
	/* Ours alone now?  Then we are the last who uses it. */
	if (flock((*cluster)->users, LOCK_EX | LOCK_NB) == 0)
		stop_server(*cluster);
	free_cluster(*cluster);
	if (door >= 0)
		close(door);
	*cluster = NULL;
}
