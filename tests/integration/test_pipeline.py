#!/usr/bin/env python3
"""test_pipeline.py - from mailbox to answered ticket, on the real servers."""

import unittest

from mails import Desk, Servers, automatic, parse, text_of, wait_for, write


class Pipeline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = Desk(cls.servers)
        cls.desk.prepare()
        running = cls.desk.running()
        running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)

    def mail_of(self, subject):
        """The ledger's row of the mail with that subject, once decided."""
        def decided():
            return next((mail for mail in self.desk.json('mail', 'list')
                         if mail['subject'] == subject and
                         mail['disposition']), None)
        return wait_for(self.desk, f'a disposition for {subject}', decided)

    def answers(self, name, count):
        def arrived():
            found = automatic(self.servers.read(name))
            return found if len(found) >= count else None
        return wait_for(self.desk, f'{count} answers for {name}', arrived)

    def test_person_is_acknowledged_and_answers(self):
        self.servers.send(write(1), 'alice', 'support', login='alice')
        first = self.mail_of('Question 1')
        self.assertEqual(first['disposition'], 'ticketed')
        ack = self.answers('alice', 1)[0]
        self.assertIn(str(first['ticket']), ack['Subject'])
        self.assertEqual(ack['In-Reply-To'],
                         '<mail-1@client.example.test>')
        self.assertIn('support', ack['Reply-To'])
        self.assertTrue(text_of(ack).strip())

        to = ack['Reply-To'].addresses[0].addr_spec
        reply = write(2, subject='Re: Question', headers=(
            f'In-Reply-To: {ack["Message-ID"]}',
            f'References: {ack["Message-ID"]}'))
        # An answer under another subject would begin a child.
        reply = reply.replace(b'Re: Question 2', b'Re: Question 1')
        self.servers.send(reply, 'alice', to, login='alice')
        joined = self.mail_of('Re: Question 1')
        self.assertEqual(joined['disposition'], 'joined')
        self.assertEqual(joined['ticket'], first['ticket'])

    def test_machines_are_not_answered(self):
        machines = {
            'responder': ('Auto-Submitted: auto-replied',),
            'list': ('List-Id: <chess.example.org>', 'Precedence: list'),
            'robot': ('Auto-Submitted: auto-generated',),
        }
        before = len(self.servers.read('bob'))
        for number, (kind, headers) in enumerate(machines.items(), 10):
            self.servers.send(write(number, 'bob', kind, headers), 'bob',
                              'support', login='bob')
        for number, kind in enumerate(machines, 10):
            self.mail_of(f'{kind} {number}')
        # A person's mail after them is answered, so theirs had their turn.
        self.servers.send(write(20, 'bob'), 'bob', 'support', login='bob')
        ack = self.answers('bob', before + 1)
        self.assertEqual([mail['In-Reply-To'] for mail in ack],
                         ['<mail-20@client.example.test>'])

    def test_mail_is_retired_after_its_ticket(self):
        self.servers.send(write(30, 'bob'), 'bob', 'support', login='bob')
        self.mail_of('Question 30')
        wait_for(self.desk, 'an empty INBOX',
                   lambda: self.servers.count('support') == 0)
        ids = [parse(raw)['Message-ID']
               for raw in self.servers.read('support', 'Processed')]
        self.assertIn('<mail-30@client.example.test>', ids)

    def test_stranger_does_not_join(self):
        """Bob cites Alice's mail, which he cannot know by a signed id."""
        self.servers.send(write(40), 'alice', 'support', login='alice')
        first = self.mail_of('Question 40')
        guess = write(41, 'bob', headers=(
            'In-Reply-To: <mail-40@client.example.test>',))
        self.servers.send(guess, 'bob', 'support', login='bob')
        other = self.mail_of('Question 41')
        self.assertEqual(other['disposition'], 'ticketed')
        self.assertNotEqual(other['ticket'], first['ticket'])

    def test_why_names_a_decision(self):
        self.servers.send(write(50, 'bob', 'URGENT: everything is down'),
                          'bob', 'support', login='bob')
        mail = self.mail_of('URGENT: everything is down 50')
        self.assertIn('new', self.desk.call('why', str(mail['id'])))


if __name__ == '__main__':
    unittest.main()
