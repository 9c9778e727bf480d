/* deliver.h - from the outbox to the SMTP server.
 *
 * Moves immutable bytes, one recipient a transaction, over several sessions
 * whose progress is interleaved: none waits for the network of another.  Two
 * durable marks: "dot_sent" is committed before a final dot goes out, the
 * verdict after.  Sessions that stand before their dot within GATHER share
 * one commit, and the results that have come meanwhile go with it; a single
 * mail never waits for others.
 *
 * A server that refuses us altogether (login, or one refusal about us after
 * the other) makes the queue stand still instead of failing mail; one session
 * then tries after a minute, and at longer intervals up to 15 minutes.
 */
#ifndef APP_DELIVER_H
#define APP_DELIVER_H

#include "app/world.h"

struct deliver;

struct deliver *deliver_new(const struct world_desk *desk);
void deliver_free(struct deliver **deliver);

/* One turn: take results, commit, claim, hand out; then wait for news where
 * there is nothing else to do.  *busy_r: 0 where nothing is due and nothing is
 * on its way. */
bool deliver_turn(struct deliver *deliver, struct db *db, size_t *busy_r,
		  struct err *err);

/* Before the end: what has no dot yet goes back, what has one may still be
 * answered for FAREWELL. */
void deliver_end(struct deliver *deliver, struct db *db);

#endif
