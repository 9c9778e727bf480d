"""mailmass.py - the mails of the bench, and the mailbox that they lie in."""

import os
import re
import shutil
import subprocess
import time


def files_of(folder):
    return [os.path.join(root, name)
            for root, _, names in sorted(os.walk(folder))
            for name in sorted(names) if name.endswith('.eml')]


def load(files, first, count):
    """Mails as a server that proves senders would have stamped them; those that
    come again have other ids."""
    for number in range(first, first + count):
        with open(files[number % len(files)], 'rb') as file:
            mail = file.read()
        copy = number // len(files)
        if copy:
            mail = re.sub(rb'(?im)^(Message-ID: <)', rb'\1c%d.' % copy, mail,
                          count=1)
        sender = re.search(rb'(?im)^From:[^\r\n]*?([\w.+-]+@([\w.-]+))', mail)
        if sender:
            mail = (b'Return-Path: <%s>\r\nAuthentication-Results: '
                    b'mx.bench.example; dmarc=pass header.from=%s\r\n' %
                    (sender[1], sender[2])) + mail
        yield mail


class Mailbox:
    """The mailbox of one user, which can be as full again as it was."""

    def __init__(self, servers, name):
        self.servers, self.name = servers, name
        self.count = self.bytes = 0
        self.home = os.path.join(servers.dir, 'mail', name)

    def add(self, mails):
        group = []
        for mail in mails:
            self.count, self.bytes = self.count + 1, self.bytes + len(mail)
            group.append(mail)
            if len(group) == 1000:
                self.servers.append(self.name, group)
                group = []
        if group:
            self.servers.append(self.name, group)
        time.sleep(1)   # for Dovecot to close it

    def keep(self):
        shutil.rmtree(self.home + '.full', ignore_errors=True)
        subprocess.run(['cp', '-a', self.home, self.home + '.full'],
                       check=True)

    def refill(self):
        shutil.rmtree(self.home)
        subprocess.run(['cp', '-a', self.home + '.full', self.home],
                       check=True)
