#!/usr/bin/env python3
"""test_first_contact.py - a mailbox with 5,000 old mails: as the operator
chose, 5,000 tickets or none; and no acknowledgement for any of them."""

import time
import unittest

from mails import Desk, Servers, oracle, wait_contact, wait_for, write

OLD = 5000
DAY = 24 * 3600
# Long enough for an answer to be claimed, sent and delivered.
SILENCE = 5


class FirstContact(unittest.TestCase):
    def contact(self, old_mail):
        """The desk, started on a mailbox full of old mail."""
        servers = Servers('dovecot', 'postfix', 'postgres')
        self.addCleanup(servers.close)
        last_week = time.time() - 7 * DAY
        servers.append('support', [write(n, ('alice', 'bob')[n % 2],
                                         date=last_week)
                                   for n in range(OLD)], date=last_week)
        desk = Desk(servers, old_mail=old_mail, database=servers.database)
        desk.prepare()
        running = desk.running()
        running.__enter__()
        self.addCleanup(running.__exit__, None, None, None)
        return desk

    def answers(self, desk):
        time.sleep(SILENCE)
        return sum(desk.servers.count(name) for name in ('alice', 'bob'))

    def tickets(self, desk):
        return oracle.count(desk, 'SELECT count(*) FROM ticket')

    def test_import(self):
        desk = self.contact('import')
        wait_for(desk, 'an empty INBOX',
                   lambda: desk.servers.count('support') == 0, 120, 1)
        self.assertEqual(self.tickets(desk), OLD)
        self.assertEqual(self.answers(desk), 0)
        oracle.check(desk, OLD)

    def test_skip(self):
        desk = self.contact('skip')
        # New mail is judged, so the old had its turn.
        wait_contact(desk)
        desk.servers.send(write(OLD), 'alice', 'support', login='alice')
        wait_for(desk, 'the acknowledgement of the new mail',
                   lambda: desk.servers.count('alice') == 1, 60)
        self.assertEqual(self.tickets(desk), 1)
        self.assertEqual(self.answers(desk), 1)
        self.assertEqual(desk.servers.count('support'), OLD)


if __name__ == '__main__':
    unittest.main()
