-- report.sql - what people look at.  $1 is the desk; '' stands for any.

-- name: report_tickets
-- $2 state, $3 queue, $4 urgency, $5 limit, $6 number (null: any).
SELECT t.id, t.number, t.state, t.urgency, t.queue, t.subject,
       t.requester_address, t.language, t.score, t.tier,
       (SELECT string_agg(tag, E'\n' ORDER BY tag) FROM tag g
	 WHERE g.desk_id = $1 AND g.ticket_id = t.id),
       (SELECT count(*) FROM message m
	 WHERE m.desk_id = $1 AND m.ticket_id = t.id),
       t.created, t.updated,
       (SELECT number FROM ticket i
	 WHERE i.desk_id = $1 AND i.id = t.merged_into),
       (SELECT count(*) FROM message m
	  JOIN mail l ON l.desk_id = $1 AND l.id = m.mail_id
	 WHERE m.desk_id = $1 AND m.ticket_id = t.id
	   AND m.direction = 'note' AND l.disposition = 'pending-join'),
       t.agent, t.reasons,
       (SELECT string_agg(name || ': ' || value, E'\n' ORDER BY name)
	  FROM field f WHERE f.desk_id = $1 AND f.ticket_id = t.id)
  FROM ticket t
 WHERE t.desk_id = $1
   AND ($2::text = '' OR t.state = $2::text)
   AND ($3::text = '' OR t.queue = $3::text)
   AND ($4::text = '' OR t.urgency = $4::text)
   AND ($6::bigint IS NULL OR t.number = $6::bigint)
 ORDER BY t.updated DESC, t.number DESC LIMIT $5::bigint

-- name: report_tickets_text
-- The same, and $6 words (search_query()): a statement of its own, for what is
-- found by its words must not be looked for among all tickets.
SELECT t.id, t.number, t.state, t.urgency, t.queue, t.subject,
       t.requester_address, t.language, t.score, t.tier,
       (SELECT string_agg(tag, E'\n' ORDER BY tag) FROM tag g
	 WHERE g.desk_id = $1 AND g.ticket_id = t.id),
       (SELECT count(*) FROM message m
	 WHERE m.desk_id = $1 AND m.ticket_id = t.id),
       t.created, t.updated,
       (SELECT number FROM ticket i
	 WHERE i.desk_id = $1 AND i.id = t.merged_into),
       (SELECT count(*) FROM message m
	  JOIN mail l ON l.desk_id = $1 AND l.id = m.mail_id
	 WHERE m.desk_id = $1 AND m.ticket_id = t.id
	   AND m.direction = 'note' AND l.disposition = 'pending-join'),
       t.agent, t.reasons,
       (SELECT string_agg(name || ': ' || value, E'\n' ORDER BY name)
	  FROM field f WHERE f.desk_id = $1 AND f.ticket_id = t.id)
  FROM (SELECT DISTINCT m.ticket_id FROM message m
	 WHERE m.desk_id = $1
	   AND m.words @@ $6::text::tsquery) f
  JOIN ticket t ON t.desk_id = $1 AND t.id = f.ticket_id
 WHERE ($2::text = '' OR t.state = $2::text)
   AND ($3::text = '' OR t.queue = $3::text)
   AND ($4::text = '' OR t.urgency = $4::text)
 ORDER BY t.updated DESC, t.number DESC LIMIT $5::bigint

-- name: report_family
-- $2 ticket number: it, and all that are part of it, however far down.
WITH RECURSIVE family (id, number) AS (
	SELECT id, number FROM ticket
	 WHERE desk_id = $1 AND number = $2::bigint
	UNION
	SELECT t.id, t.number
	  FROM family f
	  JOIN ticket t ON t.desk_id = $1 AND t.merged_into = f.id
)
SELECT id, number FROM family ORDER BY number

-- name: report_participants
-- $2 tickets: who takes part in one of them.
SELECT p.address
  FROM unnest($2::bigint[]) f (id)
  JOIN participant p ON p.desk_id = $1 AND p.ticket_id = f.id
 GROUP BY p.address
 ORDER BY min(p.added), p.address

-- name: report_messages
-- $2 tickets.
SELECT m.id, m.mail_id, m.direction, m.from_address, m.from_name, m.subject,
       m.text, postdesk_visible(m.text, m.visible, m.shown), m.language,
       m.unverified,
       coalesce(l.disposition = 'pending-join', false), m.created, t.number
  FROM unnest($2::bigint[]) f (id)
  JOIN ticket t ON t.desk_id = $1 AND t.id = f.id
  JOIN message m ON m.desk_id = $1 AND m.ticket_id = f.id
  LEFT JOIN mail l ON l.desk_id = $1 AND l.id = m.mail_id
 ORDER BY m.created, m.id

-- name: report_events
-- $2 tickets.
SELECT e.mail_id, e.kind, e.word, e.detail, e.at, t.number, e.id
  FROM unnest($2::bigint[]) f (id)
  JOIN ticket t ON t.desk_id = $1 AND t.id = f.id
  JOIN event e ON e.desk_id = $1 AND e.ticket_id = f.id
 ORDER BY e.at, e.id

-- name: report_ticket_attachments
-- $2 tickets.
SELECT a.mail_id, a.part, a.name, a.type, a.encoding, a.raw_offset,
       a.raw_length, a.size, a.sha256
  FROM (SELECT DISTINCT m.mail_id
	  FROM unnest($2::bigint[]) f (id)
	  JOIN message m ON m.desk_id = $1 AND m.ticket_id = f.id) m
  JOIN attachment a ON a.desk_id = $1 AND a.mail_id = m.mail_id
 ORDER BY a.mail_id, a.part

-- name: report_ticket_outgoing
-- $2 tickets: the columns of report_outbox.
SELECT o.id, t.number, o.class, o.state, o.rcpt_to, b.subject, b.text,
       o.template, o.language, o.because, b.message_id, o.reply, o.code,
       o.attempts, o.bounced, o.created, o.due, o.ended
  FROM unnest($2::bigint[]) f (id)
  JOIN ticket t ON t.desk_id = $1 AND t.id = f.id
  JOIN outbox o ON o.desk_id = $1 AND o.ticket_id = f.id
  JOIN outbox_body b ON b.desk_id = $1 AND b.id = o.body_id
 ORDER BY o.created, o.id

-- name: report_relations
-- $2 ticket number: tickets on either side, how they are related, and whether
-- this one is the child.
SELECT DISTINCT o.number, r.kind, r.kind = 'child' AND r.ticket_id = t.id
  FROM ticket t
  JOIN relation r ON r.desk_id = $1 AND t.id IN (r.ticket_id, r.other_id)
  JOIN ticket o ON o.desk_id = $1
   AND o.id = CASE WHEN r.ticket_id = t.id THEN r.other_id
		   ELSE r.ticket_id END
 WHERE t.desk_id = $1 AND t.number = $2::bigint
 ORDER BY o.number, r.kind

-- name: report_mails
-- $2 state, $3 disposition, $4 only unparsed, $5 limit.
SELECT m.id, m.item, t.number, b.name, m.state, m.disposition, m.how, m.reason,
       m.author, m.subject, m.message_id, m.origin, m.answer, m.retire, m.size,
       m.attempts, m.truncated, m.silent, m.released, m.unparsed, m.received,
       m.added, m.ended, m.sha256, array_to_string(m.rules, E'\n'),
       m.removed, m.erased
  FROM mail m
  JOIN mailbox b ON b.desk_id = $1 AND b.id = m.mailbox_id
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = m.ticket_id
 WHERE m.desk_id = $1
   AND ($2::text = '' OR m.state = $2::text)
   AND ($3::text = '' OR m.disposition = $3::text)
   AND (NOT $4::boolean OR m.unparsed)
 ORDER BY m.id DESC LIMIT $5::bigint

-- name: report_mail
-- $2 mail: the same columns.
SELECT m.id, m.item, t.number, b.name, m.state, m.disposition, m.how, m.reason,
       m.author, m.subject, m.message_id, m.origin, m.answer, m.retire, m.size,
       m.attempts, m.truncated, m.silent, m.released, m.unparsed, m.received,
       m.added, m.ended, m.sha256, array_to_string(m.rules, E'\n'),
       m.removed, m.erased
  FROM mail m
  JOIN mailbox b ON b.desk_id = $1 AND b.id = m.mailbox_id
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = m.ticket_id
 WHERE m.desk_id = $1 AND m.id = $2::bigint

-- name: report_traces
-- $2 mail.
SELECT at, ruleset, facts FROM trace
 WHERE desk_id = $1 AND mail_id = $2::bigint
 ORDER BY run

-- name: report_mail_attachments
-- $2 mail: the columns of report_ticket_attachments.
SELECT mail_id, part, name, type, encoding, raw_offset, raw_length, size,
       sha256
  FROM attachment
 WHERE desk_id = $1 AND mail_id = $2::bigint
 ORDER BY part

-- name: report_outbox
-- $2 state, $3 class, $4 ticket number, $5 domain, $6 limit.
SELECT o.id, t.number, o.class, o.state, o.rcpt_to, b.subject, b.text,
       o.template, o.language, o.because, b.message_id, o.reply, o.code,
       o.attempts, o.bounced, o.created, o.due, o.ended
  FROM outbox o
  JOIN outbox_body b ON b.desk_id = $1 AND b.id = o.body_id
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = o.ticket_id
 WHERE o.desk_id = $1 AND ($2::text = '' OR o.state = $2::text)
   AND ($3::text = '' OR o.class = $3::text)
   AND ($4::bigint = 0 OR t.number = $4::bigint)
   AND ($5::text = '' OR o.domain = $5::text)
 ORDER BY o.id DESC LIMIT $6::bigint

-- name: report_standstill
-- Why mail does not leave, and until when.
SELECT words, until FROM outbox_pause
 WHERE desk_id = $1 AND until IS NOT NULL

-- name: report_outgoing
-- $2 id: the columns of report_outbox, and the bytes.
SELECT o.id, t.number, o.class, o.state, o.rcpt_to, b.subject, b.text,
       o.template, o.language, o.because, b.message_id, o.reply, o.code,
       o.attempts, o.bounced, o.created, o.due, o.ended, b.bytes
  FROM outbox o
  JOIN outbox_body b ON b.desk_id = $1 AND b.id = o.body_id
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = o.ticket_id
 WHERE o.desk_id = $1 AND o.id = $2::bigint

-- name: report_attempts
-- $2 id in the outbox.
SELECT attempt, at, result, code, reply FROM v_attempt
 WHERE desk_id = $1 AND outbox_id = $2::bigint
 ORDER BY attempt

-- name: report_desk
SELECT autos, activated, coalesce(ruleset, 0), breaker_since, breaker_until,
       breaker_why, postdesk_now()
  FROM desk WHERE desk_id = $1

-- name: report_heads
-- $2 limit, $3 bytes: how the newest mails begin.
SELECT m.id, substr(r.bytes, 1, $3::bigint::integer)
  FROM (SELECT id FROM mail WHERE desk_id = $1
	 ORDER BY id DESC LIMIT $2::bigint) m
  JOIN mail_raw r ON r.desk_id = $1 AND r.mail_id = m.id AND r.chunk = 0
 ORDER BY m.id DESC

-- name: report_arrived
-- $2 Message-ID: the mail that came first under it.
SELECT id FROM mail
 WHERE desk_id = $1 AND message_id = $2::text AND message_id <> ''
 ORDER BY id LIMIT 1
