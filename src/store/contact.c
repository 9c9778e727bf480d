/* contact.c - find people, and say that two addresses are one of them. */

#include "store/contact.h"

#include "store/tx.h"

enum { LIST_LIMIT = 100 };

static struct contact read_contact(struct arena *arena,
				   const struct rows *rows, size_t i)
{
	return (struct contact){
		.id = rows_int(rows, i, 0),
		.name = rows_keep(arena, rows, i, 1),
		.language = rows_keep(arena, rows, i, 2),
		.created = rows_usec(rows, i, 3),
		.addresses = rows_split(arena, rows, i, 4, '\n'),
	};
}

bool contact_list(struct db *db, struct arena *arena, int64_t desk_id,
		  const char *text, size_t limit, struct contact **contacts_r,
		  size_t *count_r, struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_CONTACT_LIST, value_int(desk_id),
	       value_text(text),
	       value_int(limit == 0 ? LIST_LIMIT : (int64_t)limit));
	if (!tx_sync(db, err))
		return false;
	*contacts_r = ARENA_ARRAY(arena, struct contact, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*contacts_r)[i] = read_contact(arena, &rows, i);
	*count_r = rows.count;
	return true;
}

static bool unknown(const char *address, struct err *err)
{
	return err_permanent(err, "nobody has the address %s", address);
}

bool contact_show(struct db *db, struct arena *arena, int64_t desk_id,
		  const char *address, struct contact *contact_r,
		  struct err *err)
{
	ROWS(rows);

	TX_ASK(db, &rows, SQL_CONTACT_OF, value_int(desk_id),
	       value_text(address));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return unknown(address, err);
	*contact_r = read_contact(arena, &rows, 0);
	return true;
}

/* Undo what was begun; *err stays as it was told. */
static bool refuse(struct db *db)
{
	tx_abandon(db);
	return false;
}

bool contact_link(struct db *db, int64_t desk_id, const char *address,
		  const char *other, struct err *err)
{
	const struct value desk = value_int(desk_id);
	int64_t id, contact;
	ROWS(lock);
	ROWS(mine);
	ROWS(theirs);

	if (!db_take_ids(db, 1, &id, err))
		return false;
	tx_begin(db);
	TX_ASK(db, &lock, SQL_CONTACT_LOCK, desk);
	TX_ASK(db, &mine, SQL_CONTACT_OF, desk, value_text(address));
	TX_ASK(db, &theirs, SQL_CONTACT_OF, desk, value_text(other));
	if (!tx_sync(db, err))
		return false;
	if (mine.count == 0)
		return unknown(address, err) || refuse(db);
	contact = rows_int(&mine, 0, 0);
	if (theirs.count == 0)
		TX_DO(db, SQL_CONTACT_ADD_ADDRESS, desk, value_int(id),
		      value_int(contact), value_text(other));
	else
		TX_DO(db, SQL_CONTACT_TAKE_OVER, desk, value_int(contact),
		      value_int(rows_int(&theirs, 0, 0)));
	return tx_commit(db, err);
}

bool contact_unlink(struct db *db, int64_t desk_id, const char *address,
		    struct err *err)
{
	const struct value desk = value_int(desk_id);
	int64_t id;
	ROWS(lock);
	ROWS(rows);
	ARENA(arena);

	if (!db_take_ids(db, 1, &id, err))
		return false;
	tx_begin(db);
	TX_ASK(db, &lock, SQL_CONTACT_LOCK, desk);
	TX_ASK(db, &rows, SQL_CONTACT_OF, desk, value_text(address));
	if (!tx_sync(db, err))
		return false;
	if (rows.count == 0)
		return unknown(address, err) || refuse(db);
	if (read_contact(arena, &rows, 0).addresses.count < 2)
		return err_permanent(err, "%s is the only address of its "
				     "contact", address) || refuse(db);
	TX_DO(db, SQL_CONTACT_PART, desk, value_int(id), value_text(address));
	TX_DO(db, SQL_CONTACT_PART_ADDRESS, desk, value_int(id),
	      value_text(address));
	return tx_commit(db, err);
}
