-- lineage.sql - is this the database that the desk worked with?  $1 is the
-- desk.

-- name: lineage_note
-- The first time it is; another one is noticed once.
INSERT INTO lineage AS l (desk_id, server)
SELECT $1, postdesk_lineage()
ON CONFLICT (desk_id) DO UPDATE SET noticed = now()
 WHERE l.server <> excluded.server AND l.noticed IS NULL

-- name: lineage_read
SELECT postdesk_lineage(), noticed FROM lineage WHERE desk_id = $1

-- name: lineage_leap
-- Ids and numbers of tickets that may have been given before: leap over them.
-- $2 more numbers than nobody can have given meanwhile.
UPDATE desk SET next_number = next_number + $2::bigint WHERE desk_id = $1

-- name: lineage_leap_ids
SELECT setval('id_block', nextval('id_block') + 1000000000)

-- name: lineage_silence
-- What is not decided yet may have been, and answered.
UPDATE mail SET silent = true WHERE desk_id = $1 AND state = 'pending'

-- name: lineage_forgotten
-- $2 microseconds: so much may a mail server's clock be ahead of ours.
UPDATE mailbox m
   SET forgotten = l.noticed + $2::bigint * interval '1 microsecond'
  FROM lineage l
 WHERE m.desk_id = $1 AND l.desk_id = $1

-- name: lineage_doubt
-- What was due by then may have left: it is not sent again, but for agents'.
WITH doubted AS (
	UPDATE outbox o
	   SET state = 'uncertain', lease = NULL, attempts = attempts + 1,
	       ended = (SELECT postdesk_now())
	 WHERE o.desk_id = $1 AND o.class <> 'agent' AND o.ended IS NULL
	   AND o.state IN ('held', 'queued', 'dot_sent')
	   AND o.due <= (SELECT postdesk_now())
	RETURNING o.id, o.attempts
)
INSERT INTO attempt (desk_id, outbox_id, attempt, at, result, code, reply)
SELECT $1::bigint, id, attempts, postdesk_now(), 'uncertain', 0,
       'the database was replaced: it may have left before'
  FROM doubted
ON CONFLICT DO NOTHING
RETURNING outbox_id

-- name: lineage_settle
UPDATE lineage SET server = postdesk_lineage(), noticed = NULL
 WHERE desk_id = $1
