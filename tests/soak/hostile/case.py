"""case.py - one hostile mail, and what must become of it.

    case('H33', 'latin-1', NEUTRAL, subject=b'caf\\xe9',
         reads={'subject': 'caf\\u00e9'}, defects='bad-header')

A case is an ordinary mail but for what it names: `raw` is the whole mail,
`head` the whole header, `fields` more fields (after the others), `before`
fields above all others, `body` what follows the header; `sender`, `subject`,
`to`, `cites` and so on are parts of the ordinary one, of which None leaves
the field out.  Each may be text, bytes, or a function of the Place, which
knows the tickets that came before and what we signed.  In all of them {d} is
the case's own domain, so that no case is capped for another.

What must become of it: `want` is disposition, how, origin and answer, as in
`postdesk try`; `at` the case whose ticket it is in (left out: its own, where
it opened one); `defects` and `reads` are what `postdesk parse` says, of keys
that are named; `proven` is whether its author is; `never` are words that may
not leave in what is sent because of it; `out` are (address, template) of it
where they do not follow from the answer.  `differs` says why it is another
today: such a case is counted apart, and fails once it is met.
"""

import re

NEUTRAL = 'ticketed new person send-neutral'
FULL = 'ticketed new person send'
NOBODY = 'ticketed new person no-sound-author'
BROKEN = 'ticketed new person malformed'
ROBOT = 'ticketed new robot automatic-mail'
LIST = 'ticketed new list automatic-mail'
RESPONDER = 'noted none responder -'
REPORT = 'noted none report -'
BOUNCE = 'noted none bounce -'
FAILED = 'ticketed new person authentication-failed'
ENVELOPE = 'ticketed new person envelope-differs'

OURS = 'support@desk.example.test'
SERVER = 'mx.example.test'      # whose Authentication-Results are believed
AGENT = 'maria@staff.example'

TEMPLATES = {'send': 'ack', 'send-neutral': 'ack-neutral'}
PLAIN = 'text/plain; charset=utf-8'
KEYS = {'raw', 'head', 'before', 'fields', 'body', 'sender', 'subject', 'to',
        'cites', 'envelope', 'proven', 'id', 'date', 'type', 'want', 'at',
        'defects', 'reads', 'never', 'out', 'scene', 'differs', 'tags',
        'urgency', 'linked', 'believed', 'says', 'state', 'only'}

CASES = []


class Case:
    """See above.  `scene` names what must run together with it."""

    def __init__(self, row, name, want, **more):
        unknown = set(more) - KEYS
        if unknown:
            raise ValueError(f'{row} {name}: what is {unknown}?')
        self.row, self.name, self.want, self.more = row, name, want, more
        self.id = f'{row.lower()}-{name}'
        self.scene = more.get('scene', self.id)
        self.differs = more.get('differs')

    def get(self, key, otherwise=None):
        return self.more.get(key, otherwise)

    @property
    def domain(self):
        return f'{self.id}.example.org'

    @property
    def sender(self):
        return self.get('sender', 'ann@{d}')

    @property
    def answer(self):
        return self.want.split()[3]

    def put(self, value, place):
        """Any part as bytes, with what the place knows put in."""
        if callable(value):
            value = value(place)
        return octets(value).replace(b'{d}', self.domain.encode())

    @property
    def mailbox(self):
        """Of the author: what stands in <>, if anything does."""
        if not isinstance(self.sender, str):
            return 'ann@{d}'
        found = re.search('<([^<>]+)>$', self.sender)
        return found[1] if found else self.sender

    def address(self, place):
        """The author's, as an answer to the case would have it."""
        return self.put(self.mailbox, place).decode()

    def header(self, place):
        words = self.id.replace('-', ' ')
        domain = self.mailbox.rpartition('@')[2]
        rows = [('Return-Path', self.get('envelope', f'<{self.mailbox}>'))]
        if self.get('proven'):
            rows.append(('Authentication-Results', f'{SERVER}; dmarc=pass '
                         f'header.from={domain}'))
        rows += [('From', self.sender), ('To', self.get('to', OURS)),
                 ('Subject', self.get('subject', f'Kettle of {words}')),
                 ('Message-ID', self.get('id', '<1@{d}>')),
                 ('In-Reply-To', self.get('cites')),
                 ('Date', self.get('date',
                                   'Mon, 2 Mar 2026 09:00:00 +0000')),
                 ('Content-Type', self.get('type'))]
        lines = [name.encode() + b': ' + self.put(value, place) + b'\n'
                 for name, value in rows if value is not None]
        return (self.put(self.get('before', ''), place) + b''.join(lines) +
                self.put(self.get('fields', ''), place))

    def build(self, place):
        if self.get('raw') is not None:
            return self.put(self.get('raw'), place)
        head = self.get('head')
        head = self.header(place) if head is None else self.put(head, place)
        return head + b'\n' + self.put(self.get('body', self.text()), place)

    def text(self):
        """Ordinary words, and nobody else's: what many say is not answered.
        """
        return (f'The kettle of {self.id.replace("-", " ")} leaks.\n'
                'Can you help me with it?\n')

    def outgoing(self, place):
        """(address, template) of each automatic mail that it causes."""
        if self.get('out') is not None:
            return [tuple(self.put(word, place).decode() for word in row)
                    for row in self.get('out')]
        template = TEMPLATES.get(self.answer)
        return [(self.address(place), template)] if template else []

    def never(self):
        """Words that may not leave: none of an unproven sender's."""
        words = list(self.get('never', ()))
        if self.answer == 'send-neutral':
            words += [self.id.replace('-', ' '), 'leaks']
        return words


def case(row, name, want, **more):
    CASES.append(Case(row, name, want, **more))


def seed(scene, name='', **more):
    """An ordinary mail of a proven customer, whose ticket cases name."""
    CASES.append(Case('seed', f'{scene}{name}', FULL, scene=scene,
                      **{'proven': True, **more}))


def octets(text):
    return text.encode('utf-8') if isinstance(text, str) else text


def multipart(*parts, boundary='b', kind='mixed', end=True):
    """A body and its type: parts are (header, text)."""
    mark = b'--' + octets(boundary)
    body = b''.join(mark + b'\n' + octets(head) + b'\n\n' + octets(text) +
                    b'\n' for head, text in parts)
    return {'fields': 'MIME-Version: 1.0\n'
                      f'Content-Type: multipart/{kind}; '
                      f'boundary="{boundary}"\n',
            'body': body + (mark + b'--\n' if end else b'')}


def plain(text, charset='utf-8', encoding='8bit'):
    """One part of text: (header, text)."""
    return (f'Content-Type: text/plain; charset={charset}\n'
            f'Content-Transfer-Encoding: {encoding}', text)


def attached(name, text='QQ==', kind='application/octet-stream',
             encoding='base64'):
    return (f'Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n'
            f'Content-Disposition: attachment; filename="{name}"', text)


def of_type(kind, body, encoding='8bit', charset='utf-8'):
    """Fields and body of a mail of one part."""
    return {'fields': f'MIME-Version: 1.0\nContent-Type: {kind}; '
                      f'charset={charset}\n'
                      f'Content-Transfer-Encoding: {encoding}\n',
            'body': body}
