-- 0015-retention.sql - bytes that are not kept for ever, people who are
-- forgotten.

ALTER TABLE mail
	ADD removed timestamptz,
	ADD erased boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN mail.removed IS 'Since when its bytes are gone: by retention, or with the person';
COMMENT ON COLUMN mail.erased IS 'It held data of a person who was erased';
CREATE INDEX mail_kept ON mail (desk_id, disposition, ended)
	WHERE state = 'ended' AND removed IS NULL;

CREATE TABLE erasure (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	author		text NOT NULL,
	at		timestamptz NOT NULL,
	counts		json NOT NULL,
	PRIMARY KEY (desk_id, id)
);
COMMENT ON TABLE erasure IS 'That a person was erased, and who asked for it; not which one';
COMMENT ON COLUMN erasure.counts IS 'Rows that it touched, by table';
REVOKE UPDATE ON erasure FROM CURRENT_USER;
