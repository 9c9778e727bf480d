-- retention.sql - what is old enough goes.  $1 is the desk.

-- name: retention_remove
-- $2 dispositions, $3 how long each is kept in microseconds, $4 most: the
-- bytes of the oldest go, their row stays.
WITH old AS (
	SELECT m.id
	  FROM unnest($2::text[], $3::bigint[]) u (disposition, keep)
	  CROSS JOIN LATERAL (
		SELECT id FROM mail
		 WHERE desk_id = $1 AND disposition = u.disposition
		   AND state = 'ended' AND removed IS NULL
		   AND ended < (SELECT postdesk_now()) -
			       u.keep * interval '1 microsecond'
		 ORDER BY ended LIMIT $4::bigint FOR UPDATE SKIP LOCKED) m
), gone AS (
	DELETE FROM mail_raw r USING old
	 WHERE r.desk_id = $1 AND r.mail_id = old.id
)
UPDATE mail m SET removed = postdesk_now(), kept = 0
  FROM old
 WHERE m.desk_id = $1 AND m.id = old.id
RETURNING m.id
