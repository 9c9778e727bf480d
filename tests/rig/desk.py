"""desk.py - a desk of Postdesk on the servers of rig.py.

    with Servers('dovecot', 'postfix') as servers:
        desk = Desk(servers)
        with desk.running():
            ...
        assert desk.json('tickets') == []

Its settings, secrets and state lie in the folder of the servers.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess

from rig import HERE, address, sql

TOP = os.path.abspath(os.path.join(HERE, '..', '..'))

SETTINGS = '''\
# Written for the private mail servers of this folder.
state: {dir}/state
{database}key_file: {dir}/desk/keys
desks:
- name: acme
  display_name: Acme Support
  address: support@example.test
  authserv_ids: [mail.example.test]
  admin: carol@example.test
  rules: {rules}
  promise: 8 working hours
  agents:
  - {{ name: Carol, address: carol@example.test }}
  - {{ name: Dave, address: dave@example.test, languages: [en, el] }}
  mailboxes:
  - name: support
    host: localhost
    port: {imaps}
    ca_file: {dir}/tls/ca.pem
    user: support@example.test
    password_file: {dir}/desk/password
    retire: Processed
    poll: 5s
    old_mail: {old_mail}
  smtp:
    host: localhost
    port: {submission}
    tls: starttls
    ca_file: {dir}/tls/ca.pem
    user: support@example.test
    password_file: {dir}/desk/password
'''


def find_program():
    """The program that make check built, else the one of ./quickstart."""
    for place in (os.environ.get('POSTDESK'), './postdesk',
                  os.path.join(TOP, 'postdesk'), shutil.which('postdesk')):
        if place and os.access(place, os.X_OK):
            return os.path.abspath(place)
    raise RuntimeError('there is no postdesk to run: make it first')


class Desk:
    """`caps` are settings, and then the breaker is off; `extra` lines of the
    desk; `database` is a libpq URI (None: embedded)."""

    def __init__(self, servers, old_mail='import', database=None,
                 caps=None, extra=''):
        self.servers = servers
        self.database = database
        self.program = find_program()
        self.dir = os.path.join(servers.dir, 'desk')
        os.makedirs(self.dir, mode=0o700, exist_ok=True)
        self._secret('password',
                     servers.passwords[address('support')] + '\n')
        if not os.path.exists(os.path.join(self.dir, 'keys')):
            self._secret('keys', f'a {secrets.token_hex(32)}\n')
        settings = SETTINGS.format(
            dir=servers.dir, old_mail=old_mail,
            imaps=servers.port('IMAPS_PORT'),
            submission=servers.port('SUBMISSION_PORT'),
            database=f'database: "{database}"\n' if database else '',
            rules=os.path.join(TOP, 'rules'))
        if caps:
            lines = ''.join(f'    {key}: {value}\n'
                            for key, value in caps.items())
            settings = settings.replace('  agents:\n',
                                        '  breaker: 0\n'
                                        f'  caps:\n{lines}  agents:\n')
        self._secret('postdesk.yaml', settings.replace(
            '  agents:\n', f'{extra}  agents:\n'))

    def _secret(self, name, text):
        """At once or not at all: a worker may read it now."""
        path = os.path.join(self.dir, name)
        with open(os.open(f'{path}.new', os.O_WRONLY | os.O_CREAT
                          | os.O_TRUNC, 0o600), 'w', encoding='utf-8') as new:
            new.write(text)
        os.rename(f'{path}.new', path)

    def _environment(self):
        return {**os.environ, 'POSTDESK_CONFIG': self.dir, 'NO_COLOR': '1'}

    def run(self, *words):
        """Run one command to its end."""
        return subprocess.run(
            [self.program, *words], env=self._environment(), check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding='utf-8')

    def call(self, *words):
        """The standard output of a command that must succeed."""
        done = self.run(*words)
        if done.returncode != 0:
            raise AssertionError(f'postdesk {" ".join(words)}: exit '
                                 f'{done.returncode}\n{done.stdout}'
                                 f'{done.stderr}')
        return done.stdout

    def prepare(self):
        """Publish the rules and let automatic mail out."""
        self.call('reload')
        self.call('autos', 'on')

    def json(self, *words):
        """What a command says with --json: a value, or one a line."""
        text = self.call(*words, '--json')
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return [json.loads(line) for line in text.splitlines()]

    def sql(self, statement):
        """One statement, past the program; columns are parted by a bar."""
        return sql(self.database, statement)

    def log(self, word):
        return os.path.join(self.servers.dir, 'log', f'{word}.log')

    def last_words(self, count=12):
        """The ends of the logs, for a test that waited in vain."""
        words = []
        for name in ('run', 'fetch', 'ingest', 'deliver'):
            if os.path.exists(self.log(name)):
                with open(self.log(name), encoding='utf-8') as log:
                    words += log.read().splitlines()[-count:]
        return '\n'.join(words)

    def start(self, *words):
        """A worker in the background; its log is log(WORD)."""
        with open(self.log(words[0]), 'ab') as log:
            return subprocess.Popen(
                [self.program, *words], env=self._environment(), stdout=log,
                stderr=log, stdin=subprocess.DEVNULL)

    @contextlib.contextmanager
    def running(self, *words):
        worker = self.start(*(words or ('run',)))
        try:
            yield worker
        finally:
            end(worker)


def end(worker, seconds=30):
    """Ask it to stop; a worker that does not is killed and is a failure."""
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
        raise AssertionError(f'postdesk did not stop within {seconds} s: '
                             f'{" ".join(worker.args)}') from None
