-- draft.sql - words that wait for an agent's yes.

-- name: history_drafts
-- $2 ids that agents' answers name.
SELECT d.id, d.ticket_id, d.mail_id, d.agent, d.text, d.above, d.words,
       d.state, d.created, d.why
  FROM (SELECT DISTINCT unnest($2::bigint[]) AS id) u
  CROSS JOIN LATERAL (
	SELECT * FROM draft WHERE desk_id = $1 AND id = u.id LIMIT 1) d

-- name: history_asked
-- How often each agent was asked about one in the last hour.
SELECT a.agent, count(*)
  FROM (SELECT agent FROM draft
	 WHERE desk_id = $1 AND asked
	   AND created > (SELECT postdesk_now()) - interval '1 hour'
	 ORDER BY created DESC LIMIT 1000) a
 GROUP BY a.agent

-- name: commit_drafts
-- id, ticket, mail, agent, why, text, above, words, attachments, asked, now.
INSERT INTO draft (desk_id, id, ticket_id, mail_id, agent, why, text, above,
		   words, attachments, asked, created)
SELECT $1, u.*
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[],
	      $6::text[], $7::text[], $8::bigint[], $9::text[], $10::bigint[],
	      $11::boolean[], $12::timestamptz[]) u

-- name: commit_settlements
-- id, state, now: once, and only what is held.
UPDATE draft d SET state = u.state, ended = u.now
  FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) u (id, state, now)
 WHERE d.desk_id = $1 AND d.id = u.id AND d.state = 'held'

-- name: drafts
-- $2 those too that ended, $3 one of them (0: all), $4 most: the newest.
SELECT d.id, d.mail_id, t.number, d.agent, d.why, d.state, d.text, d.words,
       d.attachments, d.asked, d.created, d.ended, d.above
  FROM draft d
  LEFT JOIN ticket t ON t.desk_id = $1 AND t.id = d.ticket_id
 WHERE d.desk_id = $1 AND ($2::boolean OR d.state = 'held')
   AND ($3::bigint = 0 OR d.id = $3::bigint)
 ORDER BY d.id DESC LIMIT $4::bigint

-- name: history_mutes
-- Who is told nothing any more.
SELECT address FROM mute WHERE desk_id = $1 ORDER BY address LIMIT 1000

-- name: commit_mutes
-- outbox, hard, now: what told somebody came back for good.
INSERT INTO mute (desk_id, address, outbox_id, since)
SELECT $1, o.address, o.id, u.now
  FROM unnest($2::bigint[], $3::boolean[], $4::timestamptz[])
       u (id, hard, now)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id
 WHERE u.hard AND o.class = 'admin'
 ORDER BY o.address
ON CONFLICT (desk_id, address) DO NOTHING

-- name: commit_unmutes
-- address: it wrote.
DELETE FROM mute m
 USING unnest($2::text[]) u (address)
 WHERE m.desk_id = $1 AND m.address = u.address

-- name: mutes
-- Those, and whom the operator was told of before.
SELECT m.address, true FROM mute m WHERE m.desk_id = $1
UNION ALL
SELECT substr(f.kind, length($2::text) + 1), false FROM fault f
 WHERE f.desk_id = $1 AND f.over IS NULL AND starts_with(f.kind, $2::text)
   AND NOT EXISTS (SELECT FROM mute m
		    WHERE m.desk_id = $1
		      AND m.address = substr(f.kind, length($2::text) + 1))
 ORDER BY 1 LIMIT 100
