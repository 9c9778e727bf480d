-- 0045-closer.sql - what is seen again is written in its place.
--
-- When a clue was last seen, and when a person last wrote, is in no index: with
-- room beside the row, what says so touches none.
ALTER TABLE clue SET (fillfactor = 60);
ALTER TABLE address SET (fillfactor = 60);
