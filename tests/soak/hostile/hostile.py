#!/usr/bin/env python3
"""hostile.py POSTDESK RULES [--full] [--alone] [--servers] [--few N] [ID...] -
every row of hostile mail, each with its exact verdict.

All cases go through one `postdesk parse` and one `postdesk try`, as through
one desk; with --alone each scene goes once more by itself, with an ordinary
mail after it, and with --servers all go through real ones (servers.py).
--full gives bombs their whole size; --few tries but N of a row, beside those
that belong together, and parses all.  A name picks cases, or the rows that
begin with it.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import servers  # noqa: E402
import tables  # noqa: E402
import verdict  # noqa: E402
from case import Case, NEUTRAL  # noqa: E402
from place import FOLDER, KEY, SETTINGS, Place, desk_of  # noqa: E402

NOW = '2026-03-02T09:00:00Z'
EPOCH = 1772442000
AT_ONCE = 2
NEXT = Case('next', 'ordinary', NEUTRAL, defects='')


def run(program, *words):
    done = subprocess.run([program, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300, check=False)
    if done.returncode != 0 or done.stderr:
        raise ValueError(f'exit {done.returncode}: {done.stderr[:500]}')
    return done.stdout.decode('utf-8')


class Desk:
    """A folder with settings and mails, for `postdesk try`."""

    def __init__(self, program, rules, room, full, unverified='neutral'):
        self.program, self.room = program, room
        self.place = Place(full, EPOCH)
        with open(os.open(f'{room}/keys', os.O_WRONLY | os.O_CREAT, 0o600),
                  'w', encoding='ascii') as keys:
            keys.write(f'a {KEY.hex()}\n')
        with open(f'{room}/postdesk.yaml', 'w', encoding='utf-8') as file:
            file.write(SETTINGS.format(database='', rules=rules,
                                       mailbox=FOLDER,
                                       unverified=unverified))

    def write(self, cases):
        """The cases as files; their names, in order."""
        names = []
        for number, case in enumerate(cases):
            names.append(f'{self.room}/{number:04}-{case.id}.eml')
            with open(names[-1], 'wb') as file:
                file.write(case.build(self.place))
        return names

    def judge(self, files):
        said = json.loads(run(self.program, 'try', '--json', '--now', NOW,
                              '--config', self.room, *files))
        said['by_number'] = {ticket['number']: ticket
                             for ticket in said['tickets']}
        return said

    def learn(self, seeds):
        """What the desk says to the seeds, for those that answer it."""
        files = self.write(seeds)
        said = self.judge(files)
        for case, mail in zip(seeds, said['mails']):
            self.place.numbers[case.name] = mail['ticket']
        for out in said['outgoing']:
            case = seeds[files.index(out['file'])]
            self.place.acks[case.name] = out['message_id']
            self.place.envelopes[case.name] = out['envelope']
        self.place.desk = desk_of(said['outgoing'][0]['message_id'])

    def read(self, cases):
        """{case: faults} of what is read of each mail alone."""
        lines = run(self.program, 'parse', '--json',
                    *self.write(cases)).splitlines()
        return {case: verdict.of_parse(case, json.loads(line))
                for case, line in zip(cases, lines)}

    def check(self, cases, few):
        """{case: faults}, all in one process; seeds come first.  Of `few`
        all are read, and that many of a row are tried."""
        seeds = [case for case in cases if case.row == 'seed']
        cases = seeds + [case for case in cases if case.row != 'seed']
        if seeds:
            self.learn(seeds)
        faults = self.read(cases)
        if len(faults) != len(cases):
            raise ValueError(f'{len(cases)} mails, {len(faults)} read')
        cases = thin(cases, few) if few else cases
        files = self.write(cases)
        said = self.judge(files)
        if [mail['file'] for mail in said['mails']] != files:
            raise ValueError(f'{len(cases)} mails, {len(said["mails"])} '
                             'dispositions')
        for case, file, mail in zip(cases, files, said['mails']):
            own = [out for out in said['outgoing'] if out['file'] == file]
            self.place.numbers.setdefault(case.name, mail['ticket'])
            faults[case] += verdict.of_try(case, self.place, mail, said, own)
        return faults


def thin(cases, few):
    """All that belong together, and a few of each row."""
    left, kept = {}, []
    for case in cases:
        left[case.row] = left.get(case.row, 0) + (case.scene == case.id)
        if case.scene != case.id or left[case.row] <= few:
            kept.append(case)
    return kept


def check(options, cases, few=0):
    """{case: faults} of cases that go through one desk."""
    with tempfile.TemporaryDirectory(prefix='hostile-') as room:
        desk = Desk(options.program, options.rules, room, options.full)
        try:
            return desk.check(cases, few)
        except (OSError, ValueError, subprocess.SubprocessError) as problem:
            return {case: [str(problem)] for case in cases}


def alone(options, cases):
    """Each scene by itself, and an ordinary mail after it."""
    scenes = {}
    for case in cases:
        scenes.setdefault(case.scene, []).append(case)
    faults = {}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for some in pool.map(lambda part: check(options, [*part, NEXT]),
                             scenes.values()):
            after = some.pop(NEXT)
            for case, wrong in some.items():
                faults[case] = wrong + [f'and the next: {what}'
                                        for what in after]
    return faults


def strict(options, cases):
    """{case: faults} where `ack_unverified` is never: who is not proven gets
    nothing, and the verdict says why."""
    cases = [case for case in cases if case.scene == case.id]
    with tempfile.TemporaryDirectory(prefix='hostile-') as room:
        desk = Desk(options.program, options.rules, room, False, 'never')
        files = desk.write(cases)
        said = desk.judge(files)
    faults = {}
    for case, file, mail in zip(cases, files, said['mails']):
        own = [out['to'] for out in said['outgoing'] if out['file'] == file]
        want = 'sender-unverified' if case.answer == 'send-neutral' \
            else case.answer
        got = mail['answer'] or '-'
        faults[case] = [] if got == want and (not own or case.answer ==
                                              'send') else [
            f'where none is sent to the unproven: want {want}, got {got}, '
            f'sends {own}']
    return faults


def report(faults):
    """Print what differs; the numbers of wrong and of known ones."""
    wrong = known = 0
    for case, what in faults.items():
        if case.differs and what:
            known += 1
            print(f'known  {case.id}: {case.differs}')
        elif what or case.differs:
            wrong += 1
            print(f'WRONG  {case.id}')
            for line in what or ['met, but said to differ']:
                print(f'       {line}')
    return wrong, known


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('rules')
    parser.add_argument('--full', action='store_true')
    parser.add_argument('--alone', action='store_true')
    parser.add_argument('--servers', action='store_true')
    parser.add_argument('--few', type=int, default=0)
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    began = time.monotonic()
    scenes = {case.scene for case in tables.CASES if not options.names or
              any(case.id.startswith(name) for name in options.names)}
    cases = [case for case in tables.CASES if case.scene in scenes]
    faults = check(options, cases, options.few)
    if options.alone:
        for case, what in alone(options, cases).items():
            faults[case] += [f'alone: {line}' for line in what
                             if line not in faults[case]]
    if options.full:
        for case, what in strict(options, cases).items():
            faults[case] += what
    wrong, known = report(faults)
    lines, figures = servers.go(options.program, options.rules) \
        if options.servers else ([], '')
    print(*lines, sep='\n', end='\n' if lines else '')
    rows = {case.row for case in cases if case.row != 'seed'}
    print(f'soak-hostile: {len(cases)} mails of {len(rows)} rows' +
          (f', and alone in {len(scenes)} scenes' if options.alone else '') +
          f': {wrong} wrong verdicts, {known} known to differ; ' +
          (f'{figures}; ' if figures else '') +
          f'{time.monotonic() - began:.0f} s')
    return 1 if wrong or lines or not cases else 0


if __name__ == '__main__':
    sys.exit(main())
