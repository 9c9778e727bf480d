/* doctor_servers.c - knock at each mailbox and at the SMTP server. */

#include "app/doctor.h"

#include "app/reach.h"
#include "store/report_outbox.h"

/* A certificate that ends so soon should have been renewed. */
#define CERTIFICATE_SOON (14 * USEC_DAY)

static const char *tls_words(struct arena *arena, usec_t ends, usec_t now)
{
	if (ends == 0)
		return "without TLS, on this machine";
	return arena_printf(arena, "certificate until %s (%d days)",
			    clock_render(arena, ends),
			    (int)((ends - now) / USEC_DAY));
}

static void say_reached(const struct doctor *doctor, const char *what,
			const char *where, usec_t ends)
{
	struct checkup *checkup = doctor->checkup;

	if (ends != 0 && ends - doctor->now < CERTIFICATE_SOON)
		checkup_say(checkup, CHECKUP_BAD, what, "%s: works, but its "
			    "%s: have it renewed", where,
			    tls_words(checkup->arena, ends, doctor->now));
	else
		checkup_say(checkup, CHECKUP_OK, what, "%s: logged in; %s",
			    where, tls_words(checkup->arena, ends,
					     doctor->now));
}

static const char *advice(const struct err *err)
{
	return err->kind == ERR_TEMPORARY
		? "look at host and port, and whether it runs"
		: "look at user, password, tls, port and ca_file in the "
		  "settings";
}

static void look_at_mailbox(const struct doctor *doctor,
			    const struct settings_mailbox *mailbox)
{
	struct checkup *checkup = doctor->checkup;
	const struct endpoint *at = &mailbox->imap.endpoint;
	struct source *source;
	struct err err;
	int64_t epoch;
	ARENA(arena);
	const char *where = mailbox->path != NULL
		? arena_printf(arena, "%s (%s)", mailbox->name, mailbox->path)
		: arena_printf(arena, "%s (%s at %s:%d)", mailbox->name,
			       mailbox->imap.mailbox, at->host, at->port);

	source = reach_mailbox(arena, mailbox, &err);
	if (source == NULL || !source->verbs->open(source, &epoch, &err))
		checkup_say(checkup, CHECKUP_BAD, "mailbox", "%s: %s; %s",
			    mailbox->name, err.text, mailbox->path != NULL
			    ? "look at `path` in the settings"
			    : advice(&err));
	else if (mailbox->path != NULL)
		checkup_say(checkup, CHECKUP_OK, "mailbox", "%s: is read",
			    where);
	else
		say_reached(doctor, "mailbox", where,
			    source->certificate_ends);
	if (source != NULL)
		source->verbs->close(&source);
}

static void look_at_smtp(const struct doctor *doctor)
{
	const struct endpoint *at = &doctor->settings->smtp.endpoint;
	struct smtp_reply reply;
	enum smtp_outcome outcome;
	struct err err = { .text = "" };
	struct smtp *smtp;
	ARENA(arena);
	const char *where = arena_printf(arena, "%s:%d", at->host, at->port);

	outcome = reach_smtp(arena, doctor->settings, &smtp, &reply, &err);
	if (outcome == SMTP_READY) {
		say_reached(doctor, "smtp", where, smtp_expiry(smtp));
		smtp_close(&smtp);
		return;
	}
	if (outcome == SMTP_LOGIN)
		err.kind = ERR_PERMANENT;
	if (reply.code != 0)
		checkup_say(doctor->checkup, CHECKUP_BAD, "smtp", "%s: %s; "
			    "%s", where, reply.text, advice(&err));
	else
		checkup_say(doctor->checkup, CHECKUP_BAD, "smtp", "%s; %s",
			    err.text, advice(&err));
}

/* A server that works now may have refused us a minute ago. */
static void look_at_queue(const struct doctor *doctor)
{
	struct err err;
	const char *words;
	usec_t until;
	ARENA(arena);

	if (doctor->db == NULL)
		return;
	if (!report_standstill(doctor->db, arena, doctor->desk->id, &words,
			       &until, &err))
		checkup_say(doctor->checkup, CHECKUP_BAD, "outbox", "%s",
			    err.text);
	else if (words != NULL)
		checkup_say(doctor->checkup, CHECKUP_BAD, "outbox", "stands "
			    "still until %s, for the server said: %s; it goes "
			    "on by itself once that is mended",
			    clock_render(arena, until), words);
}

void doctor_servers(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->settings->mailbox_count; i++)
		look_at_mailbox(doctor, &doctor->settings->mailboxes[i]);
	look_at_smtp(doctor);
	look_at_queue(doctor);
}
