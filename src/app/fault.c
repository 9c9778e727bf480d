/* fault.c - one mail when it lasts, one when it is over. */

#include "app/fault.h"

#include "app/log.h"
#include "app/monotonic.h"
#include "mail/compose.h"
#include "store/fault.h"
#include "store/outbox.h"

#include <inttypes.h>

/* A restart of the mail server or of the database is no fault yet. */
#define PATIENCE (5 * USEC_MINUTE)

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? address : at + 1;
}

static bool compose_notice(struct arena *arena, const struct desk *desk,
			   const char *admin, const char *subject,
			   const char *text, usec_t now,
			   struct plan_outgoing *notice_r, struct err *err)
{
	struct composed composed;
	struct draft draft = {
		.from = { desk->display_name, desk->address },
		.to = { "", admin },
		.reply_to = "",
		.message_id = token_message_id(arena, &desk->ring, 0, now,
					       domain_of(desk->address)),
		.in_reply_to = "",
		.subject = subject,
		.date = now,
		.language = "en",
		.markdown = text,
		.plain_only = true,
		.automatic = DRAFT_GENERATED,
	};

	if (!compose_message(arena, &draft, &composed, err))
		return false;
	*notice_r = (struct plan_outgoing){
		.class = OUTGOING_ADMIN,
		.dedupe_key = arena_printf(arena, "notice/%" PRId64, now),
		.template = "notice", .language = "en", .because = "fault",
		.mail_from = desk->address, .rcpt_to = admin,
		.message_id = draft.message_id, .subject = subject,
		.text = composed.text,
		.bytes = composed.bytes, .size = composed.size, .due = now,
	};
	return true;
}

static void notify(struct db *db, const struct world_desk *desk,
		   const char *subject, const char *text)
{
	ARENA(arena);
	struct plan_outgoing notice;
	struct err err;
	usec_t now;

	if (desk->settings->admin == NULL)
		return;
	if (!db_now(db, &now, &err) ||
	    !compose_notice(arena, &desk->desk, desk->settings->admin, subject,
			    text, now, &notice, &err) ||
	    !outbox_add_notice(db, desk->desk.id, &notice, &err))
		log_problem("cannot tell %s: %s", desk->settings->admin,
			    err.text);
}

void fault_seen(struct fault *fault, struct db *db,
		const struct world_desk *desk, const struct err *why)
{
	ARENA(arena);
	struct err err;
	bool is_new;

	if (fault->since == 0)
		fault->since = monotonic_now();
	if (fault->told || monotonic_now() - fault->since < PATIENCE)
		return;
	if (db == NULL || !db_alive(db) ||
	    !fault_open(db, desk->desk.id, fault->kind, why->text, &is_new,
			&err))
		return;
	fault->told = fault->checked = true;
	if (is_new)
		notify(db, desk, arena_printf(arena, "Postdesk needs help: %s",
					      fault->kind),
		       arena_printf(arena, "For more than five minutes, %s "
				    "has not worked:\n\n    %s\n\nNo mail is "
				    "lost; it goes on by itself as soon as "
				    "this is mended. `postdesk doctor` says "
				    "more.\n", fault->kind, why->text));
}

void fault_over(struct fault *fault, struct db *db,
		const struct world_desk *desk)
{
	ARENA(arena);
	struct err err;
	bool was_open;

	fault->since = 0;
	if (fault->checked && !fault->told)
		return;
	if (!fault_close(db, desk->desk.id, fault->kind, &was_open, &err))
		return;
	fault->checked = true;
	fault->told = false;
	if (was_open)
		notify(db, desk, arena_printf(arena, "Postdesk is well again: "
					      "%s", fault->kind),
		       arena_printf(arena, "%s works again.\n", fault->kind));
}
