/* incident_command.h - `postdesk incident`: a fault is known, and over. */
#ifndef APP_INCIDENT_COMMAND_H
#define APP_INCIDENT_COMMAND_H

int incident_main(int argc, char **argv);

int incident_begin_main(int argc, char **argv);
int incident_end_main(int argc, char **argv);
int incident_list_main(int argc, char **argv);

#endif
