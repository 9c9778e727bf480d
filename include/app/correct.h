/* app/correct.h - what a person puts right: `postdesk join`, `split`, `merge`,
 * `close` and `reopen`.
 *
 * Each says in a line or two what it did, or what to do instead (exit 65).
 */
#ifndef APP_CORRECT_H
#define APP_CORRECT_H

int correct_join_main(int argc, char **argv);
int correct_split_main(int argc, char **argv);
int correct_merge_main(int argc, char **argv);
int correct_close_main(int argc, char **argv);
int correct_reopen_main(int argc, char **argv);

#endif
