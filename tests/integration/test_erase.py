#!/usr/bin/env python3
"""test_erase.py - a person who was erased stands in no table any more: neither
his address, nor his name, nor what he wrote; all else is as it was."""

import base64
import glob
import os
import re
import shutil
import subprocess
import unittest

from mails import Servers
from folder_desk import TOP, FolderDesk, write

CANARY = 'The violet kettle of my aunt in Kalamata leaks.'
NAME = 'Antigone Papadaki'
ADDRESS = 'antigone.papadaki@customers.example'
OTHER = 'antigone@second.example'
THIRD = 'öystein@third.example'
HIDDEN = base64.b64encode(f'It was {NAME}.'.encode()).decode()
TRACES = (ADDRESS, OTHER, THIRD, NAME, 'Antigone', CANARY, 'violet',
          'Kalamata', 'papadaki', HIDDEN)


# Tables with words that are the operator's, or the program's own.
IMPERSONAL = {
    'activation', 'agent', 'claim', 'departure', 'desk', 'expectation',
    'incident', 'lineage', 'mailbox', 'notification', 'offer', 'organisation',
    'outbox_pause', 'queue_load', 'relation', 'response', 'ruleset',
    'ruleset_file', 'schema_step', 'shadow', 'tag',
}


def mail(sender, number, text, *headers, name=NAME, subject=None):
    raw = write(sender, number, *headers, proven=True, text=text,
                subject=subject or f'Violet matter {number}')
    return raw.replace(f'From: {sender}'.encode(),
                       f'From: {name} <{sender}>'.encode())


def pg_dump():
    found = shutil.which('pg_dump') or ''
    return max(glob.glob('/usr/lib/postgresql/*/bin/pg_dump'), default=found)


class Erase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers('postgres')
        cls.desk = FolderDesk(cls.servers, 'forget', extra='''\
  reopen: always
  retention: { processed: 30 days }
  agents:
  - { name: Carol, address: carol@desk.example.test }
''')
        cls.desk.call('autos', 'on')

    @classmethod
    def tearDownClass(cls):
        cls.servers.close()

    def dump(self):
        done = subprocess.run([pg_dump(), self.desk.database], check=True,
                              stdout=subprocess.PIPE)
        # But for what differs from dump to dump: a nonce, the next free ids.
        text = re.sub(r'(?m)^(\\(un)?restrict|SELECT pg_catalog.setval).*$', '',
                      done.stdout.decode())
        # Bytes stand there in hexadecimal digits.
        for digits in re.findall(r'\\\\x([0-9a-f]{8,})', text):
            text += bytes.fromhex(digits).decode('latin-1')
        return text.lower()

    def fill(self):
        """His own ticket, another's in which he takes part, and a stranger's
        that has nothing to do with him."""
        desk = self.desk
        own, also, shared, apart = desk.take(
            mail(ADDRESS, 1, CANARY + '\nMy order is ORD-778899.'),
            mail(OTHER, 2, CANARY),
            mail('bob@others.example', 3, 'My oven is cold.', name='Bob Two',
                 subject='Cold oven'),
            mail('eve@others.example', 4, 'My lamp is dark.', name='Eve Three',
                 subject='Dark lamp'))
        desk.call('contact', 'link', ADDRESS, OTHER)
        desk.sql("INSERT INTO address (desk_id, id, contact_id, address, name,"
                 f" created) SELECT desk_id, id + 1000000, contact_id,"
                 f" '{THIRD}', '', now() FROM address"
                 f" WHERE address = '{OTHER}'")
        desk.sql("INSERT INTO participant (desk_id, ticket_id, address, added)"
                 f" SELECT desk_id, id, '{ADDRESS}', now() FROM ticket"
                 f" WHERE number = {shared['ticket']}")
        joined, _ = desk.take(
            mail(ADDRESS, 5, CANARY, 'In-Reply-To: <3@others.example>',
                 subject='Re: Cold oven'),
            mail('bob@others.example', 6, 'Yes, still cold, and thank you.\n\n'
                 f'On Monday {NAME} <{ADDRESS}> wrote:\n> {CANARY}',
                 'In-Reply-To: <5@customers.example>',
                 subject='Re: Cold oven', name='Bob Two'))
        self.assertEqual(joined['ticket'], shared['ticket'])
        # Strangers speak of him, one in another alphabet of bytes.
        desk.take(mail('gus@others.example', 7,
                       f'Ask {NAME.upper()}, <{ADDRESS.title()}>.',
                       f'References: <x.{ADDRESS}> <x.{THIRD.title()}>',
                       name='Gus Seven',
                       subject=f'About {NAME}'),
                  write('ida@others.example', 8, 'MIME-Version: 1.0',
                        'Content-Type: text/plain; charset=utf-8',
                        'Content-Transfer-Encoding: base64', proven=True,
                        text=HIDDEN, subject='A hint'))
        # What goes to others stays until it has gone.
        desk.sql("UPDATE outbox SET state = 'sent', ended = now()"
                 " WHERE address LIKE '%@others.example'")
        desk.sql("INSERT INTO field (desk_id, ticket_id, name, value, set)"
                 " SELECT desk_id, id, 'order', 'Kalamata 7', now()"
                 f" FROM ticket WHERE number = {own['ticket']}")
        desk.sql("INSERT INTO attempt (desk_id, outbox_id, attempt, at, "
                 "result, code, reply) SELECT desk_id, id, 9, now(), 'failed',"
                 f" 550, 'no user {ADDRESS} here' FROM outbox"
                 f" WHERE address = '{ADDRESS}'")
        return own, also, shared, apart

    def test_erased(self):
        desk = self.desk
        own, also, shared, apart = self.fill()
        before = self.dump()
        for word in TRACES:
            self.assertIn(word.lower(), before)
        mails = desk.sql('SELECT id, disposition, ticket_id, sha256, item '
                         'FROM mail ORDER BY id')
        told = desk.json('erase', ADDRESS)
        self.assertFalse(told['erased'])
        self.assertEqual((told['mails'], told['tickets']), (3, 2))
        self.assertEqual(self.dump(), before)

        done = desk.json('erase', ADDRESS.upper(), '--yes')
        self.assertEqual(done['rows'], told['rows'])
        after = self.dump()
        found = [line[:300] for line in after.split('\n')
                 for word in TRACES if word.lower() in line]
        self.assertEqual(found, [])

        # The ledger: each mail, its end, its ticket.
        self.assertEqual(mails, desk.sql(
            'SELECT id, disposition, ticket_id, sha256, item FROM mail '
            'ORDER BY id'))
        audit = desk.run('audit', '--json')
        self.assertEqual(audit.returncode, 0, audit.stdout + audit.stderr)
        # What others wrote.
        said = desk.sql("SELECT split_part(visible, chr(10), 1) FROM v_message"
                        " WHERE visible <> '' AND direction = 'in'"
                        ' ORDER BY id')
        self.assertEqual(said,
                         ['My oven is cold.', 'My lamp is dark.',
                          'Yes, still cold, and thank you.',
                          'Ask [erased], <[erased]>.', 'It was [erased].'])
        self.assertIn('bob@others.example', after)
        self.assertIn('dark lamp', after)
        raw = desk.run('mail', 'raw', str(apart['id']))
        self.assertIn('My lamp is dark.', raw.stdout)
        # Commands say what became of it.
        shown = desk.call('mail', 'show', str(own['id']))
        self.assertIn('removed with the person who was erased', shown)
        self.assertNotEqual(desk.run('mail', 'raw',
                                     str(also['id'])).returncode, 0)
        desk.call('show', str(own['ticket']))
        desk.call('show', str(shared['ticket']))
        desk.call('why', str(own['id']))
        self.assertEqual(desk.sql("SELECT count(*) FROM event WHERE "
                                  "kind = 'erased'"), ['2'])
        record, = desk.sql('SELECT counts::text FROM erasure')
        self.assertIn('"mail":3', record.replace(' ', ''))
        # Nobody of that name; whoever writes again is somebody new.
        again = desk.run('erase', ADDRESS, '--yes')
        self.assertIn('nobody is known by', again.stderr)
        fresh = desk.take(mail(ADDRESS, 9, 'A new matter.', subject='New'))
        self.assertEqual(fresh['disposition'], 'ticketed')
        self.assertNotIn(fresh['ticket'], (own['ticket'], also['ticket'],
                                           shared['ticket']))

    def test_every_table(self):
        """A new table is either looked at, or known to hold no person."""
        with open(os.path.join(TOP, 'sql', 'queries', 'erase.sql'),
                  encoding='utf-8') as file:
            erased = set(re.findall(r'(?:FROM|UPDATE|INTO) ([a-z_]+)',
                                    file.read()))
        with_words = self.desk.sql(
            "SELECT DISTINCT c.table_name FROM information_schema.columns c"
            ' JOIN information_schema.tables t USING (table_schema,'
            " table_name) WHERE c.table_schema = 'public' AND t.table_type ="
            " 'BASE TABLE' AND c.data_type IN ('text', 'json', 'jsonb',"
            " 'bytea', 'tsvector', 'ARRAY')")
        self.assertEqual(set(with_words) - erased - IMPERSONAL, set())

    def lying(self):
        """How many mails lie where they were moved to."""
        return len(glob.glob(os.path.join(self.desk.dir, 'mail', 'Processed',
                                          '*.eml')))

    def test_on_the_server(self):
        """What was moved goes from there with its person, or when it is old;
        and nothing that the ledger did not put there."""
        desk = self.desk
        desk.take(mail('dan@gone.example', 20, 'One.', name='Dan Four'),
                  mail('fay@kept.example', 21, 'Two.', name='Fay Five'),
                  mail('gus@kept.example', 22, 'Three.', name='Gus Six'))
        desk.call('fetch', '--once')
        stranger = os.path.join(desk.dir, 'mail', 'Processed', 'x.eml')
        with open(stranger, 'wb') as file:
            file.write(b'Subject: x\n\nx\n')
        before = self.lying()
        desk.call('erase', '--yes', 'dan@gone.example')
        self.assertEqual(self.lying(), before)
        desk.call('fetch', '--once')
        self.assertEqual(self.lying(), before - 1)
        for days, author in ((31, 'fay'), (29, 'gus')):
            then = f"now() - interval '{days} days'"
            desk.sql(f'UPDATE mail SET ended = {then}, retired = {then} '
                     f"WHERE author = '{author}@kept.example'")
        desk.call('fetch', '--once')
        self.assertEqual(self.lying(), before - 2)
        self.assertTrue(os.path.exists(stranger))
        self.assertEqual(desk.sql('SELECT count(*) FROM mail WHERE cleared '
                                  'IS NOT NULL AND kept > 0'), ['1'])
        os.unlink(stranger)

    def test_refused(self):
        for address, why in (('carol@desk.example.test', 'is an agent'),
                             ('support@desk.example.test', 'desk\'s own'),
                             ('nobody@example.org', 'nobody is known')):
            done = self.desk.run('erase', '--yes', address)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(why, done.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
