/* work.h - the workers as commands: fetch, ingest, deliver, tick.
 *
 * Each opens the world, does its batches until it is told to stop (or until
 * nothing is left, with --once), and leaves nothing behind that a crash would
 * not leave too.
 */
#ifndef APP_WORK_H
#define APP_WORK_H

int work_fetch(int argc, char **argv);
int work_ingest(int argc, char **argv);
int work_deliver(int argc, char **argv);
int work_shadow(int argc, char **argv);
int work_tick(int argc, char **argv);

#endif
