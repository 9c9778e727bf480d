/* reach.c - read the secret, then knock. */

#include "app/reach.h"

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
