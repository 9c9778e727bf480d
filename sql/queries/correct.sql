-- correct.sql - what a person puts right: what must be known for it, and its
-- part of the one write.  $1 is the desk.

-- name: correct_mail
-- $2 mail: where it stands, the number of its ticket, and what rules said.
SELECT m.id, m.ticket_id, coalesce(m.disposition, ''), m.origin, t.number,
       (x.facts::json->>'score')::bigint, x.facts::json->>'urgency',
       array_to_string(m.rules, E'\n')
  FROM mail m
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = m.ticket_id
  LEFT JOIN LATERAL (
	SELECT facts FROM trace
	 WHERE desk_id = $1 AND mail_id = m.id
	 ORDER BY run DESC LIMIT 1) x ON true
 WHERE m.desk_id = $1 AND m.id = $2::bigint

-- name: correct_messages
-- $2 numbers of tickets, $3 most, $4 bytes: the newest messages of each
-- ticket and of those that are one with it, oldest first, with the beginnings
-- of their mails; and what rules said of those that are held.
SELECT u.number, m.id, m.ticket_id, m.mail_id, m.direction, m.message_id,
       m.from_address, m.from_name, m.subject, m.language, a.contact_id,
       coalesce(l.disposition = 'pending-join', false),
       CASE WHEN m.direction = 'out' THEN ''::bytea
	    ELSE substr(r.bytes, 1, $4::bigint::integer) END,
       l.origin, (x.facts::json->>'score')::bigint, x.facts::json->>'urgency',
       array_to_string(l.rules, E'\n'), l.ticket_id
  FROM (SELECT DISTINCT unnest($2::bigint[]) AS number) u
  CROSS JOIN LATERAL (
	WITH RECURSIVE family (id) AS (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = u.number
		UNION
		SELECT x.id
		  FROM family f
		  CROSS JOIN LATERAL (
			SELECT merged_into AS id FROM ticket
			 WHERE desk_id = $1 AND id = f.id
			   AND merged_into IS NOT NULL
			UNION ALL
			(SELECT id FROM ticket
			  WHERE desk_id = $1 AND merged_into = f.id
			  ORDER BY id LIMIT 100)) x
	)
	SELECT n.* FROM family f
	  JOIN message n ON n.desk_id = $1 AND n.ticket_id = f.id
	 ORDER BY n.created DESC, n.id DESC LIMIT $3::bigint) m
  LEFT JOIN mail l ON l.desk_id = $1 AND l.id = m.mail_id
  LEFT JOIN address a ON a.desk_id = $1 AND a.address = lower(m.from_address)
  LEFT JOIN mail_raw r ON r.desk_id = $1 AND r.mail_id = m.mail_id
   AND r.chunk = 0
  LEFT JOIN LATERAL (
	SELECT facts FROM trace
	 WHERE desk_id = $1 AND mail_id = l.id
	   AND l.disposition = 'pending-join'
	 ORDER BY run DESC LIMIT 1) x ON true
 ORDER BY u.number, m.created, m.id

-- name: commit_moves
-- message, ticket, direction.
UPDATE message m SET ticket_id = u.ticket, direction = u.direction
  FROM unnest($2::bigint[], $3::bigint[], $4::text[])
       u (id, ticket, direction)
 WHERE m.desk_id = $1 AND m.id = u.id

-- name: commit_mail_moves
-- mail, its ticket, the new one.
UPDATE mail m SET ticket_id = u.ticket
  FROM (SELECT DISTINCT id, was, ticket
	  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
	       x (id, was, ticket)) u
 WHERE m.desk_id = $1 AND m.id = u.id AND m.ticket_id = u.was

-- name: commit_mention_moves
-- Message-ID, its ticket, the new one, where it may be known too.
WITH gone AS (
	DELETE FROM mention m
	 USING unnest($2::text[], $3::bigint[], $4::bigint[])
	       u (message_id, was, ticket)
	 WHERE m.desk_id = $1 AND m.message_id = u.message_id
	   AND m.ticket_id = u.was
	RETURNING m.message_id, u.ticket, m.ours, m.automatic, m.received,
		  m.branch
)
INSERT INTO mention AS m (desk_id, message_id, ticket_id, ours, automatic,
			  received, branch)
SELECT $1::bigint, g.message_id, g.ticket, bool_or(g.ours),
       bool_or(g.automatic), bool_or(g.received),
       CASE WHEN min(g.branch) = max(g.branch) THEN min(g.branch) ELSE '' END
  FROM gone g
 GROUP BY g.message_id, g.ticket
 ORDER BY g.message_id, g.ticket
ON CONFLICT (desk_id, message_id, ticket_id) DO UPDATE
   SET ours = m.ours OR excluded.ours,
       automatic = m.automatic OR excluded.automatic,
       received = m.received OR excluded.received,
       branch = CASE WHEN m.branch = excluded.branch THEN m.branch ELSE '' END

-- name: commit_clue_moves
-- kind, key, its ticket, the new one, where it may be known too.
WITH gone AS (
	DELETE FROM clue c
	 USING unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])
	       u (kind, key, was, ticket)
	 WHERE c.desk_id = $1 AND c.kind = u.kind AND c.key = u.key
	   AND c.ticket_id = u.was
	RETURNING c.kind, c.key, u.ticket, c.at
)
INSERT INTO clue AS c (desk_id, kind, key, ticket_id, at)
SELECT $1::bigint, g.kind, g.key, g.ticket, max(g.at)
  FROM gone g
 GROUP BY g.kind, g.key, g.ticket
 ORDER BY g.kind, g.key, g.ticket
ON CONFLICT (desk_id, kind, key, ticket_id) DO UPDATE
   SET at = greatest(c.at, excluded.at)

-- name: commit_admissions
-- mail, disposition, reason: what was held is held no longer.
UPDATE mail m SET disposition = u.disposition, reason = u.reason
  FROM unnest($2::bigint[], $3::text[], $4::text[])
       u (id, disposition, reason)
 WHERE m.desk_id = $1 AND m.id = u.id AND m.disposition = 'pending-join'
