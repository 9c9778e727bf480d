-- wish.sql - what customers were offered, and what they said with one tap.

-- name: wish_offers
-- ticket, place, article, now.
INSERT INTO offer (desk_id, ticket_id, place, article, offered)
SELECT $1, u.ticket, u.place, u.article, u.now
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
       u (ticket, place, article, now)
 ORDER BY u.ticket, u.article
ON CONFLICT (desk_id, ticket_id, article) DO NOTHING

-- name: wish_solved
-- ticket, article, now.
UPDATE offer o SET solved = u.now
  FROM unnest($2::bigint[], $3::text[], $4::timestamptz[])
       u (ticket, article, now)
 WHERE o.desk_id = $1 AND o.ticket_id = u.ticket AND o.article = u.article

-- name: wish_quiet
-- ticket, now.
UPDATE ticket t SET quiet = u.now
  FROM unnest($2::bigint[], $3::timestamptz[]) u (ticket, now)
 WHERE t.desk_id = $1 AND t.id = u.ticket AND t.quiet IS NULL

-- name: wish_scores
-- ticket, score, now: the last one counts.
INSERT INTO score AS s (desk_id, ticket_id, score, given)
SELECT $1::bigint, u.ticket, u.score, u.now
  FROM (SELECT DISTINCT ON (ticket) ticket, score, now
	  FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[])
	       WITH ORDINALITY x (ticket, score, now, place)
	 ORDER BY ticket, place DESC) u
 ORDER BY u.ticket
ON CONFLICT (desk_id, ticket_id) DO UPDATE
   SET score = excluded.score, given = excluded.given

-- name: survey_due
-- $2 microseconds since the end, $3 queues (none: all), $4 most, $5 what of
-- the end ("closed", "survey"), $6 for how much longer: closed by a person,
-- for a command has no mail and the word of a rule's close is among the rules
-- of its mail; not by the customer, and not said yet.
SELECT t.number, t.requester_address,
       EXISTS (SELECT FROM message m
		WHERE m.desk_id = $1 AND m.ticket_id = t.id
		  AND m.direction = 'in' AND NOT m.unverified
		  AND lower(m.from_address) = t.requester_address)
  FROM ticket t
 WHERE t.desk_id = $1 AND t.state = 'closed'
   AND t.updated > (SELECT postdesk_now())
		   - ($2::bigint + $6::bigint) * interval '1 microsecond'
   AND t.closed > (SELECT postdesk_now())
		  - ($2::bigint + $6::bigint) * interval '1 microsecond'
   AND t.closed <= (SELECT postdesk_now())
		   - $2::bigint * interval '1 microsecond'
   AND t.merged_into IS NULL AND t.quiet IS NULL
   AND t.requester_address <> ''
   AND (cardinality($3::text[]) = 0 OR t.queue = ANY ($3::text[]))
   AND NOT EXISTS (SELECT FROM score s
		    WHERE s.desk_id = $1 AND s.ticket_id = t.id)
   AND NOT EXISTS (SELECT FROM event e
		    WHERE e.desk_id = $1 AND e.ticket_id = t.id
		      AND (e.kind, $5::text) IN (('surveyed', 'survey'),
						 ('answered', 'closed'))
		      AND (e.kind = 'surveyed' OR e.detail = 'closed'))
   AND (SELECT e.kind = 'closed' AND (m.id IS NULL OR
	       NOT e.word = ANY (coalesce(m.rules, '{}')))
	  FROM event e
	  LEFT JOIN mail m ON m.desk_id = $1 AND m.id = e.mail_id
	 WHERE e.desk_id = $1 AND e.ticket_id = t.id
	   AND e.kind IN ('closed', 'solved')
	 ORDER BY e.id DESC LIMIT 1)
 ORDER BY t.closed, t.id LIMIT $4::bigint

-- name: survey_asked
SELECT count(*) FROM outbox
 WHERE desk_id = $1 AND dedupe_key LIKE 'survey/%'

-- name: survey_scores
-- How often each score was given, by month, queue and agent.
SELECT x.kind, x.name, count(*) FILTER (WHERE x.score = 1),
       count(*) FILTER (WHERE x.score = 2),
       count(*) FILTER (WHERE x.score = 3),
       count(*) FILTER (WHERE x.score = 4),
       count(*) FILTER (WHERE x.score = 5)
  FROM (SELECT k.kind, k.name, s.score
	  FROM score s
	  JOIN ticket t ON t.desk_id = $1 AND t.id = s.ticket_id
	  CROSS JOIN LATERAL (VALUES
		(1, 'month', to_char(s.given AT TIME ZONE 'UTC', 'YYYY-MM')),
		(2, 'queue', t.queue),
		(3, 'agent', coalesce(t.agent, ''))) k (place, kind, name)
	 WHERE s.desk_id = $1) x
 GROUP BY x.kind, x.name
 ORDER BY x.kind = 'month' DESC, x.kind = 'queue' DESC, x.name

-- name: survey_articles
SELECT article, count(*), count(solved) FROM offer
 WHERE desk_id = $1
 GROUP BY article
 ORDER BY count(solved) DESC, count(*) DESC, article
