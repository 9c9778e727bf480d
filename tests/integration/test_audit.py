#!/usr/bin/env python3
"""test_audit.py - the server, the ledger and the dispositions agree; where a
database was put back, mail that it lost comes in again and nobody hears."""

import json
import os
import subprocess
import time
import unittest

from mails import Desk, Servers, automatic, wait_contact, wait_for, write

OLD = time.time() - 3600


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = Desk(cls.servers, database=cls.servers.new_database(
            f'audit_{time.time_ns()}'))
        cls.desk.prepare()

    def audit(self, *words):
        done = self.desk.run('audit', '--json', *words)
        return done.returncode, json.loads(done.stdout)

    def folder(self, report, name):
        return next(folder for folder in report['folders']
                    if folder['folder'] == name)

    def settle(self, count):
        """Run until so many mails have been moved away and each answer to
        them has been sent and lies in its mailbox."""
        with self.desk.running():
            wait_contact(self.desk)
            yield
            wait_for(self.desk, f'{count} mails moved', lambda: int(
                self.desk.sql("SELECT count(*) FROM mail"
                              " WHERE retire = 'done'")[0]) >= count)
            wait_for(self.desk, 'nothing on its way', lambda: int(
                self.desk.sql("SELECT count(*) FROM outbox"
                              " WHERE state <> 'sent'")[0]) == 0)
        sent = int(self.desk.sql("SELECT count(*) FROM outbox"
                                 " WHERE class = 'automatic'")[0])
        wait_for(self.desk, f'{sent} answers arrived', lambda: len(
            automatic(self.servers.read('alice'))) == sent)

    def test_whole_and_torn(self):
        desk, servers = self.desk, self.servers
        for _ in self.settle(5):
            for number in range(1, 6):
                servers.send(write(number), 'alice', 'support', login='alice')
        status, report = self.audit('--bytes')
        self.assertEqual((status, report['gaps']), (0, 0))
        self.assertEqual(self.folder(report, 'Processed')['known'], 5)
        self.assertEqual(report['ended'], {'ticketed': 5})
        self.assertIn('No gap', desk.call('audit'))
        dump = os.path.join(desk.dir, 'dump')
        with open(dump, 'wb') as out:
            subprocess.run(['pg_dump', desk.database], stdout=out, check=True)

        # Three more come and are moved; then the backup is put back.
        for _ in self.settle(8):
            for number in range(6, 9):
                servers.send(write(number), 'alice', 'support', login='alice')
        answers = len(automatic(servers.read('alice')))
        desk.database = servers.new_database(f'restored_{time.time_ns()}')
        with open(dump, 'rb') as text:
            subprocess.run(['psql', '-qX', '-v', 'ON_ERROR_STOP=1',
                            desk.database], stdin=text, check=True,
                           stdout=subprocess.DEVNULL)
        # The keys are those that it had before: they are not in a database.
        type(self).desk = desk = Desk(servers, database=desk.database)
        status, report = self.audit()
        self.assertEqual((status, report['gaps']), (1, 3))
        self.assertEqual(self.folder(report, 'Processed')['unknown'], 3)
        words = desk.run('audit')
        self.assertEqual(words.returncode, 1)
        self.assertIn('postdesk reconcile', words.stdout)

        # Another database than before: nobody works with it yet.
        worker = desk.start('ingest', '--once')
        self.assertNotEqual(worker.wait(60), 0)
        with open(desk.log('ingest'), encoding='utf-8') as log:
            self.assertIn('run `postdesk reconcile`', log.read())
        found = desk.json('reconcile')
        self.assertEqual((found['taken'], found['changed']), (3, True))
        found = desk.json('reconcile')
        self.assertEqual((found['taken'], found['changed']), (0, False))
        with desk.running():
            wait_for(desk, 'eight dispositions', lambda: int(desk.sql(
                "SELECT count(*) FROM mail WHERE state = 'ended'")[0]) == 8)
        status, report = self.audit('--bytes')
        self.assertEqual((status, report['gaps']), (0, 0))
        self.assertEqual(desk.sql(
            "SELECT DISTINCT answer FROM mail WHERE silent"),
            ['older-than-activation'])
        # None is answered by machine once more.
        self.assertEqual(len(automatic(servers.read('alice'))), answers)

        self.tear(desk)

    def tear(self, desk):
        """Bytes that are changed or gone are found; so is mail that nobody
        takes in, and mail that somebody took away."""
        desk.sql("GRANT UPDATE, DELETE ON mail_raw TO CURRENT_USER")
        desk.sql("UPDATE mail_raw SET bytes = overlay(bytes PLACING 'X'::bytea"
                 " FROM 1) WHERE mail_id = (SELECT min(mail_id) FROM mail_raw)")
        self.assertEqual(self.audit()[0], 0)
        status, report = self.audit('--bytes')
        self.assertEqual((status, report['broken_bytes']), (1, 1))
        desk.sql("DELETE FROM mail_raw WHERE mail_id ="
                 " (SELECT max(mail_id) FROM mail_raw)")
        status, report = self.audit('--bytes')
        self.assertEqual(report['broken_bytes'], 2)
        status, report = self.audit()
        self.assertEqual((status, report['broken_bytes']), (1, 1))

        self.servers.append('support', [write(20)], date=OLD)
        self.servers.append('support', [write(21)])
        report = self.audit()[1]
        inbox = self.folder(report, 'INBOX')
        self.assertEqual((inbox['unknown'], inbox['coming']), (1, 1))
        with self.desk.running('fetch', '--once') as worker:
            worker.wait(30)
        inbox = self.folder(self.audit()[1], 'INBOX')
        self.assertEqual((inbox['known'], inbox['gone']), (2, 0))
        session = self.servers.imap('support')
        session.select('INBOX')
        session.store('1', '+FLAGS', r'\Deleted')
        session.close()
        session.logout()
        inbox = self.folder(self.audit()[1], 'INBOX')
        self.assertEqual((inbox['known'], inbox['gone']), (1, 1))


if __name__ == '__main__':
    unittest.main()
