#!/usr/bin/env python3
"""tour.py STATE VERB [ARGUMENT...] - what quickstart shows, step by step.

set-up           write the desk's settings and those of mutt
open PID         wait until the desk knows its mailbox; automatic mail on
send [FILE...]   the sample mails, or these files as Alice
settle           until each of them is judged and every answer is sent
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


def sent_file(servers):
    return os.path.join(servers.dir, 'sent')


def send(servers, files):
    rows = [(file, address('alice'), 'alice') for file in files]
    with open(sent_file(servers), 'w', encoding='ascii') as sent:
        for number, (file, sender, login) in enumerate(rows or envelopes()):
            with open(file, 'rb') as mail:
                raw = fresh(mail.read(), number)
            servers.send(raw, sender, 'support', login)
            sent.write(email.message_from_bytes(raw)['Message-ID'] + '\n')


def settle(desk, seconds=60):
    """Each mail that was sent has a disposition; nothing waits to go out."""
    with open(sent_file(desk.servers), encoding='ascii') as sent:
        ids = {line.strip().strip('<>') for line in sent}

    def is_settled():
        judged = {mail['message_id'] for mail in desk.json('mail', 'list')
                  if mail['disposition']}
        return ids <= judged and not any(
            desk.json('outbox', '--state', state)
            for state in ('queued', 'dot_sent'))
    wait_until('each mail has its disposition', is_settled, seconds, 0.3)


def acknowledgements(servers, name):
    """The automatic mails of the desk in a mailbox, parsed."""
    mails = [email.message_from_bytes(raw, policy=email.policy.default)
             for raw in servers.read(name)]
    return [mail for mail in mails
            if mail['Auto-Submitted'] == 'auto-replied']


def plain_text(mail):
    return mail.get_body(('plain',)).get_content()


def answer(desk):
    """As a mail client does: to Reply-To, with the text quoted below."""
    servers = desk.servers
    mail = wait_until('an acknowledgement for Alice',
                      lambda: acknowledgements(servers, 'alice'))[-1]
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


def print_mail(mail):
    print(RULER)
    for name in ('From', 'Reply-To', 'To', 'Subject', 'Auto-Submitted'):
        print(f'{name}: {mail[name]}')
    print(f'\n{plain_text(mail).rstrip()}\n{RULER}\n')


def show(desk):
    mails = desk.json('mail', 'list')
    joined = next(m for m in mails if m['disposition'] == 'joined')
    urgent = next(m for m in mails if m['subject'].startswith('URGENT'))
    print(f'\n$ postdesk tickets\n{desk.call("tickets")}')
    print('The Greek acknowledgement in the mailbox of Bob, read by IMAP:')
    print_mail(next(mail for mail in acknowledgements(desk.servers, 'bob')
                    if mail['Content-Language'] == 'el'))
    print(f'The answer of Alice joined ticket {joined["ticket"]} '
          f'({joined["how"]}).\n')
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


def open_desk(desk, pid):
    """What lies in the mailbox at the first contact is old mail, which is
    never answered: the samples come after it."""
    log = os.path.join(desk.servers.dir, 'log', 'postdesk.log')

    def is_known():
        if not os.path.exists(f'/proc/{pid}'):
            raise AssertionError(f'postdesk run ended; its log is {log}')
        with open(log, encoding='utf-8') as lines:
            return 'first contact' in lines.read()
    wait_until('first contact with the mailbox', is_known)
    desk.call('autos', 'on')
    # A mailbox dates mail in whole seconds: this one is still the old time.
    time.sleep(1.1)


def goodbye(desk, top):
    state = desk.servers.dir
    print(f'''Postdesk keeps running on {state}.

  write to it as Alice    mutt -F {state}/mutt/alice -s Kettle support@example.test
  send it a mail file     {HERE}/tour.py {state} send FILE
  open her mailbox        mutt -F {state}/mutt/alice
  be the agent Carol      mutt -F {state}/mutt/carol
  look at the tickets     {top}/postdesk tickets --config {state}/desk
  end it                  {top}/quickstart --stop
''')


def main(state, verb, *arguments):
    desk = Desk(Servers(folder=state))
    if verb == 'send':
        send(desk.servers, arguments)
    else:
        {'set-up': set_up, 'open': open_desk, 'settle': settle,
         'answer': answer, 'show': show, 'goodbye': goodbye,
         }[verb](desk, *arguments)


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8')
    main(*sys.argv[1:])
