#!/usr/bin/env python3
"""fake_smtp.py - a small SMTP server that does what a test tells it to.

Every answer can be replaced by an action (see peer.py); the names that are
not commands are DOT (the answer to a whole mail), BODY (before the body is
read) and RESPONSE (a line of a login).  Each mail that was accepted is
written to --spool, one file a mail, its envelope in the first two lines.
"""

import base64
import os
import re
import threading

import peer

OFFERS = ["PIPELINING", "SIZE 1000000", "DSN", "SMTPUTF8", "8BITMIME",
          "AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"]
LOCK = threading.Lock()


class Session(peer.Peer):
    def __init__(self, sock, options):
        super().__init__(sock, options)
        self.secret = options.tls
        self.hello = None
        self.mail = None
        self.rcpt = None

    def say(self, text):
        self.send(text + "\r\n")

    def serve(self):
        self.act(self.options.greeting or "220 mail.example.test ESMTP\\r\\n")
        while True:
            command = self.line()
            action = self.override(command)
            if action is not None:
                if re.sub("<[^>]*>", "", action).startswith("2"):
                    self.mail = command if command[:4] == "MAIL" else self.mail
                    self.rcpt = command if command[:4] == "RCPT" else self.rcpt
                self.act(action)
                continue
            name = command.split(" ")[0].split(":")[0].lower()
            handler = getattr(self, "do_" + name, None)
            if handler is None:
                self.say("500 5.5.2 unknown")
            else:
                handler(command)

    def override(self, command):
        for i, (hello, start, action) in enumerate(self.options.script):
            if hello == self.hello and command.upper().startswith(start):
                del self.options.script[i]
                return action
        return super().override(command)

    def do_ehlo(self, command):
        self.hello = command.partition(" ")[2]
        offers = [o for o in OFFERS + self.options.extra
                  if o.split(" ")[0] not in self.options.without]
        mechanisms = [o for o in offers if o.startswith("AUTH ")]
        for offer in mechanisms:
            offers.remove(offer)
            offers.append(" ".join(w for w in offer.split(" ")
                                   if w not in self.options.without))
        if self.options.cert and not self.secret and \
                "STARTTLS" not in self.options.without:
            offers.append("STARTTLS")
        lines = ["mail.example.test"] + offers
        for line in lines[:-1]:
            self.say("250-" + line)
        self.say("250 " + lines[-1])

    def do_starttls(self, _):
        self.say("220 2.0.0 begin")
        self.start_tls()
        self.secret = True

    def ask(self, text=""):
        self.say("334 " + text)
        return self.line()

    def do_auth(self, command):
        words = command.split(" ")
        kind = words[1].upper()
        user, password = self.options.user, self.options.password
        if kind == "LOGIN":
            said = [base64.b64decode(self.ask(t)).decode()
                    for t in ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")]
            good = said == [user, password]
        else:
            first = words[2] if len(words) > 2 else self.ask()
            said = base64.b64decode(first).decode()
            good = {
                "PLAIN": "\0%s\0%s" % (user, password),
                "XOAUTH2": "user=%s\1auth=Bearer %s\1\1" % (user, password),
                "OAUTHBEARER": "n,a=%s,\1host=127.0.0.1\1port=%d\1"
                               "auth=Bearer %s\1\1" %
                               (user, self.sock.getsockname()[1], password),
            }[kind] == said
            if not good and kind != "PLAIN":
                self.ask("eyJzdGF0dXMiOiI0MDEifQ==")
        self.say("235 2.7.0 welcome" if good else
                 "535 5.7.8 no, %s is wrong" % password)

    def do_mail(self, command):
        if self.mail is not None:
            self.say("503 5.5.1 nested MAIL")
            return
        self.mail = command
        self.say("250 2.1.0 ok")

    def do_rcpt(self, command):
        if self.mail is None:
            self.say("503 5.5.1 no MAIL")
            return
        self.rcpt = command
        self.say("250 2.1.5 ok")

    def do_rset(self, _):
        self.mail = self.rcpt = None
        self.say("250 2.0.0 ok")

    def do_data(self, _):
        if self.rcpt is None:
            self.say("503 5.5.1 no RCPT")
            return
        self.say("354 go on")
        action = self.override("BODY")
        if action is not None:
            self.act(action)
        body = b""
        while True:
            line = self.line().encode("latin-1") + b"\r\n"
            if line == b".\r\n":
                break
            body += line[1:] if line.startswith(b".") else line
        action = self.override("DOT")
        if action is None or action.startswith("2"):
            self.keep(body)
        self.mail = self.rcpt = None
        if action is not None:
            self.act(action)
        else:
            self.say("250 2.0.0 queued")

    def keep(self, body):
        if not self.options.spool:
            return
        with LOCK:
            number = len(os.listdir(self.options.spool)) + 1
            name = os.path.join(self.options.spool, "%06d" % number)
            with open(name, "wb") as file:
                file.write((self.mail + "\r\n" + self.rcpt +
                            "\r\n").encode("latin-1") + body)

    def do_noop(self, _):
        self.say("250 2.0.0 ok")

    def do_quit(self, _):
        self.say("221 2.0.0 until later")
        raise peer.Gone


def main():
    parser = peer.arguments(__doc__)
    parser.add_argument("--user", default="desk")
    parser.add_argument("--password", default="secret")
    parser.add_argument("--script", nargs=3, action="append", default=[],
                        metavar=("HELLO", "COMMAND", "ACTION"),
                        help="as --once, for a client of this name")
    parser.add_argument("--spool", help="folder for accepted mails")
    peer.serve(parser.parse_args(), Session)


main()
