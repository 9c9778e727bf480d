"""cluster.py - PostgreSQL clusters of a test's own, to be killed, filled up,
copied and promoted.

    cluster = Cluster(folder, 'one')
    cluster.start()
    cluster.kill()              # an immediate stop
    second = cluster.standby('two')
    second.start(); second.promote()

They listen on a socket in their folder only.  The processes are children of
the test: whatever happens, close() ends them.
"""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time

from rig import sql, wait_until

USER = 'postgres'       # PostgreSQL refuses to run as root
NAME = 'postdesk'       # the user and the database in it


def _bin():
    found = sorted(glob.glob('/usr/lib/postgresql/*/bin'),
                   key=lambda path: float(path.split('/')[-2]))
    if not found:
        raise RuntimeError('no PostgreSQL server is installed')
    return found[-1]


def _as_postgres():
    """How a child becomes that user, where the test is root."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(USER)
    return {'user': entry.pw_uid, 'group': entry.pw_gid, 'extra_groups': []}


class Cluster:
    """`data` is its folder, where it must lie elsewhere; `wal` the one of its
    log; `settings` are lines like 'deadlock_timeout=50ms'."""

    def __init__(self, folder, name, data=None, wal=None, settings=()):
        self.name = name
        self.socket = os.path.join(folder, name)
        self.data = data or os.path.join(self.socket, 'data')
        self.wal = wal
        self.settings = list(settings)
        self.process = None
        self._own(self.socket)
        self.uri = self.uri_of(NAME)

    def uri_of(self, database, host=None):
        return (f'postgresql:///{database}?user={NAME}'
                f'&host={host or self.socket}')

    @staticmethod
    def _own(path):
        os.makedirs(path, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(path, USER)

    def _run(self, program, *words):
        done = subprocess.run(
            [os.path.join(_bin(), program), *words], check=False, cwd='/',
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding='utf-8', **_as_postgres())
        if done.returncode != 0:
            raise RuntimeError(f'{program}: {done.stdout.strip()}')

    def make(self, segment=16):
        """With files of its log of so many MB."""
        for path in filter(None, (self.data, self.wal)):
            self._own(path)
        words = ['--waldir', self.wal] if self.wal else []
        self._run('initdb', '-D', self.data, '-U', NAME, '-A', 'trust',
                  '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync',
                  f'--wal-segsize={segment}', *words)
        self.start()
        sql(self.uri_of('postgres'), f'CREATE DATABASE {NAME}')
        return self

    # Its processes

    def start(self, seconds=30):
        """And wait until it takes sessions; raises where it ended instead."""
        self.launch()
        wait_until(f'a start of the cluster {self.name}', self.is_ready,
                   seconds, 0.02)

    def launch(self):
        options = {'listen_addresses': '', 'fsync': 'off',
                   'unix_socket_directories': self.socket,
                   'max_connections': '60', 'wal_keep_size': '64MB',
                   **dict(line.split('=') for line in self.settings)}
        with open(os.path.join(self.socket, 'server.log'), 'ab') as log:
            self.process = subprocess.Popen(
                [os.path.join(_bin(), 'postgres'), '-D', self.data,
                 *(word for key, value in options.items()
                   for word in ('-c', f'{key}={value}'))],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd='/',
                **_as_postgres())

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def is_ready(self):
        """As the server itself says in its lock file."""
        if not self.runs():
            raise RuntimeError(f'the cluster {self.name} ended; '
                               f'see {self.socket}/server.log')
        try:
            with open(os.path.join(self.data, 'postmaster.pid'),
                      encoding='ascii') as file:
                lines = file.read().splitlines()
        except OSError:
            return False
        return (len(lines) >= 8 and lines[0] == str(self.process.pid) and
                lines[7].strip() in ('ready', 'standby'))

    def kill(self):
        """An immediate stop: no farewell, no last word on disk."""
        self._end(signal.SIGQUIT)

    def last_number(self, statement):
        """What it answers, and then its end."""
        number = int(sql(self.uri, statement)[0])
        self.kill()
        return number

    def stop(self):
        self._end(signal.SIGINT)

    def _end(self, number):
        if self.runs():
            self.process.send_signal(number)
            self.process.wait(60)
        self.process = None

    def close(self):
        if self.runs():
            self.kill()

    def said(self, words):
        """How often its log says them."""
        with open(os.path.join(self.socket, 'server.log'),
                  encoding='utf-8', errors='replace') as log:
            return log.read().count(words)

    def recovers(self):
        """Whether it lives, and takes sessions again."""
        try:
            wait_until('a recovery', self.is_ready, 30)
        except RuntimeError:
            return False
        return True

    def remove(self):
        """Its folder too: another one may come to its place."""
        self.close()
        shutil.rmtree(self.socket)

    def backends(self):
        """The processes of sessions that programs of ours have."""
        return [int(pid) for pid in sql(
            self.uri, "SELECT pid FROM pg_stat_activity"
                      " WHERE application_name LIKE 'postdesk%'")]

    # A second one behind it

    def standby(self, name, settings=()):
        """A copy that follows, not started yet."""
        other = Cluster(os.path.dirname(self.socket), name,
                        settings=settings)
        self._own(other.data)
        os.chmod(other.data, 0o700)
        self._run('pg_basebackup', '-h', self.socket, '-U', NAME, '-D',
                  other.data, '-c', 'fast', '--no-sync', '-X', 'stream', '-R')
        return other

    def unfollow(self):
        """Hear nothing more from the primary: what it commits is lost."""
        sql(self.uri_of('postgres'), "ALTER SYSTEM SET primary_conninfo = ''")
        sql(self.uri_of('postgres'), 'SELECT pg_reload_conf()')
        wait_until('an end of replication', lambda: sql(
            self.uri_of('postgres'),
            'SELECT count(*) FROM pg_stat_wal_receiver') == ['0'])

    def promote(self):
        sql(self.uri_of('postgres'), 'SELECT pg_promote(true)')

    def wait_for_standby(self, seconds=30):
        """Until it has replayed what is committed now."""
        wait_until('a standby that has it all', lambda: sql(
            self.uri_of('postgres'), 'SELECT count(*) FROM pg_stat_replication'
            ' WHERE replay_lsn >= pg_current_wal_lsn()') == ['1'], seconds)


def freeze(pids, seconds):
    """Processes that say nothing for so long."""
    stopped = []
    try:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)
            except ProcessLookupError:
                pass
        time.sleep(seconds)
    finally:
        for pid in stopped:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass
