/* test_harm.c - a session of fetch harmed at each byte: every mail is in the
 * ledger once, as the server has it, has one ticket and one answer, and lies
 * in `Processed` once.
 *
 * With POSTDESK_LONG at every byte, else at every STEP-th.  Numbers are those
 * of the sweeps that are to be made, where it is not all of them.
 */

#include "rehearsal.h"

#include "../fixture/database.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Which bytes: every `all`-th with POSTDESK_LONG, else every `some`-th.  The
 * latter are primes, so that they fall into all parts of the session. */
static const struct sweep {
	const char *server;
	enum postbox_kind kind;
	enum harm_how how;
	size_t all, some;
} sweeps[] = {
	{ "MOVE", POSTBOX_MOVE, HARM_FIN, 1, 101 },
	{ "MOVE", POSTBOX_MOVE, HARM_RST, 1, 103 },
	{ "COPY", POSTBOX_COPY, HARM_FIN, 1, 107 },
	{ "COPY", POSTBOX_COPY, HARM_RST, 1, 109 },
	{ "UIDVALIDITY", POSTBOX_ANEW, HARM_FIN, 5, 397 },
	{ "UIDVALIDITY", POSTBOX_ANEW, HARM_RST, 5, 401 },
	{ "MOVE", POSTBOX_MOVE, HARM_HALF, 7, 409 },
	{ "COPY", POSTBOX_COPY, HARM_HALF, 7, 419 },
	{ "MOVE", POSTBOX_MOVE, HARM_STALL, 41, 701 },
	{ "MOVE", POSTBOX_MOVE, HARM_SLOW, 41, 1009 },
	{ "MOVE", POSTBOX_MOVE, HARM_FLIP, 1, 211 },
	{ "MOVE", POSTBOX_MOVE, HARM_INJECT, 3, 401 },
};

enum { SWEEPS = sizeof(sweeps) / sizeof(sweeps[0]) };

struct scene {
	struct rehearsal *rehearsal;
	bool wanted[SWEEPS];
};

static bool is_long(void)
{
	return getenv("POSTDESK_LONG") != NULL;
}

/* What is flipped within a mail nobody can see: other bytes, and what may
 * come of them, are counted and no fault. */
static int faults(const struct sweep *sweep, const struct rehearsal_sum *sum)
{
	return sum->lost + sum->foreign + sum->rows_twice +
	       sum->tickets_twice + sum->no_ticket + sum->answers_twice +
	       sum->server_lost + sum->server_twice + sum->not_retired +
	       sum->unfinished + sum->unnoticed +
	       (sweep->how == HARM_FLIP ? 0 : sum->altered + sum->no_answer);
}

static void report(const struct sweep *sweep, const struct rehearsal_sum *sum)
{
	print_message("%s, %s: %d runs; lost %d, under another's number %d, "
		      "with other bytes %d; twice in the ledger %d; tickets "
		      "twice %d, none %d; answers twice %d, none %d; on the "
		      "server lost %d, twice %d, not moved %d; not finished "
		      "%d, stalls not seen %d\n", sweep->server,
		      harm_word(sweep->how), sum->runs, sum->lost,
		      sum->foreign, sum->altered, sum->rows_twice,
		      sum->tickets_twice, sum->no_ticket, sum->answers_twice,
		      sum->no_answer, sum->server_lost, sum->server_twice,
		      sum->not_retired, sum->unfinished, sum->unnoticed);
}

static void run_sweep(struct rehearsal *rehearsal, const struct sweep *sweep)
{
	const size_t step = is_long() ? sweep->all : sweep->some;
	/* A client that is harmed says other things than were meant. */
	const bool both = sweep->how < HARM_SLOW;
	size_t sizes[2];

	rehearsal_measure(rehearsal, sweep->kind, sizes);
	for (size_t way = both ? HARM_IN : HARM_OUT; way <= HARM_OUT; way++)
		/* Numbers grow, and so may the lines that hold them. */
		for (size_t at = 0; at < sizes[way] + 4; at += step)
			rehearsal_run(rehearsal, sweep->kind,
				      &(struct harm){ (enum harm_way)way,
						      sweep->how, at });
}

static void test_sweeps(void **state)
{
	const struct scene *scene = *state;
	int runs = 0, mails = 0, lost = 0, rows = 0, tickets = 0, answers = 0;
	int server = 0, bad = 0;

	for (size_t i = 0; i < SWEEPS; i++) {
		struct rehearsal_sum sum;

		if (!scene->wanted[i])
			continue;
		run_sweep(scene->rehearsal, &sweeps[i]);
		sum = rehearsal_sum(scene->rehearsal);
		report(&sweeps[i], &sum);
		runs += sum.runs;
		mails += sum.mails;
		lost += sum.lost + sum.server_lost;
		rows += sum.rows_twice;
		tickets += sum.tickets_twice;
		answers += sum.answers_twice;
		server += sum.server_twice + sum.not_retired;
		bad += faults(&sweeps[i], &sum);
	}
	print_message("%d sessions of %d mails: %d lost, %d twice in the "
		      "ledger, %d tickets twice, %d answers twice, %d twice or "
		      "left on the server\n", runs, mails, lost, rows, tickets,
		      answers, server);
	assert_true(runs > 0);
	assert_int_equal(bad, 0);
}

int main(int argc, char **argv)
{
	struct scene scene = { .rehearsal = rehearsal_open(database_start()) };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_sweeps, &scene),
	};
	int failed;

	for (size_t i = 0; i < SWEEPS; i++)
		scene.wanted[i] = argc < 2;
	for (int i = 1; i < argc; i++)
		scene.wanted[strtoul(argv[i], NULL, 10) % SWEEPS] = true;
	signal(SIGPIPE, SIG_IGN);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rehearsal_close(&scene.rehearsal);
	database_stop();
	return failed;
}
