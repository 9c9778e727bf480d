/* backlog.h - mail that one sender has claimed and not yet begun to send.
 *
 * A claim takes a few mails for each session, so that a session need not wait
 * for the database, and more where they are gone at once; what has waited for
 * half a minute in vain goes back, for another sender.  Of one domain at most
 * `per_domain` are on their way at once, and not many more are claimed: a slow
 * domain does not hold all.
 */
#ifndef APP_BACKLOG_H
#define APP_BACKLOG_H

#include "store/outbox.h"

struct backlog;

/* How many mails to this domain are on their way? */
typedef size_t backlog_busy(void *context, const char *domain);

struct backlog *backlog_new(int64_t desk_id, size_t sessions,
			    size_t per_domain, backlog_busy *busy,
			    void *context);
void backlog_free(struct backlog **backlog);

/* The oldest that may go now leaves the backlog; false: there is none.  Its
 * texts live until backlog_claim(). */
bool backlog_take(struct backlog *backlog, struct outbox_mail *mail_r);
bool backlog_ready(const struct backlog *backlog);

/* Taken, and there was no session for it. */
void backlog_put_back(struct backlog *backlog, const struct outbox_mail *mail);

/* Claim more, of other domains than those of which there is enough in `busy`.
 * *now_r: the business clock.  *pause_r: why the queue stands still, or
 * NULL. */
bool backlog_claim(struct backlog *backlog, struct db *db,
		   const struct strings *busy, size_t *count_r,
		   usec_t *now_r, const char **pause_r, struct err *err);

/* False: the last claim may or may not have been committed.  The next one asks
 * for what it took, and so needs empty hands: nothing on its way, no result
 * that is not told. */
bool backlog_sure(const struct backlog *backlog);

/* Did the last claim get as many as it may have, in all or of a domain?  Then
 * there may be more. */
bool backlog_full(const struct backlog *backlog);

/* What it has may not be true any more: the next claim looks first for what
 * has become useless. */
void backlog_doubt(struct backlog *backlog);

/* Now and then: an end for mail whose sender died after its dot. */
bool backlog_recover(struct backlog *backlog, struct db *db, struct err *err);

enum backlog_which { BACKLOG_ALL, BACKLOG_STALE };

bool backlog_return(struct backlog *backlog, struct db *db,
		    enum backlog_which which, struct err *err);

#endif
