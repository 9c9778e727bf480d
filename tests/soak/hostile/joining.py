"""joining.py - H58 to H71: who gets into a ticket, and who acts for an agent.

Each scene begins with ordinary mails of proven customers, whose tickets and
acknowledgements the cases name.
"""

from case import (AGENT, ENVELOPE, FULL, NEUTRAL, OURS, ROBOT, case, multipart,
                  plain, seed)
from place import STRANGE_KEY, agent_item, sign

ANN = 'ann@{scene}.example.org'
JOINED = 'joined address-token person already-acknowledged'
HELD = 'pending-join address-token person -'


def scene(name):
    """The seed of a scene and its customer's address."""
    address = ANN.format(scene=name)
    seed(name, sender=address)
    return address


# H58: a number in the subject is a hint to agents and nothing else.
ann = scene('tag')
for name, form in (('re', 'Re: [#{}]'), ('bare', '[#{}] Kettle'),
                   ('ticket', 'Ticket #{}'), ('fw', 'Fwd: Re: [#{}] x'),
                   ('greek', 'Απ: [#{}]'), ('twice', '[#{0}] [#{0}]')):
    case('H58', name, NEUTRAL, scene='tag', subject=lambda place, form=form:
         form.format(place.number('tag')))
# Who answers a machine by its number alone may be one (H83): no answer.
case('H58', 'of-his-own-unproven',
     'ticketed new person answers-our-automatic-mail', scene='tag', sender=ann,
     subject=lambda place: f'Re: [#{place.number("tag")}]', linked=['tag'])
case('H58', 'nothing-there', NEUTRAL, subject='Re: [#999999]', linked=[])
case('H58', 'too-high', NEUTRAL, linked=[],
     subject='Re: [#99999999999999999999999999]')
case('H58', 'references', NEUTRAL, scene='tag', cites='<1@tag.example.org>')
case('H58', 'foreign-id', NEUTRAL, scene='tag', subject='Re: ABC-1 [#1042]')


# H59: only what we signed is a token; its case does not matter.
def token(name, change, want=FULL, row='H59', **more):
    """A mail of its customer's to a token that `change` makes."""
    case(row, name, want, proven=True, sender=more.pop('sender', ann),
         to=lambda place: change(place), **more)


def flip(text, at):
    return text[:at] + ('b' if text[at] == 'a' else 'a') + text[at + 1:]


ann = scene('tok')
token('good', lambda place: place.reply('tok'), JOINED, scene='tok', at='tok')
token('capitals', lambda place: place.reply('tok').upper(), JOINED,
      scene='tok', at='tok')
token('domain-in-capitals', lambda place: place.to(place.token(
    'r', 'tok').upper()), JOINED, scene='tok', at='tok')


def mac(place, role='r', **more):
    return place.token(role, 'tok', **more).split('-')[1]


# Each in a scene of its own, so that its acknowledgement is within the caps.
for name, change in {
        'first-bit': lambda place, own: flip(own, own.index('-') + 1),
        'last-digit': lambda place, own: own[:-1] + (
            'e' if own[-1] == 'a' else 'a'),
        'middle': lambda place, own: flip(own, own.index('-') + 13),
        'short': lambda place, own: own[:-1],
        'long': lambda place, own: own + 'a',
        'no-signature': lambda place, own: own.split('-')[0],
        'empty-signature': lambda place, own: own.split('-')[0] + '-',
        'number-alone': lambda place, own: own[1:].split('r')[0],
        'other-number': lambda place, own: 'a999r-' + own.split('-')[1],
        'zero': lambda place, own: 'a0r-' + own.split('-')[1],
        'minus': lambda place, own: 'a-1r-' + own.split('-')[1],
        'huge-number': lambda place, own: 'a' + '9' * 40 + 'r-' +
        own.split('-')[1],
        'leading-zeros': lambda place, own: 'a00' + own[1:],
        'unknown-key': lambda place, own: 'b' + own[1:],
        'own-key': lambda place, own: sign('r', int(own[1:].split('r')[0]),
                                           key=STRANGE_KEY),
        'other-desk': lambda place, own: sign(
            'r', int(own[1:].split('r')[0]), desk=place.desk + 1),
        'agents-role': lambda place, own: own.replace('r-', 'a-'),
        'return-role': lambda place, own: own.replace('r-', 'v-'),
        'status-role': lambda place, own: own.replace('r-', 's-'),
        'confirm-role': lambda place, own: own.replace('r-', 'c-'),
        'probe-role': lambda place, own: own.replace('r-', 'p-'),
        'no-role': lambda place, own: own.replace('r-', '-'),
        'padded': lambda place, own: own + '======',
        'eight-and-nine': lambda place, own: own[:-2] + '89',
        'nul': lambda place, own: own + '\0'}.items():
    where = f'tok-{name}'
    own = scene(where)
    token(name, lambda place, change=change, where=where: place.to(change(
        place, place.token('r', where))), FULL, scene=where, sender=own,
        defects='nul' if name == 'nul' else '')
token('of-message-id', lambda place: place.to(place.ack('tok')[1:].split('@')
                                              [0]), FULL, scene='tok',
      sender='bob@{d}')
token('of-agent-as-customer', lambda place: place.agent('tok'),
      'pending-join agent-address person -', scene='tok', at='tok',
      sender='bob@{d}')

# H60: a good token in other hands: held, agents only.
own = scene('hands')
for name, more in (('stranger', {}), ('unproven', {'proven': False}),
                   ('copied', {'fields': f'Cc: {own}\n'}),
                   ('forwarded', {'subject': 'Fwd: Re: Kettle'}),
                   ('plus', {'sender': 'ann+x@hands.example.org'}),
                   ('dots', {'sender': 'a.nn@hands.example.org'}),
                   ('reply-to', {'fields': f'Reply-To: {own}\n'}),
                   ('sender', {'fields': f'Sender: {own}\n'}),
                   ('resent', {'fields': f'Resent-From: {own}\n'}),
                   ('name', {'sender': f'"{own}" <eve@{{d}}>',
                             'envelope': '<eve@{d}>'}),
                   ('closes', {'body': '#close\n'})):
    case('H60', name, HELD, scene='hands', at='hands', **{
        'proven': True, **more}, to=lambda place: place.reply('hands'))
case('H60', 'failed', HELD, scene='hands', at='hands', sender=own,
     before='Authentication-Results: mx.example.test; dmarc=fail '
     'header.from=hands.example.org\n', to=lambda place: place.reply('hands'))
case('H60', 'two-from', HELD, scene='hands',
     at='hands', sender=None, fields=f'From: {own}\nFrom: eve@{{d}}\n',
     envelope='<eve@{d}>', defects='many-from',
     to=lambda place: place.reply('hands'))
case('H60', 'signed-id', 'pending-join signed-message-id person -',
     scene='hands', at='hands', proven=True,
     cites=lambda place: place.ack('hands'))
case('H60', 'unproven-customer', JOINED, scene='hands', at='hands',
     sender=own, to=lambda place: place.reply('hands'))
case('H60', 'body-token', 'pending-join body-token person -', scene='hands',
     at='hands', body=lambda place: f'> [{place.token("r", "hands")}]\n')

# H61: a third party's verification mail to the address of a ticket.
scene('verify')
for name, text in (('code', 'Your confirmation code is 123456.\n'),
                   ('link', 'Click https://slack.example.net/join?t=abc\n')):
    case('H61', name, 'pending-join address-token robot -', scene='verify',
         at='verify', sender='no-reply@slack.example.net', proven=True,
         body=text, to=lambda place: place.reply('verify'))
case('H61', 'to-the-desk', ROBOT, sender='no-reply@slack.example.net',
     proven=True, body='Your confirmation code is 654321.\n')
case('H61', 'person', HELD, scene='verify', at='verify', proven=True,
     sender='hello@slack.example.net', to=lambda place: place.reply('verify'))


# H62 to H68: agents.
def agent(row, name, want, body, where, **more):
    case(row, name, want, **{
        'scene': where, 'sender': AGENT, 'proven': True, 'body': body,
        'at': where, 'out': [], 'to': lambda place: place.agent(where),
        **more})


# Where SURVIVAL's row H62 would answer nobody, its matrix (0.1) asks the agent
# at the registered address, which the forger does not read: that is done.
DONE = 'joined agent-address person -'
DRAFT = 'drafted agent-address person -'
ASKED = [(AGENT, 'draft')]
TOLD = [(AGENT, 'transcript')]
scene('spoof')
agent('H62', 'no-results', DRAFT, '#close\n\nPaid back.\n', 'spoof',
      proven=False, out=ASKED)
agent('H62', 'failed', DRAFT, '#close\n\nPaid back, again.\n', 'spoof',
      proven=False, before='Authentication-Results: mx.example.test; '
      'dmarc=fail header.from=staff.example\n', out=ASKED)
agent('H62', 'no-token', 'ticketed new person from-agent', '#close\n',
      'spoof', proven=False, to=OURS, at=None)
agent('H63', 'no-token', 'ticketed new person from-agent', 'Please.\n',
      'spoof', subject='#close 17', to=OURS, at=None)
agent('H63', 'customers-token', 'pending-join address-token person -',
      '#close\n', 'spoof', to=lambda place: place.reply('spoof'))
agent('H64', 'expired', DRAFT, '#close\n', 'spoof', out=ASKED,
      to=lambda place: place.to(place.token('a', 'spoof', agent_item(
          AGENT, place.now, days=-1))))
# She was asked three times in this hour, and that is enough.
agent('H64', 'of-a-colleague', DRAFT, '#close\n', 'spoof', to=lambda place:
      place.agent('spoof', 'jonas@staff.example'))
scene('replay')
JONAS = {'where': 'replay', 'id': '<replay@staff.x>',
         'sender': 'jonas@staff.example',
         'to': lambda place: place.agent('replay', 'jonas@staff.example')}
ASKED = [(JONAS['sender'], 'draft')]
agent('H64', 'once', DONE, '#note one\n', **JONAS)
agent('H64', 'again', 'duplicate same-message person -', '#note one\n',
      **JONAS, subject='Kettle of h64 once', before='Received: from x by y\n')
# Signatures may leave out the subject, and the end of the text.
agent('H64', 'other-subject', DRAFT, '#note one\n', **JONAS, out=ASKED)
agent('H64', 'longer', DRAFT, '#note one\n\nSend money to x.\n', **JONAS,
      subject='Kettle of h64 once', out=ASKED)
scene('command')
SENT = [('ann@command.example.org', 'relay')]
agent('H65', 'quoted', DONE, 'Dear Ann, no.\n\n> #close\n', 'command',
      state='open', out=SENT)
agent('H65', 'signature', DONE, 'Dear Ann, well.\n\n-- \n#close\n', 'command',
      state='open', out=SENT, never=['#close'])
agent('H65', 'below-words', DONE, 'Dear Ann, see below.\n\n#close\n',
      'command', state='open', out=TOLD)
HTML = multipart(plain('Dear Ann, as it was.'),
                 ('Content-Type: text/html', '<p>#close</p>'),
                 kind='alternative')
agent('H65', 'html', DONE, HTML['body'], 'command', state='open', out=SENT,
      never=['#close'], fields=HTML['fields'])
FILE = multipart(plain('Dear Ann, see the file.'), (
    'Content-Type: text/plain\nContent-Disposition: attachment', '#close'))
agent('H65', 'attachment', DONE, FILE['body'], 'command', state='open',
      out=SENT, never=['#close'], fields=FILE['fields'])
agent('H66', 'unknown', DONE, '#drop table\n', 'command', out=TOLD)
agent('H66', 'shell', DONE, '#note $(rm -rf /) `id` ; drop\n', 'command')
agent('H66', 'long', DONE, '#tag ' + 'a' * 10000 + '\n', 'command', out=TOLD)
agent('H66', 'nul', DONE, '#close\0 now\n', 'command', defects='nul',
      out=TOLD)
agent('H66', 'joined', DONE, '#close; drop\n', 'command', out=TOLD)
agent('H66', 'many', DONE, '#note a\n' * 40, 'command', out=TOLD)
agent('H66', 'half', DONE, '#note one\n#drop\n', 'command', out=TOLD)
scene('away')
agent('H67', 'out-of-office', 'noted agent-address responder -',
      'I am away until Monday.\n', 'away',
      fields='Auto-Submitted: auto-replied\n', subject='Automatic reply: x')
agent('H67', 'bulk', 'noted agent-address robot -', 'I am away.\n', 'away',
      fields='Precedence: bulk\n')
agent('H67', 'unproven', 'noted agent-address responder -',
      'I am away.\n', 'away', proven=False,
      fields='Auto-Submitted: auto-replied\n')

# H68: what an agent quotes of the notification stays behind.
scene('inner')
NOTE = 'The customer lies about the invoice of March, planted by his lawyer.'
agent('H68', 'note', DONE, f'#note {NOTE}\n', 'inner')
BEHIND = ('##- Answer above this line. What stands below is not sent. -##',
          '- Urgency: high', f'Internal note: {NOTE}')
SENT = [('ann@inner.example.org', 'relay')]
for name, quoted in (
        ('quoted', ''.join(f'> {line}\n' for line in BEHIND)),
        ('attributed', 'On Monday Acme wrote:\n' + ''.join(
            f'> {line}\n' for line in BEHIND)),
        ('bare', ''.join(f'{line}\n' for line in BEHIND)),
        ('twice', ''.join(f'> > {line}\n' for line in BEHIND))):
    agent('H68', name, DONE, f'Dear Ann, it is done, {name}.\n\n{quoted}',
          'inner', out=SENT, never=['planted', 'Urgency', 'Answer above'],
          defects='')
# Her own words that say a note again are not sent, but told her.
agent('H68', 'note-repeated', DONE, f'{NOTE}\n', 'inner', out=TOLD)

# H69: who else may be meant is nobody.
for name, fields in (('victim', 'Reply-To: victim@example.net\n'),
                     ('many', 'Reply-To: a@example.net, b@example.net\n'),
                     ('ours', f'Reply-To: {OURS}\n'),
                     ('list', 'Reply-To: all: a@example.net;\n'),
                     ('broken', 'Reply-To: <<<>>\n'),
                     ('mail-followup', 'Mail-Followup-To: a@example.net\n'),
                     ('receipt', 'Disposition-Notification-To: '
                      'a@example.net\nReturn-Receipt-To: a@example.net\n'),
                     ('copy', 'Cc: victim@example.net\n'),
                     ('errors', 'Errors-To: victim@example.net\n')):
    case('H69', name, NEUTRAL, fields=fields)

# H70: our own addresses.
OWN = 'ticketed new ourselves from-ourselves'
for name, sender in (('desk', OURS), ('alias', 'help@desk.example.test'),
                     ('detail', 'support+x@desk.example.test'),
                     ('capitals', 'SUPPORT@Desk.Example.Test'),
                     ('named', 'Acme Support <support@desk.example.test>')):
    case('H70', name, OWN, sender=sender, proven=True)
scene('own')
case('H70', 'token', OWN, scene='own', proven=True,
     sender='support+a1r-aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example.test')
case('H70', 'envelope', ENVELOPE, envelope='<support+a1v-'
     'aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example.test>')
case('H70', 'nearly', 'ticketed new person send', proven=True,
     sender='supporter@desk.example.test')

# H71: another spelling is another person, unless the operator says so.
own = scene('kin')
for name, sender in (('plus', 'ann+x@kin.example.org'),
                     ('dot', 'a.nn@kin.example.org'),
                     ('below', 'ann@x.kin.example.org'),
                     ('like', 'ann@kin-example.org')):
    case('H71', name, 'ticketed new person send', scene='kin', sender=sender,
         proven=True, subject='Re: Kettle of seed kin',
         cites='<1@seed-kin.example.org>')
case('H71', 'capitals', 'joined in-reply-to person already-acknowledged',
     scene='kin', at='kin', sender='ANN@Kin.Example.Org', proven=True,
     subject='Re: Kettle of seed kin', cites='<1@seed-kin.example.org>')
