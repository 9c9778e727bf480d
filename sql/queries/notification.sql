-- notification.sql - tell agents what waits for them.  $1 is the desk.

-- name: notification_waiting
-- For whom something is due (for those to whom mail came back it waits until
-- they write), and how many mails of this kind each was sent
-- within the hour.
SELECT n.address,
       (SELECT count(*) FROM (
		SELECT FROM outbox o
		 WHERE o.desk_id = $1 AND o.class = 'admin'
		   AND o.dedupe_key LIKE 'agent/%' AND o.address = n.address
		   AND o.created > (SELECT postdesk_now()) - interval '1 hour'
		 LIMIT 1000) o)
  FROM (SELECT DISTINCT w.address FROM notification w
	 WHERE w.desk_id = $1 AND w.due <= (SELECT postdesk_now())
	   AND NOT EXISTS (SELECT FROM mute m
			    WHERE m.desk_id = $1 AND m.address = w.address)
	 ORDER BY w.address LIMIT 200) n
 ORDER BY n.address

-- name: notification_claim
-- $2 agent: all that is due, taken away; what else was told of these tickets
-- goes with it, since the mail tells of the ticket as it is.  As an array the
-- tickets are looked up; as a set that the planner takes for small, each would
-- be compared with each.
DELETE FROM notification n
 WHERE n.desk_id = $1 AND n.address = $2::text
   AND n.ticket_id = ANY (ARRAY(
	SELECT ticket_id FROM notification
	 WHERE desk_id = $1 AND address = $2::text
	   AND due <= (SELECT postdesk_now())))
RETURNING n.ticket_id, n.mail_id, n.kind, n.because, n.created, n.due

-- name: notification_put_off
-- $2 agent, $3 microseconds: later, and then all together.
UPDATE notification
   SET due = (SELECT postdesk_now()) + $3::bigint * interval '1 microsecond'
 WHERE desk_id = $1 AND address = $2::text
   AND due <= (SELECT postdesk_now())

-- name: notification_tickets
-- $2 tickets, $3 most: the most urgent first; by when an answer was promised
-- that is owed still.
SELECT t.id, t.number, t.state, t.subject, t.urgency, t.queue, t.tier, t.agent,
       t.reasons, t.language, t.requester_address, t.created,
       (SELECT r.promised FROM response r
	 WHERE r.desk_id = $1 AND r.ticket_id = t.id
	   AND r.answered IS NULL LIMIT 1)
  FROM unnest($2::bigint[]) u (id)
  CROSS JOIN LATERAL (SELECT * FROM ticket
		       WHERE desk_id = $1 AND id = u.id LIMIT 1) t
 ORDER BY array_position(ARRAY['critical', 'high', 'normal', 'low'],
			 t.urgency), t.number
 LIMIT $3::bigint

-- name: notification_said
-- $2 tickets, $3 most of each, $4 characters: what was said, newest first.
SELECT m.ticket_id, m.mail_id, m.direction, m.from_address, m.from_name,
       left(postdesk_visible(m.text, m.visible, m.shown),
	    $4::bigint::integer),
       m.created, m.unverified,
       (SELECT o.class FROM outbox o
	 WHERE o.desk_id = $1 AND o.ticket_id = m.ticket_id
	   AND o.message_row = m.id LIMIT 1) = 'automatic'
  FROM unnest($2::bigint[]) u (id)
  CROSS JOIN LATERAL (
	SELECT * FROM message
	 WHERE desk_id = $1 AND ticket_id = u.id
	 ORDER BY id DESC LIMIT $3::bigint) m
 ORDER BY m.ticket_id, m.id DESC

-- name: notification_others
-- $2 ticket, $3 address of its customer, $4 domains of his organisation, $5
-- most: what else is open of theirs.
SELECT o.number, o.state, o.urgency, o.subject, o.requester_address, o.updated
  FROM (SELECT id FROM ticket
	 WHERE desk_id = $1 AND requester_address = $3::text
	   AND state <> 'closed' AND $3::text <> ''
	UNION
	SELECT d.id
	  FROM unnest($4::text[]) x (domain)
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND state <> 'closed'
		   AND split_part(requester_address, '@', 2) = x.domain
		 ORDER BY id DESC LIMIT $5::bigint) d) a
  JOIN ticket o ON o.desk_id = $1 AND o.id = a.id
 WHERE o.id <> $2::bigint AND o.merged_into IS NULL
 ORDER BY o.requester_address <> $3::text, o.id DESC LIMIT $5::bigint

-- name: notification_files
-- $2 ticket: its attachments and those of tickets that are part of it,
-- numbered as `postdesk show` does.
WITH RECURSIVE family (id) AS (
	SELECT $2::bigint
	UNION
	SELECT t.id
	  FROM family f
	  JOIN ticket t ON t.desk_id = $1 AND t.merged_into = f.id
)
SELECT a.mail_id, a.part, a.name, a.type, a.encoding, a.raw_offset,
       a.raw_length, a.size
  FROM (SELECT DISTINCT x.mail_id
	  FROM family f
	  JOIN message x ON x.desk_id = $1 AND x.ticket_id = f.id) m
  JOIN attachment a ON a.desk_id = $1 AND a.mail_id = m.mail_id
 ORDER BY a.mail_id, a.part
