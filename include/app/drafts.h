/* drafts.h - `postdesk drafts`: words that wait for an agent's yes. */
#ifndef APP_DRAFTS_H
#define APP_DRAFTS_H

int drafts_main(int argc, char **argv);

#endif
