#!/usr/bin/env python3
"""test_incident.py - while a fault is known acknowledgements say so, from one
mail to the next; afterwards a back-test still knows of it."""

import os
import unittest

from mails import Servers
from files_desk import FilesDesk

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
BILLING = '''\
- name: money
  when: { subject: [invoice] }
  queue: billing
'''


# Who says the same again and again is taken for a machine.
TEXTS = ('I have a question about it, please have a look.',
         'Nothing happens when I press the button.',
         'My neighbour has the same trouble since this morning.',
         'Could somebody call me back about the last one?',
         'It was fine yesterday, and now it is gone.',
         'Thank you for the quick help, but one thing is left.')


def mail(number, subject, verdict='pass'):
    return (f'Return-Path: <ann@example.org>\n'
            f'Authentication-Results: mail.example.test; dmarc={verdict} '
            f'header.from=example.org\n'
            f'From: Ann <ann@example.org>\nTo: support@example.test\n'
            f'Subject: {subject}\nMessage-ID: <i{number}@example.org>\n\n'
            f'{TEXTS[number - 1]}\n').encode()


class Incident(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        rules = os.path.join(cls.servers.dir, 'rules')
        os.makedirs(rules)
        os.symlink(os.path.join(TOP, 'rules', 'replies'),
                   os.path.join(rules, 'replies'))
        with open(os.path.join(rules, '50-money.yaml'), 'w',
                  encoding='utf-8') as file:
            file.write(BILLING)
        cls.rules = rules

    @classmethod
    def tearDownClass(cls):
        cls.servers.close()

    def desk(self, name):
        desk = FilesDesk(self.servers, name, self.rules,
                         more='  queues: [general, billing]\n')
        desk.begin()
        return desk

    def replies(self, desk, *mails):
        """What each of the mails is answered with; None: with nothing."""
        said = []
        for one in mails:
            before = set(desk.sql('SELECT id FROM outbox'))
            desk.put([one])
            desk.work()
            said += [row.split('|')[1] for row in
                     desk.sql('SELECT id, template FROM outbox')
                     if row.split('|')[0] not in before] or [None]
        return said

    def test_begin_and_end(self):
        desk = self.desk('begin')
        self.assertEqual(self.replies(desk, mail(1, 'invoice')), ['ack'])
        desk.call('incident', 'begin', '--queue', 'billing',
                  'en=Invoices [cannot](https://example.org) be opened')
        self.assertEqual(
            self.replies(desk, mail(2, 'invoice'), mail(3, 'kettle'),
                         mail(4, 'invoice', 'none')),
            ['ack-incident', 'ack', 'ack-neutral-incident'])
        said = desk.sql("SELECT b.text FROM outbox o JOIN outbox_body b"
                        " ON b.id = o.body_id"
                        " WHERE o.template LIKE '%incident'")
        self.assertIn('Invoices [cannot](https: example.org) be opened. We '
                      'know', ' '.join(said))
        desk.call('incident', 'begin')
        self.assertEqual(self.replies(desk, mail(5, 'kettle')),
                         ['ack-incident'])
        listed = desk.json('incident', 'list')
        self.assertEqual([(at['queue'], at['runs'], sorted(at['words']))
                          for at in listed],
                         [(None, True, []), ('billing', True, ['en'])])
        desk.call('incident', 'end')
        desk.call('incident', 'end', '--queue', 'billing')
        self.assertEqual(self.replies(desk, mail(6, 'invoice')), ['ack'])
        self.assertIn('2 incidents', desk.call('incident', 'list'))
        # Long after they ended, the mails are judged as they were then.
        found = desk.json('rules', 'backtest')
        self.assertEqual((found['mails'], found['changed'], found['drifted']),
                         (6, 0, 0))

    def test_refusals(self):
        desk = self.desk('refusals')
        for words, why in (
                (('begin', '--queue', 'biling'), 'no queue `biling`'),
                (('begin', '--until', 'soon'), 'not `soon`'),
                (('begin', 'Cards'), "en='Cards are refused.'"),
                (('begin', 'en='), "en='Cards are refused.'"),
                (('begin', 'en=A', 'en=B'), 'each language once'),
                (('end',), 'no incident of the whole desk runs')):
            done = desk.run('incident', *words)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertIn(why, done.stderr)
        self.assertEqual(desk.json('incident', 'list'), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
