/* tickets.h - `postdesk tickets` and `postdesk show N`. */
#ifndef APP_TICKETS_H
#define APP_TICKETS_H

int tickets_main(int argc, char **argv);
int tickets_show_main(int argc, char **argv);

#endif
