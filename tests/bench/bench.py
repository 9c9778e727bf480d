#!/usr/bin/env python3
"""bench.py FOLDER COUNT [ROUNDS] [OUT] - how fast mail becomes tickets.

The mails of FOLDER, COUNT of them (repeated with other ids where there are
fewer), lie in a mailbox of Dovecot (mdbox).  Each round does, one after the
other and each on a database of its own with fsync on:

  bare5k   the bare loop (bare.c) on mails of 5 KB: is the machine quiet?
  bare     the bare loop: fetch, parse, insert, nothing else
  fetch    postdesk fetch: the ledger with all raw bytes
  tickets  postdesk run: tickets with their acknowledgements in the outbox, and
           all mail moved
  answers  the same, and every acknowledgement accepted by smtp-sink
  crowded  the same, in a database with BENCH_TICKETS (1,000,000) tickets

Time runs from the start of the program until the last mail was moved and the
last acknowledgement accepted.  Then the way of single mails: see latency.py.
Medians of the rounds are printed, and written to OUT.json and OUT.svg.

Both read over a plain connection to this machine; with BENCH_TLS=1 postdesk's
is encrypted, the bare loop's is not.

All of it ends within BENCH_SECONDS (550).  Where so many mails and rounds do
not fit, there are fewer mails a round, and then fewer rounds; it says so.
"""

import os
import shutil
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'rig'))

# pylint: disable=wrong-import-position
import latency  # noqa: E402
import report  # noqa: E402
from machine import POSTGRES, SESSIONS, TLS, Bench, Sink  # noqa: E402
from mailmass import files_of, load  # noqa: E402
from rig import Servers  # noqa: E402

SMALL = (4000, 6000)    # bytes of the mails of 5 KB
SMALL_COUNT = 5000
PILOT = 2000            # mails that tell how many fit
LATENCY_SECONDS = 90    # kept for the single mails and the end


def fsync_ms(folder):
    """What one small write costs until it is safe."""
    path = os.path.join(folder, 'fsync')
    times = []
    with open(path, 'wb') as file:
        for _ in range(200):
            file.write(b'x' * 8192)
            file.flush()
            began = time.monotonic()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - began)
    os.remove(path)
    return 1000 * latency.quantile(times, 0.5)


def fitting(bench, count, rounds, seconds, copying):
    """How many mails of `count` a round may have, by what the pilot took."""
    wall = {what: done[-1]['wall'] / PILOT
            for what, done in bench.rounds.items()}
    each = 2.2 * wall['bare'] + 3.2 * wall['answers'] + 0.0004
    room = seconds / rounds - copying - 10
    fit = int(0.9 * room / each) // 500 * 500
    return min(count, max(1000, fit))


def measure_rounds(bench, steps, rounds, deadline):
    """How many rounds were done."""
    longest = 0
    for number in range(rounds):
        began = time.monotonic()
        if number > 0 and began + longest > deadline:
            return number
        print(f'round {number + 1} of {rounds}', flush=True)
        for step in steps:
            step()
        longest = max(longest, time.monotonic() - began)
    return rounds


def timed(what, action):
    began = time.monotonic()
    result = action()
    took = time.monotonic() - began
    print(f'{what}: {took:.0f} s', flush=True)
    return took, result


def choose_count(bench, count, rounds, deadline, copying, notes):
    """A small round, which is not counted, tells what fits."""
    bench.mailbox.add(load(bench.files, 0, min(PILOT, count)))
    bench.mailbox.keep()
    print('a round to begin with, not counted', flush=True)
    bench.bare()
    bench.answers()
    chosen = fitting(bench, count, rounds, deadline - time.monotonic(),
                     copying)
    bench.rounds, bench.memory, bench.doubts = {}, {}, []
    bench.acknowledged = {}
    if chosen < count:
        notes.append(f'{count:,} mails a round do not fit into the time: '
                     f'{chosen:,} a round')
        print(notes[-1], flush=True)
    bench.mailbox.count = bench.mailbox.bytes = 0
    shutil.rmtree(bench.mailbox.home)
    timed(f'{chosen:,} mails into the mailbox',
          lambda: bench.mailbox.add(load(bench.files, 0, chosen)))
    bench.mailbox.keep()


def measure(servers, folder, count, rounds, deadline):
    notes, tickets = [], int(os.environ.get('BENCH_TICKETS', '1000000'))
    load_before = os.getloadavg()[0]
    Sink().close()      # or there is none: tell it now
    bench = Bench(servers, files_of(folder))
    steps, copying = [bench.bare5k, bench.bare, bench.fetch, bench.tickets,
                      bench.answers], 0
    if tickets > 0:
        wanted, tickets = tickets, timed(
            f'{tickets:,} tickets into a database', lambda: bench.make_crowd(
                tickets, (2 * time.monotonic() + deadline) / 3))[1]
        if tickets < wanted:
            notes.append(f'{wanted:,} tickets were not filled in within a '
                         f'third of the time: {tickets:,}')
        copying, uri = timed('a copy of it', bench.copy_crowd)
        bench.drop(uri)
        steps.append(bench.crowded)
    else:
        bench.restart_postgres('on', POSTGRES)
    small = [name for name in bench.files
             if SMALL[0] <= os.path.getsize(name) <= SMALL[1]]
    bench.small.add(load(small or bench.files, 0, SMALL_COUNT))
    rounds_end = deadline - LATENCY_SECONDS
    choose_count(bench, count, rounds, rounds_end, copying, notes)
    done = measure_rounds(bench, steps, rounds, rounds_end)
    if done < rounds:
        notes.append(f'{rounds} rounds did not fit into the time: {done}')
    fsync = fsync_ms(servers.dir)
    singles = bench.latency(deadline - 5)
    return {
        'mails': bench.mailbox.count,
        'bytes': bench.mailbox.bytes // bench.mailbox.count,
        'bytes5k': bench.small.bytes // bench.small.count,
        'rounds': done, 'tickets': tickets,
        'acknowledged': bench.acknowledged['answers'],
        'notes': notes + ['PostgreSQL as installed but for ' + ', '.join(
            f'{name} {value}' for name, value in POSTGRES.items())
            + f'; {SESSIONS} sessions to the SMTP server; IMAP '
            + ('over TLS, but for the bare loop' if TLS else 'plain')],
        'doubts': bench.doubts, 'load': [load_before, os.getloadavg()[0]],
        'kinds': {what: report.medians(all_of_it)
                  for what, all_of_it in bench.rounds.items()},
        'memory_kib': bench.memory, 'fsync_ms': fsync, 'latency': singles,
        'runs': bench.rounds,
    }


def main(folder, count, rounds=5, out=None):
    seconds = float(os.environ.get('BENCH_SECONDS', '550'))
    deadline = time.monotonic() + seconds
    # However it ends, it ends its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('bench: ended'))
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(
        'VOID: it did not end within its time'))
    signal.alarm(int(seconds) + 30)
    os.environ['RIG_MAIL_LOCATION'] = 'mdbox:~/mdbox'
    os.environ['RIG_FSYNC'] = 'off'     # until the measuring begins
    with Servers('dovecot', 'postgres') as servers:
        result = measure(servers, folder, int(count), int(rounds), deadline)
    report.print_text(result)
    if out:
        report.write(result, out)


if __name__ == '__main__':
    main(*sys.argv[1:])
