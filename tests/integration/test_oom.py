#!/usr/bin/env python3
"""test_oom.py - refuse memory to fetch, ingest, the cell and deliver at many
points while mail goes through: nothing is lost, nobody is answered twice.

The n-th allocation of a worker is refused (tests/rig/oom.c), or all behind a
limit of its address space.  A worker may end; it is started again, as `run`
does it.
"""

import collections
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
import unittest

import mails
from mails import (end, oracle, wait_contact, wait_for,
                   write)
import evidence

HERE = os.path.dirname(os.path.abspath(__file__))
WORKERS = ('fetch', 'ingest', 'deliver')
MAILS = 600 if mails.LONG else 40
REFUSALS = 300 if mails.LONG else 9
LARGE = 20          # every so many mails one of LARGE_SIZE
LARGE_SIZE = 3 * 1024 * 1024 if mails.LONG else 1200 * 1024
PATIENCE = 1.0      # seconds for a worker to come to its refusal
# The seed is printed: the same points can be tried again.
SEED = int(os.environ.get('SEED', time.time()))


# A mail without an answer, by what became of it: what the outbox says of its
# acknowledgement, or why there is none.
UNANSWERED = '''
SELECT CASE WHEN m.unparsed THEN 'unparsed' ELSE coalesce(o.state, m.answer,
       'for no reason') END AS why, count(*) AS number
  FROM mail m LEFT JOIN outbox o ON o.desk_id = m.desk_id
   AND o.dedupe_key = 'ack/' || m.ticket_id
 WHERE o.state IS DISTINCT FROM 'sent' GROUP BY why ORDER BY why'''


# What killed two cells is a ticket for a person, and whoever wrote it is not
# known; what was lost behind its dot is never sent again.
EXCUSED = {'unparsed', 'uncertain', 'dot_sent'}


class Oom(mails.Harmed):
    summary = ''

    def setUp(self):
        self.began = time.monotonic()
        self.begin(SEED)
        self.refuser = os.path.join(self.servers.dir, 'oom.so')
        subprocess.run([*shlex.split(os.environ.get('CC', 'cc')), '-shared',
                        '-fPIC', '-pthread', '-O1', '-o', self.refuser,
                        os.path.join(HERE, '..', 'rig', 'oom.c')], check=True)
        self.ends = collections.Counter()
        self.sent = 0

    def start(self, name, **environment):
        log = self.desk.log(name)
        with open(log, 'ab') as out:
            self.workers[name] = subprocess.Popen(
                [self.desk.program, name], stdout=out, stderr=out,
                stdin=subprocess.DEVNULL,
                env={**os.environ, 'POSTDESK_CONFIG': self.desk.dir,
                     **environment})

    def stop(self, name):
        worker = self.workers[name]
        if worker.poll() is not None:
            return
        try:
            end(worker, 10)
        except AssertionError:
            self.ends['hung'] += 1

    def point(self):
        """Early points as often as late ones."""
        return str(int(10 ** self.random.uniform(0, 5.3)))

    def refuse(self, name):
        """One worker that will get no memory at some point."""
        point = self.point()
        how = self.random.choice(('nth', 'nth', 'cell', 'limit'))
        if not self.ends:
            how, point = 'nth', '2000'  # every worker comes so far
        if how == 'cell':
            name = 'ingest'
        self.stop(name)
        if how == 'limit':
            self.start(name)
            self.limit(self.workers[name].pid)
        else:
            key = 'POSTDESK_OOM_CHILD' if how == 'cell' else 'POSTDESK_OOM'
            self.start(name, LD_PRELOAD=self.refuser, **{key: point})
        return name

    def limit(self, pid):
        """A little above what it has by now."""
        time.sleep(self.random.uniform(0, 0.3))
        try:
            with open(f'/proc/{pid}/statm', encoding='ascii') as sizes:
                pages = int(sizes.read().split()[0])
            most = (pages * resource.getpagesize() +
                    self.random.randrange(8 * 1024 * 1024))
            resource.prlimit(pid, resource.RLIMIT_AS, (most, most))
        except (FileNotFoundError, ProcessLookupError, IndexError):
            pass    # it has ended already

    def send(self, count):
        batch = []
        for _ in range(count):
            self.sent += 1
            login = ('alice', 'bob')[self.sent % 2]
            mail = write(self.sent, login)
            if self.sent % LARGE == 0:
                mail += b'A line of it.\n' * (LARGE_SIZE // 14)
            batch.append(f'Return-Path: <{login}@example.test>\n'.encode() +
                         mail)
        self.servers.append('support', batch)

    def one_round(self, number):
        name = self.refuse(WORKERS[number % len(WORKERS)])
        self.send((MAILS * (number + 1)) // REFUSALS - self.sent)
        worker = self.workers[name]
        try:
            status = worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.ends['went on'] += 1
        else:
            self.ends['ended' if status in (-signal.SIGABRT, *range(128))
                      else 'crashed'] += 1
        self.stop(name)
        self.start(name)

    def is_over(self):
        for name, worker in self.workers.items():
            if worker.poll() is not None:
                self.start(name)
        return (self.servers.count('support') == 0 and
                oracle.undecided(self.desk, MAILS) == 0 and
                oracle.unsent(self.desk) == 0)

    def refused(self):
        """How many refusals a log tells of."""
        return sum(self.said('oom: refused').values())

    def said(self, words):
        """How often each worker has said that."""
        count = {}
        for name in WORKERS:
            with open(self.desk.log(name), encoding='utf-8') as log:
                count[name] = log.read().count(words)
        return count

    def test_oom(self):
        print(f'SEED={SEED}', file=sys.stderr)
        for name in WORKERS:
            self.start(name)
        wait_contact(self.desk)
        for number in range(REFUSALS):
            self.one_round(number)
        wait_for(self.desk, 'the end of all work', self.is_over, 180, 0.3)
        for name in WORKERS:
            self.stop(name)
        found = oracle.examine(self.desk, MAILS)
        self.assertEqual(found.faults, [])
        self.assertGreater(found.answers, 0)
        self.assertGreater(self.refused(), 0)
        self.check_unanswered()
        self.tell(found)

    def check_unanswered(self):
        """All others are answered."""
        self.silent = {row.why: row.number for row in evidence.rows(
            self.desk, UNANSWERED)}
        self.assertLessEqual(set(self.silent), EXCUSED, self.silent)

    def tell(self, found):
        how = ', '.join(f'{count} {word}'
                        for word, count in sorted(self.ends.items()))
        why = ', '.join(f'{count} {word}'
                        for word, count in sorted(self.silent.items()))
        type(self).summary = (
            f'soak-oom: {found.mails} mails, {REFUSALS} workers without memory '
            f'({how}), 0 lost, 0 duplicate tickets, {found.answers} automatic '
            f'answers, 0 twice; without an answer {why or "none"}; '
            f'{found.in_doubt} in doubt, '
            f'{time.monotonic() - self.began:.0f} s')


def main():
    program = unittest.main(exit=False, verbosity=2)
    print(Oom.summary or 'soak-oom: failed, see above')
    sys.exit(not program.result.wasSuccessful())


if __name__ == '__main__':
    main()
