-- commit.sql - the one write: the plans of a batch, set by set, in one
-- transaction.  $1 is the desk, the rest are columns.  Where nothing is done to
-- them but to be written, they are unnested side by side: FROM unnest(...) would
-- keep a copy of each first.

-- name: commit_claimed
-- $2 mails: all of them, if there is a claim of just these, which is over.  As
-- long as it is there all its mails are open: who ends one takes it out of every
-- claim, and none needs to be looked at.
WITH over AS (
	DELETE FROM claim
	 WHERE desk_id = $1 AND first = ($2::bigint[])[1]
	   AND mails = $2::bigint[]
	RETURNING mails
)
SELECT unnest(mails) AS id FROM over ORDER BY id

-- name: commit_unclaimed
-- $2 mails of which no claim was left, or one of more: no claim has them any
-- more, and while nobody claims (claim_turn) none gets them.
UPDATE claim
   SET mails = ARRAY(SELECT u.id FROM unnest(mails) u (id)
		      WHERE u.id <> ALL ($2::bigint[]) ORDER BY u.id)
 WHERE desk_id = $1 AND first > 0 AND mails && $2::bigint[]

-- name: commit_open
-- $2 mails: those that have no end yet; who decides holds the desk, so nobody
-- else can end them.  Their state is hidden from the planner, which would read
-- the index of all that is pending.
SELECT m.id FROM unnest($2::bigint[]) u (id)
  JOIN mail m ON m.desk_id = $1 AND m.id = u.id
   AND m.state || '' = 'pending'
 ORDER BY m.id

-- name: commit_contacts
-- id, name, language, now.
INSERT INTO contact (desk_id, id, name, language, created)
SELECT $1, u.id, u.name, u.language, u.now
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[])
       u (id, name, language, now)

-- name: commit_addresses
-- id, contact, address, name, now, when a person wrote from there or null.
INSERT INTO address AS a (desk_id, id, contact_id, address, name, created,
			  person)
SELECT $1, u.id, u.contact, u.address, u.name, u.now, u.person
  FROM (SELECT DISTINCT ON (address) *
	  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[],
		      $6::timestamptz[], $7::timestamptz[])
	       x (id, contact, address, name, now, person)
	 ORDER BY address, person) u
ON CONFLICT (desk_id, address) DO UPDATE
   SET person = excluded.person, bounced = NULL, soft_bounces = 0,
       complained = NULL
 WHERE excluded.person IS NOT NULL

-- name: commit_languages
-- contact, language: the last one counts.
UPDATE contact c SET language = u.language
  FROM (SELECT DISTINCT ON (contact) contact, language
	  FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY
	       x (contact, language, place)
	 ORDER BY contact, place DESC) u
 WHERE c.desk_id = $1 AND c.id = u.contact AND c.language <> u.language

-- name: commit_persons
-- address, now: a person wrote whose address was known.
UPDATE address a SET person = u.now, bounced = NULL, soft_bounces = 0,
		     complained = NULL
  FROM (SELECT address, max(now) AS now
	  FROM unnest($2::text[], $3::timestamptz[]) x (address, now)
	 GROUP BY address) u
 WHERE a.desk_id = $1 AND a.address = u.address

-- name: commit_tickets
-- id, number, state, subject, urgency, score, queue, tier, requester,
-- requester's address, language, created, updated, closed, agent, reasons,
-- until.
INSERT INTO ticket (desk_id, id, number, state, subject, urgency, score, queue,
		    tier, requester, requester_address, language, created,
		    updated, closed, agent, reasons, until)
SELECT $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[]),
       unnest($5::text[]), unnest($6::text[]), unnest($7::bigint[]),
       unnest($8::text[]), unnest($9::bigint[]), unnest($10::bigint[]),
       unnest($11::text[]), unnest($12::text[]), unnest($13::timestamptz[]),
       unnest($14::timestamptz[]), unnest($15::timestamptz[]),
       unnest($16::text[]), unnest($17::text[]), unnest($18::timestamptz[])

-- name: commit_ticket_changes
-- The same columns, of tickets that were there before.
UPDATE ticket t
   SET state = u.state, subject = u.subject, urgency = u.urgency,
       score = u.score, queue = u.queue, tier = u.tier,
       requester = u.requester, requester_address = u.requester_address,
       language = u.language, updated = u.updated, closed = u.closed,
       agent = u.agent, reasons = u.reasons, until = u.until
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[],
	      $7::bigint[], $8::text[], $9::bigint[], $10::bigint[],
	      $11::text[], $12::text[], $13::timestamptz[],
	      $14::timestamptz[], $15::timestamptz[], $16::text[],
	      $17::text[], $18::timestamptz[])
       u (id, number, state, subject, urgency, score, queue, tier, requester,
	  requester_address, language, created, updated, closed, agent,
	  reasons, until)
 WHERE t.desk_id = $1 AND t.id = u.id

-- name: commit_tags_gone
-- $2 tickets that were there before, $3 and $4 ticket and tag of those that
-- stay: one look into their hash for each tag, so no nulls among them.
DELETE FROM tag g
 USING unnest($2::bigint[]) u (id)
 WHERE g.desk_id = $1 AND g.ticket_id = u.id
   AND (g.ticket_id, g.tag) NOT IN (
	SELECT x.ticket, x.tag FROM unnest($3::bigint[], $4::text[])
				    x (ticket, tag))

-- name: commit_tags_new
-- ticket, tag: of tickets of this batch.  Where nothing can be there yet, no
-- look is needed whether it is.
INSERT INTO tag (desk_id, ticket_id, tag)
SELECT DISTINCT $1::bigint, u.ticket, u.tag
  FROM unnest($2::bigint[], $3::text[]) u (ticket, tag)
 ORDER BY u.ticket, u.tag

-- name: commit_tags
-- ticket, tag.
INSERT INTO tag (desk_id, ticket_id, tag)
SELECT DISTINCT $1::bigint, u.ticket, u.tag
  FROM unnest($2::bigint[], $3::text[]) u (ticket, tag)
 ORDER BY u.ticket, u.tag
ON CONFLICT DO NOTHING

-- name: commit_fields
-- ticket, name, value, now: the last one counts.
INSERT INTO field AS f (desk_id, ticket_id, name, value, set)
SELECT $1::bigint, u.ticket, u.name, u.value, u.now
  FROM (SELECT DISTINCT ON (ticket, name) ticket, name, value, now
	  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[])
	       WITH ORDINALITY x (ticket, name, value, now, place)
	 ORDER BY ticket, name, place DESC) u
 ORDER BY u.ticket, u.name
ON CONFLICT (desk_id, ticket_id, name) DO UPDATE
   SET value = excluded.value, set = excluded.set

-- name: commit_responses
-- ticket, queue, urgency, ahead, promised, now.
INSERT INTO response (desk_id, ticket_id, queue, urgency, ahead, promised,
		      created)
SELECT $1, unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]),
       unnest($5::bigint[]), unnest($6::timestamptz[]),
       unnest($7::timestamptz[])

-- name: commit_participants
-- ticket, address, now.
INSERT INTO participant (desk_id, ticket_id, address, added)
SELECT $1, u.ticket, u.address, u.now
  FROM unnest($2::bigint[], $3::text[], $4::timestamptz[])
       u (ticket, address, now)
 ORDER BY u.ticket, u.address
ON CONFLICT DO NOTHING

-- name: commit_leaving
-- ticket, address: takes part no more.
DELETE FROM participant p
 USING unnest($2::bigint[], $3::text[]) u (ticket, address)
 WHERE p.desk_id = $1 AND p.ticket_id = u.ticket AND p.address = u.address

-- name: commit_shunned
-- address, since when its mail is taken for spam (null: no longer): the last
-- one counts.
UPDATE address a SET spam = u.since
  FROM (SELECT DISTINCT ON (address) address, since
	  FROM unnest($2::text[], $3::timestamptz[]) WITH ORDINALITY
	       x (address, since, place)
	 ORDER BY address, place DESC) u
 WHERE a.desk_id = $1 AND a.address = u.address

-- name: commit_messages
-- id, ticket, mail, direction, Message-ID, from address, from name, subject,
-- text, visible, pieces of the text that are visible (store/shown.h; both null:
-- all of it), language, unverified, now, words (base/search.h).
INSERT INTO message (desk_id, id, ticket_id, mail_id, direction, message_id,
		     from_address, from_name, subject, text, visible, shown,
		     language, unverified, created, words)
SELECT $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bigint[]),
       unnest($5::text[]), unnest($6::text[]), unnest($7::text[]),
       unnest($8::text[]), unnest($9::text[]), unnest($10::text[]),
       unnest($11::text[]), unnest($12::text[]), unnest($13::text[]),
       unnest($14::boolean[]), unnest($15::timestamptz[]),
       unnest($16::tsvector[])

-- name: commit_events
-- id, ticket, mail, kind, word, detail, now, undo.
INSERT INTO event (desk_id, id, ticket_id, mail_id, kind, word, detail, at,
		   undo)
SELECT $1, unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bigint[]),
       unnest($5::text[]), unnest($6::text[]), unnest($7::text[]),
       unnest($8::timestamptz[]), unnest($9::json[])

-- name: commit_mentions_new
-- Message-ID, ticket, ours, automatic, received, branch: what opens a ticket,
-- of which no mention can be there yet, each once.
INSERT INTO mention (desk_id, message_id, ticket_id, ours, automatic, received,
		     branch)
SELECT $1, unnest($2::text[]), unnest($3::bigint[]), unnest($4::boolean[]),
       unnest($5::boolean[]), unnest($6::boolean[]), unnest($7::text[])

-- name: commit_mentions
-- Message-ID, ticket, ours, automatic, received, branch: of two branches in
-- one ticket either leads there.
INSERT INTO mention AS m (desk_id, message_id, ticket_id, ours, automatic,
			  received, branch)
SELECT $1::bigint, u.message_id, u.ticket, bool_or(u.ours),
       bool_or(u.automatic), bool_or(u.received),
       CASE WHEN min(u.branch) = max(u.branch) THEN min(u.branch) ELSE '' END
  FROM unnest($2::text[], $3::bigint[], $4::boolean[], $5::boolean[],
	      $6::boolean[], $7::text[])
       u (message_id, ticket, ours, automatic, received, branch)
 GROUP BY u.message_id, u.ticket
 ORDER BY u.message_id, u.ticket
ON CONFLICT (desk_id, message_id, ticket_id) DO UPDATE
   SET ours = m.ours OR excluded.ours,
       automatic = m.automatic OR excluded.automatic,
       received = m.received OR excluded.received,
       branch = CASE WHEN m.branch = excluded.branch THEN m.branch ELSE '' END
 WHERE (m.ours, m.automatic, m.received, m.branch) IS DISTINCT FROM
       (m.ours OR excluded.ours, m.automatic OR excluded.automatic,
	m.received OR excluded.received,
	CASE WHEN m.branch = excluded.branch THEN m.branch ELSE '' END)

-- name: commit_bodies
-- id, Message-ID, subject, text, bytes, now.
INSERT INTO outbox_body (desk_id, id, message_id, subject, text, bytes, created)
SELECT $1, u.*
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bytea[],
	      $7::timestamptz[]) u

-- name: commit_outbox
-- id, body, ticket, message row, class, dedupe key, template, language,
-- because, mail from, rcpt to, address, domain, due, now, queued or held.
INSERT INTO outbox (desk_id, id, body_id, ticket_id, message_row, class,
		    dedupe_key, template, language, because, mail_from,
		    rcpt_to, address, domain, due, created, state)
SELECT $1, u.*
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
	      $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
	      $11::text[], $12::text[], $13::text[], $14::text[],
	      $15::timestamptz[], $16::timestamptz[], $17::text[])
       u (id, body, ticket, message_row, class, dedupe_key, template, language,
	  because, mail_from, rcpt_to, address, domain, due, now, state)
 ORDER BY u.dedupe_key
ON CONFLICT (desk_id, dedupe_key) DO NOTHING

-- name: commit_notifications
-- agent's address, ticket, mail or 0, kind, because, now, due.
INSERT INTO notification (desk_id, address, ticket_id, mail_id, kind, because,
			  created, due)
SELECT $1, u.*
  FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[],
	      $7::timestamptz[], $8::timestamptz[])
       u (address, ticket, mail, kind, because, now, due)
 ORDER BY u.address, u.ticket, u.mail, u.kind
ON CONFLICT DO NOTHING

-- name: commit_pace
-- now, once for each automatic mail.
WITH old AS (
	DELETE FROM pace
	 WHERE desk_id = $1 AND slot < (SELECT postdesk_now()) - interval '2 days'
)
INSERT INTO pace AS p (desk_id, slot, mails)
SELECT $1::bigint, date_bin('10 minutes', u.now, '2000-01-01 00:00Z'), count(*)
  FROM unnest($2::timestamptz[]) u (now)
 GROUP BY 2 ORDER BY 2
ON CONFLICT (desk_id, slot) DO UPDATE SET mails = p.mails + excluded.mails

-- name: commit_breaker
-- since, until, why: it opens.
UPDATE desk SET breaker_since = u.since, breaker_until = u.until,
		breaker_why = u.why
  FROM unnest($2::timestamptz[], $3::timestamptz[], $4::text[])
       u (since, until, why)
 WHERE desk_id = $1

-- name: commit_cancellations
-- $2 ids: what is held still is cancelled, and told.
UPDATE outbox o SET state = 'cancelled', ended = (SELECT postdesk_now())
  FROM unnest($2::bigint[]) u (id)
 WHERE o.desk_id = $1 AND o.id = u.id AND o.state = 'held'
RETURNING o.id

-- name: commit_bounces
-- outbox id, hard, now.
WITH marked AS (
	UPDATE outbox o SET bounced = true
	  FROM unnest($2::bigint[], $3::boolean[], $4::timestamptz[])
	       u (id, hard, now)
	 WHERE o.desk_id = $1 AND o.id = u.id
	RETURNING o.address, u.hard, u.now
)
UPDATE address a
   SET bounced = coalesce(m.hard, a.bounced),
       soft_bounces = a.soft_bounces + m.soft
  FROM (SELECT address, max(now) FILTER (WHERE hard) AS hard,
	       count(*) FILTER (WHERE NOT hard) AS soft
	  FROM marked GROUP BY address) m
 WHERE a.desk_id = $1 AND a.address = m.address

-- name: commit_complaints
-- outbox id, now.
UPDATE address a SET complained = u.now
  FROM unnest($2::bigint[], $3::timestamptz[]) u (id, now)
  JOIN outbox o ON o.desk_id = $1 AND o.id = u.id
 WHERE a.desk_id = $1 AND a.address = o.address

-- name: commit_relations
-- ticket, the other, kind, now.
INSERT INTO relation (desk_id, ticket_id, other_id, kind, added)
SELECT $1, u.ticket, u.other, u.kind, u.now
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
       u (ticket, other, kind, now)
 ORDER BY u.ticket, u.other, u.kind
ON CONFLICT DO NOTHING

-- name: commit_merges
-- ticket, the one that it is part of from now on (null: none), now: the last
-- one counts.
UPDATE ticket t SET merged_into = u.other, updated = u.now
  FROM (SELECT DISTINCT ON (ticket) ticket, other, now
	  FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[])
	       WITH ORDINALITY x (ticket, other, now, place)
	 ORDER BY ticket, place DESC) u
 WHERE t.desk_id = $1 AND t.id = u.ticket

-- name: commit_clues_new
-- kind, key, ticket, now: of what opens a ticket, each once.
INSERT INTO clue (desk_id, kind, key, ticket_id, at)
SELECT $1, unnest($2::text[]), unnest($3::text[]), unnest($4::bigint[]),
       unnest($5::timestamptz[])

-- name: commit_clues
-- kind, key, ticket, now.
INSERT INTO clue AS c (desk_id, kind, key, ticket_id, at)
SELECT $1::bigint, u.kind, u.key, u.ticket, max(u.now)
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::timestamptz[])
       u (kind, key, ticket, now)
 GROUP BY u.kind, u.key, u.ticket
 ORDER BY u.kind, u.key, u.ticket
ON CONFLICT (desk_id, kind, key, ticket_id) DO UPDATE SET at = excluded.at
 WHERE c.at < excluded.at

-- name: commit_attachments
-- mail, part, name, type, disposition, encoding, content id, offset, length,
-- size, sha256.
INSERT INTO attachment (desk_id, mail_id, part, name, type, disposition,
			encoding, content_id, raw_offset, raw_length, size,
			sha256)
SELECT $1, u.*
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[],
	      $7::text[], $8::text[], $9::bigint[], $10::bigint[],
	      $11::bigint[], $12::bytea[]) u
ON CONFLICT DO NOTHING

-- name: commit_ends
-- mail, disposition, ticket, how, reason, author, Message-ID, content,
-- subject, origin, answer, rules (a line each), unparsed, now, shape.  What has
-- its end may leave its mailbox.
WITH over AS (
	UPDATE mail m
	   SET state = 'ended', attempts = m.attempts + 1, ended = u.now,
	       retire = CASE WHEN m.retire = 'done' THEN 'done'
			ELSE 'due' END,
	       disposition = u.disposition, ticket_id = u.ticket, how = u.how,
	       reason = u.reason, author = u.author,
	       message_id = u.message_id, content = u.content,
	       subject = u.subject, origin = u.origin, answer = u.answer,
	       rules = string_to_array(u.rules, E'\n'),
	       unparsed = u.unparsed, shape = u.shape
	  FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[],
		      $6::text[], $7::text[], $8::text[], $9::bytea[],
		      $10::text[], $11::text[], $12::text[], $13::text[],
		      $14::boolean[], $15::timestamptz[], $16::bigint[])
	       u (id, disposition, ticket, how, reason, author, message_id,
		  content, subject, origin, answer, rules, unparsed, now,
		  shape)
	 WHERE m.desk_id = $1 AND m.id = u.id AND m.state || '' = 'pending'
	RETURNING m.id, m.mailbox_id, m.epoch, m.retire
)
INSERT INTO departure AS d (desk_id, mailbox_id, epoch, first, mails)
SELECT $1, mailbox_id, epoch, min(id), array_agg(id ORDER BY id) FROM over
 WHERE retire = 'due'
 GROUP BY mailbox_id, epoch
 ORDER BY mailbox_id, epoch
ON CONFLICT (desk_id, mailbox_id, epoch, first) DO UPDATE
   SET mails = d.mails || excluded.mails

-- name: commit_traces
-- mail, ruleset, facts, now.
INSERT INTO trace (desk_id, mail_id, run, at, ruleset, facts)
SELECT $1::bigint, u.mail,
       1 + coalesce((SELECT max(run) FROM trace t
		      WHERE t.desk_id = $1 AND t.mail_id = u.mail), 0),
       u.now, u.ruleset, u.facts
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
       u (mail, ruleset, facts, now)

-- name: commit_number
-- $2 the greatest ticket number that was given.
UPDATE desk SET next_number = $2::bigint + 1
 WHERE desk_id = $1 AND next_number <= $2::bigint
