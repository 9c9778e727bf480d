"""place.py - where cases stand: the desk, its keys, and what came before.

A case that answers what the desk sent, or forges it, asks its Place for the
tickets, tokens and ids; they are made here once more, by another hand than
the program's (rig/signing.py), with the key of a desk that nobody uses.
"""

import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', '..', 'rig'))

import signing  # noqa: E402 pylint: disable=wrong-import-position

KEY = bytes(range(32))
STRANGE_KEY = bytes(32)
DAY = 86400
AGENT_DAYS = 30
BLOCK = 20000       # ids are taken in blocks

SETTINGS = '''\
key_file: keys
state: state
{database}desks:
- name: try
  display_name: Acme Support
  address: support@desk.example.test
  aliases: [help@desk.example.test]
  authserv_ids: [mx.example.test]
  ack_unverified: {unverified}
  rules: {rules}
  breaker: 0
  caps: {{ desk_minute: 5000, desk_hour: 5000 }}
  agents:
  - {{ name: Maria Lind, address: maria@staff.example }}
  - {{ name: Jonas Berg, address: jonas@staff.example }}
  mailboxes:
{mailbox}
'''
FOLDER = '''\
  - name: inbox
    path: mail
  smtp: { host: localhost, port: 25, tls: plain }'''


def sign(role, ticket, item=0, key=KEY, letter='a', desk=1):
    """Of a desk that stands nowhere else."""
    token = signing.sign(key, desk, role, ticket, item, letter)
    return f'{token}@desk.example.test' if role == 'm' else token


def desk_of(message_id):
    """The number of the desk that signed it, which `try` does not show: the
    first of some block of ids, or near it."""
    letter, ticket, item = message_id[3], *message_id[4:].split('.')[:2]
    return next(desk for block in range(100) for desk in
                range(block * BLOCK, block * BLOCK + 100)
                if sign('m', int(ticket), int(item), letter=letter,
                        desk=desk) == message_id)


def agent_item(address, now, days=AGENT_DAYS):
    """Whose powers, and until which day."""
    digest = hashlib.sha256(address.encode()).digest()
    return ((int.from_bytes(digest[:4], 'big') & 0x7fffffff) * 100000 +
            int(now) // DAY + days)


class Place:
    """`full`: bombs in their whole size.  `now`: when the mails arrive.
    numbers, acks
    and envelopes are of the cases that came before, by their name."""

    def __init__(self, full, now, desk=1):
        self.full, self.now, self.desk = full, now, desk
        self.numbers, self.acks, self.envelopes = {}, {}, {}

    def size(self, full, short):
        return full if self.full else short

    def number(self, name):
        return self.numbers[name]

    def ack(self, name):
        """The Message-ID of the acknowledgement."""
        return f'<{self.acks[name]}>'

    def token(self, role, name, item=0, **more):
        return sign(role, self.numbers[name], item, desk=self.desk, **more)

    def to(self, token):
        return f'support+{token}@desk.example.test'

    def reply(self, name):
        """The signed address of the ticket."""
        return self.to(self.token('r', name))

    def agent(self, name, who='maria@staff.example', **more):
        """The signed address of an agent for that ticket."""
        return self.to(self.token('a', name, agent_item(who, self.now),
                                  **more))
