"""traffic.py - mails of every kind that a desk gets, as long as it runs.

    traffic = Traffic(desk, random.Random(7))
    traffic.put(100)        # appended to the desk's mailbox
    traffic.words           # what agents wrote, which no fault may lose

Customers are alice+N and bob+N, agents carol and dave.  Answers, bounces and
what agents do are made of what the desk has written by then; so the mix comes
out only where it does its work.  Mails of ../shared/mailgen are the texts of
new mails, where it is.
"""

import base64
import email
import email.policy
import email.utils
import json
import os
import re
import subprocess
import sys
import tempfile

from desk import TOP

SETTINGS = '''\
  relay: { undo: 3 seconds }
  transcript: errors
  notifications: { when: always }
  survey: { after: 1 hour }
  tell_closed: { after: 1 minute }
'''
GENERATOR = os.path.join(TOP, '..', 'shared', 'mailgen', 'gen.py')
CUSTOMERS = 150     # of each of two names
AGENTS = ('carol', 'dave')
# Of a hundred mails; those that need an answer of the desk wait for one.
KINDS = (('new', 46), ('answer', 24), ('agent', 8), ('undo', 1),
         ('command', 3), ('begin', 2), ('forged', 2), ('confirm', 1),
         ('bounce', 3), ('responder', 5), ('list', 2), ('again', 3))

OUTBOX = '''
SELECT o.id, o.class, o.template, o.rcpt_to, o.mail_from, o.created,
       encode(substring(b.bytes FOR 2500), 'base64') AS head
  FROM outbox o JOIN outbox_body b ON b.desk_id = o.desk_id
   AND b.id = o.body_id
 WHERE o.created >= '{since}'::timestamptz - interval '1 minute' '''

REPORT = '''\
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="r"

--r
Content-Type: text/plain

Your mail could not be delivered.

--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.test

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1

--r
Content-Type: message/rfc822

Message-ID: {id}
To: {to}
Subject: {subject}

--r--'''


def generated(count, seed):
    """Texts of new mails of the generator, or none."""
    if not os.path.exists(GENERATOR):
        return []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, GENERATOR, '--out', folder, '--n',
                        str(count), '--seed', str(seed), '--no-big'],
                       check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, 'manifest.tsv'),
                  encoding='utf-8') as manifest:
            rows = [line.split('\t') for line in manifest][1:]
        mails = []
        for name, _, kind, *_ in rows:
            if kind == 'new':
                with open(os.path.join(folder, name), 'rb') as file:
                    mails.append(file.read())
        return mails


def readdressed(raw, customer, message_id):
    """That mail as this customer's."""
    head, _, body = raw.partition(b'\r\n\r\n')
    fields = [field for field in re.split(rb'\r\n(?![ \t])', head)
              if not re.match(rb'(?i)(from|to|cc|reply-to|message-id|date|'
                              rb'return-path|received|'
                              rb'authentication-results):', field)]
    own = [f'From: {customer}', 'To: support@example.test',
           f'Message-ID: <{message_id}>', f'Date: {email.utils.formatdate()}']
    return b'\r\n'.join([*(line.encode() for line in own), *fields, b'',
                         body])


class Traffic:
    """`mistakes` is the share of agents' answers that are taken back."""

    def __init__(self, desk, random, generated_mails=1500, mistakes=0.3):
        self.desk = desk
        self.random = random
        self.mistakes = mistakes
        self.count = 0
        self.words = {}             # Message-ID of an agent's mail: its word
        self.texts = generated(generated_mails, random.randrange(1000))
        self.seen = set()
        self.since = '-infinity'    # when the newest of them was written
        self.toward = {'customer': [], 'agent': [], 'draft': []}
        self.written = []           # bytes, for copies that come again
        self.bounced = set()
        self.mistaken = []          # mails whose answer is taken back next

    # --- what the desk wrote ---

    def look(self):
        rows = self.desk.sql('SELECT row_to_json(q) FROM '
                             f'({OUTBOX.format(since=self.since)}) q')
        for row in map(json.loads, rows):
            self.since = max(self.since, row['created'])
            if row['id'] in self.seen:
                continue
            self.seen.add(row['id'])
            mail = email.message_from_bytes(
                base64.b64decode(row['head']),
                policy=email.policy.default)
            row['message_id'] = str(mail['Message-ID'])
            row['subject'] = str(mail['Subject'])
            row['reply_to'] = str(mail['Reply-To'] or '')
            if row['class'] != 'admin':
                self.toward['customer'].append(row)
            elif '+' in row['reply_to']:
                self.toward['draft' if row['template'] == 'draft'
                            else 'agent'].append(row)

    def recent(self, whom):
        """One of the last mails to a customer or an agent, or None."""
        rows = self.toward[whom][-2000:]
        return self.random.choice(rows) if rows else None

    # --- mails ---

    def make(self, sender, subject, text, *fields, to='support@example.test',
             proven=True, envelope=None):
        message_id = f'mail-{self.count}@client.example.test'
        lines = [f'Return-Path: <{sender if envelope is None else envelope}>']
        if proven:
            lines.append('Authentication-Results: mail.example.test; '
                         f'auth=pass smtp.auth={sender}')
        lines += [f'From: {sender}', f'To: {to}', f'Subject: {subject}',
                  f'Message-ID: <{message_id}>',
                  f'Date: {email.utils.formatdate()}', *fields]
        return '\n'.join(lines + (['', text, ''] if text else [])).encode()

    def customer(self):
        name = self.random.choice(('alice', 'bob'))
        return f'{name}+{self.random.randrange(CUSTOMERS)}@example.test'

    def word(self):
        """One that is in no other mail."""
        return 'q' + ''.join(chr(ord('a') + int(digit))
                             for digit in str(self.count)) + 'x'

    def new(self):
        customer = self.customer()
        if self.texts and self.random.random() < 0.7:
            raw = readdressed(self.random.choice(self.texts), customer,
                              f'mail-{self.count}@client.example.test')
            return (f'Return-Path: <{customer}>\r\n'
                    'Authentication-Results: mail.example.test; auth=pass '
                    f'smtp.auth={customer}\r\n').encode() + raw
        return self.make(customer, f'Question {self.count}',
                         f'My kettle {self.word()} does not boil any more.')

    def file(self):
        """A new one, with something beside its text."""
        return self.make(
            self.customer(), f'Picture {self.count}',
            f'--p\n\nThis is how kettle {self.word()} looks now.\n'
            '--p\nContent-Type: image/gif; name="kettle.gif"\n'
            'Content-Transfer-Encoding: base64\n\n'
            'R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=\n--p--',
            'MIME-Version: 1.0',
            'Content-Type: multipart/mixed; boundary="p"')

    def reference(self, row):
        return (f'In-Reply-To: {row["message_id"]}',
                f'References: {row["message_id"]}')

    def answer(self):
        row = self.recent('customer')
        if row is None:
            return None
        return self.make(row['rcpt_to'], f'Re: {row["subject"]}',
                         f'It still does not work: {self.word()}.',
                         *self.reference(row),
                         to=row['reply_to'] or 'support@example.test')

    def by_agent(self, text, proven=True):
        row = self.recent('agent')
        if row is None:
            return None
        return self.make(row['rcpt_to'], f'Re: {row["subject"]}', text,
                         *self.reference(row), to=row['reply_to'],
                         proven=proven), row

    def agent(self):
        word = self.word()
        ends = self.random.random() < 0.3
        made = self.by_agent(('#close\n\n' if ends else '') + 'Dear customer,'
                             f'\n\nplease press {word} twice.')
        if made is None:
            return None
        self.words[f'mail-{self.count}@client.example.test'] = word
        if self.random.random() < self.mistakes:
            self.mistaken.append(made[1])
        return made[0]

    def undo(self):
        made = self.by_agent('#undo')
        return made and made[0]

    def repent(self):
        """Of what was written just before, while it is held."""
        if not self.mistaken:
            return None
        row = self.mistaken.pop()
        return self.make(row['rcpt_to'], f'Re: {row["subject"]}', '#undo',
                         *self.reference(row), to=row['reply_to'])

    def command(self):
        text = self.random.choice((
            '#close', '#open', '#take', '#urgency high', '#pending',
            f'#note\nInternal: {self.word()}'))
        made = self.by_agent(text)
        return made and made[0]

    def begin(self):
        agent = self.random.choice(AGENTS)
        word = self.word()
        self.words[f'mail-{self.count}@client.example.test'] = word
        return self.make(f'{agent}@example.test', f'Recall {self.count}',
                         f'#new {self.customer()}\n\nPlease send {word} back.')

    def forged(self):
        made = self.by_agent(f'Pay to account {self.word()}.', proven=False)
        return made and made[0]

    def confirm(self):
        """Of a mail that lacked proof: it was she after all."""
        if not self.toward['draft']:
            return None
        row = self.toward['draft'].pop()
        return self.make(row['rcpt_to'], f'Re: {row["subject"]}', 'Yes.',
                         *self.reference(row), to=row['reply_to'])

    def may_bounce(self):
        """So few that the others still want answers."""
        return len(self.bounced) < CUSTOMERS // 4

    def bounce(self):
        row = self.recent('customer')
        if row is None or row['rcpt_to'] in self.bounced or \
                not self.may_bounce():
            return None
        self.bounced.add(row['rcpt_to'])
        return self.make('MAILER-DAEMON@mail.example.test',
                         'Undelivered Mail Returned to Sender', None,
                         'Auto-Submitted: auto-replied',
                         REPORT.format(to=row['rcpt_to'],
                                       id=row['message_id'],
                                       subject=row['subject']) + '\n',
                         to=row['mail_from'], proven=False, envelope='')

    def responder(self):
        row = self.recent('customer')
        if row is None:
            return None
        return self.make(row['rcpt_to'], 'Automatic reply: away',
                         f'I am away until Monday. {self.word()}',
                         'Auto-Submitted: auto-replied',
                         *self.reference(row),
                         to=row['mail_from'], envelope='')

    def list(self):
        return self.make(f'news{self.count % 7}@example.test',
                         f'News {self.count}', 'Read all about kettles.',
                         'List-Id: <news.example.test>',
                         'Precedence: list')

    def again(self):
        return self.random.choice(self.written) if self.written else None

    def one(self):
        kind = self.random.choices([kind for kind, _ in KINDS],
                                   [share for _, share in KINDS])[0]
        if self.mistaken:
            kind = 'repent'
        raw = getattr(self, kind)() or self.new()
        self.count += 1
        if kind in ('new', 'answer'):
            self.written = self.written[-50:] + [raw]
        return raw

    def begin_slowly(self, count):
        """So many new mails, of each of which the agents are told by itself:
        of many at once they get a digest, which nobody can answer."""
        for number in range(count):
            self.desk.servers.append('support', [self.new()])
            self.count += 1
            if number % 4 < 3 and number < count - 1:
                continue
            for worker in ('fetch', 'ingest', 'tick'):
                self.desk.call(worker, '--once')
            self.look()
            # There is a limit for an hour.
            self.desk.sql("UPDATE outbox SET created = created - interval '2 "
                          "hours' WHERE dedupe_key LIKE 'agent/%'")

    def put(self, count):
        """So many more into the mailbox, at once."""
        self.look()
        self.desk.servers.append('support',
                                 [self.one() for _ in range(count)])
