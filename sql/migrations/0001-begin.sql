-- 0001-begin.sql - the whole house of data.
--
-- Every table leads with desk_id and every unique and foreign key starts with
-- it, so that the schema can be spread over machines by desk.  desk_id 0 holds
-- what belongs to the installation.  No triggers, no advisory locks.
-- tests/check-sql.sh proves it; tests/check-words.sh proves that the words in
-- the CHECK constraints are those of the program.

-- Ids of every kind come from here, in blocks: [n, n + 20000).
CREATE SEQUENCE id_block AS bigint INCREMENT BY 20000;

CREATE TABLE clock (
	desk_id		bigint NOT NULL PRIMARY KEY CHECK (desk_id = 0),
	shift		interval NOT NULL
);
COMMENT ON TABLE clock IS 'Test builds only: how far postdesk_now() is from now()';

CREATE FUNCTION postdesk_now() RETURNS timestamptz
	LANGUAGE sql STABLE
	AS $$ SELECT now() + coalesce((SELECT shift FROM clock
					WHERE desk_id = 0), interval '0') $$;
COMMENT ON FUNCTION postdesk_now() IS 'The one business clock. Leases use now() itself';

-- Who holds claims and is still connected: a claim of anybody else may be taken
-- over at once, not only when its lease is over.
CREATE FUNCTION postdesk_alive() RETURNS bigint[]
	LANGUAGE sql STABLE
	AS $$ SELECT array_agg(substr(application_name, 10)::bigint)
		FROM pg_stat_activity
	       WHERE application_name ~ '^postdesk-[0-9]{1,18}$' $$;

-- Lower case, and Greek without accents and final sigma: capitals are written
-- without them, and people search as they please.  ASCII needs none of it, and
-- is told by its length: the search configuration lowers by itself.
CREATE FUNCTION postdesk_fold(words text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT CASE WHEN octet_length(words) = length(words) THEN words
		ELSE translate(lower(words), 'άέήίόύώϊϋΐΰς', 'αεηιουωιυιυσ')
		END $$;

CREATE TABLE desk (
	desk_id		bigint NOT NULL PRIMARY KEY,
	name		text NOT NULL,
	display_name	text NOT NULL DEFAULT '',
	address		text NOT NULL DEFAULT '',
	created		timestamptz NOT NULL,
	activated	timestamptz NOT NULL,
	autos		boolean NOT NULL DEFAULT false,
	next_number	bigint NOT NULL DEFAULT 1,
	ruleset		bigint
);
COMMENT ON TABLE desk IS 'One support operation; its row lock orders all decisions';
COMMENT ON COLUMN desk.autos IS 'Automatic mail is switched on';
COMMENT ON COLUMN desk.activated IS 'Older mail is never answered automatically';
COMMENT ON COLUMN desk.next_number IS 'Number of the next ticket';
COMMENT ON COLUMN desk.ruleset IS 'Version of the active ruleset';

CREATE TABLE ruleset (
	desk_id		bigint NOT NULL REFERENCES desk,
	version		bigint NOT NULL,
	sha256		bytea NOT NULL CHECK (length(sha256) = 32),
	author		text NOT NULL,
	created		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, version)
);
COMMENT ON TABLE ruleset IS 'Published rules and replies; never changed afterwards';

CREATE TABLE ruleset_file (
	desk_id		bigint NOT NULL,
	version		bigint NOT NULL,
	path		text NOT NULL,
	bytes		bytea COMPRESSION lz4 NOT NULL,
	PRIMARY KEY (desk_id, version, path),
	FOREIGN KEY (desk_id, version) REFERENCES ruleset
);

CREATE TABLE mailbox (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	name		text NOT NULL,
	epoch		bigint NOT NULL DEFAULT 0,
	highest		bigint NOT NULL DEFAULT 0,
	since		timestamptz,
	first_epoch	bigint NOT NULL DEFAULT 0,
	first_item	bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, name)
);
COMMENT ON COLUMN mailbox.epoch IS 'UIDVALIDITY last seen';
COMMENT ON COLUMN mailbox.highest IS 'Greatest item (UID) taken in this epoch';
COMMENT ON COLUMN mailbox.since IS 'First contact: what was there then, up to first_item, is old mail';

CREATE TABLE organisation (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	name		text NOT NULL,
	domain		text NOT NULL DEFAULT '',
	created		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id)
);

CREATE TABLE contact (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	organisation_id	bigint,
	name		text NOT NULL,
	language	text NOT NULL DEFAULT '',
	created		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id),
	FOREIGN KEY (desk_id, organisation_id) REFERENCES organisation
);
COMMENT ON COLUMN contact.language IS 'Of the last mail, ISO 639-1; empty: unsure';

CREATE TABLE address (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	contact_id	bigint NOT NULL,
	address		text NOT NULL,
	name		text NOT NULL,
	created		timestamptz NOT NULL,
	person		timestamptz,
	bounced		timestamptz,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, address),
	FOREIGN KEY (desk_id, contact_id) REFERENCES contact
);
COMMENT ON COLUMN address.address IS 'In lower case';
COMMENT ON COLUMN address.person IS 'When a person last wrote from it';
COMMENT ON COLUMN address.bounced IS 'Hard bounce since it last wrote';

CREATE TABLE agent (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	name		text NOT NULL,
	address		text NOT NULL,
	tier		integer NOT NULL DEFAULT 1 CHECK (tier BETWEEN 1 AND 3),
	languages	text[] NOT NULL DEFAULT '{}',
	queues		text[] NOT NULL DEFAULT '{}',
	active		boolean NOT NULL DEFAULT true,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, address)
);

CREATE TABLE ticket (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	number		bigint NOT NULL,
	state		text NOT NULL CHECK (state IN
			('new', 'open', 'pending', 'closed')),
	subject		text NOT NULL,
	urgency		text NOT NULL CHECK (urgency IN
			('low', 'normal', 'high', 'critical')),
	score		integer NOT NULL,
	queue		text NOT NULL,
	tier		integer NOT NULL CHECK (tier BETWEEN 1 AND 3),
	requester	bigint,
	requester_address text NOT NULL,
	language	text NOT NULL,
	created		timestamptz NOT NULL,
	updated		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, number)
);
COMMENT ON COLUMN ticket.number IS 'What people see';
COMMENT ON COLUMN ticket.score IS 'The sum of the rules behind the urgency';
COMMENT ON COLUMN ticket.requester IS 'Contact; null: nobody we can name';
CREATE INDEX ticket_updated ON ticket (desk_id, updated);

CREATE TABLE tag (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	tag		text NOT NULL,
	PRIMARY KEY (desk_id, ticket_id, tag),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);

CREATE TABLE participant (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	address		text NOT NULL,
	added		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, ticket_id, address),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE participant IS 'Who may join the ticket by mail; addresses in lower case';

CREATE TABLE relation (
	desk_id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	other_id	bigint NOT NULL,
	added		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, ticket_id, other_id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket,
	FOREIGN KEY (desk_id, other_id) REFERENCES ticket
);
COMMENT ON TABLE relation IS 'Tickets that may belong together, for agents';

CREATE TABLE mail (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	mailbox_id	bigint NOT NULL,
	epoch		bigint NOT NULL,
	item		bigint NOT NULL,
	received	timestamptz NOT NULL,
	added		timestamptz NOT NULL,
	size		bigint NOT NULL,
	kept		bigint NOT NULL,
	truncated	boolean NOT NULL,
	sha256		bytea NOT NULL CHECK (length(sha256) = 32),
	silent		boolean NOT NULL,
	released	boolean NOT NULL DEFAULT false,
	state		text NOT NULL DEFAULT 'pending' CHECK (state IN
			('pending', 'ended')),
	attempts	integer NOT NULL DEFAULT 0,
	lease		timestamptz,
	holder		bigint,
	disposition	text CHECK (disposition IN
			('ticketed', 'joined', 'pending-join', 'duplicate',
			 'bounce-recorded', 'noted', 'quarantined', 'dropped')),
	ended		timestamptz,
	ticket_id	bigint,
	how		text NOT NULL DEFAULT '',
	reason		text NOT NULL DEFAULT '',
	author		text NOT NULL DEFAULT '',
	message_id	text NOT NULL DEFAULT '',
	content		bytea CHECK (length(content) = 32),
	subject		text NOT NULL DEFAULT '',
	origin		text NOT NULL DEFAULT '',
	answer		text NOT NULL DEFAULT '',
	rules		text[] NOT NULL DEFAULT '{}',
	unparsed	boolean NOT NULL DEFAULT false,
	retire		text NOT NULL DEFAULT 'none' CHECK (retire IN
			('none', 'due', 'done')),
	retired		timestamptz,
	target_epoch	bigint,
	target_item	bigint,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, mailbox_id, epoch, item),
	FOREIGN KEY (desk_id, mailbox_id) REFERENCES mailbox,
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket,
	CHECK ((state = 'ended') = (disposition IS NOT NULL))
);
COMMENT ON TABLE mail IS 'The ledger: one row for every mail ever seen';
COMMENT ON COLUMN mail.item IS 'UID, or what a file source gives';
COMMENT ON COLUMN mail.size IS 'On the server; kept: bytes in mail_raw';
COMMENT ON COLUMN mail.silent IS 'Taken in with automatic mail off';
COMMENT ON COLUMN mail.released IS 'A person let it out of quarantine';
COMMENT ON COLUMN mail.content IS 'Digest of what a person reads: tells copies that came on two ways';
COMMENT ON COLUMN mail.retire IS 'due: may leave the mailbox; done: has left';
COMMENT ON COLUMN mail.origin IS 'What wrote it: person, list, bounce and so on';
COMMENT ON COLUMN mail.answer IS 'Why it was, or was not, answered';
COMMENT ON COLUMN mail.rules IS 'Names of those that hit, in order';
CREATE INDEX mail_pending ON mail (desk_id, id) WHERE state = 'pending';
CREATE INDEX mail_due ON mail (desk_id, mailbox_id, epoch, item)
	WHERE retire = 'due';
CREATE INDEX mail_sha256 ON mail (desk_id, sha256, id);
CREATE INDEX mail_message_id ON mail (desk_id, message_id, id)
	WHERE message_id <> '';

CREATE TABLE mail_raw (
	desk_id		bigint NOT NULL,
	mail_id		bigint NOT NULL,
	chunk		integer NOT NULL CHECK (chunk >= 0),
	bytes		bytea COMPRESSION lz4 NOT NULL
			CHECK (length(bytes) <= 1048576),
	PRIMARY KEY (desk_id, mail_id, chunk),
	FOREIGN KEY (desk_id, mail_id) REFERENCES mail
);
COMMENT ON TABLE mail_raw IS 'The bytes as received, in chunks of at most 1 MB';

CREATE TABLE attachment (
	desk_id		bigint NOT NULL,
	mail_id		bigint NOT NULL,
	part		integer NOT NULL,
	name		text NOT NULL,
	type		text NOT NULL,
	disposition	text NOT NULL,
	encoding	text NOT NULL,
	content_id	text NOT NULL,
	raw_offset	bigint NOT NULL,
	raw_length	bigint NOT NULL,
	size		bigint NOT NULL,
	sha256		bytea NOT NULL CHECK (length(sha256) = 32),
	PRIMARY KEY (desk_id, mail_id, part),
	FOREIGN KEY (desk_id, mail_id) REFERENCES mail
);
COMMENT ON TABLE attachment IS 'A byte range of mail_raw, decoded on demand';

CREATE TABLE message (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	mail_id		bigint,
	direction	text NOT NULL CHECK (direction IN
			('in', 'out', 'note')),
	message_id	text NOT NULL,
	from_address	text NOT NULL,
	from_name	text NOT NULL,
	subject		text NOT NULL,
	text		text COMPRESSION lz4 NOT NULL,
	visible		text COMPRESSION lz4 NOT NULL,
	language	text NOT NULL,
	unverified	boolean NOT NULL,
	created		timestamptz NOT NULL,
	words		tsvector GENERATED ALWAYS AS
			(to_tsvector('simple', postdesk_fold(subject || ' ' ||
				left(coalesce(nullif(visible, ''), text),
				     10000)))) STORED,
	PRIMARY KEY (desk_id, id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON COLUMN message.visible IS 'What was written now, without quotes';
COMMENT ON COLUMN message.unverified IS 'The sender''s domain was not proven';
COMMENT ON COLUMN message.words IS 'For searching: subject and the visible words';
CREATE INDEX message_ticket ON message (desk_id, ticket_id, id);
CREATE INDEX message_words ON message USING gin (words);

CREATE TABLE mention (
	desk_id		bigint NOT NULL,
	message_id	text NOT NULL,
	ticket_id	bigint,
	ours		boolean NOT NULL,
	automatic	boolean NOT NULL,
	received	boolean NOT NULL,
	UNIQUE NULLS NOT DISTINCT (desk_id, message_id, ticket_id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE mention IS 'Every Message-ID received, sent or merely cited, and its ticket';

CREATE TABLE event (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	ticket_id	bigint NOT NULL,
	mail_id		bigint,
	kind		text NOT NULL CHECK (kind IN
			('created', 'received', 'pending-join', 'duplicate',
			 'reopened', 'classified', 'answered', 'not-answered',
			 'bounced', 'related', 'noted')),
	word		text NOT NULL,
	detail		text NOT NULL,
	at		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id),
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE event IS 'What happened to a ticket, and the verdict or rule that caused it';
CREATE INDEX event_ticket ON event (desk_id, ticket_id, id);

CREATE TABLE trace (
	desk_id		bigint NOT NULL,
	mail_id		bigint NOT NULL,
	run		integer NOT NULL,
	at		timestamptz NOT NULL,
	ruleset		bigint NOT NULL,
	facts		json COMPRESSION lz4 NOT NULL,
	PRIMARY KEY (desk_id, mail_id, run),
	FOREIGN KEY (desk_id, mail_id) REFERENCES mail
);
COMMENT ON TABLE trace IS 'Why: tests, candidates, rules and the facts that were seen';
COMMENT ON COLUMN trace.run IS 'From 1: how often the mail has come to an end';

CREATE TABLE outbox_body (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	message_id	text NOT NULL,
	subject		text NOT NULL,
	text		text COMPRESSION lz4 NOT NULL,
	bytes		bytea COMPRESSION lz4 NOT NULL,
	created		timestamptz NOT NULL,
	PRIMARY KEY (desk_id, id)
);
COMMENT ON TABLE outbox_body IS 'One answer, the same bytes for all its recipients';

CREATE TABLE outbox (
	desk_id		bigint NOT NULL,
	id		bigint NOT NULL,
	body_id		bigint NOT NULL,
	ticket_id	bigint,
	message_row	bigint,
	class		text NOT NULL CHECK (class IN
			('automatic', 'agent', 'admin')),
	state		text NOT NULL DEFAULT 'queued' CHECK (state IN
			('held', 'queued', 'dot_sent', 'sent', 'failed',
			 'uncertain', 'cancelled')),
	dedupe_key	text NOT NULL,
	template	text NOT NULL,
	language	text NOT NULL,
	because		text NOT NULL,
	mail_from	text NOT NULL,
	rcpt_to		text NOT NULL,
	address		text NOT NULL,
	domain		text NOT NULL,
	created		timestamptz NOT NULL,
	due		timestamptz NOT NULL,
	lease		timestamptz,
	holder		bigint,
	attempts	integer NOT NULL DEFAULT 0,
	ended		timestamptz,
	code		integer NOT NULL DEFAULT 0,
	reply		text NOT NULL DEFAULT '',
	bounced		boolean NOT NULL DEFAULT false,
	PRIMARY KEY (desk_id, id),
	UNIQUE (desk_id, dedupe_key),
	FOREIGN KEY (desk_id, body_id) REFERENCES outbox_body,
	FOREIGN KEY (desk_id, ticket_id) REFERENCES ticket
);
COMMENT ON TABLE outbox IS 'Composed mail, one recipient a row';
COMMENT ON COLUMN outbox.dedupe_key IS 'What it is: at most one row ever';
COMMENT ON COLUMN outbox.address IS 'rcpt_to in lower case; domain: what follows the @';
COMMENT ON COLUMN outbox.holder IS 'Which sender has claimed it, until the lease ends';
CREATE INDEX outbox_queued ON outbox (desk_id, class, due, id)
	WHERE state = 'queued';
CREATE INDEX outbox_dot_sent ON outbox (desk_id, lease)
	WHERE state = 'dot_sent';
CREATE INDEX outbox_address ON outbox (desk_id, address, created)
	WHERE class = 'automatic';
CREATE INDEX outbox_domain ON outbox (desk_id, domain, created)
	WHERE class = 'automatic';
CREATE INDEX outbox_created ON outbox (desk_id, created)
	WHERE class = 'automatic';
CREATE INDEX outbox_ticket ON outbox (desk_id, ticket_id, id);

CREATE TABLE attempt (
	desk_id		bigint NOT NULL,
	outbox_id	bigint NOT NULL,
	attempt		integer NOT NULL,
	at		timestamptz NOT NULL,
	result		text NOT NULL CHECK (result IN
			('sent', 'retry', 'failed', 'uncertain')),
	code		integer NOT NULL,
	reply		text NOT NULL,
	PRIMARY KEY (desk_id, outbox_id, attempt),
	FOREIGN KEY (desk_id, outbox_id) REFERENCES outbox
);

CREATE TABLE fault (
	desk_id		bigint NOT NULL REFERENCES desk,
	id		bigint NOT NULL,
	kind		text NOT NULL,
	detail		text NOT NULL,
	since		timestamptz NOT NULL,
	notified	timestamptz,
	over		timestamptz,
	PRIMARY KEY (desk_id, id)
);
COMMENT ON TABLE fault IS 'What the operator was told: since when, and when it was over';
CREATE UNIQUE INDEX fault_open ON fault (desk_id, kind) WHERE over IS NULL;

-- What is written once stays as it is.  A foreign key locks the row that it
-- names, which needs the right to update some column: `created` stands for it.
REVOKE UPDATE ON mail_raw, attachment, event, trace, attempt, relation,
	ruleset_file FROM CURRENT_USER;
REVOKE UPDATE ON outbox_body, ruleset, outbox FROM CURRENT_USER;
GRANT UPDATE (created) ON outbox_body, ruleset TO CURRENT_USER;
GRANT UPDATE (state, due, lease, holder, attempts, ended, code, reply, bounced)
	ON outbox TO CURRENT_USER;

-- For people and reports.

CREATE VIEW v_ticket AS
SELECT t.desk_id, t.id, d.name AS desk, t.number, t.state, t.urgency, t.score,
       t.queue, t.tier, t.subject, t.requester_address AS requester,
       t.language, t.created, t.updated,
       ARRAY(SELECT tag FROM tag g
	      WHERE g.desk_id = t.desk_id AND g.ticket_id = t.id
	      ORDER BY tag) AS tags,
       (SELECT count(*) FROM message m
	 WHERE m.desk_id = t.desk_id AND m.ticket_id = t.id) AS messages
  FROM ticket t JOIN desk d ON d.desk_id = t.desk_id;
COMMENT ON VIEW v_ticket IS 'Tickets with their tags and number of messages';

CREATE VIEW v_mail AS
SELECT m.desk_id, m.id, d.name AS desk, b.name AS mailbox, m.received, m.state,
       m.disposition, m.reason, m.how, t.number AS ticket, m.author, m.subject,
       m.origin, m.answer, m.rules, m.unparsed, m.size, m.truncated, m.silent,
       m.released, m.attempts, m.retire, m.epoch, m.item, m.message_id,
       encode(m.sha256, 'hex') AS sha256
  FROM mail m
  JOIN desk d ON d.desk_id = m.desk_id
  JOIN mailbox b ON b.desk_id = m.desk_id AND b.id = m.mailbox_id
  LEFT JOIN ticket t ON t.desk_id = m.desk_id AND t.id = m.ticket_id;
COMMENT ON VIEW v_mail IS 'The ledger: each mail, what became of it and why';

CREATE VIEW v_message AS
SELECT m.desk_id, m.id, t.number AS ticket, m.direction, m.created,
       m.from_address, m.from_name, m.subject, m.visible, m.text, m.language,
       m.unverified, m.mail_id AS mail, m.message_id
  FROM message m
  JOIN ticket t ON t.desk_id = m.desk_id AND t.id = m.ticket_id;
COMMENT ON VIEW v_message IS 'What was said on a ticket, in order of id';

CREATE VIEW v_event AS
SELECT e.desk_id, e.id, t.number AS ticket, e.at, e.kind, e.word, e.detail,
       e.mail_id AS mail
  FROM event e
  JOIN ticket t ON t.desk_id = e.desk_id AND t.id = e.ticket_id;
COMMENT ON VIEW v_event IS 'History of tickets: what happened and why';

CREATE VIEW v_outbox AS
SELECT o.desk_id, o.id, t.number AS ticket, o.class, o.state, o.rcpt_to,
       o.template, o.language, o.because, b.subject, b.message_id, o.created,
       o.due, o.attempts, o.ended, o.code, o.reply, o.bounced, o.dedupe_key
  FROM outbox o
  JOIN outbox_body b ON b.desk_id = o.desk_id AND b.id = o.body_id
  LEFT JOIN ticket t ON t.desk_id = o.desk_id AND t.id = o.ticket_id;
COMMENT ON VIEW v_outbox IS 'Outgoing mail and how far it is';

CREATE VIEW v_fault AS
SELECT f.desk_id, f.id, d.name AS desk, f.kind, f.detail, f.since, f.notified,
       f.over
  FROM fault f JOIN desk d ON d.desk_id = f.desk_id;
COMMENT ON VIEW v_fault IS 'What went wrong for longer, and whether it is over';
