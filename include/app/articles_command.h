/* articles_command.h - `postdesk articles VERB`: check and try articles. */
#ifndef APP_ARTICLES_COMMAND_H
#define APP_ARTICLES_COMMAND_H

int articles_main(int argc, char **argv);

#endif
