-- db.sql - transactions, ids and the clock.

-- name: tx_begin
BEGIN

-- name: tx_commit
COMMIT

-- name: tx_rollback
ROLLBACK

-- name: tx_soon
-- For this transaction: be on disk soon, not before the answer.
SELECT set_config('synchronous_commit', 'off', true)

-- name: tx_patience
-- For this transaction: wait at most $1 ("5s") for a lock.
SELECT set_config('lock_timeout', $1::text, true)

-- name: session_name
-- $1 our number as a holder of claims: postdesk_alive() finds it.
SELECT set_config('application_name', 'postdesk-' || $1::bigint, false)

-- name: id_block
-- The first of 20000 ids that nobody else gets.
SELECT nextval('id_block')

-- name: now
SELECT postdesk_now()

-- name: clock_shift
-- $1 microseconds from now(), $2 whether this is a test build.
INSERT INTO clock (desk_id, shift)
SELECT 0, $1::bigint * interval '1 microsecond'
 WHERE $2::boolean OR current_setting('postdesk.throwaway', true) = 'on'
ON CONFLICT (desk_id) DO UPDATE SET shift = excluded.shift
RETURNING desk_id

-- name: notify
-- $1 channel, $2 desk.
SELECT pg_notify($1::text, ($2::bigint)::text)

-- name: grow_stale
-- Has one of our tables grown fourfold since its statistics were made?
-- By its size: the counters of changes come a second late.  Statistics that
-- know of no row are of a moment when the first ones were not committed.
SELECT EXISTS (SELECT FROM unnest(ARRAY['mail', 'ticket', 'outbox']) u (name)
		 JOIN pg_class c ON c.oid = u.name::regclass
		WHERE pg_relation_size(c.oid) / current_setting('block_size')::int
		      > 1 + 4 * CASE WHEN c.reltuples > 0
				     THEN c.relpages ELSE 0 END)

-- name: grow_sample
-- Of some thousand rows in this transaction, not of thirty thousand: who waits
-- for it works on, and autovacuum looks closer soon.
SELECT set_config('default_statistics_target', '10', true)

-- name: grow_analyze
-- Of the widest what is looked up: texts and their words are read in full for
-- it, which costs more than all the rest.
ANALYZE mail (desk_id, id, mailbox_id, epoch, item, received, sha256, silent,
	      state, disposition, ended, ticket_id, author, message_id,
	      answer, retire, retired, shape, cleared, removed),
	mail_raw (desk_id, mail_id, chunk), attachment,
	trace (desk_id, mail_id, run), ticket, tag, participant, relation,
	message (desk_id, id, ticket_id, mail_id, direction, created), mention,
	event, contact, address, outbox, outbox_body (desk_id, id), attempt,
	response
