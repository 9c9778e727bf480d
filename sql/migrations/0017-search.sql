-- 0017-search.sql - words for searching come from the program.
--
-- It folds letters of every script, and has the words at a tenth of the price
-- of to_tsvector(), which was the dearest part of storing a mail.  What is
-- there stays: its words kept their accents, but for Greek ones.

ALTER TABLE message ALTER COLUMN words DROP EXPRESSION;
