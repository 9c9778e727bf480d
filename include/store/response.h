/* store/response.h - how long people wait for a first answer.
 *
 * Tickets are counted and sampled here; what follows from them is judged in
 * desk/expectation.h, with the calendars that the database does not know.
 *
 * Ownership: results live in the arena given.
 * Limits:    of those who wait the newest 20,000 of the window are counted.
 */
#ifndef STORE_RESPONSE_H
#define STORE_RESPONSE_H

#include "desk/expectation.h"
#include "desk/ticket.h"
#include "store/db.h"

struct history;
struct rows;

/* One kind of ticket. */
struct response_kind {
	const char *queue;
	enum urgency urgency;
};

struct response_sample {
	struct response_kind kind;
	int ahead;		/* that waited when it came */
	usec_t created;
	usec_t answered;	/* 0: it still waits */
};

struct response_band {
	struct response_kind kind;
	struct expectation band;
};

/* How many of them there are: who wait, or promises whose time is over and
 * those that were kept. */
struct response_count {
	struct response_kind kind;
	int64_t tickets, kept;
};

/* Count anew who waits. */
bool response_count_load(struct db *db, int64_t desk_id, struct err *err);

/* Samples of the window, kind by kind. */
bool response_samples(struct db *db, struct arena *arena, int64_t desk_id,
		      struct response_sample **samples_r, size_t *count_r,
		      struct err *err);

/* What is expected from now on, in place of what was. */
bool response_expect(struct db *db, int64_t desk_id,
		     const struct response_band *bands, size_t count,
		     usec_t now, struct err *err);

/* What is known; of promises those of the window. */
bool response_bands(struct db *db, struct arena *arena, int64_t desk_id,
		    struct response_band **bands_r, size_t *count_r,
		    struct err *err);
bool response_load(struct db *db, struct arena *arena, int64_t desk_id,
		   struct response_count **counts_r, size_t *count_r,
		   struct err *err);
bool response_kept(struct db *db, struct arena *arena, int64_t desk_id,
		   struct response_count **counts_r, size_t *count_r,
		   struct err *err);

/* Inside store/: into a history what its statements brought. */
void response_know(struct history *history, const struct rows *bands,
		   const struct rows *load);

#endif
