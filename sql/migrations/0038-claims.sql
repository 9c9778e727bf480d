-- 0038-claims.sql - a claim is one row, not a new version of each of its mails.
--
-- What a batch takes is told by one row with its numbers.  Whoever comes next
-- leaves those alone; when the holder is gone, or its time is over, the row goes
-- and each of its mails that has no end has been tried once more.
CREATE TABLE claim (
	desk_id		bigint NOT NULL,
	first		bigint NOT NULL,
	id		bigint NOT NULL,
	holder		bigint NOT NULL,
	lease		timestamptz NOT NULL,
	mails		bigint[] NOT NULL,
	PRIMARY KEY (desk_id, first, id)
);
COMMENT ON TABLE claim IS 'Mails that a worker has taken and that have no end yet';
COMMENT ON COLUMN claim.first IS 'The first of them; 0: the row by which claims take turns';
COMMENT ON COLUMN claim.holder IS 'The connection, while it lives';
COMMENT ON COLUMN mail.attempts IS 'How often it was tried: a claim counts when it is over';

ALTER TABLE mail DROP COLUMN lease, DROP COLUMN holder;
