/* contacts.h - `postdesk contact`: who writes, and from which addresses. */
#ifndef APP_CONTACTS_H
#define APP_CONTACTS_H

int contacts_main(int argc, char **argv);

#endif
