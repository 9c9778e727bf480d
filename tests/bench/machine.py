"""machine.py - the steps of bench.py, each on a database of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time

import crowded
import latency
import report
from desk import TOP, find_program
from mailmass import Mailbox
from meter import Meter, Psql, pid_in
from rig import address, free_ports, sql, wait_until

SINGLES = 100
SESSIONS = 32           # to the SMTP server
TLS = os.environ.get('BENCH_TLS') == '1'
POSTGRES = {'shared_buffers': '1GB', 'max_wal_size': '4GB'}

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
  - {{ name: inbox, {imap}, user: support@example.test,
      password_file: {dir}/password, retire: Processed, poll: 5s }}
  smtp: {{ host: 127.0.0.1, tls: plain, port: {smtp}, sessions: {sessions} }}
'''


class Sink:
    """smtp-sink of Postfix; it counts nothing and keeps nothing."""

    def __init__(self):
        root = os.environ.get('POSTFIX_ROOT',
                              os.path.join(TOP, '.rig', 'postfix'))
        if os.path.exists('/usr/sbin/smtp-sink'):
            root = ''
        # A port that is free now may be another's in a moment.
        for _ in range(5):
            self.port = free_ports(1)[0]
            self.process = subprocess.Popen(
                [f'{root}/usr/sbin/smtp-sink', '-u', 'nobody',
                 f'127.0.0.1:{self.port}', '1000'],
                env={**os.environ,
                     'LD_LIBRARY_PATH': f'{root}/usr/lib/postfix'},
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.5)
            if self.process.poll() is None:
                return
        raise RuntimeError('smtp-sink does not start')

    def close(self):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, servers, files):
        self.servers, self.files = servers, files
        self.dir = os.path.join(servers.dir, 'bench')
        os.mkdir(self.dir, 0o700)
        self.program = find_program()
        self.bare_program = os.path.join(os.path.dirname(self.program),
                                         'tests', 'bench', 'bare')
        # Bound and not listened on: whoever connects is refused.
        self.nobody = socket.socket()
        self.nobody.bind(('127.0.0.1', 0))
        self.secret('password', servers.passwords[address('support')] + '\n')
        self.secret('keys', 'a ' + '5' * 64 + '\n')
        self.mailbox = Mailbox(servers, 'support')
        self.small = Mailbox(servers, 'alice')
        self.rounds, self.memory, self.doubts = {}, {}, []
        self.databases, self.acknowledged = 0, {}

    def secret(self, name, text):
        with open(os.open(os.path.join(self.dir, name), os.O_WRONLY
                          | os.O_CREAT | os.O_TRUNC, 0o600), 'w',
                  encoding='utf-8') as file:
            file.write(text)

    def run(self, *words):
        subprocess.run([self.program, *words], check=True,
                       env={**os.environ, 'POSTDESK_CONFIG': self.dir},
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    # Databases

    def restart_postgres(self, fsync, settings):
        sql(self.servers.database, 'ALTER SYSTEM RESET ALL')
        for name, value in settings.items():
            sql(self.servers.database, f"ALTER SYSTEM SET {name} = '{value}'")
        self.servers.stop('postgres')
        os.environ['RIG_FSYNC'] = fsync
        self.servers.start('postgres')

    def new_name(self):
        self.databases += 1
        return f'bench{self.databases}'

    def settle(self):
        """What a step before left to be written is not the next one's."""
        sql(self.servers.database, 'CHECKPOINT')

    def imap(self):
        """As the bare loop reads it, or encrypted."""
        port = self.servers.port('IMAPS_PORT' if TLS else 'IMAP_PORT')
        return (f'host: localhost, port: {port}, ca_file: {self.servers.ca}'
                if TLS else f'host: 127.0.0.1, port: {port}, tls: plain')

    def configure(self, uri, smtp=None, imap=None):
        self.secret('postdesk.yaml', SETTINGS.format(
            dir=self.dir, database=uri, rules=os.path.join(TOP, 'rules'),
            imap=imap or self.imap(),
            smtp=smtp or self.nobody.getsockname()[1], sessions=SESSIONS))

    def prepare(self, smtp=None, imap=None):
        """A desk that has never seen its mailbox, and calls no mail old."""
        uri = self.servers.new_database(self.new_name())
        self.configure(uri, smtp, imap)
        self.run('reload')
        self.run('autos', 'on')
        sql(uri, "UPDATE desk SET activated = '2000-01-01' WHERE desk_id > 0;"
                 " INSERT INTO mailbox (desk_id, id, name, since) SELECT"
                 " desk_id, 1, 'inbox', '2000-01-01' FROM desk WHERE"
                 " desk_id > 0")
        return uri

    def drop(self, uri):
        name = re.search(r'///(\w+)', uri)[1]
        sql(self.servers.database, f'DROP DATABASE {name} WITH (FORCE)')

    def make_crowd(self, tickets, deadline):
        """The database that is copied for each round with many tickets; how
        many it has."""
        self.restart_postgres('off', {
            **POSTGRES, 'wal_level': 'minimal', 'max_wal_senders': '0',
            'autovacuum': 'off', 'checkpoint_timeout': '1h'})
        uri = self.prepare()
        self.crowd = re.search(r'///(\w+)', uri)[1]
        desk_id = int(sql(uri, 'SELECT desk_id FROM desk WHERE desk_id > 0')[0])
        filled = crowded.fill(uri, desk_id, tickets, deadline)
        self.restart_postgres('on', POSTGRES)
        os.sync()
        return filled

    def copy_crowd(self, smtp=None):
        name = self.new_name()
        sql(self.servers.database, f'CREATE DATABASE {name} TEMPLATE '
                                   f'{self.crowd} STRATEGY FILE_COPY')
        uri = self.servers.database.replace('/postdesk?', f'/{name}?')
        self.configure(uri, smtp)
        return uri

    # Measuring

    def meter(self, sink=None):
        servers = {'dovecot': pid_in(f'{self.servers.dir}/run/master.pid'),
                   'postgres': pid_in(
                       f'{self.servers.dir}/pg/data/postmaster.pid')}
        if sink:
            servers['smtp-sink'] = sink.process.pid
        return Meter(servers)

    def note(self, what, mails, wall, took, meter):
        cpu = {name: 1e6 * value / mails for name, value in took.items()}
        self.rounds.setdefault(what, []).append(
            {'rate': mails / wall, 'wall': wall, 'cpu_us': cpu,
             'load': os.getloadavg()[0]})
        for role, kib in meter.kib.items():
            self.memory[role] = max(self.memory.get(role, 0), kib)
        print(f'  {what:8}{mails / wall:7.0f} mails/s   ' + '  '.join(
            f'{name} {cpu[name]:.0f}' for name in report.sorted_roles(cpu))
            + f' CPU-us   load {os.getloadavg()[0]:.1f}', flush=True)

    def bare_loop(self, what, mailbox):
        uri = self.servers.new_database(self.new_name())
        self.settle()
        meter = self.meter()
        meter.start_now()
        done = subprocess.run(
            [self.bare_program, str(self.servers.port('IMAP_PORT')),
             address(mailbox.name),
             self.servers.passwords[address(mailbox.name)], uri],
            check=True, stdout=subprocess.PIPE, encoding='ascii')
        mails, wall, own = map(float, done.stdout.split())
        took = {**meter.stop(), 'bare': own}
        if mails != mailbox.count:
            raise AssertionError(f'the bare loop read {mails} mails')
        self.note(what, mails, wall, took, meter)
        self.drop(uri)

    def bare5k(self):
        self.bare_loop('bare5k', self.small)

    def bare(self):
        self.bare_loop('bare', self.mailbox)

    def start(self, *words):
        with open(os.path.join(self.dir, 'log'), 'ab') as log:
            return subprocess.Popen(
                [self.program, *words], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env={**os.environ, 'POSTDESK_CONFIG': self.dir})

    def stop(self, worker):
        if worker.poll() is None:
            worker.send_signal(signal.SIGTERM)
        worker.wait()

    def fetch(self):
        uri = self.prepare()
        self.settle()
        meter = self.meter()
        meter.start_now()
        began = time.monotonic()
        worker = self.start('fetch', '--once')
        usage = os.wait4(worker.pid, 0)[2]
        worker.returncode = 0
        wall = time.monotonic() - began
        took = {**meter.stop(), 'fetch': usage.ru_utime + usage.ru_stime}
        stored = int(sql(uri, 'SELECT count(*) FROM mail')[0])
        if stored != self.mailbox.count:
            raise AssertionError(f'fetch stored {stored} mails')
        self.note('fetch', self.mailbox.count, wall, took, meter)
        self.drop(uri)

    def steps_to_the_end(self, unsent):
        """What is asked, one after the other, until all is done: a question
        whose answer was yes stays so, and is not asked again."""
        ours = 'desk_id = (SELECT max(desk_id) FROM desk)'
        return [
            f"SELECT highest >= {self.mailbox.count} AND epoch > 1 FROM "
            f"mailbox WHERE {ours} AND id = 1",
            f"SELECT NOT EXISTS (SELECT FROM mail WHERE {ours} AND state = "
            "'pending')",
            f'SELECT NOT EXISTS ({unsent})',
            f'SELECT count(retired) = {self.mailbox.count} FROM mail WHERE '
            f'{ours} AND mailbox_id = 1 AND epoch > 1']

    @staticmethod
    def is_done(database, steps):
        while steps and database.ask(steps[0]) == ['t']:
            del steps[0]
        return not steps

    def end_to_end(self, what, uri, unsent, sink=None):
        self.settle()
        meter = self.meter(sink)
        meter.start_now()
        steps = self.steps_to_the_end(unsent)
        with Psql(uri) as database:
            began = time.monotonic()
            worker = self.start('run')
            try:
                meter.follow(worker.pid)
                wait_until(what, lambda: worker.poll() is not None or
                           self.is_done(database, steps), 400,
                           0.05)
                wall = time.monotonic() - began
                took = meter.stop()
            finally:
                self.stop(worker)
        if worker.returncode != 0:
            raise AssertionError(f'postdesk run ended with '
                                 f'{worker.returncode}: see the log')
        self.note(what, self.mailbox.count, wall, took, meter)

    def tickets(self):
        uri = self.prepare()
        # Nobody listens: answers stay in the outbox.
        self.end_to_end('tickets', uri, 'SELECT WHERE false')
        self.acknowledged['tickets'] = int(sql(
            uri, "SELECT count(*) FROM outbox WHERE state = 'queued'")[0])
        self.drop(uri)
        self.mailbox.refill()

    def deliver(self, what, database):
        sink = Sink()
        try:
            uri = database(sink.port)
            self.end_to_end(what, uri, "SELECT FROM outbox WHERE desk_id = "
                            "(SELECT max(desk_id) FROM desk) AND ended IS NULL "
                            "AND class IN ('automatic', 'agent', 'admin') AND "
                            "state <> 'held'", sink)
        finally:
            sink.close()
        sent = self.acknowledged[what] = int(sql(
            uri, "SELECT count(*) FROM v_attempt WHERE result = 'sent'")[0])
        written = self.acknowledged.get('tickets', sent)
        if what == 'answers' and sent != written:
            self.doubts.append(f'{sent} acknowledgements were accepted, and '
                               f'{written} written without delivery')
        self.drop(uri)
        self.mailbox.refill()

    def answers(self):
        self.deliver('answers', self.prepare)

    def crowded(self):
        self.deliver('crowded', self.copy_crowd)

    def latency(self, deadline):
        """From EXISTS to the answer accepted, of single mails."""
        shutil.rmtree(self.mailbox.home)
        relay = latency.Relay(self.servers.port('IMAP_PORT'))
        clerk = latency.ClerkServer()
        self.prepare(clerk.server_address[1],
                     f'host: 127.0.0.1, port: {relay.port}, tls: plain')
        worker = self.start('run')
        try:
            wait_until('IDLE', lambda: relay.first('idle', 0))
            times = latency.measure(
                SINGLES, lambda mail: self.servers.append('support', [mail]),
                relay, clerk, deadline)
        finally:
            self.stop(worker)
            clerk.shutdown()
            relay.close()
        return latency.summary(times) if times else None
