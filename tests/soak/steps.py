"""steps.py - what a day of a desk is made of, step by step, for failpoints.py."""

import glob
import os
import signal
import subprocess
import time

import oracle
from rig import wait_until

ENOUGH = 60         # seconds for one command


class Steps:
    """Of a desk: `desk`, its `servers`, `traffic` and `rules`, how many `days`
    it has seen, and counts(), put() and wrong()."""

    def command(self, *words):
        done = subprocess.run(
            [self.desk.program, *words], env=self.desk._environment(),
            check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=ENOUGH)
        return done.returncode

    def fetch(self):
        self.command('fetch', '--once')

    def ingest(self):
        self.command('ingest', '--once')

    def tick(self):
        self.command('tick', '--once')

    def deliver(self):
        self.command('deliver', '--once')

    def retire(self):
        self.command('fetch', '--once')

    def reload(self):
        path = glob.glob(os.path.join(self.rules, '*.yaml'))[0]
        with open(path, 'a', encoding='utf-8') as file:
            file.write(f'# {time.monotonic()}\n')
        self.command('reload')

    def reconcile(self):
        """One that only the server knows."""
        self.servers.append('support', [self.traffic.new()], 'Processed')
        self.traffic.count += 1
        self.command('reconcile')

    def confirm(self):
        drafts = self.desk.sql("SELECT id FROM draft WHERE state = 'held' "
                               'ORDER BY id DESC LIMIT 1')
        if drafts:
            self.command('drafts', 'confirm', drafts[0])

    def fresh(self):
        """A desk with a database of its own, whose mail goes to a folder that
        is not there; it is thrown away."""
        name = f'new_{self.days}'
        uri = self.servers.new_database(name)
        path = os.path.join(self.desk.dir, 'new.yaml')
        with open(os.path.join(self.desk.dir, 'postdesk.yaml'),
                  encoding='utf-8') as file:
            text = file.read().replace(self.servers.database, uri)
        text = text.replace('retire: Processed', f'retire: {name}')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace('old_mail: import', 'old_mail: skip'))
        fails = self.desk.fail, ''
        for self.desk.fail in fails:
            for words in (('migrate',), ('fetch', '--once')):
                self.command(*words, '--config', path)
        time.sleep(1.1)         # mail is dated in whole seconds
        self.servers.append('support', [self.traffic.make(
            'alice@example.test', 'Hello', 'Is anybody there?')])
        for self.desk.fail in fails:
            for word in ('fetch', 'ingest', 'fetch'):
                self.command(word, '--once', '--config', path)
        if self.servers.count('support') > 0 or \
                len(self.servers.read('support', name)) != 1:
            self.wrong(f'a fresh desk after {fails[0]}')
        self.desk.sql(f'DROP DATABASE {name}')

    def erase(self):
        """Somebody who wrote once."""
        found = self.desk.sql(
            'SELECT requester_address FROM ticket WHERE requester_address '
            "LIKE 'bob+%' GROUP BY 1 ORDER BY count(*), 1 LIMIT 1")
        if found:
            self.command('erase', '--yes', found[0])

    def rest(self):
        """A sender with nothing to send says good-bye."""
        worker = self.desk.start('deliver')
        until = time.monotonic() + 45
        while worker.poll() is None and time.monotonic() < until and \
                self.counts()[0].get('smtp-quit-answered', 0) == 0:
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        worker.wait(ENOUGH)

    def idle(self):
        """Waits for news, which come, and ends when it is asked to."""
        worker = self.desk.start('fetch')
        passed, _ = self.counts()
        before = passed.get('imap-idle-answered', 0)
        until = time.monotonic() + 3

        def waits():
            return worker.poll() is not None or self.counts()[0].get(
                'imap-idle-answered', 0) > before
        while time.monotonic() < until and not waits():
            time.sleep(0.05)
        self.put(('new',))
        until = time.monotonic() + 7
        while worker.poll() is None and time.monotonic() < until and \
                self.servers.count('support') > 0 and \
                oracle.count(self.desk, 'SELECT count(*) FROM mail') < \
                self.traffic.count:
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        worker.wait(ENOUGH)

    def wait_met(self, otherwise, seconds=3):
        """Until the point that is armed has done something; if none is, until
        that one was passed.  Some are met only later."""
        point = self.desk.fail.partition('=')[0]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            passed, acted = self.counts()
            if acted.get(point, 0) > 0 or \
                    (not point and passed.get(otherwise, 0) > 0):
                break
            time.sleep(0.05)

    def run(self):
        """The supervisor, whose workers die once as well."""
        worker = self.desk.start('run')
        self.wait_met('sql-shadow_claim')
        subprocess.run(['pkill', '-KILL', '-P', str(worker.pid)], check=False)
        self.wait_met('worker-ended')
        worker.send_signal(signal.SIGTERM)
        worker.wait(ENOUGH)
        wait_until('the workers to end', lambda: oracle.count(
            self.desk, 'SELECT count(*) FROM pg_stat_activity WHERE datname ='
            ' current_database() AND pid <> pg_backend_pid()') == 0, ENOUGH)

    STEPS = ('fetch', 'ingest', 'tick', 'deliver', 'retire')
    # What must come before a step; the rest of a day comes with the next.
    WAYS = {'fetch': ('fetch',), 'ingest': ('fetch', 'ingest'),
            'tick': ('fetch', 'ingest', 'tick'),
            'deliver': ('fetch', 'ingest', 'deliver'),
            'retire': ('fetch', 'ingest', 'retire'),
            'reload': ('reload',), 'reconcile': ('reconcile',)}
    # What is done once for a desk is done again by a fresh one.
    EXTRA = ('reload', 'confirm', 'fresh', 'reconcile', 'idle', 'run', 'rest')
    LAST = 'erase'      # then mails are not what they were
