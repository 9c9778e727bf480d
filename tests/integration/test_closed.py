#!/usr/bin/env python3
"""test_closed.py - answers to closed tickets, and the same mail twice."""

import contextlib
import os
import subprocess
import sys
import unittest

from folder_desk import FolderDesk, write
from mails import Servers, text_of

RIG = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'rig')


def answer(number, *cited, text, sender='ann', **more):
    ids = [f'<{cite}@example.org>' for cite in cited]
    raw = write(sender, number, f'In-Reply-To: {ids[-1]}',
                f'References: {" ".join(ids)}', text=text, proven=True,
                **more)
    return raw.replace(f'Subject: Kettle {number}'.encode(),
                       f'Subject: Re: Kettle {cited[0]}'.encode())


@contextlib.contextmanager
def fake_imap(*options):
    with subprocess.Popen([sys.executable, f'{RIG}/fake_imap.py', *options],
                          stdout=subprocess.PIPE, encoding='ascii') as peer:
        try:
            yield int(peer.stdout.readline().split()[-1])
        finally:
            peer.kill()


class Closed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)

    def closed(self, desk, number, days=0):
        """A ticket of Ann's by her mail `number`, closed so long ago."""
        mail = desk.take(write('ann', number, proven=True))
        desk.call('close', str(mail['ticket']))
        desk.sql(f"UPDATE ticket SET closed = closed - interval '{days} days'"
                 f" WHERE number = {mail['ticket']}")
        return mail['ticket']

    def state(self, desk, ticket):
        return desk.json('show', str(ticket))['state']

    def events(self, desk, ticket):
        return [event['kind'] for event in
                desk.json('show', str(ticket))['events']]

    def test_thanks(self):
        desk = FolderDesk(self.servers, 'thanks')
        ticket = self.closed(desk, 1)
        sent = len(desk.answers())
        for number, text in ((2, 'Thank you!'), (3, 'Ευχαριστώ πολύ'),
                             (4, 'Perfekt, danke!\n\nLG Ann'),
                             (5, 'Perfekt, danke!\n\nLG Bertram')):
            mail = desk.take(answer(number, 1, text=text))
            self.assertEqual((mail['disposition'], mail['ticket']),
                             ('joined', ticket))
            self.assertEqual(self.state(desk, ticket),
                             'closed' if number < 5 else 'open', text)
        self.assertEqual(self.events(desk, ticket).count('thanked'), 3)
        self.assertIn('thanked', desk.call('show', str(ticket)))
        self.assertEqual(len(desk.answers()), sent)

    def test_thanks_taken_back(self):
        desk = FolderDesk(self.servers, 'taken_back')
        ticket = self.closed(desk, 1)
        desk.take(answer(2, 1, text='Many thanks.'))
        self.assertEqual(self.state(desk, ticket), 'closed')
        desk.call('reopen', str(ticket))
        self.assertEqual(self.state(desk, ticket), 'open')
        self.assertEqual(desk.sql('SELECT closed IS NULL FROM ticket'), ['t'])

    def test_more_than_thanks(self):
        desk = FolderDesk(self.servers, 'more')
        ticket = self.closed(desk, 1)
        desk.take(answer(2, 1, text='Thanks, but it still fails'))
        self.assertEqual(self.state(desk, ticket), 'open')
        self.assertEqual(self.events(desk, ticket).count('reopened'), 1)

    def test_too_long(self):
        desk = FolderDesk(self.servers, 'too_long')
        old = self.closed(desk, 1, 31)
        mail = desk.take(answer(2, 1, text='It leaks again.'))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('ticketed', 'closed-too-long'))
        self.assertNotEqual(mail['ticket'], old)
        self.assertEqual(self.state(desk, old), 'closed')
        self.assertIn(f'related to ticket {old}',
                      desk.call('show', str(mail['ticket'])))
        said = ' '.join(text_of(desk.answers()[-1]).split())
        self.assertIn(f'Your earlier request #{old} was closed', said)
        self.assertIn(f'#{mail["ticket"]}.', said)
        # The next one under the old mail is about the new ticket.
        more = desk.take(answer(3, 1, text='A lot.'))
        self.assertEqual((more['disposition'], more['ticket']),
                         ('joined', mail['ticket']))

    def test_not_too_long(self):
        desk = FolderDesk(self.servers, 'in_time')
        old = self.closed(desk, 1, 29)
        mail = desk.take(answer(2, 1, text='It leaks again.'))
        self.assertEqual((mail['ticket'], self.state(desk, old)),
                         (old, 'open'))

    def test_queues(self):
        for setting, state in (('always', 'open'), ('never', 'closed'),
                               ('100 days', 'open'), ('90 days', 'closed')):
            desk = FolderDesk(
                self.servers, 'queue_' + setting.replace(' ', '_'),
                extra=f'  reopen_queues: {{ general: {setting} }}\n')
            old = self.closed(desk, 1, 95)
            desk.take(answer(2, 1, text='It leaks again.'))
            self.assertEqual(self.state(desk, old), state, setting)

    def test_restored_mailbox(self):
        desk = FolderDesk(self.servers, 'restored')
        mails = [write('ann', 1, proven=True), write('bob', 2, proven=True)]
        first = desk.take(*mails)
        again = desk.take(*mails)
        self.assertEqual([mail['ticket'] for mail in again],
                         [mail['ticket'] for mail in first])
        self.assertEqual([mail['how'] for mail in again],
                         ['same-bytes'] * 2)
        self.assertEqual(len(desk.answers()), 2)
        self.assertEqual(self.events(desk, first[0]['ticket'])
                         .count('duplicate'), 1)

    def read_from(self, desk, port):
        path = os.path.join(desk.dir, 'postdesk.yaml')
        with open(path, encoding='utf-8') as file:
            head = file.read().partition('  mailboxes:\n')[0]
        with open(os.path.join(desk.dir, 'password'), 'w',
                  encoding='ascii') as file:
            file.write('secret\n')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'{head}  mailboxes:\n  - name: imap\n'
                       f'    host: 127.0.0.1\n    port: {port}\n'
                       '    tls: plain\n    user: desk\n'
                       '    password_file: password\n    retire: leave\n'
                       '  smtp: { host: localhost, port: 25, tls: plain }\n')

    def test_other_uidvalidity(self):
        desk = FolderDesk(self.servers, 'validity')
        desk.sql("UPDATE desk SET activated = '2026-01-01'")
        files = []
        for number, sender in ((1, 'ann'), (2, 'bob')):
            files.append(os.path.join(desk.dir, f'{number}.mail'))
            with open(files[-1], 'wb') as file:
                file.write(write(sender, number, proven=True)
                           .replace(b'\n', b'\r\n'))
        for validity, mails in (('7', ()), ('7', files), ('8', files),
                                ('6', files)):
            with fake_imap('--validity', validity, *mails) as port:
                self.read_from(desk, port)
                desk.call('fetch', '--once')
                desk.call('ingest', '--once')
        rows = sorted(desk.json('mail', 'list'), key=lambda row: row['id'])
        self.assertEqual([(row['disposition'], row['ticket'])
                          for row in rows],
                         [('ticketed', 1), ('ticketed', 2)] +
                         [('duplicate', 1), ('duplicate', 2)] * 2)
        self.assertEqual(len(desk.answers()), 2)
        self.assertEqual(self.events(desk, 1).count('duplicate'), 2)


if __name__ == '__main__':
    unittest.main()
