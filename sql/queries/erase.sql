-- erase.sql - a person's data out of every table.  $1 is the desk.
--
-- Rows that are written once stay so: what has to lose words is deleted and put
-- in again without them, so that no statement needs the right to change one.
-- jsonb_populate_record() keeps the columns that are not named.  Each statement
-- gives how many rows it touched.  Where all of a desk is searched, that is
-- meant: a name may stand anywhere.

-- name: erase_addresses
-- $2 address: all addresses of that person, with names.
SELECT a.address, a.name, c.name, a.contact_id
  FROM address x
  JOIN address a ON a.desk_id = $1 AND a.contact_id = x.contact_id
  JOIN contact c ON c.desk_id = $1 AND c.id = a.contact_id
 WHERE x.desk_id = $1 AND x.address = $2::text

-- name: erase_names
-- $2 addresses: what they called themselves.
SELECT DISTINCT from_name FROM message
 WHERE desk_id = $1 AND lower(from_address) = ANY ($2::text[])

-- name: erase_tickets
-- $2 addresses, $3 contact: tickets that they opened, and others that they
-- take part in.
SELECT id, lower(requester_address) = ANY ($2::text[]) OR
	   coalesce(requester = $3::bigint, false)
  FROM ticket t
 WHERE desk_id = $1
   AND (lower(requester_address) = ANY ($2::text[]) OR
	requester = $3::bigint OR
	id IN (SELECT ticket_id FROM participant
		WHERE desk_id = $1 AND address = ANY ($2::text[])) OR
	id IN (SELECT ticket_id FROM message
		WHERE desk_id = $1
		  AND lower(from_address) = ANY ($2::text[])))
 ORDER BY id

-- name: erase_mails
-- $2 addresses, $3 tickets that they opened, $4 all tickets, $5 patterns:
-- mails, whether they wrote it, whether it belongs to a ticket that they
-- opened, whether it was moved on the mail server, and whether it names them
-- once it is decoded, in whatever ticket.
WITH about AS (
	SELECT id FROM mail
	 WHERE desk_id = $1 AND subject ILIKE ANY ($5::text[])
	UNION
	SELECT mail_id FROM message
	 WHERE desk_id = $1
	   AND (subject ILIKE ANY ($5::text[]) OR text ILIKE ANY ($5::text[]))
	UNION
	SELECT mail_id FROM trace
	 WHERE desk_id = $1 AND facts ILIKE ANY ($5::text[])
)
SELECT m.id, m.author = ANY ($2::text[]) OR
	     coalesce(bool_or(lower(g.from_address) = ANY ($2::text[])),
		      false),
       coalesce(bool_or(g.ticket_id = ANY ($3::bigint[])), false),
       m.retire = 'done', m.id IN (SELECT id FROM about)
  FROM mail m
  LEFT JOIN message g ON g.desk_id = $1 AND g.mail_id = m.id
	AND g.ticket_id = ANY ($4::bigint[])
 WHERE m.desk_id = $1
   AND (m.author = ANY ($2::text[]) OR g.id IS NOT NULL OR
	m.id IN (SELECT id FROM about))
 GROUP BY m.id, m.author, m.retire
 ORDER BY m.id

-- name: erase_raw
-- $2 addresses and names, $3 mails whose bytes go, $4 mails near: of these
-- those that name the person.
WITH found AS (
	SELECT DISTINCT r.mail_id FROM mail_raw r
	 WHERE r.desk_id = $1
	   AND (r.mail_id = ANY ($3::bigint[]) OR
		(r.mail_id = ANY ($4::bigint[]) AND EXISTS (
			SELECT FROM unnest($2::text[]) u (word)
			 WHERE position(convert_to(u.word, 'UTF8')
					IN r.bytes) > 0)))
), gone AS (
	DELETE FROM mail_raw r USING found f
	 WHERE r.desk_id = $1 AND r.mail_id = f.mail_id
), marked AS (
	UPDATE mail m SET removed = postdesk_now(), kept = 0, erased = true
	  FROM found f
	 WHERE m.desk_id = $1 AND m.id = f.mail_id
)
SELECT count(*) FROM found

-- name: erase_attachments
-- $2 mails that they wrote, $3 patterns: theirs, and what is called after them.
WITH gone AS (
	DELETE FROM attachment
	 WHERE desk_id = $1
	   AND (mail_id = ANY ($2::bigint[]) OR name ILIKE ANY ($3::text[]))
	RETURNING part
)
SELECT count(*) FROM gone

-- name: erase_ledger
-- $2 mails that they wrote.
WITH done AS (
	UPDATE mail
	   SET author = '', message_id = '', subject = '', content = NULL,
	       shape = NULL, erased = true
	 WHERE desk_id = $1 AND id = ANY ($2::bigint[])
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_ledger_subjects
-- $2 patterns, $3 mails that go, $4 mails near: "Re:" and what they wrote.
WITH done AS (
	UPDATE mail SET subject = '', erased = true
	 WHERE desk_id = $1 AND subject <> ''
	   AND (id = ANY ($3::bigint[]) OR
		(id = ANY ($4::bigint[]) AND subject ILIKE ANY ($2::text[])))
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_traces
-- $2 patterns, $3 mails that go, $4 mails near.
WITH gone AS (
	DELETE FROM trace t
	 WHERE desk_id = $1
	   AND (mail_id = ANY ($3::bigint[]) OR
		(mail_id = ANY ($4::bigint[]) AND
		 facts ILIKE ANY ($2::text[])))
	RETURNING t AS was
), back AS (
	INSERT INTO trace
	SELECT (jsonb_populate_record(was, '{"facts": "{}"}')).*
	  FROM gone WHERE (was).desk_id = $1
)
SELECT count(*) FROM gone

-- name: erase_shadows
-- $2 mails that go, $3 mails near.
WITH gone AS (
	DELETE FROM shadow_mail
	 WHERE desk_id = $1
	   AND (mail_id = ANY ($2::bigint[]) OR mail_id = ANY ($3::bigint[]))
	RETURNING mail_id
)
SELECT count(*) FROM gone

-- name: erase_events
-- $2 patterns, $3 tickets that they opened, $4 mails that they wrote.
WITH gone AS (
	DELETE FROM event e
	 WHERE desk_id = $1
	   AND (mail_id = ANY ($4::bigint[]) OR
		ticket_id = ANY ($3::bigint[]) OR
		word ILIKE ANY ($2::text[]) OR
		detail ILIKE ANY ($2::text[]) OR
		undo::text ILIKE ANY ($2::text[]))
	RETURNING e AS was
), back AS (
	INSERT INTO event
	SELECT (jsonb_populate_record(was, jsonb_build_object(
			'detail', '', 'undo', NULL, 'word',
			CASE WHEN (was).word ILIKE ANY ($2::text[]) THEN ''
			     ELSE (was).word END))).*
	  FROM gone WHERE (was).desk_id = $1
)
SELECT count(*) FROM gone

-- name: erase_mentions
-- $2 addresses, $3 patterns, $4 tickets that they opened, $5 mails that they
-- wrote: the ids of their mails lead nowhere any more.  Before the messages.
-- These are compared byte by byte, which knows no capitals but those of ASCII.
WITH gone AS (
	DELETE FROM mention
	 WHERE desk_id = $1
	   AND (message_id COLLATE "default" ILIKE ANY ($3::text[]) OR
		message_id IN (
			SELECT message_id FROM message
			 WHERE desk_id = $1
			   AND lower(from_address) = ANY ($2::text[])
			UNION
			SELECT message_id FROM mail
			 WHERE desk_id = $1 AND id = ANY ($5::bigint[])))
	RETURNING message_id
), plain AS (
	UPDATE mention SET branch = ''
	 WHERE desk_id = $1 AND branch <> ''
	   AND (ticket_id = ANY ($4::bigint[]) OR
		branch ILIKE ANY ($3::text[]))
	RETURNING message_id
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM plain)

-- name: erase_messages
-- $2 addresses: what they wrote.
WITH done AS (
	UPDATE message
	   SET message_id = '', from_address = '', from_name = '',
	       subject = '', text = '', visible = '', shown = NULL,
	       words = ''
	 WHERE desk_id = $1 AND lower(from_address) = ANY ($2::text[])
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_answers
-- $2 tickets that they opened, $3 all tickets: of what others wrote only what
-- is new stays, not what they quote; what we sent to them by ourselves repeats
-- what they wrote.
WITH done AS (
	UPDATE message m
	   SET subject = CASE WHEN x.ticket_id = ANY ($2::bigint[]) THEN ''
			 ELSE m.subject END,
	       text = CASE WHEN o.id IS NULL
			   THEN postdesk_visible(m.text, m.visible, m.shown)
			   ELSE '' END,
	       visible = NULL, shown = NULL, words = ''
	  FROM message x
	  LEFT JOIN outbox o ON o.desk_id = $1 AND o.ticket_id = x.ticket_id
		AND o.message_row = x.id AND o.class = 'automatic'
		AND x.ticket_id = ANY ($2::bigint[])
	 WHERE m.desk_id = $1 AND x.desk_id = $1 AND x.id = m.id
	   AND x.ticket_id = ANY ($3::bigint[])
	   AND (x.text <> x.visible OR x.shown IS NOT NULL OR
		x.ticket_id = ANY ($2::bigint[]))
	RETURNING m.id
)
SELECT count(*) FROM done

-- name: erase_quotes
-- $2 patterns, $3 the same as one expression: their names in what others wrote.
WITH done AS (
	UPDATE message
	   SET subject = regexp_replace(subject, $3::text, '[erased]', 'gi'),
	       text = regexp_replace(text, $3::text, '[erased]', 'gi'),
	       visible = regexp_replace(
			postdesk_visible(text, visible, shown), $3::text,
			'[erased]', 'gi'),
	       shown = NULL,
	       from_name = regexp_replace(from_name, $3::text, '', 'gi'),
	       message_id = CASE WHEN message_id ILIKE ANY ($2::text[])
				 THEN '' ELSE message_id END,
	       words = ''
	 WHERE desk_id = $1
	   AND (subject ILIKE ANY ($2::text[]) OR text ILIKE ANY ($2::text[])
		OR visible ILIKE ANY ($2::text[]) OR
		from_name ILIKE ANY ($2::text[]) OR
		message_id ILIKE ANY ($2::text[]))
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_clues
-- $2 tickets that they opened, $3 all tickets: also digests of a subject.
WITH gone AS (
	DELETE FROM clue
	 WHERE desk_id = $1
	   AND (ticket_id = ANY ($2::bigint[]) OR
		(ticket_id = ANY ($3::bigint[]) AND kind = 'subject-from'))
	RETURNING key
)
SELECT count(*) FROM gone

-- name: erase_drafts
-- $2 patterns, $3 tickets that they opened, $4 mails that go: what agents wrote
-- about them and was held.
WITH gone AS (
	DELETE FROM draft
	 WHERE desk_id = $1
	   AND (ticket_id = ANY ($3::bigint[]) OR mail_id = ANY ($4::bigint[])
		OR text ILIKE ANY ($2::text[]) OR words ILIKE ANY ($2::text[]))
	RETURNING id
)
SELECT count(*) FROM gone

-- name: erase_fields
-- $2 patterns, $3 tickets that they opened.
WITH gone AS (
	DELETE FROM field
	 WHERE desk_id = $1
	   AND (ticket_id = ANY ($3::bigint[]) OR
		value ILIKE ANY ($2::text[]))
	RETURNING name
)
SELECT count(*) FROM gone

-- name: erase_participants
-- $2 addresses.
WITH gone AS (
	DELETE FROM participant
	 WHERE desk_id = $1 AND address = ANY ($2::text[])
	RETURNING ticket_id
)
SELECT count(*) FROM gone

-- name: erase_ticket_rows
-- $2 patterns, $3 as one expression, $4 tickets that they opened.
WITH done AS (
	UPDATE ticket
	   SET subject = CASE WHEN id = ANY ($4::bigint[]) THEN ''
			 ELSE regexp_replace(subject, $3::text, '[erased]',
					     'gi') END,
	       requester = CASE WHEN id = ANY ($4::bigint[]) THEN NULL
			   ELSE requester END,
	       requester_address = CASE WHEN id = ANY ($4::bigint[]) THEN ''
				   ELSE requester_address END,
	       language = CASE WHEN id = ANY ($4::bigint[]) THEN ''
			  ELSE language END,
	       reasons = CASE WHEN id = ANY ($4::bigint[]) OR
				   reasons ILIKE ANY ($2::text[]) THEN ''
			 ELSE reasons END
	 WHERE desk_id = $1
	   AND (id = ANY ($4::bigint[]) OR subject ILIKE ANY ($2::text[]) OR
		reasons ILIKE ANY ($2::text[]))
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_waiting
-- $2 addresses, $3 tickets that they opened: what has not left yet does not.
WITH done AS (
	UPDATE outbox SET state = 'cancelled', ended = postdesk_now()
	 WHERE desk_id = $1 AND state IN ('held', 'queued')
	   AND (address = ANY ($2::text[]) OR ticket_id = ANY ($3::bigint[]))
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_later
-- $2 patterns: what is on its way to others and names them.
SELECT count(*)
  FROM outbox o
  JOIN outbox_body b ON b.desk_id = $1 AND b.id = o.body_id
 WHERE o.desk_id = $1 AND o.state IN ('held', 'queued', 'dot_sent')
   AND (b.subject ILIKE ANY ($2::text[]) OR b.text ILIKE ANY ($2::text[]))

-- name: erase_bodies
-- $2 addresses, $3 patterns, $4 tickets that they opened: mail to them, about
-- them, or with their name in it; what still goes to others stays whole until
-- it has gone.
WITH gone AS (
	DELETE FROM outbox_body b
	 WHERE desk_id = $1
	   AND id IN (
		SELECT o.body_id FROM outbox o
		  JOIN outbox_body x ON x.desk_id = $1 AND x.id = o.body_id
		 WHERE o.desk_id = $1
		   AND (o.address = ANY ($2::text[]) OR
			o.ticket_id = ANY ($4::bigint[]) OR
			x.subject ILIKE ANY ($3::text[]) OR
			x.text ILIKE ANY ($3::text[]) OR
			x.message_id ILIKE ANY ($3::text[])))
	   AND NOT EXISTS (SELECT FROM outbox o
			    WHERE o.desk_id = $1 AND o.body_id = b.id
			      AND o.state IN ('held', 'queued', 'dot_sent'))
	RETURNING b AS was
), back AS (
	INSERT INTO outbox_body
	SELECT (jsonb_populate_record(was, jsonb_build_object(
			'subject', '', 'text', '', 'bytes', '', 'message_id',
			CASE WHEN (was).message_id ILIKE ANY ($3::text[])
			     THEN '' ELSE (was).message_id END))).*
	  FROM gone WHERE (was).desk_id = $1
)
SELECT count(*) FROM gone

-- name: erase_outbox
-- $2 addresses, $3 patterns.
WITH gone AS (
	DELETE FROM outbox o
	 WHERE desk_id = $1
	   AND (address = ANY ($2::text[]) OR dedupe_key ILIKE ANY ($3::text[])
		OR reply ILIKE ANY ($3::text[]) OR
		because ILIKE ANY ($3::text[]))
	   AND state NOT IN ('held', 'queued', 'dot_sent')
	RETURNING o AS was
), back AS (
	INSERT INTO outbox
	SELECT (jsonb_populate_record(was, jsonb_build_object(
			'reply', '', 'rcpt_to',
			CASE WHEN (was).address = ANY ($2::text[]) THEN ''
			     ELSE (was).rcpt_to END,
			'domain',
			CASE WHEN (was).address = ANY ($2::text[]) THEN ''
			     ELSE (was).domain END,
			'address',
			CASE WHEN (was).address = ANY ($2::text[]) THEN ''
			     ELSE (was).address END,
			'because',
			CASE WHEN (was).because ILIKE ANY ($3::text[]) THEN ''
			     ELSE (was).because END,
			'dedupe_key',
			CASE WHEN (was).dedupe_key ILIKE ANY ($3::text[])
			     THEN 'erased/' || (was).id
			     ELSE (was).dedupe_key END))).*
	  FROM gone WHERE (was).desk_id = $1
)
SELECT count(*) FROM gone

-- name: erase_mutes
-- $2 addresses.
WITH gone AS (
	DELETE FROM mute
	 WHERE desk_id = $1 AND address = ANY ($2::text[])
	RETURNING address
)
SELECT count(*) FROM gone

-- name: erase_attempts
-- $2 patterns: servers repeat the address.
WITH gone AS (
	DELETE FROM attempt a
	 WHERE desk_id = $1 AND reply ILIKE ANY ($2::text[])
	RETURNING a AS was
), back AS (
	INSERT INTO attempt
	SELECT (jsonb_populate_record(was, '{"reply": ""}')).*
	  FROM gone WHERE (was).desk_id = $1
)
SELECT count(*) FROM gone

-- name: erase_faults
-- $2 patterns.
WITH done AS (
	UPDATE fault SET detail = ''
	 WHERE desk_id = $1 AND detail ILIKE ANY ($2::text[])
	RETURNING id
)
SELECT count(*) FROM done

-- name: erase_people
-- $2 addresses.
WITH gone AS (
	DELETE FROM address
	 WHERE desk_id = $1 AND address = ANY ($2::text[])
	RETURNING id
)
SELECT count(*) FROM gone

-- name: erase_contact
-- $2 patterns, $3 contact, $4 tickets that they opened: after the addresses and
-- before the tickets.  Who was linked to another left a contact without any.
WITH gone AS (
	DELETE FROM contact c
	 WHERE desk_id = $1
	   AND (id = $3::bigint OR
		((name ILIKE ANY ($2::text[]) OR
		  id IN (SELECT requester FROM ticket
			  WHERE desk_id = $1 AND id = ANY ($4::bigint[]))) AND
		 NOT EXISTS (SELECT FROM address a
			      WHERE a.desk_id = $1 AND a.contact_id = c.id)))
	RETURNING id
)
SELECT count(*) FROM gone

-- name: erase_told
-- tickets, ids of events.
INSERT INTO event (desk_id, id, ticket_id, kind, word, detail, at)
SELECT $1, u.id, u.ticket, 'erased', 'by-request', '', postdesk_now()
  FROM unnest($2::bigint[], $3::bigint[]) u (ticket, id)

-- name: erase_record
-- $2 id, $3 author, $4 counts: that it was done, not to whom.
INSERT INTO erasure (desk_id, id, author, at, counts)
VALUES ($1, $2::bigint, $3::text, postdesk_now(), $4::json)
