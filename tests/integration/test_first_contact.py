#!/usr/bin/env python3
"""test_first_contact.py - a mailbox with 5,000 old mails: as the operator
chose, 5,000 tickets or none; and no acknowledgement for any of them."""

import time
import unittest

from mails import Desk, Servers, wait_until, write

OLD = 5000
DAY = 24 * 3600
# Long enough for an answer to be claimed, sent and delivered.
SILENCE = 5


class FirstContact(unittest.TestCase):
    def contact(self, old_mail):
        """The desk after its first look at the mailbox."""
        servers = Servers('dovecot', 'postfix')
        self.addCleanup(servers.close)
        last_week = time.time() - 7 * DAY
        servers.append('support', [write(n, ('alice', 'bob')[n % 2],
                                         date=last_week)
                                   for n in range(OLD)], date=last_week)
        desk = Desk(servers, old_mail=old_mail)
        desk.call('autos', 'on')
        running = desk.running()
        running.__enter__()
        self.addCleanup(running.__exit__, None, None, None)
        return desk

    def answers(self, desk):
        time.sleep(SILENCE)
        return sum(desk.servers.count(name) for name in ('alice', 'bob'))

    def test_import(self):
        desk = self.contact('import')
        wait_until('an empty INBOX',
                   lambda: desk.servers.count('support') == 0, 120, 1)
        self.assertEqual(len(desk.json('tickets', '--limit', '9999')), OLD)
        self.assertEqual(self.answers(desk), 0)

    def test_skip(self):
        desk = self.contact('skip')
        # New mail is seen, so the old had its turn.
        desk.servers.send(write(OLD), 'alice', 'support', login='alice')
        wait_until('the one ticket', lambda: desk.json('tickets'), 60, 0.5)
        self.assertEqual(len(desk.json('tickets')), 1)
        wait_until('its acknowledgement',
                   lambda: desk.servers.count('alice') == 1)
        self.assertEqual(self.answers(desk), 1)
        self.assertEqual(desk.servers.count('support'), OLD)


if __name__ == '__main__':
    unittest.main()
