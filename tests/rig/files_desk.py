"""files_desk.py - a desk that reads mails out of a folder; nothing is sent.

    with Servers('postgres') as servers:
        desk = FilesDesk(servers, 'one', rules='/path/of/rules')
        desk.begin()
        desk.put(mails)
        desk.work()

It needs a database and no mail server: what it would send stays in the outbox.
"""

import os
import secrets
import time

from desk import Desk, find_program

SETTINGS = '''\
state: {dir}/state
database: "{database}"
key_file: {dir}/keys
desks:
- name: acme
  display_name: Acme Support
  address: support@example.test
  authserv_ids: [mail.example.test]
  rules: {rules}
  breaker: 0
  caps: {{ address_hour: 5000, address_day: 5000, verified_hour: 5000,
          verified_day: 5000, domain_hour: 5000, desk_minute: 5000,
          desk_hour: 5000, without_person: 5000 }}
{more}  mailboxes:
  - name: inbox
    path: {dir}/mail
  smtp: {{ host: localhost, port: 25, tls: plain }}
'''


class FilesDesk(Desk):
    """`name` is that of its database and folder, new on these servers."""

    def __init__(self, servers, name, rules, more='', top=''):
        # pylint: disable=super-init-not-called
        self.servers = servers
        self.program = find_program()
        self.database = servers.new_database(name)
        self.dir = os.path.join(servers.dir, name)
        self.mails = os.path.join(self.dir, 'mail')
        self.number = 0
        os.makedirs(self.mails, mode=0o700)
        self._secret('keys', f'a {secrets.token_hex(32)}\n')
        self._secret('postdesk.yaml', top + SETTINGS.format(
            dir=self.dir, database=self.database, rules=rules, more=more))

    def log(self, word):
        return os.path.join(self.dir, f'{word}.log')

    def begin(self):
        """Automatic mail on, and the first look at the folder: what comes
        from now on is new mail."""
        self.call('autos', 'on')
        self.call('fetch', '--once')

    def put(self, mails):
        """Mails as bytes, each a second after the one before."""
        now = time.time() + 2
        for mail in mails:
            self.number += 1
            path = os.path.join(self.mails, f'{self.number:06}.eml')
            with open(f'{path}.new', 'wb') as file:
                file.write(mail)
            os.utime(f'{path}.new', (now, now))
            os.rename(f'{path}.new', path)

    def work(self):
        """Take in and judge all that lies there."""
        self.call('fetch', '--once')
        self.call('ingest', '--once')
