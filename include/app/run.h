/* run.h - the supervisor: every worker of every desk, kept alive.
 *
 * `postdesk run` publishes the rules, starts one process for each mailbox's
 * fetch and for each desk's ingest, deliver and tick, starts again what dies
 * (with back-off), and ends them all on SIGTERM.  SIGHUP publishes again.
 * A child that is killed costs nothing: its work is in the database.
 */
#ifndef APP_RUN_H
#define APP_RUN_H

int run_main(int argc, char **argv);

#endif
