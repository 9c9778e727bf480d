#!/usr/bin/env python3
"""test_faults.py - what the world and the operator do wrong: each a clear
line, nothing lost, and others unharmed."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from mails import (Desk, Servers, end, oracle, wait_decided, wait_for,
                   write)

BIG = 60 * 1024 * 1024


@contextlib.contextmanager
def fake_imap(*options):
    """A scripted server, to which anybody may log in; its port."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          '..', 'rig', 'fake_imap.py')
    with subprocess.Popen([sys.executable, script, *options],
                          stdout=subprocess.PIPE, encoding='ascii') as peer:
        try:
            yield int(peer.stdout.readline().split()[-1])
        finally:
            peer.kill()


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)

    def setUp(self):
        for name in ('INBOX', 'Processed', 'Oversize'):
            self.empty('support', name)
        # One database a test, so that ledgers do not mix.
        self.desk = Desk(self.servers, database=self.servers.new_database(
            f'faults_{time.time_ns()}'))
        self.desk.prepare()

    def empty(self, name, folder):
        session = self.servers.imap(name)
        kind, answer = session.select(folder)
        if kind == 'OK' and answer != [b'0']:
            session.store('1:*', '+FLAGS', r'\Deleted')
            session.close()
        session.logout()

    def change_settings(self, old, new):
        path = os.path.join(self.desk.dir, 'postdesk.yaml')
        with open(path, encoding='utf-8') as file:
            text = file.read()
        self.assertIn(old, text)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace(old, new))

    def read_from(self, port):
        """Let the mailbox be that of a fake_imap."""
        with open(os.path.join(self.desk.dir, 'password'), 'w',
                  encoding='ascii') as file:
            file.write('secret\n')
        dovecot = (f"    port: {self.servers.port('IMAPS_PORT')}\n"
                   f'    ca_file: {self.servers.ca}\n'
                   '    user: support@example.test\n')
        self.change_settings(dovecot, f'    port: {port}\n    tls: plain\n'
                             '    user: desk\n')

    def log_says(self, word, text):
        def said():
            with open(self.desk.log(word), encoding='utf-8') as log:
                return text in log.read()
        wait_for(self.desk, f'`{text}` in the log of {word}', said)

    def has_tickets(self):
        return oracle.count(self.desk, 'SELECT count(*) FROM ticket') > 0

    def run_and_wait_for_tickets(self, count):
        """The desk at work on so many mails, with the first ones done."""
        self.servers.append('support', [write(n) for n in range(count)])
        worker = self.desk.start('run')
        wait_for(self.desk, 'the first tickets', self.has_tickets)
        return worker

    # The operator

    def test_unknown_key(self):
        self.change_settings('  admin:', '  amdin:')
        done = self.desk.run('tickets')
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertRegex(done.stderr, r'postdesk\.yaml:\d+:\d+: .*amdin')

    def test_broken_yaml(self):
        self.change_settings('desks:\n', 'desks: [\n')
        done = self.desk.run('tickets')
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertRegex(done.stderr, r'postdesk\.yaml:\d+:\d+: ')

    def test_settings_that_are_no_file(self):
        path = os.path.join(self.desk.dir, 'postdesk.yaml')
        os.rename(path, path + '.was')
        self.addCleanup(os.rename, path + '.was', path)
        for make in (os.mkfifo, os.mkdir, lambda at: os.symlink(at, at),
                     lambda at: self.desk._secret('postdesk.yaml',
                                                  '[' * 100000)):
            make(path)
            done = self.desk.run('tickets')
            self.assertEqual(done.returncode, 65)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            (os.rmdir if os.path.isdir(path) else os.unlink)(path)

    def test_try_interrupted(self):
        """At any moment, and nothing stays behind."""
        with tempfile.TemporaryDirectory() as room:
            mail = os.path.join(room, '1.eml')
            with open(mail, 'wb') as file:
                file.write(write(1))
            for step in range(12):
                trial = subprocess.Popen(
                    [self.desk.program, 'try', mail],
                    env={**os.environ, 'TMPDIR': room},
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(step * 0.04)
                trial.send_signal(signal.SIGTERM)
                trial.wait(30)
                self.assertEqual(os.listdir(room), ['1.eml'])

    def test_wrong_password(self):
        self.servers.append('support', [write(1)])
        path = os.path.join(self.desk.dir, 'password')
        with open(path, encoding='ascii') as file:
            right = file.read()
        with open(path, 'w', encoding='ascii') as file:
            file.write('not-it\n')
        with self.desk.running('fetch'):
            self.log_says('fetch', 'the login is refused')
        with open(self.desk.log('fetch'), encoding='utf-8') as log:
            self.assertNotIn('not-it', log.read())
        with open(path, 'w', encoding='ascii') as file:
            file.write(right)
        with self.desk.running():
            wait_decided(self.desk, 1)

    def test_certificate_of_another_authority(self):
        self.change_settings(f'    ca_file: {self.servers.ca}\n', '')
        with self.desk.running('fetch'):
            self.log_says('fetch', 'certificate')
        self.assertEqual(oracle.undecided(self.desk, 0), 0)

    # The mail

    def test_empty_and_big_mail_harm_only_themselves(self):
        big = write(2, subject='Big', text='0123456789abcde\n' * (BIG // 16))
        self.servers.append('support', [b'\n', write(1), big, write(3)])
        with self.desk.running():
            wait_decided(self.desk, 4)
            wait_for(self.desk, 'an empty INBOX',
                       lambda: self.servers.count('support') == 0)
        rows = self.desk.sql('SELECT subject FROM mail'
                             " WHERE disposition = 'ticketed'")
        for subject in ('Question 1', 'Question 3', 'Big 2'):
            self.assertIn(subject, rows)
        self.assertEqual(self.servers.count('support', 'Oversize'), 1)

    def test_mail_that_the_server_does_not_give(self):
        """One of three; the others become tickets, and the log says it."""
        alone = '(UID RFC822.SIZE INTERNALDATE BODY.PEEK[])'
        no = '<tag> NO corrupt\\r\\n'
        with fake_imap('--make', '3',
                       '--on', f'UID FETCH 1:3 {alone}', no,
                       '--on', f'UID FETCH 2 {alone}', no) as port:
            self.read_from(port)
            with self.desk.running('fetch'), self.desk.running('ingest'):
                wait_decided(self.desk, 2)
                self.log_says('fetch', 'the last is 2: ')

    # The machine

    def test_sessions_of_the_database_ended(self):
        worker = self.run_and_wait_for_tickets(200)
        for _ in range(5):
            self.desk.sql('SELECT pg_terminate_backend(pid)'
                          ' FROM pg_stat_activity WHERE pid <>'
                          ' pg_backend_pid() AND datname = current_database()')
            time.sleep(0.3)
        wait_decided(self.desk, 200, 90)
        end(worker)
        oracle.check(self.desk, 200, names=())

    def test_two_on_one_configuration(self):
        self.servers.append('support', [write(n) for n in range(100)])
        with self.desk.running('run'), self.desk.running('run'):
            wait_decided(self.desk, 100, 60)
            wait_for(self.desk, 'an empty INBOX',
                       lambda: self.servers.count('support') == 0, 60)
        oracle.check(self.desk, 100, names=())

    def test_secrets_stay_inside(self):
        secrets = [self.servers.passwords['support@example.test']]
        with open(os.path.join(self.desk.dir, 'keys'),
                  encoding='ascii') as keys:
            secrets.append(keys.read().split()[1])
        self.servers.append('support', [write(1)])
        with self.desk.running('run') as worker:
            wait_decided(self.desk, 1)
            family = subprocess.run(
                ['ps', 'e', '-ww', '-o', 'args', '--ppid', str(worker.pid),
                 '-p', str(worker.pid)], stdout=subprocess.PIPE, check=True,
                encoding='utf-8').stdout
        self.assertIn('deliver', family)
        with open(self.desk.log('run'), encoding='utf-8') as log:
            said = family + log.read()
        for secret in secrets:
            self.assertNotIn(secret, said)

    def test_database_gone_and_back(self):
        worker = self.run_and_wait_for_tickets(200)
        self.servers.stop('postgres')
        time.sleep(1)
        self.servers.start('postgres')
        wait_decided(self.desk, 200, 90)
        end(worker)
        oracle.check(self.desk, 200, names=())

    def test_mail_server_gone_and_back(self):
        worker = self.run_and_wait_for_tickets(200)
        self.servers.stop('dovecot')
        time.sleep(1)
        self.servers.start('dovecot')
        wait_decided(self.desk, 200, 90)
        wait_for(self.desk, 'an empty INBOX',
                   lambda: self.servers.count('support') == 0, 90)
        end(worker)
        oracle.check(self.desk, 200, names=())


if __name__ == '__main__':
    unittest.main()
