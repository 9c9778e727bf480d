-- 0044-sooner.sql - what holds up the desk while a mail is written.

-- The program writes this JSON itself, and it is looked into one mail at a time:
-- to parse it again was a third of what it cost to keep.
ALTER TABLE trace
	ALTER facts TYPE text,
	ALTER facts SET COMPRESSION lz4;
COMMENT ON COLUMN trace.facts IS 'JSON, as text';

-- Compared byte by byte, not by what a language takes for its order.
ALTER TABLE clue
	ALTER kind TYPE text COLLATE "C",
	ALTER key TYPE text COLLATE "C";
ALTER TABLE mention ALTER message_id TYPE text COLLATE "C";
