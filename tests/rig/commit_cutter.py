"""commit_cutter.py - a proxy before PostgreSQL that lets a COMMIT through and
cuts its answer at a given byte.

    cutter = CommitCutter(folder_of_the_server_socket)
    cutter.arm('ingest batch', cuts(FULL))
    desk = Desk(servers, database=cutter.uri)
    ... until cutter.left() == 0

Whoever asked cannot know whether it was done.  It was.  With byte -1 it is
the question that is lost: then it was not.

It reads the protocol (PostgreSQL, 55.7): the names of prepared statements tell
which worker asks and what a transaction is about.
"""

import collections
import os
import select
import socket
import struct
import threading

# The first of these statements tells whose connection it is.
OWNERS = {'mail_missing': 'fetch', 'mail_claim': 'ingest',
          'outbox_claim': 'deliver', 'notification_waiting': 'tick'}

# What is cut: the worker, a statement of the transaction, its name here.
KINDS = (('fetch', 'mail_add', 'fetch ledger'),
         ('fetch', 'mail_retired', 'fetch moved'),
         ('ingest', 'mail_claim', 'ingest claim'),
         ('ingest', 'commit_ends', 'ingest batch'),
         ('deliver', 'outbox_claim', 'deliver claim'),
         ('deliver', 'outbox_dots', 'deliver dot'),
         ('deliver', 'outbox_finish', 'deliver result'),
         ('tick', 'notification_claim', 'tick'))
NAMES = tuple(name for _, _, name in KINDS)

# CommandComplete "COMMIT" and ReadyForQuery; without BEGIN only the latter.
COMMIT_BYTES, READY_BYTES = 12 + 6, 6
ASKED = -1              # cut before the question

# Transactions of one worker in which a whole round of it is done.
ROUND = 2


class Cut(collections.namedtuple('Cut', 'at reset')):
    def __str__(self):
        return f'{self.at}{" RST" if self.reset else " FIN"}'


def cuts(name, step=1):
    """One of each byte, by FIN and by RST."""
    plain = name in ('fetch moved', 'ingest claim')
    most = READY_BYTES if plain else COMMIT_BYTES
    return [Cut(at, reset) for at in (ASKED, *range(0, most, step))
            for reset in (False, True)]


class Link:
    """One client and its session."""

    def __init__(self, cutter, client, server):
        self.cutter, self.client, self.server = cutter, client, server
        self.owner = None
        self.begun = False      # between BEGIN and the answer to COMMIT
        self.asked = set()      # statements since BEGIN, or since Sync
        self.cut = None         # what the next answer will suffer
        self.answer = b''       # of it, so far
        self.over = False

    def end(self, reset):
        self.over = True
        if reset:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack('ii', 1, 0))
        self.client.close()
        self.server.close()

    # What the client says

    def bind(self, payload):
        name = payload.split(b'\0')[1].decode()
        self.owner = self.owner or OWNERS.get(name)
        if name == 'tx_begin':
            self.begun, self.asked = True, set()
        elif name == 'tx_rollback':
            self.begun, self.asked = False, set()
        elif name == 'tx_commit':
            self.strike()
        else:
            self.asked.add(name)

    def sync(self):
        """Without BEGIN this is the commit."""
        if not self.begun:
            self.strike()

    def strike(self):
        if self.cut is None:
            self.cut = self.cutter.take(self.owner, self.asked)
        if self.cut is not None and self.cut.at == ASKED:
            self.end(self.cut.reset)

    def hear_client(self, kind, payload):
        if kind == b'B':
            self.bind(payload)
        elif kind == b'S':
            self.sync()

    # What the server says

    def hear_server(self, message):
        """True: it may pass."""
        kind = message[:1]
        if kind == b'C' and message[5:] == b'COMMIT\0':
            self.begun, self.asked = False, set()
            if self.cut is None:
                return True
        elif kind == b'Z':
            if not self.begun:
                self.asked = set()
            if self.cut is None:
                return True
        else:
            return True
        self.answer += message
        if kind == b'Z':
            self.client.sendall(self.answer[:self.cut.at])
            self.end(self.cut.reset)
        return False

    # Both, by one thread: a socket that another reads would not be reset

    def carry(self):
        parts = ((self.client, Stream(False), self.from_client),
                 (self.server, Stream(True), self.from_server))
        while not self.over:
            ready = select.select([self.client, self.server], [], [])[0]
            for sock, stream, pass_on in parts:
                if self.over or sock not in ready:
                    continue
                data = sock.recv(1 << 20)
                if not data:
                    self.end(False)
                    return
                for message in stream.take(data):
                    if not self.over:
                        pass_on(message)

    def from_client(self, message):
        self.hear_client(message[:1], message[5:])
        if not self.over:
            self.server.sendall(message)

    def from_server(self, message):
        if self.hear_server(message) and not self.over:
            self.client.sendall(message)


class Stream:
    """One direction; what came becomes messages.  The first one of a client
    has no type."""

    def __init__(self, typed):
        self.head = 1 if typed else 0
        self.data = b''

    def take(self, data):
        self.data += data
        while len(self.data) >= self.head + 4:
            size = self.head + struct.unpack_from('!I', self.data,
                                                  self.head)[0]
            if len(self.data) < size:
                return
            message, self.data = self.data[:size], self.data[size:]
            self.head = 1
            yield message


class CommitCutter:
    def __init__(self, folder, database='postdesk', user='postdesk'):
        self.path = os.path.join(folder, '.s.PGSQL.5432')
        self.lock = threading.Lock()
        self.armed = {name: collections.deque() for name in NAMES}
        # A worker waits longer after each failure in a row: after a cut it may
        # finish one round, and then it is another kind's turn.
        self.rest = collections.Counter()
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        port = self.listener.getsockname()[1]
        self.user, self.database, self.port = user, database, port
        self.uri = (f'postgresql://{user}@127.0.0.1:{port}/{database}'
                    '?sslmode=disable&gssencmode=disable')
        threading.Thread(target=self._listen, daemon=True).start()

    def conninfo_before(self, folder):
        """Here, or where nobody is here, at the socket in that folder."""
        return (f'host=127.0.0.1,{folder} port={self.port},5432'
                f' user={self.user} dbname={self.database}'
                ' sslmode=disable gssencmode=disable')

    def arm(self, name, some):
        with self.lock:
            self.armed[name].extend(some)

    def left(self):
        with self.lock:
            return sum(map(len, self.armed.values()))

    def waits_for(self):
        with self.lock:
            return {name: len(some) for name, some in self.armed.items()
                    if some}

    def take(self, owner, asked):
        """The next cut for a transaction of these statements."""
        with self.lock:
            mine = [name for who, statement, name in KINDS
                    if who == owner and statement in asked]
            if mine and self.rest[owner] > 0:
                self.rest[owner] -= 1
                return None
            due = max((name for who, _, name in KINDS if who == owner),
                      key=lambda name: len(self.armed[name]), default=None)
            if due not in mine or not self.armed[due]:
                return None
            self.rest[owner] = ROUND
            return self.armed[due].popleft()

    def close(self):
        """Nobody is here any more."""
        try:
            self.listener.shutdown(socket.SHUT_RDWR)    # wakes its thread
        except OSError:
            pass
        self.listener.close()

    def _listen(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.path)
            except OSError:             # it is not there now
                client.close()
                server.close()
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(self, client, server)
            threading.Thread(target=self._carry, args=(link,),
                             daemon=True).start()

    @staticmethod
    def _carry(link):
        try:
            link.carry()
        except OSError:
            if not link.over:
                link.end(False)
