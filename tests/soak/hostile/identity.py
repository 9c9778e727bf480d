"""identity.py - H48 to H57: whose mail it is, and who says so.

SURVIVAL asks for no acknowledgement of who is not proven; what the desk's
`ack_unverified: neutral` sends instead holds none of his words, and the same
cases send nothing at all where it is `never` (hostile.py asks for both).
"""

from case import (AGENT, ENVELOPE, FAILED, FULL, NEUTRAL, NOBODY, ROBOT,
                  SERVER, case)


def author(row, name, sender, want=NOBODY, defects='bad-from', **more):
    case(row, name, want, sender=None, defects=defects,
         believed=more.pop('believed', want == FULL),
         envelope=more.pop('envelope', '<ann@{d}>'),
         fields=f'From: {sender}\n' if sender is not None else '',
         before=f'Authentication-Results: {SERVER}; dmarc=pass '
                'header.from={d}\n', **more)


# H48: nobody.
author('H48', 'no-field', None, defects='no-from')
for name, sender in (('empty', ''), ('null', '<>'), ('name-alone', 'Ann'),
                     ('name-and-null', 'Ann <>'), ('quotes', '""'),
                     ('at-alone', '@'), ('no-local-part', '<@{d}>'),
                     ('no-domain', 'ann@'), ('no-at', 'ann'),
                     ('comment', '(ann@{d})')):
    author('H48', name, sender)

# H49: two From: the verifier may have looked at the other.
for name, first, second in (
        ('agent-first', AGENT, 'eve@{d}'), ('agent-second', 'eve@{d}', AGENT),
        ('the-same', 'ann@{d}', 'ann@{d}'),
        ('one-empty', 'ann@{d}', ''), ('other-case', 'ann@{d}', 'ANN@{d}')):
    case('H49', name, NOBODY, sender=None, envelope='<ann@{d}>',
         believed=False, defects='many-from', proven=True,
         fields=f'From: {first}\nX-A: b\nFROM: {second}\n')
case('H49', 'folded-name', NEUTRAL, sender=None, envelope='<ann@{d}>',
     fields='From: ann@{d}\nX-A:\n From: eve@{d}\n', defects='')

# H50: one field, several people.
for name, sender, defects in (
        ('two', 'ann@{d}, bob@{d}', 'many-from'),
        ('two-of-agents', f'{AGENT}, eve@{{d}}', 'many-from'),
        ('group', 'all: ann@{d};', 'bad-from'),
        ('group-of-two', 'all: ann@{d}, bob@{d};', 'many-from'),
        ('empty-group', 'nobody:;', 'bad-from'),
        ('colon', '<ann@{d}>:<bob@{d}>', 'many-from'),
        ('brackets', '<ann@{d}><bob@{d}>', 'many-from'),
        ('brackets-apart', '<ann@{d}> <bob@{d}>', 'many-from'),
        ('semicolon', 'ann@{d}; bob@{d}', 'many-from'),
        ('blank', 'ann@{d} bob@{d}', 'bad-from'),
        ('two-at', 'ann@{d}@evil.example.net', 'bad-from'),
        ('within', '<ann@{d}, bob@{d}>', 'many-from')):
    author('H50', name, sender, defects=defects)

# H51: an encoded word is no address.
for name, sender in (
        ('local-part', '=?utf-8?q?admin=40desk.example.test?=@{d}'),
        ('whole', '=?utf-8?q?maria=40staff.example?='),
        ('in-brackets', '<=?utf-8?q?maria=40staff.example?=>'),
        ('base64', '=?utf-8?b?bWFyaWFAc3RhZmYuZXhhbXBsZQ==?=@{d}'),
        ('domain', 'ann@=?utf-8?q?staff.example?=')):
    author('H51', name, sender)

# H52: quoted local parts: never a recipient.
for name, sender in (
        ('at', '"maria@staff.example "@{d}'), ('at-alone', '"a@b"@{d}'),
        ('blank', '"a b"@{d}'),
        ('line-end', '"a\r\n b"@{d}'),
        ('empty', '""@{d}'), ('command', '"a\\nRCPT TO:<eve@x>"@{d}'),
        ('dots', 'a..b@{d}'), ('dot-first', '.a@{d}'),
        ('dot-last', 'a.@{d}'), ('control', 'a\x01b@{d}'),
        ('long', 'a' * 300 + '@{d}')):
    author('H52', name, sender)

# Simple quoted ones are somebody, and still no recipient.
for name, sender in (('angle', '"a>b"@{d}'), ('backslash', '"a\\"b"@{d}'),
                     ('atom', '"ann"@{d}')):
    author('H52', name, sender, 'ticketed new person cannot-be-sent', '',
           believed=True)
# One address, however it is wrapped.
author('H50', 'brackets-within', '<<ann@{d}>>', FULL, '',
       out=[('ann@{d}', 'ack')])

# H53: odd addresses: one form, or nobody's.
for name, sender in (
        ('literal', 'ann@[127.0.0.1]'), ('literal-6', 'ann@[IPv6:::1]'),
        ('trailing-dot', 'ann@{d}.'), ('percent', 'ann%{d}@relay.example.net'),
        ('underscore', 'ann@a_b.{d}'),
        ('hyphen-first', 'ann@-a.{d}'), ('two-dots', 'ann@a..{d}'),
        ('label-too-long', 'ann@' + 'a' * 64 + '.{d}'),
        ('too-long', 'ann@' + 'a.' * 130 + '{d}')):
    author('H53', name, sender, want=NOBODY)
author('H53', 'source-route', '<@relay.example.net:ann@{d}>', FULL, '',
       out=[('ann@{d}', 'ack')])
author('H53', 'capitals', 'ANN@{d}', FULL, '', out=[('ANN@{d}', 'ack')])
author('H53', 'comment', 'ann@(x){d}', FULL, '', out=[('ann@{d}', 'ack')])
author('H53', 'blanks', 'ann @ {d}')
# To RFC 5322 a "!" is a letter; and nobody else's results are for them.
author('H53', 'bang', 'relay!ann@{d}', FULL, '', out=[('relay!ann@{d}',
                                                       'ack')])
author('H53', 'no-dot', 'ann@localhost', ENVELOPE, '')
author('H53', 'number', 'ann@127.0.0.1', ENVELOPE, '')
case('H53', 'utf-8', FULL, sender='ελένη@{d}', proven=True, defects='')
case('H53', 'unicode-domain', FULL, sender='ann@παράδειγμα.{d}', proven=True,
     defects='')
case('H53', 'bidi-in-domain', NOBODY, sender='ann@\u202eevil.{d}',
     proven=True, believed=False, defects='invisible-characters bad-from',
     envelope='<ann@{d}>')


# H54: results that no server of ours wrote prove nothing.
def results(row, name, field, want=NEUTRAL, **more):
    case(row, name, want, believed=want == FULL, before=field + '\n', **more)


AR = 'Authentication-Results: '
PASS = 'dmarc=pass header.from={d}'
for name, host in (
        ('attacker', 'attacker.example.net'), ('below', f'a.{SERVER}'),
        ('longer', SERVER + 'x'), ('shorter', SERVER[1:]),
        ('dot', SERVER + '.'), ('of-the-sender', '{d}'), ('empty', ''),
        ('wildcard', '*'), ('quoted-other', f'"{SERVER} x"'),
        ('comment', f'({SERVER}) x.example.net'),
        ('utf-8', 'mx.exаmple.test')):
    results('H54', name, f'{AR}{host}; {PASS}', defects='')
results('H54', 'arc', f'ARC-Authentication-Results: i=1; {SERVER}; {PASS}')
results('H54', 'other-field', f'X-Authentication-Results: {SERVER}; {PASS}')
results('H54', 'received-spf', 'Received-SPF: pass client-ip=127.0.0.1')
results('H54', 'dkim-alone', 'DKIM-Signature: v=1; a=rsa-sha256; d={d}; s=x; '
        'h=from; bh=AAAA; b=AAAA')

# H55: under our own name: the topmost counts.
FAIL = 'dmarc=fail header.from={d}'
NONE = 'dmarc=none header.from={d}'
results('H55', 'fail-above', f'{AR}{SERVER}; {FAIL}\n{AR}{SERVER}; {PASS}',
        FAILED)
results('H55', 'none-above', f'{AR}{SERVER}; {NONE}\n{AR}{SERVER}; {PASS}')
results('H55', 'pass-above', f'{AR}{SERVER}; {PASS}\n{AR}{SERVER}; {FAIL}',
        FULL)
results('H55', 'other-above', f'{AR}x.example.net; {FAIL}\n{AR}{SERVER}; '
        f'{PASS}', FULL)
results('H55', 'nothing-above', f'{AR}{SERVER}; none\n{AR}{SERVER}; {PASS}')
results('H55', 'broken-above', f'{AR}{SERVER}; dmarc=\n{AR}{SERVER}; {PASS}')
results('H55', 'capitals', f'{AR}{SERVER.upper()}; {PASS}', FULL)
results('H55', 'twice', f'{AR}{SERVER}; {PASS}\n{AR}{SERVER}; {PASS}', FULL)

# H56: what only looks like a result.
for name, text in {
        'comment': 'dmarc=fail (dmarc=pass) header.from={d}',
        'nested-comment': 'dmarc=fail (a (dmarc=pass) b) header.from={d}'
        }.items():
    results('H56', name, f'{AR}{SERVER}; {text}', FAILED)
for name, text in {
        'quoted': 'spf=none smtp.mailfrom="x; dmarc=pass header.from={d}"',
        'reason': 'dmarc=none reason="dmarc=pass header.from={d}"',
        'version-two': None,
        'other-domain': 'dkim=pass header.d=evil.example.net',
        'domain-below': 'dkim=pass header.d=x.{d}.evil.example.net',
        'dmarc-of-other': 'dmarc=pass header.from=evil.example.net',
        'spf-alone': 'spf=pass smtp.helo={d}',
        'spf-of-other': 'spf=pass smtp.mailfrom=ann@evil.example.net',
        'open-comment': '(dmarc=pass header.from={d}',
        'open-quote': '"; dmarc=pass header.from={d}',
        'passed': 'dmarc=passed header.from={d}',
        'method': 'xdmarc=pass header.from={d}',
        'arc': 'arc=pass header.from={d}',
        'top-level': 'dkim=pass header.d=org',
        'no-results': 'none', 'words': 'this mail passed dmarc=pass'
        }.items():
    text = f'{SERVER}; {text}' if text else f'{SERVER} 2; {PASS}'
    results('H56', name, AR + text)
results('H56', 'folded', f'{AR}{SERVER};\n\tdmarc=pass\n (x)\n header.from='
        '{d}', FULL)
results('H56', 'version-one', f'{AR}{SERVER} 1; {PASS}', FULL)
results('H56', 'method-version', f'{AR}{SERVER}; dmarc/1=pass '
        'header.from={d}', FULL)
results('H56', 'capitals', f'{AR}{SERVER}; DMARC=Pass Header.From={{d}}',
        FULL)
results('H56', 'blanks', f'{AR}{SERVER} ; dmarc = pass header.from = {{d}}',
        FULL)

# H57: no field of a mail steers the desk.
for name, fields in {
        'otrs': 'X-OTRS-Priority: 5 very high\nX-OTRS-Queue: Raw\n'
                'X-OTRS-State: closed successful\n',
        'rt': 'X-RT-Ticket: example #1\nRT-Squelch-Replies-To: x\n'
              'X-RT-Command: Status: resolved\n',
        'zammad': 'X-Zammad-Ticket-priority: 3 high\n'
                  'X-Zammad-Ignore: true\n',
        'postdesk': 'X-Postdesk-Ticket: 1\nX-Postdesk-Urgency: critical\n'
                    'X-Postdesk-State: closed\n',
        'priority': 'X-Priority: 1\nImportance: high\nPriority: urgent\n',
        'jira': 'X-JIRA-FingerPrint: x\nX-Ticket: 1\n'}.items():
    # A priority of a client is a hint that rules may weigh, no command.
    case('H57', name, ROBOT if name == 'jira' else NEUTRAL, fields=fields,
         state='new',
         urgency=None if name == 'priority' else 'normal')

# H90: an author's name over another's signature.
for name, results_ in {
        'dkim': 'dkim=pass header.d=attacker.example.net',
        'spf': 'spf=pass smtp.mailfrom=x@attacker.example.net',
        'both': 'dkim=pass header.d=attacker.example.net; '
                'spf=pass smtp.mailfrom=x@attacker.example.net'}.items():
    case('H90', name, ENVELOPE, envelope='<x@attacker.example.net>',
         believed=False, before=f'{AR}{SERVER}; {results_}\n')
case('H90', 'dmarc-fails', FAILED, envelope='<x@attacker.example.net>',
     believed=False, before=f'{AR}{SERVER}; dkim=pass '
     f'header.d=attacker.example.net; {FAIL}\n')
case('H90', 'no-envelope', ENVELOPE, envelope=None, believed=False,
     before='Return-Path: <x@attacker.example.net>\n')
case('H90', 'sender', NEUTRAL, fields='Sender: x@attacker.example.net\n',
     believed=False)
