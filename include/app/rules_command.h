/* rules_command.h - `postdesk rules VERB`: check, try and choose rules.
 *
 * Each verb is a command of its own: its options, its help, its exit status.
 */
#ifndef APP_RULES_COMMAND_H
#define APP_RULES_COMMAND_H

int rules_main(int argc, char **argv);

/* argv[0] is the verb. */
int rules_check_main(int argc, char **argv);
int rules_test_main(int argc, char **argv);
int rules_backtest_main(int argc, char **argv);
int rules_shadow_main(int argc, char **argv);
int rules_promote_main(int argc, char **argv);
int rules_rollback_main(int argc, char **argv);
int rules_stats_main(int argc, char **argv);
int rules_versions_main(int argc, char **argv);

#endif
