/* reach.c - read the secret, then knock. */

#include "app/reach.h"

#include <unistd.h>

enum { PAGE = 500 };

struct source *reach_mailbox(struct arena *arena,
			     const struct settings_mailbox *mailbox,
			     struct err *err)
{
	struct source_imap_settings *imap;

	if (mailbox->path != NULL)
		return files_source_new(mailbox->path);
	imap = arena_memdup(arena, &mailbox->imap, sizeof(*imap));
	if (imap->login.kind != LOGIN_NONE &&
	    !settings_secret(arena, &mailbox->secret, &imap->login.secret,
			     err))
		return NULL;
	return imap_source_new(imap);
}

/* A Maildir has such folders beside its own, with a dot. */
static bool is_maildir(struct arena *arena, const char *path)
{
	return access(arena_printf(arena, "%s/cur", path), F_OK) == 0;
}

struct source *reach_folder(struct arena *arena,
			    const struct settings_mailbox *mailbox,
			    const char *folder, struct err *err)
{
	struct settings_mailbox *other =
		arena_memdup(arena, mailbox, sizeof(*other));

	if (mailbox->path == NULL)
		other->imap.mailbox = folder;
	else
		other->path = arena_printf(arena, "%s/%s%s", mailbox->path,
			is_maildir(arena, mailbox->path) ? "." : "", folder);
	return reach_mailbox(arena, other, err);
}

bool reach_newest(struct source *source, struct arena *arena,
		  int64_t *newest_r, struct err *err)
{
	struct source_item *items;
	size_t count = PAGE;

	*newest_r = 0;
	while (count == PAGE) {
		if (!source->verbs->list(source, arena, *newest_r, PAGE,
					 &items, &count, err))
			return false;
		if (count > 0)
			*newest_r = items[count - 1].item;
	}
	return true;
}

enum smtp_outcome reach_smtp(struct arena *arena,
			     const struct settings_desk *desk,
			     struct smtp **smtp_r, struct smtp_reply *reply_r,
			     struct err *err)
{
	struct smtp_settings settings = desk->smtp;

	*smtp_r = NULL;
	*reply_r = (struct smtp_reply){ 0 };
	if (settings.login.kind != LOGIN_NONE &&
	    !settings_secret(arena, &desk->smtp_secret,
			     &settings.login.secret, err))
		return SMTP_LOGIN;
	return smtp_open(&settings, smtp_r, reply_r, err);
}
