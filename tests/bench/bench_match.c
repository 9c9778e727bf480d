/* bench_match.c - what the past of a mail costs, few tickets or very many.
 *
 *	bench_match [TICKETS]
 *
 * Fills a private database with 10,000 tickets and then with TICKETS
 * (1,000,000), and reads the history of batches of 200 mails, warm: each batch
 * was read before.  Prints microseconds a mail, of the wall, as the median of
 * many batches; and looks at the plan of each statement at the larger size, with
 * statistics of a hundredth of it, of empty tables, and fresh ones.
 */

#include "../fixture/crowd.h"
#include "../fixture/database.h"
#include "store/commit.h"
#include "store/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FEW 10000
#define MANY 1000000
/* What a server with so much in it is given, and both sizes alike. */
#define MEMORY "shared_buffers = '2GB'"
#define BATCHES 25
#define ROUNDS 5
#define GOAL_USEC 100.0
#define GOAL_RATIO 1.5

struct bench {
	struct db *crowd;		/* fills and looks at plans */
	struct db *db;			/* reads as a worker does */
	int64_t desk_id, tickets;
};

static void open_desk(struct bench *bench, const char *conninfo)
{
	struct err err;

	bench->db = db_open(conninfo, &err);
	if (bench->db != NULL &&
	    ledger_desk(bench->db, "crowd", &bench->desk_id, &err))
		return;
	fprintf(stderr, "bench_match: %s\n", err.text);
	exit(1);
}

static double now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* One batch; the microseconds of a mail. */
static double read_batch(const struct bench *bench, uint64_t seed)
{
	ARENA(arena);
	struct keys keys = crowd_keys(arena, bench->tickets, seed);
	struct history *history;
	double begin = now(), end;
	struct err err;

	if (!history_read(bench->db, arena, bench->desk_id, &keys,
			  CROWD_BATCH * 24, &history, &err)) {
		fprintf(stderr, "bench_match: %s\n", err.text);
		exit(1);
	}
	end = now();
	commit_abandon(bench->db);
	return (end - begin) / CROWD_BATCH;
}

static double measure(const struct bench *bench, const char *when)
{
	double all[BATCHES * ROUNDS];

	for (size_t i = 0; i < BATCHES; i++)
		read_batch(bench, i);
	for (size_t i = 0; i < BATCHES * ROUNDS; i++)
		all[i] = read_batch(bench, i % BATCHES);
	qsort(all, BATCHES * ROUNDS, sizeof(all[0]), by_size);
	printf("%s: %.1f us a mail (%.1f to %.1f)\n", when, all[BATCHES * ROUNDS / 2],
	       all[BATCHES * ROUNDS / 10], all[BATCHES * ROUNDS * 9 / 10]);
	fflush(stdout);
	return all[BATCHES * ROUNDS / 2];
}

static void fill(const struct bench *bench, int64_t first)
{
	double begin = now();

	crowd_fill(bench->crowd, bench->desk_id, first, bench->tickets);
	printf("%" PRId64 " tickets filled in, %.0f s\n", bench->tickets,
	       (now() - begin) / 1e6);
	fflush(stdout);
}

/* What is slow by its plan is not measured as well. */
static bool look(const struct bench *bench, const char *statistics,
		 double *usec_r)
{
	const char *when;
	ARENA(arena);

	when = arena_printf(arena, "%" PRId64 " tickets, statistics %s",
			    bench->tickets, statistics);
	if (!crowd_plans(bench->crowd, when))
		return false;
	*usec_r = measure(bench, when);
	return true;
}

int main(int argc, char **argv)
{
	const char *conninfo = (database_start(), database_set(MEMORY));
	struct bench bench = { .crowd = crowd_open(conninfo), .tickets = FEW };
	int64_t many = argc > 1 ? strtoll(argv[1], NULL, 10) : MANY;
	double few = 0, much = 0, stale;
	bool good = true;

	open_desk(&bench, conninfo);
	fill(&bench, 1);
	crowd_analyze(bench.crowd);
	good &= look(&bench, "fresh", &few);

	bench.tickets = many;
	fill(&bench, FEW + 1);
	good &= look(&bench, "of few", &stale);
	crowd_forget(conninfo);
	good &= look(&bench, "of none", &stale);
	crowd_analyze(bench.crowd);
	good &= look(&bench, "fresh", &much);

	printf("%.2f times as long for %.0f times as many (goals: %.1f, and "
	       "%.0f us)\n", much / few, (double)many / FEW, GOAL_RATIO,
	       GOAL_USEC);
	printf(good ? "every plan is a look-up by key\n" :
	       "not every plan is a look-up by key\n");
	db_free(&bench.crowd);
	db_free(&bench.db);
	return good && much <= GOAL_USEC && much <= GOAL_RATIO * few ? 0 : 1;
}
