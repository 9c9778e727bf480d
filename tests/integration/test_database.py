#!/usr/bin/env python3
"""test_database.py - a database that stops, forgets to answer, is full, slow or
in the way, under load: nothing is lost, nobody is answered twice.

With POSTDESK_LONG as often and as long as it takes (make soak-db)."""

import collections
import contextlib
import os
import random
import subprocess
import sys
import time
import unittest

import mails
from load import CAPS, EXTRA, Load, Stopwatch
from mails import Desk, Servers, wait_for
from cluster import Cluster, freeze
from commit_cutter import NAMES, CommitCutter, cuts
from rig import sql
from takeover import TakeOver

LONG = mails.LONG
SEED = int(os.environ.get('SEED', time.time()))
SETTINGS = ('log_min_messages=warning',)


class Database(TakeOver, unittest.TestCase):
    sums = collections.Counter()

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

    def tell(self, part, load, harm, **allowed):
        print(f'soak-db {part}: {harm}; {load.check(**allowed)}; '
              f'{self.watch}', file=sys.stderr)
        self.sums.update(load.figures)

    # --- it stops ---

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_immediate_stops(self):
        stops = 50
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

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_commit_reply_cut(self):
        cluster = self.cluster()
        cutter = CommitCutter(cluster.socket)
        self.addCleanup(cutter.close)
        load = self.load(cluster, cutter.uri)
        with contextlib.ExitStack() as crew:
            # Who was cut off waits a second: others go on meanwhile.
            for words in ('run', 'fetch', 'ingest', 'deliver', 'deliver',
                          'tick'):
                crew.enter_context(load.desk.running(words))
            load.begin()
            total = self.cut(load, cutter, {name: cuts(name)
                                            for name in NAMES})
            load.agents(8)
            load.settle()
        self.tell('commits', load, f'{total} COMMIT answers cut, FIN and RST')

    @staticmethod
    def cut(load, cutter, all_cuts):
        """Mails until each of these has happened; how many they were."""
        for name, some in all_cuts.items():
            cutter.arm(name, some)
        while cutter.left():
            load.mails(4)
            # Agents are told so many times an hour, then later: it is over.
            load.desk.sql('UPDATE outbox SET created = created'
                          " - interval '1 hour' WHERE class = 'admin';"
                          ' UPDATE notification SET due = now()')
            before = cutter.left()
            with contextlib.suppress(AssertionError):
                mails.wait_until('a cut', lambda n=before: cutter.left() < n,
                                 2)
        return sum(map(len, all_cuts.values()))

    # --- it is full ---

    @contextlib.contextmanager
    def small_disk(self, size):
        place = os.path.join(self.room, 'disk')
        os.makedirs(place)
        subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}m,mode=755',
                        'postdesk-test', place], check=True)
        try:
            yield place
        finally:
            subprocess.run(['umount', '-l', place], check=True)

    def fill(self, place):
        with contextlib.suppress(OSError), \
                open(os.path.join(place, 'ballast'), 'wb', 0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def full(self, place, cluster):
        """Under load until the server says so, and a while longer."""
        load = self.load(cluster)
        with load.desk.running():
            load.begin()
            load.mails(20)
            self.fill(place)
            wait_for(load.desk, 'a full disk', lambda: (
                load.mails(10), cluster.said('No space left'))[1], 60, 0.5)
            time.sleep(3 if LONG else 0.5)
            os.unlink(os.path.join(place, 'ballast'))
            if not cluster.recovers():
                cluster.start()         # as its operator would
            load.mails(20)
            load.agents(4)
            load.settle()
        return load

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_data_disk_full(self):
        with self.small_disk(80) as place:
            cluster = self.cluster('autovacuum=off',
                                   data=os.path.join(place, 'data'),
                                   wal=os.path.join(self.room, 'wal'))
            load = self.full(place, cluster)
            errors = cluster.said('No space left')
            self.tell('full', load, f'tables without room, {errors} errors')
            cluster.close()

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_log_disk_full(self):
        with self.small_disk(24) as place:
            cluster = self.cluster('max_wal_size=4MB', 'min_wal_size=2MB',
                                   'wal_keep_size=0',
                                   wal=os.path.join(place, 'wal'))
            load = self.full(place, cluster)
            errors = cluster.said('No space left')
            self.tell('full', load, f'no room for its log, {errors} errors')
            cluster.close()

    # --- it is slow ---

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_slow(self):
        cluster = self.cluster()
        load = self.load(cluster)
        frozen = 0
        with load.desk.running():
            load.begin()
            for turn in range(8):
                load.mails(10)
                time.sleep(self.random.uniform(0, 0.3))
                some = cluster.backends()
                if turn % 2:
                    some = self.random.sample(some, min(2, len(some)))
                frozen += len(some)
                freeze(some, self.random.uniform(1, 3))
            load.agents(6)
            load.settle()
        self.tell('slow', load, f'{frozen} times a session said nothing for '
                  '1 to 3 s')

    # --- others are in the way ---

    # Mails that a worker has claimed, and then the desk: it takes the desk
    # first.  Of two who wait for each other it is the first to ask why.
    RIVAL = """
SET deadlock_timeout = '20s';
DO $$ BEGIN
	FOR i IN 1 .. 400 LOOP
		PERFORM FROM mail m WHERE state = 'pending' AND EXISTS (
			SELECT FROM claim WHERE m.id = ANY (mails))
		   FOR UPDATE;
		IF FOUND THEN
			PERFORM pg_sleep(0.3);
			PERFORM FROM desk FOR UPDATE;
			RETURN;
		END IF;
		PERFORM pg_sleep(0.005);
	END LOOP;
END $$"""

    @staticmethod
    def rival(cluster, script):
        """A session beside those of the workers."""
        subprocess.run(['psql', '-qXAt', cluster.uri], check=False,
                       input=script, encoding='utf-8',
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def strike(cluster, verb):
        """At one session as soon as it does something."""
        Database.rival(cluster, f"""
DO $$ DECLARE one integer; BEGIN
	FOR i IN 1 .. 400 LOOP
		PERFORM pg_stat_clear_snapshot();
		SELECT pid INTO one FROM pg_stat_activity
		 WHERE application_name LIKE 'postdesk-%' AND state = 'active'
		 ORDER BY random() LIMIT 1;
		IF one IS NOT NULL THEN
			PERFORM {verb}(one);
			RETURN;
		END IF;
		PERFORM pg_sleep(0.002);
	END LOOP;
END $$""")

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_locks(self):
        cluster = self.cluster()
        load = self.load(cluster)
        said = {'deadlock detected': 5, 'due to user request': 5,
                'due to administrator command': 5}
        with load.desk.running(), load.desk.running('ingest'):
            load.begin()
            while any(cluster.said(words) < most
                      for words, most in said.items()):
                load.mails(6)
                self.rival(cluster, self.RIVAL)
                for verb in ('cancel', 'terminate'):
                    load.mails(2)
                    self.strike(cluster, f'pg_{verb}_backend')
            load.agents(6)
            load.settle()
        told = ', '.join(f'{cluster.said(words)} {words}' for words in said)
        self.tell('locks', load, told)

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_serialization(self):
        cluster = self.cluster()
        load = self.load(cluster)
        sql(cluster.uri, 'ALTER DATABASE postdesk SET'
            " default_transaction_isolation = 'serializable'")
        words = 'could not serialize'
        with load.desk.running(), load.desk.running('ingest'), \
                load.desk.running('ingest'):
            load.begin()
            while cluster.said(words) < 10:
                load.mails(6)
                # Whoever waits for the desk finds that it has changed.
                self.rival(cluster, 'BEGIN; UPDATE desk SET autos = autos;'
                                    ' SELECT pg_sleep(0.5); COMMIT')
            load.agents(4)
            # Whoever holds the desk makes all wait, longer than they may.
            self.rival(cluster, 'BEGIN; SELECT FROM desk FOR UPDATE;'
                                ' SELECT pg_sleep(32)')
            load.settle()
        self.tell('serialization', load, f'{cluster.said(words)} failures, '
                  f"{cluster.said('due to lock timeout')} lock timeouts")

    # --- another one takes over ---

    @unittest.skipUnless(LONG, 'make soak-db')
    def test_fail_over(self):
        """Two places, of which the desk knows both: the one that can be
        written to is the primary."""
        turns = 10
        primary = self.cluster()
        both = primary.uri_of('postdesk', ','.join(
            os.path.join(self.room, name) for name in ('one', 'two')))
        load = self.load(primary, both)
        sums = [0, 0, 0]
        with load.desk.running() as run:
            load.begin()
            for turn in range(turns):
                standby = primary.standby(('two', 'one')[turn % 2])
                self.addCleanup(standby.close)
                standby.start()
                found = self.fail_over(load, run, primary, standby,
                                       moved=turn % 2 == 0)
                sums = [old + new for old, new in zip(sums, found)]
                primary.remove()
                primary = standby
            load.settle(words=False)
            load.wait_new()
            load.mails(4)
            load.settle(words=False)
        self.tell('fail-over', load, f'{turns} standbys promoted, that had '
                  'forgotten {} mails; {} taken in by reconcile, {} answers '
                  'in doubt'.format(*sums), forgetful=True)

    # --- a little of each ---

    @unittest.skipIf(LONG, 'the others do more')
    def test_short(self):
        primary = self.cluster()
        cutter = CommitCutter(primary.socket)
        self.addCleanup(cutter.close)
        load = self.load(primary, cutter.conninfo_before(
            os.path.join(self.room, 'two')))
        with load.desk.running() as run:
            load.begin()
            total = self.cut(load, cutter, {
                name: [self.random.choice(cuts(name))]
                for name in self.random.sample(NAMES, 4)})
            load.mails(4)
            primary.kill()
            primary.start()
            standby = primary.standby('two')
            self.addCleanup(standby.close)
            standby.start()
            self.fail_over(load, run, primary, standby, moved=False,
                           gone=cutter.close)
            load.settle(words=False)
        self.tell('short', load, f'{total} COMMIT answers cut, a stop, a '
                  'fail-over', forgetful=True)


def main():
    watch = Stopwatch()
    program = unittest.main(exit=False)
    if LONG and program.result.wasSuccessful():
        print('soak-db: {} parts, {mails} mails, 0 lost, 0 duplicate tickets; '
              '{answers} acknowledged, 0 twice, {doubts} in doubt; {agents} '
              'agents\' mails, 0 lost, {agents twice} twice, {asked} kept for '
              'a yes; {}'.format(program.result.testsRun, watch,
                                 **Database.sums))
    elif LONG:
        print('soak-db: {} parts, {} failed; {}'.format(
            program.result.testsRun, len(program.result.failures) +
            len(program.result.errors), watch))
    sys.exit(not program.result.wasSuccessful())


if __name__ == '__main__':
    main()
