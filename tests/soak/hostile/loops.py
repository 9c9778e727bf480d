"""loops.py - H72 to H91: machines, bounces, and what would never end.

Days pass in tests/desk/test_loops and test_storms; here all comes at once.
"""

import re

from case import (BOUNCE, ENVELOPE, FAILED, FULL, LIST, NEUTRAL, OURS, REPORT,
                  RESPONDER, ROBOT, case, multipart, of_type, plain, seed)
from place import sign

NULL = 'ticketed new robot null-sender'
ANSWERS = 'ticketed new person answers-our-automatic-mail'

# H72: Auto-Submitted, however it is written (RFC 3834, 5).
for name, value, want in (
        ('replied', 'auto-replied', RESPONDER),
        ('generated', 'auto-generated', ROBOT),
        ('notified', 'auto-notified', ROBOT),
        ('unknown', 'auto-x', ROBOT),
        # An empty field says nothing, here as in every other row.
        ('empty', '', NEUTRAL),
        ('parameters', 'auto-replied; owner=x@{d} (c)', RESPONDER),
        ('folded', '\n auto-replied;\n owner=x', RESPONDER),
        ('capitals', 'AUTO-REPLIED', RESPONDER),
        ('comment', '(no) auto-replied', RESPONDER),
        ('comment-behind', 'auto-replied(no)', RESPONDER),
        ('quoted', '"auto-replied"', RESPONDER),
        ('comment-no', '(auto-replied) no', NEUTRAL),
        ('no', 'no', NEUTRAL), ('no-capitals', 'NO', NEUTRAL),
        ('no-parameters', 'no; x=y', NEUTRAL),
        ('nothing-but-a-comment', '(no)', ROBOT)):
    case('H72', name, want, fields=f'Auto-Submitted: {value}\n')
case('H72', 'name-in-capitals', RESPONDER,
     fields='AUTO-SUBMITTED: auto-replied\n')
case('H72', 'twice', RESPONDER, fields='Auto-Submitted: no\n'
     'Auto-Submitted: auto-replied\n')
case('H72', 'blank-before-the-colon', RESPONDER,
     fields='Auto-Submitted : auto-replied\n')

# H73: Precedence.
for name, value, want in (
        ('bulk', 'bulk', ROBOT), ('junk', 'junk', ROBOT),
        ('list', 'list', LIST), ('auto-reply', 'auto_reply', RESPONDER),
        ('capitals', 'BULK', ROBOT), ('folded', '\n bulk', ROBOT),
        ('comment', 'bulk (x)', ROBOT), ('two', 'bulk, list', ROBOT),
        ('normal', 'normal', NEUTRAL), ('first-class', 'first-class',
                                        NEUTRAL),
        ('special', 'special-delivery', NEUTRAL)):
    case('H73', name, want, fields=f'Precedence: {value}\n')
case('H73', 'x', ROBOT, fields='X-Precedence: bulk\n')
case('H73', 'twice', ROBOT, fields='Precedence: normal\nPrecedence: bulk\n')

# H74: X-Auto-Response-Suppress.
for name, value, want in (
        ('all', 'All', ROBOT), ('two', 'OOF, AutoReply', ROBOT),
        ('auto-reply', 'AutoReply', ROBOT), ('oof', 'OOF', ROBOT),
        ('capitals', 'ALL', ROBOT), ('folded', 'DR,\n OOF', ROBOT),
        ('semicolon', 'DR; AutoReply', ROBOT),
        ('none', 'None', NEUTRAL), ('receipts', 'DR, RN, NRN', NEUTRAL),
        ('empty', '', NEUTRAL)):
    case('H74', name, want, fields=f'X-Auto-Response-Suppress: {value}\n')

# H75: fields that only machines write.
for name, fields in {
        'autoreply': 'X-Autoreply: yes', 'autorespond': 'X-Autorespond: x',
        'autoresponder': 'X-Autoresponder: x',
        'mail-autoreply': 'X-Mail-Autoreply: x',
        'delivered-to': 'Delivered-To: autoresponder',
        'autoreply-from': 'X-Autoreply-From: x@{d}',
        'capitals': 'X-AUTOREPLY: yes'}.items():
    case('H75', name, RESPONDER, fields=f'{fields}\n')
for name, fields in {
        'machine-generated': 'X-FC-Machinegenerated: true',
        'loop': 'X-Loop: x@{d}', 'loop-of-rt': 'X-RT-Loop-Prevention: x',
        'cron': 'X-Cron-Env: <SHELL=/bin/sh>',
        'github': 'X-GitHub-Reason: subscribed'}.items():
    case('H75', name, ROBOT, fields=f'{fields}\n')
# No machine's, to the parser; a shipped rule keeps silent all the same.
case('H75', 'autoreply-no', 'ticketed new person suppressed-by-rule',
     fields='X-Autoreply: no\n')

# H76: senders that are machines.
case('H76', 'null', NULL, envelope='<>')
case('H76', 'null-blank', NULL, envelope='< >')
case('H76', 'null-empty', NULL, envelope='')
for name, local, want in (
        ('daemon', 'MAILER-DAEMON', ROBOT), ('postmaster', 'postmaster',
                                             ROBOT),
        ('noreply', 'noreply', ROBOT), ('no-reply', 'no-reply', ROBOT),
        ('do-not-reply', 'do-not-reply', ROBOT),
        ('no-reply-x', 'no-reply+x', ROBOT),
        ('owner', 'owner-chess', LIST), ('request', 'chess-request', LIST),
        ('bounces', 'chess-bounces', LIST),
        ('root', 'root', ROBOT), ('www-data', 'www-data', ROBOT),
        ('nearly', 'postmasters-wife', NEUTRAL),
        ('replies', 'noreplyx', NEUTRAL)):
    case('H76', name, want, sender=f'{local}@{{d}}')
case('H76', 'envelope-alone', ROBOT, envelope='<MAILER-DAEMON@{d}>')
case('H76', 'bounce-envelope', LIST, envelope='<chess-bounces@{d}>')

# H77: the topmost Return-Path is the true one.
case('H77', 'null-first', NULL, envelope='<>',
     fields='Return-Path: <ann@{d}>\n')
case('H77', 'null-second', NEUTRAL, fields='Return-Path: <>\n')
case('H77', 'other-first', ENVELOPE, envelope='<x@elsewhere.example.net>',
     fields='Return-Path: <ann@{d}>\n')
case('H77', 'other-second', NEUTRAL,
     fields='Return-Path: <x@elsewhere.example.net>\n')
case('H77', 'none', ENVELOPE, head='From: ann@{d}\nTo: ' + OURS + '\n'
     'Subject: x\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n'
     'Received: from a by b\nReturn-Path: <x@elsewhere.example.net>\n')


# H78: reports on deliveries count only where we signed what they are about.
def dsn(action='failed', status='5.1.1', to='ann@dsn.example.org', count=1,
        original=''):
    recipients = ''.join(
        f'\nFinal-Recipient: rfc822; {to}\nAction: {action}\n'
        f'Status: {status}\nDiagnostic-Code: smtp; 550 {status} no\n'
        for _ in range(count))
    return multipart(
        plain('It could not be delivered.'),
        ('Content-Type: message/delivery-status',
         f'Reporting-MTA: dns; {"mx.example.net"}\n{recipients}'),
        ('Content-Type: text/rfc822-headers', original or
         'Message-ID: <nobody@example.net>\n'),
        kind='report; report-type=delivery-status')


def report(name, want, parts, **more):
    case('H78', name, want, **{
        **parts, 'sender': 'MAILER-DAEMON@mx.example.net', 'envelope': '<>',
        'subject': 'Undelivered Mail Returned to Sender', 'out': [], **more})


seed('dsn', sender='ann@dsn.example.org')


def verp(place, **more):
    """The envelope sender of the seed's acknowledgement, signed once more."""
    item = int(re.search(r'\+a([0-9]+)v-', place.envelopes['dsn'])[1])
    return place.to(sign('v', 0, item, desk=place.desk, **more))


report('unsigned', BOUNCE, dsn())
report('forged-for-a-victim', BOUNCE, dsn(to='victim@example.net'))
report('delayed', BOUNCE, dsn('delayed', '4.4.1'))
report('success', REPORT, dsn('delivered', '2.0.0'))
report('relayed', REPORT, dsn('relayed', '2.0.0'))
report('fifty', BOUNCE, dsn(count=50))
report('no-recipients', BOUNCE, dsn(count=0))
report('nested', BOUNCE, {**dsn(), 'body': b'--b\n\nx\n--b\nContent-Type: '
       b'message/rfc822\n\n' + dsn()['fields'].encode() + b'\n' +
       dsn()['body'].replace(b'--b', b'--c') + b'\n--b--\n'})
report('cites-a-known-mail', BOUNCE, dsn(
    original='Message-ID: <1@seed-dsn.example.org>\n'))
report('forged-signature', BOUNCE, dsn(), scene='dsn', to=lambda place:
       verp(place, key=bytes(32)))
report('other-recipient', BOUNCE, dsn(to='victim@example.net'), scene='dsn',
       to=OURS)
report('signed', 'bounce-recorded return-path bounce -', dsn(), scene='dsn',
       at='dsn', to=verp)
report('signed-again', 'bounce-recorded return-path bounce -', dsn(),
       scene='dsn', at='dsn', to=verp, id='<2@{d}>')

# H79: receipts.
for name, disposition in (
        ('displayed', 'manual-action/MDN-sent-manually; displayed'),
        ('deleted', 'automatic-action/MDN-sent-automatically; deleted'),
        ('nothing', ''), ('of-a-receipt', 'automatic-action/'
                          'MDN-sent-automatically; displayed/error')):
    case('H79', name, REPORT, envelope='<>', **multipart(
        plain('Your mail was shown.'), (
            'Content-Type: message/disposition-notification',
            'Final-Recipient: rfc822; ann@{d}\nOriginal-Message-ID: '
            f'<x@y>\nDisposition: {disposition}'),
        kind='report; report-type=disposition-notification'))
case('H79', 'asks-for-one', NEUTRAL,
     fields='Disposition-Notification-To: ann@{d}\n')

# H80: complaints.
for name, kind in (('abuse', 'abuse'), ('fraud', 'fraud'),
                   ('not-spam', 'not-spam'), ('unknown', 'x-y'),
                   ('empty', '')):
    case('H80', name, REPORT, sender='fbl@{d}', **multipart(
        plain('This is an abuse report.'), (
            'Content-Type: message/feedback-report',
            f'Feedback-Type: {kind}\nUser-Agent: x/1\nVersion: 1'),
        ('Content-Type: message/rfc822', 'Subject: x\n\nx'),
        kind='report; report-type=feedback-report'))

# H81: lists.
for name, fields in {
        'id': 'List-Id: <chess.{d}>', 'post': 'List-Post: <mailto:c@{d}>',
        'help': 'List-Help: <mailto:c@{d}>',
        'unsubscribe': 'List-Unsubscribe: <mailto:c@{d}>',
        'one-click': 'List-Unsubscribe: <https://{d}/u>\n'
                     'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'mailing-list': 'Mailing-List: list c@{d}; contact o@{d}',
        'long': 'List-Id: <' + 'a' * 5000 + '>',
        'capitals': 'LIST-ID: <chess.{d}>'}.items():
    case('H81', name, LIST, fields=f'{fields}\n')
case('H81', 'digest', LIST, **{**multipart(
    ('Content-Type: message/rfc822', 'Subject: one\n\none'),
    kind='digest'), 'fields': multipart(kind='digest')['fields'] +
    'List-Id: <chess.{d}>\n'})

# H82: invitations are a person's; answers to them a machine's.
ICAL = ('BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{}\nBEGIN:VEVENT\nUID:1\n'
        'DTSTART:20260302T090000Z\n{}END:VEVENT\nEND:VCALENDAR\n')
for method, want in (('REQUEST', NEUTRAL), ('PUBLISH', NEUTRAL),
                     ('CANCEL', NEUTRAL), ('REPLY', ROBOT),
                     ('COUNTER', ROBOT), ('reply', ROBOT),
                     ('REFRESH', ROBOT)):
    name = method.lower() if method != 'reply' else 'reply-in-small'
    case('H82', name, want, **multipart(
        plain(f'The meeting of {name}.'),
        (f'Content-Type: text/calendar; charset=utf-8; method={method}',
         ICAL.format(method, '')), kind='alternative'))
case('H82', 'reply-alone', ROBOT, **{**of_type(
    'text/calendar; method=REPLY', ICAL.format('REPLY', ''))})
case('H82', 'endless-rule', NEUTRAL, **{**multipart(), 'body': lambda place:
     multipart(plain('Join us.'), ('Content-Type: text/calendar; '
               'method=REQUEST', ICAL.format('REQUEST', 'RRULE:FREQ=SECONDLY;'
                                             + 'BYSECOND=1;' * place.size(
                                                 100000, 5000) + '\n')))
     ['body']})

# H83: a peer without any mark, that answers our acknowledgement.
own = 'ann@peer.example.org'
seed('peer', sender=own)
# An answer under a subject of its own is a child (`new_subject`), and silent.
case('H83', 'changed-subject', ANSWERS, scene='peer', sender=own, proven=True,
     subject='Re: Ticket received', linked=['peer'],
     cites=lambda place: place.ack('peer'))
for name, field in (('in-reply-to', 'In-Reply-To'),
                    ('references', 'References')):
    case('H83', name, 'joined signed-message-id person '
         'answers-our-automatic-mail', scene='peer', at='peer', sender=own,
         proven=True, subject='Re: Kettle of seed peer',
         body=f'Ticket {name} was opened.\n',
         fields=lambda place, field=field: f'{field}: {place.ack("peer")}\n')
case('H83', 'other-subject', 'joined signed-message-id person '
     'answers-our-automatic-mail', scene='peer', at='peer', sender=own,
     proven=True, subject='Ticket Received - x',
     cites=lambda place: place.ack('peer'))
case('H83', 'number-alone', ANSWERS, scene='peer', sender=own,
     subject=lambda place: 'Ticket Received - [#' +
     str(place.number('peer')) + ']', proven=True)
case('H83', 'other-address', 'pending-join signed-message-id person -',
     scene='peer', at='peer', proven=True,
     cites=lambda place: place.ack('peer'))

# H84, H85: a peer with new subjects and no references: the caps hold.
for i, want in enumerate((NEUTRAL, *['ticketed new person cap-address'] * 4)):
    case('H84', f'unproven-{i}', want, scene='peer-caps',
         sender='desk@peer-caps.example.org', id=f'<{i}@peer-caps.x>',
         subject=f'Ticket received {1001 + i}', body='Thank you for '
         f'{("tea", "milk", "honey", "bread", "salt")[i]}.\n')
for i in range(7):
    case('H84', f'proven-{i}', FULL if i < 5 else
         'ticketed new person cap-address', scene='peer-proven',
         sender='desk@peer-proven.example.org', id=f'<{i}@peer-proven.x>',
         proven=True, subject=f'Ticket received {2001 + i}',
         body=f'We have {"abcdefg"[i] * 9} and {"hijklmn"[i] * 7} here.\n')
for i in range(4):
    case('H84', f'same-words-{i}', FULL if i < 2 else
         'ticketed new person said-before', scene='peer-same',
         sender='desk@peer-same.example.org', id=f'<{i}@peer-same.x>',
         proven=True, subject=f'Ticket received {3001 + i}',
         body=f'Your request {3001 + i} has been received by our people.\n')
seed('twin', sender='ann@twin.example.org')
for name, fields in (('marked', 'Auto-Submitted: auto-replied\n'
                      'X-Auto-Response-Suppress: All\n'),
                     ('suppress', 'X-Auto-Response-Suppress: All\n')):
    case('H85', name, RESPONDER if name == 'marked' else ROBOT,
         sender=f'support+a1r-{"a" * 26}@{{d}}', fields=fields,
         envelope=f'<support+a1v-{"a" * 26}@{{d}}>',
         subject='We have received a message [#1]')
case('H85', 'stripped-words', 'ticketed new person our-own-words',
     sender='desk@{d}', subject='We have received a message [#7]', body=(
         'Hello,\n\nA message from this address has reached us; its number '
         'is #7.\n\nOur team will read it and write back as soon as we can. '
         'To add\nsomething, simply reply to this email.\n\nIf you did not '
         'write to us, somebody else may have used your address.\nThere is '
         'nothing you need to do, and we are sorry for the bother.\n\nKind '
         'regards,\nAcme Support\n'))

# H87: subjects that grow.
for name, subject in (('mixed', 'Re: AW: [#1] Fwd: ' * 500 + 'Kettle'),
                      ('re', 'Re: ' * 5000 + 'Kettle'),
                      ('tags', '[#1] ' * 5000),
                      ('numbered', 'Re[99999999]: ' * 500 + 'x'),
                      ('words', 'Ticket Received - ' * 500),
                      ('only', 'Re: '), ('colons', ': : : : x')):
    case('H87', name, NEUTRAL, subject=subject, reads={
        'subject': lambda text: len(text) <= 1000})

# H88: hops.
HOP = 'Received: from a by b; Mon, 2 Mar 2026 09:00:00 +0000\n'
for count, want in ((50, NEUTRAL), (51, 'ticketed new person too-many-hops'),
                    (100, 'ticketed new person too-many-hops'),
                    (101, 'quarantined none person -'),
                    (500, 'quarantined none person -')):
    case('H88', f'hops-{count}', want, before=HOP * count)
case('H88', 'other-fields', NEUTRAL, before='X-Received: by b\n' * 200)
case('H88', 'delivered-to', NEUTRAL, before='Delivered-To: x@y.example\n' *
     200)

# H89: a storm: each mail is kept, and few are answered.
for i in range(30):
    case('H89', f'forged-{i}', FAILED, sender=f'victim{i}@{{d}}',
         subject='Free money', before='Authentication-Results: '
         'mx.example.test; dmarc=fail header.from={d}\n')
for i in range(25):
    case('H89', f'domain-{i}', NEUTRAL if i < 20 else
         'ticketed new person cap-domain', scene='storm', id=f'<{i}@storm.x>',
         sender=f'v{"abcdefghijklmnopqrstuvwxyz"[i]}@storm.example.org',
         body=f'{"abcdefghijklmnopqrstuvwxyz"[i] * 8} does not work.\n')

# H91: words that want to be echoed.
SPAM = 'Buy cheap pills at spam.example.net'
for name, more in {
        'subject': {'subject': SPAM * 2000, 'body': ''},
        'name': {'sender': f'"{SPAM}" <ann@{{d}}>'},
        'text': {'body': SPAM + '\n'},
        'id': {'id': '<spam.example.net@{d}>', 'body': ''},
        'encoded': {'subject': '=?utf-8?q?Buy_cheap_pills_at_spam.example.'
                    'net?='},
        'templates': {'subject': '{{ticket.number}} {name} %s $HOME',
                      'never': ['$home', '{name}', '%s']},
        'html': {'subject': '<a href="http://spam.example.net/">x</a>'},
        'address': {'sender': 'spam.example.net@{d}'},
        'files': multipart(('Content-Type: application/pdf; '
                            'name="spam.example.net.pdf"', 'x'))}.items():
    case('H91', name, NEUTRAL, **{**more, 'never': [
        'pills', 'spam.example', *more.get('never', [])]})
