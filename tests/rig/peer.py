"""peer.py - what the scripted peers share: a listener, TLS, and actions.

An action is text to send, with Python's escapes and these words in it:
  <close>       close the connection (FIN)
  <reset>       close it so that the other side sees a reset
  <stall>       say nothing more, but stay connected
  <slow>        from here on one byte each 20 ms
  <together>    from here on in one packet what is said before the next is read
  <tag>         the tag of the command that is answered
  <repeat N T>  T, N times
A peer prints the port it listens on and logs every byte it accepts.
"""

import argparse
import re
import socket
import ssl
import struct
import sys
import threading
import time


class Gone(Exception):
    """The connection has ended."""


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cert", help="NAME: NAME.pem and NAME.key")
    parser.add_argument("--tls", action="store_true",
                        help="TLS from the first byte")
    parser.add_argument("--tls-max", choices=("1.0", "1.1", "1.2", "1.3"))
    parser.add_argument("--log", help="file for every byte accepted")
    parser.add_argument("--greeting", help="action in place of the greeting")
    parser.add_argument("--on", nargs=2, action="append", default=[],
                        metavar=("COMMAND", "ACTION"),
                        help="answer COMMAND (its first words) by ACTION")
    parser.add_argument("--once", nargs=2, action="append", default=[],
                        metavar=("COMMAND", "ACTION"),
                        help="the same, the first time only")
    parser.add_argument("--without", action="append", default=[],
                        help="a capability that is not offered")
    parser.add_argument("--with", action="append", default=[], dest="extra",
                        help="a capability that is offered too")
    return parser


def context(options):
    if not options.cert:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(options.cert + ".pem", options.cert + ".key")
    if options.tls_max:
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = getattr(
            ssl.TLSVersion, "TLSv" + options.tls_max.replace(".", "_")
            if options.tls_max != "1.0" else "TLSv1")
    return made


class Peer:
    """One connection; a subclass answers commands."""

    def __init__(self, sock, options):
        self.sock = sock
        self.options = options
        self.tag = ""
        self.slow = False
        self.held = None            # what is said together
        self.buffer = b""
        self.overrides = [(c.upper(), a) for c, a in options.on]
        self.log = open(options.log, "ab") if options.log else None

    def start_tls(self):
        made = context(self.options)
        self.sock = made.wrap_socket(self.sock, server_side=True)

    def send(self, data):
        if isinstance(data, str):
            data = data.encode("latin-1")
        if self.held is not None:
            self.held += data
            return
        try:
            if not self.slow:
                self.sock.sendall(data)
                return
            for i in range(len(data)):
                self.sock.sendall(data[i:i + 1])
                time.sleep(0.02)
        except OSError as problem:
            raise Gone from problem

    def act(self, action):
        text = action.encode("latin-1", "backslashreplace") \
            .decode("unicode_escape")
        for part in re.split(r"(<(?:close|reset|stall|slow|together|tag)>|"
                             r"<repeat \d+ [^>]*>)", text):
            repeat = re.fullmatch(r"<repeat (\d+) ([^>]*)>", part, re.S)
            if part == "<close>":
                raise Gone
            if part == "<reset>":
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                     struct.pack("ii", 1, 0))
                raise Gone
            if part == "<stall>":
                while self.sock.recv(4096):
                    pass
                raise Gone
            if part == "<slow>":
                self.slow = True
            elif part == "<together>":
                self.held = b""
            elif part == "<tag>":
                self.send(self.tag)
            elif repeat:
                self.send(repeat.group(2) * int(repeat.group(1)))
            elif part:
                self.send(part)

    def accepted(self, data):
        if self.log:
            self.log.write(data)
            self.log.flush()

    def fill(self):
        if self.held:
            said, self.held = self.held, None
            self.send(said)
            self.held = b""
        try:
            more = self.sock.recv(65536)
        except OSError as problem:
            raise Gone from problem
        if not more:
            raise Gone
        self.accepted(more)
        self.buffer += more

    def line(self):
        while b"\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("latin-1")

    def take(self, size):
        while len(self.buffer) < size:
            self.fill()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def override(self, command):
        """The scripted action for this command, or None."""
        for i, (start, action) in enumerate(self.options.once):
            if command.upper().startswith(start.upper()):
                del self.options.once[i]
                return action
        for start, action in self.overrides:
            if command.upper().startswith(start):
                return action
        return None

    def run(self):
        try:
            if self.options.tls:
                self.start_tls()
            self.serve()
        except (Gone, OSError):
            pass
        finally:
            try:
                self.sock.close()
            except OSError:
                pass


def serve(options, make):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    print(listener.getsockname()[1], flush=True)
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=make(sock, options).run, daemon=True).start()
        sys.stdout.flush()
