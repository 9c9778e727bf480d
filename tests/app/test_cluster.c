/* test_cluster.c - made, shared, stopped by the last, taken over, copied. */

#include "config.h"

#include "app/cluster.h"

#include "store/tx.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[48];

static int remove_one(const char *path, const struct stat *info, int kind,
		      struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

/* Closed to everybody else, as below /root: the server's user cannot enter. */
static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/postdesk-XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct cluster *start(const char *at)
{
	struct cluster_settings settings = { at, CLUSTER_THROWAWAY };
	struct err err;
	struct cluster *cluster = cluster_start(&settings, &err);

	if (cluster == NULL)
		fail_msg("%s", err.text);
	return cluster;
}

static int64_t ask(const char *conninfo, const char *sql)
{
	struct err err;
	struct db *db = db_open_bare(conninfo, &err);
	int64_t number = -1;

	if (db == NULL)
		return -1;
	if (!db_execute(db, sql, &number, &err))
		fail_msg("%s", err.text);
	db_free(&db);
	return number;
}

static void test_last_one_stops(void **state)
{
	struct cluster *one = start(folder), *two = start(folder);
	ARENA(arena);
	const char *conninfo = arena_strdup(arena, cluster_conninfo(one));
	struct stat info;

	(void)state;
	ask(conninfo, "CREATE TABLE kept AS SELECT 42 AS number");
	cluster_stop(&one);
	assert_null(one);
	assert_int_equal(ask(conninfo, "SELECT number FROM kept"), 42);
	cluster_stop(&two);
	assert_int_equal(ask(conninfo, "SELECT 1"), -1);
	one = start(folder);
	assert_int_equal(ask(conninfo, "SELECT number FROM kept"), 42);
	assert_int_equal(ask(conninfo, "SELECT count(*) FROM pg_settings "
			     "WHERE name = 'listen_addresses' "
			     "AND setting = ''"), 1);
	assert_int_equal(ask(conninfo, "SELECT rolsuper::int FROM pg_roles "
			     "WHERE rolname = current_user"), 0);
	cluster_stop(&one);
	assert_int_equal(stat(arena_printf(arena, "%s/postgres", folder),
			      &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_int_not_equal(info.st_uid, 0);
}

/* The server died: its pid file is still there. */
static void test_after_crash(void **state)
{
	struct cluster *cluster = start(folder);
	ARENA(arena);
	const char *conninfo = arena_strdup(arena, cluster_conninfo(cluster));
	const char *pid = arena_printf(arena, "kill -9 $(head -1 "
				       "%s/postgres/postmaster.pid)", folder);

	(void)state;
	assert_int_equal(ask(conninfo, "SELECT 1"), 1);
	assert_int_equal(system(pid), 0);
	usleep(300000);
	assert_int_equal(ask(conninfo, "SELECT 1"), -1);
	cluster_stop(&cluster);
	cluster = start(folder);
	assert_int_equal(ask(conninfo, "SELECT 1"), 1);
	cluster_stop(&cluster);
}

static void test_long_path_and_quotes(void **state)
{
	ARENA(arena);
	const char *deep = arena_printf(
		arena, "%s/it's a \\ very long name, longer than the path of a "
		"unix socket may ever be on this or on any other system",
		folder);
	struct cluster *cluster = start(deep);

	(void)state;
	assert_int_equal(ask(cluster_conninfo(cluster), "SELECT 7"), 7);
	cluster_stop(&cluster);
}

static void test_template(void **state)
{
	ARENA(arena);
	const char *cache = arena_printf(arena, "%s/cache", folder);
	struct cluster *one, *two;
	struct err err;

	(void)state;
	one = cluster_template(cache, arena_printf(arena, "%s/one", folder),
			       &err);
	if (one == NULL)
		fail_msg("%s", err.text);
	two = cluster_template(cache, arena_printf(arena, "%s/two", folder),
			       &err);
	if (two == NULL)
		fail_msg("%s", err.text);
	ask(cluster_conninfo(one), "DELETE FROM schema_step");
	assert_int_equal(ask(cluster_conninfo(one),
			     "SELECT count(*) FROM schema_step"), 0);
	assert_int_not_equal(ask(cluster_conninfo(two),
				 "SELECT count(*) FROM schema_step"), 0);
	cluster_stop(&one);
	cluster_stop(&two);
}

/* A setting that the server refuses: its own words reach the operator. */
static void test_broken_settings(void **state)
{
	ARENA(arena);
	const char *at = arena_printf(arena, "%s/broken", folder);
	const char *conf = arena_printf(arena, "%s/postgres/postgresql.conf",
					at);
	struct cluster_settings settings = { at, CLUSTER_THROWAWAY };
	struct cluster *cluster = start(at);
	struct err err = { 0 };
	FILE *file;

	(void)state;
	cluster_stop(&cluster);
	file = fopen(conf, "a");
	assert_non_null(file);
	fputs("no_such_setting = 1\n", file);
	fclose(file);
	assert_null(cluster_start(&settings, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "configuration file"));
}

/* The descriptors that the programs get are the very ones we have open. */
static void test_descriptors(void **state)
{
	int fds[24];

	(void)state;
	for (int i = 0; i < 24; i++)
		fds[i] = dup(0);
	for (int i = 0; i < 24; i++) {
		struct cluster *cluster;

		/* One number free, then the next: 9 is each one's in turn. */
		close(fds[i]);
		if (fds[i] < 6 || fds[i] > 14)
			continue;
		cluster = start(folder);
		assert_int_equal(ask(cluster_conninfo(cluster), "SELECT 1"),
				 1);
		cluster_stop(&cluster);
	}
}

static void test_refused(void **state)
{
	struct cluster_settings settings = { "/proc/nowhere",
					     CLUSTER_THROWAWAY };
	struct err err = { 0 };

	(void)state;
	assert_null(cluster_start(&settings, &err));
	assert_int_equal(err.kind, ERR_PERMANENT);
	assert_non_null(strstr(err.text, "/proc/nowhere"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_last_one_stops),
		cmocka_unit_test(test_after_crash),
		cmocka_unit_test(test_long_path_and_quotes),
		cmocka_unit_test(test_template),
		cmocka_unit_test(test_broken_settings),
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
