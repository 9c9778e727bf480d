#!/usr/bin/env python3
"""test_kill.py - kill fetch, ingest and deliver at random moments while mail
goes through: every mail has one disposition, nobody is answered twice."""

import os
import time
import unittest

import mails
from mails import (end, oracle, wait_contact, wait_for,
                   write)

WORKERS = ('fetch', 'ingest', 'deliver')
MAILS = 500
KILLS = 500 if mails.LONG else 50
PAUSE = 0.4     # seconds between two kills, at most
# The seed is printed: the same moments can be tried again.
SEED = int(os.environ.get('SEED', time.time()))


class Kill(mails.Harmed):
    def setUp(self):
        self.begin(SEED)

    def start(self, name):
        self.workers[name] = self.desk.start(name)

    def kill_one(self):
        name = self.random.choice(WORKERS)
        self.workers[name].kill()
        self.workers[name].wait()
        self.start(name)

    def send(self, first, count):
        """As two customers, one session each; half of the mail each."""
        for login in ('alice', 'bob'):
            with self.servers.smtp(login) as session:
                for number in range(first, first + count, 2):
                    number += login == 'bob'
                    session.sendmail(f'{login}@example.test',
                                     ['support@example.test'],
                                     write(number, login))

    def is_over(self):
        return (self.servers.count('support') == 0 and
                oracle.undecided(self.desk, MAILS) == 0 and
                oracle.unsent(self.desk) == 0)

    def test_conservation(self):
        print(f'SEED={SEED}')
        for name in WORKERS:
            self.start(name)
        wait_contact(self.desk)
        parts = 10
        for part in range(parts):
            self.send(part * MAILS // parts, MAILS // parts)
            for _ in range(KILLS // parts):
                time.sleep(self.random.uniform(0, PAUSE))
                self.kill_one()
        wait_for(self.desk, 'the end of all work', self.is_over, 180, 0.5)
        for worker in self.workers.values():
            end(worker)
        answers = oracle.check(self.desk, MAILS)
        # At most once, not never: a kill costs the few answers in flight.
        self.assertGreater(answers, MAILS * 0.8)


if __name__ == '__main__':
    unittest.main()
