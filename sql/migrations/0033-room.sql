-- 0033-room.sql - as much room beside a mail as its versions need.
--
-- With half a page for them fewer pages are begun, and cleared, than with more;
-- with less, claims and departures go to other pages, and into all indexes.
ALTER TABLE mail SET (fillfactor = 50);
