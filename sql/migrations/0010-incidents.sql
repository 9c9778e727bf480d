-- 0010-incidents.sql - faults that a desk knows of.

CREATE TABLE incident (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	queue		text NOT NULL,
	words		text NOT NULL,
	begun		timestamptz NOT NULL,
	author		text NOT NULL,
	until		timestamptz,
	ended		timestamptz,
	ended_by	text NOT NULL DEFAULT '',
	PRIMARY KEY (desk_id, id)
);
COMMENT ON TABLE incident IS 'While one runs, acknowledgements say that a fault is known';
COMMENT ON COLUMN incident.queue IS 'Of its tickets; empty: of all';
COMMENT ON COLUMN incident.words IS 'What is said of it: a line a language, "en Cards are refused."';
COMMENT ON COLUMN incident.until IS 'When it ends by itself; null: when somebody ends it';
COMMENT ON COLUMN incident.ended_by IS 'Empty: it ended by itself';
CREATE UNIQUE INDEX incident_running ON incident (desk_id, queue)
	WHERE ended IS NULL;

REVOKE UPDATE ON incident FROM CURRENT_USER;
GRANT UPDATE (ended, ended_by) ON incident TO CURRENT_USER;
