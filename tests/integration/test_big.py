#!/usr/bin/env python3
"""test_big.py - large and hostile mail, and how much memory it takes.

Each mail lies in a mailbox with a small one behind it.  Both get a ticket, the
small one an answer, the bytes are kept as they came, and no process of ours is
ever larger than MOST.  The long form (make soak-big) has all shapes at 100 MB and
looks at how long the small mail waited.
"""

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import mails
from mails import Desk, Servers, oracle, wait_contact, wait_for, write

MB = 1024 * 1024
SIZE = 100 * MB if mails.LONG else 24 * MB
# In kB, of resident memory: of any process, and in the short form.
MOST = (64 if mails.LONG else 48) * 1024
LATER = 3.0     # seconds that a small mail may wait longer
WORDS = b'The kettle does not boil, and nobody knows why that is so.\r\n'

HEAD = (b'Return-Path: <alice@example.test>\r\n'
        b'From: Alice <alice@example.test>\r\nTo: support@example.test\r\n'
        b'Subject: Large %s\r\nMessage-ID: <large-%s@client.example.test>\r\n'
        b'MIME-Version: 1.0\r\n')
MIXED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
TEXT = b'--b\r\nContent-Type: text/plain\r\n\r\nMy kettle is broken.\r\n'
FILE = (b'--b\r\nContent-Type: application/octet-stream; name="all.bin"\r\n'
        b'Content-Disposition: attachment; filename="all.bin"\r\n'
        b'Content-Transfer-Encoding: base64\r\n\r\n')


def times(line, size):
    return line * (size // len(line))


def content(size):
    """Bytes for a file whose base64 has about that size."""
    piece = random.Random(8).randbytes(57 * 1000)
    return times(piece, size * 57 // 78)


def body(shape, size):
    if shape == 'file':
        lines = base64.encodebytes(content(size)).replace(b'\n', b'\r\n')
        return MIXED + TEXT + FILE + lines + b'--b--\r\n'
    if shape == 'html':
        return (b'Content-Type: text/html\r\n\r\n' +
                times(b'<p>The <b>kettle</b> is&nbsp;broken.</p>\r\n', size))
    if shape == 'parts':
        part = b'--b\r\nContent-Type: text/plain\r\n\r\nA part of it.\r\n'
        return MIXED + times(part, max(size // 16, len(part) * 100000))
    if shape == 'header':
        return times(b'X-Kettle: it is broken\r\n', size) + b'\r\nHello\r\n'
    if shape == 'line':
        return b'\r\n' + times(b'kettle', size) + b'\r\n'
    if shape == 'loop':
        # It made GMime look for a boundary for ever.
        return (b'Content-Type: multipart/mixed;\r\n' +
                ('ќ' * 35 + '="ќ";').encode() + b'\r\n\r\nHello\r\n')
    return b'\r\n' + times(WORDS, size)


SHAPES = (('file', 'text', 'html', 'parts', 'header', 'line', 'loop')
          if mails.LONG else ('file',))


def make(shape, size=SIZE):
    name = shape.encode()
    return HEAD % (name, name) + body(shape, size)


def children_of(pid):
    found = [pid]
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/children',
                  encoding='ascii') as children:
            for child in children.read().split():
                found += children_of(int(child))
    return found


class Watch(threading.Thread):
    """The most memory that each kind of process below `pid` has had."""

    def __init__(self, pid, program):
        super().__init__(daemon=True)
        self.pid = pid
        self.program = os.path.realpath(program)
        self.most = {}
        self.over = threading.Event()

    def look_at(self, pid, parents):
        with open(f'/proc/{pid}/cmdline', 'rb') as line:
            words = line.read().decode().split('\0')
        if os.path.realpath(f'/proc/{pid}/exe') != self.program:
            return
        kind = words[1] if len(words) > 1 else words[0]
        # The cell is a fork of who started it.
        if parents.get(kind):
            kind += "'s cell"
        parents[kind] = True
        with open(f'/proc/{pid}/status', encoding='ascii') as status:
            for line in status:
                if line.startswith('VmHWM:'):
                    self.most[kind] = max(self.most.get(kind, 0),
                                          int(line.split()[1]))

    def look(self):
        parents = {}
        try:
            for pid in children_of(self.pid):
                self.look_at(pid, parents)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass    # it ended while we looked

    def run(self):
        while not self.over.wait(0.05):
            self.look()

    def end(self):
        self.look()
        self.over.set()
        self.join()
        return self.most


class Big(unittest.TestCase):
    summary = ''

    def setUp(self):
        self.began = time.monotonic()
        self.servers = Servers('dovecot', 'postfix', 'postgres')
        self.addCleanup(self.servers.close)
        self.desk = Desk(self.servers, database=self.servers.database,
                         caps=mails.NO_CAPS, extra='  mail_limit: 150 MB\n')
        self.desk.prepare()
        self.sent = 0
        self.words = []

    def count(self, statement):
        return oracle.count(self.desk, statement)

    def answered(self, number):
        """Is the small mail of that number answered?"""
        return self.count(
            "SELECT count(*) FROM outbox o JOIN mail m ON o.dedupe_key ="
            " 'ack/' || m.ticket_id WHERE o.state = 'sent' AND m.message_id ="
            f" 'mail-{number}@client.example.test'")

    def small(self, *before):
        """How long a small mail waits for its answer behind these."""
        self.sent += 1 + len(before)
        number = self.sent
        mail = (b'Return-Path: <bob@example.test>\n' + write(number, 'bob'))
        self.servers.append('support', [*before, mail])
        began = time.monotonic()
        wait_for(self.desk, f'the answer to {number}',
                 lambda: self.answered(number), 120, 0.02)
        waited = time.monotonic() - began
        # Not each of them is answered: some are broken.
        wait_for(self.desk, 'the end of all work',
                 lambda: oracle.undecided(self.desk, self.sent) == 0 and
                 oracle.unsent(self.desk) == 0, 120)
        wait_for(self.desk, 'an empty mailbox',
                 lambda: self.servers.count('support') == 0, 60)
        return waited

    def raw_is(self, shape, mail):
        number = self.desk.sql("SELECT id FROM mail WHERE message_id ="
                               f" 'large-{shape}@client.example.test'")[0]
        raw = subprocess.run(
            [self.desk.program, 'mail', 'raw', number], check=True,
            env={**os.environ, 'POSTDESK_CONFIG': self.desk.dir},
            stdout=subprocess.PIPE).stdout
        self.assertEqual(hashlib.sha256(raw).digest(),
                         hashlib.sha256(mail).digest(), shape)

    def file_is(self):
        want = content(SIZE)
        size, digest = self.desk.sql(
            "SELECT a.size, encode(a.sha256, 'hex') FROM attachment a"
            " WHERE a.name = 'all.bin'")[0].split('|')
        self.assertEqual(int(size), len(want))
        self.assertEqual(digest, hashlib.sha256(want).hexdigest())
        ticket = self.desk.sql(
            "SELECT t.number FROM ticket t JOIN mail m ON m.ticket_id = t.id"
            " WHERE m.message_id = 'large-file@client.example.test'")[0]
        path = os.path.join(self.servers.dir, 'all.bin')
        self.desk.call('show', ticket, '--attachment', '1', '--output', path)
        with open(path, 'rb') as got:
            self.assertEqual(hashlib.sha256(got.read()).digest(),
                             hashlib.sha256(want).digest())
        os.unlink(path)

    def one_shape(self, shape):
        mail = make(shape)
        with self.desk.running() as run:
            watch = Watch(run.pid, self.desk.program)
            watch.start()
            # Without it, with all workers up.
            alone = min(self.small() for _ in range(2))
            waited = self.small(mail)
            most = watch.end()
        self.raw_is(shape, mail)
        self.words.append(
            f'{shape}: {len(mail) / MB:.0f} MB, ' + ', '.join(
                f'{kind} {kb / 1024:.0f}' for kind, kb in sorted(
                    most.items())) +
            f' MB; the next mail {waited - alone:+.1f} s')
        return most, waited - alone

    def check_command(self, shape, *words):
        """A command that reads the mail from a file."""
        with tempfile.NamedTemporaryFile(suffix='.eml') as file:
            file.write(make(shape))
            file.flush()
            # The settings say where the rules are.
            config = ['--config', self.desk.dir] if words[0] == 'try' else []
            with subprocess.Popen([self.desk.program, *words, *config,
                                   file.name],
                                  stdout=subprocess.PIPE) as process:
                watch = Watch(process.pid, self.desk.program)
                watch.start()
                text = process.stdout.read()
                most = watch.end()
        self.assertEqual(process.returncode, 0)
        self.words.append(f'postdesk {" ".join(words)} {shape}: ' + ', '.join(
            f'{kind} {kb / 1024:.0f}' for kind, kb in sorted(most.items())) +
            ' MB')
        for kind, kb in most.items():
            self.assertLess(kb, MOST, f'{kind} of {words[0]} {shape}')
        return text

    def test_big(self):
        peak, later = 0, 0
        with self.desk.running():
            wait_contact(self.desk)
        for shape in SHAPES:
            most, more = self.one_shape(shape)
            for kind, kb in most.items():
                self.assertLess(kb, MOST, f'{kind} and {shape}: '
                                f'{self.words[-1]}')
            peak, later = max(peak, *most.values()), max(later, more)
        self.file_is()
        seen = json.loads(self.check_command('file', 'parse', '--json'))
        self.assertEqual(seen['attachments'][0]['size'], len(content(SIZE)))
        if mails.LONG:
            for shape in SHAPES:
                self.check_command(shape, 'parse', '--json')
                self.check_command(shape, 'try')
        audit = self.desk.run('audit', '--bytes')
        self.assertEqual(audit.returncode, 0, audit.stdout)
        found = oracle.examine(self.desk, self.sent)
        self.assertEqual(found.faults, [])
        print('\n'.join(self.words), file=sys.stderr)
        type(self).summary = (
            f'soak-big: {len(SHAPES)} mails of {SIZE // MB} MB, 0 lost, '
            f'0 duplicate tickets, {found.answers} automatic answers, 0 '
            f'twice, {found.in_doubt} in doubt, at most {peak // 1024} MB in '
            f'a process, the next mail at most {later:.1f} s later, '
            f'{time.monotonic() - self.began:.0f} s')
        if mails.LONG:
            self.assertLess(later, LATER, self.summary)


def main():
    program = unittest.main(exit=False, verbosity=2)
    print(Big.summary or 'soak-big: failed, see above')
    sys.exit(not program.result.wasSuccessful())


if __name__ == '__main__':
    main()
