#!/usr/bin/env python3
"""failpoints.py - at each failpoint each action, on real servers.

A day of a desk is gone through step by step: mails of every kind arrive, are
taken in, judged, told, answered and moved.  First without harm, which shows
who passes which point; then once for each point and action, with one process
harmed and the others whole.  After each the database is looked at, now and
then and at the end the oracle looks at everything.  A step that nobody passes
is a fault.  A statement that was needed once, and by chance not again in five
days, is named and counted apart.

Five desks share the points; the fifth has servers without MOVE, IDLE and
PIPELINING, and takes those that only then are passed as well.
"""

import collections
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'rig')]

import evidence  # noqa: E402
import oracle  # noqa: E402
import traffic  # noqa: E402
from desk import Desk, TOP  # noqa: E402
from rig import Servers, wait_until  # noqa: E402
from steps import ENOUGH, Steps  # noqa: E402

ACTIONS = {'kill': 'kill@1', 'error': 'error@1', 'delay': 'delay:40@1'}
LANES = ('one', 'two', 'three', 'four', 'few')
WHOLE = 40          # acts between two looks at everything
NO_CAPS = {name: 1000000 for name in (
    'address_hour', 'address_day', 'verified_hour', 'verified_day',
    'without_person', 'domain_hour', 'desk_minute', 'desk_hour')}
# What an agent writes on one day leaves on the next.
SETTINGS = traffic.SETTINGS.replace('3 seconds', '1 hour') + \
    '  retention: { processed: 60 days }\n'
DAY = ('new', 'new', 'answer', 'agent', 'command', 'refused', 'forged',
       'undo', 'confirm', 'bounce', 'responder', 'list', 'again', 'begin')
# Little enough that agents are told of it by itself, with its file; and what
# one of them wrote the day before is taken back.
QUIET = ('file', 'repent')
# All but that work is left, which here it is.
NEVER = ' UNION ALL '.join(
    f'SELECT {number} AS number, which FROM ({statement}) q{number}'
    for number, (_, _, statement) in enumerate(oracle.NEVER) if number > 0)
# What needs hours or months, at once.
AGE = '''
UPDATE outbox SET created = created - interval '2 hours'
 WHERE dedupe_key SIMILAR TO '(agent|draft)/%';
UPDATE mail SET ended = ended - interval '90 days',
		retired = retired - interval '90 days' WHERE id = (
	SELECT id FROM mail WHERE retire = 'done' AND cleared IS NULL
	   AND target_item IS NOT NULL AND retired > now() - interval '60 days'
	 ORDER BY id LIMIT 1);
UPDATE ticket SET closed = now() - n, updated = now() - n
  FROM (VALUES (0, interval '90 minutes'), (1, interval '10 minutes'))
       w (half, n)
 WHERE state = 'closed' AND number % 2 = half;
UPDATE outbox SET due = now() WHERE state IN ('held', 'queued');
UPDATE outbox SET lease = now() WHERE state = 'dot_sent'
'''


class Tricked(Desk):
    """`fail` is what the next command is armed with."""
    fail = ''

    def _environment(self):
        return {**super()._environment(), 'POSTDESK_FAIL': self.fail,
                'POSTDESK_FAIL_SEEN': os.path.join(self.dir, 'seen')}


class Lane(Steps):
    """One desk on servers of its own."""

    def __init__(self, name, program, seed, few=False, only=()):
        self.name = name
        self.only = only            # points, if not all
        if few:
            os.environ.update(
                RIG_IMAP_CAPABILITY='IMAP4rev1 SASL-IR LITERAL+ UIDPLUS '
                'ENABLE', RIG_SMTP_WITHOUT='pipelining')
        try:
            self.servers = Servers('dovecot', 'postfix', 'postgres')
        finally:
            os.environ.pop('RIG_IMAP_CAPABILITY', None)
            os.environ.pop('RIG_SMTP_WITHOUT', None)
        self.desk = Tricked(self.servers, database=self.servers.database,
                            caps=NO_CAPS, extra=SETTINGS)
        self.desk.program = program
        self.rules = os.path.join(self.desk.dir, 'rules')
        shutil.copytree(os.path.join(TOP, 'rules'), self.rules)
        self.change('rules: .*', f'rules: {self.rules}')
        if few:     # IMAP by STARTTLS
            self.change(r'    port: \d+\n    ca_file',
                        f'    port: {self.servers.port("IMAP_PORT")}\n'
                        '    tls: starttls\n    ca_file')
        self.desk.prepare()
        self.points = self.desk.call('failpoints').split()
        self.desk.call('fetch', '--once')
        time.sleep(1.1)
        self.traffic = traffic.Traffic(self.desk, random.Random(seed), 30,
                                       mistakes=1)
        self.traffic.begin_slowly(3)
        self.days = 0
        self.acts = []              # (point, action) that came to pass
        self.faults = []
        self.missed = 0             # acts with statements nobody needed
        self.kinds = collections.Counter()      # of faults: lost, twice, …
        self.in_doubt = 0
        self.way = {}               # point -> the step that passes it first
        self.injected = self.traffic.count

    def close(self):
        self.servers.close()

    def change(self, old, new):
        with open(os.path.join(self.desk.dir, 'postdesk.yaml'),
                  encoding='utf-8') as file:
            text = file.read()
        changed = re.sub(old, new, text, count=1)
        assert changed != text, old
        self.desk._secret('postdesk.yaml', changed)

    def wrong(self, what, *kinds):
        print(f'{self.name}: {what}', flush=True)
        self.faults.append(what)
        self.kinds.update(kinds)

    def miss(self, point, action):
        what = f'{point} was not reached to {action}'
        if not point.startswith('sql-'):
            self.wrong(what)
            return
        print(f'{self.name}: {what}, by way of {self.way[point]}', flush=True)
        self.missed += 1

    # --- what was passed ---

    def forget(self):
        path = os.path.join(self.desk.dir, 'seen')
        if os.path.exists(path):
            os.unlink(path)

    def counts(self):
        """How often each point was passed, and did something."""
        path = os.path.join(self.desk.dir, 'seen')
        if not os.path.exists(path):
            return {}, {}
        with open(path, 'rb') as file:
            counts = file.read()
        if len(counts) != 8 * len(self.points):
            return {}, {}       # being made just now
        numbers = struct.unpack(f'{2 * len(self.points)}I', counts)
        return (dict(zip(self.points, numbers)),
                dict(zip(self.points, numbers[len(self.points):])))

    # --- a day ---

    def put(self, kinds):
        mails = []
        for kind in kinds:
            made = None
            if kind == 'refused':   # nobody has this address
                made = self.traffic.make(
                    f'nobody{self.traffic.count}@example.test', 'Question',
                    'Is anybody there?')
            else:
                made = getattr(self.traffic, kind)()
            mails.append(made or self.traffic.new())
            self.traffic.count += 1
        self.servers.append('support', mails)

    def dawn(self, kinds):
        if kinds == QUIET:
            self.tick()         # nobody else is to be told of anything
        self.days += 1
        self.traffic.look()
        self.desk.sql(AGE)
        if not self.traffic.may_bounce():       # a year later
            self.desk.sql('UPDATE address SET bounced = NULL')
            self.traffic.bounced.clear()
        self.put(kinds)

    def day(self, armed='', fail='', kinds=DAY):
        """All steps in order; the one that is armed meets the point."""
        self.dawn(kinds)
        for step in self.WAYS.get(armed, self.STEPS + (armed,)) if armed \
                else self.STEPS:
            self.desk.fail = fail if step == armed else ''
            getattr(self, step)()
            self.desk.fail = ''

    def explore(self):
        """Who passes which point first, without harm."""
        for _ in range(2):
            self.day()
        for kinds in DAY, QUIET:
            self.dawn(kinds)
            for step in self.STEPS:
                self.see(step)
        for step in self.EXTRA:
            self.see(step)

    def see(self, step):
        self.forget()
        getattr(self, step)()
        for point, passed in self.counts()[0].items():
            if passed > 0:
                self.way.setdefault(point, step)

    def act(self, point, action):
        for number, kinds in enumerate((DAY, QUIET, DAY, QUIET, DAY)):
            if number > 0:      # what it needs is used up, or not there by
                self.day()      # chance: a whole day brings more of it
            self.forget()
            self.day(self.way[point], f'{point}={ACTIONS[action]}', kinds)
            if self.counts()[1].get(point, 0) > 0:
                if os.environ.get('VERBOSE'):
                    print(f'{time.monotonic():.1f} {self.name} {point} '
                          f'{action}', flush=True)
                self.acts.append((point, action))
                break
        else:
            self.miss(point, action)
        self.glance(point, action)

    def try_act(self, point, action):
        try:
            self.act(point, action)
        except (AssertionError, OSError, subprocess.SubprocessError,
                RuntimeError) as problem:
            self.desk.fail = ''
            self.wrong(f'{point}={action}: {problem!r}')

    def glance(self, point, action):
        """What the database must never hold, finished or not."""
        for row in evidence.rows(self.desk, NEVER):
            kind, what, _ = oracle.NEVER[row.number]
            self.wrong(f'{point}={action}: {what}: {row.which}', kind)

    def finish(self):
        def done():
            self.desk.sql(AGE.rsplit(';', 2)[1])
            self.desk.sql(AGE.rsplit(';', 2)[2])
            for step in self.STEPS:
                getattr(self, step)()
            return oracle.undecided(self.desk, self.traffic.count) == 0 and \
                oracle.unsent(self.desk) == 0 and \
                self.servers.count('support') == 0
        wait_until('the end of all work', done, ENOUGH)

    def whole(self, since):
        self.finish()
        found = oracle.examine(self.desk, self.traffic.count)
        self.in_doubt = found.in_doubt
        if found.faults:
            self.wrong(f'{since}: {found}',
                       *(kind for kind, _, _ in found.faults))

    def work(self, wanted):
        try:
            for at in range(0, len(wanted), WHOLE):
                part = wanted[at:at + WHOLE]
                for point, action in part:
                    self.try_act(point, action)
                self.whole(f'{part[0]} to {part[-1]}')
            self.work_last()
        except Exception as problem:    # the others go on
            self.wrong(repr(problem))


    def work_last(self):
        """Of who was erased nothing is as it was, so only the tables are
        looked at.  Each has its share of these points."""
        self.see(self.LAST)
        for number, point in enumerate(self.points):
            if self.way.get(point) == self.LAST and \
                    number % len(LANES) == LANES.index(self.name) and \
                    (not self.only or point in self.only):
                for action in ACTIONS:
                    self.try_act(point, action)
        self.finish()


def together(lanes, work):
    threads = [threading.Thread(target=work, args=(lane,)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def share(lanes):
    """Each point to one of the desks that pass it, evenly."""
    mine = {lane.name: [] for lane in lanes}
    # First those that few of them pass.
    for point in sorted(lanes[0].points, key=lambda point: sum(
            point in lane.way for lane in lanes)):
        here = [lane for lane in lanes if point in lane.way]
        if here:
            lane = min(here, key=lambda lane: len(mine[lane.name]))
            mine[lane.name] += [(point, action) for action in ACTIONS]
    return mine


def main():
    program = os.path.abspath(os.environ.get('POSTDESK',
                                             './postdesk-failpoints'))
    only = sys.argv[1:]
    begun = time.monotonic()
    lanes = []
    try:
        for number, name in enumerate(LANES):
            lanes.append(Lane(name, program, number, name == 'few', only))
        together(lanes, Lane.explore)
        mine = share(lanes)
        if only:
            mine = {name: [act for act in acts if act[0] in only]
                    for name, acts in mine.items()}
        together(lanes, lambda lane: lane.work(mine[lane.name]))
        return report(lanes, only, time.monotonic() - begun)
    finally:
        for lane in lanes:
            lane.close()


def report(lanes, only, seconds):
    faults = [fault for lane in lanes for fault in lane.faults]
    acts = [act for lane in lanes for act in lane.acts]
    passed = {point for point, _ in acts}
    named = [point for point in lanes[0].points
             if not point.startswith('sql-')]
    ways = {point: step for lane in reversed(lanes)
            for point, step in lane.way.items()}
    for point in named:
        if not only and point not in passed:
            print(f'{point} is never passed')
            faults.append(point)
    print('  by step: ' + ', '.join(
        f'{step} {sum(ways[point] == step for point in passed)}'
        for step in Lane.STEPS + Lane.EXTRA + (Lane.LAST,)))
    mails = sum(lane.traffic.count for lane in lanes)
    kinds = sum((lane.kinds for lane in lanes), collections.Counter())
    print(f'soak-failpoints: {len(passed)} points '
          f'({len([p for p in named if p in passed])} of {len(named)} steps, '
          f'{len([p for p in passed if p.startswith("sql-")])} statements) x '
          f'{len(ACTIONS)} actions: {len(acts)} acts, '
          f'{sum(lane.missed for lane in lanes)} not reached, over {mails} '
          f'mails, '
          f'{kinds["lost"]} lost, {kinds["twice"] + kinds["ticket"]} '
          f'duplicate tickets, {kinds["automatic"]} duplicate automatic '
          f"mails, agents' {kinds['agent']} wrong, {len(faults)} faults in "
          f'all, {sum(lane.in_doubt for lane in lanes)} in doubt, '
          f'{seconds:.0f} s')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
