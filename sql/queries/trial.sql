-- trial.sql - stored mail under other rules, and the shadow.

-- name: trial_blocks
-- $2 since, $3 mails, $4 bytes: runs of ids of mails that were decided since
-- then, of about that size.
SELECT min(b.id), max(b.id), count(*)
  FROM (SELECT id, (row_number() OVER w - 1) / $3::bigint AS by_mails,
	       (sum(kept) OVER w - kept)::bigint / $4::bigint AS by_bytes
	  FROM mail
	 WHERE desk_id = $1 AND state = 'ended' AND ended >= $2::timestamptz
	WINDOW w AS (ORDER BY id)) b
 GROUP BY b.by_mails, b.by_bytes
 ORDER BY min(b.id)

-- name: trial_ids
-- $2 since, $3 first, $4 last: the mails of one block.
SELECT id FROM mail
 WHERE desk_id = $1 AND id BETWEEN $3::bigint AND $4::bigint
   AND state = 'ended' AND ended >= $2::timestamptz
 ORDER BY id

-- name: trial_mails
-- $2 mails: each with what was seen when it was decided last.  Without its bytes
-- none is judged again.
SELECT m.id, m.received, m.silent, m.released, m.truncated, m.unparsed,
       m.sha256, m.subject, m.author, m.disposition, m.answer,
       array_to_string(m.rules, E'\n'), n.number, m.ended, t.ruleset, t.at,
       r.rules IS NOT NULL AND m.disposition <> 'pending-join'
	 AND m.removed IS NULL,
       r.admission, f.autos, f.activated, f.known, f.autos_hour,
       f.autos_day, f.autos_without_person, f.bounced, f.language,
       f.domain_hour, f.desk_minute, f.desk_hour, f.answers_automatic,
       k.number, k.state, k.urgency, k.score, k.queue, k.tier,
       k.acknowledged, f.contact, f.sent::text, k.agent,
       translate(k.tags::text, ',[]"', ' '), f.breaker, f.desk_ten,
       f.desk_usual, f.own_words, f.spam,
       translate(f.incidents::text, ',[]"', ' '), k.quiet, f.said_before,
       f.served, (SELECT string_agg(l.key || ' ' || l.value, E'\n')
		    FROM json_each_text(f.loads) l),
       f.complained
  FROM unnest($2::bigint[]) u (id)
  JOIN mail m ON m.desk_id = $1 AND m.id = u.id
  CROSS JOIN LATERAL (SELECT ruleset, at, facts FROM trace
		       WHERE desk_id = $1 AND mail_id = u.id
		       ORDER BY run DESC LIMIT 1) t
  LEFT JOIN ticket n ON n.desk_id = $1 AND n.id = m.ticket_id
  LEFT JOIN LATERAL json_to_record(t.facts::json) r
	(rules json, admission text, facts json) ON true
  LEFT JOIN LATERAL json_to_record(r.facts) f
	(autos boolean, activated timestamptz, known boolean,
	 autos_hour bigint, autos_day bigint, autos_without_person bigint,
	 bounced boolean, language text, domain_hour bigint,
	 desk_minute bigint, desk_hour bigint, answers_automatic boolean,
	 contact boolean, sent json, breaker text, desk_ten bigint,
	 desk_usual bigint, own_words boolean, spam boolean,
	 said_before boolean, incidents json, served text, loads json,
	 complained boolean,
	 ticket json) ON true
  LEFT JOIN LATERAL json_to_record(f.ticket) k
	(number bigint, state text, urgency text, score bigint, queue text,
	 tier bigint, acknowledged boolean, agent text, tags json,
	 quiet boolean) ON true
 ORDER BY m.id

-- name: trial_followers
-- $2 mails: those that came after them on the same ticket, or cite them.
SELECT DISTINCT f.mail_id
  FROM unnest($2::bigint[]) u (id)
  JOIN mail m ON m.desk_id = $1 AND m.id = u.id
  CROSS JOIN LATERAL (
	SELECT g.mail_id FROM message g
	 WHERE g.desk_id = $1 AND g.ticket_id = m.ticket_id
	UNION
	SELECT g.mail_id
	  FROM mention n
	  JOIN message g ON g.desk_id = $1 AND g.ticket_id = n.ticket_id
	 WHERE n.desk_id = $1 AND n.message_id = m.message_id
	   AND m.message_id <> '') f
 WHERE f.mail_id <> u.id

-- name: shadow_start
-- $2 version, $3 author.
INSERT INTO shadow (desk_id, version, author, started, seen)
VALUES ($1, $2::bigint, $3::text, postdesk_now(), postdesk_now())

-- name: shadow_forget
-- $2 version: what it said before, unless it runs.
DELETE FROM shadow
 WHERE desk_id = $1 AND version = $2::bigint AND ended IS NOT NULL

-- name: shadow_stop
UPDATE shadow SET ended = postdesk_now(), lease = NULL
 WHERE desk_id = $1 AND ended IS NULL
RETURNING version

-- name: shadow_claim
-- $2 lease in microseconds, $3 holder: the shadow that runs, for one worker.
UPDATE shadow s
   SET lease = now() + $2::bigint * interval '1 microsecond',
       holder = $3::bigint
 WHERE s.desk_id = $1 AND s.ended IS NULL
   AND (s.lease IS NULL OR s.lease <= now() OR s.holder = $3::bigint
	OR s.holder <> ALL ((SELECT postdesk_alive())::bigint[]))
RETURNING s.version, s.seen

-- name: shadow_ids
-- $2 version, $3 seen, $4 most, $5 most bytes: mails that it was not tried on
-- yet.  Batches of other workers may come to light some seconds late.
SELECT t.id
  FROM (
SELECT m.id, row_number() OVER w AS place, sum(m.kept) OVER w AS bytes
  FROM mail m
 WHERE m.desk_id = $1 AND m.state = 'ended'
   AND m.ended >= $3::timestamptz - interval '15 seconds'
   AND m.ended >= (SELECT started FROM shadow
		    WHERE desk_id = $1 AND version = $2::bigint)
   AND NOT EXISTS (SELECT FROM shadow_mail s
		    WHERE s.desk_id = $1 AND s.version = $2::bigint
		      AND s.mail_id = m.id)
WINDOW w AS (ORDER BY m.ended, m.id)
 ORDER BY m.ended, m.id LIMIT $4::bigint) t
 WHERE t.place = 1 OR t.bytes <= $5::bigint

-- name: shadow_add
-- versions, mails, against, grounds, changed, before, after.
INSERT INTO shadow_mail (desk_id, version, mail_id, against, at, grounds,
			 changed, before, after)
SELECT $1, u.version, u.mail, u.against, postdesk_now(), u.grounds, u.changed,
       u.before, u.after
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
	      $6::bigint[], $7::text[], $8::text[])
       u (version, mail, against, grounds, changed, before, after)
ON CONFLICT (desk_id, version, mail_id) DO NOTHING

-- name: shadow_seen
-- $2 version, $3 seen, $4 mails, $5 changed, $6 spent, $7 fault.
UPDATE shadow
   SET seen = greatest(seen, $3::timestamptz), mails = mails + $4::bigint,
       changed = changed + $5::bigint, spent = spent + $6::bigint,
       fault = CASE WHEN $7::text = '' THEN fault ELSE $7::text END
 WHERE desk_id = $1 AND version = $2::bigint AND ended IS NULL

-- name: shadow_read
-- The one that runs, else the last.
SELECT version, author, started, ended, mails, changed, spent, fault
  FROM shadow WHERE desk_id = $1
 ORDER BY ended DESC NULLS FIRST LIMIT 1

-- name: shadow_changes
-- $2 version, $3 most: the mails that it would have decided otherwise.
SELECT s.mail_id, m.received, m.subject, m.author, n.number, s.grounds,
       s.changed, s.before, s.after
  FROM shadow_mail s
  JOIN mail m ON m.desk_id = $1 AND m.id = s.mail_id
  LEFT JOIN ticket n ON n.desk_id = $1 AND n.id = m.ticket_id
 WHERE s.desk_id = $1 AND s.version = $2::bigint AND s.changed <> 0
 ORDER BY s.mail_id LIMIT $3::bigint

-- name: shadow_grounds
-- $2 version: how many of its mails rest on each set of grounds.
SELECT grounds, count(*) FROM shadow_mail
 WHERE desk_id = $1 AND version = $2::bigint
 GROUP BY grounds

-- name: rule_hits
-- $2 version, $3 since: how often each rule hit, and when last; first, as the
-- rule '', of all mails that the version judged.
WITH judged AS (
	SELECT m.rules, m.ended
	  FROM mail m
	  CROSS JOIN LATERAL (SELECT ruleset FROM trace
			       WHERE desk_id = $1 AND mail_id = m.id
			       ORDER BY run DESC LIMIT 1) t
	 WHERE m.desk_id = $1 AND m.state = 'ended'
	   AND m.ended >= $3::timestamptz AND t.ruleset = $2::bigint
)
SELECT '' AS rule, count(*), max(ended) FROM judged
UNION ALL
SELECT rule, count(*), max(ended) FROM judged, unnest(rules) u (rule)
 GROUP BY rule
 ORDER BY rule

-- name: trial_newest
-- $2 most: the mails that were decided last, of no more than 64 KB each.
SELECT id FROM mail
 WHERE desk_id = $1 AND state = 'ended' AND kept <= 65536
 ORDER BY ended DESC LIMIT $2::bigint
