-- 0002-threads.sql - which ticket a mail belongs to, and mending that by hand.
--
-- A merged ticket stays as it is and names the one that it went into: what
-- was said in it is read there, and taking the merge back moves nothing.

ALTER TABLE ticket
	ADD merged_into bigint,
	ADD closed timestamptz,
	ADD FOREIGN KEY (desk_id, merged_into) REFERENCES ticket,
	ADD CHECK (merged_into <> id);
COMMENT ON COLUMN ticket.merged_into IS 'The ticket that it is part of now; null: its own';
COMMENT ON COLUMN ticket.closed IS 'Since when; null: not closed';
CREATE INDEX ticket_merged ON ticket (desk_id, merged_into)
	WHERE merged_into IS NOT NULL;

-- Evidence for a ticket besides Message-IDs.
CREATE TABLE clue (
	desk_id		bigint NOT NULL,
	kind		text NOT NULL CHECK (kind IN
			('thread-index', 'foreign-id', 'subject',
			 'subject-from')),
	key		text NOT NULL,
	ticket_id	bigint NOT NULL,
	at		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, kind, key, ticket_id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE clue IS 'What else leads to a ticket: conversation ids, ids of other systems, base subjects';
COMMENT ON COLUMN clue.key IS 'The id, or a digest of the base subject (and of its sender)';
COMMENT ON COLUMN clue.at IS 'When it was last seen';

ALTER TABLE relation
	ADD kind text NOT NULL DEFAULT 'related' CHECK (kind IN
			('related', 'child', 'apart')),
	DROP CONSTRAINT relation_pkey,
	ADD PRIMARY KEY (desk_id, ticket_id, other_id, kind);
COMMENT ON COLUMN relation.kind IS 'related: a guess; child: a new subject in an answer; apart: a person said that they are two';

ALTER TABLE event DROP CONSTRAINT event_kind_check;
ALTER TABLE event ADD CONSTRAINT event_kind_check CHECK (kind IN
			('created', 'received', 'pending-join', 'duplicate',
			 'reopened', 'classified', 'answered', 'not-answered',
			 'bounced', 'related', 'noted', 'child', 'thanked',
			 'admitted', 'merged', 'unmerged', 'split', 'closed',
			 'assigned', 'field', 'notified'));
