/* ctl.h - the small switches: `autos`, `migrate`. */
#ifndef APP_CTL_H
#define APP_CTL_H

int ctl_autos_main(int argc, char **argv);
int ctl_migrate_main(int argc, char **argv);

#endif
