/* login.h - begin an IMAP session: greeting, TLS, login, mailbox.
 *
 * Capabilities are asked for anew after TLS and after the login; a greeting
 * that claims we are logged in already is refused.
 *
 * Errors: permanent for what a person must mend; server words in them never
 *         repeat the secret.
 */
#ifndef NET_LOGIN_H
#define NET_LOGIN_H

#include "net/session.h"

/* UIDVALIDITY of the selected mailbox in *epoch_r. */
bool login_begin(struct session *session, uint32_t *epoch_r, struct err *err);

/* Its last step alone, after another mailbox was looked at. */
bool login_select(struct session *session, uint32_t *epoch_r, struct err *err);

#endif
