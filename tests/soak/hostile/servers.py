#!/usr/bin/env python3
"""servers.py POSTDESK RULES - the same mails through real servers.

All lie in one mailbox of Dovecot, byte by byte as they are; fetch, ingest and
deliver take them in, judge them and send what is due to a scripted SMTP
server.  Each has one disposition, and the same as in `postdesk try`; what
leaves is looked at byte by byte, and so is all that commands and logs show.
"""

import collections
import glob
import json
import os
import pwd
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', '..', 'rig')]
sys.dont_write_bytecode = True

import leaving  # noqa: E402
import oracle  # noqa: E402
import tables  # noqa: E402
import verdict  # noqa: E402
from case import AGENT, Case  # noqa: E402
from desk import Desk  # noqa: E402
from place import KEY, SETTINGS, Place  # noqa: E402
from rig import Servers, address  # noqa: E402

TOP = os.path.abspath(os.path.join(HERE, '..', '..', '..'))
MAILBOX = '''\
  - name: inbox
    host: localhost
    port: {imaps}
    ca_file: {dir}/tls/ca.pem
    user: support@example.test
    password_file: {dir}/desk/password
    retire: Processed
  smtp: {{ host: localhost, port: {smtp}, tls: plain }}'''
# Dovecot has no mail of no bytes, and makes LF to CRLF: one case is another.
APART = {'h01-nothing', 'h01-lf'}
# Rows that plant what a terminal, a log or a page would obey: what commands
# show of each of their mails is looked at.
SHOWN = {'H24', 'H34', 'H41', 'H42', 'H45', 'H91', 'H96'}
AGENTS = {AGENT, 'jonas@staff.example'}


class HostileDesk(Desk):
    """`postdesk.yaml` of place.py, on the servers of the rig."""

    def __init__(self, servers, program, rules, smtp):
        # pylint: disable=super-init-not-called
        self.servers, self.program = servers, program
        self.database = servers.database
        self.dir = os.path.join(servers.dir, 'desk')
        self.maildir = os.path.join(servers.dir, 'mail/support/Maildir')
        self.number = 0
        os.makedirs(self.dir, mode=0o700, exist_ok=True)
        self._secret('password', servers.passwords[address('support')] + '\n')
        self._secret('keys', f'a {KEY.hex()}\n')
        self._secret('postdesk.yaml', SETTINGS.format(
            database=f'database: "{self.database}"\n', rules=rules,
            unverified='neutral', mailbox=MAILBOX.format(
                imaps=servers.port('IMAPS_PORT'), dir=servers.dir,
                smtp=smtp)))

    def put(self, mails):
        """Mails as bytes into the Maildir, in order."""
        mail = pwd.getpwnam('mail')
        now = time.time() + 2
        for raw in mails:
            self.number += 1
            name = f'{1700000000 + self.number}.M1P1.host'
            path = f'{self.maildir}/tmp/{name}'
            with open(path, 'wb') as file:
                file.write(raw)
            os.chown(path, mail.pw_uid, mail.pw_gid)
            os.utime(path, (now, now))
            os.rename(path, f'{self.maildir}/new/{name}')

    def rows(self, statement):
        return [json.loads(line) for line in self.sql(
            f'SELECT row_to_json(q) FROM ({statement}) q')]

    def work(self):
        """Take in and judge all that lies there, and send what is due."""
        for word in ('fetch', 'ingest', 'tick', 'deliver'):
            with open(self.log(word), 'ab') as log:
                done = subprocess.run([self.program, word, '--once'],
                                      env=self._environment(), stdout=log,
                                      stderr=log, check=False)
            if done.returncode != 0:
                raise AssertionError(f'{word}: exit {done.returncode}\n' +
                                     self.last_words())

    def judged(self):
        """The ledger in the order of the mailbox."""
        return self.rows(
            'SELECT m.id, m.item, m.disposition, m.how, m.origin, m.answer, '
            't.number AS ticket, m.ticket_id FROM mail m LEFT JOIN ticket t '
            'ON t.desk_id = m.desk_id AND t.id = m.ticket_id '
            'ORDER BY m.epoch, m.item')


def smtp_server(spool):
    """A server that takes all mail and keeps it below `spool`."""
    return subprocess.Popen(
        [sys.executable, os.path.join(TOP, 'tests/rig/fake_smtp.py'),
         '--spool', spool], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE)


def learn(desk, place, seeds):
    """What the desk said to the seeds."""
    place.desk = int(desk.sql('SELECT desk_id FROM desk')[0])
    rows = desk.judged()
    acks = {row['ticket_id']: row for row in desk.rows(
        'SELECT o.ticket_id, o.mail_from, b.message_id FROM outbox o JOIN '
        'outbox_body b ON b.desk_id = o.desk_id AND b.id = o.body_id '
        "WHERE o.class = 'automatic'")}
    for case, row in zip(seeds, rows):
        place.numbers[case.name] = row['ticket']
        place.acks[case.name] = acks[row['ticket_id']]['message_id']
        place.envelopes[case.name] = acks[row['ticket_id']]['mail_from']


def verdicts(place, cases, rows):
    """What is wrong with the disposition of each case."""
    faults = {}
    for case, row in zip(cases, rows):
        got = verdict.shown(row['disposition'], row['how'] or 'none',
                            row['origin'], row['answer'] or None)
        faults[case] = [] if got == case.want else [
            f'want {case.want}, got {got}']
        place.numbers.setdefault(case.name, row['ticket'])
        if case.get('at') and row['ticket'] != place.number(case.get('at')):
            faults[case].append(f'in ticket {row["ticket"]}')
    return faults


def recipients(desk, place, cases):
    """Who got what is exactly who should, as often as he should."""
    want = collections.Counter(
        row for case in cases for row in case.outgoing(place))
    got = collections.Counter(
        (row['rcpt_to'], row['template']) for row in desk.rows(
            'SELECT rcpt_to, template FROM outbox') if row['rcpt_to'] not in
        AGENTS or row['template'] in ('draft', 'transcript'))
    return ([f'not sent: {row} {count} times'
             for row, count in (want - got).items()] +
            [f'sent though none is due: {row} {count} times'
             for row, count in (got - want).items()])


def wire(recipient):
    """An address as it goes over SMTP: its domain in A-labels (RFC 5890)."""
    local, _, domain = recipient.rpartition('@')
    return f'{local}@{domain}' if domain.isascii() else \
        f'{local}@{domain.encode("idna").decode()}'


def post(desk, spool):
    """What is wrong with what the server took, and that it took all."""
    faults, taken = [], collections.Counter()
    for name in sorted(glob.glob(f'{spool}/*')):
        with open(name, 'rb') as file:
            spooled = file.read()
        to = spooled.split(b'\r\n')[1].decode('utf-8', 'replace')
        taken[to.partition('<')[2].partition('>')[0]] += 1
        faults += [f'mail {os.path.basename(name)} {to}: {what}'
                   for what in leaving.unsound(spooled)]
    sent = collections.Counter(wire(row['rcpt_to']) for row in desk.rows(
        "SELECT rcpt_to FROM outbox WHERE state = 'sent'"))
    faults += [f'taken {count} times too often: {to}'
               for to, count in (taken - sent).items()]
    faults += [f'said to be sent and not taken: {to}'
               for to in sent - taken]
    return faults, sum(taken.values())


def shown(desk, mails, tickets):
    """What is wrong with all that commands show, and with the logs."""
    faults = []
    asked = [('tickets',), ('mail', 'list', '--limit', '5000'), ('outbox',),
             ('contact', 'list'), ('drafts', 'list')]
    asked += [('why', str(mail)) for mail in mails]
    asked += [('show', str(ticket)) for ticket in tickets]
    for words in asked:
        text = desk.call(*words)
        bad = verdict.control(text)
        if bad:
            faults.append(f'{" ".join(words)}: shows U+{ord(bad):04X}')
        for line in text.splitlines():
            if any(char in verdict.UNSEEN for char in line) and \
                    words[0] != 'show':
                faults.append(f'{" ".join(words)}: unseen in {line!r}')
        if KEY.hex() in text:
            faults.append(f'{" ".join(words)}: shows the key')
        if words[0] not in ('drafts', 'why', 'show'):
            desk.json(*words)
    for name in glob.glob(os.path.join(desk.servers.dir, 'log/*.log')):
        with open(name, encoding='utf-8', errors='surrogateescape') as log:
            text = log.read()
        bad = verdict.control(text)
        if bad or KEY.hex() in text:
            faults.append(f'{os.path.basename(name)}: holds '
                          f'{bad!r} or the key')
    return faults


def conservation(desk, count):
    """What the oracle and `audit` find: each begins with its kind."""
    faults = [f'{kind}: {what}: {line}' for kind, what, statement in
              oracle.NEVER for line in desk.sql(statement)]
    rows = oracle.count(desk, 'SELECT count(*) FROM mail')
    if rows != count:
        faults.append(f'lost: {count} mails, {rows} in the ledger')
    audit = desk.run('audit')
    if audit.returncode != 0:
        faults.append(f'audit: {audit.stdout}{audit.stderr}')
    return faults


def whole_way(desk, place, spool):
    """Seeds, then all others: [faults], and figures for the summary."""
    seeds = [case for case in tables.CASES if case.row == 'seed']
    cases = seeds + [case for case in tables.CASES if case.row != 'seed' and
                     case.id not in APART]
    desk.call('reload')
    desk.call('autos', 'on')
    desk.work()
    time.sleep(1.1)     # a mailbox dates mail in whole seconds
    desk.put(case.build(place) for case in seeds)
    desk.work()
    learn(desk, place, seeds)
    desk.put(case.build(place) for case in cases[len(seeds):])
    desk.work()
    rows = desk.judged()
    wrong = {case: what for case, what in
             verdicts(place, cases, rows).items() if what}
    faults = recipients(desk, place, cases)
    more, taken = post(desk, spool)
    faults += more + conservation(desk, len(cases))
    planted = [row for case, row in zip(cases, rows) if case.row in SHOWN]
    faults += shown(desk, [row['id'] for row in planted],
                    sorted({row['ticket'] for row in planted
                            if row['ticket'] is not None}))
    return wrong, faults, len(cases), taken


def ping_pong(desk):
    """H86: a machine that answers each acknowledgement 25 hours later, under
    another subject and from no ticket: it gets five, and no more."""
    said = []
    for day, word in enumerate(('tea', 'milk', 'honey', 'bread', 'salt',
                                'oil', 'rice')):
        desk.sql("INSERT INTO clock VALUES (0, interval '25 hours' * "
                 f'{day + 1}) ON CONFLICT (desk_id) DO UPDATE '
                 'SET shift = EXCLUDED.shift')
        desk.put([Case('H86', f'day-{word}', '', sender='desk@pong.example',
                       subject=f'We have got your {word}', body=f'Thank you '
                       f'for {word}, we read it.\n').build(None)])
        desk.work()
        said.append(desk.judged()[-1]['answer'])
    want = ['send-neutral'] * 5 + ['muted-until-a-person-writes'] * 2
    return [] if said == want else [f'H86: want {want}, got {said}']


def go(program, rules):
    """What is wrong, line by line, and the figures for a summary."""
    with Servers('postgres', 'dovecot') as servers:
        spool = os.path.join(servers.dir, 'spool')
        os.makedirs(spool)
        peer = smtp_server(spool)
        try:
            desk = HostileDesk(servers, os.path.abspath(program),
                               os.path.abspath(rules),
                               int(peer.stdout.readline()))
            wrong, faults, mails, taken = whole_way(
                desk, Place(False, time.time()), spool)
            faults += ping_pong(desk)
            doubts = oracle.count(desk, 'SELECT count(*) FROM outbox WHERE '
                                  "state IN ('dot_sent', 'uncertain')")
        finally:
            peer.terminate()
            peer.wait()
    lines = [f'WRONG  {case.id}\n       ' + '\n       '.join(what)
             for case, what in wrong.items()]
    lines += [f'WRONG  {fault}' for fault in faults]
    of = collections.Counter(fault.split(':')[0] for fault in faults)
    return lines, (
        f'{mails} through servers in one mailbox, {taken} mails sent: '
        f'{len(wrong)} wrong, {of["lost"]} lost, '
        f'{of["ticket"] + of["twice"]} duplicate tickets, '
        f'{of["automatic"]} duplicate automatic mails, {doubts} in doubt, '
        f'{len(faults)} other faults')


def main():
    began = time.monotonic()
    lines, figures = go(sys.argv[1], sys.argv[2])
    print(*lines, sep='\n', end='\n' if lines else '')
    print(f'hostile: {figures}, {time.monotonic() - began:.0f} s')
    return 1 if lines else 0


if __name__ == '__main__':
    sys.exit(main())
