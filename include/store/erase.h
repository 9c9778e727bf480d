/* store/erase.h - a person's data out of every table of a desk.
 *
 * By one address, the person: all addresses that are linked to it, and the
 * names that were used with them.  What he wrote goes, with the raw mails, what
 * was decided about them, and what was sent to him; tickets that he opened
 * stay as numbers with their history.  What others wrote stays, without his
 * names and without their quotes of him.  The ledger keeps one row for each
 * mail, with its end.  It happens under the desk's lock, all or nothing.
 *
 * Limits:  a name is looked for as it was written, and only a name of two words
 *          or more: what a mail says about him otherwise is not found.  Mail
 *          that is not decided yet is not touched.
 * Errors:  those of the database; permanent where nobody is known by it.
 */
#ifndef STORE_ERASE_H
#define STORE_ERASE_H

#include "store/db.h"

/* Among the counts: mail to others that names him and has not left yet.  It
 * stays, and is erased by another run once it has gone. */
#define ERASE_LATER "outbox, to others: run this again later"

struct erase_count {
	const char *what;	/* a table, or a part of one */
	int64_t rows;
};

struct erase_report {
	struct erase_count *counts;
	size_t count;
	int64_t tickets;	/* that he opened */
	int64_t mails;		/* that he wrote */
	int64_t left;		/* of these, moved on the mail server: fetch
				 * removes them there (app/clear.h) */
};

struct erase_wish {
	const char *address;	/* lower case */
	const char *author;	/* who asks for it */
	bool really;		/* else nothing is changed */
};

bool erase_person(struct db *db, struct arena *arena, int64_t desk_id,
		  const struct erase_wish *wish,
		  struct erase_report *report_r, struct err *err);

#endif
