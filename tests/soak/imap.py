#!/usr/bin/env python3
"""imap.py STEP - every session of fetch that is harmed.

The sweeps of tests/app/test_harm, some at a time: a session harmed at each of
its bytes.  Beside them Dovecot over TLS, each connection cut STEP bytes later
than the one before, by FIN and by RST, until everything is worked off; in
between new mail arrives.  The last line is the summary.
"""

import collections
import concurrent.futures
import contextlib
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'integration'),
                os.path.join(HERE, '..', 'rig')]

from mails import NO_CAPS, Desk, Servers, oracle, write  # noqa: E402
from rig import address  # noqa: E402

MAILS, MOST = 40, 400
# Of test_harm, those with most sessions first; the rest are quick.
SWEEPS = (('2',), ('3',), ('0',), ('1',), ('10',), ('4', '5'),
          ('6', '7', '8', '9', '11'))
LANES = 3
TOLD = 4000         # characters of one that failed
SUM = re.compile(r'(\d+) sessions of (\d+) mails: (\d+) lost, (\d+) twice in '
                 r'the ledger, (\d+) tickets twice, (\d+) answers twice, (\d+) '
                 r'twice or left')
FIGURES = ('sessions', 'mails', 'lost', 'rows', 'tickets', 'answers', 'server')


@contextlib.contextmanager
def proxy(port, *options):
    """A proxy before that port; its own."""
    with subprocess.Popen(
            [sys.executable, os.path.join(HERE, '..', 'rig', 'proxy.py'),
             str(port), *options],
            stdout=subprocess.PIPE, encoding='ascii') as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def mail(number):
    """With the envelope that an MTA would have noted."""
    sender = ('alice', 'bob')[number % 2]
    return write(number, sender,
                 headers=[f'Return-Path: <{address(sender)}>'])


def go_by(desk, before, after):
    """Let the mailbox be reached by another port."""
    path = os.path.join(desk.dir, 'postdesk.yaml')
    with open(path, encoding='utf-8') as file:
        text = file.read()
    assert f'    port: {before}\n' in text
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text.replace(f'    port: {before}\n',
                                f'    port: {after}\n'))


def work_off(desk, servers):
    """Fetch and ingest, a new connection each time; how many were harmed."""
    harmed = 0
    for _ in range(MOST):
        harmed += desk.run('fetch', '--once').returncode != 0
        desk.call('ingest', '--once')
        if servers.count('support') == 0:
            return harmed
    raise AssertionError(f'mail is left after {MOST} connections')


def on_dovecot(step):
    """How many connections were cut, and the findings of the oracle."""
    harmed = sent = 0
    with Servers('dovecot', 'postfix', 'postgres') as servers:
        desk = Desk(servers, database=servers.database, caps=NO_CAPS)
        desk.prepare()
        desk.call('fetch', '--once')
        port = servers.port('IMAPS_PORT')
        for fault in ('cut@0', 'reset@0', 'client:cut@0', 'client:reset@0'):
            servers.append('support', [mail(sent + n) for n in range(MAILS)])
            sent += MAILS
            with proxy(port, '--climb', step, fault) as by:
                go_by(desk, port, by)
                harmed += work_off(desk, servers)
                go_by(desk, by, port)
        desk.call('deliver', '--once')
        return harmed, oracle.examine(desk, sent)


def sweep(numbers):
    """Its figures, and what it said where it failed."""
    done = subprocess.run(['tests/app/test_harm', *numbers], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding='utf-8', errors='replace')
    found = SUM.search(done.stdout)
    figures = dict(zip(FIGURES, map(int, found.groups()))) if found else {}
    good = done.returncode == 0 and found
    return figures, '' if good else done.stdout[-TOLD:]


def main():
    began = time.monotonic()
    total = collections.Counter()
    bad = []
    os.environ['POSTDESK_LONG'] = '1'
    with concurrent.futures.ThreadPoolExecutor(LANES) as pool:
        dovecot = pool.submit(on_dovecot, sys.argv[1])
        for figures, words in pool.map(sweep, SWEEPS):
            total.update(figures)
            bad += [words] if words else []
        cut, found = dovecot.result()
    if found.faults:
        bad.append(str(found))
    print(*bad, sep='\n', end='\n' if bad else '')
    print(f'soak-imap: {total["sessions"]} sessions harmed at each byte, {cut} '
          f'connections to Dovecot cut, {total["mails"] + found.mails} mails, '
          f'{total["lost"] + found.count("lost")} lost, '
          f'{total["rows"] + total["tickets"] + found.count("twice", "ticket")}'
          ' duplicate tickets, '
          f'{total["answers"] + found.count("automatic")} duplicate automatic '
          f'mails, {total["server"]} twice or left on the server, '
          f'{found.in_doubt} in doubt, {len(bad)} faults, '
          f'{time.monotonic() - began:.0f} s')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
