/* doctor.h - `postdesk doctor`: can it work, and what to do where it cannot.
 *
 * Looks at everything that a desk needs; writes nothing, but for the one mail
 * of --roundtrip.  Exit status 0, or 1 where something is bad.
 *
 * The recent mail is hostile and is read outside the cell: only its header, by
 * parse_minimal(), which touches no library.
 */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/checkup.h"
#include "app/world.h"

int doctor_main(int argc, char **argv);

/* One desk being looked at.  Without a database only its servers can be. */
struct doctor {
	struct checkup *checkup;
	const struct settings_desk *settings;
	const struct desk *desk;	/* its id is there only with `db` */
	struct db *db;			/* NULL: no database */
	bool roundtrip;			/* is asked for */
	usec_t now;			/* as certificates are judged by */
};

/* The calendars of the desk and its queues: what is next, and do they end? */
void doctor_hours(const struct doctor *doctor);

/* Can the agents answer by mail, or what is in their way? */
void doctor_agents(const struct doctor *doctor);

/* Each mailbox and the SMTP server: reach it, log in, when does its
 * certificate end? */
void doctor_servers(const struct doctor *doctor);

/* Who vouches for the senders of recent mail, and do signed addresses
 * arrive? */
void doctor_recent(const struct doctor *doctor);

/* Write to ourselves and watch the mailboxes for it, a minute at most. */
void doctor_roundtrip(const struct doctor *doctor);

#endif
