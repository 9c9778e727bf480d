-- 0035-raw.sql - the bytes of a mail cost less to put down.
--
-- Each row looked its mail up and locked it, with a record in the log: an eighth
-- of what its bytes cost.  The statement that adds it asks whether its mail is
-- there, in the transaction that wrote the mail, and no mail is ever deleted; of
-- a large mail the bytes come first, and go with the transaction if its row does
-- not follow.
ALTER TABLE mail_raw DROP CONSTRAINT mail_raw_mail;

-- What fits into a page stays in it, compressed where that makes room for
-- another beside it: in pieces of 2 KB elsewhere, with an index of their own, it
-- costs more to write and to read.
ALTER TABLE mail_raw ALTER COLUMN bytes SET STORAGE MAIN;
ALTER TABLE mail_raw SET (toast_tuple_target = 6000);
