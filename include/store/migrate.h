/* migrate.h - bring the schema to this program's version.
 *
 * sql/migrations/NNNN-name.sql, embedded, all in one transaction, under a
 * lock so that two programs starting at once do it once.  A schema that is
 * newer than the program is refused with one line.  After a change all
 * statements of this program are tried on it.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

/* Uses a connection of its own.  *applied_r counts the steps done. */
bool migrate_database(const char *conninfo, int *applied_r, struct err *err);

/* Names the text of all steps: two programs that give the same one make the
 * same schema. */
const char *migrate_fingerprint(struct arena *arena);

#endif
