-- 0026-pieces.sql - a large mail is written while it comes.
--
-- Its row holds the digest of its bytes, so the row is written last, in the
-- same transaction.

ALTER TABLE mail_raw RENAME CONSTRAINT mail_raw_desk_id_mail_id_fkey
	TO mail_raw_mail;
ALTER TABLE mail_raw ALTER CONSTRAINT mail_raw_mail
	DEFERRABLE INITIALLY IMMEDIATE;
