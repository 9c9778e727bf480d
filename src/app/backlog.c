/* backlog.c - claim, hand out, give back. */

#include "app/backlog.h"

#include "app/log.h"
#include "app/monotonic.h"
#include "base/map.h"

/* The lease outlives the ten minutes that a server may take after the dot
 * (RFC 5321, 4.5.3.2.6), and the wait for a session. */
#define LEASE (15 * USEC_MINUTE)
#define RESTS (30 * USEC_SECOND)
#define RECOVERS USEC_MINUTE

/* Mails for each session, and for each that may go to a domain: few at first,
 * for others send as well, and twice as many each time that the last were gone
 * within a moment, up to MOST in all. */
enum { AHEAD = 4, MOST = 256 };
#define MOMENT (USEC_SECOND / 4)

/* How often what has become useless is looked for. */
#define SWEEPS USEC_SECOND

struct waiting {
	struct outbox_mail mail;
	usec_t since;			/* monotonic */
};

struct backlog {
	int64_t desk_id;
	size_t sessions, per_domain;
	backlog_busy *busy;
	void *context;
	struct arena *arena;		/* of the mails */
	struct waiting *waiting;	/* the oldest first */
	size_t count, room;
	size_t ahead;			/* for each session */
	bool full;			/* the last claim got all it may */
	bool unsure;			/* a claim was asked, and not heard of */
	usec_t recovered, claimed, swept;	/* monotonic; 0: not yet */
};

struct backlog *backlog_new(int64_t desk_id, size_t sessions,
			    size_t per_domain, backlog_busy *busy,
			    void *context)
{
	struct backlog *backlog = calloc(1, sizeof(*backlog));

	if (backlog == NULL)
		abort();
	*backlog = (struct backlog){
		.desk_id = desk_id, .sessions = sessions,
		.per_domain = per_domain, .busy = busy, .context = context,
		.arena = arena_new(), .ahead = AHEAD,
	};
	return backlog;
}

void backlog_free(struct backlog **backlog)
{
	if (*backlog == NULL)
		return;
	arena_free(&(*backlog)->arena);
	free((*backlog)->waiting);
	free(*backlog);
	*backlog = NULL;
}

static void add(struct backlog *backlog, const struct outbox_mail *mail,
		usec_t since)
{
	if (backlog->count == backlog->room) {
		backlog->room = backlog->room == 0 ? 32 : backlog->room * 2;
		backlog->waiting = realloc(backlog->waiting, backlog->room *
					   sizeof(*backlog->waiting));
		if (backlog->waiting == NULL)
			abort();
	}
	backlog->waiting[backlog->count++] = (struct waiting){ *mail, since };
}

static struct outbox_mail copied(struct arena *arena,
				 const struct outbox_mail *mail)
{
	struct outbox_mail copy = *mail;

	copy.mail_from = arena_strdup(arena, mail->mail_from);
	copy.rcpt_to = arena_strdup(arena, mail->rcpt_to);
	copy.domain = arena_strdup(arena, mail->domain);
	copy.bytes = arena_memdup(arena, mail->bytes, mail->size);
	return copy;
}

void backlog_put_back(struct backlog *backlog, const struct outbox_mail *mail)
{
	const struct outbox_mail copy = copied(backlog->arena, mail);

	add(backlog, &copy, monotonic_now());
}

static bool may_go(const struct backlog *backlog, size_t i)
{
	return backlog->busy(backlog->context,
			     backlog->waiting[i].mail.domain) <
	       backlog->per_domain;
}

static size_t find_next(const struct backlog *backlog)
{
	size_t i = 0;

	while (i < backlog->count && !may_go(backlog, i))
		i++;
	return i;
}

bool backlog_ready(const struct backlog *backlog)
{
	return find_next(backlog) < backlog->count;
}

bool backlog_take(struct backlog *backlog, struct outbox_mail *mail_r)
{
	const size_t i = find_next(backlog);

	if (i == backlog->count)
		return false;
	*mail_r = backlog->waiting[i].mail;
	backlog->count--;
	memmove(&backlog->waiting[i], &backlog->waiting[i + 1],
		(backlog->count - i) * sizeof(*backlog->waiting));
	return true;
}

/* What is left moves to the new arena: it is little, for it waits only for
 * its domain. */
static void renew(struct backlog *backlog)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < backlog->count; i++)
		backlog->waiting[i].mail =
			copied(arena, &backlog->waiting[i].mail);
	arena_free(&backlog->arena);
	backlog->arena = arena;
}

bool backlog_sure(const struct backlog *backlog)
{
	return !backlog->unsure;
}

bool backlog_full(const struct backlog *backlog)
{
	return backlog->full;
}

void backlog_doubt(struct backlog *backlog)
{
	backlog->swept = 0;
}

/* What is gone within a moment may be more the next time. */
static void set_pace(struct backlog *backlog, usec_t now)
{
	if (!backlog->full || now - backlog->claimed > USEC_SECOND)
		backlog->ahead = AHEAD;
	else if (now - backlog->claimed < MOMENT &&
		 2 * backlog->ahead * backlog->sessions <= MOST)
		backlog->ahead *= 2;
	backlog->claimed = now;
}

/* As many of one domain as there may be? */
static bool has_most(const struct outbox_claimed *claimed, size_t per_domain)
{
	ARENA(arena);
	struct map seen = { .arena = arena };
	size_t *counts = ARENA_ARRAY(arena, size_t, claimed->count + 1);

	for (size_t i = 0; i < claimed->count; i++) {
		size_t *known = map_get(&seen, claimed->mails[i].domain);

		if (known == NULL) {
			known = &counts[i];
			map_put(&seen, claimed->mails[i].domain, known);
		}
		if (++*known >= per_domain)
			return true;
	}
	return false;
}

/* May there be more than it got?  One mail may be too large to come with
 * others: it does not wait for long, for all is asked for now and then. */
static bool is_cut(const struct outbox_claimed *claimed,
		   const struct outbox_wish *wish)
{
	size_t bytes = 0;

	for (size_t i = 0; i < claimed->count; i++)
		bytes += claimed->mails[i].size;
	return claimed->count >= wish->most || bytes >= OUTBOX_BATCH / 2 ||
	       (claimed->count >= wish->per_domain &&
		has_most(claimed, wish->per_domain));
}

bool backlog_claim(struct backlog *backlog, struct db *db,
		   const struct strings *busy, size_t *count_r,
		   usec_t *now_r, const char **pause_r, struct err *err)
{
	const usec_t now = monotonic_now();
	struct outbox_claimed claimed;
	struct outbox_wish wish;

	renew(backlog);
	if (backlog->unsure && !outbox_unclaim(db, backlog->desk_id, err))
		return false;
	backlog->unsure = true;
	set_pace(backlog, now);
	wish = (struct outbox_wish){
		.most = backlog->sessions * backlog->ahead, .lease = LEASE,
		.per_domain = backlog->per_domain * backlog->ahead,
		.without = *busy,
		.swept = backlog->swept != 0 && now - backlog->swept < SWEEPS,
	};
	if (!outbox_claim(db, backlog->arena, backlog->desk_id, &wish,
			  &claimed, err))
		return false;
	backlog->unsure = false;
	if (!wish.swept)
		backlog->swept = now;
	for (size_t i = 0; i < claimed.count; i++)
		add(backlog, &claimed.mails[i], now);
	backlog->full = is_cut(&claimed, &wish);
	*count_r = claimed.count;
	*now_r = claimed.now;
	*pause_r = claimed.pause;
	return true;
}

static bool is_stale(const struct waiting *waiting, usec_t now)
{
	return now - waiting->since > RESTS;
}

static void forget(struct backlog *backlog, enum backlog_which which,
		   usec_t now)
{
	size_t left = 0;

	for (size_t i = 0; i < backlog->count; i++)
		if (which == BACKLOG_STALE &&
		    !is_stale(&backlog->waiting[i], now))
			backlog->waiting[left++] = backlog->waiting[i];
	backlog->count = left;
}

/* What cannot be given back now stays here, or nobody would have it until its
 * lease ends. */
bool backlog_return(struct backlog *backlog, struct db *db,
		    enum backlog_which which, struct err *err)
{
	ARENA(arena);
	int64_t *ids = ARENA_ARRAY(arena, int64_t, backlog->count + 1);
	const usec_t now = monotonic_now();
	size_t back = 0;

	for (size_t i = 0; i < backlog->count; i++)
		if (which == BACKLOG_ALL ||
		    is_stale(&backlog->waiting[i], now))
			ids[back++] = backlog->waiting[i].mail.id;
	if (back > 0 &&
	    !outbox_release(db, backlog->desk_id, ids, back, err))
		return false;
	forget(backlog, which, now);
	return true;
}

bool backlog_recover(struct backlog *backlog, struct db *db, struct err *err)
{
	const usec_t now = monotonic_now();
	size_t count;

	if (backlog->recovered != 0 && now - backlog->recovered < RECOVERS)
		return true;
	if (!outbox_recover(db, backlog->desk_id, &count, err))
		return false;
	backlog->recovered = now;
	if (count > 0)
		log_problem("%zu mails were on their way when a worker died",
			    count);
	return true;
}
