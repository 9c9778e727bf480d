/* audit.h - `postdesk audit` and `postdesk reconcile`.
 *
 * Audit proves that the servers, the ledger and the dispositions agree, and
 * names what does not; it changes nothing.  Reconcile takes in mail that lies
 * where the ledger moved mail to and that the ledger does not know: after a
 * fail-over that lost commits, or a backup that was put back.  Such mail is
 * never answered by machine.
 */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

int audit_main(int argc, char **argv);
int reconcile_main(int argc, char **argv);

#endif
