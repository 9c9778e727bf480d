"""latency.py - the way of single mails, from EXISTS to the answer accepted.

The fetching worker reaches Dovecot through a relay that notes when it passed
which line on, so that the clock starts with the very EXISTS that the worker
gets; and it ends when the SMTP server says 250 to the whole answer.
"""

import math
import re
import selectors
import socket
import socketserver
import threading
import time

from rig import wait_until


class Relay(threading.Thread):
    """Bytes between one IMAP client and the server, and when lines passed."""

    STAGES = ((b'FETCH', 'fetch'), (b'MOVE', 'move'), (b'IDLE', 'idle'),
              (b'DONE', 'done'))

    def __init__(self, server_port):
        super().__init__(daemon=True)
        self.server_port = server_port
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.marks = []     # (when, what), in order
        self.start()

    def run(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,),
                             daemon=True).start()

    def note(self, what, data):
        """Marks the time of what was just read, before it goes on."""
        now = time.monotonic()
        if what == 'server':
            if re.search(rb'(?m)^\* \d+ EXISTS', data):
                self.marks.append((now, 'exists'))
        else:
            for word, mark in self.STAGES:
                if word in data:
                    self.marks.append((now, mark))

    def carry(self, client):
        server = socket.create_connection(('127.0.0.1', self.server_port))
        other = {client: (server, 'client'), server: (client, 'server')}
        with selectors.DefaultSelector() as ready:
            for end in other:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                ready.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    to, what = other[key.fileobj]
                    try:
                        data = key.fileobj.recv(65536)
                        if data:
                            self.note(what, data)
                            to.sendall(data)
                            continue
                    except OSError:
                        pass
                    for end in other:
                        end.close()
                    return

    def first(self, what, after):
        """When it passed for the first time since then; None: not yet."""
        return next((when for when, mark in self.marks
                     if mark == what and when >= after), None)

    def close(self):
        self.listener.close()


class Clerk(socketserver.StreamRequestHandler):
    """An SMTP server that notes when it accepted which answer."""

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, text):
        self.wfile.write(text.encode() + b'\r\n')

    def take(self):
        """Notes when MAIL came, when all but the dot was there, and the end."""
        self.say('354 go on')
        body, line = [], b''
        while line != b'.\r\n':
            line = self.rfile.readline()
            if not line:
                return
            body.append(line)
        dot = time.monotonic()
        self.say('250 taken')
        found = re.search(rb'(?im)^In-Reply-To: <([^>]*)>', b''.join(body))
        if found:
            self.server.taken[found[1].decode()] = (self.mail, dot)

    def handle(self):
        self.mail = 0
        self.say('220 bench.example')
        for line in iter(self.rfile.readline, b''):
            verb = line[:4].upper()
            if verb == b'EHLO':
                self.say('250-bench.example\r\n250 PIPELINING')
            elif verb == b'DATA':
                self.take()
            elif verb == b'QUIT':
                self.say('221 bye')
                return
            else:
                if verb == b'MAIL':
                    self.mail = time.monotonic()
                self.say('250 so be it')


class ClerkServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Clerk)
        self.taken = {}     # Message-ID answered: (MAIL, dot)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def mail(number):
    # Texts that are alike but for numbers are answered twenty times at most.
    word = ''.join('abcdefghij'[int(digit)] for digit in str(number))
    return (f'Return-Path: <ann{number}@client{number}.example>\r\n'
            'Authentication-Results: mx.bench.example; dmarc=pass '
            f'header.from=client{number}.example\r\n'
            f'From: Ann <ann{number}@client{number}.example>\r\n'
            'To: support@helpdesk.example\r\n'
            f'Subject: Kettle {number}\r\n'
            f'Message-ID: <single-{number}@client.example>\r\n\r\n'
            f'My kettle {word} does not boil. What can I do?\r\n').encode()


def one(number, append, relay, clerk):
    """Milliseconds of the stages of one mail."""
    name = f'single-{number}@client.example'
    begun = time.monotonic()
    append(mail(number))
    appended = time.monotonic()
    wait_until('an answer', lambda: name in clerk.taken, 30, 0.002)
    envelope, dot = clerk.taken[name]
    exists = relay.first('exists', begun)
    fetched = relay.first('fetch', exists)
    wait_until('the move', lambda: relay.first('move', exists) and
               relay.first('idle', relay.first('move', exists)), 30, 0.002)
    return {'server': 1000 * (exists - appended),
            'fetch': 1000 * (fetched - exists),
            'decide': 1000 * (envelope - fetched),
            'send': 1000 * (dot - envelope),
            'all': 1000 * (dot - exists)}


def measure(most, append, relay, clerk, deadline):
    """The stages of up to `most` mails, one after the other."""
    times = []
    while len(times) < most and time.monotonic() < deadline:
        times.append(one(len(times), append, relay, clerk))
    return times


def quantile(values, share):
    values = sorted(values)
    return values[max(0, math.ceil(share * len(values)) - 1)]


def summary(times):
    return {'mails': len(times),
            'stages_p50_ms': {stage: quantile([t[stage] for t in times], 0.5)
                              for stage in times[0]},
            'p50_ms': quantile([t['all'] for t in times], 0.5),
            'p99_ms': quantile([t['all'] for t in times], 0.99)}
