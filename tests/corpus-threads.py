#!/usr/bin/env python3
"""corpus-threads.py POSTDESK CORPUS - threads in any order of arrival.

Runs `postdesk try --json` on the mails of CORPUS/mail that their own projects
put into threads, in every order for threads of up to five mails and in twenty
for longer ones and for each whole set, and prints a table.  In each order

  named   of two mails that are linked (one cites the other, both cite a third,
          or they bear one id) the later one names the ticket of the earlier
          among its candidates;
  one     mails of one sender that hang together end in one ticket;
  apart   mails of two threads never do;
  hinted  where only the subject says so, the later one has a suggestion.
"""
import collections
import concurrent.futures
import email
import email.policy
import glob
import itertools
import json
import os
import random
import re
import subprocess
import sys

ALL_ORDERS = 5      # mails of a thread of which every order is tried
SOME_ORDERS = 20    # else this many
AT_ONCE = 2         # processes
SEED = 7
SETS = ('imap-thread', 'mailkit-thread')
HINTED = ('related', 'candidates')


class Mail:
    """What the headers of one file say, read without our help."""

    def __init__(self, path, thread):
        with open(path, 'rb') as file:
            head = email.message_from_binary_file(
                file, policy=email.policy.compat32)
        self.path = path
        self.name = os.path.basename(path)
        self.set, self.group = thread['set'], thread['group']
        self.by_reference = thread['algorithm'].startswith('REFERENCES')
        self.sender = str(head.get('From', ''))
        self.ids = set()
        for field in ('Message-ID', 'In-Reply-To', 'References'):
            for value in head.get_all(field, []):
                self.ids |= set(re.findall('<[^<>]+>', str(value)))


def read_mails(corpus):
    mails = []
    for name in SETS:
        for path in sorted(glob.glob(f'{corpus}/mail/{name}/*.eml')):
            with open(path[:-len('eml')] + 'json', encoding='utf-8') as said:
                thread = json.load(said).get('thread')
            if thread:
                mails.append(Mail(path, thread))
    return mails


def families(mails):
    """{mail: a number}, the same for those that hang together by their ids."""
    family = {mail: number for number, mail in enumerate(mails)}
    for one, other in itertools.combinations(mails, 2):
        if one.ids & other.ids:
            old, new = family[one], family[other]
            family = {mail: new if number == old else number
                      for mail, number in family.items()}
    return family


def orders(mails, whole):
    if not whole and len(mails) <= ALL_ORDERS:
        return [list(order) for order in itertools.permutations(mails)]
    chance = random.Random(SEED)
    return [chance.sample(mails, len(mails)) for _ in range(SOME_ORDERS)]


def plans(mails):
    """(name, order) of all that is tried."""
    sets, groups = collections.defaultdict(list), collections.defaultdict(list)
    for mail in mails:
        sets[mail.set].append(mail)
        groups[mail.group].append(mail)
    units = [(name, group, False) for name, group in groups.items()
             if len(group) > 1]
    units += [(f'{name} (all)', group, True) for name, group in sets.items()
              if len({mail.group for mail in group}) > 1]
    return [(name, order) for name, group, whole in sorted(
        units, key=lambda unit: unit[0]) for order in orders(group, whole)]


def run(program, order):
    done = subprocess.run(
        [program, 'try', '--json', *(mail.path for mail in order)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
        check=False, encoding='utf-8')
    if done.returncode != 0 or done.stderr:
        raise ValueError(f'exit {done.returncode}: {done.stderr.strip()}')
    return json.loads(done.stdout)


class Look:
    """What one run says, held against what the headers say."""

    def __init__(self, said, order):
        self.into = {ticket['number']: ticket.get('merged_into')
                     for ticket in said['tickets']}
        self.said = dict(zip(order, said['mails']))
        self.order = order
        self.counts = collections.Counter()
        self.wrong = []

    def is_now(self, number):
        """The ticket that this one is part of in the end."""
        while self.into.get(number) is not None:
            number = self.into[number]
        return number

    def ticket(self, mail):
        return self.is_now(self.said[mail]['ticket'])

    def names(self, mail, keys):
        """The tickets that it names, as they are in the end."""
        said = self.said[mail]
        found = {entry['ticket'] if isinstance(entry, dict) else entry
                 for key in keys for entry in said.get(key, [])}
        if said['disposition'] == 'duplicate':
            found.add(said['ticket'])
        return {self.is_now(number) for number in found}

    def count(self, kind, good, *mails):
        self.counts[kind] += 1
        if not good:
            self.wrong.append(f'{kind}: {", ".join(m.name for m in mails)}')

    def check(self):
        family = families(self.order)
        for earlier, later in itertools.combinations(self.order, 2):
            if earlier.ids & later.ids:
                self.count('named', self.ticket(earlier) in
                           self.names(later, ('candidates',)), earlier, later)
            elif earlier.group == later.group and \
                    family[earlier] != family[later]:
                self.count('hinted', self.ticket(earlier) in
                           self.names(later, HINTED), earlier, later)
            one = self.ticket(earlier) == self.ticket(later)
            if family[earlier] == family[later] and earlier.sender and \
                    earlier.sender == later.sender:
                self.count('one', one, earlier, later)
            elif earlier.group != later.group:
                self.count('apart', not one, earlier, later)
        return self


def try_order(program, name, order):
    try:
        return name, order, Look(run(program, order), order).check()
    except (ValueError, OSError, subprocess.SubprocessError) as error:
        return name, order, str(error)


def main(program, corpus):
    kinds = ('named', 'one', 'apart', 'hinted')
    totals = collections.defaultdict(collections.Counter)
    wrong = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        done = pool.map(lambda plan: try_order(program, *plan),
                        plans(read_mails(corpus)))
    for name, order, look in done:
        totals[name]['orders'] += 1
        totals[name]['mails'] = len(order)
        if isinstance(look, str):
            wrong.append(f'{name}: {look}')
            continue
        for kind in kinds:
            totals[name][kind] += look.counts[kind]
        totals[name]['wrong'] += len(look.wrong)
        wrong += [f'{name}: {text} [{" ".join(m.name for m in order)}]'
                  for text in look.wrong]
    columns = ('mails', 'orders', *kinds, 'wrong')
    print(f'{"thread":28}' + ''.join(f'{column:>8}' for column in columns))
    for name, counts in totals.items():
        print(f'{name:28}' + ''.join(f'{counts[column]:8}'
                                     for column in columns))
    print('\n'.join(wrong[:40]))
    if len(wrong) > 40:
        print(f'... and {len(wrong) - 40} more')
    if not totals:
        print('no threads in this corpus')
    return 1 if wrong or not totals else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
