#!/usr/bin/env python3
"""test_failpoints.py - die at each step that touches the world, then go on:
every mail has one disposition, nobody is answered twice, nothing is lost.

The program is one with --enable-failpoints; it names the points itself.  With
POSTDESK_LONG each point also fails and waits, while others work beside it.
"""

import os
import signal
import subprocess
import time
import unittest

import mails
from mails import Desk, Servers, address, oracle, wait_until, write

# A mail goes through them in this order; fetch comes again to retire it.
WORKERS = ('fetch', 'ingest', 'deliver', 'fetch')
MAILS = 6 if mails.LONG else 3      # for each point
ENOUGH = 60                         # seconds until one worker has ended
# Those on the straight way of a mail; tests/soak/failpoints.py takes all.
POINTS = (
    'contact', 'contacted', 'fetch-listed', 'fetch-read', 'ledger-commit',
    'ledger-committed', 'claimed', 'claim-read', 'cell-started',
    'cell-reading', 'cell-done', 'history', 'history-read', 'decided',
    'commit-locked', 'commit', 'committed', 'retire', 'moved', 'retired',
    'outbox-claim', 'outbox-claimed', 'offered', 'dot-commit', 'dot-marked',
    'answered', 'result-commit', 'result-committed')
# Marked as on its way, not known to have arrived: never sent again.  Results
# share their commit with the marks of the next group.
IN_DOUBT = {'dot-marked', 'answered', 'result-commit', 'result-committed'}
# Here the sandboxed reader fails, and its worker goes on.
IN_CELL = {'cell-reading'}


def find_program():
    for place in (os.environ.get('POSTDESK'), './postdesk-failpoints'):
        if place and os.access(place, os.X_OK):
            done = subprocess.run([place, 'failpoints'], check=False,
                                  capture_output=True, encoding='ascii')
            if done.returncode == 0:
                return os.path.abspath(place)
    raise RuntimeError('there is no postdesk with failpoints')


class Failpoints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program = find_program()
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = Desk(cls.servers, database=cls.servers.database,
                        caps=mails.NO_CAPS,
                        extra='  survey: { after: 1 hour }\n')
        cls.desk.program = program
        cls.desk.prepare()
        cls.injected = 0

    def start(self, worker, fail=''):
        os.environ['POSTDESK_FAIL'] = fail
        try:
            return self.desk.start(worker, '--once')
        finally:
            del os.environ['POSTDESK_FAIL']

    def inject(self, point):
        """As a server with an envelope would have put them there."""
        if point in ('contact', 'contacted'):
            return      # what lies there at first contact is old
        new = []
        for number in range(self.injected, self.injected + MAILS):
            sender = ('alice', 'bob')[number % 2]
            new.append(f'Return-Path: <{address(sender)}>\n'.encode() +
                       write(number, sender))
        self.servers.append('support', new)
        type(self).injected += MAILS

    def run_armed(self, fail):
        """Each worker once, until one is killed; its name, or None."""
        for worker in WORKERS:
            status = self.start(worker, fail).wait(ENOUGH)
            if status == -signal.SIGKILL:
                return worker
            self.assertEqual(status, 0, f'{worker} with {fail}')
        return None

    def run_beside(self, fail):
        """Each worker twice, the second without the failpoint."""
        for worker in WORKERS:
            armed = self.start(worker, fail)
            time.sleep(0.05)
            other = self.start(worker)
            self.assertEqual([armed.wait(ENOUGH), other.wait(ENOUGH)],
                             [0, 0], f'{worker} with {fail}')

    def run_unarmed(self):
        for worker in WORKERS:
            self.assertEqual(self.start(worker).wait(ENOUGH), 0, worker)

    def answers_in_doubt(self):
        """A dot whose sender is gone is called so a minute later."""
        return oracle.count(
            self.desk, "SELECT count(*) FROM outbox WHERE class = 'automatic'"
                       " AND state IN ('dot_sent', 'uncertain')")

    def unparsed(self):
        return oracle.count(self.desk,
                            'SELECT count(*) FROM mail WHERE unparsed')

    def check(self, point, doubts_before):
        """Nothing is left to do, and all is where it belongs."""
        oracle.check(self.desk, self.injected)
        self.assertEqual(oracle.unsent(self.desk), 0, 'answers left')
        doubts = self.answers_in_doubt() - doubts_before
        if point in IN_DOUBT:
            self.assertLessEqual(doubts, MAILS)
        else:
            self.assertEqual(doubts, 0, 'answers in doubt')
        self.assertEqual(oracle.count(
            self.desk, "SELECT count(*) FROM outbox"
                       " WHERE class = 'automatic'"),
            self.injected - self.unparsed(), 'answers written')
        self.assertEqual(self.servers.count('support'), 0, 'mail left')
        # Two who move at once may both leave a copy there (Dovecot).
        self.assertEqual(len({mails.parse(raw)['Message-ID'] for raw in
                              self.servers.read('support', 'Processed')}),
                         self.injected, 'mail retired')

    def kill_at(self, point):
        doubts, unparsed = self.answers_in_doubt(), self.unparsed()
        self.inject(point)
        killed = self.run_armed(f'{point}=kill')
        if point in IN_CELL:
            self.assertEqual(self.unparsed() - unparsed, MAILS)
        else:
            self.assertIsNotNone(killed, 'nobody passed here')
            self.assertEqual(self.unparsed(), unparsed)
        if point == 'contact':
            return          # the next one needs that it has not ended
        self.run_unarmed()
        self.check(point, doubts)

    def in_all_points(self, act):
        for point in POINTS:
            with self.subTest(point=point):
                act(point)
        self.assert_all_answers_arrived()

    def assert_all_answers_arrived(self):
        """What a server took from us lies with the customer, once."""
        sent = oracle.count(self.desk, "SELECT count(*) FROM outbox WHERE"
                                       " class = 'automatic' AND"
                                       " state = 'sent'")
        wait_until('all answers in mailboxes', lambda: sent <= sum(
            len(self.servers.read(name)) for name in ('alice', 'bob')))
        answers = oracle.check(self.desk, self.injected)
        self.assertGreaterEqual(answers, sent)
        self.assertLessEqual(answers, self.injected)

    def test_1_kill(self):
        self.in_all_points(self.kill_at)

    def act_beside(self, action, point):
        doubts = self.answers_in_doubt()
        self.inject(point)
        self.run_beside(f'{point}={action}@1')
        self.run_unarmed()
        self.check(point, doubts)

    @unittest.skipUnless(mails.LONG, 'make check-long')
    def test_2_error(self):
        self.in_all_points(lambda point: self.act_beside('error', point))

    @unittest.skipUnless(mails.LONG, 'make check-long')
    def test_3_delay(self):
        self.in_all_points(lambda point: self.act_beside('delay:300', point))

    @unittest.skipUnless(mails.LONG, 'make check-long')
    def test_4_kill_beside(self):
        def act(point):
            doubts = self.answers_in_doubt()
            self.inject(point)
            for worker in WORKERS:
                pair = [self.start(worker, f'{point}=kill'),
                        self.start(worker)]
                for one in pair:
                    one.wait(ENOUGH)
            self.run_unarmed()
            self.check(point, doubts)
        self.in_all_points(act)

    def test_6_two_who_ask_the_same_customer(self):
        """One has found whom to ask, and waits; the other asks."""
        proven = address('alice')
        self.servers.append('support', [
            f'Return-Path: <{proven}>\nAuthentication-Results: '
            f'mail.example.test; auth=pass smtp.auth={proven}\n'.encode() +
            write(self.injected, 'alice')])
        type(self).injected += 1
        self.run_unarmed()
        self.desk.call('close', self.desk.sql(
            'SELECT max(number) FROM ticket')[0])
        self.desk.call('clock', '+2h')
        self.addCleanup(self.desk.call, 'clock', '0')
        seen = os.path.join(self.desk.dir, 'seen')
        point = 'sql-ruleset_active'
        place = self.desk.call('failpoints').split().index(point)
        os.environ['POSTDESK_FAIL_SEEN'] = seen
        self.addCleanup(os.environ.pop, 'POSTDESK_FAIL_SEEN')
        slow = self.start('tick', f'{point}=delay:3000@1')

        def stands_there():
            with open(seen, 'rb') as file:
                counts = file.read()
            return counts[4 * place:4 * place + 4] not in (b'', bytes(4))
        wait_until('the first of two', lambda: os.path.exists(seen) and
                   stands_there())
        self.assertEqual(self.start('tick').wait(ENOUGH), 0)
        self.assertEqual(slow.wait(ENOUGH), 0)
        self.assertEqual(oracle.count(
            self.desk, "SELECT count(*) FROM event WHERE kind = 'surveyed'"),
            1)
        self.run_unarmed()
        self.assertEqual(oracle.examine(self.desk, self.injected).faults, [])

    def test_5_unknown_name_is_refused(self):
        status = self.start('ingest', 'nowhere=kill').wait(ENOUGH)
        self.assertEqual(status, os.EX_CONFIG)


if __name__ == '__main__':
    unittest.main()
