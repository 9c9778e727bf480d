-- 0009-wishes.sql - what customers say with one tap, and what was offered.

ALTER TABLE ticket ADD quiet timestamptz;
COMMENT ON COLUMN ticket.quiet IS 'Since then the customer wants no automatic mail in it';

CREATE TABLE offer (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	place		integer NOT NULL,
	article		text NOT NULL,
	offered		timestamptz NOT NULL,
	solved		timestamptz,
	PRIMARY KEY (desk_id, ticket_id, article),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket ON DELETE CASCADE
);
COMMENT ON TABLE offer IS 'Articles that stood in the acknowledgement of a ticket';
COMMENT ON COLUMN offer.place IS 'From 1, as the customer saw them';
COMMENT ON COLUMN offer.solved IS 'The customer said that it helped';

CREATE TABLE score (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	score		integer NOT NULL CHECK (score BETWEEN 1 AND 5),
	given		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, ticket_id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket ON DELETE CASCADE
);
COMMENT ON TABLE score IS 'How content the customer was, 5 is best; the last score counts';
CREATE INDEX score_given ON score (desk_id, given);
