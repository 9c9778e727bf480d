/* roundtrip.c - a mail to ourselves: through the SMTP server, the world, and
 * back into a mailbox. */

#include "app/doctor.h"

#include "app/monotonic.h"
#include "app/reach.h"
#include "mail/compose.h"
#include "mail/parse.h"
#include "mail/token.h"
#include "store/report_desk.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#define PATIENCE (60 * USEC_SECOND)

/* Clocks of two machines may differ by so much. */
#define CLOCK_DIFFERENCE (5 * USEC_MINUTE)

enum { PAUSE_MS = 500, PAGE = 500, HEAD = 64 * 1024 };

/* A mailbox that it may return to. */
struct watch {
	const char *name;
	struct source *source;	/* NULL: cannot be watched */
	int64_t last;		/* the greatest item that was there before */
};

struct roundtrip {
	const struct doctor *doctor;
	struct arena *arena;
	struct watch *watches;
	size_t count;
	const char *to, *message_id;
};

/* The token says to whoever decides on this mail that it is ours, and makes
 * the address one that only plus-addressing delivers. */
static void name_it(struct roundtrip *trip)
{
	const struct desk *desk = trip->doctor->desk;
	const char *token = token_sign(trip->arena, &desk->ring, TOKEN_PROBE,
				       0, trip->doctor->now / USEC_SECOND);

	trip->to = desk->address;
	if (desk->address_tokens)
		trip->to = token_address(trip->arena, desk->token_address,
					 token);
	trip->message_id = arena_printf(trip->arena, "%s%s", token,
					strrchr(desk->address, '@'));
}

static bool compose(const struct roundtrip *trip, struct composed *composed_r,
		    struct err *err)
{
	const struct desk *desk = trip->doctor->desk;

	return compose_message(trip->arena, &(struct draft){
		.from = { desk->display_name, desk->address },
		.to = { "", trip->to },
		.reply_to = "",
		.message_id = trip->message_id,
		.in_reply_to = "",
		.subject = "Postdesk round trip",
		.date = trip->doctor->now,
		.language = "en",
		.markdown = "Postdesk wrote this to itself, to see it arrive. "
			    "It opens no ticket.\n",
		.plain_only = true,
		.automatic = DRAFT_GENERATED,
	}, composed_r, err);
}

/* True: the server took it.  Otherwise *err says why not. */
static bool send_it(const struct roundtrip *trip, struct err *err)
{
	const struct doctor *doctor = trip->doctor;
	struct composed composed;
	enum smtp_outcome outcome;
	struct smtp_reply reply;
	struct smtp *smtp;

	if (!compose(trip, &composed, err))
		return false;
	outcome = reach_smtp(trip->arena, doctor->settings, &smtp, &reply,
			     err);
	if (outcome == SMTP_READY)
		outcome = smtp_offer(smtp, &(struct smtp_mail){
			.mail_from = doctor->desk->address,
			.rcpt_to = trip->to,
			.bytes = composed.bytes,
			.size = composed.size,
		}, &reply, err);
	if (outcome == SMTP_READY)
		outcome = smtp_finish(smtp, &reply, err);
	if (smtp != NULL)
		smtp_close(&smtp);
	if (outcome != SMTP_SENT && reply.code != 0)
		err_temporary(err, "%s", reply.text);
	if (outcome == SMTP_REFUSED)
		err->kind = ERR_PERMANENT;
	return outcome == SMTP_SENT;
}

static void unwatch(struct watch *watch)
{
	if (watch->source != NULL)
		watch->source->verbs->close(&watch->source);
}

static void watch_all(struct roundtrip *trip)
{
	const struct settings_desk *settings = trip->doctor->settings;

	trip->count = settings->mailbox_count;
	trip->watches = ARENA_ARRAY(trip->arena, struct watch, trip->count);
	for (size_t i = 0; i < trip->count; i++) {
		struct watch *watch = &trip->watches[i];
		struct err err;
		int64_t epoch;
		ARENA(arena);

		watch->name = settings->mailboxes[i].name;
		watch->source = reach_mailbox(trip->arena,
					      &settings->mailboxes[i], &err);
		/* Why not was told when the mailboxes were looked at. */
		if (watch->source != NULL &&
		    (!watch->source->verbs->open(watch->source, &epoch,
						 &err) ||
		     !reach_newest(watch->source, arena, &watch->last, &err)))
			unwatch(watch);
	}
}

static bool is_it(const struct roundtrip *trip, struct watch *watch,
		  struct arena *arena, const struct source_item *item)
{
	struct source_mail *mails;
	struct err err;
	size_t count;

	if (item->received < trip->doctor->now - CLOCK_DIFFERENCE ||
	    !watch->source->verbs->fetch(watch->source, arena, item, 1, HEAD,
					 &mails, &count, &err) || count == 0)
		return false;
	return strcmp(parse_minimal(arena, mails[0].bytes,
				    mails[0].bytes_size)->message_id,
		      trip->message_id) == 0;
}

/* Is it among the new mails of this mailbox? */
static bool look(const struct roundtrip *trip, struct watch *watch)
{
	const bool ascending = watch->source->order == SOURCE_ASCENDING;
	int64_t after = ascending ? watch->last : 0;
	struct source_item *items;
	size_t count = PAGE;
	struct err err;

	while (count == PAGE) {
		ARENA(arena);

		if (!watch->source->verbs->list(watch->source, arena, after,
						PAGE, &items, &count, &err)) {
			unwatch(watch);
			return false;
		}
		for (size_t i = 0; i < count; i++)
			if (is_it(trip, watch, arena, &items[i]))
				return true;
		if (count > 0)
			after = items[count - 1].item;
	}
	if (ascending)
		watch->last = after;
	return false;
}

/* Where it is: a mailbox, or the ledger, because a worker may take it before
 * we see it.  NULL: nowhere yet. */
static const char *find(const struct roundtrip *trip)
{
	const struct doctor *doctor = trip->doctor;
	struct err err;
	int64_t id;

	for (size_t i = 0; i < trip->count; i++)
		if (trip->watches[i].source != NULL &&
		    look(trip, &trip->watches[i]))
			return arena_printf(trip->arena, "the mailbox %s",
					    trip->watches[i].name);
	if (report_arrived(doctor->db, doctor->desk->id, trip->message_id,
			   &id, &err) && id != 0)
		return "the ledger";
	return NULL;
}

/* For a person who waits; a script sees the finding alone. */
static void show_progress(usec_t waited)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\rwaiting for our own mail, %d s",
			(int)(waited / USEC_SECOND));
}

static void wipe_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

static void wait_for_it(const struct roundtrip *trip)
{
	struct checkup *checkup = trip->doctor->checkup;
	const usec_t sent = monotonic_now();
	const char *where = NULL;
	usec_t waited = 0;

	while (where == NULL && waited < PATIENCE) {
		show_progress(waited);
		poll(NULL, 0, PAUSE_MS);
		where = find(trip);
		waited = monotonic_now() - sent;
	}
	wipe_progress();
	if (where != NULL)
		checkup_say(checkup, CHECKUP_OK, "roundtrip", "a mail to %s "
			    "came back after %d.%d s, in %s", trip->to,
			    (int)(waited / USEC_SECOND),
			    (int)(waited / 100000 % 10), where);
	else
		checkup_say(checkup, CHECKUP_BAD, "roundtrip", "a mail to %s "
			    "did not come back within %d s: look for <%s> in "
			    "the log of your mail server; where it does not "
			    "deliver plus-addresses, set address_tokens: "
			    "false", trip->to,
			    (int)(PATIENCE / USEC_SECOND), trip->message_id);
}

void doctor_roundtrip(const struct doctor *doctor)
{
	ARENA(arena);
	struct roundtrip trip = { .doctor = doctor, .arena = arena };
	struct err err;

	if (doctor->db == NULL) {
		checkup_say(doctor->checkup, CHECKUP_BAD, "roundtrip",
			    "needs the database, which is not to be had");
		return;
	}
	name_it(&trip);
	watch_all(&trip);
	if (send_it(&trip, &err))
		wait_for_it(&trip);
	else
		checkup_say(doctor->checkup, CHECKUP_BAD, "roundtrip",
			    "a mail to %s was not sent: %s%s", trip.to,
			    err.text, err.kind == ERR_PERMANENT &&
				      doctor->desk->address_tokens
			    ? "; if your server knows no plus-addresses, set "
			      "address_tokens: false" : "");
	for (size_t i = 0; i < trip.count; i++)
		unwatch(&trip.watches[i]);
}
