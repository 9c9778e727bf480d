#!/usr/bin/env python3
"""test_oracle.py - the oracle of the rig sees each wrong that is planted, and
names the mail; of a desk that did well it says nothing."""

import unittest

import mails
from mails import Desk, Servers, address, oracle, wait_until, write

COUNT = 8
ALONE = {'names': (), 'server': None}   # the database


def enveloped(number):
    sender = ('alice', 'bob')[number % 2]
    return (f'Return-Path: <{address(sender)}>\n'.encode() +
            write(number, sender))


class Oracle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('dovecot', 'postfix', 'postgres')
        cls.addClassCleanup(cls.servers.close)
        cls.desk = Desk(cls.servers, database=cls.servers.database,
                        caps=mails.NO_CAPS)
        cls.desk.prepare()
        cls.desk.call('fetch', '--once')
        cls.servers.append('support', [enveloped(n) for n in range(COUNT)])
        for worker in ('fetch', 'ingest', 'deliver', 'fetch'):
            cls.desk.call(worker, '--once')
        cls.rows = {int(row.split('|')[1]): int(row.split('|')[0])
                    for row in cls.desk.sql(
                        "SELECT id, substr(subject, 10) FROM mail")}

    def examine(self, injected=COUNT, **how):
        return oracle.examine(self.desk, injected, **how)

    def assert_found(self, what, which, *statements, **how):
        """Planted by these statements, and taken back afterwards."""
        for statement in statements:
            self.desk.sql(statement)
        faults = self.examine(**how).faults
        self.assertTrue(any(what == fault[1] and str(which) in fault[2]
                            for fault in faults), (what, which, faults))

    def plant(self, table, where, what, which, how=None, **change):
        """Change a row of a table, look, and change it back."""
        columns = ', '.join(f'{name} = {value}'
                            for name, value in change.items())
        back = ', '.join(f'{name} = kept.{name}' for name in change)
        try:
            self.assert_found(
                what, which, f'CREATE TABLE kept AS SELECT * FROM {table} '
                f'WHERE {where}; UPDATE {table} SET {columns} WHERE {where}',
                **(how or ALONE))
        finally:
            key = where.split(' = ')
            self.desk.sql(f'UPDATE {table} t SET {back} FROM kept '
                          f'WHERE t.{key[0]} = kept.{key[0]}; '
                          'DROP TABLE kept')

    def test_nothing_wrong(self):
        self.assertEqual(str(self.examine()), '')
        self.assertEqual(oracle.check(self.desk, [
            f'mail-{number}@client.example.test' for number in range(COUNT)]),
            COUNT)

    def test_numbers(self):
        self.assert_found('in the ledger, not as injected', COUNT + 1,
                          injected=COUNT + 1)
        ids = [f'mail-{number}@client.example.test'
               for number in range(1, COUNT + 1)]
        self.assert_found('not in the ledger', ids[-1], injected=ids)
        self.assert_found('in the ledger, never injected', 'mail-0',
                          injected=ids)

    def test_ledger(self):
        one, other = self.rows[1], self.rows[2]
        begun = self.desk.sql("SELECT id FROM event WHERE kind = 'created' "
                              f'AND mail_id = {one}')[0]
        said = self.desk.sql('SELECT id FROM message WHERE direction = '
                             f"'in' AND mail_id = {one}")[0]
        mail, of_other = f'id = {one}', f'FROM mail WHERE id = {other})'
        self.plant('mail', mail, 'without a disposition', one,
                   state="'pending'", disposition='NULL')
        self.plant('mail', mail, 'opened by several mails', other,
                   ticket_id='(SELECT ticket_id ' + of_other)
        self.plant('mail', mail, 'opened by the same bytes', other,
                   sha256='(SELECT sha256 ' + of_other)
        self.plant('mail', mail, 'with no ticket', one, ticket_id='NULL')
        self.plant('mail', mail, 'answered though it was old', one,
                   silent='true')
        self.plant('mail_raw', f'mail_id = {one}', 'not stored as taken in',
                   one, bytes="bytes || 'x'")
        self.plant('message', f'id = {said}',
                   'whose words are in no ticket', one,
                   mail_id='NULL')
        self.plant('event', f'id = {begun}', 'begun by one mail', other,
                   mail_id=other)
        self.plant('event', f'id = {begun}', 'that nothing began',
                   'Question 1', kind="'noted'")
        self.plant('event', f'id = {begun}', 'named and not there', 4711,
                   ticket_id=4711)
        for table, what in (('trace', 'explained'), ('mail_raw', 'stored')):
            self.assert_found(what + ' and not there', 4711,
                              f'UPDATE {table} SET mail_id = 4711'
                              f' WHERE mail_id = {one}', **ALONE)
            self.desk.sql(f'UPDATE {table} SET mail_id = {one}'
                          ' WHERE mail_id = 4711')
        self.plant('mail', mail, 'named and not there', 4711,
                   ticket_id=4711)
        self.plant('mail', mail, 'from a mailbox that is not there', one,
                   mailbox_id=4711)

    def test_outbox(self):
        row, key = self.desk.sql(
            "SELECT o.id || ' ' || o.dedupe_key FROM outbox o, mail m"
            f' WHERE m.id = {self.rows[1]}'
            " AND o.dedupe_key <> 'ack/' || m.ticket_id"
            ' LIMIT 1')[0].split()
        sent = f'id = {row}'
        self.plant('outbox', sent, 'not sent, and nobody was told', key,
                   **{'class': "'agent'", 'state': "'uncertain'"})
        self.plant('outbox', sent, 'called back by nobody', key,
                   **{'class': "'agent'", 'state': "'cancelled'"})
        self.plant('outbox', sent, 'written to a customer and in no outbox',
                   '', message_row='NULL')
        self.plant('outbox', sent, 'arrived though no attempt is known', key,
                   {'names': ('alice', 'bob')}, state="'queued'",
                   ended='NULL')
        self.plant('outbox', sent, 'to be sent and not there', key,
                   body_id=4711)
        self.plant('outbox', sent, 'answered twice by the outbox',
                   self.rows[1], dedupe_key=f"'reply/{self.rows[1]}'")
        self.assert_found(
            'accepted, or maybe accepted, more than once', key,
            'INSERT INTO attempt SELECT desk_id, outbox_id, 9, at, '
            f"'uncertain', 0, '' FROM v_attempt WHERE outbox_id = {row}",
            **ALONE)
        self.desk.sql('DELETE FROM attempt WHERE attempt = 9')

    def remove(self, name, folder, words):
        session = self.servers.imap(name)
        session.select(folder)
        found = session.search(None, 'SUBJECT', f'"{words}"')[1][0].split()
        session.store(found[0], '+FLAGS', r'\Deleted')
        session.expunge()
        session.logout()

    def test_server(self):
        self.servers.append('support', [enveloped(77)], 'Processed')
        self.assert_found('on the server and unknown to the ledger', 'mail-77')
        self.remove('support', 'Processed', 'Question 77')
        kept, = [raw for raw in self.servers.read('support', 'Processed')
                 if mails.parse(raw)['Subject'] == 'Question 3']
        self.remove('support', 'Processed', 'Question 3')
        self.assert_found('gone from the server', 'Question 3')
        self.servers.append('support', [kept], 'Processed')
        self.assertEqual(str(self.examine()), '')

    def test_arrivals(self):
        wait_until('all answers', lambda: len(
            self.servers.read('alice')) == COUNT // 2)
        raw = self.servers.read('alice')[0]
        mail = mails.parse(raw)
        self.servers.append('alice', [raw])
        self.assert_found('arrived more than once', 'ack/')
        self.assert_found('answered more than once',
                          mail['In-Reply-To'].strip('<>'))
        self.servers.append('alice', [raw.replace(b'\r\n\r\n',
                                                  b'\r\n\r\nNo. ')])
        self.assert_found('arrived with other bytes', 'ack/')
        self.servers.append('alice', [raw.replace(
            mail['Message-ID'].encode(), b'<strange@example.test>')])
        self.assert_found('sent by us and unknown to the outbox', 'strange')
        patience, oracle.PATIENCE = oracle.PATIENCE, 0
        for _ in range(4):
            self.remove('alice', 'INBOX', mail['Subject'])
        self.assert_found('taken by a server and nowhere to be found', 'ack/')
        oracle.PATIENCE = patience
        self.servers.append('alice', [raw])
        self.assertEqual(str(self.examine()), '')


if __name__ == '__main__':
    unittest.main()
