/* contact.h - people, and the addresses that they write from.
 *
 * Every address that writes is a contact of its own, however alike two may
 * look: only a person may say that they are one.  From then on the one may
 * join where the other is a participant.
 *
 * Ownership: in the arena that was passed.
 * Errors:    permanent where an address is not known, or alone.
 */
#ifndef STORE_CONTACT_H
#define STORE_CONTACT_H

#include "mail/message.h"
#include "store/db.h"

struct contact {
	int64_t id;
	const char *name;		/* "" if none */
	const char *language;		/* "" if unsure */
	struct strings addresses;	/* lower case, the oldest first */
	usec_t created;
};

/* Those that have `text` in a name or an address ("": all), the newest first;
 * limit 0: 100. */
bool contact_list(struct db *db, struct arena *arena, int64_t desk_id,
		  const char *text, size_t limit, struct contact **contacts_r,
		  size_t *count_r, struct err *err);

/* Whose address (lower case) it is. */
bool contact_show(struct db *db, struct arena *arena, int64_t desk_id,
		  const char *address, struct contact *contact_r,
		  struct err *err);

/* Both are one person from now on: all addresses of the other's contact are
 * taken over.  The other need not have written yet. */
bool contact_link(struct db *db, int64_t desk_id, const char *address,
		  const char *other, struct err *err);

/* This address is somebody else's than the others of its contact. */
bool contact_unlink(struct db *db, int64_t desk_id, const char *address,
		    struct err *err);

#endif
