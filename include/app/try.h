/* try.h - `postdesk try`: what would we do with this mail?
 *
 * The whole pipeline (ledger, cell, decision, commit) on a throw-away
 * PostgreSQL that the command starts and removes.  Nothing is sent.  Mails
 * arrive in the order given, one second after each other.  The JSON is a
 * stable interface: keys are added, never renamed.
 */
#ifndef APP_TRY_H
#define APP_TRY_H

int try_main(int argc, char **argv);

#endif
