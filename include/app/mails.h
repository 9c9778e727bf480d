/* mails.h - `postdesk mail list|show|raw|retry|release` and `postdesk why`. */
#ifndef APP_MAILS_H
#define APP_MAILS_H

int mails_main(int argc, char **argv);
int mails_why_main(int argc, char **argv);

#endif
