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
