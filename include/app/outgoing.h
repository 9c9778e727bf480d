/* outgoing.h - `postdesk outbox`: what was sent, waits, or could not be sent.
 *
 * Looks only; nothing is changed.  Bytes are shown safe for a terminal.
 */
#ifndef APP_OUTGOING_H
#define APP_OUTGOING_H

int outgoing_main(int argc, char **argv);

#endif
