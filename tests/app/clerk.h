/* clerk.h - who answers the commands of one connection to a postbox. */
#ifndef TESTS_APP_CLERK_H
#define TESTS_APP_CLERK_H

#include "harmed.h"
#include "letters.h"

enum postbox_kind {
	POSTBOX_MOVE,
	POSTBOX_COPY,		/* UIDPLUS without MOVE */
	POSTBOX_ANEW,		/* MOVE; after the first connection all has
				 * other UIDs in another UIDVALIDITY */
};

enum { INBOX, PROCESSED, FOLDERS };

/* What there is.  The first `arrived` of the mails have been in INBOX, the
 * others come while somebody idles or asks. */
struct clerk_store {
	enum postbox_kind kind;
	const struct postbox_mail *mails;
	size_t count, arrived;
	struct letters folders[FOLDERS];
};

struct clerk {
	struct clerk_store *store;
	struct harmed line;
	int folder;		/* selected */
	char tag[16];
};

/* False: the connection is over. */
bool clerk_greet(struct clerk *clerk);
bool clerk_answer(struct clerk *clerk, const char *line);

#endif
