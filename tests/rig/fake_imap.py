#!/usr/bin/env python3
"""fake_imap.py - a small IMAP server that does what a test tells it to.

One mailbox, INBOX, whose mails are the files given (UID 1, 2, ...) or
`--make N` invented ones; every answer can be replaced by an action (see
peer.py).  What it holds is shared by all its connections, but with --own.
"""

import re
import threading
import time

import peer

CAPABILITIES = ["IMAP4rev1", "UIDPLUS", "MOVE", "IDLE", "SASL-IR",
                "AUTH=PLAIN", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER"]


class Store:
    def __init__(self, options):
        self.lock = threading.RLock()
        self.validity = options.validity
        self.next = {"INBOX": 1}
        self.boxes = {"INBOX": {}}
        self.deleted = set()
        self.marked = set()         # (box, uid), by any keyword
        self.news = 0
        for name in options.mail:
            with open(name, "rb") as file:
                self.add("INBOX", file.read())
        self.make(options)

    def make(self, options):
        for _ in range(options.make - len(self.boxes["INBOX"])):
            self.add("INBOX", b"Subject: mail %d\r\n\r\n%s\r\n" %
                     (self.next["INBOX"], b"x" * (options.size or 1)))

    def add(self, box, data):
        uid = self.next[box]
        self.next[box] = uid + 1
        self.boxes[box][uid] = data
        return uid


def uids(text, have):
    """The UIDs of a sequence set that are there, in order."""
    wanted = set()
    top = max(have, default=0)
    for item in text.split(","):
        first, _, last = item.partition(":")
        last = last or first
        a, b = (top if n == "*" else int(n) for n in (first, last))
        a, b = min(a, b), max(a, b)
        wanted |= {uid for uid in have if a <= uid <= b}
    return sorted(wanted)


def spans(numbers):
    out = []
    for n in numbers:
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ",".join("%d" % a if a == b else "%d:%d" % (a, b) for a, b in out)


class Session(peer.Peer):
    def __init__(self, sock, options):
        super().__init__(sock, options)
        self.store = Store(options) if options.own else options.store
        self.secret = options.tls
        self.box = "INBOX"
        self.logged_in = False

    def ok(self, text="done"):
        self.send("%s OK %s\r\n" % (self.tag, text))

    def no(self, text):
        self.send("%s NO %s\r\n" % (self.tag, text))

    def capabilities(self):
        have = [c for c in CAPABILITIES + self.options.extra
                if c not in self.options.without]
        if self.options.cert and not self.secret and \
                "STARTTLS" not in self.options.without:
            have.append("STARTTLS")
        return " ".join(have)

    def serve(self):
        self.act(self.options.greeting or "* OK ready\\r\\n")
        while True:
            line = self.command_line()
            self.tag, _, command = line.partition(" ")
            action = self.override(command)
            if action is not None:
                self.act(action)
                continue
            words = command.split(" ")
            name = words[0].upper()
            if name == "UID":
                name = "UID_" + words[1].upper()
            handler = getattr(self, "do_" + name.lower(), None)
            if handler is None:
                self.send("%s BAD unknown\r\n" % self.tag)
            else:
                handler(command)

    def command_line(self):
        line = self.line()
        while True:
            literal = re.search(r"\{(\d+)\}$", line)
            if not literal:
                return line
            self.send("+ go on\r\n")
            data = self.take(int(literal.group(1))).decode("latin-1")
            line = line[:literal.start()] + '"' + data + '"' + self.line()

    def do_capability(self, _):
        self.send("* CAPABILITY %s\r\n" % self.capabilities())
        self.ok()

    def do_noop(self, _):
        self.ok()

    def do_logout(self, _):
        self.send("* BYE until later\r\n")
        self.ok()
        raise peer.Gone

    def do_starttls(self, _):
        self.ok("begin")
        self.start_tls()
        self.secret = True

    def do_login(self, command):
        words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', command)[1:]
        user, secret = (re.sub(r"\\(.)", r"\1", a) if a else b
                        for a, b in words[:2])
        self.login(user == self.options.user and
                   secret == self.options.password)

    def login(self, good):
        if good:
            self.logged_in = True
            self.ok("logged in")
        else:
            self.no("[AUTHENTICATIONFAILED] wrong user or password")

    def do_authenticate(self, command):
        import base64
        words = command.split(" ")
        if len(words) < 3:
            self.send("+ \r\n")
            words.append(self.line())
        said = base64.b64decode(words[2]).decode()
        kind, options = words[1].upper(), self.options
        if kind == "PLAIN":
            self.login(said == "\0%s\0%s" % (options.user, options.password))
            return
        good = {
            "XOAUTH2": "user=%s\1auth=Bearer %s\1\1",
            "OAUTHBEARER": "n,a=%s,\1auth=Bearer %s\1\1",
        }[kind] % (options.user, options.password)
        plain = re.sub("\1(host|port)=[^\1]*", "", said)
        if plain != good:
            self.send("+ " + base64.b64encode(
                b'{"status":"invalid_token"}').decode() + "\r\n")
            self.line()
        self.login(plain == good)

    def do_examine(self, command):
        self.do_select(command)

    def do_select(self, command):
        name = command.split(" ", 1)[1].strip('"')
        if name not in self.store.boxes:
            self.no("[NONEXISTENT] no such mailbox")
            return
        box = self.store.boxes[name]
        self.box = name
        self.send("* FLAGS (\\Seen \\Deleted)\r\n"
                  "* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] flags\r\n"
                  "* %d EXISTS\r\n* 0 RECENT\r\n"
                  "* OK [UIDVALIDITY %d] valid\r\n"
                  "* OK [UIDNEXT %d] next\r\n" %
                  (len(box), self.store.validity if name == "INBOX" else 7,
                   self.store.next[name]))
        self.ok("[READ-WRITE] selected")

    def do_create(self, command):
        name = command.split(" ", 1)[1].strip('"')
        if name in self.store.boxes:
            self.no("[ALREADYEXISTS] it is there")
            return
        self.store.boxes[name] = {}
        self.store.next[name] = 1
        self.ok()

    def do_uid_search(self, command):
        box = self.store.boxes[self.box]
        words = command.split(" ")[2:]
        if words[0] == "UID":
            found = uids(words[1], box)
        else:                       # LARGER n SMALLER m
            found = [u for u in sorted(box)
                     if int(words[1]) < len(box[u]) < int(words[3])]
        if "KEYWORD" in words:
            found = [u for u in found if (self.box, u) in self.store.marked]
        self.send("* SEARCH" + "".join(" %d" % u for u in found) + "\r\n")
        self.ok()

    def do_uid_fetch(self, command):
        box = self.store.boxes[self.box]
        words = command.split(" ", 3)
        partial = re.search(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>", words[3])
        for uid in uids(words[2], box):
            if uid not in box:
                continue
            data = box[uid]
            items = ["UID %d" % uid]
            if "RFC822.SIZE" in words[3]:
                items.append("RFC822.SIZE %d" % len(data))
            if "INTERNALDATE" in words[3]:
                items.append('INTERNALDATE "01-Mar-2026 09:30:%02d +0000"' %
                             (uid % 60))
            number = sorted(box).index(uid) + 1
            self.send("* %d FETCH (%s" % (number, " ".join(items)))
            if partial:
                start, size = int(partial.group(1)), int(partial.group(2))
                part = data[start:start + size]
                self.send(" BODY[]<%d> {%d}\r\n" % (start, len(part)))
                self.send(part)
            elif "BODY.PEEK[]" in words[3]:
                self.send(" BODY[] {%d}\r\n" % len(data))
                self.send(data)
            self.send(")\r\n")
        self.ok()

    def transfer(self, command):
        _, _, wanted, target = command.split(" ", 3)
        target = target.strip('"')
        box = self.store.boxes[self.box]
        if target not in self.store.boxes:
            self.no("[TRYCREATE] no such mailbox")
            return None
        have = uids(wanted, box)
        new = [self.store.add(target, box[uid]) for uid in have]
        self.store.marked |= {(target, b) for a, b in zip(have, new)
                              if (self.box, a) in self.store.marked}
        return have, "[COPYUID 7 %s %s]" % (spans(have), spans(new)) \
            if have else ""

    def do_uid_move(self, command):
        done = self.transfer(command)
        if done is None:
            return
        have, code = done
        if code:
            self.send("* OK %s moved\r\n" % code)
        box = self.store.boxes[self.box]
        for uid in have:
            self.send("* %d EXPUNGE\r\n" % (sorted(box).index(uid) + 1))
            del box[uid]
        self.ok()

    def do_uid_copy(self, command):
        done = self.transfer(command)
        if done is not None:
            self.ok(done[1] + " copied")

    def do_uid_store(self, command):
        box = self.store.boxes[self.box]
        wanted = set(uids(command.split(" ")[2], box))
        if "\\Deleted" in command:
            self.store.deleted |= wanted
        else:
            self.store.marked |= {(self.box, uid) for uid in wanted}
        self.ok()

    def do_uid_expunge(self, command):
        box = self.store.boxes[self.box]
        for uid in uids(command.split(" ")[2], box):
            if uid in self.store.deleted:
                self.send("* %d EXPUNGE\r\n" % (sorted(box).index(uid) + 1))
                del box[uid]
        self.ok()

    def do_idle(self, _):
        self.send("+ idling\r\n")
        # By the same thread: a TLS connection takes one at a time.
        if self.options.news:
            time.sleep(self.options.news)
            self.arrive()
        self.line()
        self.ok("idle ends")

    def arrive(self):
        with self.store.lock:
            self.store.add("INBOX", b"Subject: news\r\n\r\nnews\r\n")
            count = len(self.store.boxes["INBOX"])
        self.send("* %d EXISTS\r\n" % count)


def main():
    parser = peer.arguments(__doc__)
    parser.add_argument("--user", default="desk")
    parser.add_argument("--password", default="secret")
    parser.add_argument("--validity", type=int, default=42)
    parser.add_argument("--make", type=int, default=0)
    parser.add_argument("--own", action="store_true",
                        help="each connection has mails of its own")
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--news", type=float,
                        help="seconds after which a mail arrives in IDLE")
    parser.add_argument("mail", nargs="*")
    options = parser.parse_args()
    options.store = Store(options)
    peer.serve(options, Session)


main()
