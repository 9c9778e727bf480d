-- 0012-drafts.sql - mail that claims an agent's powers and lacks the proof.

CREATE TABLE draft (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	ticket_id	bigint,
	mail_id		bigint NOT NULL,
	agent		text NOT NULL,
	why		text NOT NULL,
	text		text COMPRESSION lz4 NOT NULL,
	above		bigint NOT NULL,
	words		text COMPRESSION lz4 NOT NULL,
	attachments	integer NOT NULL,
	asked		boolean NOT NULL,
	state		text NOT NULL DEFAULT 'held' CHECK (state IN
			('held', 'sent', 'dropped')),
	created		timestamptz NOT NULL,
	ended		timestamptz,
	PRIMARY KEY (desk_id, id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket,
	CHECK ((state = 'held') = (ended IS NULL))
);
COMMENT ON TABLE draft IS 'Words in the name of an agent that wait for the agent''s yes';
COMMENT ON COLUMN draft.why IS 'What it lacked, a word of PROOF_VERDICTS';
COMMENT ON COLUMN draft.above IS 'So many bytes of the text may hold commands';
COMMENT ON COLUMN draft.words IS 'What goes to customers, below the commands';
COMMENT ON COLUMN draft.asked IS 'The agent was sent a mail about it';
CREATE INDEX draft_held ON draft (desk_id, id) WHERE state = 'held';
CREATE INDEX draft_asked ON draft (desk_id, created) WHERE asked;

REVOKE UPDATE ON draft FROM CURRENT_USER;
GRANT UPDATE (state, ended) ON draft TO CURRENT_USER;

CREATE TABLE mute (
	desk_id		bigint NOT NULL REFERENCES desk,
	address		text NOT NULL,
	outbox_id	bigint NOT NULL,
	since		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, address)
);
COMMENT ON TABLE mute IS 'Nothing is told to these any more: it came back; until they write';

ALTER TABLE mail DROP CONSTRAINT mail_disposition_check;
ALTER TABLE mail ADD CONSTRAINT mail_disposition_check CHECK (disposition IN
			('ticketed', 'joined', 'pending-join', 'duplicate',
			 'bounce-recorded', 'noted', 'quarantined', 'dropped',
			 'drafted'));
