#!/usr/bin/env python3
"""bench.py FOLDER COUNT [ROUNDS] [OUT] - how fast mail becomes tickets.

The mails of FOLDER, COUNT of them (repeated with other ids where there are
fewer), lie in a mailbox of Dovecot (mdbox).  Each round does, one after the
other and each on a database of its own with fsync on:

  bare     the bare loop (bare.c): fetch, parse, insert, nothing else
  fetch    postdesk fetch: the ledger with all raw bytes
  tickets  postdesk run: tickets, with acknowledgements in the outbox
  answers  the same, and every acknowledgement accepted by smtp-sink

Then the time of single mails, from the server's EXISTS to the acknowledgement
accepted.  The medians of the rounds are printed, and written as JSON and SVG to
OUT.json and OUT.svg.  What the bare loop does tells how quiet the machine is:
compare shares, not rates, of two runs.
"""

import json
import os
import re
import shutil
import signal
import socketserver
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'rig'))

# pylint: disable=wrong-import-position
from desk import find_program  # noqa: E402
from rig import Servers, address, free_ports, sql, wait_until  # noqa: E402

TOP = os.path.abspath(os.path.join(HERE, '..', '..'))
SINGLES = 40
TICK = os.sysconf('SC_CLK_TCK')

SETTINGS = '''\
state: {dir}/state
database: "{database}"
key_file: {dir}/keys
desks:
- name: bench
  display_name: Bench
  address: support@helpdesk.example
  aliases: [support@example.test]
  authserv_ids: [mx.bench.example]
  rules: {rules}
  breaker: 0
  caps: {{ verified_hour: 1000000, verified_day: 1000000,
    desk_minute: 1000000, desk_hour: 1000000, without_person: 1000000 }}
  mailboxes:
  - {{ name: inbox, host: localhost, port: {imaps}, ca_file: {ca},
      user: support@example.test, password_file: {dir}/password,
      retire: Processed, poll: 5s }}
  smtp: {{ host: 127.0.0.1, tls: plain, port: {smtp} }}
'''


# --- processes ---

def stat_of(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        text = file.read()
    return text[text.rindex(')') + 2:].split()


def tree(root):
    """The process and all below it."""
    parents = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                parents[int(name)] = int(stat_of(name)[1])
            except (OSError, ValueError):
                pass
    found, fresh = {root}, {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items()
                 if parent in fresh} - found
        found |= fresh
    return found


def spent(root):
    """Seconds of processor of a server, its ended children too."""
    total = 0
    for pid in tree(root):
        try:
            total += sum(map(int, stat_of(pid)[11:15]))
        except OSError:
            pass
    return total / TICK


class Peaks(threading.Thread):
    """The most memory of each worker, by its command."""

    def __init__(self, root):
        super().__init__(daemon=True)
        self.root, self.over, self.kib = root, threading.Event(), {}

    def look(self):
        for pid in tree(self.root):
            try:
                with open(f'/proc/{pid}/cmdline', 'rb') as file:
                    words = file.read().split(b'\0')
                with open(f'/proc/{pid}/status', encoding='ascii') as file:
                    peak = re.search(r'VmHWM:\s+(\d+)', file.read())
            except OSError:
                continue
            if peak and len(words) > 1:
                word = words[1].decode(errors='replace')
                self.kib[word] = max(self.kib.get(word, 0), int(peak[1]))

    def run(self):
        while not self.over.wait(0.2):
            self.look()


def pid_in(path):
    with open(path, encoding='ascii') as file:
        return int(file.readline())


# --- the sink ---

class Sink:
    """smtp-sink of Postfix; it counts nothing and keeps nothing."""

    def __init__(self, port):
        root = os.environ.get('POSTFIX_ROOT',
                              os.path.join(TOP, '.rig', 'postfix'))
        if os.path.exists('/usr/sbin/smtp-sink'):
            root = ''
        lib = f'{root}/usr/lib/postfix'
        self.process = subprocess.Popen(
            [f'{root}/usr/sbin/smtp-sink', '-u', 'nobody',
             f'127.0.0.1:{port}', '1000'],
            env={**os.environ, 'LD_LIBRARY_PATH': lib},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Clerk(socketserver.StreamRequestHandler):
    """A server that notes when it accepted which answer."""

    def handle(self):
        def say(text):
            self.wfile.write(text.encode() + b'\r\n')
        say('220 bench.example')
        for line in iter(self.rfile.readline, b''):
            verb = line[:4].upper()
            if verb == b'EHLO':
                say('250-bench.example\r\n250 PIPELINING')
            elif verb == b'DATA':
                say('354 go on')
                body = b''
                while not body.endswith(b'\r\n.\r\n'):
                    body += self.rfile.readline()
                found = re.search(rb'(?im)^In-Reply-To: <([^>]*)>', body)
                say('250 taken')
                self.server.taken[found[1].decode()] = time.monotonic()
            elif verb == b'QUIT':
                say('221 bye')
                return
            else:
                say('250 so be it')


class ClerkServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port):
        super().__init__(('127.0.0.1', port), Clerk)
        self.taken = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()


# --- mails ---

def load(folder, count):
    """COUNT mails as a server that proves senders would have stamped them."""
    mails = []
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith('.eml'):
                with open(os.path.join(root, name), 'rb') as file:
                    mails.append(file.read())
    for number in range(count):
        mail = mails[number % len(mails)]
        copy = number // len(mails)
        if copy:
            mail = re.sub(rb'(?im)^(Message-ID: <)', rb'\1c%d.' % copy, mail,
                          count=1)
        sender = re.search(rb'(?im)^From:[^\r\n]*?([\w.+-]+@([\w.-]+))', mail)
        if sender:
            mail = (b'Return-Path: <%s>\r\nAuthentication-Results: '
                    b'mx.bench.example; dmarc=pass header.from=%s\r\n' %
                    (sender[1], sender[2])) + mail
        yield mail


def single(number):
    return (f'Return-Path: <ann{number}@client.example>\r\n'
            'Authentication-Results: mx.bench.example; dmarc=pass '
            'header.from=client.example\r\n'
            f'From: Ann <ann{number}@client.example>\r\n'
            'To: support@helpdesk.example\r\n'
            f'Subject: Kettle {number}\r\n'
            f'Message-ID: <single-{number}@client.example>\r\n\r\n'
            f'My kettle {number} does not boil. What can I do?\r\n').encode()


# --- one machine ---

class Bench:
    def __init__(self, servers, mails):
        self.servers, self.dir = servers, os.path.join(servers.dir, 'bench')
        os.mkdir(self.dir, 0o700)
        self.program = find_program()
        self.bare_program = os.path.join(os.path.dirname(self.program),
                                         'tests', 'bench', 'bare')
        self.smtp = free_ports(1)[0]
        self.password = servers.passwords[address('support')]
        self.secret('password', self.password + '\n')
        self.secret('keys', 'a ' + '5' * 64 + '\n')
        self.size = self.fill(mails)
        self.rounds = {}
        self.memory = {}
        self.databases = 0

    def secret(self, name, text):
        with open(os.open(os.path.join(self.dir, name), os.O_WRONLY
                          | os.O_CREAT | os.O_TRUNC, 0o600), 'w',
                  encoding='utf-8') as file:
            file.write(text)

    def fill(self, mails):
        self.count = size = 0
        group = []
        for mail in mails:
            self.count, size = self.count + 1, size + len(mail)
            group.append(mail)
            if len(group) == 1000:
                self.servers.append('support', group)
                group = []
        if group:
            self.servers.append('support', group)
        self.home = os.path.join(self.servers.dir, 'mail', 'support')
        time.sleep(1)
        shutil.rmtree(self.home + '.full', ignore_errors=True)
        subprocess.run(['cp', '-a', self.home, self.home + '.full'],
                       check=True)
        return size // self.count

    def refill(self):
        shutil.rmtree(self.home)
        subprocess.run(['cp', '-a', self.home + '.full', self.home],
                       check=True)

    def database(self):
        self.databases += 1
        uri = self.servers.new_database(f'bench{self.databases}')
        self.secret('postdesk.yaml', SETTINGS.format(
            dir=self.dir, database=uri, rules=os.path.join(TOP, 'rules'),
            imaps=self.servers.port('IMAPS_PORT'), ca=self.servers.ca,
            smtp=self.smtp))
        return uri

    def run(self, *words):
        subprocess.run([self.program, *words], check=True,
                       env={**os.environ, 'POSTDESK_CONFIG': self.dir},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def prepare(self):
        """A desk that has never seen its mailbox, and calls no mail old."""
        uri = self.database()
        self.run('reload')
        self.run('autos', 'on')
        sql(uri, "UPDATE desk SET activated = '2000-01-01' WHERE desk_id > 0")
        sql(uri, "INSERT INTO mailbox (desk_id, id, name, since) SELECT"
                 " desk_id, 1, 'inbox', '2000-01-01' FROM desk WHERE"
                 " desk_id > 0")
        return uri

    def cpu(self):
        return {'dovecot': spent(pid_in(f'{self.servers.dir}/run/master.pid')),
                'postgres': spent(pid_in(
                    f'{self.servers.dir}/pg/data/postmaster.pid'))}

    def note(self, what, mails, wall, before, own):
        after = self.cpu()
        us = {name: 1e6 * (after[name] - before[name]) / mails
              for name in before}
        us['postdesk' if what != 'bare' else 'bare'] = 1e6 * own / mails
        self.rounds.setdefault(what, []).append(
            {'rate': mails / wall, 'cpu_us': us})
        print(f'  {what:8} {mails / wall:7.0f} mails/s   ' + '  '.join(
            f'{name} {value:.0f} us' for name, value in us.items()),
            flush=True)

    def bare(self):
        before = self.cpu()
        done = subprocess.run(
            [self.bare_program, str(self.servers.port('IMAP_PORT')),
             address('support'), self.password,
             self.servers.new_database(f'bare{time.time_ns()}')],
            check=True, stdout=subprocess.PIPE, encoding='ascii')
        mails, wall, own = map(float, done.stdout.split())
        self.note('bare', mails, wall, before, own)

    def start(self, *words):
        with open(os.path.join(self.dir, 'log'), 'ab') as log:
            return subprocess.Popen(
                [self.program, *words], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env={**os.environ, 'POSTDESK_CONFIG': self.dir})

    def stop(self, worker):
        worker.send_signal(signal.SIGTERM)
        usage = os.wait4(worker.pid, 0)[2]
        worker.returncode = 0
        return usage.ru_utime + usage.ru_stime

    def fetch(self):
        self.prepare()
        before, began = self.cpu(), time.monotonic()
        worker = self.start('fetch', '--once')
        usage = os.wait4(worker.pid, 0)[2]
        worker.returncode = 0
        self.note('fetch', self.count, time.monotonic() - began, before,
                  usage.ru_utime + usage.ru_stime)

    def end_to_end(self, what, uri, waiting):
        """Until nothing is left that `waiting` counts."""
        before, began = self.cpu(), time.monotonic()
        worker = self.start('run')
        peaks = Peaks(worker.pid)
        peaks.start()

        def done():
            return worker.poll() is not None or sql(uri, (
                f'SELECT (SELECT count(*) FROM mail WHERE state = '
                f"'ended') >= {self.count} AND NOT EXISTS ({waiting})"
            )) == ['t']
        wait_until(what, done, 600, 0.25)
        wall = time.monotonic() - began
        peaks.over.set()
        own = self.stop(worker)
        for word, kib in peaks.kib.items():
            self.memory[word] = max(self.memory.get(word, 0), kib)
        self.note(what, self.count, wall, before, own)

    def tickets(self):
        uri = self.prepare()
        # Nobody listens on the port: answers stay in the outbox.
        self.end_to_end('tickets', uri, 'SELECT WHERE false')
        self.acknowledged = int(sql(uri, 'SELECT count(*) FROM outbox')[0])
        self.refill()

    def answers(self):
        uri = self.prepare()
        sink = Sink(self.smtp)
        time.sleep(0.2)
        try:
            self.end_to_end('answers', uri, "SELECT FROM outbox WHERE state "
                            "IN ('queued', 'dot_sent')")
        finally:
            sink.close()
        sent = int(sql(uri, "SELECT count(*) FROM outbox WHERE state = "
                            "'sent'")[0])
        if sent != self.acknowledged:
            raise AssertionError(f'{sent} answers were sent, and '
                                 f'{self.acknowledged} written before')
        self.refill()

    def latency(self):
        """From the server's EXISTS to the answer accepted, of single mails."""
        shutil.rmtree(self.home)
        uri = self.prepare()
        clerk = ClerkServer(self.smtp)
        watcher = self.servers.imap('support')
        watcher.select('INBOX')
        worker = self.start('run')
        times = []
        try:
            wait_until('contact', lambda: sql(
                uri, 'SELECT count(*) FROM mailbox WHERE epoch > 0') == ['1'])
            time.sleep(1)
            for number in range(SINGLES):
                watcher.send(b'x IDLE\r\n')
                watcher.readline()
                self.servers.append('support', [single(number)])
                while b'EXISTS' not in watcher.readline():
                    pass
                exists = time.monotonic()
                name = f'single-{number}@client.example'
                wait_until('an answer', lambda: name in clerk.taken, 20, 0.002)
                times.append(clerk.taken[name] - exists)
                watcher.send(b'DONE\r\n')
                while not watcher.readline().startswith(b'x OK'):
                    pass
                time.sleep(0.3)
        finally:
            self.stop(worker)
            clerk.shutdown()
        times.sort()
        return {'p50_ms': 1000 * times[len(times) // 2],
                'p99_ms': 1000 * times[-1], 'mails': len(times)}


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
    return 1000 * statistics.median(times)


def median(bench, what, read):
    return statistics.median(map(read, bench.rounds[what]))


def svg(rates):
    bars = ''
    for place, (what, rate) in enumerate(rates.items()):
        width = 460 * rate / max(rates.values())
        y = 20 + 34 * place
        bars += (f'<text x="4" y="{y + 16}">{what}</text><rect x="80" y="{y}" '
                 f'width="{width:.0f}" height="22" fill="#3b6ea5"/>'
                 f'<text x="{86 + width:.0f}" y="{y + 16}">{rate:,.0f}/s'
                 '</text>')
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="640" '
            f'height="{30 + 34 * len(rates)}" font-family="sans-serif" '
            f'font-size="13">{bars}</svg>\n')


def report(bench, out, latency, fsync):
    rates = {what: median(bench, what, lambda r: r['rate'])
             for what in bench.rounds}
    cpu = {what: {name: median(bench, what, lambda r, n=name: r['cpu_us'][n])
                  for name in bench.rounds[what][0]['cpu_us']}
           for what in bench.rounds}
    print(f'\n{bench.count} mails of {bench.size} bytes, '
          f'{bench.acknowledged} of them acknowledged; medians of '
          f'{len(bench.rounds["bare"])} rounds; fsync {fsync:.2f} ms')
    for what, rate in rates.items():
        print(f'  {what:8} {rate:7.0f} mails/s  {100 * rate / rates["bare"]:4.0f}'
              f' % of the bare loop  {sum(cpu[what].values()):5.0f} us of '
              'processor a mail: ' + ', '.join(
                  f'{name} {us:.0f}' for name, us in cpu[what].items()))
    print('  memory: ' + ', '.join(
        f'{word} {kib / 1024:.0f} MB'
        for word, kib in sorted(bench.memory.items())))
    print(f'  EXISTS to accepted answer: p50 {latency["p50_ms"]:.0f} ms, '
          f'p99 {latency["p99_ms"]:.0f} ms of {latency["mails"]}')
    if out:
        with open(out + '.json', 'w', encoding='utf-8') as file:
            json.dump({'mails': bench.count, 'bytes': bench.size,
                       'rates': rates, 'cpu_us': cpu, 'fsync_ms': fsync,
                       'memory_kib': bench.memory, 'latency': latency,
                       'rounds': bench.rounds}, file, indent=1)
        with open(out + '.svg', 'w', encoding='utf-8') as file:
            file.write(svg(rates))


def main(folder, count, rounds=5, out=None):
    os.environ['RIG_MAIL_LOCATION'] = 'mdbox:~/mdbox'
    os.environ['RIG_FSYNC'] = 'on'
    with Servers('dovecot', 'postgres') as servers:
        bench = Bench(servers, load(folder, int(count)))
        fsync = fsync_ms(servers.dir)
        for number in range(int(rounds)):
            print(f'round {number + 1}', flush=True)
            for step in (bench.bare, bench.fetch, bench.tickets,
                         bench.answers):
                step()
        report(bench, out, bench.latency(), fsync)


if __name__ == '__main__':
    main(*sys.argv[1:])
