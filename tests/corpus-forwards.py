#!/usr/bin/env python3
"""corpus-forwards.py POSTDESK CORPUS - customers' mail, forwarded by an agent.

Puts a proven agent before each mail of CORPUS/mail/email-forward-parser and
runs `postdesk try --json` on them.  The ticket is the customer's whom the mail
names, and the agent's own where it forwards nothing or names no address; no
answer ever goes to the agent.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

AGENT = 'one@agents.example'
SETTINGS = f'''\
key_file: keys
state: state
desks:
- name: try
  address: support@desk.example
  authserv_ids: [mx.desk.example]
  caps: {{ address_hour: 1000, address_day: 1000, without_person: 1000,
          domain_hour: 1000, desk_minute: 1000, desk_hour: 1000 }}
  agents: [{{ name: One, address: {AGENT} }}]
  mailboxes: [{{ name: inbox, path: mail }}]
  smtp: {{ host: localhost, port: 25, tls: plain }}
'''
OTHERS = re.compile(rb'^(from|sender|return-path|reply-to|message-id'
                    rb'|authentication-results):.*\n([ \t].*\n)*',
                    re.I | re.M)


def by_agent(raw, name):
    """The same mail as if the agent had sent it."""
    head, _, body = raw.replace(b'\r\n', b'\n').partition(b'\n\n')
    start = (f'Authentication-Results: mx.desk.example; dmarc=pass '
             f'header.from={AGENT.split("@")[1]}\n'
             f'Return-Path: <{AGENT}>\nFrom: {AGENT}\n'
             f'Message-ID: <{name}@agents.example>\n')
    return start.encode() + OTHERS.sub(b'', head + b'\n') + b'\n' + body


def customer_of(expected):
    """Whose ticket it shall be."""
    if not expected['is_forward']:
        return AGENT
    sender = (expected['forwarded'] or {}).get('from') or {}
    return sender.get('address', AGENT).lower()


def prepare(room):
    with open(os.open(f'{room}/keys', os.O_WRONLY | os.O_CREAT, 0o600),
              'w', encoding='ascii') as keys:
        keys.write('a ' + '00' * 32 + '\n')
    with open(f'{room}/postdesk.yaml', 'w', encoding='ascii') as settings:
        settings.write(SETTINGS)
    os.mkdir(f'{room}/mails')


def run(program, corpus):
    """{name: (whose ticket it shall be, whose it is, to whom we answered)}"""
    wanted = {}
    with tempfile.TemporaryDirectory(prefix='forwards-') as room:
        prepare(room)
        for path in sorted(glob.glob(f'{corpus}/mail/email-forward-parser/'
                                     '*.eml')):
            name = os.path.basename(path)
            with open(f'{path[:-4]}.json', encoding='utf-8') as expected:
                wanted[name] = customer_of(json.load(expected))
            with open(path, 'rb') as old, \
                    open(f'{room}/mails/{name}', 'wb') as new:
                new.write(by_agent(old.read(), name))
        said = json.loads(subprocess.run(
            [program, 'try', '--json', '--config', room, f'{room}/mails'],
            stdout=subprocess.PIPE, check=True, timeout=300).stdout)
    requester = {ticket['number']: ticket['requester']
                 for ticket in said['tickets']}
    answered = {out['ticket']: out['to'] for out in said['outgoing']}
    return {os.path.basename(mail['file']):
            (wanted[os.path.basename(mail['file'])],
             requester.get(mail['ticket']), answered.get(mail['ticket']))
            for mail in said['mails']}


def main():
    found = run(*sys.argv[1:3])
    wrong = {name: (want, got, to) for name, (want, got, to) in found.items()
             if want != got or to == AGENT}
    for name, row in wrong.items():
        print(name, *row)
    print(f'{len(found)} mails of an agent: '
          f'{sum(want != AGENT for want, _, _ in found.values())} hold a '
          f'customer\'s, {len(wrong)} have another end than they should')
    return 1 if wrong or not found else 0


if __name__ == '__main__':
    sys.exit(main())
