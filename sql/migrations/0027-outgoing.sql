-- 0027-outgoing.sql - what it costs to send a mail.

-- A row is written three times: claimed, marked, ended.  To be claimed shall
-- change nothing that an index knows, and there is room beside the row.
ALTER TABLE outbox SET (fillfactor = 60);
DROP INDEX outbox_dot_sent;
CREATE INDEX outbox_dot_sent ON outbox (desk_id, id)
	WHERE state = 'dot_sent';
