-- fault.sql - what the operator was told of.

-- name: fault_open
-- $2 id, $3 kind, $4 detail.  No row: it is open already.
INSERT INTO fault (desk_id, id, kind, detail, since, notified)
VALUES ($1::bigint, $2::bigint, $3::text, $4::text, postdesk_now(),
	postdesk_now())
ON CONFLICT (desk_id, kind) WHERE over IS NULL DO NOTHING
RETURNING id

-- name: fault_close
-- $2 kind.
UPDATE fault SET over = postdesk_now()
 WHERE desk_id = $1::bigint AND kind = $2::text AND over IS NULL
RETURNING id

-- name: health
-- How long the oldest mail that waits has waited, in seconds, and how many
-- wait: in the ledger, and in the outbox for a sender (not before it is due).
SELECT (SELECT extract(epoch FROM now() - min(added))::bigint FROM mail
	 WHERE desk_id = $1::bigint AND state = 'pending'),
       (SELECT count(*) FROM mail
	 WHERE desk_id = $1::bigint AND state = 'pending'),
       (SELECT extract(epoch FROM now() - min(due))::bigint FROM outbox
	 WHERE desk_id = $1::bigint AND ended IS NULL
	   AND state = 'queued' AND due < now()
	   AND (class <> 'automatic' OR (SELECT postdesk_speaks($1::bigint)))),
       (SELECT count(*) FROM outbox
	 WHERE desk_id = $1::bigint AND ended IS NULL
	   AND state = 'queued')
