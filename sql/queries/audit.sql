-- audit.sql - is everything where the ledger says?  $1 is the desk.

-- name: audit_totals
SELECT count(*), count(*) FILTER (WHERE state = 'pending'),
       count(*) FILTER (WHERE disposition IN ('ticketed', 'joined')
			  AND ticket_id IS NULL)
  FROM mail WHERE desk_id = $1

-- name: audit_dispositions
SELECT disposition, count(*) FROM mail
 WHERE desk_id = $1 AND disposition IS NOT NULL
 GROUP BY disposition ORDER BY count(*) DESC, disposition

-- name: audit_outbox
SELECT state, count(*) FROM outbox
 WHERE desk_id = $1 GROUP BY state ORDER BY count(*) DESC, state

-- name: audit_here
-- $2 mailbox, $3 epoch, $4 items, $5 when the look began: those that the
-- ledger knows, and whether it awaits them there.
SELECT u.item, m.retire <> 'done' AND m.added < $5::timestamptz
  FROM unnest($4::bigint[]) u (item)
  CROSS JOIN LATERAL (SELECT retire, added FROM mail
		       WHERE desk_id = $1 AND mailbox_id = $2::bigint
			 AND epoch = $3::bigint AND item = u.item) m
 ORDER BY u.item

-- name: audit_awaited
-- $2 mailbox, $3 epoch, $4 when the look began: mails that should be there.
SELECT count(*) FROM mail
 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND epoch = $3::bigint
   AND retire <> 'done' AND added < $4::timestamptz

-- name: audit_placed
-- $2 mailbox, $3 epoch and $4 number of the folder that mails are moved to,
-- $5 most: what was put there, by its number.  No index: it is asked seldom.
SELECT target_item FROM mail
 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND retire = 'done'
   AND target_epoch = $3::bigint AND target_item > $4::bigint
 ORDER BY target_item LIMIT $5::bigint

-- name: audit_bytes
-- $2 digests: those that the ledger has, by their place from 1.  What is pending
-- is in no index of digests: it is read once, however much it is.
SELECT u.place
  FROM unnest($2::bytea[]) WITH ORDINALITY u (sha256, place)
 WHERE (SELECT true FROM mail
	 WHERE desk_id = $1 AND sha256 = u.sha256 AND disposition IS NOT NULL
	 LIMIT 1)
    OR u.sha256 = ANY (ARRAY(
	SELECT sha256 FROM mail
	 WHERE desk_id = $1 AND state = 'pending'
	   AND (sha256 IN (SELECT unnest($2::bytea[]))) IS TRUE))

-- name: audit_whole
-- $2 mail, $3 most, $4 digests too: the mails behind it, and whether their
-- bytes are what was taken in.
SELECT m.id, coalesce(CASE WHEN $4::boolean THEN sha256(r.bytes) = m.sha256
			   ELSE r.kept = m.kept END, m.kept = 0)
  FROM (SELECT id, kept, sha256 FROM mail
	 WHERE desk_id = $1 AND id > $2::bigint
	 ORDER BY id LIMIT $3::bigint) m
  CROSS JOIN LATERAL (
	SELECT sum(length(bytes)) AS kept,
	       CASE WHEN $4::boolean
		    THEN string_agg(bytes, '' ORDER BY chunk) END AS bytes
	  FROM mail_raw WHERE desk_id = $1 AND mail_id = m.id) r
 ORDER BY m.id

-- name: audit_settle
-- $2 mailbox: what was taken in from where mail is moved to, stays there.
WITH settled AS (
	UPDATE mail
	   SET retire = 'done', retired = now(), target_epoch = epoch,
	       target_item = item
	 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND retire <> 'done'
)
DELETE FROM departure WHERE desk_id = $1 AND mailbox_id = $2::bigint
