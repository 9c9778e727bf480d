-- 0042-departures.sql - what may leave its mailbox is told batch by batch.
--
-- For each mail a row was written to the queue, and deleted again, beside the
-- mark in its own row that says the same: a row of the queue names all mails of
-- a batch, and their own rows tell which of them are due still.
DROP TABLE departure;
CREATE TABLE departure (
	desk_id		bigint NOT NULL,
	mailbox_id	bigint NOT NULL,
	epoch		bigint NOT NULL,
	first		bigint NOT NULL,
	mails		bigint[] NOT NULL,
	PRIMARY KEY (desk_id, mailbox_id, epoch, first)
);
COMMENT ON TABLE departure IS 'Where to look for mails whose retire is due: they may leave their mailbox';
COMMENT ON COLUMN departure.first IS 'The first of them when their batch ended';
INSERT INTO departure (desk_id, mailbox_id, epoch, first, mails)
SELECT desk_id, mailbox_id, epoch, min(id), array_agg(id ORDER BY id)
  FROM (SELECT desk_id, mailbox_id, epoch, id,
	       (row_number() OVER (PARTITION BY desk_id, mailbox_id, epoch
				   ORDER BY id) - 1) / 200 AS block
	  FROM mail WHERE retire = 'due') m
 GROUP BY desk_id, mailbox_id, epoch, block;

-- A copy is looked for among mail that has its end: what is taken in is not in
-- this index before.
DROP INDEX mail_sha256;
CREATE INDEX mail_sha256 ON mail (desk_id, sha256, id)
	WHERE disposition IS NOT NULL;
