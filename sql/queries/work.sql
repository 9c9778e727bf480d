-- work.sql - what is known where an agent works: what she may take back, what
-- was sent, what may be moved; and who has how much to do.  $1 is the desk.
--
-- Asked with the reads of history.sql, and written as they are.

-- name: work_steps
-- $2 numbers of tickets: steps of each, and of the one that it is part of, the
-- newest first, and whether they were taken back.
WITH RECURSIVE whole (id) AS (
	SELECT t.id
	  FROM (SELECT DISTINCT unnest($2::bigint[]) AS number) u
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = u.number LIMIT 1) t
	UNION
	SELECT x.merged_into
	  FROM whole w
	  CROSS JOIN LATERAL (
		SELECT merged_into FROM ticket
		 WHERE desk_id = $1 AND id = w.id AND merged_into IS NOT NULL
		 LIMIT 1) x
)
SELECT w.id, e.id, e.at, e.undo::text,
       (SELECT true FROM event x
	 WHERE x.desk_id = $1 AND x.ticket_id = w.id AND x.kind = 'undone'
	   AND x.word = e.id::text AND x.id > e.id LIMIT 1) IS NOT NULL
  FROM whole w
  CROSS JOIN LATERAL (
	SELECT id, at, undo FROM event
	 WHERE desk_id = $1 AND ticket_id = w.id AND undo IS NOT NULL
	 ORDER BY id DESC LIMIT 20) e
 ORDER BY w.id, e.id DESC

-- name: work_sent
-- $2 numbers of tickets: mail of agents, and ours to agents, the newest first.
WITH RECURSIVE whole (id) AS (
	SELECT t.id
	  FROM (SELECT DISTINCT unnest($2::bigint[]) AS number) u
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = u.number LIMIT 1) t
	UNION
	SELECT x.merged_into
	  FROM whole w
	  CROSS JOIN LATERAL (
		SELECT merged_into FROM ticket
		 WHERE desk_id = $1 AND id = w.id AND merged_into IS NOT NULL
		 LIMIT 1) x
)
SELECT w.id, o.id, o.message_row, o.class, o.state, o.address, b.message_id,
       o.created, o.ended
  FROM whole w
  CROSS JOIN LATERAL (
	SELECT * FROM outbox
	 WHERE desk_id = $1 AND ticket_id = w.id AND class <> 'automatic'
	 ORDER BY id DESC LIMIT 60) o
  CROSS JOIN LATERAL (
	SELECT message_id FROM outbox_body
	 WHERE desk_id = $1 AND id = o.body_id LIMIT 1) b
 ORDER BY w.id, o.id DESC

-- name: work_load
-- $2 addresses of agents: how many tickets each has that wait for us.
SELECT u.address,
       (SELECT count(*) FROM (
		SELECT FROM ticket
		 WHERE desk_id = $1 AND agent = u.address AND agent <> ''
		   AND state <> 'closed' AND state || '' <> 'pending'
		   AND merged_into IS NULL
		 LIMIT 1000) t)
  FROM (SELECT DISTINCT unnest($2::text[]) AS address) u

-- name: work_served
-- $2 addresses of customers: the agent who had their last ticket.
SELECT u.address, t.agent
  FROM (SELECT DISTINCT unnest($2::text[]) AS address) u
  CROSS JOIN LATERAL (
	SELECT agent FROM ticket
	 WHERE desk_id = $1 AND requester_address = u.address AND agent <> ''
	 ORDER BY id DESC LIMIT 1) t

-- name: pending_over
-- $2 most: tickets that rested until now.
SELECT number FROM ticket
 WHERE desk_id = $1 AND until <= (SELECT postdesk_now())
   AND state = 'pending' AND merged_into IS NULL
 ORDER BY until LIMIT $2::bigint
