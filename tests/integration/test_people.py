#!/usr/bin/env python3
"""test_people.py - real tokens in the wrong hands, and people with several
addresses: what the golden folders cannot show, because they know no key.

H59 and H60 are rows of what the desk must survive.
"""

import secrets
import unittest

from folder_desk import FolderDesk, facts, token_of, write
from mails import Servers, text_of

EXPIRED = secrets.token_bytes(32)


class People(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.addClassCleanup(cls.servers.close)

    def to_token(self, desk, sender, number, token, **more):
        return desk.take(write(
            sender, number, to=f'support+{token}@desk.example.test', **more))

    def test_h59_guessed_or_replayed_tokens(self):
        desk = FolderDesk(
            self.servers, 'tokens',
            keys=f'z {EXPIRED.hex()} 2026-01-01T00:00:00Z\n')
        first, second = desk.take(write('ann', 1), write('ann', 2))
        token, other = map(token_of, desk.answers())
        self.assertEqual(token, desk.token('r', first['ticket']))
        self.assertNotEqual(first['ticket'], second['ticket'])

        joined = self.to_token(desk, 'ann', 3, token)
        self.assertEqual((joined['how'], joined['ticket']),
                         ('address-token', first['ticket']))
        # The case of a local part is not its sender's to keep.
        joined = self.to_token(desk, 'ann', 4, token.upper())
        self.assertEqual((joined['how'], joined['ticket']),
                         ('address-token', first['ticket']))

        head, mac = token.split('-')
        flipped = mac[:-1] + ('e' if mac[-1] == 'a' else 'a')
        unknown = secrets.token_bytes(32)
        forged = {
            'one bit flipped': f'{head}-{chr(ord(mac[0]) ^ 1)}{mac[1:]}',
            'last digit': f'{head}-{flipped}',
            '25 characters': f'{head}-{mac[:25]}',
            '27 characters': f'{head}-{mac}a',
            'no signature': head,
            "other ticket's": f'{head}-{other.split("-")[1]}',
            'other number': f'a{second["ticket"] + 7}r-{mac}',
            "agents' role": desk.token('a', first['ticket'], 5),
            "button's role": head + '-' + desk.token(
                's', first['ticket'], 5).split('-')[1],
            "role of Message-IDs": head + '-' + desk.token(
                'm', first['ticket'], 5).split('.')[-1],
            'return path': desk.token('v', first['ticket']),
            'expired key': desk.token('r', first['ticket'], key=EXPIRED,
                                      letter='z'),
            'unknown key': desk.token('r', first['ticket'], key=unknown,
                                      letter='b'),
            'own key': desk.token('r', first['ticket'], key=unknown),
        }
        for number, (what, bad) in enumerate(forged.items(), 10):
            with self.subTest(what):
                mail = self.to_token(desk, 'ann', number, bad, proven=True)
                self.assertEqual((mail['disposition'], mail['how']),
                                 ('ticketed', 'new'))
                self.assertNotIn(mail['ticket'],
                                 (first['ticket'], second['ticket']))
        shown = desk.json('show', str(first['ticket']))
        self.assertEqual(len([message for message in shown['messages']
                              if message['direction'] == 'in']), 3)

    def test_h60_valid_token_of_a_stranger(self):
        desk = FolderDesk(self.servers, 'strangers')
        ticket = desk.take(write('ann', 1))['ticket']
        ack = desk.answers()[0]
        desk.call('close', str(ticket))
        before = desk.json('show', str(ticket))

        cites = f'In-Reply-To: {ack["Message-ID"]}'
        for number, proven in enumerate((False, True), 10):
            mail = self.to_token(desk, 'bob', number, token_of(ack),
                                 proven=proven, text='What is this about?')
            self.assertEqual((mail['disposition'], mail['reason']),
                             ('pending-join', 'not-a-participant'))
        mail = desk.take(write('carl', 20, cites, 'Cc: dan@example.org'))
        self.assertEqual((mail['disposition'], mail['how']),
                         ('pending-join', 'signed-message-id'))

        after = desk.json('show', str(ticket))
        self.assertEqual(after['state'], 'closed')
        self.assertEqual(after['requester'], before['requester'])
        self.assertEqual(after['outgoing'], before['outgoing'])
        self.assertEqual(desk.sql('SELECT address FROM participant'),
                         ['ann@example.org'])
        held = [message for message in after['messages']
                if message['pending']]
        self.assertEqual([message['from'] for message in held],
                         ['bob@example.org', 'bob@example.org',
                          'carl@example.org'])
        self.assertEqual({message['direction'] for message in held},
                         {'note'})
        self.assertEqual(len(desk.answers()), 1)
        # Nor is who was in Cc let in by what he cites.
        mail = desk.take(write('dan', 30, 'In-Reply-To: <20@example.org>',
                               subject='Re: Kettle 20'))
        self.assertEqual(mail['disposition'], 'ticketed')

    def test_tokens_in_the_text(self):
        """A mailbox that loses what follows the + finds its tickets, too."""
        desk = FolderDesk(self.servers, 'plain',
                          extra='  address_tokens: off\n')
        ticket = desk.take(write('ann', 1))['ticket']
        ack = desk.answers()[0]
        self.assertEqual(ack['Reply-To'].addresses[0].addr_spec,
                         'support@desk.example.test')
        token = desk.token('r', ticket)
        self.assertEqual(text_of(ack).split()[-1], f'[{token}]')

        # By our Message-ID, where the client cites it ...
        mail = desk.take(write('ann', 2, f'References: {ack["Message-ID"]}'))
        self.assertEqual((mail['how'], mail['ticket']),
                         ('signed-message-id', ticket))
        # ... and by what it quotes, where it does not.
        quoted = '\n'.join('> ' + line for line in text_of(ack).split('\n'))
        mail = desk.take(write('ann', 3, text=f'Any news?\n\n{quoted}'))
        self.assertEqual((mail['how'], mail['ticket']),
                         ('body-token', ticket))
        # It is a token: a stranger's is held, a changed one is nothing.
        mail = desk.take(write('bob', 4, text=quoted))
        self.assertEqual(mail['disposition'], 'pending-join')
        mail = desk.take(write('ann', 5, text=quoted.replace(
            token, token[:-1] + ('b' if token[-1] == 'a' else 'a'))))
        self.assertEqual((mail['disposition'], mail['how']),
                         ('ticketed', 'new'))
        self.assertTrue(facts(desk.trace(mail))['forged_token'])

    def test_other_addresses_of_a_person(self):
        desk = FolderDesk(self.servers, 'contacts')
        ticket = desk.take(write('ann', 1))['ticket']
        token = token_of(desk.answers()[0])

        def from_home(number):
            return self.to_token(desk, 'ann@home.test', number, token)

        self.assertEqual(from_home(2)['disposition'], 'pending-join')
        desk.call('contact', 'link', 'ann@example.org', 'Ann@Home.test')
        self.assertEqual(desk.json('contact', 'show', 'ann@home.test')
                         ['addresses'], ['ann@example.org', 'ann@home.test'])
        mail = from_home(3)
        self.assertEqual((mail['disposition'], mail['ticket']),
                         ('joined', ticket))
        # A third one that never wrote, and one that only looks alike.
        desk.call('contact', 'link', 'ann@home.test', 'ann@new.test')
        mail = self.to_token(desk, 'ann@new.test', 4, token)
        self.assertEqual(mail['disposition'], 'joined')
        mail = self.to_token(desk, 'ann+x@new.test', 5, token)
        self.assertEqual(mail['disposition'], 'pending-join')
        desk.call('contact', 'unlink', 'ann@home.test')
        self.assertEqual(from_home(6)['disposition'], 'pending-join')
        people = desk.json('contact', 'list', '--text', 'Ann@')
        self.assertEqual([person['addresses'] for person in people],
                         [['ann@home.test'],
                          ['ann@example.org', 'ann@new.test']])
        self.assertNotEqual(desk.run('contact', 'show', 'ann').returncode, 0)

    def test_colleagues(self):
        desk = FolderDesk(
            self.servers, 'colleagues',
            extra='  colleagues: join\n  organisations:\n'
                  '  - { name: Bolt Works, domains: [bolt.test] }\n')
        ticket = desk.take(write('ann@bolt.test', 1))['ticket']
        cites = 'In-Reply-To: <1@bolt.test>'
        mail = desk.take(write('bob@bolt.test', 2, cites, proven=True,
                               subject='Re: Kettle 1'))
        self.assertEqual((mail['disposition'], mail['reason']),
                         ('joined', 'join-colleague'))
        self.assertEqual(facts(desk.trace(mail))['admission'],
                         'join-colleague')
        mail = desk.take(write('bob@bolt.test', 3, cites,
                               subject='Re: Kettle 1'))
        self.assertEqual(mail['disposition'], 'ticketed')
        self.assertEqual(desk.sql("SELECT p.address FROM participant p "
                                  "JOIN ticket t ON t.id = p.ticket_id "
                                  f'WHERE t.number = {ticket}'),
                         ['ann@bolt.test'])
        self.assertEqual(desk.json('show', str(ticket))['organisation'],
                         'Bolt Works')
        self.assertIn('Bolt Works', desk.call('show', str(ticket)))


if __name__ == '__main__':
    unittest.main()
