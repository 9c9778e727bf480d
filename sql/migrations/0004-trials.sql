-- 0004-trials.sql - rules on trial, and which version was active when.
--
-- A shadow is a version that judges new mail beside the active one; what it
-- would have decided otherwise is recorded, and nothing else happens.

CREATE TABLE activation (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	version		bigint NOT NULL,
	way		text NOT NULL CHECK (way IN
			('published', 'promoted', 'rolled-back')),
	author		text NOT NULL,
	at		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id),
	FOREIGN KEY (desk_id, version) REFERENCES ruleset
);
COMMENT ON TABLE activation IS 'When a version of the rules became the active one, and by whom';

INSERT INTO activation (desk_id, id, version, way, author, at)
SELECT r.desk_id, -r.version, r.version, 'published', r.author, r.created
  FROM ruleset r;

CREATE TABLE shadow (
	desk_id		bigint NOT NULL,
	version		bigint NOT NULL,
	author		text NOT NULL,
	started		timestamptz NOT NULL,
	ended		timestamptz,
	seen		timestamptz NOT NULL,
	mails		bigint NOT NULL DEFAULT 0,
	changed		bigint NOT NULL DEFAULT 0,
	spent		bigint NOT NULL DEFAULT 0,
	fault		text NOT NULL DEFAULT '',
	lease		timestamptz,
	holder		bigint,
	PRIMARY KEY (desk_id, version),
	FOREIGN KEY (desk_id, version) REFERENCES ruleset
);
COMMENT ON TABLE shadow IS 'A version of the rules that runs beside the active one';
COMMENT ON COLUMN shadow.seen IS 'Mail that was decided before has had its turn';
COMMENT ON COLUMN shadow.spent IS 'Time of the reader on it, in microseconds';
COMMENT ON COLUMN shadow.fault IS 'What went wrong last; empty: nothing';
CREATE UNIQUE INDEX shadow_running ON shadow (desk_id) WHERE ended IS NULL;

CREATE TABLE shadow_mail (
	desk_id		bigint NOT NULL,
	version		bigint NOT NULL,
	mail_id		bigint NOT NULL,
	against		bigint NOT NULL,
	at		timestamptz NOT NULL,
	grounds		bigint NOT NULL,
	changed		bigint NOT NULL,
	before		text COMPRESSION lz4 NOT NULL,
	after		text COMPRESSION lz4 NOT NULL,
	PRIMARY KEY (desk_id, version, mail_id),
	FOREIGN KEY (desk_id, version) REFERENCES shadow ON DELETE CASCADE,
	FOREIGN KEY (desk_id, mail_id) REFERENCES mail
);
COMMENT ON TABLE shadow_mail IS 'Mails that a shadow was tried on';
COMMENT ON COLUMN shadow_mail.against IS 'The active version then';
COMMENT ON COLUMN shadow_mail.changed IS 'A bit for each aspect that would have been another; 0: none';
COMMENT ON COLUMN shadow_mail.before IS 'All aspects, parted by U+001E; empty where none changed';

-- Trials go through mail in the order in which it was decided.
CREATE INDEX mail_ended ON mail (desk_id, ended, id) WHERE state = 'ended';

REVOKE UPDATE ON activation, shadow_mail FROM CURRENT_USER;
