/* erase.h - `postdesk erase`: forget a person. */
#ifndef APP_ERASE_H
#define APP_ERASE_H

int erase_main(int argc, char **argv);

#endif
