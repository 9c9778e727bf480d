-- ledger.sql - mails, from the mailbox to their end.

-- name: desk_find
SELECT desk_id FROM desk WHERE name = $1::text

-- name: desk_lock_names
-- Names are unique, but a unique index would not start with desk_id.
LOCK TABLE desk IN SHARE ROW EXCLUSIVE MODE

-- name: desk_add
-- $1 desk, $2 name.
INSERT INTO desk (desk_id, name, created, activated)
SELECT $1::bigint, $2::text, postdesk_now(), postdesk_now()
 WHERE NOT EXISTS (SELECT FROM desk WHERE name = $2::text)

-- name: mailbox_find
SELECT id, epoch, highest, since, first_epoch, first_item, forgotten
  FROM mailbox WHERE desk_id = $1 AND name = $2::text

-- name: mailbox_read
SELECT id, epoch, highest, since, first_epoch, first_item, forgotten
  FROM mailbox WHERE desk_id = $1 AND id = $2::bigint

-- name: mailbox_add
-- $1 desk, $2 id, $3 name.
INSERT INTO mailbox (desk_id, id, name) VALUES ($1, $2, $3::text)
ON CONFLICT (desk_id, name) DO NOTHING

-- name: mailbox_contact
-- $1 desk, $2 mailbox, $3 epoch, $4 newest item: once.
UPDATE mailbox
   SET since = postdesk_now(), first_epoch = $3::bigint,
       first_item = $4::bigint
 WHERE desk_id = $1 AND id = $2::bigint AND since IS NULL

-- name: mailbox_epoch
-- $1 desk, $2 mailbox, $3 epoch: everything is enumerated again.
UPDATE mailbox SET epoch = $3::bigint, highest = 0
 WHERE desk_id = $1 AND id = $2::bigint AND epoch <> $3::bigint

-- name: mailbox_highest
-- $1 desk, $2 mailbox, $3 epoch, $4 greatest item of a batch.
UPDATE mailbox SET highest = $4::bigint
 WHERE desk_id = $1 AND id = $2::bigint AND epoch = $3::bigint
   AND highest < $4::bigint

-- name: mail_missing
-- $1 desk, $2 mailbox, $3 epoch, $4 items: those that are not here.
SELECT u.item FROM unnest($4::bigint[]) u (item)
 WHERE NOT EXISTS (SELECT FROM mail m
		    WHERE m.desk_id = $1 AND m.mailbox_id = $2::bigint
		      AND m.epoch = $3::bigint AND m.item = u.item)
 ORDER BY u.item

-- name: mail_add
-- $1 desk; columns: id, mailbox, epoch, item, received, size, kept,
-- truncated, sha256, silent.
INSERT INTO mail (desk_id, id, mailbox_id, epoch, item, received, added, size,
		  kept, truncated, sha256, silent)
SELECT $1, u.id, u.mailbox, u.epoch, u.item, u.received, now(), u.size,
       u.kept, u.truncated, u.sha256, u.silent
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
	      $6::timestamptz[], $7::bigint[], $8::bigint[], $9::boolean[],
	      $10::bytea[], $11::boolean[])
       u (id, mailbox, epoch, item, received, size, kept, truncated, sha256,
	  silent)
ON CONFLICT (desk_id, mailbox_id, epoch, item) DO NOTHING
RETURNING id

-- name: mail_raw_add
-- $1 desk; columns: mail, chunk, bytes.  Of mails that were new just now, each
-- looked up by itself: joined, all that a desk has would be read instead.
INSERT INTO mail_raw (desk_id, mail_id, chunk, bytes)
SELECT $1, u.mail, u.chunk, u.bytes
  FROM unnest($2::bigint[], $3::bigint[], $4::bytea[]) u (mail, chunk, bytes)
 WHERE (SELECT true FROM mail m
	 WHERE m.desk_id = $1 AND m.id = u.mail LIMIT 1)

-- name: mail_raw_add_chunk
-- $1 desk, $2 mail, $3 chunk, $4 bytes: the same for one large chunk.
INSERT INTO mail_raw (desk_id, mail_id, chunk, bytes)
SELECT $1, $2::bigint, $3::bigint, $4::bytea
 WHERE (SELECT true FROM mail m
	 WHERE m.desk_id = $1 AND m.id = $2::bigint LIMIT 1)

-- name: mail_raw_put
-- $1 desk, $2 mail, $3 chunk, $4 bytes: before its row, in one transaction.
INSERT INTO mail_raw (desk_id, mail_id, chunk, bytes)
VALUES ($1, $2::bigint, $3::bigint, $4::bytea)

-- name: mail_raw_chunk
-- $1 desk, $2 mail, $3 number of the chunk.
SELECT bytes FROM mail_raw
 WHERE desk_id = $1 AND mail_id = $2::bigint AND chunk = $3::bigint

-- name: mail_kept
-- $1 desk, $2 mails: how many bytes of each are here.
SELECT m.id, m.kept
  FROM unnest($2::bigint[]) u (id)
  CROSS JOIN LATERAL (SELECT id, kept FROM mail
		       WHERE desk_id = $1 AND id = u.id LIMIT 1) m
 ORDER BY m.id

-- name: claim_turn
-- $1 desk: until this transaction ends nobody else claims of it.
INSERT INTO claim AS c (desk_id, first, id, holder, lease, mails)
VALUES ($1, 0, 0, 0, now(), '{}')
ON CONFLICT (desk_id, first, id) DO UPDATE SET lease = excluded.lease

-- name: claim_over
-- $1 desk: claims whose holder is gone, or took too long.  Each of their mails
-- that has no end was tried.
WITH over AS (
	DELETE FROM claim
	 WHERE desk_id = $1 AND first > 0
	   AND (lease <= now() OR mails = '{}'
		OR holder <> ALL ((SELECT postdesk_alive())::bigint[]))
	RETURNING mails
)
UPDATE mail m SET attempts = m.attempts + 1
  FROM over CROSS JOIN LATERAL unnest(over.mails) u (id)
 WHERE m.desk_id = $1 AND m.id = u.id AND m.state || '' = 'pending'

-- name: mail_claim
-- $1 desk, $2 most, $3 lease in microseconds, $4 most bytes, $5 holder,
-- $6 id of the claim.  The oldest first; one that was tried before comes alone,
-- so that it harms only itself.  The last column: others may be pending behind.
WITH head AS (
	SELECT id, mailbox_id, received, attempts, truncated, silent, released,
	       sha256, kept
	  FROM mail
	 WHERE desk_id = $1 AND state = 'pending'
	   AND id NOT IN (SELECT unnest(mails) FROM claim WHERE desk_id = $1)
	 ORDER BY id LIMIT $2::bigint
), placed AS (
	SELECT *, row_number() OVER w AS place,
	       sum((attempts > 0)::integer) OVER w AS tried,
	       sum(kept) OVER w AS bytes
	  FROM head WINDOW w AS (ORDER BY id)
), taken AS (
	SELECT * FROM placed
	 WHERE place = 1 OR (tried = 0 AND bytes <= $4::bigint)
), noted AS (
	INSERT INTO claim (desk_id, first, id, holder, lease, mails)
	SELECT $1, min(id), $6::bigint, $5::bigint,
	       now() + $3::bigint * interval '1 microsecond',
	       array_agg(id ORDER BY id)
	  FROM taken HAVING count(*) > 0
)
SELECT id, mailbox_id, received, attempts + 1, truncated, silent, released,
       sha256, kept,
       h.count = $2::bigint OR h.count > (SELECT count(*) FROM taken)
  FROM taken CROSS JOIN (SELECT count(*) FROM head) h ORDER BY id

-- name: mail_raw_read
-- $1 desk, $2 mails: their chunks in order.
SELECT u.id, r.bytes
  FROM unnest($2::bigint[]) u (id)
  CROSS JOIN LATERAL (SELECT chunk, bytes FROM mail_raw
		       WHERE desk_id = $1 AND mail_id = u.id
		       ORDER BY chunk) r
 ORDER BY u.id, r.chunk

-- name: mail_release
-- $1 desk, $2 holder, $3 mails, $4 whether they were tried: give them back.
WITH given AS (
	UPDATE claim c
	   SET mails = ARRAY(SELECT u.id FROM unnest(c.mails) u (id)
			      WHERE u.id <> ALL ($3::bigint[]))
	 WHERE c.desk_id = $1 AND c.holder = $2::bigint
	   AND c.mails && $3::bigint[]
	RETURNING c.id
)
UPDATE mail m SET attempts = m.attempts + 1
  FROM unnest($3::bigint[]) u (id)
 WHERE m.desk_id = $1 AND m.id = u.id AND m.state || '' = 'pending'
   AND $4::boolean AND (SELECT count(*) FROM given) > 0

-- name: mail_free
-- $1 desk, $2 holder: give back all that it holds; it was tried.
WITH given AS (
	DELETE FROM claim
	 WHERE desk_id = $1 AND first > 0 AND holder = $2::bigint
	RETURNING mails
)
UPDATE mail m SET attempts = m.attempts + 1
  FROM given CROSS JOIN LATERAL unnest(given.mails) u (id)
 WHERE m.desk_id = $1 AND m.id = u.id AND m.state || '' = 'pending'

-- name: mail_due
-- $1 desk, $2 mailbox, $3 epoch, $4 most: what may leave the mailbox.  One that
-- a person had tried again may stand in two batches.
SELECT DISTINCT x.item, x.id, x.truncated FROM (
SELECT m.id, m.item, m.truncated
  FROM (SELECT mails FROM departure
	 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND epoch = $3::bigint
	 ORDER BY first LIMIT $4::bigint) d
  CROSS JOIN LATERAL unnest(d.mails) u (id)
  CROSS JOIN LATERAL (SELECT id, item, truncated FROM mail
		       WHERE desk_id = $1 AND id = u.id
			 AND retire || '' = 'due' LIMIT 1) m
 LIMIT $4::bigint) x
 ORDER BY x.item

-- name: mail_retired
-- $1 desk; columns: mail, target epoch, target item.
UPDATE mail m
   SET retire = 'done', retired = now(), target_epoch = u.target_epoch,
       target_item = u.target_item
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
       u (id, target_epoch, target_item)
 WHERE m.desk_id = $1 AND m.id = u.id AND m.retire || '' = 'due'

-- name: mail_departed
-- $1 desk, $2 mailbox, $3 epoch, $4 mails that have left.  What has not left of
-- their batches stays to be looked at: what is not due here may be by now, as a
-- batch is read as it is when its turn comes, and its mails as they were before.
WITH batch AS (
	DELETE FROM departure
	 WHERE desk_id = $1 AND mailbox_id = $2::bigint AND epoch = $3::bigint
	   AND first <= (SELECT max(u.id) FROM unnest($4::bigint[]) u (id))
	RETURNING first, mails
)
INSERT INTO departure (desk_id, mailbox_id, epoch, first, mails)
SELECT $1, $2::bigint, $3::bigint, first, rest
  FROM batch
  CROSS JOIN LATERAL (
	SELECT array_agg(u.id ORDER BY u.id) AS rest
	  FROM unnest(batch.mails) u (id)
	 WHERE u.id NOT IN (SELECT unnest($4::bigint[]))
	   AND (SELECT retire <> 'done' FROM mail
		 WHERE desk_id = $1 AND id = u.id LIMIT 1)) r
 WHERE rest IS NOT NULL

-- name: mail_again
-- $2 mail, $3 let out by a person.  First out of its claim, as who ends it holds
-- the claim before the mail.
WITH freed AS (
	UPDATE claim SET mails = array_remove(mails, $2::bigint)
	 WHERE desk_id = $1 AND first > 0 AND $2::bigint = ANY (mails)
	RETURNING id
), again AS (
	UPDATE mail
	   SET state = 'pending', disposition = NULL, ended = NULL,
	       ticket_id = NULL, attempts = 0,
	       released = released OR $3::boolean,
	       retire = CASE WHEN retire = 'done' THEN 'done' ELSE 'none' END
	 WHERE (SELECT count(*) FROM freed) >= 0
	   AND desk_id = $1 AND id = $2::bigint
	   AND (state = 'pending' OR
		disposition IN ('quarantined', 'dropped', 'noted'))
	   AND removed IS NULL
	RETURNING id, mailbox_id, epoch
), stays AS (
	UPDATE departure d SET mails = array_remove(d.mails, a.id)
	  FROM again a
	 WHERE d.desk_id = $1 AND d.mailbox_id = a.mailbox_id
	   AND d.epoch = a.epoch AND a.id = ANY (d.mails)
)
SELECT id FROM again

-- name: mail_disposition
-- $2 mail: what became of it, its ticket, and since when its bytes are gone.
SELECT m.disposition, t.number, m.removed
  FROM mail m
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = m.ticket_id
 WHERE m.desk_id = $1 AND m.id = $2::bigint
