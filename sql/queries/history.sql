-- history.sql - the one read: what a batch of decisions may need to know.
--
-- These go to the server at once, the lock first, and then the tickets that
-- they name; each is a look-up by key for each of the batch's keys ($2: an
-- array), $1 is the desk.
--
-- Each look-up ends in a LIMIT, also where there is no more than one row, and
-- nothing asks EXISTS: what the planner may turn into a join or a hash it does
-- turn into a scan of the desk, as long as it takes a table for empty.  For
-- the same reason a column hides (|| '') where an index of one value of it
-- would tempt, and a time behind its key where an index by time alone would.
-- (SELECT postdesk_now()) is asked once a statement; without its SELECT it
-- would be once a row, and half of the time.
-- tests/store/test_plans.c looks.

-- name: history_desk
-- Lock the desk: one batch at a time decides.
SELECT autos, activated, next_number, coalesce(ruleset, 0), postdesk_now(),
       breaker_since, breaker_until, breaker_why
  FROM desk WHERE desk_id = $1 FOR UPDATE

-- name: history_autos
-- $2: fewer automatic mails in an hour reach no limit; $3 most that count, if
-- above 5000.  Automatic mail of the last minute and hour, and notices of rules
-- of the last hour; for the breaker, automatic mail of the last ten minutes,
-- what is usual in ten (the median of the 144 of a day, of which those without
-- mail have no row), and from where our own words came back in the last hour.
-- Where no limit is near, mails are not counted one by one: all of the slots
-- that reach into that time are as many, or more.
SELECT CASE WHEN p.hour < $2::bigint THEN p.minute ELSE o.minute END,
       CASE WHEN p.hour < $2::bigint THEN p.hour ELSE o.hour END,
       (SELECT count(*) FROM (
		SELECT FROM outbox
		 WHERE desk_id = $1 AND class = 'admin'
		   AND dedupe_key LIKE 'notify/%'
		   AND created > (SELECT postdesk_now()) - interval '1 hour'
		 LIMIT 1000) n),
       CASE WHEN p.hour < $2::bigint THEN p.ten ELSE o.ten END,
       coalesce((SELECT mails FROM pace
		  WHERE desk_id = $1
		    AND slot > (SELECT postdesk_now()) - interval '1 day'
		  ORDER BY mails DESC OFFSET 71 LIMIT 1), 0),
       (SELECT string_agg(author, E'\n') FROM (
		SELECT DISTINCT author FROM mail
		 WHERE desk_id = $1 AND answer = 'our-own-words'
		   AND ended > (SELECT greatest(breaker_reset,
				postdesk_now() - interval '1 hour')
				  FROM desk WHERE desk_id = $1)
		 LIMIT 20) w)
  FROM (SELECT coalesce(sum(mails), 0)::bigint AS hour,
	       coalesce(sum(mails) FILTER (WHERE slot >
			(SELECT postdesk_now()) - interval '20 minutes'), 0)
			::bigint AS ten,
	       coalesce(sum(mails) FILTER (WHERE slot >
			(SELECT postdesk_now()) - interval '11 minutes'), 0)
			::bigint AS minute
	  FROM pace
	 WHERE desk_id = $1
	   AND slot > (SELECT postdesk_now()) - interval '70 minutes') p
  CROSS JOIN LATERAL (
	SELECT count(*) AS hour,
	       count(*) FILTER (WHERE created > (SELECT greatest(breaker_reset,
				postdesk_now() - interval '10 minutes')
			  FROM desk WHERE desk_id = $1)) AS ten,
	       count(*) FILTER (WHERE created >
			(SELECT postdesk_now()) - interval '1 minute') AS minute
	  FROM (SELECT created FROM outbox
		 WHERE p.hour >= $2::bigint AND desk_id = $1
		   AND class = 'automatic' AND state <> 'cancelled'
		   AND created > (SELECT postdesk_now()) - interval '1 hour'
		 ORDER BY created DESC
		 LIMIT greatest($3::bigint, 5000)) x) o

-- name: history_incidents
-- Faults that the desk knows of.
SELECT queue, words FROM incident
 WHERE desk_id = $1 AND ended IS NULL
   AND (until IS NULL OR until > (SELECT postdesk_now()))
 ORDER BY id DESC LIMIT 100

-- name: history_mentions
-- $2 Message-IDs.
SELECT u.message_id, m.ticket_id, m.ours, m.automatic, m.received, m.branch
  FROM (SELECT DISTINCT unnest($2::text[]) AS message_id) u
  CROSS JOIN LATERAL (
	SELECT ticket_id, ours, automatic, received, branch FROM mention
	 WHERE desk_id = $1 AND message_id = u.message_id
	 ORDER BY ticket_id LIMIT 16) m
 ORDER BY u.message_id, m.ticket_id

-- name: history_tickets
-- $2 ids of tickets that the other answers name, $3 numbers: these tickets,
-- those that they are part of, and those that are part of them; near the end,
-- what was said in it lately, newest first (what strangers wrote is a note and
-- is left out), whether a proven sender wrote in it, and what it is related to:
-- what a person keeps apart comes before all guesses.  $4 numbers of tickets
-- where an agent may write: what was said in these of late, notes too, and the
-- header of the last mail of a customer; and the tickets that were made of
-- them, which may become part of them again.  At the end, whether the customer
-- wants no automatic mail, and the articles that he was offered.
WITH RECURSIVE wanted (id) AS (
	SELECT unnest($2::bigint[])
	UNION
	SELECT t.id
	  FROM unnest($3::bigint[]) u (number)
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = u.number LIMIT 1) t
	UNION
	SELECT t.id
	  FROM unnest($4::bigint[]) u (number)
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = u.number LIMIT 1) a
	  CROSS JOIN LATERAL (
		SELECT coalesce(undo->'split', undo->'unmerged') AS other
		  FROM event
		 WHERE desk_id = $1 AND ticket_id = a.id AND undo IS NOT NULL
		 ORDER BY id DESC LIMIT 20) e
	  CROSS JOIN LATERAL json_array_elements_text(e.other) n (number)
	  CROSS JOIN LATERAL (
		SELECT id FROM ticket
		 WHERE desk_id = $1 AND number = n.number::bigint LIMIT 1) t
), whole (id) AS (
	SELECT id FROM wanted
	UNION
	SELECT x.id
	  FROM whole w
	  CROSS JOIN LATERAL (
		SELECT p.merged_into AS id
		  FROM (SELECT merged_into FROM ticket
			 WHERE desk_id = $1 AND id = w.id LIMIT 1) p
		 WHERE p.merged_into IS NOT NULL
		UNION ALL
		(SELECT id FROM ticket
		  WHERE desk_id = $1 AND merged_into = w.id
		  ORDER BY id LIMIT 100)) x
)
SELECT t.id, t.number, t.state, t.subject, t.urgency, t.score, t.queue, t.tier,
       t.requester, t.requester_address, t.language, t.created, t.updated,
       t.closed, t.merged_into,
       (SELECT string_agg(g.tag, E'\n') FROM (
		SELECT tag FROM tag
		 WHERE desk_id = $1 AND ticket_id = t.id
		 ORDER BY tag) g),
       (SELECT string_agg(p.address, E'\n') FROM (
		SELECT address FROM participant
		 WHERE desk_id = $1 AND ticket_id = t.id
		 ORDER BY address) p),
       (SELECT true FROM outbox o
	 WHERE o.desk_id = $1 AND o.ticket_id = t.id
	   AND o.class || '' = 'automatic' LIMIT 1) IS NOT NULL,
       (SELECT string_agg(x.text, E'\x1e') FROM (
		SELECT CASE WHEN octet_length(text) <= 32768 THEN text
			    ELSE left(text, 32768) END AS text
		  FROM message m
		 WHERE m.desk_id = $1 AND m.ticket_id = t.id
		   AND m.direction <> 'note'
		 ORDER BY m.id DESC LIMIT 5) x),
       (SELECT true FROM message m
	 WHERE m.desk_id = $1 AND m.ticket_id = t.id
	   AND m.direction = 'in' AND NOT m.unverified LIMIT 1) IS NOT NULL,
       (SELECT string_agg(r.other_id || ' ' || r.kind, E'\n') FROM (
		SELECT other_id, kind FROM relation
		 WHERE desk_id = $1 AND ticket_id = t.id
		 ORDER BY kind = 'apart' DESC, other_id DESC LIMIT 64) r),
       t.agent, t.reasons, t.until,
       CASE WHEN a.writes THEN
	(SELECT string_agg(concat_ws(E'\x1f', m.direction,
			(extract(epoch FROM m.created) * 1000000)::bigint,
			m.message_id,
			m.from_address, m.from_name,
			left(postdesk_visible(m.text, m.visible, m.shown),
			     4000)),
			E'\x1e' ORDER BY m.id DESC)
	  FROM (SELECT * FROM message
		 WHERE desk_id = $1 AND ticket_id = t.id
		 ORDER BY id DESC LIMIT 50) m) END,
       CASE WHEN a.writes THEN
	(SELECT substr(r.bytes, 1, 65536) FROM (
		SELECT mail_id FROM message
		 WHERE desk_id = $1 AND ticket_id = t.id
		   AND direction = 'in'
		 ORDER BY id DESC LIMIT 1) m
	   JOIN mail_raw r ON r.desk_id = $1 AND r.mail_id = m.mail_id
	    AND r.chunk = 0) END,
       t.quiet IS NOT NULL,
       (SELECT string_agg(o.article, E'\n' ORDER BY o.place) FROM (
		SELECT article, place FROM offer
		 WHERE desk_id = $1 AND ticket_id = t.id LIMIT 3) o)
  FROM whole w
  CROSS JOIN LATERAL (SELECT * FROM ticket
		       WHERE desk_id = $1 AND id = w.id LIMIT 1) t
  CROSS JOIN LATERAL (
	SELECT t.number = ANY ($4::bigint[]) OR
	       (cardinality($4::bigint[]) > 0 AND
		(SELECT true FROM ticket p
		  WHERE p.desk_id = $1 AND p.merged_into = t.id
		    AND p.number = ANY ($4::bigint[]) LIMIT 1)) AS writes) a
 ORDER BY t.id

-- name: history_guesses
-- $2 ids of tickets that nobody joins (a subject alone leads there): these,
-- those that they are part of, and those that are part of them, a row for each
-- that a person keeps apart from one, or one where there is none.  All else
-- about them cost more than about the tickets that count.
WITH RECURSIVE guess (id, number, merged_into) AS MATERIALIZED (
	SELECT t.id, t.number, t.merged_into
	  FROM (SELECT DISTINCT unnest($2::bigint[]) AS id) u
	  CROSS JOIN LATERAL (
		SELECT id, number, merged_into FROM ticket
		 WHERE desk_id = $1 AND id = u.id LIMIT 1) t
), linked (id, number, merged_into) AS (
	SELECT x.id, x.number, x.merged_into
	  FROM guess g
	  CROSS JOIN LATERAL (
		(SELECT id, number, merged_into FROM ticket
		  WHERE desk_id = $1 AND id = g.merged_into LIMIT 1)
		UNION ALL
		(SELECT id, number, merged_into FROM ticket
		  WHERE desk_id = $1 AND merged_into = g.id
		  ORDER BY id LIMIT 100)) x
	UNION
	SELECT x.id, x.number, x.merged_into
	  FROM linked l
	  CROSS JOIN LATERAL (
		(SELECT id, number, merged_into FROM ticket
		  WHERE desk_id = $1 AND id = l.merged_into LIMIT 1)
		UNION ALL
		(SELECT id, number, merged_into FROM ticket
		  WHERE desk_id = $1 AND merged_into = l.id
		  ORDER BY id LIMIT 100)) x
)
SELECT t.id, t.number, t.merged_into, r.other_id
  FROM (SELECT * FROM guess UNION SELECT * FROM linked) t
  LEFT JOIN LATERAL (
	SELECT other_id FROM relation
	 WHERE desk_id = $1 AND ticket_id = t.id AND kind = 'apart'
	 ORDER BY other_id DESC LIMIT 64) r ON true
 ORDER BY t.id

-- name: history_clues
-- $2 kinds, $3 keys, $4 for how many microseconds a subject counts: the place of
-- each in these lists, and the newest tickets that it leads to.
SELECT u.place, c.ticket_id
  FROM unnest($2::text[], $3::text[]) WITH ORDINALITY u (kind, key, place)
  CROSS JOIN LATERAL (
	SELECT ticket_id, at FROM clue
	 WHERE desk_id = $1 AND kind = u.kind AND key = u.key
	 ORDER BY ticket_id DESC LIMIT 16) c
 WHERE u.kind NOT IN ('subject', 'subject-from')
    OR c.at > (SELECT postdesk_now()) - $4::bigint * interval '1 microsecond'
 ORDER BY u.place, c.ticket_id

-- name: history_addresses
-- $2 addresses: contacts, and automatic mail to them in the last hour, the
-- last day, and since a person wrote from there (the newest 1000 are counted);
-- other addresses of the same person.
SELECT u.address, a.id, a.contact_id, a.name, c.language,
       a.bounced IS NOT NULL, o.hour, o.day, o.alone,
       (SELECT string_agg(b.address, E'\n' ORDER BY b.address) FROM (
		SELECT address FROM address
		 WHERE desk_id = $1 AND contact_id = a.contact_id
		   AND id <> a.id
		 LIMIT 50) b),
       a.spam IS NOT NULL, a.complained IS NOT NULL
  FROM (SELECT DISTINCT unnest($2::text[]) AS address) u
  LEFT JOIN LATERAL (
	SELECT * FROM address
	 WHERE desk_id = $1 AND address = u.address LIMIT 1) a ON true
  LEFT JOIN LATERAL (
	SELECT language FROM contact
	 WHERE desk_id = $1 AND id = a.contact_id LIMIT 1) c ON true
  CROSS JOIN LATERAL (
	SELECT count(*) FILTER (WHERE created >
			(SELECT postdesk_now()) - interval '1 hour') AS hour,
	       count(*) FILTER (WHERE created >
			(SELECT postdesk_now()) - interval '1 day') AS day,
	       count(*) FILTER (WHERE created >
			coalesce(a.person, '-infinity')) AS alone
	  FROM (SELECT created FROM outbox
		 WHERE desk_id = $1 AND address = u.address
		   AND class = 'automatic' AND state <> 'cancelled'
		   AND (address, created) >
		       (u.address, least(coalesce(a.person, '-infinity'),
				(SELECT postdesk_now()) - interval '1 day'))
		 ORDER BY address DESC, created DESC LIMIT 1000) x) o
 WHERE a.id IS NOT NULL OR o.day > 0

-- name: history_domains
-- $2 mail domains, $3 most that count: automatic mail to each in the last hour.
SELECT u.domain, o.hour
  FROM (SELECT DISTINCT unnest($2::text[]) AS domain) u
  CROSS JOIN LATERAL (
	SELECT count(*) AS hour FROM (
		SELECT FROM outbox
		 WHERE desk_id = $1 AND domain = u.domain
		   AND class = 'automatic' AND state <> 'cancelled'
		   AND (domain, created) >
		       (u.domain, (SELECT postdesk_now()) - interval '1 hour')
		 LIMIT $3::bigint) x) o
 WHERE o.hour > 0

-- name: history_said
-- $2 shapes of texts, $3 most: the newest mails of each whose new ticket was
-- acknowledged in the last thirty days.
SELECT u.shape, m.author, m.ended
  FROM (SELECT DISTINCT unnest($2::bigint[]) AS shape) u
  CROSS JOIN LATERAL (
	SELECT author, ended FROM mail
	 WHERE desk_id = $1 AND shape = u.shape AND shape IS NOT NULL
	   AND ended > (SELECT postdesk_now()) - interval '30 days'
	 ORDER BY ended DESC LIMIT $3::bigint) m

-- name: history_same_bytes
-- $2 digests of raw mails: the first that came with these bytes.  A copy is
-- no original: when the original is worked on again, it must not become the
-- copy of its copy.
SELECT m.id, m.sha256, m.message_id, m.ticket_id, m.author, m.content,
       m.origin = 'list'
  FROM (SELECT DISTINCT unnest($2::bytea[]) AS sha256) u
  CROSS JOIN LATERAL (
	SELECT id, sha256, message_id, ticket_id, author, content, origin
	  FROM mail
	 WHERE desk_id = $1 AND sha256 = u.sha256 AND state || '' = 'ended'
	   AND disposition <> 'duplicate'
	 ORDER BY id LIMIT 1) m

-- name: history_same_id
-- $2 Message-IDs: what came with this one, copies left out as well.  Some
-- senders use one id for all their mail, so only the oldest and the newest are
-- looked at: a copy comes soon after its original, or the original is the
-- first of a loop.
SELECT m.id, m.sha256, m.message_id, m.ticket_id, m.author, m.content,
       m.origin = 'list'
  FROM (SELECT DISTINCT unnest($2::text[]) AS message_id) u
  CROSS JOIN LATERAL (
	(SELECT id, sha256, message_id, ticket_id, author, content, origin,
		state, disposition
	   FROM mail
	  WHERE desk_id = $1 AND message_id = u.message_id
	    AND message_id <> ''
	  ORDER BY id LIMIT 16)
	UNION ALL
	(SELECT id, sha256, message_id, ticket_id, author, content, origin,
		state, disposition
	   FROM mail
	  WHERE desk_id = $1 AND message_id = u.message_id
	    AND message_id <> ''
	  ORDER BY id DESC LIMIT 16)) m
 WHERE m.state = 'ended' AND m.disposition <> 'duplicate'

-- name: history_outbox
-- $2 ids of outgoing mail.
SELECT o.id, o.ticket_id, o.address, o.class, o.bounced,
       (SELECT soft_bounces FROM address
	 WHERE desk_id = $1 AND address = o.address LIMIT 1)
  FROM (SELECT DISTINCT unnest($2::bigint[]) AS id) u
  CROSS JOIN LATERAL (
	SELECT id, ticket_id, address, class, bounced FROM outbox
	 WHERE desk_id = $1 AND id = u.id LIMIT 1) o

-- name: history_senders
-- $2 addresses: when mails of each came since $3, the newest $4 of them.
SELECT u.address, m.received
  FROM (SELECT DISTINCT unnest($2::text[]) AS address) u
  CROSS JOIN LATERAL (
	SELECT received FROM mail
	 WHERE desk_id = $1 AND author = u.address AND author <> ''
	   AND received > $3::timestamptz
	   AND state = 'ended' AND disposition <> 'duplicate'
	 ORDER BY received DESC LIMIT $4::bigint) m

-- name: history_expectations
-- How long people wait for a first answer, as measured last.
SELECT queue, urgency, ahead, samples, half, most FROM expectation
 WHERE desk_id = $1
 ORDER BY queue, urgency, ahead

-- name: history_load
-- How many wait for one, as counted last.
SELECT queue, urgency, tickets FROM queue_load WHERE desk_id = $1
