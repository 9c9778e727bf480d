-- 0003-fields.sql - what rules do to a ticket besides sorting it.

ALTER TABLE ticket
	ADD agent text NOT NULL DEFAULT '',
	ADD reasons text NOT NULL DEFAULT '';
COMMENT ON COLUMN ticket.agent IS 'Address of the agent it is assigned to; empty: nobody';
COMMENT ON COLUMN ticket.reasons IS 'Why it is as urgent as it is: a line each';

CREATE TABLE field (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	name		text NOT NULL,
	value		text NOT NULL,
	set		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, ticket_id, name),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE field IS 'What rules caught in mails: order numbers and the like';
COMMENT ON COLUMN field.value IS 'As the sender wrote it: one line, at most 200 bytes';
COMMENT ON COLUMN field.set IS 'When it was last set';

-- How often a sender wrote lately.
CREATE INDEX mail_author ON mail (desk_id, author, received)
	WHERE author <> '';
-- How many notices of rules went out lately.
CREATE INDEX outbox_notice ON outbox (desk_id, created)
	WHERE class = 'admin';
