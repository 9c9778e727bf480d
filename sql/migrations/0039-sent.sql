-- 0039-sent.sql - what a mail that left costs after it was composed.

-- Most mails are taken at the first attempt, and its row said once more what
-- that of the mail says: only what did not end as sent is written apart now.
-- Nothing that was sent is ever anything else again.
CREATE VIEW v_attempt AS
SELECT desk_id, outbox_id, attempt, at, result, code, reply FROM attempt
UNION ALL
SELECT o.desk_id, o.id, o.attempts, o.ended, o.state, o.code, o.reply
  FROM outbox o
 WHERE o.state = 'sent'
   AND NOT EXISTS (SELECT FROM attempt a
		    WHERE a.desk_id = o.desk_id AND a.outbox_id = o.id
		      AND a.attempt = o.attempts);
COMMENT ON VIEW v_attempt IS 'Each attempt to send a mail, the one that succeeded too';

-- A body is written with the mail that it is of, and emptied, never deleted.
ALTER TABLE outbox DROP CONSTRAINT outbox_desk_id_body_id_fkey;
