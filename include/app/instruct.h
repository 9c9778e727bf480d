/* app/instruct.h - what an agent does on the command line: `postdesk reply`,
 * `note`, `assign` and the like. */
#ifndef APP_INSTRUCT_H
#define APP_INSTRUCT_H

/* argv[0] is the command. */
int instruct_main(int argc, char **argv);

#endif
