"""load.py - a desk under load on a database that is to be harmed, and what
must hold afterwards.

    load = Load(servers, desk)
    with desk.running():
        load.begin()
        load.mails(100); ...harm...; load.agents(10)
        load.settle()
    print(load.figures())

Customers' mails, and answers of an agent by mail to some of them.
"""

import collections
import contextlib
import hashlib
import os
import re
import signal
import time

from mails import (address, automatic, oracle, parse, sign, text_of,
                   wait_contact, wait_for, write)

PROVEN = 'Authentication-Results: mail.example.test; dmarc=pass ' \
         'header.from=example.test'
CAPS = {name: 1000000 for name in (
    'address_hour', 'address_day', 'verified_hour', 'verified_day',
    'without_person', 'domain_hour', 'desk_minute', 'desk_hour')}
# The agent's words leave at once, and no transcript of them comes back.
EXTRA = '''\
  relay: { undo: 0 seconds }
  transcript: errors
'''
CUSTOMERS = ('alice', 'bob')
AGENT = 'carol'
WORD = re.compile(r'part z[a-j]+q')


def letters(number):
    return ''.join(chr(ord('a') + int(digit)) for digit in str(number))


class Load:
    def __init__(self, servers, desk):
        self.servers, self.desk = servers, desk
        self.injected = self.customers = 0
        self.figures = {}       # of check()
        self.words = []         # that an agent wrote to customers
        self.served = set()     # numbers of tickets, by the agent
        with open(os.path.join(desk.dir, 'keys'), encoding='ascii') as keys:
            self.key = bytes.fromhex(keys.read().split()[1])
        # Who may use a signed address until when.
        who = hashlib.sha256(address(AGENT).encode()).digest()
        self.item = (int.from_bytes(who[:4], 'big') & 0x7fffffff) * 100000 \
            + int(time.time() // 86400) + 20

    def begin(self):
        wait_contact(self.desk)

    def put(self, mails):
        self.servers.append('support', mails)
        self.injected += len(mails)

    def mails(self, count):
        """Customers write, each time of something else."""
        first = self.customers
        self.customers += count
        self.put([write(number, CUSTOMERS[number % 2], headers=(PROVEN,))
                  for number in range(first, first + count)])

    def answerable(self):
        """Tickets of customers that the agent has not answered."""
        return [int(number) for number in self.desk.sql(
                    "SELECT t.number FROM ticket t JOIN mail m"
                    " ON m.desk_id = t.desk_id AND m.ticket_id = t.id"
                    " WHERE m.disposition = 'ticketed' ORDER BY t.number")
                if int(number) not in self.served]

    def agents(self, count):
        """She answers so many tickets by mail, as notifications ask her to."""
        found = wait_for(self.desk, f'{count} tickets', lambda: (
            lambda some: some if len(some) >= count else None)(
                self.answerable()), 60, 0.3)
        desk = int(self.desk.sql('SELECT desk_id FROM desk')[0])
        mails = []
        for ticket in found[:count]:
            number = len(self.words)
            word = f'part z{letters(number)}q'
            self.words.append(word)
            self.served.add(ticket)
            token = sign(self.key, desk, 'a', ticket, self.item)
            mails.append(write(
                f'9{number}', AGENT, subject=f'Re: #{ticket}',
                headers=(PROVEN,), text=f'Please send us {word} of it.'
                ).replace(b'To: support@',
                          f'To: support+{token}@'.encode(), 1))
        self.put(mails)

    def left(self, words=True):
        """What is still to be done, in words; '' if nothing is.  Of
        notifications some wait for their hour."""
        try:
            left = {
                'undecided': oracle.undecided(self.desk, self.injected),
                'outgoing': oracle.count(
                    self.desk, "SELECT count(*) FROM outbox WHERE state IN"
                    " ('held', 'queued', 'dot_sent')"),
                'in the mailbox': self.servers.count('support')}
            if words and not any(left.values()):
                left['words of agents'] = len(self.missing_words())
        except RuntimeError as gone:    # the database is on its way back
            return str(gone)
        return ', '.join(f'{count} {what}' for what, count in left.items()
                         if count)

    def settle(self, seconds=120, words=True):
        """Until nothing is left to do."""
        try:
            wait_for(self.desk, 'the end of all work',
                     lambda: not self.left(words), seconds, 0.5)
        except AssertionError as in_vain:
            raise AssertionError(f'{self.left()}: {in_vain}') from None

    def relayed(self):
        """Words of the agent that reached customers: their Message-IDs."""
        found = collections.defaultdict(list)
        for name in CUSTOMERS:
            for raw in self.servers.read(name):
                mail = parse(raw)
                if mail['Auto-Submitted'] is None:
                    for word in WORD.findall(text_of(mail) or ''):
                        found[word].append(str(mail['Message-ID']))
        return found

    def missing_words(self):
        return set(self.words) - set(self.relayed())

    def wait_new(self):
        """Until mail that comes is new again to a desk that had to settle
        what its database forgot."""
        wait_for(self.desk, 'the end of what is forgotten', lambda:
                 oracle.count(self.desk, 'SELECT count(*) FROM mailbox WHERE'
                              " forgotten > now() - interval '1 second'") == 0,
                 30, 0.5)

    def asked(self, words):
        """Of these words of the agent: those that the desk holds as a draft,
        or as a ticket where the one that they were for is forgotten."""
        texts = self.desk.sql(
            "SELECT convert_from(r.bytes, 'UTF8') FROM mail m JOIN mail_raw r"
            " ON r.desk_id = m.desk_id AND r.mail_id = m.id"
            " WHERE EXISTS (SELECT FROM draft d WHERE d.desk_id = m.desk_id"
            " AND d.mail_id = m.id) OR m.disposition = 'ticketed'")
        return {word for word in words if any(word in text
                                              for text in texts)}

    def answered(self):
        """What the automatic mail in mailboxes answers, also that of which
        the database knows nothing any more."""
        return collections.Counter(
            str(mail['In-Reply-To']) for name in CUSTOMERS
            for mail in automatic(self.servers.read(name)))

    def check(self, **allowed):
        """Fails with what is wrong; else the figures for one line."""
        found = oracle.examine(self.desk, self.injected, **allowed)
        answered = self.answered()
        for incoming, count in answered.items():
            if count > 1:
                found.add('automatic', 'answered twice in a mailbox', incoming)
        missing = self.missing_words()
        asked = self.asked(missing) if allowed.get('forgetful') else set()
        for word in missing - asked:
            found.add('agent', 'never came to the customer', word)
        if found.faults:
            raise AssertionError(str(found))
        self.figures = {'mails': found.mails, 'answers': sum(answered.values()),
                        'doubts': found.in_doubt, 'agents': len(self.words),
                        'agents twice': found.agents_twice,
                        'asked': len(asked)}
        return (f'{found.mails} mails, 0 lost, 0 duplicate tickets; '
                f'{sum(answered.values())} acknowledged, 0 twice, '
                f'{found.in_doubt} in doubt; '
                f"{len(self.words)} agents' mails, 0 lost, "
                f'{found.agents_twice} twice' +
                (f', {len(asked)} kept for a yes' if asked else ''))


def workers(run, word):
    """Those of a `postdesk run` that do this work, as process ids."""
    with open(f'/proc/{run.pid}/task/{run.pid}/children',
              encoding='ascii') as file:
        children = file.read().split()
    for pid in children:
        with open(f'/proc/{pid}/cmdline', 'rb') as file:
            if file.read().split(b'\0')[1] == word.encode():
                yield int(pid)


@contextlib.contextmanager
def held(run, word):
    """These workers do nothing meanwhile."""
    pids = list(workers(run, word))
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


class Stopwatch:
    def __init__(self):
        self.began = time.monotonic()

    def __str__(self):
        return f'{time.monotonic() - self.began:.0f} s'
