-- 0032-open.sql - what is on its way is found by what only its end changes.
--
-- The indexes knew the state of outgoing mail, so its mark was written to all
-- eight of them once more.

UPDATE outbox SET ended = created
 WHERE ended IS NULL AND state IN ('sent', 'failed', 'uncertain', 'cancelled');
ALTER TABLE outbox
	ADD CONSTRAINT outbox_open_until_ended CHECK
		((ended IS NULL) = (state IN ('held', 'queued', 'dot_sent'))),
	-- Nothing else can be taken back: it is found among mail of its class.
	ADD CONSTRAINT outbox_held_of_agents CHECK
		(state <> 'held' OR class = 'agent');
CREATE INDEX outbox_open ON outbox (desk_id, class, due, id)
	WHERE ended IS NULL;
DROP INDEX outbox_queued;
DROP INDEX outbox_dot_sent;
DROP INDEX outbox_held;
