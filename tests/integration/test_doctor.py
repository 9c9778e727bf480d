#!/usr/bin/env python3
"""test_doctor.py - what the doctor finds, on the real servers; and that its
own mail, and nobody else's, opens no ticket."""

import os
import subprocess
import sys
import time
import unittest

from mails import Desk, Servers, wait_contact, wait_until, write

FAKE_SMTP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..',
                         'rig', 'fake_smtp.py')

PROBE = 'a1795303002p-aaaaaaaaaaaaaaaaaaaaaaaaaa@example.test'


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)

    def setUp(self):
        self.desk = Desk(self.servers, database=self.servers.new_database(
            f'doctor_{time.time_ns()}'))
        self.desk.prepare()

    def change(self, name, old, new):
        path = os.path.join(self.desk.dir, name)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        self.assertIn(old, text)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace(old, new))

    def examine(self, status, *words):
        """Its findings by what was looked at; each has one line."""
        done = self.desk.run('doctor', *words)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        found = {}
        for line in done.stdout.splitlines():
            verdict, what, says = line.split(None, 2)
            found[what] = (verdict, says)
        return found

    def expect(self, finding, verdict, words):
        self.assertEqual(finding[0], verdict, finding)
        self.assertIn(words, finding[1])

    def take_in(self, mail, to='support'):
        """One new mail, judged by a desk that runs for it."""
        before = len(self.desk.json('mail', 'list'))
        with self.desk.running():
            wait_contact(self.desk)
            self.servers.send(mail, 'alice', to, login='alice')
            wait_until('its disposition', lambda: [
                mail for mail in self.desk.json('mail', 'list')
                if mail['disposition']][before:])

    def send_by_fake(self, *options):
        """From now on the desk sends by a server that does as it is told."""
        fake = subprocess.Popen([sys.executable, FAKE_SMTP, *options],
                                stdout=subprocess.PIPE, encoding='ascii')
        self.addCleanup(fake.stdout.close)
        self.addCleanup(fake.wait)
        self.addCleanup(fake.terminate)
        path = os.path.join(self.desk.dir, 'postdesk.yaml')
        with open(path, encoding='utf-8') as file:
            text = file.read()
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text[:text.index('  smtp:\n')] + f'''\
  smtp:
    host: 127.0.0.1
    port: {int(fake.stdout.readline())}
    tls: plain
''')

    # All is well

    def test_all_is_well(self):
        found = self.examine(0)
        for what in ('settings', 'sandbox', 'database', 'keys', 'rules',
                     'automatic', 'mailbox', 'smtp'):
            self.assertEqual(found[what][0], 'ok', found)
        self.expect(found['mailbox'], 'ok', 'certificate until ')
        self.expect(found['smtp'], 'ok', 'certificate until ')
        self.expect(found['authserv-ids'], 'note', 'no mail came yet')
        self.desk.call('autos', 'off')
        self.expect(self.examine(0)['automatic'], 'note', 'autos on')

    def test_as_json(self):
        found = {row['what']: row for row in self.desk.json('doctor')}
        self.assertEqual(found['smtp']['verdict'], 'ok')
        self.assertIsNone(found['smtp']['desk'])

    # The round trip

    def test_round_trip_opens_no_ticket(self):
        with self.desk.running():
            wait_contact(self.desk)
            found = self.examine(0, '--roundtrip')
            self.expect(found['roundtrip'], 'ok', 'came back')
            mails = wait_until('its disposition', lambda: [
                mail for mail in self.desk.json('mail', 'list')
                if mail['disposition']])
        self.assertEqual([(mail['disposition'], mail['reason'])
                          for mail in mails], [('noted', 'our-own-mail')])
        self.assertEqual(self.desk.json('tickets'), [])
        self.assertEqual(self.desk.json('outbox'), [])
        self.expect(self.examine(0)['plus-address'], 'ok', '(1 of 1)')

    def test_round_trip_without_workers(self):
        found = self.examine(0, '--roundtrip')
        self.expect(found['roundtrip'], 'ok', 'in the mailbox support')

    def test_plus_addresses_that_are_refused(self):
        self.send_by_fake('--on', 'RCPT', r'550 5.1.1 no such user\r\n')
        found = self.examine(1, '--roundtrip')
        self.expect(found['smtp'], 'ok', 'without TLS')
        self.expect(found['roundtrip'], 'bad', '5.1.1 no such user')
        self.expect(found['roundtrip'], 'bad', 'address_tokens: false')

    def test_round_trip_put_off(self):
        self.send_by_fake('--on', 'RCPT', r'450 4.2.0 greylisted\r\n')
        found = self.examine(1, '--roundtrip')['roundtrip']
        self.expect(found, 'bad', '4.2.0 greylisted')
        self.assertNotIn('address_tokens', found[1])

    def test_forged_round_trip_opens_a_ticket(self):
        self.take_in(write(1).replace(b'mail-1@client.example.test',
                                      PROBE.encode()))
        mail = self.desk.json('mail', 'list')[0]
        self.assertEqual(mail['message_id'], PROBE)
        self.assertEqual(mail['disposition'], 'ticketed')

    # Who vouches for senders

    def test_pin(self):
        self.take_in(write(2))
        self.expect(self.examine(0)['authserv-ids'], 'ok',
                    'mail.example.test (1 of 1)')
        self.change('postdesk.yaml', '[mail.example.test]', '[mx.other.test]')
        self.expect(self.examine(1)['authserv-ids'], 'bad',
                    'carries mx.other.test')
        self.change('postdesk.yaml', 'authserv_ids: [mx.other.test]',
                    'authserv_ids: []')
        self.expect(self.examine(0)['authserv-ids'], 'note',
                    'authserv_ids: [mail.example.test]')

    # What is wrong

    def test_wrong_password(self):
        path = os.path.join(self.desk.dir, 'password')
        with open(path, 'w', encoding='ascii') as file:
            file.write('not-this-one\n')
        found = self.examine(1)
        for what in ('mailbox', 'smtp'):
            self.expect(found[what], 'bad', 'look at user, password')
        self.assertNotIn('not-this-one', str(found))

    def test_no_server(self):
        self.servers.stop('postfix')
        try:
            found = self.examine(1, '--roundtrip')
        finally:
            self.servers.start('postfix')
        self.expect(found['mailbox'], 'ok', 'logged in')
        self.expect(found['smtp'], 'bad', 'look at host and port')
        self.expect(found['roundtrip'], 'bad', 'was not sent')

    def test_no_database(self):
        self.change('postdesk.yaml', '/pg', '/nowhere')
        found = self.examine(1, '--roundtrip')
        self.expect(found['database'], 'bad', 'look at `database`')
        self.expect(found['mailbox'], 'ok', 'logged in')
        self.expect(found['roundtrip'], 'bad', 'needs the database')

    def test_key_file_that_others_can_read(self):
        os.chmod(os.path.join(self.desk.dir, 'keys'), 0o644)
        try:
            self.expect(self.examine(1)['settings'], 'bad', 'found mode 0644')
        finally:
            os.chmod(os.path.join(self.desk.dir, 'keys'), 0o600)

    def test_broken_rules(self):
        rules = os.path.join(self.servers.dir, 'broken')
        os.makedirs(rules, exist_ok=True)
        with open(os.path.join(rules, '10.yaml'), 'w',
                  encoding='utf-8') as file:
            file.write('rules: [\n')
        with open(os.path.join(self.desk.dir, 'postdesk.yaml'),
                  encoding='utf-8') as file:
            old = next(line for line in file if '  rules: ' in line)
        self.change('postdesk.yaml', old, f'  rules: {rules}\n')
        self.expect(self.examine(1)['rules'], 'bad', '10.yaml:')

    def test_no_such_desk(self):
        self.expect(self.examine(1, '--desk', 'x')['settings'], 'bad',
                    'no desk called "x"')

    # What it advises: the switch and the outbox

    def test_autos_says_what_it_is(self):
        self.assertIn('is on', self.desk.call('autos'))
        self.desk.call('autos', 'off')
        self.assertIn('is off', self.desk.call('autos'))
        self.assertEqual(self.desk.run('autos', 'perhaps').returncode, 64)

    def test_outbox_shows_one_mail(self):
        spool = os.path.join(self.servers.dir, 'spool')
        os.makedirs(spool)
        self.send_by_fake('--spool', spool)
        # Only what is newer than the desk is answered, and a mailbox tells
        # the time in whole seconds.
        time.sleep(1)
        with self.desk.running():
            wait_contact(self.desk)
            self.servers.send(write(3), 'alice', 'support', login='alice')
            sent = wait_until('an answer', lambda: self.desk.json(
                'outbox', 'list', '--state', 'sent', '--class', 'automatic'))
        # Nobody shall be told what became of an automatic mail; agents are
        # told of the ticket in mails of another class.
        envelopes = []
        for name in os.listdir(spool):
            with open(os.path.join(spool, name), encoding='ascii') as mail:
                envelopes.append(mail.read().splitlines()[1])
        self.assertEqual([line for line in envelopes if 'alice' in line],
                         ['RCPT TO:<alice@example.test> NOTIFY=NEVER'])
        shown = self.desk.call('outbox', 'show', str(sent[0]['id']))
        self.assertIn('attempt 1, ', shown)
        self.assertIn('Auto-Submitted: auto-replied', shown)
        one = self.desk.json('outbox', 'show', str(sent[0]['id']))
        self.assertEqual(one['message_id'], sent[0]['message_id'])
        self.assertEqual([row['result'] for row in one['log']], ['sent'])
        self.assertEqual(self.desk.run('outbox', 'show', '5').returncode, 65)
        self.assertEqual(self.desk.run('outbox', 'show').returncode, 64)


if __name__ == '__main__':
    unittest.main()
