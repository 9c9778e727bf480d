/* rules_command.h - `postdesk rules check [DIR]`: are rules and replies sound?
 *
 * Reads and checks all of a folder, examples included; stores nothing.
 */
#ifndef APP_RULES_COMMAND_H
#define APP_RULES_COMMAND_H

int rules_main(int argc, char **argv);

#endif
