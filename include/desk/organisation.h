/* organisation.h - customers that are many people, told by their mail domain.
 *
 * The operator names them.  A domain of a public provider says nothing about
 * who somebody works for, and is refused where the settings are read.
 *
 * Ownership: borrowed from the settings.
 * Errors:    none.
 * Limits:    a domain is what follows the @, exactly: what lies below it is
 *            another one.
 */
#ifndef DESK_ORGANISATION_H
#define DESK_ORGANISATION_H

#include "mail/message.h"

struct organisation {
	const char *name;
	struct strings domains;		/* lower case, each of one alone */
	const char *agent;		/* who looks after it: name or address
					 * of an agent; NULL: nobody does */
};

struct organisations {
	const struct organisation *at;
	size_t count;
};

/* Whose address (or bare domain) it is; NULL: nobody's that was named. */
const struct organisation *organisation_of(const struct organisations *all,
					   const char *address);

/* Do both belong to one organisation that was named? */
bool organisation_same(const struct organisations *all, const char *address,
		       const char *other);

/* Anybody can have an address there. */
bool organisation_is_public(const char *domain);

#endif
