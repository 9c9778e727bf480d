#!/usr/bin/env python3
"""test_correct.py - what a person puts right holds for the mails that follow."""

import concurrent.futures
import itertools
import json
import time
import unittest

from mails import Desk, Servers, automatic, wait_for, write

NUMBERS = itertools.count(100)


def cite(*numbers):
    """The fields of an answer to the last of these mails."""
    return answer(*(f'<mail-{number}@client.example.test>'
                    for number in numbers))


def answer(*ids):
    return (f'In-Reply-To: {ids[-1]}', f'References: {" ".join(ids)}')


class Corrections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix')
        cls.addClassCleanup(cls.servers.close)
        # So many tickets of so few people come in no real hour.
        cls.desk = Desk(cls.servers, caps={'verified_hour': 100})
        cls.desk.prepare()
        running = cls.desk.running()
        running.__enter__()
        cls.addClassCleanup(running.__exit__, None, None, None)
        wait_for(cls.desk, 'first contact with the mailbox',
                 lambda: 'first contact' in cls.desk.last_words())
        # A mailbox dates mail in whole seconds: this one is the old time.
        time.sleep(1.1)

    def mail(self, sender, headers=(), to='support', about=None):
        """Send one; its number and its row once it is judged.  An answer has
        the subject of the mail that it is about."""
        number = next(NUMBERS)
        if to != 'support':
            headers = (*headers, f'Cc: {to}')
        mail = write(number, sender, 'A parcel was lost under way', headers)
        if about is not None:
            mail = mail.replace(b'Subject: A parcel was lost under way %d' %
                                number, b'Subject: Re: A parcel was lost '
                                b'under way %d' % about)
        self.servers.send(mail, sender, to, login=sender)

        def decided():
            return next((mail for mail in
                         self.desk.json('mail', '--limit', '30', 'list')
                         if mail['message_id'] == f'mail-{number}@client.'
                         'example.test' and mail['disposition']), None)
        return number, wait_for(self.desk, f'mail {number} judged', decided)

    def ticket(self, sender):
        """A new one: number of the mail, of the ticket, address to answer."""
        number, mail = self.mail(sender)
        self.assertEqual(mail['disposition'], 'ticketed')
        ack = wait_for(self.desk, f'an answer to {number}', lambda: next(
            (ack for ack in automatic(self.servers.read(sender)) if
             ack['In-Reply-To'] == f'<mail-{number}@client.example.test>'),
            None))
        return number, mail, ack

    @staticmethod
    def reply_to(ack):
        return ack['Reply-To'].addresses[0].addr_spec

    def show(self, number):
        return self.desk.json('show', str(number))

    def mails_of(self, number):
        return [message['mail'] for message in self.show(number)['messages']
                if message['direction'] != 'out']

    def correct(self, *words):
        done = self.desk.json(*[str(word) for word in words])
        self.assertEqual(done['verdict'], 'done', done['text'])
        return done['ticket']

    def expect(self, ticket, about, sender, headers=(), to='support'):
        """A mail that is to join that ticket; its number and row."""
        number, mail = self.mail(sender, headers, to, about)
        self.assertEqual((mail['disposition'], mail['ticket']),
                         ('joined', ticket))
        return number, mail

    def refuse(self, word, *words):
        done = self.desk.run(*[str(word) for word in words], '--json')
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn(f'"{word}"', done.stdout)

    def test_join(self):
        """A stranger with a token is held; let in, he takes part."""
        one, first, ack = self.ticket('alice')
        ticket = first['ticket']
        self.correct('close', ticket)
        before = len(self.servers.read('bob'))
        _, held = self.mail('bob', to=self.reply_to(ack), about=one)
        self.assertEqual(held['disposition'], 'pending-join')
        shown = self.desk.call('show', str(ticket))
        self.assertIn(f'postdesk join {held["id"]}', shown)
        self.assertIn('consent', self.desk.call('tickets'))
        listed = self.desk.json('mail', '--disposition', 'pending-join',
                                'list')
        self.assertIn(held['id'], [mail['id'] for mail in listed])
        self.assertEqual(self.show(ticket)['state'], 'closed')

        self.assertEqual(self.correct('join', held['id']), ticket)
        now = self.show(ticket)
        self.assertEqual(now['state'], 'open')
        self.assertIn('bob@example.test', now['participants'])
        self.assertFalse(any(m['pending'] for m in now['messages']))
        self.assertEqual({row['number']: row['held'] for row in
                          self.desk.json('tickets')}[ticket], 0)
        self.assertIn('admitted', self.desk.call('why', str(held['id'])))
        again = self.desk.json('join', str(held['id']))
        self.assertEqual(again['verdict'], 'already-so')

        later, _ = self.expect(ticket, one, 'bob', to=self.reply_to(ack))
        # Unsigned, but he cites a mail that we hold.
        self.expect(ticket, one, 'bob', cite(later))
        self.assertEqual(len(self.servers.read('bob')), before)

    def test_join_another_ticket(self):
        _, _, ack = self.ticket('alice')
        _, other, _ = self.ticket('bob')
        number, held = self.mail('bob', to=self.reply_to(ack))
        self.assertEqual(held['disposition'], 'pending-join')
        self.correct('join', held['id'], '--ticket', other['ticket'])
        self.assertIn(held['id'], self.mails_of(other['ticket']))
        self.expect(other['ticket'], number, 'bob', cite(number))

    def test_split(self):
        """One mail of three was about something else."""
        one, first, ack = self.ticket('alice')
        old = first['ticket']
        two, second = self.expect(old, one, 'alice', cite(one))
        three, third = self.expect(old, one, 'alice', cite(one, two))
        new = self.correct('split', old, second['id'], '--subject', 'Apart')
        self.assertEqual(self.mails_of(old), [first['id'], third['id']])
        self.assertEqual(self.mails_of(new), [second['id']])
        self.assertEqual(self.show(new)['subject'], 'Apart')
        self.assertEqual(self.show(new)['requester'], 'alice@example.test')

        self.expect(new, one, 'alice', cite(two))
        self.expect(new, one, 'alice', cite(one, two))
        self.expect(old, one, 'alice', cite(one, two, three))
        self.expect(old, one, 'alice', to=self.reply_to(ack))
        # To the old ticket's address, but in answer to what was moved.
        self.expect(new, one, 'alice', cite(one, two), self.reply_to(ack))
        # Citing mails of both makes them one by no means.
        self.expect(old, one, 'alice', cite(two, three))
        self.expect(new, one, 'alice', cite(three, two))
        for ticket, other in ((old, new), (new, old)):
            shown = self.show(ticket)
            self.assertIsNone(shown['merged_into'])
            self.assertEqual(shown['parts'], [])
            self.assertIn({'ticket': other, 'kind': 'apart', 'ours': False},
                          shown['relations'])
        self.refuse('not-in-ticket', 'split', old, second['id'])
        self.refuse('nothing-left', 'split', old, *self.mails_of(old))

    def test_split_with_the_answer(self):
        """What began the ticket leaves with our answer to it."""
        one, first, ack = self.ticket('alice')
        old = first['ticket']
        two, second = self.expect(old, one, 'alice', cite(one))
        new = self.correct('split', old, first['id'])
        self.assertEqual(self.mails_of(old), [second['id']])
        answered = answer(ack['Message-ID'])
        self.expect(new, one, 'alice', answered)
        self.expect(new, one, 'alice', answered, self.reply_to(ack))
        self.expect(new, one, 'alice', cite(one))
        self.expect(old, one, 'alice', cite(two))
        # A stranger who has it waits at the door of where it is now.
        _, held = self.mail('bob', answered, about=one)
        self.assertEqual((held['disposition'], held['ticket']),
                         ('pending-join', new))

    def test_split_by_subject(self):
        """Mails of other subjects came by the ticket's address; where neither
        ids nor a token are left, the subject leads to where they are."""
        one, first, ack = self.ticket('alice')
        old = first['ticket']
        two, second = self.expect(old, None, 'alice', to=self.reply_to(ack))
        self.expect(old, two, 'alice')
        last, third = self.expect(old, None, 'alice', to=self.reply_to(ack))
        new = self.correct('split', old, third['id'])
        self.expect(new, last, 'alice')
        self.expect(old, two, 'alice')
        self.expect(old, one, 'alice')

    def test_split_what_is_held(self):
        """The stranger meant a matter of his own."""
        _, first, ack = self.ticket('alice')
        number, held = self.mail('bob', to=self.reply_to(ack))
        self.assertEqual(held['disposition'], 'pending-join')
        new = self.correct('split', first['ticket'], held['id'])
        shown = self.show(new)
        self.assertEqual(shown['requester'], 'bob@example.test')
        self.assertFalse(shown['messages'][0]['pending'])
        self.assertNotIn('bob@example.test',
                         self.show(first['ticket'])['participants'])
        self.expect(new, number, 'bob', cite(number))

    def test_merge_and_back(self):
        one, first, ack = self.ticket('alice')
        two, second, other_ack = self.ticket('bob')
        part, whole = first['ticket'], second['ticket']
        self.assertEqual(self.correct('merge', part, whole), whole)
        self.refuse('cycle', 'merge', whole, part)
        self.assertEqual(self.show(part)['merged_into'], whole)
        listed = {ticket['number']: ticket['merged_into']
                  for ticket in self.desk.json('tickets')}
        self.assertEqual((listed[part], listed[whole]), (whole, None))

        self.expect(whole, one, 'alice', to=self.reply_to(ack))
        self.expect(whole, one, 'alice', cite(one))
        # Both are one: who took part in the one takes part in the other.
        self.expect(whole, one, 'bob', cite(one))
        shown = self.show(whole)
        self.assertEqual({m['ticket'] for m in shown['messages']},
                         {part, whole})
        self.assertEqual([m['at'] for m in shown['messages']],
                         sorted(m['at'] for m in shown['messages']))

        self.correct('merge', '--undo', part)
        self.refuse('not-merged', 'merge', '--undo', part)
        self.expect(part, one, 'alice', to=self.reply_to(ack))
        self.expect(part, one, 'alice', cite(one))
        self.expect(whole, two, 'bob', to=self.reply_to(other_ack))
        self.expect(whole, two, 'bob', cite(one, two))
        for ticket in (part, whole):
            self.assertIsNone(self.show(ticket)['merged_into'])
            self.assertEqual(self.show(ticket)['parts'], [])

    def at_once(self, *commands):
        """The verdicts of commands that are given in the same moment."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            done = pool.map(lambda words: self.desk.run(
                *[str(word) for word in words], '--json'), commands)
            return sorted(json.loads(one.stdout)['verdict'] for one in done)

    def test_two_people_at_once(self):
        _, first, ack = self.ticket('alice')
        _, second, _ = self.ticket('bob')
        one, two = first['ticket'], second['ticket']
        _, held = self.mail('bob', to=self.reply_to(ack))
        self.assertEqual(self.at_once(*[('join', held['id'])] * 4),
                         ['already-so'] * 3 + ['done'])
        for _ in range(3):
            self.assertEqual(self.at_once(('merge', one, two),
                                          ('merge', two, one)),
                             ['cycle', 'done'])
            self.assertEqual(self.at_once(('merge', '--undo', one),
                                          ('merge', '--undo', two)),
                             ['done', 'not-merged'])
        self.assertEqual(self.at_once(*[('split', one, held['id'])] * 3),
                         ['done', 'not-in-ticket', 'not-in-ticket'])

    def test_plain_words(self):
        """What the commands say to people, and what they refuse."""
        _, first, _ = self.ticket('bob')
        ticket = str(first['ticket'])
        self.assertEqual(self.desk.call('close', ticket),
                         f'Ticket {ticket} is closed.\n')
        self.assertEqual(self.desk.call('reopen', ticket),
                         f'Ticket {ticket} is open.\n')
        history = self.desk.call('show', ticket)
        self.assertRegex(history, r'closed +by-hand: by \S')
        self.assertRegex(history, r'reopened +by-hand: by \S')
        done = self.desk.run('join', str(first['id']))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        for words in (('join', '9'), ('merge', ticket, '99999'),
                      ('split', ticket, '9')):
            done = self.desk.run(*words)
            self.assertEqual((done.returncode, done.stdout), (65, ''))
            self.assertTrue(done.stderr.startswith(f'postdesk {words[0]}: '))
        for words in (('join',), ('join', 'x'), ('merge', ticket),
                      ('merge', '--undo', ticket, '2'), ('split', ticket),
                      ('close', ticket, '2')):
            self.assertEqual(self.desk.run(*words).returncode, 64)


if __name__ == '__main__':
    unittest.main()
