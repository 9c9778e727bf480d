/* migrate.c - apply the embedded steps that the schema does not have yet. */

#include "store/migrate.h"

#include "store/tx.h"

static const struct {
	int step;
	const char *name, *text;
} steps[] = {
#define MIGRATION(step, name, text) { step, name, text },
#include "sql/embedded/migrations.h"
#undef MIGRATION
};

enum { STEP_COUNT = sizeof(steps) / sizeof(steps[0]) };

static const char first_table[] =
	"CREATE TABLE IF NOT EXISTS schema_step ("
	"	desk_id bigint NOT NULL CHECK (desk_id = 0),"
	"	step integer NOT NULL,"
	"	name text NOT NULL,"
	"	applied timestamptz NOT NULL,"
	"	PRIMARY KEY (desk_id, step))";

/* Two programs that make the first table at the same instant: one of them
 * is told that it is there already: the table, a type of its name, or a row
 * about either. */
static bool make_first_table(struct db *db, struct err *err)
{
	static const char *const there[] = { "42P07", "42710", "23505" };
	const char *told = db_state(db)->sqlstate;

	if (db_execute(db, first_table, NULL, err))
		return true;
	for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++)
		if (strcmp(told, there[i]) == 0)
			return db_execute(db, first_table, NULL, err);
	return false;
}

static bool apply(struct db *db, size_t i, struct err *err)
{
	ARENA(arena);
	const char *done = arena_printf(
		arena, "INSERT INTO schema_step VALUES (0, %d, '%s', now())",
		steps[i].step, steps[i].name);

	return (FAILPOINT(MIGRATE_STEP, err) &&
		db_execute(db, steps[i].text, NULL, err) &&
		db_execute(db, done, NULL, err)) ||
	       err_prefix(err, "step %s", steps[i].name);
}

/* Under the lock of the table of steps: who comes second finds it done. */
static bool apply_all(struct db *db, int *applied_r, struct err *err)
{
	int64_t have = 0;

	if (!db_execute(db, "LOCK TABLE schema_step IN ACCESS EXCLUSIVE MODE",
			NULL, err) ||
	    !db_execute(db, "SELECT coalesce(max(step), 0) FROM schema_step "
		       "WHERE desk_id = 0", &have, err))
		return false;
	if (have > steps[STEP_COUNT - 1].step)
		return err_permanent(err, "the database has schema %d, this "
				     "program knows only %d: use the newer "
				     "program", (int)have,
				     steps[STEP_COUNT - 1].step);
	for (size_t i = 0; i < STEP_COUNT; i++) {
		if (steps[i].step <= have)
			continue;
		if (!apply(db, i, err))
			return false;
		++*applied_r;
	}
	return true;
}

/* A statement that does not fit is found now, not when it is needed.  This
 * takes no ids: the first ones are for who works with the database. */
static bool try_statements(const char *conninfo, struct err *err)
{
	struct db *db = db_open_as(conninfo, false, err);
	bool good = db != NULL && db_prepare_all(db, err);

	db_free(&db);
	return good;
}

bool migrate_database(const char *conninfo, int *applied_r, struct err *err)
{
	struct db *db = db_open_bare(conninfo, err);
	struct err ignored;
	bool done;

	*applied_r = 0;
	if (db == NULL)
		return false;
	done = FAILPOINT(MIGRATE, err) && make_first_table(db, err) &&
	       db_execute(db, "BEGIN", NULL, err) &&
	       apply_all(db, applied_r, err) &&
	       FAILPOINT(MIGRATE_COMMIT, err) &&
	       db_execute(db, "COMMIT", NULL, err) && FAILPOINT(MIGRATED, err);
	if (!done)
		db_execute(db, "ROLLBACK", NULL, &ignored);
	db_free(&db);
	return done && (*applied_r == 0 || try_statements(conninfo, err));
}

static uint64_t hashed(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return hash;
}

const char *migrate_fingerprint(struct arena *arena)
{
	uint64_t hash = 14695981039346656037u;

	/* The names, too: by their numbers a database knows its steps. */
	for (size_t i = 0; i < STEP_COUNT; i++)
		hash = hashed(hashed(hash, steps[i].name), steps[i].text);
	return arena_printf(arena, "%016llx", (unsigned long long)hash);
}
