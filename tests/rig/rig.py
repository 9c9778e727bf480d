"""rig.py - private mail servers, a database and a desk for one test.

    with Servers('dovecot', 'postfix') as servers:
        servers.send(mail, 'alice', 'support')
        for raw in servers.read('alice'): ...

Everything lies below one folder of its own and listens on the loopback; it is
gone at the end, also when the test fails.  KEEP=1 in the environment keeps the
folder.  Names are the local parts of addresses at example.test.
"""

import imaplib
import os
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DOMAIN = 'example.test'
PORTS = ('SMTP_PORT', 'SUBMISSION_PORT', 'IMAP_PORT', 'IMAPS_PORT')
APPEND_GROUP = 200  # mails in one APPEND command (RFC 3502)


def address(name):
    return name if '@' in name or not name else f'{name}@{DOMAIN}'


def free_ports(count):
    """Ports that nobody uses now, all different."""
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def wait_until(what, condition, seconds=30, pause=0.1):
    """The first true value of condition(); fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'{what}: not within {seconds} s')
        time.sleep(pause)


def sql(database, statement):
    """One statement by psql; its rows, columns parted by a bar."""
    done = subprocess.run(
        ['psql', '-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', statement, database],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        encoding='utf-8')
    if done.returncode != 0:
        raise RuntimeError(f'{statement}: {done.stderr.strip()}')
    return done.stdout.splitlines()


class Servers:
    """The servers named, started; or those that run below `folder`."""

    def __init__(self, *names, folder=None):
        self.owned = folder is None
        self.dir = folder or tempfile.mkdtemp(prefix='postdesk-')
        if self.owned:
            ports = dict(zip(PORTS, map(str, free_ports(len(PORTS)))))
            try:
                self._script('start', *names, env={**os.environ, **ports})
            except BaseException:
                self.close()
                raise
        self.ports = dict(line.split('=') for line in self._lines('ports'))
        self.passwords = dict(line.split() for line in self._lines('passwords'))
        self.ca = os.path.join(self.dir, 'tls', 'ca.pem')
        self.database = (f'postgresql:///postdesk?user=postdesk'
                         f'&host={self.dir}/pg')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if not self.owned:
            return
        self._script('stop')
        if 'KEEP' in os.environ:
            print(f'kept: {self.dir}')
        else:
            shutil.rmtree(self.dir, ignore_errors=True)

    def _script(self, verb, *names, env=None):
        done = subprocess.run(
            [os.path.join(HERE, 'servers.sh'), verb, self.dir, *names],
            env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f'servers.sh {verb}: {done.stdout.strip()}')

    def _lines(self, name):
        with open(os.path.join(self.dir, name), encoding='ascii') as lines:
            return lines.read().splitlines()

    def stop(self, name):
        """Stop one server or all of them; start() brings it back."""
        self._script('stop', name)

    def start(self, name):
        self._script('start', name, env={**os.environ, **self.ports})

    def port(self, name):
        return int(self.ports[name])

    def new_database(self, name):
        """One more on the same server; its URI."""
        sql(self.database, f'CREATE DATABASE {name}')
        return self.database.replace('/postdesk?', f'/{name}?')

    def _tls(self):
        return ssl.create_default_context(cafile=self.ca)

    # SMTP

    def smtp(self, login=None):
        """A session: with a login on the submission port, else on port 25."""
        if login is None:
            return smtplib.SMTP('127.0.0.1', self.port('SMTP_PORT'))
        session = smtplib.SMTP('localhost', self.port('SUBMISSION_PORT'))
        session.starttls(context=self._tls())
        session.login(address(login), self.passwords[address(login)])
        return session

    def send(self, mail, sender, to, login=None):
        """Send one mail (bytes); `sender` '' is the null sender."""
        options = [] if mail.isascii() else ['BODY=8BITMIME']
        with self.smtp(login) as session:
            session.sendmail(address(sender), [address(to)], mail, options)

    # IMAP

    def imap(self, name):
        session = imaplib.IMAP4_SSL('localhost', self.port('IMAPS_PORT'),
                                    ssl_context=self._tls())
        session.login(address(name), self.passwords[address(name)])
        return session

    def append(self, name, mails, folder='INBOX', date=None):
        """Put mails into a folder; `date` (an epoch) is INTERNALDATE."""
        when = imaplib.Time2Internaldate(date or time.time())
        session = self.imap(name)
        mails = [mail.replace(b'\r\n', b'\n').replace(b'\n', b'\r\n')
                 for mail in mails]
        for at in range(0, len(mails), APPEND_GROUP):
            parts = [f'R{at} APPEND {folder}'.encode()]
            for mail in mails[at:at + APPEND_GROUP]:
                parts.append(f' {when} {{{len(mail)}+}}\r\n'.encode() + mail)
            session.send(b''.join(parts) + b'\r\n')
            line = b'*'
            while line.startswith(b'*'):
                line = session.readline()
            if not line.startswith(f'R{at} OK'.encode()):
                raise RuntimeError(f'APPEND: {line!r}')
        session.logout()

    def read(self, name, folder='INBOX'):
        """The mails of a folder as bytes, in order; [] if it is absent."""
        session = self.imap(name)
        try:
            kind, count = session.select(folder, readonly=True)
            if kind != 'OK' or int(count[0]) == 0:
                return []
            answer = session.fetch('1:*', '(BODY.PEEK[])')[1]
            return [part[1] for part in answer if isinstance(part, tuple)]
        finally:
            session.logout()

    def empty(self, name):
        """Remove all mail of all folders."""
        session = self.imap(name)
        for line in session.list()[1]:
            folder = line.decode().rpartition(' ')[2]
            kind, answer = session.select(folder)
            if kind == 'OK' and answer != [b'0']:
                session.store('1:*', '+FLAGS', r'\Deleted')
                session.close()
        session.logout()

    def count(self, name, folder='INBOX'):
        session = self.imap(name)
        try:
            kind, answer = session.select(folder, readonly=True)
            return int(answer[0]) if kind == 'OK' else 0
        finally:
            session.logout()
