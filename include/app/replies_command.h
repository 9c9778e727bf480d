/* replies_command.h - `postdesk replies VERB`: check replies, look at them. */
#ifndef APP_REPLIES_COMMAND_H
#define APP_REPLIES_COMMAND_H

int replies_main(int argc, char **argv);

/* argv[0] is the verb. */
int replies_check_main(int argc, char **argv);
int replies_preview_main(int argc, char **argv);

#endif
