/* deliver.c - offer, mark, send the dot, record the verdict. */

#include "app/deliver.h"

#include "app/log.h"
#include "app/reach.h"
#include "base/failpoint.h"
#include "mail/safe.h"
#include "net/relay.h"
#include "store/outbox.h"

#include <inttypes.h>

/* Sessions that share a commit, and mails of one claim.  The lease outlives
 * the ten minutes that a server may take after the dot (RFC 5321, 4.5.3.2.6),
 * for every round of a claim. */
enum { SESSIONS = 4, CLAIM = 20 };
#define LEASE (15 * USEC_MINUTE)

/* When to try again (RFC 5321, 4.5.4.1); the last step repeats. */
static const usec_t retries[] = {
	USEC_MINUTE, 5 * USEC_MINUTE, 15 * USEC_MINUTE, 30 * USEC_MINUTE,
	USEC_HOUR,
};

/* A late acknowledgement is noise; an agent's words are not. */
static const usec_t give_up[] = {
	[OUTGOING_AUTOMATIC] = 4 * USEC_HOUR,
	[OUTGOING_AGENT] = 5 * USEC_DAY,
	[OUTGOING_ADMIN] = 4 * USEC_HOUR,
};

struct deliver {
	const struct world_desk *desk;
	struct arena *arena;
	struct smtp *sessions[SESSIONS];
	usec_t recovered;		/* when leases were last looked at */
};

/* What is on its way in one session. */
struct flight {
	const struct outbox_mail *mail;
	bool offered;
	bool paused;		/* the login fails: not this mail's fault */
	struct outbox_outcome outcome;
	struct smtp_reply reply;
};

struct deliver *deliver_new(const struct world_desk *desk)
{
	struct deliver *deliver = calloc(1, sizeof(*deliver));

	if (deliver == NULL)
		abort();
	deliver->desk = desk;
	deliver->arena = arena_new();
	return deliver;
}

void deliver_free(struct deliver **deliver)
{
	if (*deliver == NULL)
		return;
	for (size_t i = 0; i < SESSIONS; i++)
		if ((*deliver)->sessions[i] != NULL)
			smtp_close(&(*deliver)->sessions[i]);
	arena_free(&(*deliver)->arena);
	free(*deliver);
	*deliver = NULL;
}

static usec_t next_try(const struct outbox_mail *mail, usec_t now)
{
	size_t last = sizeof(retries) / sizeof(retries[0]) - 1;
	size_t step = (size_t)mail->attempts < last
		? (size_t)mail->attempts : last;

	return now + retries[step];
}

/* Not now: try again, unless it has become too old for that. */
static void later(struct flight *flight, usec_t now, const char *why)
{
	const struct outbox_mail *mail = flight->mail;
	bool too_old = now - mail->created > give_up[mail->class];

	flight->outcome.result = too_old ? OUTBOX_FAILED : OUTBOX_RETRY;
	flight->outcome.due = next_try(mail, now);
	flight->outcome.text = why;
}

static bool connect_session(struct deliver *deliver, struct smtp **smtp,
			    struct flight *flight,
			    enum smtp_outcome *outcome_r, struct err *err)
{
	if (*smtp != NULL && smtp_usable(*smtp))
		return true;
	if (*smtp != NULL)
		smtp_close(smtp);
	*outcome_r = reach_smtp(deliver->arena, deliver->desk->settings, smtp,
				&flight->reply, err);
	return *outcome_r == SMTP_READY;
}

static const char *words_of(struct deliver *deliver,
			    const struct flight *flight, const struct err *err)
{
	const char *text = flight->reply.code != 0 ? flight->reply.text
						   : err->text;

	return arena_strdup(deliver->arena, text);
}

/* The server as a whole is in the way: its words are the worker's error.  A
 * login that fails is a person's to mend; until then the queue stands still
 * and no mail grows old by it. */
static bool stand_back(struct flight *flight, enum smtp_outcome outcome,
		       struct err *err)
{
	flight->outcome.code = flight->reply.code;
	flight->paused = outcome == SMTP_LOGIN;
	if (flight->reply.code != 0)
		err_temporary(err, "%s", flight->reply.text);
	return false;
}

/* Everything up to the final dot.  False: the server as a whole is in the
 * way (no connection, login refused), which is nobody's fault but its own. */
static bool offer(struct deliver *deliver, struct smtp **smtp,
		  struct flight *flight, usec_t now, struct err *err)
{
	const struct outbox_mail *mail = flight->mail;
	enum smtp_outcome outcome;

	flight->outcome = (struct outbox_outcome){ .desk_id = mail->desk_id,
						   .id = mail->id };
	if (!connect_session(deliver, smtp, flight, &outcome, err)) {
		later(flight, now, words_of(deliver, flight, err));
		return stand_back(flight, outcome, err);
	}
	outcome = smtp_offer(*smtp, &(struct smtp_mail){
		.mail_from = mail->mail_from,
		.rcpt_to = mail->rcpt_to,
		.bytes = mail->bytes,
		.size = mail->size,
		.envelope_id = arena_printf(deliver->arena, "%" PRId64,
					    mail->id),
		/* Nobody shall be told that an answer by machine failed. */
		.never_notify = mail->class == OUTGOING_AUTOMATIC,
	}, &flight->reply, err);
	flight->outcome.code = flight->reply.code;
	flight->offered = outcome == SMTP_READY;
	if (outcome == SMTP_REFUSED) {
		flight->outcome.result = OUTBOX_FAILED;
		flight->outcome.text = words_of(deliver, flight, err);
	} else if (outcome != SMTP_READY) {
		later(flight, now, words_of(deliver, flight, err));
	}
	return outcome != SMTP_LOGIN || stand_back(flight, outcome, err);
}

/* The Message-ID that the relay put for ours, where it tells one. */
static const char *given_id(struct deliver *deliver,
			    const struct smtp_reply *reply)
{
	const struct smtp_settings *smtp = &deliver->desk->settings->smtp;
	const char *id = relay_message_id(deliver->arena, smtp->endpoint.host,
					  smtp->message_ids, reply->text);

	return id != NULL && safe_message_id(id) ? id : NULL;
}

static void finish(struct deliver *deliver, struct smtp *smtp,
		   struct flight *flight, usec_t now)
{
	struct err err = { .text = "" };

	switch (smtp_finish(smtp, &flight->reply, &err)) {
	case SMTP_SENT:
		flight->outcome.result = OUTBOX_SENT;
		flight->outcome.message_id = given_id(deliver, &flight->reply);
		break;
	case SMTP_REFUSED:
		flight->outcome.result = OUTBOX_FAILED;
		break;
	case SMTP_LATER:
		later(flight, now, "");
		break;
	default:
		flight->outcome.result = OUTBOX_UNCERTAIN;
	}
	flight->outcome.code = flight->reply.code;
	flight->outcome.text = words_of(deliver, flight, &err);
}

static bool mark_dots(struct db *db, const struct flight *flights,
		      size_t count, struct err *err)
{
	int64_t ids[SESSIONS], desk_id = flights[0].mail->desk_id;
	size_t offered = 0;

	for (size_t i = 0; i < count; i++)
		if (flights[i].offered)
			ids[offered++] = flights[i].mail->id;
	return offered == 0 ||
	       outbox_mark_dots(db, desk_id, ids, offered, err);
}

static void tell(const struct flight *flight)
{
	log_info("outbox=%" PRId64 " class=%s result=%s attempt=%d code=%d %s",
		 flight->mail->id, outgoing_class_word(flight->mail->class),
		 outbox_result_word(flight->outcome.result),
		 flight->mail->attempts + 1, flight->outcome.code,
		 flight->outcome.text == NULL ? "" : flight->outcome.text);
}

static bool record(struct db *db, const struct flight *flights, size_t count,
		   struct err *err)
{
	struct outbox_outcome outcomes[SESSIONS];
	int64_t paused[SESSIONS], desk_id = flights[0].mail->desk_id;
	size_t ended = 0, waiting = 0;

	for (size_t i = 0; i < count; i++) {
		if (flights[i].paused) {
			paused[waiting++] = flights[i].mail->id;
			continue;
		}
		outcomes[ended++] = flights[i].outcome;
		tell(&flights[i]);
	}
	return (waiting == 0 ||
		outbox_release(db, desk_id, paused, waiting, err)) &&
	       (ended == 0 ||
		outbox_finish(db, desk_id, outcomes, ended, err));
}

/* One mail in each of `count` sessions, with two commits for all of them. */
static bool round_of(struct deliver *deliver, struct db *db,
		     const struct outbox_mail *mails, size_t count,
		     struct err *err)
{
	struct flight flights[SESSIONS] = { 0 };
	struct err server = { .kind = ERR_NONE };
	bool reachable = true;
	usec_t now;

	if (!db_now(db, &now, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		flights[i].mail = &mails[i];
		reachable &= offer(deliver, &deliver->sessions[i], &flights[i],
				   now, &server);
	}
	if (!FAILPOINT(OFFERED, err) || !mark_dots(db, flights, count, err) ||
	    !FAILPOINT(DOT_MARKED, err)) {
		/* Without the mark no dot may go: drop the sessions. */
		for (size_t i = 0; i < count; i++)
			if (flights[i].offered)
				smtp_close(&deliver->sessions[i]);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (flights[i].offered)
			finish(deliver, deliver->sessions[i], &flights[i],
			       now);
	if (!FAILPOINT(ANSWERED, err) || !record(db, flights, count, err) ||
	    !FAILPOINT(RESULT_COMMITTED, err))
		return false;
	if (!reachable)
		*err = server;
	return reachable;
}

static bool recover(struct deliver *deliver, struct db *db, struct err *err)
{
	size_t count;
	usec_t now;

	if (!db_now(db, &now, err))
		return false;
	if (deliver->recovered != 0 &&
	    now - deliver->recovered < USEC_MINUTE)
		return true;
	deliver->recovered = now;
	if (!outbox_recover(db, deliver->desk->desk.id, &count, err))
		return false;
	if (count > 0)
		log_problem("%zu mails were on their way when a worker died",
			    count);
	return true;
}

/* Claimed, and not tried because the server cannot be reached. */
static void give_back(struct deliver *deliver, struct db *db,
		      const struct outbox_mail *mails, size_t count)
{
	int64_t ids[CLAIM];
	struct err ignored;

	for (size_t i = 0; i < count; i++)
		ids[i] = mails[i].id;
	if (count > 0)
		outbox_release(db, deliver->desk->desk.id, ids, count,
			       &ignored);
}

bool deliver_batch(struct deliver *deliver, struct db *db, size_t *done_r,
		   struct err *err)
{
	struct outbox_mail *mails;
	size_t count;

	*done_r = 0;
	arena_reset(deliver->arena);
	if (!recover(deliver, db, err) ||
	    !outbox_claim(db, deliver->arena, deliver->desk->desk.id, CLAIM,
			  LEASE, &mails, &count, err))
		return false;
	if (count > 0 && !FAILPOINT(OUTBOX_CLAIMED, err))
		return false;
	while (*done_r < count) {
		size_t round = count - *done_r < SESSIONS
			? count - *done_r : SESSIONS;
		bool ok = round_of(deliver, db, mails + *done_r, round, err);

		*done_r += round;
		if (!ok) {
			give_back(deliver, db, mails + *done_r,
				  count - *done_r);
			return false;
		}
	}
	return true;
}
