-- outbox.sql - from queued to sent, and every other end.  $1 is the desk.
--
-- A claim writes its sender's number into `holder`; who has lost the lease
-- finds another number there and can neither mark nor finish.
--
-- What is held, queued or marked has not ended: an index knows that, and no
-- state.  Only mail of agents is ever held.

-- name: outbox_expire
-- $2 microseconds: automatic mail older than that is of no use to anybody.
UPDATE outbox SET state = 'cancelled', ended = (SELECT postdesk_now())
 WHERE desk_id = $1 AND class = 'automatic' AND ended IS NULL
   AND state = 'queued'
   AND created < (SELECT postdesk_now())
		 - $2::bigint * interval '1 microsecond'
   AND (lease IS NULL OR lease <= now()
	OR holder <> ALL ((SELECT postdesk_alive())::bigint[]))

-- name: outbox_outdated
-- $2 most: of what is due first, what would not be true any more.  What is left
-- of a long queue is passed over until then.
UPDATE outbox o SET state = 'cancelled', ended = (SELECT postdesk_now())
  FROM (SELECT id FROM outbox
	 WHERE desk_id = $1 AND class = 'automatic' AND ended IS NULL
	   AND state = 'queued' AND due <= (SELECT postdesk_now())
	   AND (lease IS NULL OR lease <= now()
		OR holder <> ALL ((SELECT postdesk_alive())::bigint[]))
	 ORDER BY due, id LIMIT $2::bigint FOR UPDATE SKIP LOCKED) f
 WHERE o.desk_id = $1 AND o.id = f.id
   AND (SELECT true FROM postdesk_outdated($1, o.ticket_id, o.dedupe_key,
					   o.address) LIMIT 1)

-- name: outbox_ripen
-- What was held until now waits to be sent.
UPDATE outbox SET state = 'queued'
 WHERE desk_id = $1 AND class = 'agent' AND ended IS NULL AND state = 'held'
   AND due <= (SELECT postdesk_now())

-- name: outbox_standstill
-- Why the queue stands still.
SELECT words FROM outbox_pause
 WHERE desk_id = $1 AND until > (SELECT postdesk_now())

-- name: outbox_claim
-- $2 most, $3 lease in microseconds, $4 holder, $5 most of one domain, $6
-- domains of which there is enough, $7 most bytes, if they are of several.
-- What is due first, of each class; automatic mail only where it is switched
-- on, and still true: what was written a moment ago is asked at its mark alone.
-- Of a queue that stands still nothing, and one mail to see whether it runs
-- again.  Each body is looked up by itself: joined, all that a desk has would
-- be read instead where statistics know of none.
WITH due AS MATERIALIZED (
	SELECT o.id, o.due, o.domain, o.body_id
	  FROM unnest(CASE WHEN (SELECT postdesk_speaks($1))
			   THEN ARRAY['agent', 'admin', 'automatic']
			   ELSE ARRAY['agent', 'admin'] END) c (class)
	  CROSS JOIN LATERAL (
		SELECT id, due, domain, body_id FROM outbox
		 WHERE desk_id = $1 AND class = c.class AND ended IS NULL
		   AND state = 'queued' AND due <= (SELECT postdesk_now())
		   AND domain <> ALL ($6::text[])
		   AND (class <> 'automatic' OR created >
			(SELECT postdesk_now()) - interval '10 seconds' OR
			(SELECT true FROM postdesk_outdated($1, ticket_id,
					dedupe_key, address) LIMIT 1) IS NULL)
		   AND (lease IS NULL OR lease <= now()
			OR holder <> ALL ((SELECT postdesk_alive())::bigint[]))
		 ORDER BY due, id LIMIT $2::bigint FOR UPDATE SKIP LOCKED) o
), first AS (
	SELECT id, bytes
	  FROM (SELECT d.id, d.due, b.bytes, row_number() OVER w AS rank,
		       sum(length(b.bytes)) OVER w AS size
		  FROM (SELECT id, due, body_id, row_number() OVER
			       (PARTITION BY domain ORDER BY due, id) AS place
			  FROM due) d
		  CROSS JOIN LATERAL (
			SELECT bytes FROM outbox_body
			 WHERE desk_id = $1 AND id = d.body_id LIMIT 1) b
		 WHERE d.place <= $5::bigint
		WINDOW w AS (ORDER BY d.due, d.id)) s
	 WHERE rank = 1 OR size <= $7::bigint
	 ORDER BY due, id
	 LIMIT coalesce((SELECT CASE WHEN until > (SELECT postdesk_now())
				     THEN 0 ELSE 1 END
			   FROM outbox_pause
			  WHERE desk_id = $1 AND until IS NOT NULL),
			$2::bigint)
)
UPDATE outbox o
   SET lease = now() + $3::bigint * interval '1 microsecond',
       holder = $4::bigint, attempts = o.attempts + 1
  FROM first f
 WHERE o.desk_id = $1 AND o.id = f.id
RETURNING o.id, o.class, o.mail_from, o.rcpt_to, f.bytes, o.attempts - 1,
	  o.created, o.domain, CASE WHEN o.class = 'agent' THEN
		(SELECT count(*) FROM attempt a
		  WHERE a.desk_id = $1 AND a.outbox_id = o.id
		    AND a.result = 'uncertain') ELSE 0 END

-- name: outbox_next
-- When the next mail is due that is not due now, in microseconds from now.
SELECT (extract(epoch FROM min(d.due) - n.now) * 1000000)::bigint
  FROM (SELECT postdesk_now() AS now) n
  CROSS JOIN LATERAL (
	SELECT (SELECT due FROM outbox
		 WHERE desk_id = $1 AND class = c.class AND ended IS NULL
		   AND state IN ('queued', 'held')
		   AND due > n.now ORDER BY due LIMIT 1) AS due
	  FROM unnest(ARRAY['agent', 'admin', 'automatic']) c (class)) d
 GROUP BY n.now

-- name: outbox_pause
-- $2 why: until a minute from now, and longer each time it is said again.
INSERT INTO outbox_pause AS p (desk_id, since, until, times, words)
SELECT $1, n.now, n.now + interval '1 minute', 1, $2::text
  FROM (SELECT postdesk_now() AS now) n
ON CONFLICT (desk_id) DO UPDATE
   SET since = CASE WHEN p.until IS NULL THEN excluded.since
		    ELSE p.since END,
       times = CASE WHEN p.until IS NULL THEN 1 ELSE p.times + 1 END,
       until = excluded.since + least(interval '15 minutes',
		interval '1 minute' * 2 ^ CASE WHEN p.until IS NULL THEN 0
					       ELSE least(p.times, 4) END),
       words = excluded.words
 WHERE p.until IS NULL OR p.until <= excluded.since

-- name: outbox_resume
UPDATE outbox_pause SET until = NULL
 WHERE desk_id = $1 AND until IS NOT NULL

-- name: outbox_release
-- $2 ids, $3 holder: claimed, and no dot was sent.
UPDATE outbox o
   SET state = 'queued', lease = NULL, holder = NULL,
       attempts = o.attempts - 1
  FROM unnest($2::bigint[]) u (id)
 WHERE o.desk_id = $1 AND o.id = u.id AND o.state IN ('queued', 'dot_sent')
   AND o.holder = $3::bigint

-- name: outbox_unclaim
-- $2 holder, who has nothing in hand: what bears his number was claimed by a
-- commit of which he never heard.
UPDATE outbox
   SET lease = NULL, holder = NULL, attempts = attempts - 1
 WHERE desk_id = $1 AND ended IS NULL AND state = 'queued'
   AND holder = $2::bigint
   AND lease IS NOT NULL

-- name: outbox_dots
-- $2 ids, $3 holder, $4 least time left in microseconds.  Automatic mail that
-- was stopped meanwhile, or became untrue, is not marked: this is the last
-- moment to stop it.
UPDATE outbox o
   SET state = 'dot_sent',
       lease = greatest(lease, now() + $4::bigint * interval '1 microsecond')
  FROM unnest($2::bigint[]) u (id)
 WHERE o.desk_id = $1 AND o.id = u.id AND o.state || '' = 'queued'
   AND o.holder = $3::bigint
   AND (o.class <> 'automatic' OR
	((SELECT postdesk_speaks($1)) AND
	 (SELECT true FROM postdesk_outdated($1, o.ticket_id, o.dedupe_key,
					     o.address) LIMIT 1) IS NULL))
RETURNING o.id

-- name: outbox_attempts
-- id, result (not sent: v_attempt), code, reply, holder.
INSERT INTO attempt (desk_id, outbox_id, attempt, at, result, code, reply)
SELECT $1, o.id, o.attempts, (SELECT postdesk_now()), u.result, u.code, u.reply
  FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[],
	      $6::bigint[]) u (id, result, code, reply, holder)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id AND o.holder = u.holder
ON CONFLICT DO NOTHING

-- name: outbox_mentions
-- id, Message-ID, holder: what a relay put for ours is ours as well, and
-- automatic unless an agent wrote it.
INSERT INTO mention AS m (desk_id, message_id, ticket_id, ours, automatic,
			  received)
SELECT $1::bigint, u.message_id, o.ticket_id, true,
       bool_or(o.class <> 'agent'), false
  FROM unnest($2::bigint[], $3::text[], $4::bigint[])
       u (id, message_id, holder)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id AND o.holder = u.holder
 GROUP BY u.message_id, o.ticket_id
 ORDER BY u.message_id, o.ticket_id
ON CONFLICT (desk_id, message_id, ticket_id) DO UPDATE
   SET ours = true, automatic = m.automatic OR excluded.automatic
 WHERE (m.ours, m.automatic) IS DISTINCT FROM
       (true, m.automatic OR excluded.automatic)

-- name: outbox_finish
-- id, new state, code, reply, due, holder.  A result that comes after the
-- lease was over is still the truth, but no reason to send again.
UPDATE outbox o
   SET state = u.state, code = u.code, reply = u.reply, lease = NULL,
       due = CASE WHEN u.state = 'queued' THEN u.due ELSE o.due END,
       ended = CASE WHEN u.state = 'queued' THEN NULL
		    ELSE (SELECT postdesk_now()) END
  FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[],
	      $6::timestamptz[], $7::bigint[])
       u (id, state, code, reply, due, holder)
 WHERE o.desk_id = $1 AND o.id = u.id AND o.holder = u.holder
   AND (o.state IN ('queued', 'dot_sent') OR
	(o.state = 'uncertain' AND u.state <> 'queued'))

-- name: outbox_undelivered
-- id, event, result, the server's words, holder: told on the ticket, which
-- waits for a person again where an agent's words did not arrive.
WITH lost AS (
	SELECT o.ticket_id, o.class, o.rcpt_to, u.event, u.result, u.words
	  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[],
		      $6::bigint[]) u (id, event, result, words, holder)
	  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id
	   AND o.holder = u.holder AND o.state IN ('queued', 'dot_sent')
	 WHERE o.ticket_id IS NOT NULL AND o.class <> 'admin'
), reopened AS (
	UPDATE ticket t
	   SET state = 'open', closed = NULL, until = NULL,
	       updated = (SELECT postdesk_now())
	 WHERE t.desk_id = $1 AND t.state IN ('pending', 'closed')
	   AND t.id IN (SELECT coalesce(k.merged_into, k.id)
			  FROM lost l
			  JOIN ticket k ON k.desk_id = $1
			   AND k.id = l.ticket_id
			 WHERE l.class = 'agent')
)
INSERT INTO event (desk_id, id, ticket_id, kind, word, detail, at)
SELECT $1::bigint, event, ticket_id, 'undelivered', result,
       rcpt_to || ': ' || words, (SELECT postdesk_now())
  FROM lost
 ORDER BY event

-- name: outbox_recover
-- $2 microseconds of the lease that are left by then.  The dot was sent and
-- nobody came back to say what became of it.  What is never sent again need not
-- wait for the lease of a sender that is gone, only for one who has just lost
-- its connection: it knows which of its dots it never sent.
WITH lost AS (
	UPDATE outbox
	   SET state = CASE WHEN class = 'agent' THEN 'queued'
			    ELSE 'uncertain' END,
	       ended = CASE WHEN class = 'agent' THEN NULL
			    ELSE postdesk_now() END,
	       lease = NULL
	 WHERE desk_id = $1 AND ended IS NULL AND state = 'dot_sent'
	   AND (lease <= now() OR (class <> 'agent' AND
		lease <= now() + $2::bigint * interval '1 microsecond' AND
		holder <> ALL ((SELECT postdesk_alive())::bigint[])))
	RETURNING id, attempts
)
INSERT INTO attempt (desk_id, outbox_id, attempt, at, result, code, reply)
SELECT $1::bigint, id, attempts, postdesk_now(), 'uncertain', 0,
       'the sender ended before the answer came'
  FROM lost
ON CONFLICT DO NOTHING
RETURNING outbox_id

-- name: outbox_lost
-- id, event: those whose last attempt is in doubt, and that are not sent again.
INSERT INTO event (desk_id, id, ticket_id, kind, word, detail, at)
SELECT $1::bigint, u.event, o.ticket_id, 'undelivered', o.state,
       o.rcpt_to || ': ' || a.reply, o.ended
  FROM unnest($2::bigint[], $3::bigint[]) u (id, event)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id
  JOIN attempt a ON a.desk_id = $1 AND a.outbox_id = o.id
   AND a.attempt = o.attempts
 WHERE o.state = 'uncertain' AND o.ticket_id IS NOT NULL
   AND o.class <> 'admin'
 ORDER BY u.event

-- name: outbox_cancel
-- $2 ids: mail that nobody has claimed.
UPDATE outbox o
   SET state = 'cancelled', lease = NULL, holder = NULL,
       ended = (SELECT postdesk_now())
  FROM unnest($2::bigint[]) u (id)
 WHERE o.desk_id = $1 AND o.id = u.id AND o.state IN ('held', 'queued')
   AND (o.lease IS NULL OR o.lease <= now()
	OR o.holder <> ALL ((SELECT postdesk_alive())::bigint[]))
RETURNING o.id

-- name: outbox_retry
-- $2 ids, $3 microseconds for which automatic mail is of use: now, and not
-- again what may have arrived, but for an agent's.
UPDATE outbox o
   SET state = 'queued', lease = NULL, holder = NULL, ended = NULL,
       due = (SELECT postdesk_now())
  FROM unnest($2::bigint[]) u (id)
 WHERE o.desk_id = $1 AND o.id = u.id
   AND (o.state IN ('held', 'queued', 'failed', 'cancelled')
	OR (o.state = 'uncertain' AND o.class = 'agent'))
   AND (o.class <> 'automatic' OR o.created >= (SELECT postdesk_now())
	- $3::bigint * interval '1 microsecond')
   AND (o.lease IS NULL OR o.lease <= now()
	OR o.holder <> ALL ((SELECT postdesk_alive())::bigint[]))
RETURNING o.id

-- name: outbox_known
-- $2 ids: their state, and whether somebody has claimed them.
SELECT o.id, o.state, coalesce(o.lease > now(), false)
		      AND o.holder = ANY ((SELECT postdesk_alive())::bigint[])
  FROM unnest($2::bigint[]) u (id)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id

-- name: outbox_autos
-- $2 on or off.  On closes the breaker.
UPDATE desk
   SET autos = $2::boolean,
       breaker_since = CASE WHEN $2::boolean THEN NULL ELSE breaker_since END,
       breaker_until = CASE WHEN $2::boolean THEN NULL ELSE breaker_until END,
       breaker_why = CASE WHEN $2::boolean THEN 'none' ELSE breaker_why END,
       breaker_reset = CASE WHEN $2::boolean THEN postdesk_now()
			    ELSE breaker_reset END
 WHERE desk_id = $1
RETURNING desk_id
