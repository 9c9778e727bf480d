#!/usr/bin/env python3
"""crash.py - kill every process of a desk at random instants, 2,000 times,
while 10,000 mails of every kind flow; then let it finish, and look.

    crash.py [--mails N] [--kills N] [--seconds N]

SEED in the environment repeats the order of kills and mails.  Two of each
worker and two supervisors with workers of their own share one desk.  The last
line is the summary; the exit status says whether it is a good one.
"""

import argparse
import collections
import os
import random
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'rig'))

import evidence  # noqa: E402
import oracle  # noqa: E402
import traffic  # noqa: E402
from desk import Desk, end  # noqa: E402
from rig import Servers, wait_until  # noqa: E402

STARTED = ('fetch', 'fetch', 'ingest', 'ingest', 'deliver', 'deliver', 'tick',
           'run', 'run')
# Whom a kill is for; a cell is a child of ingest.
TARGETS = (('fetch', 17), ('ingest', 20), ('cell', 18), ('deliver', 25),
           ('tick', 12), ('run', 8))
PART = 100          # mails that arrive together
LATE = 0.85         # of the kills: then hours pass, and surveys are due
NO_CAPS = {name: 1000000 for name in (
    'address_hour', 'address_day', 'verified_hour', 'verified_day',
    'without_person', 'domain_hour', 'desk_minute', 'desk_hour')}
LEFT = '''
SELECT (SELECT count(*) FROM mail WHERE disposition IS NULL OR
	retire = 'due') + (SELECT count(*) FROM outbox
	WHERE state IN ('held', 'queued', 'dot_sent')) +
       (SELECT count(*) FROM notification WHERE due <= postdesk_now())'''


def children(pid):
    """(pid, command) of its children that live now."""
    found = []
    try:
        with open(f'/proc/{pid}/task/{pid}/children',
                  encoding='ascii') as file:
            pids = file.read().split()
        for child in pids:
            with open(f'/proc/{child}/cmdline', 'rb') as file:
                words = file.read().split(b'\0')
            found.append((int(child), words[1].decode() if len(words) > 1
                          else ''))
    except OSError:
        pass
    return found


class Crash:
    def __init__(self, servers, options, seed):
        self.options = options
        self.random = random.Random(seed)
        self.desk = Desk(servers, database=servers.database, caps=NO_CAPS,
                         extra=traffic.SETTINGS)
        self.desk.prepare()
        self.desk.call('fetch', '--once')
        time.sleep(1.1)     # what comes now is dated after first contact
        self.traffic = traffic.Traffic(self.desk, self.random)
        self.traffic.begin_slowly(60)
        self.workers = []
        self.kills = collections.Counter()

    def start_all(self):
        self.workers = [(name, self.desk.start(name)) for name in STARTED]

    def start_again(self, worker):
        """Whoever has died: of ours, another is started."""
        for i, (name, process) in enumerate(self.workers):
            if process.pid == worker:
                process.wait()
                self.workers[i] = (name, self.desk.start(name))

    def find(self, target):
        """The pids of all that could be meant."""
        family = [(process.pid, name) for name, process in self.workers]
        for pid, name in list(family):
            if name == 'run':
                family += children(pid)
        if target != 'cell':
            return [pid for pid, name in family if name == target]
        return [child for pid, name in family if name == 'ingest'
                for child, _ in children(pid)]

    def kill_one(self):
        target = self.random.choices([name for name, _ in TARGETS],
                                     [share for _, share in TARGETS])[0]
        found = self.find(target)
        if not found:
            return
        pid = self.random.choice(found)
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            return
        self.kills[target] += 1
        self.start_again(pid)

    def hours_pass(self):
        """What was taken is sent by then; nothing becomes too old."""
        self.wait_idle(240)
        self.desk.sql("INSERT INTO clock VALUES (0, '2 hours') ON CONFLICT "
                      '(desk_id) DO UPDATE SET shift = excluded.shift')

    def flow(self):
        """Mails and kills side by side, evenly until the time is over."""
        options = self.options
        begun = time.monotonic()
        done = 0
        late = False
        while sum(self.kills.values()) < options.kills:
            due = sum(self.kills.values()) / (options.kills * LATE)
            if due >= 1 and not late:
                late = True
                while self.traffic.count < options.mails:
                    self.traffic.put(min(PART, options.mails -
                                         self.traffic.count))
                self.hours_pass()
            while self.traffic.count < min(options.mails,
                                           due * options.mails + PART):
                self.traffic.put(min(PART,
                                     options.mails - self.traffic.count))
            self.kill_one()
            done += 1
            pause = (begun + done * options.seconds / options.kills -
                     time.monotonic())
            if pause > 0:
                time.sleep(self.random.uniform(0, 2) * pause)

    def left(self):
        """A lease is a quarter of an hour: it passes at once."""
        self.desk.sql("UPDATE outbox SET lease = now() WHERE state = "
                      "'dot_sent' AND holder <> ALL (postdesk_alive())")
        return oracle.count(self.desk, LEFT)

    def wait_idle(self, seconds):
        wait_until('the end of all work', lambda: self.left() == 0 and
                   self.desk.servers.count('support') == 0, seconds, 1)

    def finish(self):
        """Deliver and tick look once a minute for what others left."""
        def tidy():
            for name in ('tick', 'deliver'):
                self.desk.run(name, '--once')
            return self.left() == 0
        wait_until('nothing to be left', lambda: tidy() and
                   self.desk.servers.count('support') == 0, 150, 1)
        for _, process in self.workers:
            end(process)
        self.workers = []

    def kill_all(self):
        for _, process in self.workers:
            process.kill()
            process.wait()

    def lost_words(self):
        """Of agents, that are neither with a customer nor in the ticket."""
        said = ' '.join(row.text for row in evidence.rows(self.desk, '''
SELECT b.text FROM outbox_body b JOIN outbox o ON o.desk_id = b.desk_id AND
       o.body_id = b.id WHERE o.class = 'agent'
 UNION ALL SELECT text FROM draft
 UNION ALL SELECT text FROM message WHERE direction <> 'out' '''))
        refused = {row.message_id for row in evidence.rows(self.desk, '''
SELECT trim(message_id, '<>') AS message_id FROM mail m WHERE EXISTS (
	SELECT FROM event e WHERE e.desk_id = m.desk_id AND e.mail_id = m.id
	   AND e.kind = 'refused') OR EXISTS (
	SELECT FROM outbox o WHERE o.desk_id = m.desk_id
	   AND o.dedupe_key = 'transcript/' || m.id)''')}
        return [name for name, word in self.traffic.words.items()
                if word not in said and name not in refused]


def report(crash, found, lost, seconds, seed):
    kills = crash.kills
    agents = sum(count for (kind, _), count in found.states.items()
                 if kind == 'agent')
    unparsed = oracle.count(crash.desk,
                            'SELECT count(*) FROM mail WHERE unparsed')
    kinds = ' '.join(f'{row.kind} {row.number}' for row in evidence.rows(
        crash.desk, 'SELECT disposition AS kind, count(*) AS number FROM mail '
        'GROUP BY disposition ORDER BY number DESC'))
    print(f'  dispositions: {kinds}')
    print('  outgoing: ' + ', '.join(
        f'{kind} {state} {count}'
        for (kind, state), count in sorted(found.states.items())))
    return (f'soak-crash: {found.mails} mails, {sum(kills.values())} kills (' +
            ', '.join(f'{name} {kills[name]}' for name, _ in TARGETS) +
            f'), {found.count("lost", "twice")} lost, '
            f'{found.count("ticket")} duplicate tickets, '
            f'{found.count("automatic")} duplicate automatic mails, '
            f"agents' mails {agents}: "
            f'{found.count("agent") + len(lost)} lost, '
            f'{found.agents_twice} twice; {found.in_doubt} in doubt, '
            f'{unparsed} unparsed, {seconds:.0f} s, SEED={seed}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--mails', type=int, default=10000)
    parser.add_argument('--kills', type=int, default=2000)
    parser.add_argument('--seconds', type=int, default=390)
    options = parser.parse_args()
    seed = int(os.environ.get('SEED', time.time()))
    print(f'SEED={seed}', flush=True)
    begun = time.monotonic()
    with Servers('dovecot', 'postfix', 'postgres') as servers:
        crash = Crash(servers, options, seed)
        crash.start_all()
        try:
            crash.flow()
            crash.finish()
        finally:
            crash.kill_all()
        found = oracle.examine(crash.desk, crash.traffic.count)
        lost = crash.lost_words()
        if found.faults:
            print(found)
        if lost:
            print(f"agents' words lost: {lost[:20]}")
        print(report(crash, found, lost, time.monotonic() - begun, seed))
    return 1 if found.faults or lost else 0


if __name__ == '__main__':
    sys.exit(main())
