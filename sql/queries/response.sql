-- response.sql - how long people wait for a first answer.  $1 is the desk.

-- name: response_answered
-- id of a mail that was accepted, holder: the first of an agent's on a ticket
-- is its first answer.  In order, since other senders may end others of the
-- same tickets; and not in the row of the ticket, which belongs to those who
-- hold the desk's lock.  By key, as in history.sql: nobody reads all that wait.
UPDATE response r SET answered = (SELECT postdesk_now())
  FROM (SELECT DISTINCT o.ticket_id
	  FROM unnest($2::bigint[], $3::bigint[]) u (id, holder)
	  CROSS JOIN LATERAL (
		SELECT ticket_id FROM outbox
		 WHERE desk_id = $1 AND id = u.id AND holder = u.holder
		   AND class || '' = 'agent' LIMIT 1) o
	 ORDER BY o.ticket_id) t
  CROSS JOIN LATERAL (
	SELECT ticket_id FROM response
	 WHERE desk_id = $1 AND ticket_id = t.ticket_id
	   AND coalesce(answered, 'infinity') = 'infinity'
	 LIMIT 1 FOR UPDATE) x
 WHERE r.desk_id = $1 AND r.ticket_id = x.ticket_id

-- name: response_load
-- $2 window in microseconds, $3 most: who waits, in which queue; tickets that
-- were closed or merged wait no more.
INSERT INTO queue_load AS q (desk_id, queue, urgency, tickets, counted)
SELECT $1::bigint, w.queue, w.urgency, count(*), postdesk_now()
  FROM (SELECT t.queue, t.urgency
	  FROM (SELECT ticket_id FROM response
		 WHERE desk_id = $1 AND answered IS NULL
		   AND created > (SELECT postdesk_now()) -
				 $2::bigint * interval '1 microsecond'
		 ORDER BY created DESC LIMIT $3::bigint) r
	  JOIN ticket t ON t.desk_id = $1 AND t.id = r.ticket_id
			AND t.state <> 'closed' AND t.merged_into IS NULL) w
 GROUP BY w.queue, w.urgency
ON CONFLICT (desk_id, queue, urgency) DO UPDATE
   SET tickets = excluded.tickets, counted = excluded.counted

-- name: response_load_gone
-- Of queues where nobody waits any more, nothing was counted just now.
DELETE FROM queue_load
 WHERE desk_id = $1 AND counted <> (SELECT postdesk_now())

-- name: response_samples
-- $2 window in microseconds, $3 most of a kind: the newest tickets that came
-- in it, answered or still waiting; who was never answered and waits no more
-- says nothing.
WITH RECURSIVE kind AS (
	(SELECT queue, urgency FROM response
	  WHERE desk_id = $1 ORDER BY queue, urgency LIMIT 1)
	UNION ALL
	SELECT n.queue, n.urgency
	  FROM kind k
	  CROSS JOIN LATERAL (
		SELECT queue, urgency FROM response
		 WHERE desk_id = $1
		   AND (queue, urgency) > (k.queue, k.urgency)
		 ORDER BY queue, urgency LIMIT 1) n
)
SELECT k.queue, k.urgency, s.ahead, s.created, s.answered
  FROM kind k
  CROSS JOIN LATERAL (
	SELECT r.ahead, r.created, r.answered
	  FROM response r
	  JOIN ticket t ON t.desk_id = $1 AND t.id = r.ticket_id
	 WHERE r.desk_id = $1 AND r.queue = k.queue AND r.urgency = k.urgency
	   AND r.created > (SELECT postdesk_now()) -
			   $2::bigint * interval '1 microsecond'
	   AND (r.answered IS NOT NULL OR
		(t.state <> 'closed' AND t.merged_into IS NULL))
	 ORDER BY r.created DESC LIMIT $3::bigint) s
 ORDER BY k.queue, k.urgency

-- name: expectation_forget
DELETE FROM expectation WHERE desk_id = $1

-- name: expectation_write
-- queue, urgency, ahead, samples, half, most, now.
INSERT INTO expectation (desk_id, queue, urgency, ahead, samples, half, most,
			 measured)
SELECT $1, u.*
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[],
	      $6::bigint[], $7::bigint[], $8::timestamptz[]) u
ON CONFLICT DO NOTHING

-- name: response_kept
-- $2 window in microseconds: of promises whose time is over or that were
-- answered, how many there are and how many were kept.
SELECT r.queue, r.urgency, count(*),
       count(*) FILTER (WHERE r.answered <= r.promised)
  FROM response r
 WHERE r.desk_id = $1
   AND r.created > (SELECT postdesk_now()) -
		   $2::bigint * interval '1 microsecond'
   AND (r.promised <= (SELECT postdesk_now()) OR
	(r.answered IS NOT NULL AND r.promised IS NOT NULL))
 GROUP BY r.queue, r.urgency
 ORDER BY r.queue, r.urgency
