#!/usr/bin/env python3
"""test_autos_off.py - `autos off` holds within a second, while answers leave
and mail comes in."""

import time
import unittest

from mails import Desk, Servers, oracle, wait_contact, wait_for, write

MAILS = 400
CAPS = dict.fromkeys(('verified_hour', 'verified_day', 'without_person',
                      'desk_minute', 'desk_hour'), 100000)
PROOF = ('Return-Path: <alice@example.test>\n'
         'Authentication-Results: mail.example.test; auth=pass'
         ' smtp.auth=alice@example.test\n').encode()
SENT = "FROM outbox WHERE class = 'automatic' AND state = 'sent'"


class AutosOff(unittest.TestCase):
    def test_within_a_second(self):
        with Servers('dovecot', 'postfix', 'postgres') as servers:
            desk = Desk(servers, caps=CAPS, database=servers.database)
            desk.prepare()
            with desk.running():
                wait_contact(desk)
                servers.append('support', [PROOF + write(number) for number
                                           in range(MAILS)])
                wait_for(desk, 'the first answers', lambda: oracle.count(
                    desk, f'SELECT count(*) {SENT}') >= 10)
                desk.call('autos', 'off')
                off = time.time()
                wait_for(desk, 'all mails decided', lambda: oracle.count(
                    desk, "SELECT count(*) FROM mail WHERE state = 'ended'")
                    == MAILS)
                # What waits would have gone by now.
                time.sleep(3)
                last = float(desk.sql('SELECT extract(epoch FROM max(ended))'
                                      f' {SENT}')[0])
                self.assertLess(last, off + 1)
                sent = oracle.count(desk, f'SELECT count(*) {SENT}')
                self.assertLess(sent, MAILS)
                self.assertEqual(servers.count('alice'), sent)
                # Every mail is a ticket all the same.
                self.assertEqual(oracle.count(
                    desk, 'SELECT count(*) FROM ticket'), MAILS)


if __name__ == '__main__':
    unittest.main()
