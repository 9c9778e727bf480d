-- 0008-promises.sql - how long people wait for a first answer, and by when one
-- was promised to them.

CREATE TABLE response (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	queue		text NOT NULL,
	urgency		text NOT NULL CHECK (urgency IN
			('low', 'normal', 'high', 'critical')),
	ahead		integer NOT NULL,
	promised	timestamptz,
	created		timestamptz NOT NULL,
	answered	timestamptz,
	PRIMARY KEY (desk_id, ticket_id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE response IS 'Tickets of people: a first answer is owed to each, or was given';
COMMENT ON COLUMN response.queue IS 'As the ticket came; with the urgency it says what was to be expected then';
COMMENT ON COLUMN response.ahead IS 'Tickets as urgent that waited for one in the queue then';
COMMENT ON COLUMN response.promised IS 'By when the acknowledgement said; null: nothing was said';
COMMENT ON COLUMN response.answered IS 'When a server took the first answer of an agent';
CREATE INDEX response_kind ON response (desk_id, queue, urgency, created);
CREATE INDEX response_waits ON response (desk_id, created)
	WHERE answered IS NULL;

-- What was said and measured stays; only the answer comes later.
REVOKE UPDATE ON response FROM CURRENT_USER;
GRANT UPDATE (answered) ON response TO CURRENT_USER;

CREATE TABLE expectation (
	desk_id		bigint NOT NULL REFERENCES desk,
	queue		text NOT NULL,
	urgency		text NOT NULL CHECK (urgency IN
			('low', 'normal', 'high', 'critical')),
	ahead		integer NOT NULL,
	samples		integer NOT NULL,
	half		bigint,
	most		bigint,
	measured	timestamptz NOT NULL,
	PRIMARY KEY (desk_id, queue, urgency, ahead)
);
COMMENT ON TABLE expectation IS 'Working time until a first answer, measured, by how many waited';
COMMENT ON COLUMN expectation.ahead IS 'As many as that, or fewer than in the next row';
COMMENT ON COLUMN expectation.half IS 'Five in ten were answered within so many microseconds; null: too many still wait';
COMMENT ON COLUMN expectation.most IS 'Nine in ten';

CREATE TABLE queue_load (
	desk_id		bigint NOT NULL REFERENCES desk,
	queue		text NOT NULL,
	urgency		text NOT NULL CHECK (urgency IN
			('low', 'normal', 'high', 'critical')),
	tickets		bigint NOT NULL,
	counted		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, queue, urgency)
);
COMMENT ON TABLE queue_load IS 'Tickets of people that wait for a first answer, counted once a minute';

CREATE VIEW v_response AS
SELECT r.desk_id, d.name AS desk, t.number AS ticket, r.queue, r.urgency,
       r.ahead, r.created, r.promised, r.answered,
       CASE WHEN r.promised IS NULL THEN NULL
	    WHEN coalesce(r.answered, postdesk_now()) <= r.promised
		 THEN r.answered <= r.promised
	    ELSE false END AS kept
  FROM response r
  JOIN desk d ON d.desk_id = r.desk_id
  JOIN ticket t ON t.desk_id = r.desk_id AND t.id = r.ticket_id;
COMMENT ON VIEW v_response IS 'First answers: promised, given, kept (null: not promised, or still open)';
