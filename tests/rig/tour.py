#!/usr/bin/env python3
"""tour.py STATE VERB [ARGUMENT...] - what quickstart shows, step by step.

set-up           write the desk's settings, switch automatic mail on
wait-ready PID   until the desk is connected to its mailbox
send [FILE...]   the sample mails, or these files as Alice
settle           until every mail is judged and every answer is sent
answer           Alice answers the acknowledgement she got
show             tickets, the acknowledgement, and why a mail was judged so
goodbye TOP      how to go on
"""

import email
import email.policy
import email.utils
import os
import sys
import time

from desk import Desk
from rig import HERE, Servers, address, wait_until

SAMPLES = os.path.join(HERE, '..', '..', 'samples')
RULER = '-' * 72

MUTTRC = '''\
set folder = "imaps://{user}@localhost:{imaps}/"
set spoolfile = "+INBOX"
set imap_pass = "{password}"
set smtp_url = "smtp://{user}@localhost:{submission}/"
set smtp_pass = "{password}"
set from = "{user}"
set realname = "{name}"
set ssl_force_tls = yes
set ssl_usesystemcerts = no
set certificate_file = "{ca}"
set copy = no
set header_cache = ""
'''


def envelopes():
    """Rows of samples/envelopes: file, sender, login or None."""
    with open(os.path.join(SAMPLES, 'envelopes'), encoding='utf-8') as lines:
        for line in lines:
            if line.strip() and not line.startswith('#'):
                file, sender, login = line.split()
                yield (os.path.join(SAMPLES, file),
                       '' if sender == '<>' else sender,
                       None if login == '-' else login)


def fresh(raw, number):
    """As a mail client would send it now: a new id and today's date.  The
    rest stays as it is, to the byte."""
    headers, body = raw.split(b'\n\n', 1)
    lines = [line for line in headers.split(b'\n')
             if not line.lower().startswith((b'date:', b'message-id:'))]
    mark = f'{time.time_ns()}.{number}@client.example.test'
    lines += [b'Date: ' + email.utils.formatdate(localtime=True).encode(),
              f'Message-ID: <{mark}>'.encode()]
    return b'\n'.join(lines) + b'\n\n' + body


def send(servers, files):
    rows = [(file, address('alice'), 'alice') for file in files]
    for number, (file, sender, login) in enumerate(rows or envelopes()):
        with open(file, 'rb') as mail:
            servers.send(fresh(mail.read(), number), sender, 'support', login)


def settle(desk, seconds=60):
    """Every mail of the mailbox is in the ledger with a disposition, and
    nothing waits to be sent."""
    def is_settled():
        mails = desk.json('mail', 'list')
        return (desk.servers.count('support') == 0 and mails and
                all(mail['disposition'] for mail in mails) and
                not desk.json('outbox', 'list'))
    wait_until('each mail has its disposition', is_settled, seconds, 0.3)


def acknowledgement(servers):
    """The newest mail of the desk in Alice's mailbox."""
    for raw in reversed(servers.read('alice')):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        if mail['Auto-Submitted'] == 'auto-replied':
            return mail
    return None


def plain_text(mail):
    return mail.get_body(('plain',)).get_content()


def answer(desk):
    """As a mail client does: to Reply-To, with the text quoted below."""
    servers = desk.servers
    mail = wait_until('an acknowledgement for Alice',
                      lambda: acknowledgement(servers))
    reply = email.message.EmailMessage()
    reply['From'] = 'Alice <alice@example.test>'
    reply['To'] = mail['Reply-To'] or mail['From']
    reply['Subject'] = 'Re: ' + mail['Subject']
    reply['In-Reply-To'] = mail['Message-ID']
    reply['References'] = mail['Message-ID']
    quoted = ''.join(f'> {line}\n' for line in plain_text(mail).splitlines())
    reply.set_content('One more thing: my telephone is 555 0100, please call '
                      f'after noon.\n\nAlice\n\n{mail["From"]} wrote:\n'
                      + quoted)
    to = email.utils.parseaddr(str(reply['To']))[1]
    servers.send(fresh(reply.as_bytes(), 0), 'alice', to, login='alice')
    wait_until('her answer joins its ticket', lambda: any(
        mail['disposition'] == 'joined'
        for mail in desk.json('mail', 'list')))


def show(desk):
    mails = desk.json('mail', 'list')
    mail = acknowledgement(desk.servers)
    urgent = next((m for m in mails if 'URGENT' in (m['subject'] or '')),
                  mails[0])
    print(f'\n$ postdesk tickets\n{desk.call("tickets")}')
    print(f'The acknowledgement in the mailbox of Alice, read by IMAP:\n'
          f'{RULER}')
    for name in ('From', 'Reply-To', 'To', 'Subject', 'Auto-Submitted'):
        print(f'{name}: {mail[name]}')
    print(f'\n{plain_text(mail).rstrip()}\n{RULER}\n')
    print(f'$ postdesk why {urgent["id"]}\n'
          f'{desk.call("why", str(urgent["id"]))}')


def set_up(desk):
    folder = os.path.join(desk.servers.dir, 'mutt')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for user, password in desk.servers.passwords.items():
        name = user.split('@')[0]
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write(MUTTRC.format(
                user=user, name=name.capitalize(), password=password,
                ca=desk.servers.ca, imaps=desk.servers.ports['IMAPS_PORT'],
                submission=desk.servers.ports['SUBMISSION_PORT']))
    desk.prepare()


def wait_ready(desk, pid):
    def is_ready():
        if not os.path.exists(f'/proc/{pid}'):
            raise AssertionError('postdesk run ended; see log/postdesk.log')
        return desk.servers.count('support', 'Processed') >= 0 and \
            desk.json('mail', 'list') is not None
    wait_until('the desk is connected', is_ready)


def goodbye(desk, top):
    state = desk.servers.dir
    print(f'''Postdesk keeps running on {state}.

  write to it as Alice    mutt -F {state}/mutt/alice -s Kettle support@example.test
  send it a mail file     {HERE}/tour.py {state} send FILE
  open her mailbox        mutt -F {state}/mutt/alice
  be the agent Carol      mutt -F {state}/mutt/carol
  look at the tickets     {top}/postdesk --config {state}/desk tickets
  end it                  {top}/quickstart --stop
''')


def main(state, verb, *arguments):
    desk = Desk(Servers(folder=state))
    if verb == 'send':
        send(desk.servers, arguments)
    else:
        {'set-up': set_up, 'wait-ready': wait_ready, 'settle': settle,
         'answer': answer, 'show': show, 'goodbye': goodbye,
         }[verb](desk, *arguments)


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8')
    main(*sys.argv[1:])
