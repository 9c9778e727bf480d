-- 0013-notification.sql - what agents are to be told.

CREATE TABLE notification (
	desk_id		bigint NOT NULL,
	address		text NOT NULL,
	ticket_id	bigint NOT NULL,
	mail_id		bigint NOT NULL,
	kind		text NOT NULL CHECK (kind IN
			('new-ticket', 'answer', 'assigned', 'pending-join',
			 'undelivered', 'rule')),
	because		text NOT NULL,
	created		timestamptz NOT NULL,
	due		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, address, ticket_id, mail_id, kind),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE notification IS 'What an agent is to be told of a ticket; gone once the mail that tells it is in the outbox';
COMMENT ON COLUMN notification.address IS 'The agent''s, lower case';
COMMENT ON COLUMN notification.mail_id IS 'The mail it is about, 0: none';
COMMENT ON COLUMN notification.because IS 'The rule or verdict behind it';
COMMENT ON COLUMN notification.due IS 'Not before: her hours, her digest';
CREATE INDEX notification_due ON notification (desk_id, due);

-- Other tickets of the same customer, and of his organisation.
CREATE INDEX ticket_open_requester ON ticket (desk_id, requester_address, id)
	WHERE state <> 'closed';
CREATE INDEX ticket_open_domain
	ON ticket (desk_id, split_part(requester_address, '@', 2), id)
	WHERE state <> 'closed';
