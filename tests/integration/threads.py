"""threads.py - discussions of several people, as mails in any order.

Chains and branches; threads whose first mails never came here; clients that
cite all, the ends, or only the parent; Outlook, which of a conversation often
sends no more than its Thread-Index; people who take part in several threads, and
subjects that several threads have.
"""

import base64
import hashlib
import random

PEOPLE = 400
PROVEN = 7          # in ten of them, by their servers
CHANGED = 0.03      # of the answers change the subject
SUBJECTS = ('Help', 'Order 4711', 'Question')


def _index(thread, depth):
    """A Thread-Index: five bytes of time, the conversation, the answers."""
    conversation = hashlib.md5(b'%d' % thread).digest()
    return base64.b64encode(b'\x01' + b'\x02' * 5 + conversation +
                            b'\x03' * 5 * depth).decode()


class Mail:
    def __init__(self, thread, number, sender, parent):
        self.thread, self.sender, self.parent = thread, sender, parent
        self.id = f'{number}.{thread}@client.example.org'
        self.path = (parent.path if parent else []) + [self.id]
        self.arrives = True
        self.fields = []

    def cite(self, how):
        """All of the path, its ends, the parent, or the conversation."""
        cited = [f'<{one}>' for one in self.path[:-1]]
        if how in ('index', 'both'):
            self.fields = ['Thread-Index: ' +
                           _index(self.thread, len(self.path) - 1)]
        if how == 'index' or not cited:
            return
        if how in ('parent', 'both'):
            self.fields += [f'In-Reply-To: {cited[-1]}']
        else:
            if how == 'ends' and len(cited) > 3:
                cited = cited[:1] + cited[-2:]
            self.fields += [f'In-Reply-To: {cited[-1]}',
                            'References: ' + '\n '.join(cited)]

    def bytes(self, subject):
        name, domain = self.sender.split('@')
        proven = int(name.split('-')[1]) % 10 < PROVEN
        lines = [f'Authentication-Results: mx.example.test; dmarc=pass'
                 f' header.from={domain}'] if proven else []
        lines += [f'Return-Path: <{self.sender}>', f'From: <{self.sender}>',
                  'To: support@example.test',
                  f'Subject: {"Re: " if self.parent else ""}{subject}',
                  f'Message-ID: <{self.id}>', *self.fields,
                  'Date: Mon, 2 Mar 2026 09:00:00 +0000', '',
                  f'This is what I say in {self.id}.', '']
        return '\n'.join(lines).encode()


def _thread(chance, number, size):
    people = [f'person-{chance.randrange(PEOPLE)}@example.org'
              for _ in range(chance.randint(1, 4))]
    outlook = chance.random() < 0.15
    branchy = chance.random() < 0.5
    mails = []
    for place in range(size):
        parent = None
        if mails:
            parent = chance.choice(mails) if branchy else mails[-1]
        mail = Mail(number, place, chance.choice(people), parent)
        mail.cite(chance.choice(('index', 'index', 'both') if outlook else
                                ('all', 'all', 'ends', 'parent')))
        mails.append(mail)
    # What came before we were asked.
    if chance.random() < 0.25:
        for mail in mails[:chance.randint(1, 2)]:
            mail.arrives = False
    return mails


def make(count, threads, seed):
    """{Message-ID: bytes} of `count` mails."""
    chance = random.Random(seed)
    made = {}
    for number in range(threads):
        left = threads - number
        want = (count - len(made)) // left
        size = want if left == 1 else chance.randint(want - 4, want + 4)
        mails = _thread(chance, number, max(size, 1) + 2)
        subject = chance.choice(SUBJECTS) if chance.random() < 0.2 \
            else f'Kettle {number}'
        for mail in [mail for mail in mails if mail.arrives][:size]:
            if mail.parent and chance.random() < CHANGED:
                subject = f'Another matter, {mail.id}'
            made[mail.id] = mail.bytes(subject)
    return made
