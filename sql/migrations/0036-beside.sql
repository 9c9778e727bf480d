-- 0036-beside.sql - room for the mark beside the claim.
--
-- With half a page for the versions of outgoing mail a third of the marks went
-- to other pages, and so into all its indexes: what was composed and claimed
-- filled the page, and cannot be cleared while any transaction may see it.
ALTER TABLE outbox SET (fillfactor = 33);
