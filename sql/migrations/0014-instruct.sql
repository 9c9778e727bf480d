-- 0014-instruct.sql - what agents do to tickets, and taking it back.

ALTER TABLE event ADD undo json COMPRESSION lz4;
COMMENT ON COLUMN event.undo IS 'What a step changed, before and after; null: it is none that can be taken back';
CREATE INDEX event_undo ON event (desk_id, ticket_id, id)
	WHERE undo IS NOT NULL;

ALTER TABLE ticket ADD until timestamptz;
COMMENT ON COLUMN ticket.until IS 'Pending till then; null: until the customer answers';
CREATE INDEX ticket_until ON ticket (desk_id, until) WHERE until IS NOT NULL;

-- Who has how much to do, and who served a customer last.
CREATE INDEX ticket_agent ON ticket (desk_id, agent)
	WHERE agent <> '' AND state <> 'closed';
CREATE INDEX ticket_served ON ticket (desk_id, requester_address, id)
	WHERE agent <> '';

ALTER TABLE address ADD spam timestamptz;
COMMENT ON COLUMN address.spam IS 'Since when an agent takes its mail for spam; null: nobody does';

ALTER TABLE notification DROP CONSTRAINT notification_kind_check;
ALTER TABLE notification ADD CONSTRAINT notification_kind_check CHECK (kind IN
			('new-ticket', 'answer', 'assigned', 'pending-join',
			 'undelivered', 'pending-over', 'rule'));
