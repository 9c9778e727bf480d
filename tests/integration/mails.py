"""mails.py - the rig for the tests of this folder, and mails to send."""

import email
import email.policy
import email.utils
import os
import random
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'rig'))

import oracle  # noqa: E402,F401
from desk import Desk, end  # noqa: E402,F401
from rig import Servers, address, wait_until  # noqa: E402,F401
from signing import sign  # noqa: E402,F401

LONG = 'POSTDESK_LONG' in os.environ
# Caps would hide a second answer.
NO_CAPS = {name: 100000 for name in (
    'address_hour', 'address_day', 'verified_hour', 'verified_day',
    'without_person', 'domain_hour', 'desk_minute', 'desk_hour')}


def write(number, sender='alice', subject='Question', headers=(), date=None,
          text=None):
    """One mail as bytes; its Message-ID comes from the number, and so does a
    word of its text: who says the same again and again gets no answer."""
    if text is None:
        name = ''.join(chr(ord('a') + int(digit)) for digit in str(number))
        text = f'My kettle, the one called k{name}, does not work.'
    lines = [f'From: {sender.capitalize()} <{address(sender)}>',
             'To: support@example.test',
             f'Subject: {subject} {number}',
             f'Message-ID: <mail-{number}@client.example.test>',
             f'Date: {email.utils.formatdate(date, localtime=True)}',
             *headers, '', text, '']
    return '\n'.join(lines).encode()


def wait_for(desk, what, condition, seconds=30, pause=0.1):
    """wait_until(), with the desk's log where it was in vain."""
    try:
        return wait_until(what, condition, seconds, pause)
    except AssertionError as in_vain:
        raise AssertionError(f'{in_vain}\n{desk.last_words()}') from None


def wait_contact(desk):
    """Until the desk saw its mailbox: what comes now is new mail."""
    wait_for(desk, 'first contact with the mailbox', lambda: oracle.count(
        desk, 'SELECT count(*) FROM mailbox WHERE since IS NOT NULL'))
    # A mailbox dates mail in whole seconds: this one is still the old time.
    time.sleep(1.1)


def wait_decided(desk, count, seconds=60):
    """Until the desk has judged so many mails."""
    wait_for(desk, f'{count} dispositions',
             lambda: oracle.undecided(desk, count) <= 0, seconds)


def parse(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def automatic(raws):
    """Those mails that an automaton of the desk wrote, parsed."""
    return [mail for mail in map(parse, raws)
            if mail['Auto-Submitted'] == 'auto-replied']


def text_of(mail):
    return mail.get_body(('plain',)).get_content()


class Harmed(unittest.TestCase):
    """Servers and one desk without caps, whose workers a test ends."""

    def begin(self, seed):
        self.random = random.Random(seed)
        self.servers = Servers('dovecot', 'postfix', 'postgres')
        self.addCleanup(self.servers.close)
        self.desk = Desk(self.servers, database=self.servers.database,
                         caps=NO_CAPS)
        self.desk.prepare()
        self.workers = {}
        self.addCleanup(self.kill_all)

    def kill_all(self):
        for worker in self.workers.values():
            worker.kill()
            worker.wait()
