"""folder_desk.py - a desk whose mailbox is a folder, step by step.

    desk = FolderDesk(servers, 'acme', extra='  colleagues: join\\n')
    mail = desk.take(b'From: ...')   # what became of it
    answers = desk.answers()         # as they wait in the outbox

No mail server: what the desk takes is written into its folder, what it would
send stays in the outbox.
"""

import json
import os
import secrets

from mails import Desk, parse, sign  # it knows where the rig is
from desk import TOP, find_program  # pylint: disable=wrong-import-order

SETTINGS = '''\
database: "{database}"
key_file: keys
desks:
- name: {name}
  display_name: Acme Support
  address: support@desk.example.test
  authserv_ids: [mx.example.test]
  ack_unverified: normal
  caps: {{ address_hour: 100, address_day: 100, without_person: 100 }}
  rules: {rules}
{extra}  mailboxes:
  - name: inbox
    path: mail
  smtp: {{ host: localhost, port: 25, tls: plain }}
'''


class FolderDesk(Desk):
    """`extra` are lines of the desk's settings; `keys` more lines of keys."""

    # pylint: disable=super-init-not-called
    def __init__(self, servers, name, extra='', keys=''):
        self.servers = servers
        self.name = name
        self.database = servers.new_database(name)
        self.program = find_program()
        self.dir = os.path.join(servers.dir, name)
        self.count = 0
        self.key = secrets.token_bytes(32)
        os.makedirs(os.path.join(self.dir, 'mail'), mode=0o700)
        self._secret('keys', f'a {self.key.hex()}\n{keys}')
        self._secret('postdesk.yaml', SETTINGS.format(
            database=self.database, name=name, extra=extra,
            rules=os.path.join(TOP, 'rules')))
        self.prepare()
        self.call('fetch', '--once')

    def take(self, *mails):
        """Take these mails in order; the rows of the ledger, in order."""
        for raw in mails:
            self.count += 1
            path = os.path.join(self.dir, 'mail', f'{self.count}.eml')
            with open(path, 'wb') as file:
                file.write(raw)
            self.call('fetch', '--once')
            self.call('ingest', '--once')
        rows = self.json('mail', 'list', '--limit', str(len(mails)))
        rows = sorted(rows, key=lambda row: row['id'])
        return rows[0] if len(mails) == 1 else rows

    def trace(self, mail):
        """Why it was decided so: the last decision's trace."""
        return self.json('why', str(mail['id']))['decisions'][-1]['trace']

    def answers(self):
        """What waits in the outbox, oldest first."""
        rows = self.sql("SELECT encode(b.bytes, 'hex') FROM outbox o "
                        'JOIN outbox_body b ON b.desk_id = o.desk_id '
                        'AND b.id = o.body_id ORDER BY o.id')
        return [parse(bytes.fromhex(row)) for row in rows]

    def token(self, role, ticket, item=0, key=None, letter='a'):
        """A token as the program signs it, by another hand."""
        desk = int(self.sql(f"SELECT desk_id FROM desk WHERE name = "
                            f"'{self.name}'")[0])
        return sign(key or self.key, desk, role, ticket, item, letter)


def write(sender, number, *headers, to='support@desk.example.test',
          text='My kettle does not work. Can you help me?', proven=False,
          subject=None):
    """One mail as bytes."""
    address = sender if '@' in sender else f'{sender}@example.org'
    domain = address.split('@')[1]
    subject = subject or f'Kettle {number}'
    lines = [f'Return-Path: <{address}>']
    if proven:
        lines.append('Authentication-Results: mx.example.test; '
                     f'dmarc=pass header.from={domain}')
    lines += [f'From: {address}', f'To: {to}', f'Subject: {subject}',
              f'Message-ID: <{number}@{domain}>', *headers, '', text, '']
    return '\n'.join(lines).encode()


def token_of(answer):
    """The signed part of the address that an answer asks to write to."""
    to = answer['Reply-To'].addresses[0].addr_spec
    return to.split('@')[0].partition('+')[2]


def facts(value):
    """JSON of a trace, however it was handed over."""
    return json.loads(value) if isinstance(value, str) else value
