#!/usr/bin/env python3
"""imap.py STEP - fetch from Dovecot over TLS, each connection cut STEP bytes
later than the one before, by FIN and by RST, until everything is worked off.

In between new mail arrives.  Ends with one line.
"""

import contextlib
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'integration'),
                os.path.join(HERE, '..', 'rig')]

from mails import NO_CAPS, Desk, Servers, oracle, write  # noqa: E402
from rig import address  # noqa: E402

MAILS, MOST = 40, 400


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


def main():
    step = sys.argv[1]
    began = time.monotonic()
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
        answers = oracle.check(desk, sent)
    print(f'{harmed} connections to Dovecot cut: {sent} mails, 0 lost, 0 '
          f'tickets twice, 0 answers twice ({answers} answers), '
          f'{time.monotonic() - began:.0f} s')


main()
