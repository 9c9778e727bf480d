-- 0025-lighter.sql - what a mail costs where it is written.

-- Most mails quote nothing, and the same words stood there twice.  With their
-- words in lz4 most messages fit into their row: no chunks beside it.
ALTER TABLE message
	ALTER visible DROP NOT NULL,
	ALTER words SET COMPRESSION lz4,
	SET (toast_tuple_target = 4080);
COMMENT ON COLUMN message.visible IS 'What was written now, without quotes; null: all of the text';

CREATE OR REPLACE VIEW v_message AS
SELECT m.desk_id, m.id, t.number AS ticket, m.direction, m.created,
       m.from_address, m.from_name, m.subject,
       coalesce(m.visible, m.text) AS visible, m.text, m.language,
       m.unverified, m.mail_id AS mail, m.message_id
  FROM message m
  JOIN ticket t ON t.desk_id = m.desk_id AND t.id = m.ticket_id;

-- A mail is written four times: taken in, claimed, ended, retired.  Only its
-- end changes what indexes know, so that the others shall touch none of them:
-- there is room for the next version of a row beside it, and what may leave
-- its mailbox is a queue of its own.
ALTER TABLE mail SET (fillfactor = 40);

CREATE TABLE departure (
	desk_id		bigint NOT NULL,
	mailbox_id	bigint NOT NULL,
	epoch		bigint NOT NULL,
	item		bigint NOT NULL,
	mail_id		bigint NOT NULL,
	PRIMARY KEY (desk_id, mailbox_id, epoch, item)
);
COMMENT ON TABLE departure IS 'Mails whose retire is due: they may leave their mailbox';
INSERT INTO departure (desk_id, mailbox_id, epoch, item, mail_id)
SELECT desk_id, mailbox_id, epoch, item, id FROM mail WHERE retire = 'due';

DROP INDEX mail_due;
DROP INDEX mail_moved;
CREATE INDEX mail_lying ON mail (desk_id, mailbox_id, ended)
	WHERE state = 'ended' AND cleared IS NULL;
