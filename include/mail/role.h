/* role.h - local parts that belong to programs, not to people.
 *
 * RFC 3834 2, RFC 2142 and common practice: owner-x, x-request, MAILER-DAEMON,
 * noreply in the languages that write it, and the usual monitors.  A name
 * such as support@ or info@ is a person behind a desk and is not here.
 *
 * Errors: none.
 */
#ifndef MAIL_ROLE_H
#define MAIL_ROLE_H

#include <stdbool.h>

enum role {
	ROLE_NONE,
	ROLE_MAILER,		/* mailer-daemon, postmaster */
	ROLE_LIST,		/* owner-x, x-request, x-bounces */
	ROLE_NO_REPLY,
	ROLE_MONITOR,		/* nagios, cron, alerts */
};

/* Of an address, with or without a domain. */
enum role role_of(const char *address);

/* Of a Return-Path, where bounce addresses with numbers are common too. */
enum role role_of_envelope(const char *address);

#endif
