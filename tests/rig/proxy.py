#!/usr/bin/env python3
"""proxy.py PORT FAULT... - a TCP proxy that harms what it passes on.

Faults count bytes of one direction of a connection: from the server, or from
the client where the word begins with "client:".  "2#" before it all means the
second connection only.  Of one direction they strike in the order of their
bytes.
  cut@N         close both sides after N bytes
  reset@N       the same, by a reset
  half@N        no more bytes this way, but the other way goes on
  stall@N       say nothing more, stay connected
  slow@N        one byte each 20 ms from there on
  flip@N        byte N has its lowest bit changed
  inject@N:TEXT put TEXT (Python's escapes) in after N bytes
With --script FILE there are more of them in a file, one a line; empty lines and
what follows a "# " are left out.
With --once only the first connection is harmed.  With --climb STEP each one is,
the first at 0 bytes, each next one STEP bytes later.  With --sweep STEP every
other one is, the first at 0 bytes, each next one STEP bytes later (a fault's
own number is not looked at).  Prints its port.
"""

import argparse
import re
import socket
import struct
import threading
import time


NAMES = ("cut", "reset", "half", "stall", "slow", "flip", "inject")


class Fault:
    def __init__(self, text):
        number = re.match(r"(\d+)#", text)
        self.connection = int(number.group(1)) if number else None
        text = text[number.end():] if number else text
        self.client = text.startswith("client:")
        name, _, rest = text.removeprefix("client:").partition("@")
        if name not in NAMES:
            raise SystemExit("proxy.py: %s is none of %s" %
                             (name, " ".join(NAMES)))
        at, _, extra = rest.partition(":")
        self.name, self.at = name, int(at)
        self.extra = extra.encode().decode("unicode_escape").encode("latin-1")


class Line:
    """One direction of one connection."""

    def __init__(self, source, sink, faults, end):
        self.source, self.sink, self.end = source, sink, end
        self.faults = sorted(faults, key=lambda fault: fault.at)
        self.passed = 0
        self.slow = False

    def write(self, data):
        if not self.slow:
            self.sink.sendall(data)
            return
        for i in range(len(data)):
            self.sink.sendall(data[i:i + 1])
            time.sleep(0.02)

    def strike(self, fault, data):
        """Apply one fault; what is left of the data, or None to stop."""
        if fault.name == "flip":
            return bytes([data[0] ^ 1]) + data[1:]
        if fault.name == "inject":
            self.write(fault.extra)
        elif fault.name == "slow":
            self.slow = True
        elif fault.name == "stall":
            while self.source.recv(65536):
                pass
            return None
        elif fault.name == "half":
            self.sink.shutdown(socket.SHUT_WR)
            while self.source.recv(65536):
                pass
            return None
        else:
            self.end(fault.name == "reset")
            return None
        return data

    def is_due(self, data):
        """Does the next fault strike here?  A flip needs its byte."""
        if not self.faults:
            return False
        fault, there = self.faults[0], self.passed + len(data)
        return fault.at < there + (fault.name != "flip")

    def pass_on(self, data):
        while self.is_due(data):
            fault = self.faults.pop(0)
            before = fault.at - self.passed
            self.write(data[:before])
            self.passed = fault.at
            data = self.strike(fault, data[before:])
            if data is None:
                return False
        self.write(data)
        self.passed += len(data)
        return True

    def run(self):
        try:
            if not self.pass_on(b""):
                return
            while True:
                data = self.source.recv(65536)
                if not data:
                    self.sink.shutdown(socket.SHUT_WR)
                    return
                if not self.pass_on(data):
                    return
        except OSError:
            self.end(False)


def join(client, port, faults):
    server = socket.create_connection(("127.0.0.1", port))
    for sock in (client, server):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def end(reset):
        for sock in (client, server):
            if reset:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                struct.pack("ii", 1, 0))
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()

    lines = [Line(server, client, [f for f in faults if not f.client], end),
             Line(client, server, [f for f in faults if f.client], end)]
    for line in lines:
        threading.Thread(target=line.run, daemon=True).start()


def script(name):
    """The faults that a file names."""
    with open(name, encoding="ascii") as file:
        lines = [line.partition("# ")[0].strip() for line in file]
    return [line for line in lines if line]


def faults_of(options, count):
    """What happens to the connection before which there were `count`."""
    faults = [Fault(text) for text in options.fault]
    if options.sweep is not None or options.climb is not None:
        for fault in faults:
            fault.at = count * options.climb if options.climb \
                else count // 2 * options.sweep
    if (options.once and count > 0) or (options.sweep and count % 2):
        return []
    return [fault for fault in faults
            if fault.connection in (None, count + 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--sweep", type=int)
    parser.add_argument("--climb", type=int)
    parser.add_argument("--script")
    parser.add_argument("fault", nargs="*")
    options = parser.parse_intermixed_args()
    if options.script:
        options.fault += script(options.script)
    faults_of(options, 0)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    print(listener.getsockname()[1], flush=True)
    count = 0
    while True:
        client, _ = listener.accept()
        faults = faults_of(options, count)
        count += 1
        join(client, options.port, faults)


main()
