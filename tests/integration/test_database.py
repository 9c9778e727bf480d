#!/usr/bin/env python3
"""test_database.py - a database that stops, forgets to answer, is full, slow or
in the way, under load: nothing is lost, nobody is answered twice.

With POSTDESK_LONG as often and as long as it takes (make soak-db)."""

import contextlib
import os
import random
import subprocess
import sys
import time
import unittest

import mails
from load import CAPS, EXTRA, Load, Stopwatch
from mails import Desk, Servers, oracle, wait_for
from cluster import Cluster, freeze
from commit_cutter import NAMES, CommitCutter, cuts
from rig import sql

LONG = mails.LONG
SEED = int(os.environ.get('SEED', time.time()))
SETTINGS = ('deadlock_timeout=100ms', 'log_min_messages=warning')


class Database(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f'SEED={SEED}', file=sys.stderr)
        cls.servers = Servers('dovecot', 'postfix')
        cls.addClassCleanup(cls.servers.close)

    def setUp(self):
        self.random = random.Random(SEED)
        self.watch = Stopwatch()
        self.room = os.path.join(self.servers.dir, f'db{time.time_ns()}')
        os.makedirs(self.room)
        for name in ('support', 'alice', 'bob', 'carol', 'dave'):
            self.servers.empty(name)

    def cluster(self, *settings, **options):
        cluster = Cluster(self.room, 'one', settings=SETTINGS + settings,
                          **options)
        self.addCleanup(cluster.close)
        return cluster.make(segment=1)

    def load(self, cluster, database=None):
        desk = Desk(self.servers, database=cluster.uri, caps=CAPS,
                    extra=EXTRA)
        desk.prepare()
        if database:
            desk = Desk(self.servers, database=database, caps=CAPS,
                        extra=EXTRA)
            desk.database = cluster.uri     # for what the test asks
        return Load(self.servers, desk)

    def tell(self, part, load, harm):
        print(f'soak-db {part}: {harm}; {load.check()}; {self.watch}',
              file=sys.stderr)

    # --- it stops ---

    def test_immediate_stops(self):
        stops = 50 if LONG else 2
        cluster = self.cluster()
        load = self.load(cluster)
        with load.desk.running():
            load.begin()
            for stop in range(stops):
                load.mails(8)
                if stop % 10 == 9:
                    load.agents(4)
                time.sleep(self.random.uniform(0, 2.5))
                cluster.kill()
                cluster.start()
            load.settle()
        self.tell('stops', load, f'{stops} immediate stops')

    # --- it does not say whether it was committed ---

    def test_commit_reply_cut(self):
        cluster = self.cluster()
        cutter = CommitCutter(cluster.socket)
        self.addCleanup(cutter.close)
        load = self.load(cluster, cutter.uri)
        total = 0
        with load.desk.running():
            load.begin()
            for name in NAMES:
                some = cuts(name) if LONG else self.random.sample(
                    cuts(name, 4), 2)
                cutter.arm(name, some)
                total += len(some)
            while cutter.left():
                load.mails(4)
                before = cutter.left()
                with contextlib.suppress(AssertionError):
                    mails.wait_until('a cut', lambda: cutter.left() < before,
                                     2)
            load.agents(8 if LONG else 1)
            load.settle()
        self.tell('commits', load, f'{total} COMMIT answers cut, FIN and RST')


if __name__ == '__main__':
    unittest.main()
