/* incident.h - begin, end and list the faults that a desk knows of.
 *
 * What is begun or ended holds from the desk's next batch on.  Of one queue
 * (or of the whole desk) one incident runs at a time: another one that begins
 * ends it.
 *
 * Ownership: in the arena that was passed.
 * Errors:    as the database has them.
 */
#ifndef STORE_INCIDENT_H
#define STORE_INCIDENT_H

#include "desk/incident.h"
#include "store/db.h"

struct incident_entry {
	int64_t id;
	struct incident incident;
	usec_t begun;
	const char *author;
	usec_t until;		/* 0: until somebody ends it */
	usec_t ended;		/* 0: it runs */
	const char *ended_by;	/* "": by itself */
};

/* Takes the queue, words, author and until of the entry. */
bool incident_begin(struct db *db, int64_t desk_id,
		    const struct incident_entry *entry, struct err *err);

/* The one of the queue ("": of the whole desk); *ended_r: did one run? */
bool incident_end(struct db *db, int64_t desk_id, const char *queue,
		  const char *by, bool *ended_r, struct err *err);

/* Those that run, then the newest of the others. */
bool incident_list(struct db *db, struct arena *arena, int64_t desk_id,
		   size_t limit, struct incident_entry **entries_r,
		   size_t *count_r, struct err *err);

struct rows;

/* Those that run, as history_read() asks for them. */
struct incidents incident_read(struct arena *arena, const struct rows *rows);

#endif
