/* lane.c - wait for an order, carry it out, tell. */

#include "app/lane.h"

#include "app/reach.h"

#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

/* Mails over one connection: some servers take no more. */
enum { CARRIES = 100 };

/* OpenSSL and the resolver need most of it. */
enum { STACK = 1024 * 1024 };

struct lane {
	struct settings_desk desk;	/* a copy, with `halt` in it */
	struct lane_bell *bell;
	pthread_t thread;
	sem_t ordered;			/* an order, or the end */

	/* Whoever changes it gives away all that is below it.  Without a lock:
	 * the owner looks at all lanes at each piece of news, and would wait
	 * for those that tell. */
	_Atomic enum lane_state state;
	_Atomic bool connected, ended;

	/* The thread's while OFFERING, FINISHING and LEAVING, else the
	 * owner's. */
	struct arena *arena;
	struct outbox_mail mail;
	struct smtp *smtp;
	int carried;
	struct lane_result result;
};

static void tell(const struct lane *lane)
{
	const uint64_t one = 1;

	/* Full means that there is news anyway. */
	if (!atomic_exchange(&lane->bell->rung, true) &&
	    write(lane->bell->fd, &one, sizeof(one)) < 0)
		return;
}

/* Others may open theirs as soon as this one stands. */
static void set_connected(struct lane *lane, bool connected)
{
	lane->connected = connected;
	tell(lane);
}

static bool connect_session(struct lane *lane)
{
	struct lane_result *result = &lane->result;

	set_connected(lane, false);
	smtp_close(&lane->smtp);
	lane->carried = 0;
	result->outcome = reach_smtp(lane->arena, &lane->desk, &lane->smtp,
				     &result->reply, &result->err);
	result->opened = result->outcome == SMTP_READY;
	if (result->opened)
		set_connected(lane, true);
	return result->opened;
}

/* Lost without a word, or sent away: it may have been idle for too long. */
static bool is_stale(const struct lane_result *result)
{
	return result->outcome == SMTP_LATER &&
	       (result->reply.code == 0 || result->reply.code == 421);
}

static void say_offer(struct lane *lane)
{
	const struct outbox_mail *mail = &lane->mail;
	struct lane_result *result = &lane->result;

	result->opened = true;
	result->outcome = smtp_offer(lane->smtp, &(struct smtp_mail){
		.mail_from = mail->mail_from,
		.rcpt_to = mail->rcpt_to,
		.bytes = mail->bytes,
		.size = mail->size,
		.envelope_id = arena_printf(lane->arena, "%" PRId64,
					    mail->id),
		/* Nobody shall be told that an answer by machine failed. */
		.never_notify = mail->class == OUTGOING_AUTOMATIC,
	}, &result->reply, &result->err);
}

static enum lane_state offer(struct lane *lane)
{
	const bool reused = lane->smtp != NULL && smtp_usable(lane->smtp) &&
			    lane->carried < CARRIES;

	lane->result = (struct lane_result){ 0 };
	if (!reused && !connect_session(lane))
		return LANE_DONE;
	say_offer(lane);
	if (reused && is_stale(&lane->result)) {
		if (!connect_session(lane))
			return LANE_DONE;
		say_offer(lane);
	}
	return lane->result.outcome == SMTP_READY ? LANE_OFFERED : LANE_DONE;
}

static enum lane_state finish(struct lane *lane)
{
	lane->result.dot = true;
	lane->result.outcome = smtp_finish(lane->smtp, &lane->result.reply,
					   &lane->result.err);
	lane->carried++;
	return LANE_DONE;
}

static enum lane_state carry_out(struct lane *lane, enum lane_state order)
{
	if (order == LANE_OFFERING)
		return offer(lane);
	if (order == LANE_FINISHING)
		return finish(lane);
	smtp_close(&lane->smtp);
	return LANE_FREE;
}

static bool is_order(enum lane_state state)
{
	return state == LANE_OFFERING || state == LANE_FINISHING ||
	       state == LANE_LEAVING;
}

static void *live(void *context)
{
	struct lane *lane = context;

	do {
		enum lane_state state;

		/* A signal is no order. */
		while (sem_wait(&lane->ordered) != 0)
			;
		if (!is_order(lane->state))
			continue;
		state = carry_out(lane, lane->state);
		lane->connected = lane->smtp != NULL &&
				  (state == LANE_OFFERED ||
				   smtp_usable(lane->smtp));
		lane->state = state;
		tell(lane);
	} while (!lane->ended);
	smtp_close(&lane->smtp);
	return NULL;
}

struct lane *lane_new(const struct settings_desk *desk,
		      struct lane_bell *bell, int halt)
{
	struct lane *lane = calloc(1, sizeof(*lane));
	pthread_attr_t attributes;

	if (lane == NULL)
		abort();
	lane->desk = *desk;
	lane->desk.smtp.endpoint.halt = halt;
	lane->bell = bell;
	lane->arena = arena_new();
	if (sem_init(&lane->ordered, 0, 0) != 0)
		abort();
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	if (pthread_create(&lane->thread, &attributes, live, lane) != 0)
		abort();
	pthread_attr_destroy(&attributes);
	return lane;
}

void lane_free(struct lane **lane)
{
	if (*lane == NULL)
		return;
	(*lane)->ended = true;
	sem_post(&(*lane)->ordered);
	pthread_join((*lane)->thread, NULL);
	sem_destroy(&(*lane)->ordered);
	arena_free(&(*lane)->arena);
	free(*lane);
	*lane = NULL;
}

enum lane_state lane_state(struct lane *lane)
{
	return lane->state;
}

bool lane_connected(struct lane *lane)
{
	return lane->connected;
}

const struct outbox_mail *lane_mail(const struct lane *lane)
{
	return &lane->mail;
}

static void order(struct lane *lane, enum lane_state state)
{
	lane->state = state;
	if (is_order(state))
		sem_post(&lane->ordered);
}

void lane_offer(struct lane *lane, const struct outbox_mail *mail)
{
	arena_reset(lane->arena);
	lane->mail = *mail;
	lane->mail.mail_from = arena_strdup(lane->arena, mail->mail_from);
	lane->mail.rcpt_to = arena_strdup(lane->arena, mail->rcpt_to);
	lane->mail.domain = arena_strdup(lane->arena, mail->domain);
	lane->mail.bytes = arena_memdup(lane->arena, mail->bytes, mail->size);
	order(lane, LANE_OFFERING);
}

void lane_leave(struct lane *lane)
{
	order(lane, LANE_LEAVING);
}

void lane_finish(struct lane *lane)
{
	order(lane, LANE_FINISHING);
}

/* Before its dot the only way out of a mail is to hang up. */
void lane_drop(struct lane *lane)
{
	smtp_close(&lane->smtp);
	lane->connected = false;
	lane->state = LANE_FREE;
}

void lane_take(struct lane *lane, struct lane_result *result_r)
{
	*result_r = lane->result;
	order(lane, LANE_FREE);
}
