#!/usr/bin/env python3
"""bench_backtest.py FOLDER COUNT - how many stored mails a second a back-test
decides again.

The mails of FOLDER go through fetch and ingest of a desk on a private
PostgreSQL; the ledger is then filled up to COUNT with copies of its rows, raw
bytes and traces.  A set of rules with one more rule is tried on all of them.
"""

import os
import resource
import shutil
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'rig'))

# pylint: disable=wrong-import-position
from files_desk import FilesDesk  # noqa: E402
from rig import Servers  # noqa: E402

RULES = os.path.join(HERE, '..', '..', 'rules')
CANDIDATE = '''\
- name: bench
  when: { text: [account, kettle, "order*"] }
  urgency: +15
  tags: [bench]
'''
# One more copy of the mails that are there at first; %(n)d is its number.
COPY = '''
INSERT INTO mail SELECT (jsonb_populate_record(m, jsonb_build_object(
	'id', m.id + %(n)d * 1000000000::bigint, 'item', m.item + %(n)d * 1000000::bigint))).*
  FROM mail m WHERE m.id < 1000000000;
INSERT INTO mail_raw SELECT desk_id, mail_id + %(n)d * 1000000000::bigint, chunk, bytes
  FROM mail_raw WHERE mail_id < 1000000000;
INSERT INTO trace SELECT desk_id, mail_id + %(n)d * 1000000000::bigint, run, at,
	ruleset, facts FROM trace WHERE mail_id < 1000000000;
'''


def fill(desk, folder, count):
    mails = []
    for root, _, names in os.walk(folder):
        for name in names:
            if name.endswith('.eml'):
                with open(os.path.join(root, name), 'rb') as file:
                    mails.append(file.read())
    desk.begin()
    desk.put(mails)
    desk.work()
    for number in range(1, (count + len(mails) - 1) // len(mails)):
        desk.sql(COPY % {'n': number})
    desk.sql('VACUUM ANALYZE')
    return sum(map(len, mails)) // len(mails)


def main(folder, count):
    with Servers('postgres') as servers:
        desk = FilesDesk(servers, 'bench', RULES)
        size = fill(desk, folder, count)
        candidate = os.path.join(servers.dir, 'candidate')
        shutil.copytree(RULES, candidate)
        with open(os.path.join(candidate, '90-bench.yaml'), 'w',
                  encoding='utf-8') as file:
            file.write(CANDIDATE)
        for jobs in sorted({1, os.cpu_count()}):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            found = desk.json('rules', 'backtest', '--rules', candidate,
                              '--jobs', str(jobs))
            took = time.monotonic() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = (after.ru_utime + after.ru_stime
                     - before.ru_utime - before.ru_stime)
            mails = found['mails']
            print(f'{jobs} processes: {mails} mails of {size} bytes '
                  f'({found["changed"]} changed) in {took:.1f} s: '
                  f'{mails / took:.0f} mails/s; {1e6 * spent / mails:.0f} us '
                  f'of processor a mail beside PostgreSQL', flush=True)


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]))
