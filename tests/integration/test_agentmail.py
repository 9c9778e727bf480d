#!/usr/bin/env python3
"""test_agentmail.py - an agent by mail, with proof and without: what is held,
what lets it go, once, and what is kept of it."""

import hashlib
import re
import time
import unittest

from mails import Servers
from folder_desk import FolderDesk, token_of, write

MARIA = 'maria@staff.example'
JONAS = 'jonas@staff.example'
ANN = 'ann@example.org'
DAYS = 30

REPORT = '''\
Return-Path: <>
From: MAILER-DAEMON@mx.example.test
To: support+{token}@desk.example.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.example.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test

Final-Recipient: rfc822; maria@staff.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
'''


class AgentMail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = FolderDesk(cls.servers, 'agents', extra='''\
  agents:
  - { name: Maria Lind, address: maria@staff.example }
  - { name: Jonas Berg, address: jonas@staff.example }
''')

    def setUp(self):
        """A new ticket of Ann's."""
        name = self.id().rpartition('.')[2]
        self.desk.take(write(ANN, name, proven=True, text=name))
        self.number = int(self.desk.sql('SELECT max(number) FROM ticket')[0])

    def address(self, who=MARIA, ticket=None):
        """As it stands in the Reply-To of a notification."""
        digest = hashlib.sha256(who.encode()).digest()
        item = int.from_bytes(digest[:4], 'big') & 0x7fffffff
        day = int(time.time()) // 86400 + DAYS
        token = self.desk.token('a', ticket or self.number,
                                item * 100000 + day)
        return f'support+{token}@desk.example.test'

    def agent(self, number, text, proven=True, to=None, who=MARIA, headers=()):
        return write(who, number, *headers, to=to or self.address(who),
                     text=text, proven=proven)

    def state(self):
        return self.desk.sql('SELECT state FROM ticket WHERE number = '
                             f'{self.number}')[0]

    def sent(self):
        """What agents have sent to customers, as text."""
        return self.desk.sql(
            "SELECT o.address || ': ' || replace(b.text, E'\\n', ' ') "
            'FROM outbox o JOIN outbox_body b ON b.desk_id = o.desk_id '
            'AND b.id = o.body_id JOIN ticket t ON t.desk_id = o.desk_id '
            "AND t.id = o.ticket_id WHERE o.class = 'agent' "
            f'AND t.number = {self.number} ORDER BY o.id')

    def drafts(self, *words):
        """Of this ticket, the newest first."""
        return [row for row in self.desk.json('drafts', *words)
                if row['ticket'] == self.number]

    def question(self):
        """The last mail about a draft."""
        return [mail for mail in self.desk.answers()
                if mail['Subject'].startswith('Not sent')][-1]

    def test_proven(self):
        mail = self.desk.take(self.agent('a1', '#close\n\nDear Ann, done.'))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('joined', 'done'))
        self.assertEqual(self.state(), 'closed')
        self.assertEqual(len(self.sent()), 1)
        self.assertIn('Dear Ann, done.', self.sent()[0])
        self.assertNotIn('#close', self.sent()[0])
        seen = self.desk.trace(mail)['agent']
        self.assertEqual(seen['proof'], 'proven')
        self.assertEqual([row['command'] for row in seen['commands']],
                         ['close'])
        # The same mail again, and with another way in its header.
        raw = self.agent('a1', '#close\n\nDear Ann, done.')
        for again in (raw, b'Received: from elsewhere\n' + raw):
            self.assertEqual(self.desk.take(again)['disposition'],
                             'duplicate')
        self.assertEqual(len(self.sent()), 1)

    def test_held_and_confirmed(self):
        mail = self.desk.take(self.agent('b1', '#close\n\nDear Ann, held.',
                                         proven=False))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('drafted', 'not-authenticated'))
        self.assertEqual((self.state(), self.sent()), ('new', []))
        asked = self.question()
        self.assertEqual(asked['To'], MARIA)
        self.assertIn('Dear Ann, held.', asked.get_content())
        to = f'support+{token_of(asked)}@desk.example.test'
        draft, = self.drafts('list')
        self.assertEqual((draft['agent'], draft['why'], draft['asked']),
                         (MARIA, 'not-authenticated', True))
        # Neither silence, nor a machine, nor a stranger, nor doubt.
        for number, who, text, headers in (
                ('b2', MARIA, 'yes', ['Auto-Submitted: auto-replied']),
                ('b3', 'eve@evil.example', 'yes', []),
                ('b4', MARIA, 'I am away.', [])):
            got = self.desk.take(self.agent(number, text, to=to, who=who,
                                            headers=headers))
            self.assertEqual(got['disposition'], 'noted', number)
            self.assertEqual((self.state(), self.sent()), ('new', []))
        self.assertEqual(self.desk.take(self.agent(
            'b5', 'yes\n\nOn Monday Acme wrote:\n> ...', proven=False,
            to=to))['reason'], 'said-yes')
        self.assertEqual(self.state(), 'closed')
        self.assertEqual(len(self.sent()), 1)
        self.assertIn('ann@example.org: Dear Ann, held.', self.sent()[0])
        # Once.
        self.assertEqual(self.desk.take(self.agent('b6', 'yes', to=to))
                         ['reason'], 'settled-before')
        self.assertNotEqual(self.desk.run('drafts', 'confirm',
                                          str(draft['draft'])).returncode, 0)
        self.assertEqual(len(self.sent()), 1)

    def test_by_hand(self):
        self.desk.take(*[self.agent(number, text, proven=False, who=JONAS)
                         for number, text in (('c1', 'Dear Ann, one.'),
                                              ('c2', 'Dear Ann, two.'))])
        two, one = self.drafts()
        self.desk.call('drafts', 'drop', str(two['draft']))
        self.desk.call('drafts', 'confirm', str(one['draft']))
        self.assertEqual(len(self.sent()), 1)
        self.assertIn('Dear Ann, one.', self.sent()[0])
        self.assertEqual(self.drafts(), [])
        states = {row['state'] for row in self.drafts('--all')}
        self.assertEqual(states, {'sent', 'dropped'})

    def test_passed_on(self):
        """Somebody answers a notification that was forwarded; an agent is
        away; and nothing tells anybody the signed address."""
        mail = self.desk.take(self.agent('d1', '#close\nHello', who=ANN,
                                         to=self.address()))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('pending-join', 'not-that-agent'))
        mail = self.desk.take(self.agent(
            'd2', 'I am away.', headers=['Auto-Submitted: auto-replied']))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('noted', 'automatic'))
        self.assertEqual((self.state(), self.sent()), ('new', []))
        for answer in self.desk.answers():
            self.assertIsNone(re.search(r'\+a\d+\.\d+a-', str(answer)))

    def test_came_back(self):
        """A question to her comes back: nothing is told to her until she
        writes."""
        self.desk.take(self.agent('e1', 'Dear Ann.', proven=False))
        outbox = int(self.desk.sql("SELECT id FROM outbox WHERE address = "
                                   f"'{MARIA}' ORDER BY id DESC LIMIT 1")[0])
        token = self.desk.token('v', 0, outbox)
        token = re.sub(r'^a\d+\.\d+v', f'a{outbox}v', token)
        mail = self.desk.take(REPORT.format(token=token, number='r1')
                              .encode())
        self.assertEqual(mail['disposition'], 'bounce-recorded')
        self.assertEqual(self.desk.sql('SELECT address FROM mute'), [MARIA])
        self.desk.take(self.agent('e2', 'Dear Ann.', proven=False))
        asked = [row['asked'] for row in self.drafts()]
        self.assertEqual(asked, [False, True])
        self.desk.take(self.agent('e3', '#note\nI am here.'))
        self.assertEqual(self.desk.sql('SELECT address FROM mute'), [])


if __name__ == '__main__':
    unittest.main()
