#!/usr/bin/env python3
"""test_threads.py - two workers judge the same mails in another order each
time: which mails are in one ticket is the same every time."""

import os
import random
import shutil
import time
import unittest

import mails
import threads
from folder_desk import FolderDesk
from mails import Servers

MAILS, THREADS = 2000, 300
RUNS = 20 if mails.LONG else 3
# The seed is printed: the same orders can be tried again.
SEED = int(os.environ.get('SEED', time.time()))

PARTITION = '''
WITH RECURSIVE part (id, root) AS (
    SELECT id, id FROM ticket WHERE merged_into IS NULL
    UNION ALL
    SELECT t.id, p.root FROM ticket t JOIN part p ON t.merged_into = p.id)
SELECT m.message_id, coalesce(p.root, 0) FROM mail m
  LEFT JOIN part p ON p.id = m.ticket_id ORDER BY m.message_id'''


class Threads(unittest.TestCase):
    def setUp(self):
        self.servers = Servers('postgres')
        self.addCleanup(self.servers.close)
        self.mails = threads.make(MAILS, THREADS, SEED)
        self.random = random.Random(SEED)

    def desk(self, run):
        """A desk with an empty database, before the mails in a new order."""
        desk = FolderDesk(self.servers, f'run{run}')
        ids = sorted(self.mails)
        self.random.shuffle(ids)
        for place, one in enumerate(ids):
            with open(os.path.join(desk.dir, 'mail', f'{place:05}.eml'),
                      'wb') as file:
                file.write(self.mails[one])
        return desk

    def partition(self, desk):
        tickets = {}
        for line in desk.sql(PARTITION):
            one, ticket = line.split('|')
            tickets.setdefault(ticket, set()).add(one)
        self.assertNotIn('0', tickets, 'mails without a ticket')
        return {frozenset(one) for one in tickets.values()}

    def judge(self, run):
        desk = self.desk(run)
        desk.call('fetch', '--once')
        workers = [desk.start('ingest', '--once') for _ in range(2)]
        for worker in workers:
            self.assertEqual(worker.wait(120), 0, desk.last_words())
        found = self.partition(desk)
        self.assertEqual(sum(map(len, found)), len(self.mails))
        shutil.rmtree(desk.dir)
        return found

    def test_partition(self):
        print(f'SEED={SEED}')
        first = self.judge(0)
        print(f'{len(self.mails)} mails of {THREADS} threads, '
              f'{len(first)} tickets')
        for run in range(1, RUNS):
            found = self.judge(run)
            if found == first:
                continue
            only = sorted(map(sorted, found - first))
            self.fail(f'run {run}: {len(only)} tickets of other mails than '
                      f'in the first run, such as\n{only[0]}\nthere: '
                      f'{[sorted(x) for x in first if x & set(only[0])]}')


if __name__ == '__main__':
    unittest.main()
