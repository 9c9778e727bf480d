"""oracle.py - conservation: what must hold however often workers were killed.

    answers = oracle.check(desk, injected=500)

* Mails injected = rows of the ledger, each with exactly one disposition.
* What the ledger stored is what the server has, byte by byte, and the server
  has nothing that the ledger does not know.
* One ticket for each mail that opened one, and no other.  No row names a
  ticket, a mail or a mailbox that is not there.
* Automatic mail and notices are accepted at most once for each dedupe key, an
  incoming mail has at most one automatic answer, old mail has none.
* An agent's mail leaves at least once with the same bytes, or somebody was
  told that it did not.
* What a server took from us lies where it was sent to, whole; nothing is there
  that we do not know to have sent.

It looks at the tables and into the mailboxes, never through the program.
examine() gives all that it found, check() fails with it.
"""

import collections
import re
import time

import evidence
from rig import address

NAMES = ('alice', 'bob', 'carol', 'dave')
SHOWN = 5       # faults of one kind that are told one by one
PATIENCE = 60   # seconds for a server to put down what it took

# Each statement names what must not be: a fault's kind, what is wrong, and a
# column `which`.
NEVER = (
    ('lost', 'without a disposition', '''
SELECT 'mail ' || id || ' (' || state || ', ' || attempts || ' attempts) ' ||
       subject AS which FROM mail WHERE disposition IS NULL'''),
    ('twice', 'in the ledger again', '''
SELECT 'mail ' || min(id) || ' to ' || max(id) AS which FROM mail
 GROUP BY desk_id, mailbox_id, epoch, item HAVING count(*) > 1'''),
    ('ticket', 'opened by several mails', '''
SELECT 'ticket id ' || ticket_id || ' by mails ' || string_agg(id::text, ' ')
       AS which FROM mail WHERE disposition = 'ticketed'
 GROUP BY desk_id, ticket_id HAVING count(*) > 1'''),
    ('ticket', 'begun more than once', '''
SELECT 'ticket id ' || ticket_id AS which FROM event WHERE kind = 'created'
 GROUP BY desk_id, ticket_id HAVING count(*) > 1'''),
    ('ticket', 'begun by one mail', '''
SELECT 'mail ' || mail_id || ' began tickets ' || string_agg(DISTINCT
       ticket_id::text, ' ') AS which FROM event
 WHERE kind = 'created' AND mail_id IS NOT NULL
 GROUP BY desk_id, mail_id HAVING count(DISTINCT ticket_id) > 1'''),
    ('ticket', 'opened by the same bytes', '''
SELECT 'mails ' || string_agg(id::text, ' ') AS which FROM mail
 WHERE disposition = 'ticketed'
 GROUP BY desk_id, sha256 HAVING count(*) > 1'''),
    ('ticket', 'that nothing began', '''
SELECT 'ticket ' || t.number || ' ' || t.subject AS which FROM ticket t
 WHERE NOT EXISTS (SELECT FROM event e
	WHERE e.desk_id = t.desk_id AND e.ticket_id = t.id
	  AND e.kind IN ('created', 'split'))'''),
    ('ticket', 'named and not there', '''
SELECT what || ' of ticket id ' || ticket_id AS which FROM (
	SELECT 'event' AS what, desk_id, ticket_id FROM event
	UNION ALL SELECT 'mail', desk_id, ticket_id FROM mail
	UNION ALL SELECT 'mention', desk_id, ticket_id FROM mention
	UNION ALL SELECT 'clue', desk_id, ticket_id FROM clue
	UNION ALL SELECT 'tag', desk_id, ticket_id FROM tag
	UNION ALL SELECT 'participant', desk_id, ticket_id FROM participant
	UNION ALL SELECT 'response', desk_id, ticket_id FROM response
	UNION ALL SELECT 'relation', desk_id, ticket_id FROM relation
	UNION ALL SELECT 'relation', desk_id, other_id FROM relation) r
 WHERE ticket_id IS NOT NULL AND NOT EXISTS (SELECT FROM ticket t
	WHERE t.desk_id = r.desk_id AND t.id = r.ticket_id)'''),
    ('lost', 'to be sent and not there', '''
SELECT 'bytes of ' || o.dedupe_key AS which FROM outbox o
 WHERE NOT EXISTS (SELECT FROM outbox_body b
	WHERE b.desk_id = o.desk_id AND b.id = o.body_id)'''),
    ('lost', 'explained and not there', '''
SELECT 'mail ' || r.mail_id AS which FROM trace r
 WHERE NOT EXISTS (SELECT FROM mail m
	WHERE m.desk_id = r.desk_id AND m.id = r.mail_id)'''),
    ('lost', 'stored and not there', '''
SELECT 'bytes of mail ' || r.mail_id AS which FROM mail_raw r
 WHERE NOT EXISTS (SELECT FROM mail m
	WHERE m.desk_id = r.desk_id AND m.id = r.mail_id)'''),
    ('lost', 'from a mailbox that is not there', '''
SELECT 'mail ' || m.id AS which FROM mail m
 WHERE NOT EXISTS (SELECT FROM mailbox b
	WHERE b.desk_id = m.desk_id AND b.id = m.mailbox_id)'''),
    ('lost', 'with no ticket', '''
SELECT 'mail ' || id || ' ' || subject AS which FROM mail
 WHERE disposition IN ('ticketed', 'joined') AND ticket_id IS NULL'''),
    ('lost', 'whose words are in no ticket', '''
SELECT 'mail ' || m.id || ' ' || m.subject AS which FROM mail m
 WHERE m.disposition IN ('ticketed', 'joined') AND NOT m.erased
   AND NOT EXISTS (SELECT FROM message w
	WHERE w.desk_id = m.desk_id AND w.mail_id = m.id
	  AND w.direction <> 'out')
   AND m.how NOT IN ('agent-address', 'confirm-address')'''),
    ('twice', 'in tickets more than once', '''
SELECT 'mail ' || mail_id AS which FROM message
 WHERE mail_id IS NOT NULL AND direction = 'in'
 GROUP BY desk_id, mail_id HAVING count(*) > 1'''),
    ('automatic', 'under one dedupe key', '''
SELECT dedupe_key AS which FROM outbox
 GROUP BY desk_id, dedupe_key HAVING count(*) > 1'''),
    ('automatic', 'accepted, or maybe accepted, more than once', '''
SELECT o.class || ' ' || o.dedupe_key AS which
  FROM v_attempt a JOIN outbox o ON o.desk_id = a.desk_id AND o.id = a.outbox_id
 WHERE a.result IN ('sent', 'uncertain') AND o.class <> 'agent'
 GROUP BY o.desk_id, o.id, o.class, o.dedupe_key HAVING count(*) > 1'''),
    ('automatic', 'answered twice by the outbox', '''
SELECT 'mail ' || m.id || ' ' || m.subject AS which
  FROM mail m JOIN outbox o ON o.desk_id = m.desk_id
   AND o.class = 'automatic'
   AND (o.dedupe_key = 'reply/' || m.id OR
	(m.disposition = 'ticketed' AND o.dedupe_key = 'ack/' || m.ticket_id))
 GROUP BY m.desk_id, m.id, m.subject HAVING count(*) > 1'''),
    ('automatic', 'answered though it was old', '''
SELECT 'mail ' || m.id || ' ' || m.subject AS which
  FROM mail m JOIN outbox o ON o.desk_id = m.desk_id
   AND o.class = 'automatic'
   AND (o.dedupe_key = 'reply/' || m.id OR
	(m.disposition = 'ticketed' AND o.dedupe_key = 'ack/' || m.ticket_id))
 WHERE m.silent'''),
    ('agent', 'written to a customer and in no outbox', '''
SELECT 'message ' || w.id || ' of ticket id ' || w.ticket_id AS which
  FROM message w WHERE w.direction = 'out'
   AND NOT EXISTS (SELECT FROM outbox o
	WHERE o.desk_id = w.desk_id AND o.message_row = w.id)'''),
    ('agent', 'not sent, and nobody was told', '''
SELECT o.state || ' ' || o.dedupe_key AS which FROM outbox o
 WHERE o.class = 'agent' AND o.state IN ('failed', 'uncertain')
   AND o.dedupe_key NOT LIKE 'erased/%'
   AND NOT EXISTS (SELECT FROM event e
	WHERE e.desk_id = o.desk_id AND e.ticket_id = o.ticket_id
	  AND e.kind = 'undelivered')'''),
    ('agent', 'called back by nobody', '''
SELECT o.dedupe_key AS which FROM outbox o
 WHERE o.class = 'agent' AND o.state = 'cancelled'
   AND o.dedupe_key NOT LIKE 'erased/%'
   AND NOT EXISTS (SELECT FROM event e
	WHERE e.desk_id = o.desk_id AND e.ticket_id = o.ticket_id
	  AND e.kind = 'undone')'''),
)


class Findings:
    """All that is wrong, by kind, and figures for a summary."""

    def __init__(self):
        self.faults = []                # (kind, what, which)
        self.mails = self.answers = self.agents_twice = self.in_doubt = 0
        self.states = collections.Counter()     # of outgoing mail by class

    def add(self, kind, what, which):
        self.faults.append((kind, what, which))

    def count(self, *kinds):
        return sum(kind in kinds for kind, _, _ in self.faults)

    def __str__(self):
        told = collections.defaultdict(list)
        for _, what, which in self.faults:
            told[what].append(which)
        return '; '.join(
            f'{len(which)} {what}: ' + ', '.join(which[:SHOWN]) +
            (', …' if len(which) > SHOWN else '')
            for what, which in told.items())


def count(desk, statement):
    return int(desk.sql(statement)[0])


def undecided(desk, injected):
    """How many mails the desk still has to judge."""
    return injected - count(
        desk, 'SELECT count(*) FROM mail WHERE disposition IS NOT NULL')


def unsent(desk):
    """What a kill left without a verdict (dot_sent) is never sent again."""
    return count(desk, "SELECT count(*) FROM outbox WHERE state = 'queued'")


def name_of(mail):
    return f'mail {mail.id} (UID {mail.item}, {mail.message_id}, ' \
           f'{mail.subject!r})'


# --- the ledger and the server ---

def look_at_numbers(found, mails, injected):
    """`injected` is a number, or the Message-IDs of all that was put in."""
    found.mails = len(mails)
    if isinstance(injected, int):
        if len(mails) != injected:
            found.add('lost' if len(mails) < injected else 'twice',
                      'in the ledger, not as injected',
                      f'{injected} injected, {len(mails)} in the ledger')
        return
    wanted = collections.Counter(name.strip('<>') for name in injected)
    there = collections.Counter(mail.message_id for mail in mails)
    for name in wanted - there:
        found.add('lost', 'not in the ledger', name)
    for name in there - wanted:
        found.add('twice', 'in the ledger, never injected', name)


def look_at_bytes(found, mails):
    for mail in mails:
        if not mail.removed and (mail.stored != mail.sha256 or
                                 mail.length != mail.kept):
            found.add('lost', 'not stored as taken in', name_of(mail))


def look_at_server(found, mails, servers, name):
    """Each mail by its place and by its bytes; a move may not be known yet,
    and two that move at once may both leave a copy (Dovecot)."""
    places, known, kept = {}, {}, {}
    for mail in mails:
        places[mail.epoch, mail.item, 'INBOX'] = mail
        if mail.target_item is not None:
            folder = 'Oversize' if mail.truncated else 'Processed'
            places[mail.target_epoch, mail.target_item, folder] = mail
        known[mail.sha256] = mail
        if mail.truncated:
            kept[mail.size] = mail.kept
    here = set()
    for copy in evidence.copies(servers, name):
        sha256 = evidence.digest(copy.raw[:kept.get(len(copy.raw))])
        here.add(sha256)
        mail = places.get((copy.epoch, copy.item, copy.folder))
        if mail is not None and mail.sha256 != sha256:
            found.add('lost', 'not as the server has it', name_of(mail))
        elif sha256 not in known:
            found.add('lost', 'on the server and unknown to the ledger',
                      f'{copy.folder} UID {copy.item} '
                      f'({evidence.Arrival(name, copy.raw).message_id})')
    for mail in mails:
        if mail.sha256 not in here and not mail.cleared:
            found.add('lost', 'gone from the server', name_of(mail))


# --- the outbox and who got it ---

class Post:
    """What we sent, and what arrived of it."""

    def __init__(self, desk, names, forgetful):
        self.rows = evidence.outgoing(desk)
        self.local = {address(name): name for name in names}
        self.forgetful = forgetful
        self.arrivals = evidence.Arrivals(desk.servers, names)
        self.by_place = collections.defaultdict(list)
        self.known = collections.defaultdict(list)
        for row in self.rows:
            # user+detail@ is the mailbox of user.
            name = self.local.get(re.sub(r'\+[^@]*@', '@', row.to))
            if name is not None:
                self.known[row.message_id, name].append(row)
        self.wait()

    def wait(self):
        """Until all that a server took lies in a mailbox."""
        end = time.monotonic() + PATIENCE
        while self.look() and time.monotonic() < end:
            time.sleep(0.2)

    def look(self):
        self.by_place.clear()
        for mail in self.arrivals.look():
            self.by_place[mail.message_id, mail.name].append(mail)
        return self.missing()

    def missing(self):
        return [row for place, rows in self.known.items() for row in rows
                if row.state == 'sent' and place not in self.by_place]


def look_at_arrivals(found, post, ours):
    for row in post.missing():
        found.add('agent' if row.class_ == 'agent' else 'lost',
                  'taken by a server and nowhere to be found',
                  f'{row.dedupe_key} to {row.to}')
    for place, mails in post.by_place.items():
        rows = post.known.get(place)
        if rows is not None:
            look_at_copies(found, rows[0], mails)
        elif mails[0].sender == ours and not post.forgetful:
            found.add('automatic', 'sent by us and unknown to the outbox',
                      f'{place[0]} to {place[1]} ({mails[0].subject})')


def look_at_copies(found, row, mails):
    what = f'{row.dedupe_key} to {row.to} ({row.state})'
    if row.class_ != 'agent' and len(mails) > 1:
        found.add('automatic', 'arrived more than once', what)
    found.agents_twice += row.class_ == 'agent' and len(mails) > 1
    if not all(mail.holds(row.length, row.sha256) for mail in mails):
        found.add('agent', 'arrived with other bytes', what)
    if row.sent + row.doubts == 0 and row.state != 'dot_sent':
        found.add('automatic', 'arrived though no attempt is known', what)


def look_at_answers(found, post, mails):
    """No incoming mail has more than one answer; some share their id."""
    most = collections.Counter(mail.message_id for mail in mails)
    seen = collections.defaultdict(list)
    for place, rows in post.known.items():
        if rows[0].class_ != 'automatic':
            continue
        arrived = post.by_place.get(place, [])
        found.answers += len(arrived)
        for mail in arrived:
            if mail.answers:
                seen[mail.answers].append(rows[0].dedupe_key)
    for incoming, keys in seen.items():
        if len(keys) > max(1, most[incoming]):
            found.add('automatic', 'answered more than once',
                      f'{incoming} by {" ".join(keys)}')


def examine(desk, injected, names=NAMES, server='support', forgetful=False):
    """Everything that is wrong, after all work is done.

    `names` are the mailboxes that get our mail, `server` the one that the desk
    reads (None: no server to compare with); `forgetful` allows that the
    database has lost what it knew of mail that left (a fail-over).
    """
    found = Findings()
    for row in evidence.rows(desk, ' UNION ALL '.join(
            f'SELECT {number} AS number, which FROM ({statement}) q{number}'
            for number, (_, _, statement) in enumerate(NEVER))):
        found.add(*NEVER[row.number][:2], row.which)
    mails = evidence.ledger(desk)
    look_at_numbers(found, mails, injected)
    look_at_bytes(found, mails)
    if server is not None:
        look_at_server(found, mails, desk.servers, server)
    post = Post(desk, names, forgetful)
    for row in post.rows:
        found.states[row.class_, row.state] += 1
    found.in_doubt = sum(row.state in ('uncertain', 'dot_sent')
                         for row in post.rows)
    look_at_arrivals(found, post, address('support'))
    look_at_answers(found, post, mails)
    return found


def check(desk, injected, names=NAMES, server='support', forgetful=False):
    """Fails with all that is wrong; returns how many automatic answers
    arrived."""
    found = examine(desk, injected, names, server, forgetful)
    if found.faults:
        raise AssertionError(str(found))
    return found.answers
