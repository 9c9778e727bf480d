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

-- name: retention_moved
-- $2 mailbox, $3 epoch of the folder that mail is moved to (0: any), $4 how long
-- it stays there in microseconds (0: for ever), $5 most: numbers in that folder.
-- What was too large to be kept whole lies elsewhere, and stays.  What was
-- erased goes at once; nothing was retired before it had ended.
SELECT target_item FROM (
	(SELECT target_item, ended FROM mail
	  WHERE desk_id = $1 AND mailbox_id = $2::bigint AND erased
	    AND retire = 'done' AND cleared IS NULL AND NOT truncated
	    AND ($3::bigint = 0 OR target_epoch = $3::bigint)
	    AND target_item IS NOT NULL
	  ORDER BY ended LIMIT $5::bigint)
	UNION
	(SELECT target_item, ended FROM mail
	  WHERE $4::bigint > 0 AND desk_id = $1 AND mailbox_id = $2::bigint
	    AND state = 'ended' AND cleared IS NULL
	    AND ended < now() - $4::bigint * interval '1 microsecond'
	    AND retired < now() - $4::bigint * interval '1 microsecond'
	    AND retire = 'done' AND NOT truncated
	    AND ($3::bigint = 0 OR target_epoch = $3::bigint)
	    AND target_item IS NOT NULL
	  ORDER BY ended LIMIT $5::bigint)) m
 ORDER BY ended LIMIT $5::bigint

-- name: retention_cleared
-- $2 mailbox, $3 epoch of the folder, $4 numbers in it.
UPDATE mail SET cleared = now()
 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND retire = 'done'
   AND cleared IS NULL AND target_epoch = $3::bigint
   AND target_item = ANY ($4::bigint[])
