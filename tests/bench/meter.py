"""meter.py - the processor and the memory that each process took.

Processes are told apart by what they are: `dovecot`, `postgres`, `smtp-sink`
and `bare` with all their children, and of ours each worker by its command; its
child without a command of its own is the `cell`, the sandboxed reader.
"""

import os
import re
import subprocess
import threading

TICK = os.sysconf('SC_CLK_TCK')
SERVERS = ('dovecot', 'postgres', 'smtp-sink')


def pid_in(path):
    with open(path, encoding='ascii') as file:
        return int(file.readline())


def stat_of(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        text = file.read()
    return text[text.rindex(')') + 2:].split()


def children_of(pid):
    found = []
    for thread in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{thread}/children',
                  encoding='ascii') as file:
            found += map(int, file.read().split())
    return found


def tree(root):
    """(process, parent) of the root and all below it."""
    found = [(root, 0)]
    for pid, _ in found:
        try:
            found += [(child, pid) for child in children_of(pid)]
        except OSError:
            pass
    return found


def command_of(pid):
    with open(f'/proc/{pid}/cmdline', 'rb') as file:
        words = file.read().split(b'\0')
    return words[1].decode(errors='replace') if len(words) > 1 else ''


def roles(root):
    """What each process below `postdesk run` is."""
    found = {}
    for pid, parent in tree(root):
        try:
            command = command_of(pid)
        except OSError:
            continue
        alike = parent in found and found[parent] in (command, 'cell')
        found[pid] = 'cell' if alike else command
    return found


def seconds(pid, ended_too=True):
    """Of processor, its ended children too."""
    try:
        return sum(map(int, stat_of(pid)[11:15 if ended_too else 13])) / TICK
    except OSError:
        return 0


def spent(root):
    return sum(seconds(pid) for pid, _ in tree(root))


def peak_kib(pid):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii') as file:
            peak = re.search(r'VmHWM:\s+(\d+)', file.read())
    except OSError:
        return 0
    return int(peak[1]) if peak else 0


class Meter(threading.Thread):
    """From start_now() to stop(): what `servers` (name: pid) and our workers
    below `root` took.  Looks once a second, for those that end on their way.
    """

    def __init__(self, servers):
        super().__init__(daemon=True)
        self.servers, self.root, self.over = servers, None, threading.Event()
        self.before, self.kib = {}, {}

    def start_now(self):
        self.before = {name: spent(pid) for name, pid in self.servers.items()}

    def follow(self, root):
        self.root = root
        self.start()

    def _peak(self, role, pid):
        self.kib[role] = max(self.kib.get(role, 0), peak_kib(pid))

    def look(self):
        for name, pid in self.servers.items():
            for each, _ in tree(pid):
                self._peak(name, each)
        if self.root is not None:
            for pid, role in roles(self.root).items():
                self._peak(role, pid)

    def run(self):
        while not self.over.wait(1):
            self.look()

    def _workers(self):
        """Seconds of each role; of ended cells their worker tells."""
        found = {}
        for pid, role in roles(self.root).items():
            own, all_of_it = seconds(pid, False), seconds(pid)
            found[role] = found.get(role, 0) + own
            if role in ('ingest', 'shadow'):
                found['cell'] = found.get('cell', 0) + all_of_it - own
            else:
                found[role] += all_of_it - own
        return found

    def stop(self):
        """{role: seconds of processor}"""
        took = {name: spent(pid) - self.before[name]
                for name, pid in self.servers.items()}
        if self.root is not None:
            took.update(self._workers())
            self.over.set()
            self.join()
        self.look()
        return took


class Psql:
    """One session that lasts, so that looking does not cost a connection."""

    def __init__(self, uri):
        self.process = subprocess.Popen(
            ['psql', '-qXAt', '-v', 'ON_ERROR_STOP=1', uri],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding='utf-8',
            bufsize=1)
        self.ask('SET enable_seqscan = off')

    def ask(self, statement):
        """The rows, columns parted by a bar."""
        self.process.stdin.write(f'{statement};\n\\echo -- end\n')
        self.process.stdin.flush()
        rows = []
        for line in iter(self.process.stdout.readline, ''):
            if line == '-- end\n':
                return rows
            rows.append(line.rstrip('\n'))
        raise RuntimeError(f'psql ended: {statement}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
