-- incident.sql - faults that a desk knows of.

-- name: incident_lock
-- One begins or ends after the other, and between batches.
SELECT desk_id FROM desk WHERE desk_id = $1 FOR UPDATE

-- name: incident_expire
-- Those whose time is over have ended by themselves.
UPDATE incident SET ended = until
 WHERE desk_id = $1 AND ended IS NULL AND until <= (SELECT postdesk_now())

-- name: incident_end
-- $2 queue ('': the desk), $3 by whom.
UPDATE incident SET ended = (SELECT postdesk_now()), ended_by = $3::text
 WHERE desk_id = $1 AND queue = $2::text AND ended IS NULL
RETURNING id

-- name: incident_begin
-- $2 id, $3 queue, $4 words, $5 by whom, $6 until or null.
INSERT INTO incident (desk_id, id, queue, words, begun, author, until)
VALUES ($1, $2::bigint, $3::text, $4::text, (SELECT postdesk_now()), $5::text,
	$6::timestamptz)

-- name: incident_list
-- $2 limit: those that run first, then the newest.
SELECT id, queue, words, begun, author, until,
       coalesce(ended, CASE WHEN until <= (SELECT postdesk_now())
			    THEN until END) AS over, ended_by
  FROM incident
 WHERE desk_id = $1
 ORDER BY coalesce(ended, CASE WHEN until <= (SELECT postdesk_now())
			       THEN until END) IS NULL DESC, id DESC
 LIMIT $2::bigint
