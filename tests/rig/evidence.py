"""evidence.py - what the database and the mail server hold; for oracle.py.

Nothing here judges, and nothing goes through the program.
"""

import collections
import email
import email.policy
import hashlib
import json
import re

FETCHED = 200   # mails in one answer of the server
FOLDERS = ('INBOX', 'Processed', 'Oversize')

# `stored` is the digest of what lies in the database, '' where bytes were
# removed for good.
MAILS = '''
SELECT m.id, b.name AS mailbox, m.epoch, m.item, m.size, m.kept, m.truncated,
       m.silent, m.disposition, m.ticket_id, m.retire, m.target_epoch,
       m.target_item, m.cleared IS NOT NULL AS cleared,
       m.removed IS NOT NULL AS removed, trim(m.message_id, '<>') AS
       message_id, m.subject, m.origin, encode(m.sha256, 'hex') AS sha256,
       encode(sha256(coalesce(r.bytes, '')), 'hex') AS stored,
       coalesce(length(r.bytes), 0) AS length, m.reason
  FROM mail m
  JOIN mailbox b ON b.desk_id = m.desk_id AND b.id = m.mailbox_id
  LEFT JOIN LATERAL (
	SELECT string_agg(bytes, '' ORDER BY chunk) AS bytes FROM mail_raw
	 WHERE desk_id = m.desk_id AND mail_id = m.id) r ON true
 ORDER BY m.id'''

# `doubts` are attempts of which nobody knows what became.
OUTGOING = '''
SELECT o.id, o.class AS class_, o.state, o.dedupe_key, lower(o.rcpt_to) AS to,
       o.template, o.ticket_id, o.message_row, o.attempts,
       trim(b.message_id, '<>') AS message_id, b.subject,
       length(b.bytes) AS length, encode(sha256(b.bytes), 'hex') AS sha256,
       coalesce(a.sent, 0) AS sent, coalesce(a.doubts, 0) AS doubts
  FROM outbox o
  JOIN outbox_body b ON b.desk_id = o.desk_id AND b.id = o.body_id
  LEFT JOIN LATERAL (
	SELECT count(*) FILTER (WHERE result = 'sent') AS sent,
	       count(*) FILTER (WHERE result = 'uncertain') AS doubts
	  FROM v_attempt
	 WHERE desk_id = o.desk_id AND outbox_id = o.id) a ON true
 ORDER BY o.id'''


class Row:
    """A row of a statement: its columns are attributes."""

    def __init__(self, columns):
        self.__dict__.update(columns)


def rows(desk, statement):
    return [Row(json.loads(line)) for line in
            desk.sql(f'SELECT row_to_json(q) FROM ({statement}) q')]


def ledger(desk):
    return rows(desk, MAILS)


def outgoing(desk):
    return rows(desk, OUTGOING)


def digest(raw):
    return hashlib.sha256(raw).hexdigest()


def fetch(session, first=1):
    """(UID, bytes) of each mail of the selected folder, from a UID on."""
    uids = session.uid('SEARCH', 'UID', f'{first}:*')[1][0].split()
    uids = [uid for uid in uids if int(uid) >= first]
    for at in range(0, len(uids), FETCHED):
        answer = session.uid('FETCH', b','.join(uids[at:at + FETCHED])
                             .decode(), '(UID BODY.PEEK[])')[1]
        for part in answer:
            if isinstance(part, tuple):
                yield int(re.search(rb'UID (\d+)', part[0])[1]), part[1]


Copy = collections.namedtuple('Copy', 'folder epoch item raw')


def copies(servers, name):
    """Each mail that lies in the folders of a mailbox of the desk."""
    session = servers.imap(name)
    try:
        for folder in FOLDERS:
            if session.select(folder, readonly=True)[0] != 'OK':
                continue
            epoch = int(session.response('UIDVALIDITY')[1][0])
            for item, raw in fetch(session):
                yield Copy(folder, epoch, item, raw)
    finally:
        session.logout()


class Arrival:
    """A mail in somebody's mailbox."""

    def __init__(self, name, raw):
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        self.name = name
        self.raw = raw
        self.message_id = (mail['Message-ID'] or '').strip().strip('<>')
        self.answers = (mail['In-Reply-To'] or '').strip().strip('<>')
        self.sender = email.utils.parseaddr(str(mail['From']))[1].lower()
        self.subject = str(mail['Subject'])

    def holds(self, length, sha256):
        """It ends in these bytes; servers add fields at the beginning."""
        return digest(self.raw[-length:]) == sha256


class Arrivals:
    """What came into mailboxes; look() reads only what is new."""

    def __init__(self, servers, names):
        self.servers = servers
        self.next = dict.fromkeys(names, 1)
        self.seen = []

    def look(self):
        for name, first in self.next.items():
            session = self.servers.imap(name)
            try:
                session.select('INBOX', readonly=True)
                for uid, raw in fetch(session, first):
                    self.seen.append(Arrival(name, raw))
                    self.next[name] = uid + 1
            finally:
                session.logout()
        return self.seen
